import { randomUUID, type UUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, look, readPages } from '../../support/look.ts'
import { actDuring } from '../../support/race.ts'

type Answer = {
  called: number
  calledBefore: number
  seatsLeft: number
  hours: { time: string; groupCode: string | null; persons: number }[]
  leftOut: { reason: string; persons: number }[]
  leftOutPeople: { personId: string; reason: string; earliestOn: string | null }[]
}

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
  await ground.as(ground.world.accounts.cityCentre, 'POST', '/v1/rules/import', { source: 'vietnam' })
})
afterAll(() => ground.close())

const ward = () => ground.world.accounts.wardOfficial
const refused = (status: number, code: string) => ({ status, body: { code } })
let sites = 0
async function planSession(fields: Record<string, unknown> = {}): Promise<string> {
  const site = await ground.as(ward(), 'POST', '/v1/sites', {
    name: `Điểm ${(sites += 1)}`,
    kind: 'fixed',
    wardId: ground.world.places.wardA,
    validFrom: '2021-10-01',
  })
  const session = await ground.as(ward(), 'POST', '/v1/sessions', {
    siteId: site.body['id'],
    campaignId: ground.world.campaignId,
    sessionOn: '2021-10-18',
    slot: 'morning',
    capacity: 6,
    vaccines: [{ productId: ground.world.productId, plannedDoses: 6 }],
    ...fields,
  })
  expect(session.status).toBe(201)
  return String(session.body['id'])
}
const call = async (sessionId: string, fields: Record<string, unknown> = {}, account = ward()) => {
  const body = { targetGroupId: ground.world.targetGroupId, step: 'primary-1', ...fields }
  const answer = await ground.as(account, 'POST', `/v1/sessions/${sessionId}/calls`, body)
  return { ...answer, answer: answer.body as unknown as Answer }
}

/** A dose that counts, as the set writer would have left it. */
async function giveDose(
  personId: string,
  givenOn: string,
  step = 'primary-1',
  productId = ground.world.productId,
): Promise<string> {
  const { wardA } = ground.world.places
  const id = randomUUID()
  await look(
    ground.database,
    `INSERT INTO dose (id, person_id, residence_id, antigen, product_id, given_at, given_on, captured_at, recorded_at,
       entered_on, author_id, age_cell, priority_code, origin, source)
     VALUES ($1, $2, $3, 'covid-19', $4, $5::date + interval '2 hours', $5, now(), now(), $5, $6, 4, 10, 'history', 'reported')`,
    [id, personId, wardA, productId, givenOn, ward().accountId],
  )
  await look(
    ground.database,
    `INSERT INTO dose_standing (dose_id, person_id, antigen, given_on, day_rank, step, rules_version)
     VALUES ($1, $2, 'covid-19', $3, 0, $4, 1)`,
    [id, personId, givenOn, step],
  )
  return id
}

