import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkRebuild } from '#features/doses/rebuild.ts'
import type { TestAccount } from '../../support/world.ts'
import { addList, commit, fileOf, peopleOn, sendFile, type Answer } from '../registrants/support.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(() => ground.close())
afterEach(async () => {
  expect(await checkRebuild(ground.database.writer)).toEqual([])
})

describe('a lot that nobody has received', () => {
  test('keeps the expiry that the phone read from the vial, and a dose past it is flagged', async () => {
    const lot = { code: 'ZZ 0001', expiresOn: '2021-10-10' }
    const late = await ground.world.addPerson()
    await ground.put(ground.doseBody(late, { lot }))
    expect((await ground.standings(late))[0]!.flags).toContain('expired')
    const inTime = await ground.world.addPerson()
    await ground.put(ground.doseBody(inTime, { lot, givenAt: '2021-10-09T02:00:00.000Z' }))
    expect((await ground.standings(inTime))[0]!.flags).not.toContain('expired')
    const events = await ground.rows(
      "SELECT e.kind, e.value_on FROM lot_event e JOIN lot l ON l.id = e.lot_id WHERE l.code_folded = 'zz0001' OR l.code = 'ZZ 0001'",
    )
    expect(events).toEqual([{ kind: 'expiry', value_on: '2021-10-10' }])
  })

  test('two phones in one set, one of which read the expiry: one lot, one expiry, both doses judged by it', async () => {
    const [one, two] = [await ground.world.addPerson(), await ground.world.addPerson()]
    await ground.sync([
      { ...ground.doseBody(one, { lot: { code: 'ZZ 0002', expiresOn: null } }), id: randomUUID() },
      { ...ground.doseBody(two, { lot: { code: 'zz 0002', expiresOn: '2021-10-10' } }), id: randomUUID() },
    ])
    for (const personId of [one, two])
      expect((await ground.standings(personId))[0]!.flags).toContain('expired')
  })

  test('the paper of its first receipt takes the place of what a phone typed wrongly', async () => {
    const personId = await ground.world.addPerson()
    await ground.put(ground.doseBody(personId, { lot: { code: 'ZZ 0003', expiresOn: '2020-12-31' } }))
    ground.setNow('2021-10-17T04:00:00.000Z')
    const receipt = await ground.as(ground.world.accounts.cityCentre, 'POST', '/v1/lots/receipts', {
      id: randomUUID(),
      to: { holderId: ground.world.holders.centre },
      productId: ground.world.productId,
      lotCode: 'ZZ 0003',
      expiresOn: '2021-12-31',
      vials: 10,
      documentNumber: 'PXK 0003',
    })
    expect(receipt.status).toBe(201)
    expect(receipt.body).toMatchObject({ lot: { expiresOn: '2021-12-31' } })
    const next = await ground.world.addPerson()
    await ground.put(ground.doseBody(next, { lot: { code: 'ZZ 0003', expiresOn: '2020-12-31' } }))
    expect((await ground.standings(next))[0]!.flags).not.toContain('expired')
  })
})

describe('places change after doses were given', () => {
  test('a residential group goes to another ward: its doses keep the residence of their day', async () => {
    const { places, accounts } = ground.world
    const personId = await ground.world.addPerson()
    await ground.put(ground.doseBody(personId))
    const byWard = () =>
      ground.rows('SELECT ward_id, sum(doses)::integer AS doses FROM coverage_ward GROUP BY 1 ORDER BY 1')
    const before = await byWard()
    const moved = await ground.as(
      accounts.cityCentre,
      'POST',
      `/v1/residential-groups/${places.groupA}/move`,
      { parentId: places.wardB, on: '2021-10-17' },
      { 'if-match': '"1"' },
    )
    expect(moved.status).toBe(201)
    expect(await byWard()).toEqual(before)
    const later = randomUUID()
    await ground.put(ground.doseBody(personId, { givenAt: '2021-10-16T03:00:00.000Z' }), undefined, later)
    expect((await ground.standings(personId)).map(({ step }) => step)).toEqual(['primary-1', 'primary-2'])
  })
})

