import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '#features/accounts/create-account.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { startTestApp } from '../../support/app.ts'
import { createTestDatabase } from '../../support/database.ts'
import { look, signedInAgain } from '../../support/look.ts'
import { authorityOfTests, type TestAccount } from '../../support/world.ts'

let empty: Awaited<ReturnType<typeof startTestApp>>
let centre: TestAccount
beforeAll(async () => {
  empty = await startTestApp(await createTestDatabase())
  await look(
    empty.database,
    `INSERT INTO authority (id, code, name, country, time_zone, timeline_id, pg_system_id, pg_timeline)
     VALUES ($1, $2, $3, $4, $5, $6, 'test', 1)`,
    [...Object.values(authorityOfTests), randomUUID()],
  )
  const { accountId } = await createAccount(empty.deps, null, {
    signInName: 'trungtam',
    fullName: 'Cán bộ trung tâm',
    grants: [{ role: 'city-centre' }],
  })
  centre = await signIn(accountId, 'city-centre')
})
afterAll(() => empty.close())

async function signIn(accountId: string, role: TestAccount['role']): Promise<TestAccount> {
  const familyId = randomUUID()
  await look(
    empty.database,
    "INSERT INTO sign_in_family (id, account_id, refresh_hash, created_at, expires_at) VALUES ($1, $2, $3, now(), '2030-01-01')",
    [familyId, accountId, randomBytes(32)],
  )
  return signedInAgain(empty.database, { accountId, familyId, role })
}

async function ask(method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown, etag?: string, as = centre) {
  const answer = await empty.as(as, method, url, body, etag === undefined ? {} : { 'if-match': etag })
  expect({ url, status: answer.status, code: answer.body.code }).toEqual({
    url,
    status: expect.toSatisfy((status: number) => status < 300),
    code: undefined,
  })
  return answer.body as Record<string, unknown> & { id: string }
}

test('an empty city comes to an open session through requests alone', async () => {
  const { authorityPlaceId } = await ask('POST', '/v1/places/import', { source: 'hue' })
  expect(authorityPlaceId).toBe(hueGeography.authorityPlaceId)
  await ask('POST', '/v1/rules/import', { source: 'vietnam' })
  const [product] = await look<{ id: string }>(
    empty.database,
    "SELECT id FROM product WHERE code = 'comirnaty-30'",
  )
  const [ward] = (await ask('GET', `/v1/places?kind=ward&within=${String(authorityPlaceId)}&q=gia hoi`))[
    'items'
  ] as { id: string }[]
  expect(ward).toBeDefined()

  const campaign = await ask('POST', '/v1/campaigns', {
    name: 'Tháng 10/2021',
    antigen: 'covid-19',
    fromOn: '2021-10-17',
    toOn: '2021-12-31',
    productIds: [product!.id],
  })
  const group = await ask('POST', `/v1/campaigns/${campaign.id}/target-groups`, {
    name: 'Từ 18 tuổi',
    ageFrom: 18,
  })
  await ask('PUT', `/v1/campaigns/${campaign.id}/targets`, {
    rows: [
      {
        placeId: ward!.id,
        targetGroupId: group.id,
        step: 'primary-1',
        persons: 9000,
        source: 'assigned',
        asOfOn: '2021-10-15',
      },
    ],
  })
  await ask('POST', `/v1/campaigns/${campaign.id}/open`, undefined, '"1"')

  const site = await ask('POST', '/v1/sites', {
    name: 'Trạm Y tế Gia Hội',
    kind: 'fixed',
    wardId: ward!.id,
    validFrom: '2021-10-01',
  })
  const stores = await look<{ kind: string; place_id: string }>(
    empty.database,
    "SELECT kind, place_id FROM holder WHERE kind IN ('centre', 'fridge') ORDER BY kind",
  )
  expect(stores).toEqual([
    { kind: 'centre', place_id: authorityPlaceId },
    { kind: 'fridge', place_id: ward!.id },
  ])
  const session = await ask('POST', '/v1/sessions', {
    siteId: site.id,
    campaignId: campaign.id,
    sessionOn: '2021-10-17',
    capacity: 200,
    vaccines: [{ productId: product!.id, plannedDoses: 200 }],
  })
  const url = `/v1/sessions/${session.id}`
  expect(await ask('POST', `${url}/calls`, { targetGroupId: group.id, step: 'primary-1' })).toMatchObject({
    called: 0,
    seatsLeft: 200,
  })

  for (const [index, duty] of (['scanner', 'data-entry', 'data-entry'] as const).entries()) {
    const made = await ask('POST', `${url}/crew/accounts`, {
      signInName: `giahoi${index}`,
      fullName: `Cán bộ ${index}`,
      duty,
    })
    const { accountId } = made['post'] as { accountId: string }
    await look(empty.database, 'UPDATE account SET must_change_secret = false WHERE id = $1', [accountId])
    await ask('POST', `${url}/presence`, { present: true }, undefined, await signIn(accountId, duty))
  }
  expect(await ask('POST', `${url}/open`, {})).toMatchObject({
    state: 'open',
    overrideReason: null,
    crewMissing: [],
  })
})