describe('calling people to a session', () => {
  // Each test begins with nobody living in the ward.
  beforeEach(() => look(ground.database, "UPDATE person SET living = 'moved'"))

  test('calls who is due, the oldest first, and says who was left out and why', async () => {
    const born = (year: number) => ground.world.addPerson({ session: null, bornOn: `${year}-05-01` })
    const people = [await born(1980), await born(1950), await born(1970)]
    const child = await born(2010)
    const hadFirst = await ground.world.addPerson({ session: null, bornOn: '1960-01-01' })
    await giveDose(hadFirst, '2021-09-28')
    await ground.world.addPerson({ ward: 'B', session: null, bornOn: '1940-01-01' })

    const id = await planSession()
    const { status, answer } = await call(id)
    expect(status).toBe(200)
    expect(answer).toMatchObject({
      called: 3,
      calledBefore: 0,
      seatsLeft: 3,
      hours: [
        { time: '07:30', groupCode: '01', persons: 2 },
        { time: '08:30', groupCode: '01', persons: 1 },
      ],
      leftOut: [{ reason: 'other-step', persons: 1 }],
      leftOutPeople: [{ personId: hadFirst, reason: 'other-step', earliestOn: null }],
    })
    expect(answer.leftOutPeople.map((row) => row.personId)).not.toContain(child)
    const listed = await ground.as(ward(), 'GET', `/v1/sessions/${id}/people`)
    const rows = listed.body['items'] as {
      personId: string
      slotTime: string
      how: string
      groupCode: string
    }[]
    const hourOf = new Map(rows.map((row) => [row.personId, row.slotTime]))
    expect(people.map((person) => hourOf.get(person))).toEqual(['08:30', '07:30', '07:30'])
    expect(rows.every((row) => row.how === 'called' && row.groupCode === '01')).toBe(true)
    expect(await countAudit(ground.database, 'callPeople')).toBe(1)

    const again = await call(id)
    expect(again.answer).toMatchObject({ called: 0, calledBefore: 3, seatsLeft: 3 })
    expect(await countAudit(ground.database, 'callPeople')).toBe(1)

    const second = await call(await planSession(), { step: 'primary-2' })
    expect(second.answer.leftOutPeople).toContainEqual(
      expect.objectContaining({ personId: hadFirst, reason: 'too-early', earliestOn: '2021-10-19' }),
    )
    const due = await call(await planSession({ sessionOn: '2021-10-19' }), { step: 'primary-2' })
    expect(due.answer.called).toBe(1)
  })

  test('whoever is admitted at this very moment stays as they came, and the others are called', async () => {
    const born = (year: number) => ground.world.addPerson({ session: null, bornOn: `${year}-05-01` })
    const [admitted, called] = [await born(1950), await born(1970)]
    const id = await planSession()
    const made = await actDuring(
      ground.database,
      [
        [
          `INSERT INTO session_person (session_id, person_id, ward_id, how, added_at)
           VALUES ($1, $2, $3, 'admitted', now())`,
          [id, admitted, ground.world.places.wardA],
        ],
      ],
      () => call(id),
    )
    expect(made).toMatchObject({ status: 200, body: { called: 1, calledBefore: 1 } })
    const rows = await look(
      ground.database,
      'SELECT person_id AS "personId", how FROM session_person WHERE session_id = $1 ORDER BY how',
      [id],
    )
    expect(rows).toEqual([
      { personId: admitted, how: 'admitted' },
      { personId: called, how: 'called' },
    ])
  })

  test('a dose is what its correction says: who had Pfizer after all comes after three weeks', async () => {
    const personId = await ground.world.addPerson({ session: null })
    const [az] = await look<{ id: UUID }>(ground.database, "SELECT id FROM product WHERE code = 'vaxzevria'")
    const doseId = await giveDose(personId, '2021-09-24', 'primary-1', az!.id)
    const id = await planSession()
    expect((await call(id, { step: 'primary-2' })).answer).toMatchObject({
      called: 0,
      leftOutPeople: [{ personId, reason: 'too-early' }],
    })
    await look(
      ground.database,
      `INSERT INTO dose_change (id, dose_id, kind, fields, reason, by_id, at)
       VALUES ($1, $2, 'correct', jsonb_build_object('productId', $3::text), 'Ghi nhầm vắc xin', $4, '2021-10-01')`,
      [randomUUID(), doseId, ground.world.productId, ward().accountId],
    )
    expect((await call(id, { step: 'primary-2' })).answer).toMatchObject({ called: 1, leftOut: [] })
  })

  test('who is called to one session that is still to come is not called to another', async () => {
    await ground.world.addPerson({ session: null })
    const first = await planSession()
    expect((await call(first)).answer.called).toBe(1)
    const other = await planSession({ sessionOn: '2021-10-20' })
    expect((await call(other)).answer).toMatchObject({
      called: 0,
      leftOut: [{ reason: 'called-elsewhere', persons: 1 }],
    })
    await ground.as(ward(), 'POST', `/v1/sessions/${first}/cancel`, { reason: 'Thiếu vắc xin' })
    expect((await call(other)).answer.called).toBe(1)
  })

  test('seats and the number asked for hold, also for two requests at once', async () => {
    for (let index = 0; index < 9; index += 1)
      await ground.world.addPerson({ session: null, bornOn: `19${60 + index}-01-01` })
    const id = await planSession()
    const few = await call(id, { max: 2 })
    expect(few.answer).toMatchObject({
      called: 2,
      seatsLeft: 4,
      leftOut: [{ reason: 'no-seat', persons: 7 }],
    })
    const both = await Promise.all([call(id), call(id)])
    expect(new Set(both.map(({ answer }) => answer.called))).toEqual(new Set([0, 4]))
    const perHour = await look(
      ground.database,
      'SELECT slot_time, count(*)::integer AS people FROM session_person WHERE session_id = $1 GROUP BY 1 ORDER BY 1',
      [id],
    )
    expect(perHour).toEqual([
      { slot_time: '07:30', people: 2 },
      { slot_time: '08:30', people: 2 },
      { slot_time: '09:30', people: 2 },
    ])
  })

  test('by residential group, by list, and without those who withdrew', async () => {
    const { groupA, wardA } = ground.world.places
    const inGroup = await ground.world.addPerson({ session: null })
    const outside = await ground.world.addPerson({ session: null })
    await look(ground.database, 'UPDATE person SET group_id = NULL WHERE id = $1', [outside])
    const listId = randomUUID()
    await look(
      ground.database,
      "INSERT INTO list (id, campaign_id, kind, ward_id, name, state) VALUES ($1, $2, 'ward', $3, 'Danh sách', 'open')",
      [listId, ground.world.campaignId, wardA],
    )
    const register = (personId: string, wish: boolean) =>
      look(
        ground.database,
        'INSERT INTO registration (id, person_id, campaign_id, list_id, ward_id, priority_code, wish, created_at) VALUES ($1, $2, $3, $4, $5, 10, $6, now())',
        [randomUUID(), personId, ground.world.campaignId, listId, wardA, wish],
      )
    await register(outside, true)
    const unwilling = await ground.world.addPerson({ session: null })
    await register(unwilling, false)

    const byGroup = await call(await planSession(), { groupId: groupA })
    expect(byGroup.answer).toMatchObject({ called: 1, leftOut: [{ reason: 'withdrawn', persons: 1 }] })
    const byList = await call(await planSession(), { listId })
    expect(byList.answer).toMatchObject({
      called: 1,
      hours: [{ groupCode: null }],
      leftOut: [{ reason: 'withdrawn' }],
    })
    const called = await look(
      ground.database,
      "SELECT person_id FROM session_person WHERE person_id IN ($1, $2, $3) AND how = 'called'",
      [inGroup, outside, unwilling],
    )
    expect(new Set(called.map((row) => row['person_id']))).toEqual(new Set([inGroup, outside]))
  })

  test('needs a session and target group within reach, a vaccine, and an unfinished session', async () => {
    const id = await planSession()
    expect(await call(id, {}, ground.world.accounts.wardOfficialB)).toMatchObject(refused(404, 'not-found'))
    expect(await call(id, {}, ground.world.accounts.siteLead)).toMatchObject(refused(403, 'forbidden'))
    expect(await call(id, { targetGroupId: randomUUID() })).toMatchObject(refused(404, 'not-found'))
    expect(await call(randomUUID())).toMatchObject(refused(404, 'not-found'))
    expect(await call(id, { step: 'mũi 1' })).toMatchObject(refused(400, 'request.invalid'))
    expect(await call(await planSession({ vaccines: [] }))).toMatchObject(refused(409, 'session.no-product'))
    await ground.as(ward(), 'POST', `/v1/sessions/${id}/cancel`, { reason: 'Không đủ người' })
    expect(await call(id)).toMatchObject(refused(409, 'session.wrong-state'))
  })
})

