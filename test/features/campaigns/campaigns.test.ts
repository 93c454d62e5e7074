import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareText } from '#domain/ids.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, look, readPages } from '../../support/look.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

const centre = () => ground.world.accounts.cityCentre
const post = (url: string, body?: unknown, etag?: string) =>
  ground.as(centre(), 'POST', url, body, etag === undefined ? {} : { 'if-match': etag })
const patch = (url: string, body: unknown, etag?: string) =>
  ground.as(centre(), 'PATCH', url, body, etag === undefined ? {} : { 'if-match': etag })
let made = 0
const newCampaign = (fields: Record<string, unknown> = {}) => ({
  name: `Chiến dịch ${(made += 1)}`,
  antigen: 'covid-19',
  fromOn: '2021-10-18',
  toOn: '2021-12-31',
  documentNumber: '6616/UBND',
  ...fields,
})
const refused = (status: number, code: string) => ({ status, body: { code } })

describe('a campaign', () => {
  test('is planned, opened, closed and opened again, each with an audit row', async () => {
    const plan = await post(
      '/v1/campaigns',
      newCampaign({ productIds: [ground.world.productId], plannerParams: { topUpDays: 12 } }),
    )
    expect(plan).toMatchObject({
      status: 201,
      body: {
        state: 'planned',
        version: 1,
        plannerParams: { topUpDays: 12 },
        productIds: [ground.world.productId],
      },
    })
    const url = `/v1/campaigns/${String(plan.body['id'])}`
    expect(await post(`${url}/close`, undefined, '"1"')).toMatchObject(refused(409, 'campaign.wrong-state'))
    expect(await post(`${url}/open`)).toMatchObject(refused(428, 'request.if-match-required'))
    const open = await post(`${url}/open`, undefined, '"1"')
    expect(open).toMatchObject({ status: 200, body: { state: 'open', version: 2 } })
    expect(await post(`${url}/open`, undefined, '"1"')).toMatchObject(refused(412, 'request.stale'))
    expect(await post(`${url}/open`, undefined, '"2"')).toMatchObject(refused(409, 'campaign.wrong-state'))
    expect(await post(`${url}/close`, undefined, '"2"')).toMatchObject({
      status: 200,
      body: { state: 'closed' },
    })
    expect(await patch(url, { toOn: '2022-01-31' }, '"3"')).toMatchObject(
      refused(409, 'campaign.wrong-state'),
    )
    expect(await post(`${url}/open`, undefined, '"3"')).toMatchObject({
      status: 200,
      body: { state: 'open', version: 4 },
    })
    const read = await ground.as(ground.world.accounts.scanner, 'GET', url)
    expect(read).toMatchObject({ status: 200, headers: { etag: '"4"' }, body: { state: 'open' } })
    expect(await countAudit(ground.database, 'createCampaign')).toBe(1)
    expect(await countAudit(ground.database, 'openCampaign')).toBe(2)
    expect(await countAudit(ground.database, 'closeCampaign')).toBe(1)
  })

  test('needs a free name, days in order, and vaccines of its antigen', async () => {
    const body = newCampaign()
    expect((await post('/v1/campaigns', body)).status).toBe(201)
    expect(await post('/v1/campaigns', body)).toMatchObject(refused(409, 'campaign.name-taken'))
    expect(await post('/v1/campaigns', newCampaign({ toOn: '2021-10-17' }))).toMatchObject(
      refused(422, 'campaign.dates'),
    )
    const measles = newCampaign({ antigen: 'measles', productIds: [ground.world.productId] })
    expect(await post('/v1/campaigns', measles)).toMatchObject(refused(422, 'campaign.wrong-product'))
    expect(await post('/v1/campaigns', newCampaign({ productIds: [randomUUID()] }))).toMatchObject(
      refused(422, 'campaign.wrong-product'),
    )
    expect(await post('/v1/campaigns', newCampaign({ plannerParams: { anything: 1 } }))).toMatchObject(
      refused(400, 'request.invalid'),
    )
    expect(
      await ground.as(ground.world.accounts.wardOfficial, 'POST', '/v1/campaigns', newCampaign()),
    ).toMatchObject(refused(403, 'forbidden'))
  })

  test('opens only with a vaccine, and an open one keeps one', async () => {
    const { body } = await post('/v1/campaigns', newCampaign())
    const url = `/v1/campaigns/${String(body['id'])}`
    expect(await post(`${url}/open`, undefined, '"1"')).toMatchObject(refused(409, 'campaign.no-product'))
    expect(await patch(url, { productIds: [ground.world.productId] })).toMatchObject(
      refused(428, 'request.if-match-required'),
    )
    expect(await patch(url, { productIds: [ground.world.productId] }, '"1"')).toMatchObject({
      status: 200,
      body: { productIds: [ground.world.productId], version: 2 },
    })
    expect((await post(`${url}/open`, undefined, '"2"')).status).toBe(200)
    expect(await patch(url, { productIds: [] }, '"3"')).toMatchObject(refused(409, 'campaign.no-product'))
    expect(await patch(url, { fromOn: '2022-01-01' }, '"3"')).toMatchObject(refused(422, 'campaign.dates'))
    expect(await patch(url, { toOn: '2022-01-31' }, '"2"')).toMatchObject(refused(412, 'request.stale'))
    expect(await patch(url, { toOn: '2022-01-31' }, '"3"')).toMatchObject({
      status: 200,
      body: { toOn: '2022-01-31', version: 4 },
    })
    expect(await patch(`/v1/campaigns/${randomUUID()}`, {}, '"1"')).toMatchObject(refused(404, 'not-found'))
  })

  test('all of them are listed page by page, newest first', async () => {
    const all = await readPages((cursor) =>
      ground.as(ground.world.accounts.scanner, 'GET', `/v1/campaigns?limit=1${cursor}`),
    )
    const seen = all.items.map((row) => row['fromOn'] as string)
    const [stored] = await look<{ rows: number }>(
      ground.database,
      'SELECT count(*)::integer AS rows FROM campaign',
    )
    expect(seen).toHaveLength(stored!.rows)
    expect(seen).toEqual(seen.toSorted(compareText).toReversed())
    const forged = Buffer.from(JSON.stringify(['soon', 'x'])).toString('base64url')
    expect(await ground.as(centre(), 'GET', `/v1/campaigns?cursor=${forged}`)).toMatchObject(
      refused(400, 'request.invalid'),
    )
  })
})

