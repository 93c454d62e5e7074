import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import type { TestAccount } from '../../support/world.ts'
import { giveDose, register } from './people-ground.ts'
import { addList, look } from './support.ts'

let ground: TestApp
let ward: TestAccount
let wardB: TestAccount
let listId: string
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
  wardB = ground.world.accounts.wardOfficialB
  listId = await addList(ground, ward)
})
afterAll(() => ground.close())

const record = (account: TestAccount, id: string, version: number, body: Record<string, unknown>) =>
  ground.as(
    account,
    'POST',
    `/v1/people/${id}/events`,
    { reason: 'Gia đình báo', ...body },
    { 'if-match': `"${version}"` },
  )
const eventsOf = (id: string) =>
  look(
    ground,
    `SELECT kind, before, after, happened_on::text AS "happenedOn", reason FROM person_event WHERE person_id = $1
     AND kind <> 'registered' ORDER BY at, id`,
    [id],
  )
const on = '2021-10-15'

describe('moves', () => {
  test('to another ward: the new one sees the person and their history, the old one no longer', async () => {
    const { wardA, wardB: wardIdB, groupA } = ground.world.places
    const id = await ground.world.addPerson({ name: 'Tống Văn Dời' })
    const move = { kind: 'moved-ward', on }
    expect(await record(ward, id, 1, { ...move, wardId: randomUUID() })).toMatchObject({
      status: 422,
      body: { code: 'person.place-unknown' },
    })
    expect(await record(ward, id, 1, { ...move, wardId: wardIdB, groupId: groupA })).toMatchObject({
      status: 422,
    })
    expect(await record(ward, id, 1, { ...move, wardId: wardA })).toMatchObject({
      status: 422,
      body: { code: 'person.same-ward' },
    })
    // Nobody fetches a person out of another ward by naming it.
    expect(await record(wardB, id, 1, { ...move, wardId: wardIdB })).toMatchObject({ status: 404 })
    const doseId = await giveDose(ground, id)
    expect(await record(ward, id, 1, { ...move, wardId: wardIdB })).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { wardId: wardIdB, groupId: null, living: 'here' },
    })
    expect((await ground.as(ward, 'GET', `/v1/people/${id}`)).status).toBe(404)
    expect((await ground.as(ward, 'GET', `/v1/people/${id}/events`)).status).toBe(404)
    expect(await ground.as(wardB, 'GET', `/v1/people/${id}`)).toMatchObject({
      body: { doses: [{ id: doseId, step: 'primary-1', lotCode: 'FK0112', place: 'Trạm Y tế A' }] },
    })
    expect((await ground.as(wardB, 'GET', `/v1/people/${id}/events`)).body).toMatchObject({
      items: [
        {
          kind: 'moved-out',
          happenedOn: on,
          reason: 'Gia đình báo',
          byName: 'Cán bộ ward-official',
          source: 'form',
          changes: [
            { field: 'wardId', before: 'Phường Thuận Thử', after: 'Phường Tây Thử' },
            { field: 'groupId', before: 'Tổ dân phố 1', after: null },
          ],
        },
      ],
    })
    // The dose keeps the residence of its day; whoever called the person still does.
    expect(await look(ground, 'SELECT residence_id FROM dose WHERE id = $1', [doseId])).toEqual([
      { residence_id: wardA },
    ])
    expect(await look(ground, 'SELECT 1 FROM session_person WHERE person_id = $1', [id])).toHaveLength(1)
  })

  test('said twice, because the answer was lost, happens once; something else said of the old card is refused', async () => {
    const id = await ground.world.addPerson({ name: 'Tống Văn Lặp' })
    const moved = { kind: 'moved-ward', on, wardId: ground.world.places.wardB }
    expect(await record(ward, id, 1, moved)).toMatchObject({ status: 200 })
    const before = await eventsOf(id)
    expect(await record(ward, id, 1, moved)).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await eventsOf(id)).toEqual(before)
    for (const other of [
      { kind: 'moved-away', on, to: 'Đà Nẵng' },
      { ...moved, wardId: ground.world.places.wardC },
      { ...moved, reason: 'Lý do khác' },
    ])
      expect((await record(ward, id, 1, other)).status).toBe(404)
    // Whoever has nothing to do with it learns nothing by asking the same.
    expect((await record(ground.world.accounts.wardOfficialC, id, 1, moved)).status).toBe(404)
    expect(await eventsOf(id)).toEqual(before)
  })

  test('away or dead: nobody calls them any more, in no ward; whoever waits on an hour of theirs gets it', async () => {
    const id = await ground.world.addPerson({ name: 'Tống Văn Khắp' })
    for (const session of [ground.world.sessions.A, ground.world.sessions.B])
      await look(
        ground,
        `INSERT INTO session_person (session_id, person_id, ward_id, how, added_at)
         SELECT id, $2, ward_id, 'called', '2021-10-16T01:00:00Z' FROM session WHERE id = $1 ON CONFLICT DO NOTHING`,
        [session, id],
      )
    expect(await record(ward, id, 1, { kind: 'died', on })).toMatchObject({ status: 200 })
    expect(await look(ground, 'SELECT 1 FROM session_person WHERE person_id = $1', [id])).toEqual([])
    const [audit] = await look<{ detail: { calls: number } }>(
      ground,
      `SELECT detail::jsonb AS detail FROM audit_entry WHERE action = 'recordPersonEvent' AND subject_id = $1`,
      [id],
    )
    expect(audit!.detail.calls).toBe(2)
  })

  test('away: no call, no new paper; back again by moving in; a stale card is refused', async () => {
    const id = await ground.world.addPerson({ name: 'Tống Văn Xa' })
    expect(await record(ward, id, 1, { kind: 'moved-away', on, to: 'Thành phố Hồ Chí Minh' })).toMatchObject({
      status: 200,
      body: { living: 'moved' },
    })
    expect(await record(ward, id, 1, { kind: 'died', on })).toMatchObject({
      status: 412,
      body: { code: 'request.stale' },
    })
    expect(await look(ground, 'SELECT 1 FROM session_person WHERE person_id = $1', [id])).toEqual([])
    const paper = { campaignId: ground.world.campaignId, to: { personIds: [id] } }
    expect((await ground.as(ward, 'POST', '/v1/invitations', paper)).body).toMatchObject({
      issued: 0,
      notHere: 1,
    })
    expect(await record(ward, id, 2, { kind: 'moved-away', on })).toMatchObject({
      status: 409,
      body: { code: 'person.not-here' },
    })
    ground.setNow('2021-10-17T01:02:00Z')
    expect(await record(ward, id, 2, { kind: 'moved-in', on, from: 'TP HCM' })).toMatchObject({
      body: { living: 'here' },
    })
    expect(await record(ward, id, 3, { kind: 'moved-in', on })).toMatchObject({
      status: 409,
      body: { code: 'person.is-here' },
    })
    expect(await eventsOf(id)).toMatchObject([
      { kind: 'moved-out', after: { living: 'moved', place: 'Thành phố Hồ Chí Minh' }, happenedOn: on },
      { kind: 'moved-in', before: { living: 'moved', place: 'TP HCM' }, after: { living: 'here' } },
    ])
  })
})