describe('the list of a session', () => {
  test('is paged by hour, read within reach only, and each reading is written down', async () => {
    await look(ground.database, "UPDATE person SET living = 'moved'")
    for (let index = 0; index < 5; index += 1) await ground.world.addPerson({ session: null })
    const id = await planSession()
    expect((await call(id)).answer.called).toBe(5)
    const before = await countAudit(ground.database, 'listSessionPeople')
    const { items, pages } = await readPages((cursor) =>
      ground.as(ward(), 'GET', `/v1/sessions/${id}/people?limit=2${cursor}`),
    )
    const seen = items.map((row) => row['personId'])
    expect(new Set(seen).size).toBe(5)
    expect(await countAudit(ground.database, 'listSessionPeople')).toBe(before + pages)
    expect(
      await ground.as(ground.world.accounts.wardOfficialB, 'GET', `/v1/sessions/${id}/people`),
    ).toMatchObject(refused(404, 'not-found'))
    expect(await ground.as(ground.world.accounts.scanner, 'GET', `/v1/sessions/${id}/people`)).toMatchObject(
      refused(404, 'not-found'),
    )
    expect(
      await ground.as(ground.world.accounts.supervisor, 'GET', `/v1/sessions/${id}/people`),
    ).toMatchObject(refused(403, 'forbidden'))
  })

  test('shows a ward the names of its own residents only', async () => {
    const guest = await ground.world.addPerson({ ward: 'B', session: 'A', name: 'Khách Thử' })
    const read = async (account = ward()) => {
      const { body } = await ground.as(
        account,
        'GET',
        `/v1/sessions/${ground.world.sessions.A}/people?limit=200`,
      )
      return (body['items'] as { personId: string; fullName: string | null }[]).find(
        (row) => row.personId === guest,
      )
    }
    expect(await read()).toMatchObject({ fullName: null })
    expect(await read(ground.world.accounts.scanner)).toMatchObject({ fullName: 'Khách Thử' })
  })

  test('a person is taken off once, unless they have come', async () => {
    await look(ground.database, "UPDATE person SET living = 'moved'")
    const person = await ground.world.addPerson({ session: null })
    const id = await planSession()
    await call(id)
    const url = `/v1/sessions/${id}/people/${person}`
    expect(await ground.as(ground.world.accounts.wardOfficialB, 'DELETE', url)).toMatchObject(
      refused(404, 'not-found'),
    )
    expect((await ground.as(ward(), 'DELETE', url)).status).toBe(204)
    expect((await ground.as(ward(), 'DELETE', url)).status).toBe(204)
    expect(await countAudit(ground.database, 'removeCalledPerson')).toBe(1)
    expect((await call(id)).answer.called).toBe(1)
    await look(
      ground.database,
      `INSERT INTO check_in (id, person_id, session_id, at, author_id, how) VALUES ($1, $2, $3, now(), $4, 'search')`,
      [randomUUID(), person, id, ward().accountId],
    )
    expect(await ground.as(ward(), 'DELETE', url)).toMatchObject(refused(409, 'session.person-arrived'))
  })
})