describe('target groups', () => {
  const groupsUrl = () => `/v1/campaigns/${ground.world.campaignId}/target-groups`

  test('are made of age boundaries and priority codes', async () => {
    const made = await post(groupsUrl(), {
      name: 'Nhóm 9',
      ageFrom: 50,
      ageTo: 65,
      codes: [9, 1, 9],
      goalPercent: 97.5,
    })
    expect(made).toMatchObject({
      status: 201,
      body: { ageFrom: 50, ageTo: 65, codes: [1, 9], goalPercent: 97.5, version: 1 },
    })
    expect(await post(groupsUrl(), { name: 'Nhóm 9', ageFrom: 0 })).toMatchObject(
      refused(409, 'target-group.name-taken'),
    )
    expect(await post(groupsUrl(), { name: 'Lẻ', ageFrom: 17 })).toMatchObject({
      status: 422,
      body: { code: 'age-cut.missing', facts: { age: 17 } },
    })
    expect(await post(groupsUrl(), { name: 'Lẻ', ageFrom: 0, ageTo: 60 })).toMatchObject(
      refused(422, 'age-cut.missing'),
    )
    expect(await post(groupsUrl(), { name: 'Ngược', ageFrom: 18, ageTo: 12 })).toMatchObject(
      refused(422, 'target-group.ages'),
    )
    expect(await post(groupsUrl(), { name: 'Mã lạ', ageFrom: 18, codes: [17] })).toMatchObject(
      refused(400, 'request.invalid'),
    )
    expect(
      await post(`/v1/campaigns/${randomUUID()}/target-groups`, { name: 'X', ageFrom: 18 }),
    ).toMatchObject(refused(404, 'not-found'))
    expect(await countAudit(ground.database, 'createTargetGroup')).toBe(1)
    const listed = await ground.as(ground.world.accounts.supervisor, 'GET', groupsUrl())
    expect((listed.body['items'] as unknown[]).length).toBe(2)
  })

  test('are edited by the version that was read', async () => {
    const { body } = await post(groupsUrl(), { name: 'Từ 12', ageFrom: 12 })
    const url = `/v1/target-groups/${String(body['id'])}`
    expect(await patch(url, { goalPercent: 90 })).toMatchObject(refused(428, 'request.if-match-required'))
    expect(await patch(url, { goalPercent: 90, ageTo: 18 }, '"1"')).toMatchObject({
      status: 200,
      body: { goalPercent: 90, ageTo: 18, version: 2 },
    })
    expect(await patch(url, { goalPercent: 80 }, '"1"')).toMatchObject(refused(412, 'request.stale'))
    expect(await patch(url, { ageTo: 13 }, '"2"')).toMatchObject(refused(422, 'age-cut.missing'))
    expect(await patch(url, { ageTo: null, codes: null }, '"2"')).toMatchObject({
      status: 200,
      body: { ageTo: null },
    })
    expect(await countAudit(ground.database, 'updateTargetGroup')).toBe(2)
  })

  test('a boundary is added once, and not once doses are counted', async () => {
    expect(await post('/v1/age-cuts', { fromAge: 60 })).toMatchObject({ status: 201 })
    expect(await post('/v1/age-cuts', { fromAge: 60 })).toMatchObject({ status: 201 })
    expect(await countAudit(ground.database, 'createAgeCut')).toBe(1)
    const cuts = await ground.as(ground.world.accounts.scanner, 'GET', '/v1/age-cuts')
    expect(cuts.body['items']).toEqual([0, 5, 12, 18, 50, 60, 65])
    const { wardA } = ground.world.places
    const cell = `INSERT INTO coverage_ward (ward_id, antigen, step, age_cell, priority_code, doses)
      VALUES ($1, 'covid-19', 'primary-1', 4, 10, 1)`
    await look(ground.database, cell, [wardA])
    expect(await post('/v1/age-cuts', { fromAge: 70 })).toMatchObject(refused(409, 'age-cut.after-doses'))
  })
})
