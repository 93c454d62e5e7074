import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkRebuild, rebuild } from '#features/doses/rebuild.ts'
import { NOW } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(() => ground.close())
afterEach(async () => {
  expect(await checkRebuild(ground.database.writer)).toEqual([])
})

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000).toISOString()
type Item = {
  id: string
  kind: string
  state: string
  version: number
  personId: string
  doses: { doseId: string }[]
}

const centre = () => ground.world.accounts.cityCentre
async function itemOf(kind: string, personId: string): Promise<Item> {
  const [row] = await ground.rows<{ id: string }>(
    'SELECT id FROM review_item WHERE kind = $1 AND person_id = $2',
    [kind, personId],
  )
  return (await ground.as(centre(), 'GET', `/v1/reviews/${row!.id}`)).body as unknown as Item
}
const decide = (itemId: string, body: object) =>
  ground.as(centre(), 'POST', `/v1/reviews/${itemId}/decisions`, {
    id: randomUUID(),
    reason: 'Đối chiếu phiếu giấy',
    ...body,
  })

async function twoPhones() {
  const personId = await ground.world.addPerson()
  const [early, late] = [randomUUID(), randomUUID()]
  await ground.put(ground.doseBody(personId, { capturedAt: minutes(-30) }), undefined, early)
  await ground.put(ground.doseBody(personId, { capturedAt: minutes(-5) }), undefined, late)
  return { personId, early, late, item: await itemOf('two-phones', personId) }
}
const used = async () =>
  (
    await ground.rows<{ sum: number }>(
      `SELECT coalesce(sum(CASE kind WHEN 'use' THEN doses ELSE -doses END), 0)::integer AS sum FROM movement WHERE kind IN ('use', 'unuse')`,
    )
  )[0]!.sum

