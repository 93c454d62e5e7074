import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, countAuditSaying, look, readPages } from '../../support/look.ts'
import type { TestAccount } from '../../support/world.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

const ward = () => ground.world.accounts.wardOfficial
const refused = (status: number, code: string) => ({ status, body: { code } })
const send = (account: TestAccount, method: 'POST' | 'PATCH', url: string, body: unknown, etag?: string) =>
  ground.as(account, method, url, body, etag === undefined ? {} : { 'if-match': etag })
let made = 0
const newSite = (fields: Record<string, unknown> = {}) => ({
  name: `Điểm tiêm ${(made += 1)}`,
  kind: 'fixed',
  wardId: ground.world.places.wardA,
  validFrom: '2021-10-01',
  ...fields,
})
async function createSite(fields: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await send(ward(), 'POST', '/v1/sites', newSite(fields))
  expect(status).toBe(201)
  return String(body['id'])
}
const newSession = (siteId: string, fields: Record<string, unknown> = {}) => ({
  siteId,
  campaignId: ground.world.campaignId,
  sessionOn: '2021-10-18',
  slot: 'morning',
  capacity: 300,
  vaccines: [{ productId: ground.world.productId, lotId: ground.world.lotId, plannedDoses: 300 }],
  ...fields,
})

describe('sites', () => {
  test('a new site has its fridge, a version and one audit row', async () => {
    const body = newSite({ facilityCode: '46012' })
    const site = await send(ward(), 'POST', '/v1/sites', body)
    expect(site).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: { kind: 'fixed', wardName: 'Phường Thuận Thử', facilityCode: '46012' },
    })
    const [fridge] = await look(ground.database, 'SELECT kind, place_id, site_id FROM holder WHERE id = $1', [
      site.body['fridgeId'],
    ])
    expect(fridge).toEqual({ kind: 'fridge', place_id: ground.world.places.wardA, site_id: site.body['id'] })
    expect(await countAudit(ground.database, 'createSite')).toBe(1)
    expect(await send(ward(), 'POST', '/v1/sites', body)).toMatchObject(refused(409, 'site.name-taken'))
    expect(await countAudit(ground.database, 'createSite')).toBe(1)
  })

  test('stand in a ward of that day, within reach of who plans them', async () => {
    const { wardB, groupA } = ground.world.places
    expect(await send(ward(), 'POST', '/v1/sites', newSite({ wardId: wardB }))).toMatchObject(
      refused(404, 'not-found'),
    )
    expect(await send(ward(), 'POST', '/v1/sites', newSite({ wardId: groupA }))).toMatchObject(
      refused(422, 'place.wrong-kind'),
    )
    expect(await send(ward(), 'POST', '/v1/sites', newSite({ validFrom: '2020-01-01' }))).toMatchObject(
      refused(422, 'place.unknown'),
    )
    expect(await send(ward(), 'POST', '/v1/sites', newSite({ validTo: '2021-09-01' }))).toMatchObject(
      refused(422, 'site.dates'),
    )
    expect(await send(ground.world.accounts.siteLead, 'POST', '/v1/sites', newSite())).toMatchObject(
      refused(403, 'forbidden'),
    )
  })

  test('are edited by the version that was read, and not ended before their sessions', async () => {
    const id = await createSite()
    const url = `/v1/sites/${id}`
    expect(await send(ward(), 'PATCH', url, { name: 'Mới' })).toMatchObject(
      refused(428, 'request.if-match-required'),
    )
    expect(
      await send(ground.world.accounts.wardOfficialB, 'PATCH', url, { name: 'Mới' }, '"1"'),
    ).toMatchObject(refused(404, 'not-found'))
    expect(await send(ward(), 'PATCH', url, { name: 'Tên mới' }, '"1"')).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { name: 'Tên mới' },
    })
    // The answer was lost on the way, and it is sent again.
    expect(await send(ward(), 'PATCH', url, { name: 'Tên mới' }, '"1"')).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
    })
    expect(await send(ward(), 'PATCH', url, { name: 'Tên khác' }, '"1"')).toMatchObject(
      refused(412, 'request.stale'),
    )
    expect(await send(ward(), 'PATCH', url, { name: 'Trạm Y tế A' }, '"2"')).toMatchObject(
      refused(409, 'site.name-taken'),
    )
    expect((await send(ward(), 'POST', '/v1/sessions', newSession(id))).status).toBe(201)
    expect(await send(ward(), 'PATCH', url, { validTo: '2021-10-17' }, '"2"')).toMatchObject(
      refused(409, 'site.has-sessions'),
    )
    expect(await send(ward(), 'PATCH', url, { validTo: '2021-09-17' }, '"2"')).toMatchObject(
      refused(422, 'site.dates'),
    )
    expect(await send(ward(), 'PATCH', url, { validTo: '2021-10-18' }, '"2"')).toMatchObject({
      status: 200,
      body: { validTo: '2021-10-18' },
    })
    expect(
      await send(ward(), 'POST', '/v1/sessions', newSession(id, { sessionOn: '2021-10-19' })),
    ).toMatchObject(refused(422, 'site.not-in-force'))
    expect(await countAudit(ground.database, 'updateSite')).toBe(2)
  })

  test('are listed to whoever reaches them, page by page', async () => {
    const names = async (account: TestAccount, query = '') => {
      const { body } = await ground.as(account, 'GET', `/v1/sites?limit=200${query}`)
      return (body['items'] as { name: string }[]).map((row) => row.name)
    }
    const { wardOfficial, wardOfficialB, siteLead, supervisor } = ground.world.accounts
    expect(await names(wardOfficialB)).toEqual(['Trạm Y tế B'])
    expect(await names(siteLead)).toEqual(['Trạm Y tế A'])
    expect(await names(wardOfficial)).not.toContain('Trạm Y tế B')
    expect(await names(supervisor)).toEqual(
      expect.arrayContaining(['Trạm Y tế A', 'Trạm Y tế B', 'Trạm Y tế C']),
    )
    expect(await names(supervisor, `&wardId=${ground.world.places.wardC}`)).toEqual(['Trạm Y tế C'])
    const all = await readPages((cursor) => ground.as(supervisor, 'GET', `/v1/sites?limit=1${cursor}`))
    const paged = all.items.map((row) => row['name'])
    expect(paged).toEqual(await names(supervisor))
    const { A, B } = ground.world.sites
    expect((await ground.as(siteLead, 'GET', `/v1/sites/${A}`)).status).toBe(200)
    expect(await ground.as(siteLead, 'GET', `/v1/sites/${B}`)).toMatchObject(refused(404, 'not-found'))
  })
})