describe('deaths and births', () => {
  test('a death frees the hour and makes the paper worthless; who came stays where they came', async () => {
    const id = await ground.world.addPerson({ name: 'Tống Văn Khuất' })
    const came = await ground.world.addPerson({ name: 'Tống Văn Đến' })
    const paper = { campaignId: ground.world.campaignId, to: { personIds: [id, came] } }
    await ground.as(ward, 'POST', '/v1/invitations', paper)
    await look(
      ground,
      `INSERT INTO check_in (id, person_id, session_id, at, author_id, how) VALUES ($1, $2, $3, '2021-10-17T01:00:00Z', $4, 'search')`,
      [randomUUID(), came, ground.world.sessions.A, ground.world.accounts.scanner.accountId],
    )
    expect(await record(ward, id, 1, { kind: 'died', on: '2021-10-18' })).toMatchObject({
      status: 422,
      body: { code: 'person.event-day' },
    })
    for (const dead of [id, came])
      expect(await record(ward, dead, 1, { kind: 'died', on })).toMatchObject({
        status: 200,
        body: { living: 'dead' },
      })
    const listed = await look<{ id: string }>(
      ground,
      'SELECT person_id AS id FROM session_person WHERE person_id = ANY ($1::uuid[])',
      [[id, came]],
    )
    expect(listed).toEqual([{ id: came }])
    const papers = await look<{ revoked: boolean }>(
      ground,
      'SELECT revoked_at IS NOT NULL AS revoked FROM invitation WHERE person_id = $1',
      [id],
    )
    expect(papers).toEqual([{ revoked: true }])
    expect(await record(ward, id, 2, { kind: 'moved-in', on })).toMatchObject({
      status: 409,
      body: { code: 'person.is-dead' },
    })
    ground.setNow('2021-10-17T01:05:00Z')
    expect(await record(ward, id, 2, { kind: 'mistaken' })).toMatchObject({ body: { living: 'here' } })
    expect((await eventsOf(id)).map((event) => (event as { kind: string }).kind)).toEqual([
      'died',
      'corrected',
    ])
    const audits = await look<{ detail: { kind: string; calls: number; papers: number } }>(
      ground,
      `SELECT detail::jsonb AS detail FROM audit_entry WHERE action = 'recordPersonEvent' AND subject_id = $1`,
      [id],
    )
    expect(audits[0]!.detail).toMatchObject({ kind: 'died', calls: 1, papers: 1 })
  })

  test('a child lives where its guardian lives; the same child twice is asked about, twins are not', async () => {
    const mother = await register(ground, ward, listId, {
      fullName: 'Tống Thị Sinh',
      bornOn: '1993-04-05',
      sex: 'female',
      phone: '0912000333',
      address: '12 Lê Lợi',
    })
    const child = (fullName: string) => ({
      id: randomUUID(),
      fullName,
      bornOn: '2021-10-12',
      sex: 'female',
      relation: 'mother',
    })
    const address = `/v1/people/${mother}/children`
    const first = child('Trần Bé Thử')
    const born = await ground.as(ward, 'POST', address, first)
    expect(born).toMatchObject({
      status: 201,
      body: {
        person: {
          id: first.id,
          groupId: ground.world.places.groupA,
          address: '12 Lê Lợi',
          phone: '*******333',
          guardian: { id: mother, name: 'Tống Thị Sinh', relation: 'mother' },
        },
      },
    })
    expect((await ground.as(ward, 'POST', address, first)).status).toBe(201)
    expect(await ground.as(ward, 'POST', address, { ...first, fullName: 'Tên Khác' })).toMatchObject({
      status: 422,
      body: { code: 'person.id-used' },
    })
    expect(await ground.as(ward, 'POST', address, child('Trần Bé Thử'))).toMatchObject({
      status: 200,
      body: { registered: false, likely: [{ where: 'here', reason: 'same-name-birth' }] },
    })
    expect((await ground.as(ward, 'POST', address, child('Trần Bé Sinh Đôi'))).status).toBe(201)
    expect(await eventsOf(first.id)).toMatchObject([{ kind: 'born', happenedOn: '2021-10-12' }])
    expect((await ground.as(wardB, 'POST', address, child('Trần Bé Ba'))).status).toBe(404)
    expect(
      await ground.as(ward, 'POST', address, { ...child('Trần Bé Mai Sau'), bornOn: '2021-10-18' }),
    ).toMatchObject({ status: 422, body: { code: 'person.birth-in-future' } })
    await record(ward, mother, 1, { kind: 'died', on })
    expect(await ground.as(ward, 'POST', address, child('Trần Bé Út'))).toMatchObject({
      status: 409,
      body: { code: 'person.is-dead' },
    })
  })
})