describe('review', () => {
  test('"this one counts" changes which dose counts and closes the question', async () => {
    const { personId, early, late, item } = await twoPhones()
    const answer = await decide(item.id, { decision: 'this-one-counts', doseId: late })
    expect(answer).toMatchObject({ status: 200, body: { state: 'decided' } })
    expect(await ground.standings(personId)).toMatchObject([
      { id: late, rank: 0, step: 'primary-1' },
      { id: early, rank: 1, step: null },
    ])
  })

  test('"really two": both count, and the second leaves the stock', async () => {
    const { personId, early, late, item } = await twoPhones()
    const before = await used()
    const answer = await decide(item.id, { decision: 'really-two', countedDoseIds: [early, late] })
    expect(answer.body).toMatchObject({ state: 'decided' })
    expect((await ground.standings(personId)).map(({ step }) => step)).toEqual(['primary-1', 'primary-2'])
    expect(await used()).toBe(before + 1)
  })

  test('a third phone opens the question again', async () => {
    const { personId, late, item } = await twoPhones()
    await decide(item.id, { decision: 'this-one-counts', doseId: late })
    await ground.put(ground.doseBody(personId, { capturedAt: minutes(-50) }))
    expect(await itemOf('two-phones', personId)).toMatchObject({ id: item.id, state: 'open' })
    expect((await ground.standings(personId))[0]).toMatchObject({ id: late, rank: 0 })
  })

  test('"voided" takes the dose back, "kept" leaves it; sent again both are answered alike', async () => {
    const { personId, early, late, item } = await twoPhones()
    const body = { id: randomUUID(), decision: 'voided', doseId: early }
    expect((await decide(item.id, body)).body).toMatchObject({ state: 'decided' })
    expect((await decide(item.id, body)).status).toBe(200)
    expect(await ground.standings(personId)).toMatchObject([
      { id: late, rank: 0 },
      { id: early, rank: null },
    ])
    expect(await decide(item.id, { decision: 'really-two', countedDoseIds: [early, late] })).toMatchObject({
      status: 409,
      body: { code: 'review.decided' },
    })
    const other = await ground.world.addPerson()
    await ground.put(ground.doseBody(other, { statedStep: 'primary-2' }))
    const stated = await itemOf('stated-step', other)
    expect(await decide(stated.id, { decision: 'this-one-counts', doseId: early })).toMatchObject({
      status: 422,
      body: { code: 'review.wrong-decision' },
    })
    expect((await decide(stated.id, { decision: 'kept' })).body).toMatchObject({ state: 'decided' })
  })

  test('two officers who answer at one moment: one is heard, and no dose is taken back behind the other', async () => {
    const { personId, early, late, item } = await twoPhones()
    const answers = await Promise.all(
      [early, late].map((doseId) => decide(item.id, { decision: 'voided', doseId })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'review.decided' })
    expect(await ground.standings(personId)).toMatchObject([{ rank: 0, step: 'primary-1' }, { rank: null }])
  })

  test('an answer to what the question was before is asked for anew', async () => {
    const { early, late, item } = await twoPhones()
    await ground.put(ground.doseBody(item.personId, { capturedAt: minutes(-50) }))
    const body = { id: randomUUID(), decision: 'really-two', countedDoseIds: [early, late], reason: 'Thử' }
    const url = `/v1/reviews/${item.id}/decisions`
    const seen = { 'if-match': `"${item.version}"` }
    expect(await ground.as(centre(), 'POST', url, body, seen)).toMatchObject({
      status: 412,
      body: { code: 'request.stale' },
    })
    const { version } = await itemOf('two-phones', item.personId)
    const now = { 'if-match': `"${version}"` }
    expect((await ground.as(centre(), 'POST', url, body, now)).body).toMatchObject({ state: 'decided' })
    // Sent again, it is the same answer, whatever the version is by now.
    expect((await ground.as(centre(), 'POST', url, body, now)).status).toBe(200)
  })

  test('restored, a dose counts again', async () => {
    const personId = await ground.world.addPerson()
    const doseId = randomUUID()
    await ground.put(ground.doseBody(personId), undefined, doseId)
    await ground.put({
      ...ground.envelope(minutes(1)),
      kind: 'void',
      personId,
      sessionId: ground.world.sessions.A,
      doseId,
    })
    ground.setNow(minutes(9))
    const restored = await ground.as(centre(), 'POST', `/v1/doses/${doseId}/restore`, {
      id: randomUUID(),
      reason: 'Huỷ nhầm',
    })
    ground.setNow(NOW)
    expect(restored).toMatchObject({ status: 200, body: { doseId, step: 'primary-1', dayRank: 0 } })
  })

  test('what waits for a right is let in by who decides, what waits for a person is not', async () => {
    const personId = await ground.world.addPerson()
    const [held, lost] = [randomUUID(), randomUUID()]
    await ground.put(ground.doseBody(personId), ground.world.accounts.scanner, held)
    await ground.put(ground.doseBody(randomUUID()), undefined, lost)
    const itemFor = async (id: string) =>
      (await ground.rows<{ id: string }>('SELECT id FROM review_item WHERE subject_key = $1', [id]))[0]!.id
    expect(await decide(await itemFor(lost), { decision: 'released' })).toMatchObject({
      status: 409,
      body: { code: 'review.still-held' },
    })
    expect((await decide(await itemFor(held), { decision: 'released' })).body).toMatchObject({
      state: 'decided',
    })
    expect(await ground.standings(personId)).toMatchObject([{ id: held, step: 'primary-1' }])
    expect((await decide(await itemFor(lost), { decision: 'set-aside' })).body).toMatchObject({
      state: 'decided',
    })
    const again = await ground.put(ground.doseBody(personId), ground.world.accounts.scanner, held)
    expect(again.body).toMatchObject({ outcome: 'duplicate', stored: 'accepted' })
  })

  test('the list is the centre’s, oldest first; one who takes an item owns it', async () => {
    const { item } = await twoPhones()
    const page = await ground.as(centre(), 'GET', '/v1/reviews?kind=two-phones&limit=1')
    expect(page.body).toMatchObject({ items: [{ kind: 'two-phones' }] })
    const next = await ground.as(
      centre(),
      'GET',
      `/v1/reviews?kind=two-phones&limit=200&cursor=${String(page.body['nextCursor'])}`,
    )
    const ids = [...(page.body['items'] as Item[]), ...(next.body['items'] as Item[])].map(({ id }) => id)
    expect(ids).toContain(item.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect((await ground.as(ground.world.accounts.scanner, 'GET', '/v1/reviews')).status).toBe(403)
    const take = (version: number) =>
      ground.as(
        centre(),
        'PUT',
        `/v1/reviews/${item.id}/owner`,
        { take: true },
        { 'if-match': `"${version}"` },
      )
    expect(await take(item.version)).toMatchObject({
      status: 200,
      body: { state: 'taken', ownerId: centre().accountId },
    })
    expect(await take(item.version)).toMatchObject({ status: 412, body: { code: 'request.stale' } })
  })
})

describe('merge', () => {
  test('two records of one person: doses of both are one course, and undoing puts them back', async () => {
    const { addPerson, accounts } = ground.world
    const [kept, absorbed] = [await addPerson(), await addPerson()]
    const [old, recent] = [randomUUID(), randomUUID()]
    await ground.put(ground.historyBody(absorbed, '2021-08-01'), accounts.wardOfficial, old)
    await ground.put(ground.doseBody(kept), undefined, recent)
    const merge = { id: randomUUID(), absorbedId: absorbed, keptId: kept, reason: 'Cùng số định danh' }
    expect(await ground.as(accounts.wardOfficial, 'POST', '/v1/merges', merge)).toMatchObject({
      status: 200,
      body: { id: merge.id, undoneById: null },
    })
    expect((await ground.as(accounts.wardOfficial, 'POST', '/v1/merges', merge)).status).toBe(200)
    expect(await ground.standings(kept)).toMatchObject([
      { id: old, step: 'primary-1' },
      { id: recent, step: 'primary-2' },
    ])
    expect(await ground.rows('SELECT person_id FROM dose WHERE id = $1', [old])).toEqual([
      { person_id: absorbed },
    ])
    // Stated under the absorbed id, a new dose belongs to the person kept.
    const third = randomUUID()
    await ground.put(ground.doseBody(absorbed, { capturedAt: minutes(3) }), undefined, third)
    expect((await ground.standings(kept)).map(({ id, rank }) => [id, rank])).toEqual([
      [old, 0],
      [recent, 0],
      [third, 1],
    ])
    expect(
      (await ground.as(accounts.wardOfficial, 'POST', '/v1/merges', { ...merge, id: randomUUID() })).body,
    ).toMatchObject({ code: 'merge.same-person' })
    await checkRebuild(ground.database.writer).then((found) => expect(found).toEqual([]))
    const undo = { id: randomUUID(), reason: 'Hai người trùng tên' }
    expect(await ground.as(accounts.wardOfficial, 'POST', `/v1/merges/${merge.id}/undo`, undo)).toMatchObject(
      { status: 200, body: { undoneById: undo.id } },
    )
    expect(await ground.standings(kept)).toMatchObject([{ id: recent, rank: 0, step: 'primary-1' }])
    expect(await ground.standings(absorbed)).toMatchObject([
      { id: old, step: 'primary-1' },
      { id: third, step: 'primary-2' },
    ])
    expect(
      (
        await ground.as(accounts.wardOfficial, 'POST', `/v1/merges/${merge.id}/undo`, {
          ...undo,
          id: randomUUID(),
        })
      ).body,
    ).toMatchObject({ code: 'merge.undone' })
  })

  test('merges of merges are undone in any order', async () => {
    const { addPerson, accounts } = ground.world
    const people = await Promise.all([addPerson(), addPerson(), addPerson()])
    const [a, b, c] = people as [string, string, string]
    for (const personId of people) await ground.put(ground.doseBody(personId))
    const [ab, bc] = [randomUUID(), randomUUID()]
    await ground.as(accounts.wardOfficial, 'POST', '/v1/merges', {
      id: ab,
      absorbedId: a,
      keptId: b,
      reason: 'Cùng người',
    })
    await ground.as(accounts.wardOfficial, 'POST', '/v1/merges', {
      id: bc,
      absorbedId: b,
      keptId: c,
      reason: 'Cùng người',
    })
    expect(await ground.standings(c)).toHaveLength(3)
    await ground.as(accounts.wardOfficial, 'POST', `/v1/merges/${ab}/undo`, {
      id: randomUUID(),
      reason: 'Khác người',
    })
    expect(await ground.standings(a)).toMatchObject([{ rank: 0 }])
    expect(await ground.standings(c)).toHaveLength(2)
    await ground.as(accounts.wardOfficial, 'POST', `/v1/merges/${bc}/undo`, {
      id: randomUUID(),
      reason: 'Khác người',
    })
    for (const personId of people)
      expect(await ground.standings(personId)).toMatchObject([{ rank: 0, step: 'primary-1' }])
  })

  test('who cannot see both people cannot merge them', async () => {
    const { addPerson, accounts } = ground.world
    const [here, there] = [await addPerson(), await addPerson({ ward: 'C' })]
    const merge = { id: randomUUID(), absorbedId: there, keptId: here, reason: 'Cùng người' }
    expect((await ground.as(accounts.wardOfficial, 'POST', '/v1/merges', merge)).status).toBe(404)
    expect((await ground.as(accounts.scanner, 'POST', '/v1/merges', merge)).status).toBe(403)
  })
})

test('what was tampered with is found, and put right by a rebuild: counters, balances, standings, lists', async () => {
  const { addPerson, accounts } = ground.world
  const personId = await addPerson()
  const [keptId, absorbedId, strangerId] = [await addPerson(), await addPerson(), await addPerson()]
  // Only the record that is merged away is on a list: what its session sees hangs on the kept row alone.
  await ground.rows('DELETE FROM session_person WHERE person_id = $1', [keptId])
  const merge = { id: randomUUID(), absorbedId, keptId, reason: 'Cùng người' }
  expect((await ground.as(accounts.wardOfficial, 'POST', '/v1/merges', merge)).status).toBe(200)
  expect(await checkRebuild(ground.database.writer)).toEqual([])
  await ground.rows('UPDATE session_canonical SET listed_id = $2, person_id = $1 WHERE listed_id = $1', [
    absorbedId,
    strangerId,
  ])
  const doseId = randomUUID()
  await ground.put(ground.doseBody(personId), undefined, doseId)
  await ground.rows('UPDATE coverage_ward SET doses = doses + 3')
  await ground.rows('UPDATE balance SET doses = doses - 1 WHERE holder_id = $1', [
    ground.world.sessionHolders.A,
  ])
  await ground.rows(`UPDATE dose_standing SET flags = '{interval}' WHERE dose_id = $1`, [doseId])
  const found = await checkRebuild(ground.database.writer)
  expect(new Set(found.map(({ table }) => table))).toEqual(
    new Set(['coverage_ward', 'balance', 'dose_standing', 'session_canonical']),
  )
  // One record that lost whom it stands for, one that stands for itself.
  expect(found.filter(({ table }) => table === 'session_canonical')).toHaveLength(2)
  expect(await rebuild(ground.database.writer, NOW)).toEqual(found)
  expect(await checkRebuild(ground.database.writer)).toEqual([])
})

test('the lead of a session sees what is asked about it, and answers nothing; another ward sees none of it', async () => {
  const { personId, item } = await twoPhones()
  const { siteLead, wardOfficialB } = ground.world.accounts
  const idsOf = async (account: typeof siteLead) => {
    const { body } = await ground.as(account, 'GET', '/v1/reviews?limit=200')
    return (body['items'] as Item[]).map(({ id }) => id)
  }
  expect(await idsOf(siteLead)).toContain(item.id)
  expect(await idsOf(wardOfficialB)).toEqual([])
  const seen = await ground.as(siteLead, 'GET', `/v1/reviews/${item.id}`)
  expect(seen).toMatchObject({
    status: 200,
    body: { siteName: 'Trạm Y tế A', sessionOn: '2021-10-17', person: { id: personId }, held: null },
  })
  expect((seen.body['doses'] as unknown[]).length).toBe(2)
  expect((await ground.as(wardOfficialB, 'GET', `/v1/reviews/${item.id}`)).status).toBe(404)
  const decision = { id: randomUUID(), decision: 'kept', reason: 'Thử' }
  expect((await ground.as(siteLead, 'POST', `/v1/reviews/${item.id}/decisions`, decision)).status).toBe(403)
  const counted = await ground.as(siteLead, 'GET', '/v1/reviews/counts')
  const { items, open } = counted.body as { items: { kind: string; open: number }[]; open: number }
  expect(open).toBe((await idsOf(siteLead)).length)
  expect(items.find(({ kind }) => kind === 'two-phones')!.open).toBeGreaterThan(0)
  expect((await ground.as(wardOfficialB, 'GET', '/v1/reviews/counts')).body).toEqual({ items: [], open: 0 })
})

test('what an entry in quarantine says is read whole, and its reading is audited', async () => {
  const personId = await ground.world.addPerson({ name: 'Lê Thị Chờ Xét' })
  const held = randomUUID()
  await ground.put(ground.doseBody(personId), ground.world.accounts.scanner, held)
  const [item] = await ground.rows<{ id: string }>('SELECT id FROM review_item WHERE subject_key = $1', [
    held,
  ])
  const read = await ground.as(centre(), 'GET', `/v1/reviews/${item!.id}`)
  expect(read.body).toMatchObject({
    kind: 'quarantine',
    seen: ['author-not-allowed'],
    person: { id: personId, fullName: 'Lê Thị Chờ Xét' },
    held: { kind: 'dose', why: 'author-not-allowed', deviceEndedAt: null, dose: { lotCode: 'FK0112' } },
  })
  const audited = await ground.rows(
    `SELECT 1 FROM audit_entry WHERE action = 'readReview' AND subject_id = $1 AND actor_id = $2`,
    [personId, centre().accountId],
  )
  expect(audited).toHaveLength(1)
})