describe('sessions', () => {
  test('a planned session has its holder, its vaccines and one audit row', async () => {
    const siteId = await createSite()
    const before = await countAudit(ground.database, 'createSession')
    const planned = await send(ward(), 'POST', '/v1/sessions', newSession(siteId))
    expect(planned).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: {
        state: 'planned',
        wardId: ground.world.places.wardA,
        called: 0,
        given: 0,
        vaccines: [{ productId: ground.world.productId, lotCode: 'FK0112', plannedDoses: 300 }],
        crewMissing: [
          { duty: 'scanner', missing: 1 },
          { duty: 'data-entry', missing: 2 },
        ],
      },
    })
    const [holder] = await look(ground.database, 'SELECT kind, session_id FROM holder WHERE id = $1', [
      planned.body['holderId'],
    ])
    expect(holder).toEqual({ kind: 'session', session_id: planned.body['id'] })
    expect(await countAudit(ground.database, 'createSession')).toBe(before + 1)
    expect(await send(ward(), 'POST', '/v1/sessions', newSession(siteId))).toMatchObject(
      refused(409, 'session.exists'),
    )
    expect(
      (await send(ward(), 'POST', '/v1/sessions', newSession(siteId, { slot: 'afternoon' }))).status,
    ).toBe(201)
  })

  test('two requests for one site, day and time of day make one session', async () => {
    const siteId = await createSite()
    const answers = await Promise.all(
      [1, 2, 3].map(() => send(ward(), 'POST', '/v1/sessions', newSession(siteId))),
    )
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(2)
  })

  test('lie within the campaign, with its vaccines, at a site within reach', async () => {
    const siteId = await createSite()
    const create = (fields: Record<string, unknown>, account = ward()) =>
      send(account, 'POST', '/v1/sessions', newSession(siteId, fields))
    const vaccine = { productId: ground.world.productId, plannedDoses: 10 }
    expect(await create({ sessionOn: '2022-01-01' })).toMatchObject(refused(422, 'session.outside-campaign'))
    expect(await create({ vaccines: [{ productId: randomUUID(), plannedDoses: 10 }] })).toMatchObject(
      refused(422, 'session.wrong-product'),
    )
    expect(await create({ vaccines: [{ ...vaccine, lotId: randomUUID() }] })).toMatchObject(
      refused(422, 'session.wrong-product'),
    )
    expect(await create({ vaccines: [vaccine, vaccine] })).toMatchObject(
      refused(422, 'session.product-twice'),
    )
    expect(await create({ capacity: 0 })).toMatchObject(refused(400, 'request.invalid'))
    expect(await create({ campaignId: randomUUID() })).toMatchObject(refused(404, 'not-found'))
    expect(await create({ siteId: randomUUID() })).toMatchObject(refused(404, 'not-found'))
    expect(await create({}, ground.world.accounts.wardOfficialB)).toMatchObject(refused(404, 'not-found'))
    expect(await create({}, ground.world.accounts.siteLead)).toMatchObject(refused(403, 'forbidden'))
    expect(await create({ wardId: ground.world.places.wardB })).toMatchObject(refused(422, 'site.not-mobile'))
  })

  test('a mobile team stops in another ward, which then sees the session too', async () => {
    const siteId = await createSite({ kind: 'mobile' })
    const { wardB, groupA } = ground.world.places
    expect(await send(ward(), 'POST', '/v1/sessions', newSession(siteId, { wardId: groupA }))).toMatchObject(
      refused(422, 'place.wrong-kind'),
    )
    const { status, body } = await send(ward(), 'POST', '/v1/sessions', newSession(siteId, { wardId: wardB }))
    expect(status).toBe(201)
    expect(body['wardId']).toBe(wardB)
    const url = `/v1/sessions/${String(body['id'])}`
    expect((await ground.as(ground.world.accounts.wardOfficialB, 'GET', url)).status).toBe(200)
    expect((await ground.as(ward(), 'GET', url)).status).toBe(200)
    expect(await ground.as(ground.world.accounts.wardOfficialC, 'GET', url)).toMatchObject(
      refused(404, 'not-found'),
    )
  })

  test('capacity and vaccines are edited by the version that was read, never below who is called', async () => {
    const siteId = await createSite()
    const { body } = await send(ward(), 'POST', '/v1/sessions', newSession(siteId))
    const url = `/v1/sessions/${String(body['id'])}`
    expect(await send(ward(), 'PATCH', url, { capacity: 200 })).toMatchObject(
      refused(428, 'request.if-match-required'),
    )
    expect(await send(ward(), 'PATCH', url, { capacity: 200, vaccines: [] }, '"1"')).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { capacity: 200, vaccines: [] },
    })
    expect(await send(ward(), 'PATCH', url, { capacity: 100 }, '"1"')).toMatchObject(
      refused(412, 'request.stale'),
    )
    expect(
      await send(ground.world.accounts.wardOfficialC, 'PATCH', url, { capacity: 100 }, '"2"'),
    ).toMatchObject(refused(404, 'not-found'))
    for (const _ of [1, 2]) {
      const personId = await ground.world.addPerson({ session: null })
      await look(
        ground.database,
        "INSERT INTO session_person (session_id, person_id, ward_id, how, added_at) VALUES ($1, $2, $3, 'called', now())",
        [body['id'], personId, ground.world.places.wardA],
      )
    }
    expect(await send(ward(), 'PATCH', url, { capacity: 1 }, '"2"')).toMatchObject({
      status: 409,
      body: { code: 'session.capacity-below-called', facts: { called: 2 } },
    })
    expect(await countAudit(ground.database, 'updateSession')).toBe(1)
  })

  test('are cancelled once, for a reason, and leave their place free', async () => {
    const siteId = await createSite()
    const { body } = await send(ward(), 'POST', '/v1/sessions', newSession(siteId))
    const url = `/v1/sessions/${String(body['id'])}`
    expect(await send(ward(), 'POST', `${url}/cancel`, {})).toMatchObject(refused(400, 'request.invalid'))
    for (const _ of [1, 2])
      expect(await send(ward(), 'POST', `${url}/cancel`, { reason: 'Mưa lũ' })).toMatchObject({
        status: 200,
        body: { state: 'cancelled', closeReason: 'Mưa lũ', version: 2 },
      })
    expect(await countAudit(ground.database, 'cancelSession')).toBe(1)
    expect(await countAuditSaying(ground.database, 'Mưa lũ')).toBe(0)
    expect((await send(ward(), 'POST', '/v1/sessions', newSession(siteId))).status).toBe(201)
    expect(await send(ward(), 'PATCH', url, { capacity: 10 }, '"2"')).toMatchObject(
      refused(409, 'session.wrong-state'),
    )
    expect(
      await send(ward(), 'POST', `/v1/sessions/${ground.world.sessions.A}/cancel`, { reason: 'Đã mở' }),
    ).toMatchObject(refused(409, 'session.wrong-state'))
  })

  test('are listed by day, state and place to whoever reaches them', async () => {
    const list = async (account: TestAccount, query = '') => {
      const { body } = await ground.as(account, 'GET', `/v1/sessions?limit=200${query}`)
      return body['items'] as { id: string; wardId: string; sessionOn: string; called: number }[]
    }
    const { A, B } = ground.world.sessions
    await ground.world.addPerson({ ward: 'A' })
    const { scanner, supervisor, wardOfficialB, wardOfficialC } = ground.world.accounts
    expect((await list(scanner)).map((row) => row.id)).toContain(A)
    expect((await list(wardOfficialC)).map((row) => row.wardId)).toEqual([ground.world.places.wardC])
    expect((await list(wardOfficialB)).every((row) => row.wardId === ground.world.places.wardB)).toBe(true)
    expect((await list(supervisor, '&state=open&from=2021-10-17&to=2021-10-17')).length).toBe(3)
    expect(
      (await list(supervisor, `&wardId=${ground.world.places.wardB}&state=open`)).map((row) => row.id),
    ).toEqual([B])
    expect((await list(supervisor, `&siteId=${ground.world.sites.A}`))[0]).toMatchObject({ id: A, called: 1 })
    const days = (await list(supervisor)).map((row) => row.sessionOn)
    expect(days).toEqual(days.toSorted().toReversed())
    const all = await readPages((cursor) => ground.as(supervisor, 'GET', `/v1/sessions?limit=3${cursor}`))
    const paged = all.items.map((row) => row['id'])
    expect(paged).toEqual((await list(supervisor)).map((row) => row.id))
  })
})