describe('entered on the national platform', () => {
  const mark = (account: TestAccount, entered: boolean, people: Record<string, unknown>) =>
    ground.as(account, 'POST', '/v1/people/platform-marks', { entered, people })

  test('said once with who and when; a newer dose shows that it is not all there', async () => {
    const id = await ground.world.addPerson({ name: 'Phan Văn Nhập', session: null })
    const foreign = await ground.world.addPerson({ name: 'Phan Văn Ngoài', ward: 'B', session: null })
    const one = await giveDose(ground, id, { recordedAt: '2021-10-16T02:00:00Z', givenOn: '2021-10-01' })
    expect((await mark(ward, true, { personIds: [id, foreign] })).body).toEqual({
      marked: 1,
      unchanged: 0,
      notHere: 1,
    })
    expect((await ground.as(ward, 'GET', `/v1/people/${id}`)).body).toMatchObject({
      platform: 'entered',
      platformByName: 'Cán bộ ward-official',
      platformAt: '2021-10-17T01:05:00.000Z',
      version: 2,
    })
    expect((await mark(ward, true, { personIds: [id] })).body).toEqual({
      marked: 0,
      unchanged: 1,
      notHere: 0,
    })
    await giveDose(ground, id, { step: 'primary-2', recordedAt: '2021-10-17T03:00:00Z' })
    expect((await ground.as(ward, 'GET', `/v1/people/${id}`)).body).toMatchObject({ platform: 'outdated' })
    ground.setNow('2021-10-17T04:00:00Z')
    const people = { givenOn: '2021-10-17', wardId: ground.world.places.wardA }
    const day = await mark(ward, true, people)
    expect(day.body['marked']).toBeGreaterThanOrEqual(1)
    expect((await ground.as(ward, 'GET', `/v1/people/${id}`)).body).toMatchObject({ platform: 'entered' })
    ground.setNow('2021-10-17T04:05:00Z')
    expect((await mark(ward, false, { personIds: [id] })).body).toMatchObject({ marked: 1 })
    expect((await ground.as(ward, 'GET', `/v1/people/${id}`)).body).toMatchObject({
      platform: 'none',
      platformAt: null,
    })
    expect(one).not.toBe('')
    const history = (await ground.as(ward, 'GET', `/v1/people/${id}/events`)).body['items'] as {
      kind: string
      changes: unknown
    }[]
    expect(history.map(({ kind }) => kind)).toEqual(['on-platform', 'on-platform', 'on-platform'])
    expect(history[0]).toMatchObject({ changes: [{ field: 'platform', before: true, after: false }] })
    expect((await mark(ground.world.accounts.scanner, true, { personIds: [id] })).status).toBe(403)
  })
})