describe('a correction of the session', () => {
  test('moves the dose to the other session: its list, its counts, its stock, and the card’s place', async () => {
    const { sessions, accounts, places } = ground.world
    const both = await ground.world.addAccount('site-lead', { placeId: places.city })
    const personId = await ground.world.addPerson()
    const doseId = randomUUID()
    const given = async (sessionId: string) => {
      const url = `/v1/sessions/${sessionId}/visits?state=given&limit=200`
      const { body } = await ground.as(both, 'GET', url)
      return (body['items'] as { personId: string }[]).map((row) => row.personId)
    }
    const counted = async () =>
      Object.fromEntries(
        (
          await ground.rows<{ id: string; given: number }>(
            'SELECT session_id AS id, given FROM session_count WHERE session_id = ANY ($1::uuid[])',
            [[sessions.A, sessions.B]],
          )
        ).map(({ id, given }) => [id, given]),
      )
    await ground.put(ground.doseBody(personId), accounts.dataEntry, doseId)
    expect(await given(sessions.A)).toContain(personId)
    const before = await counted()
    const correction = {
      ...ground.envelope(),
      kind: 'correction',
      personId,
      sessionId: sessions.A,
      doseId,
      fields: { sessionId: sessions.B },
      reason: 'Ghi nhầm buổi tiêm',
    }
    expect((await ground.put(correction, both)).status).toBe(201)
    expect(await given(sessions.A)).not.toContain(personId)
    expect(await given(sessions.B)).toContain(personId)
    expect(await counted()).toEqual({
      [sessions.A]: before[sessions.A]! - 1,
      [sessions.B]: (before[sessions.B] ?? 0) + 1,
    })
    const card = await ground.as(both, 'GET', `/v1/sessions/${sessions.A}/people/${personId}/card`)
    expect(card.body).toMatchObject({ doses: [{ place: 'Trạm Y tế B' }] })
  })
})

/** The upload once its file was read. */
async function readOf(account: TestAccount, uploadId: string): Promise<Answer> {
  const untilMs = performance.now() + 25_000
  while (performance.now() < untilMs) {
    const answer = await ground.as(account, 'GET', `/v1/uploads/${uploadId}`)
    if (answer.body['state'] === 'preview') return answer
    await sleep(50)
  }
  throw new Error('The file was not read')
}

describe('doses that a ward’s list states', () => {
  test('from the file to the counters over the one door, and never again a second time', async () => {
    const ward = ground.world.accounts.wardOfficial
    const listId = await addList(ground, ward, { kind: 'history' })
    const dose = { product1: 'Pfizer', on1: '01/09/2021', lot1: 'FD0001', place1: '46001' }
    const file = fileOf([
      { name: 'Mai Văn Đã Tiêm', born: '05/06/1961', ...dose },
      { name: 'Mai Thị Đã Tiêm', born: '06/06/1962', sex: '1', ...dose, on1: '02/09/2021' },
      { name: 'Mai Văn Chưa', born: '07/06/1963' },
    ])
    const upload = await readOf(ward, String((await sendFile(ground, ward, listId, file)).body['id']))
    expect(await commit(ground, ward, upload)).toMatchObject({ status: 200, body: { state: 'committed' } })
    const url = `/v1/uploads/${String(upload.body['id'])}/history-entries`
    const entries = (await ground.as(ward, 'GET', url)).body['items'] as object[]
    expect(entries).toHaveLength(2)
    const covered = async () =>
      (
        await ground.rows<{ doses: number }>(
          "SELECT coalesce(sum(doses), 0)::integer AS doses FROM coverage_ward WHERE ward_id = $1 AND step = 'primary-1'",
          [ground.world.places.wardA],
        )
      )[0]!.doses
    const used = () => ground.rows("SELECT count(*)::integer AS moved FROM movement WHERE kind = 'use'")
    const before = { covered: await covered(), used: await used() }

    const sent = await ground.sync(entries, ward)
    expect(sent.status).toBe(200)
    expect(sent.body['receipts']).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }])
    expect(await covered()).toBe(before.covered + 2)
    // Not ours: no stock, no workload, no delay.
    expect(await used()).toEqual(before.used)
    const people = await peopleOn(ground, listId)
    for (const name of ['Mai Văn Đã Tiêm', 'Mai Thị Đã Tiêm']) {
      const person = people.find((row) => row.full_name === name)!
      expect(await ground.standings(person.id)).toMatchObject([{ rank: 0, step: 'primary-1', flags: [] }])
    }

    expect((await ground.as(ward, 'GET', url)).body['items']).toEqual([])
    const again = await ground.sync(entries, ward)
    expect(again.body['receipts']).toMatchObject([{ outcome: 'duplicate' }, { outcome: 'duplicate' }])
    expect(await covered()).toBe(before.covered + 2)
  })

  test('of another ward’s people: they wait, nothing is counted', async () => {
    const personId = await ground.world.addPerson({ ward: 'A' })
    const answer = await ground.sync(
      [{ ...ground.historyBody(personId, '2021-09-01'), id: randomUUID() }],
      ground.world.accounts.wardOfficialB,
    )
    expect(answer.body['receipts']).toMatchObject([{ outcome: 'quarantined' }])
    expect(await ground.standings(personId)).toEqual([])
  })
})