describe('residential groups for many at once', () => {
  const group = (account: TestAccount, body: Record<string, unknown>) =>
    ground.as(account, 'POST', '/v1/people/groupings', { reason: 'Theo sổ hộ', ...body })
  const preview = (account: TestAccount, body: Record<string, unknown>) =>
    ground.as(account, 'POST', '/v1/people/groupings/preview', body)

  test('by address or as chosen, never over a group that somebody has, and the history says who and why', async () => {
    const { wardA, groupA } = ground.world.places
    const onList = await addList(ground, ward)
    const add = (fullName: string, more: Record<string, unknown> = {}) =>
      register(ground, ward, onList, { fullName, bornOn: '1980-05-06', groupId: null, ...more })
    const [named, unnamed, dead] = [
      await add('Mạc Thị Có Tổ', { address: 'Tổ 01, 12 Chi Lăng' }),
      await add('Mạc Văn Không Tổ', { address: '1 Chi Lăng' }),
      await add('Mạc Văn Đã Mất', { address: 'Tổ dân phố 1' }),
    ]
    await add('Mạc Thị Tổ Rồi', { groupId: groupA, address: 'Tổ dân phố 1' })
    expect((await record(ward, dead, 1, { kind: 'died', on })).status).toBe(200)
    const people = { filter: { listId: onList } }

    const byAddress = { wardId: wardA, groupId: null, people }
    const seen = await preview(ward, byAddress)
    expect(seen).toMatchObject({
      status: 200,
      body: {
        people: 1,
        groups: [{ id: groupA, name: 'Tổ dân phố 1', people: 1 }],
        unread: 1,
        grouped: 1,
        notHere: 1,
        left: 0,
      },
    })
    const { ground: shown } = seen.body
    expect(await group(ward, { ...byAddress, ground: shown })).toMatchObject({
      status: 200,
      body: { people: 1, left: 0 },
    })
    expect(await eventsOf(named)).toMatchObject([
      { kind: 'corrected', before: { groupId: null }, after: { groupId: groupA }, reason: 'Theo sổ hộ' },
    ])
    // Whoever was previewed is grouped by now: the same confirmation again changes nobody.
    expect(await group(ward, { ...byAddress, ground: shown })).toMatchObject({
      status: 409,
      body: { code: 'grouping.stale' },
    })

    const chosen = { wardId: wardA, groupId: groupA, people: { personIds: [unnamed, named, randomUUID()] } }
    const again = await preview(ward, chosen)
    expect(again.body).toMatchObject({ people: 1, grouped: 1, notHere: 1, unread: 0 })
    expect((await group(ward, { ...chosen, ground: again.body['ground'] })).body).toMatchObject({ people: 1 })
    expect((await ground.as(ward, 'GET', `/v1/people/${unnamed}`)).body).toMatchObject({ groupId: groupA })

    // A group of another ward is none, and another ward's people are nobody's.
    expect(await preview(ward, { ...chosen, groupId: randomUUID() })).toMatchObject({
      status: 422,
      body: { code: 'person.place-unknown' },
    })
    expect((await preview(wardB, byAddress)).status).toBe(404)
  })
})
