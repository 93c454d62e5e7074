import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { permissionsOf } from '#domain/access.ts'
import { projectPlaceGrantsAgain } from '#features/accounts/project-grant.ts'
import { transact } from '#db/db.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import { addPersonnel, asSuperuser, auditRows, PASSWORD, PIN, post, signInAs, whoAmI } from './support.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())
beforeEach(() => ground.setNow(NOW))

const scannerAt = (ward: 'A' | 'B') =>
  addPersonnel(ground, [{ role: 'scanner', siteId: ground.world.sites[ward] }])
const ask = (who: TestAccount, url: string, body: unknown = {}) => ground.as(who, 'POST', url, body)
const newAccount = (signInName: string, grants: unknown[]) => ({
  signInName,
  fullName: 'Phạm Thị Mới',
  grants,
})
const reach = (accountId: string) =>
  asSuperuser(ground, async (client) => {
    const { rows } = await client.query<{ permission: string; target_id: string; valid_to: Date | null }>(
      'SELECT permission, target_id, valid_to FROM grant_reach WHERE account_id = $1 ORDER BY 1, 2',
      [accountId],
    )
    return rows
  })

describe('making accounts', () => {
  test('the site lead makes a data-entry account: a PIN shown once, to be changed before anything else', async () => {
    const { accounts, sites } = ground.world
    const grants = [{ role: 'data-entry', siteId: sites.A }]
    const made = await ask(accounts.siteLead, '/v1/accounts', newAccount('nhaplieu.a1', grants))
    expect(made).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: {
        secretKind: 'pin',
        secret: expect.stringMatching(/^\d{6}$/),
        account: { mustChangeSecret: true, grants: [{ role: 'data-entry', site: { id: sites.A } }] },
      },
    })
    const secret = made.body['secret'] as string
    const { accessToken } = await signInAs(ground, { signInName: 'nhaplieu.a1', secret })
    const bearer = { authorization: `Bearer ${accessToken}` }
    const list = () => ground.app.inject({ url: '/v1/accounts', headers: bearer })
    expect((await whoAmI(ground, accessToken)).body).toMatchObject({ mustChangeSecret: true })
    expect((await list()).statusCode).toBe(403)
    const changed = await post(
      ground,
      '/v1/account/secret',
      { current: secret, next: '719264' },
      { headers: bearer },
    )
    expect(changed.status).toBe(204)
    const id = (made.body['account'] as { id: string }).id
    expect(await auditRows(ground, id)).toEqual(
      expect.arrayContaining(['createGrant', 'createAccount', 'signIn', 'changeOwnSecret']),
    )
    const rows = await reach(id)
    expect(rows.map((row) => row.permission)).toEqual([...permissionsOf('data-entry')].sort())
    expect(new Set(rows.map((row) => row.target_id))).toEqual(new Set([sites.A]))
  })

  test('each refusal has its own words', async () => {
    const { accounts, sites, places } = ground.world
    const grants = [{ role: 'scanner', siteId: sites.A }]
    await ask(accounts.wardOfficial, '/v1/accounts', newAccount('trung.ten', grants))
    const refusals: [TestAccount, unknown, number, string][] = [
      [accounts.wardOfficial, newAccount('trung.ten', grants), 409, 'account.name-taken'],
      [accounts.siteLead, newAccount('x.khongquyen', []), 422, 'account.grant-required'],
      [accounts.scanner, newAccount('x.quet', grants), 403, 'forbidden'],
      [accounts.siteLead, newAccount('x.b', [{ role: 'scanner', siteId: sites.B }]), 404, 'not-found'],
      [
        accounts.siteLead,
        newAccount('x.wo', [{ role: 'ward-official', placeId: places.wardA }]),
        404,
        'not-found',
      ],
      [
        accounts.wardOfficial,
        newAccount('x.wo', [{ role: 'ward-official', placeId: places.wardA }]),
        403,
        'grant.above',
      ],
      [accounts.wardOfficial, newAccount('x.ad', [{ role: 'admin' }]), 403, 'grant.above'],
      [accounts.cityCentre, newAccount('x.ad', [{ role: 'admin' }]), 403, 'grant.above'],
      [accounts.admin, newAccount('x.sc', [{ role: 'scanner' }]), 422, 'grant.target'],
      [accounts.admin, newAccount('x.wo', [{ role: 'ward-official', siteId: sites.A }]), 422, 'grant.target'],
      [
        accounts.admin,
        newAccount('x.no', [{ role: 'scanner', siteId: accounts.admin.accountId }]),
        404,
        'not-found',
      ],
      [
        accounts.admin,
        newAccount('x.old', [{ ...grants[0], validFrom: '2021-10-10T00:00:00Z' }]),
        422,
        'grant.dates',
      ],
      [
        accounts.admin,
        newAccount('x.end', [{ ...grants[0], validTo: '2021-10-17T00:00:00Z' }]),
        422,
        'grant.dates',
      ],
      [accounts.admin, { ...newAccount('x.mass', grants), role: 'admin' }, 400, 'request.invalid'],
      [accounts.admin, { ...newAccount('x.mass', grants), secretHash: 'x' }, 400, 'request.invalid'],
      [
        accounts.admin,
        newAccount('x.two', [{ ...grants[0], placeId: places.wardA }]),
        400,
        'request.invalid',
      ],
    ]
    for (const [who, body, status, code] of refusals)
      expect(await ask(who, '/v1/accounts', body)).toMatchObject({ status, body: { code } })
    const left = await asSuperuser(ground, (client) =>
      client.query("SELECT 1 FROM account WHERE sign_in_name LIKE 'x.%'"),
    )
    expect(left.rowCount).toBe(0)
  })

  test('the whole city: a ward official needs a password, and a PIN account does not become one', async () => {
    const { accounts, places } = ground.world
    const grant = { role: 'ward-official', placeId: places.wardA }
    const made = await ask(accounts.cityCentre, '/v1/accounts', newAccount('canbo.a', [grant]))
    expect(made.body).toMatchObject({
      secretKind: 'password',
      secret: expect.stringMatching(/^(\w{5}-){3}\w{5}$/),
    })
    const rows = await reach((made.body['account'] as { id: string }).id)
    expect(new Set(rows.map((row) => row.target_id))).toEqual(new Set([places.wardA]))
    const scanner = await scannerAt('A')
    const url = `/v1/accounts/${scanner.accountId}/grants`
    expect((await ask(accounts.cityCentre, url, grant)).body.code).toBe('secret.pin-not-enough')
  })
})

describe('who sees which account', () => {
  test('a lead sees the staff of the own site, a ward those of its sites, the city all; pages do not overlap', async () => {
    const { accounts } = ground.world
    const a = await scannerAt('A')
    const b = await scannerAt('B')
    const seen = async (who: TestAccount) => {
      const ids: string[] = []
      let cursor = ''
      do {
        const page = await ground.as(who, 'GET', `/v1/accounts?limit=4${cursor}`)
        expect(page.status).toBe(200)
        ids.push(...(page.body['items'] as { id: string }[]).map((item) => item.id))
        const next = page.body['nextCursor'] as string | null
        cursor = next === null ? '' : `&cursor=${next}`
      } while (cursor !== '')
      expect(new Set(ids).size).toBe(ids.length)
      return ids
    }
    for (const who of [accounts.siteLead, accounts.wardOfficial]) {
      const ids = await seen(who)
      expect(ids).toContain(a.accountId)
      expect(ids).not.toContain(b.accountId)
      expect(ids).not.toContain(accounts.admin.accountId)
    }
    expect(await seen(accounts.admin)).toEqual(expect.arrayContaining([a.accountId, b.accountId]))
    expect((await ground.as(accounts.siteLead, 'GET', `/v1/accounts/${b.accountId}`)).status).toBe(404)
    expect((await ground.as(accounts.siteLead, 'GET', `/v1/accounts/${a.accountId}`)).status).toBe(200)
    const foreign = await ground.as(accounts.admin, 'GET', '/v1/accounts?cursor=WyJ4Il0')
    expect(foreign).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
  })

  test('search finds by any part of the name without diacritics, inside the scope only', async () => {
    const { accounts } = ground.world
    const a = await scannerAt('A')
    const b = await scannerAt('B')
    const search = async (who: TestAccount, text: string) => {
      const found = await ask(who, '/v1/accounts/search', { text, limit: 200, role: 'scanner' })
      return (found.body['items'] as { id: string }[]).map((item) => item.id)
    }
    expect(await search(accounts.siteLead, 'THI le')).toContain(a.accountId)
    expect(await search(accounts.siteLead, 'thi le')).not.toContain(b.accountId)
    expect(await search(accounts.admin, b.signInName)).toEqual([b.accountId])
    expect(await search(accounts.admin, '%')).toEqual(await search(accounts.admin, '_'))
    expect(await search(accounts.admin, 'khong ai ten nay')).toEqual([])
  })
})

describe('help at seven in the morning', () => {
  test('a PIN reset ends what was signed in, and lets the person through a filled lane', async () => {
    const person = await scannerAt('A')
    const before = await signInAs(ground, person)
    const wrong = { signInName: person.signInName, secret: '111222' }
    for (let i = 0; i < 6; i++) await post(ground, '/v1/sign-in', wrong)
    expect((await post(ground, '/v1/sign-in', { ...wrong, secret: PIN })).status).toBe(429)
    const { siteLead } = ground.world.accounts
    const reset = await ask(siteLead, `/v1/accounts/${person.accountId}/reset-secret`, {
      reason: 'forgotten',
    })
    expect(reset).toMatchObject({ status: 200, body: { secretKind: 'pin' } })
    expect((await whoAmI(ground, before.accessToken)).status).toBe(401)
    const secret = reset.body['secret'] as string
    const after = await post(ground, '/v1/sign-in', { ...wrong, secret, newSecret: '719264' })
    expect(after.body).toMatchObject({ step: 'signed-in', mustChangeSecret: false })
    expect(await auditRows(ground, person.accountId)).toContain('resetSecret')
  })

  test('unlocking lets the person in without a new PIN', async () => {
    const person = await scannerAt('A')
    const wrong = { signInName: person.signInName, secret: '111222' }
    for (let i = 0; i < 6; i++) await post(ground, '/v1/sign-in', wrong)
    const { wardOfficial, wardOfficialB } = ground.world.accounts
    const url = `/v1/accounts/${person.accountId}/unlock`
    expect((await ask(wardOfficialB, url)).status).toBe(404)
    expect((await ask(wardOfficial, url)).status).toBe(204)
    await signInAs(ground, person)
  })

  test('a swap moves the post, its place and its end to the other person at once', async () => {
    const { accounts, sites } = ground.world
    const grant = { role: 'vaccinator' as const, siteId: sites.A, validTo: new Date('2021-10-18T00:00:00Z') }
    const ill = await addPersonnel(ground, [grant])
    const well = await scannerAt('A')
    const tokens = await signInAs(ground, ill)
    const seen = await ground.as(accounts.siteLead, 'GET', `/v1/accounts/${ill.accountId}`)
    const grantId = (seen.body['grants'] as { id: string }[])[0]!.id
    const body = { grantId, toAccountId: well.accountId, reason: 'absent' }
    expect((await ask(accounts.siteLead, `/v1/accounts/${ill.accountId}/swap`, body)).status).toBe(201)
    expect((await whoAmI(ground, tokens.accessToken)).status).toBe(401)
    const refreshed = await post(ground, '/v1/sign-in/refresh', { refreshToken: tokens.refreshToken })
    expect(refreshed.body['account']).toMatchObject({ grants: [] })
    const successor = await ground.as(accounts.siteLead, 'GET', `/v1/accounts/${well.accountId}`)
    expect(successor.body['grants']).toContainEqual(
      expect.objectContaining({ role: 'vaccinator', validTo: '2021-10-18T00:00:00.000Z' }),
    )
    for (const row of await reach(ill.accountId)) expect(row.valid_to).toEqual(NOW)
    const again = await ask(accounts.siteLead, `/v1/accounts/${ill.accountId}/swap`, body)
    expect(again).toMatchObject({ status: 409, body: { code: 'grant.ended' } })
    expect(await auditRows(ground, ill.accountId)).toContain('swapGrant')
  })

  test('a lost phone: its sign-ins end, and it is no known device any more', async () => {
    const person = await scannerAt('A')
    const lost = await signInAs(ground, person)
    const other = await signInAs(ground, person)
    const { siteLead } = ground.world.accounts
    const url = `/v1/accounts/${person.accountId}/lost-phone`
    const foreign = await ask(siteLead, url, { deviceId: person.accountId })
    expect(foreign.status).toBe(404)
    const answer = await ask(siteLead, url, { deviceId: lost.deviceId })
    expect(answer.body).toEqual({ devicesEnded: 1, signInsEnded: 1 })
    expect((await whoAmI(ground, lost.accessToken)).status).toBe(401)
    expect((await post(ground, '/v1/sign-in/refresh', { refreshToken: lost.refreshToken })).status).toBe(401)
    const kept = await post(ground, '/v1/sign-in/refresh', { refreshToken: other.refreshToken })
    expect(kept.status).toBe(200)
    const next = await signInAs(ground, person, { deviceId: lost.deviceId })
    expect(next.deviceId).not.toBe(lost.deviceId)
  })

  test('nobody helps themselves, nor anyone above, nor anyone elsewhere', async () => {
    const { accounts } = ground.world
    const both = await addPersonnel(
      ground,
      [
        { role: 'scanner', siteId: ground.world.sites.A },
        { role: 'ward-official', placeId: ground.world.places.wardA },
      ],
      PASSWORD,
    )
    const body = { reason: 'forgotten' }
    const reset = (who: TestAccount, id: string) => ask(who, `/v1/accounts/${id}/reset-secret`, body)
    expect((await reset(accounts.siteLead, accounts.siteLead.accountId)).body.code).toBe('account.self')
    expect((await reset(accounts.siteLead, both.accountId)).body.code).toBe('account.above')
    expect((await reset(accounts.wardOfficialB, both.accountId)).status).toBe(404)
    expect((await reset(accounts.cityCentre, accounts.admin.accountId)).body.code).toBe('account.above')
    expect((await reset(accounts.admin, accounts.cityCentre.accountId)).status).toBe(200)
    const own = await ask(accounts.admin, `/v1/accounts/${accounts.admin.accountId}/grants`, {
      role: 'city-centre',
    })
    expect(own.body.code).toBe('account.self')
  })
})

describe('changes act at once', () => {
  test('a disabled account: next call 401, refresh 401, sign-in 401; enabled again it may sign in', async () => {
    const person = await scannerAt('A')
    const tokens = await signInAs(ground, person)
    const { siteLead, admin } = ground.world.accounts
    const url = `/v1/accounts/${person.accountId}`
    expect((await ask(siteLead, `${url}/disable`, { reason: 'left' })).status).toBe(204)
    expect((await whoAmI(ground, tokens.accessToken)).status).toBe(401)
    expect((await post(ground, '/v1/sign-in/refresh', { refreshToken: tokens.refreshToken })).status).toBe(
      401,
    )
    const again = { signInName: person.signInName, secret: PIN }
    expect((await post(ground, '/v1/sign-in', again)).body.code).toBe('sign-in.failed')
    expect((await ask(siteLead, `${url}/reset-secret`, { reason: 'other' })).body.code).toBe(
      'account.disabled',
    )
    expect((await ask(siteLead, `${url}/enable`)).status).toBe(403)
    expect((await ask(admin, `${url}/enable`)).status).toBe(204)
    await signInAs(ground, person)
    expect(await auditRows(ground, person.accountId)).toEqual(
      expect.arrayContaining(['disableAccount', 'enableAccount']),
    )
  })

  test('a role given or ended: the old token is no good, the next one has what holds now', async () => {
    const person = await scannerAt('A')
    const tokens = await signInAs(ground, person)
    const { siteLead } = ground.world.accounts
    const url = `/v1/accounts/${person.accountId}/grants`
    const given = await ask(siteLead, url, { role: 'vaccinator', sessionId: ground.world.sessions.A })
    expect(given.status).toBe(201)
    expect((await whoAmI(ground, tokens.accessToken)).status).toBe(401)
    const next = await post(ground, '/v1/sign-in/refresh', { refreshToken: tokens.refreshToken })
    const me = next.body['account'] as { permissions: string[] }
    expect(me.permissions).toContain('entry.dose')
    const end = `${url}/${String(given.body['grantId'])}/end`
    expect((await ask(siteLead, end, { reason: 'mistake' })).status).toBe(204)
    expect((await whoAmI(ground, next.body['accessToken'] as string)).status).toBe(401)
    expect((await ask(siteLead, end, { reason: 'mistake' })).body.code).toBe('grant.ended')
  })

  test('an edit needs the version that was seen', async () => {
    const person = await scannerAt('A')
    const { siteLead } = ground.world.accounts
    const url = `/v1/accounts/${person.accountId}`
    const edit = (headers: Record<string, string>) =>
      ground.as(siteLead, 'PATCH', url, { unit: 'Trạm Y tế A' }, headers)
    expect((await edit({})).status).toBe(428)
    expect(await edit({ 'if-match': '"1"' })).toMatchObject({ status: 200, headers: { etag: '"2"' } })
    expect((await edit({ 'if-match': '"1"' })).body.code).toBe('request.stale')
    const both = await Promise.all([edit({ 'if-match': '"2"' }), edit({ 'if-match': '"2"' })])
    expect(both.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 412])
  })
})

test('the projection made again is the projection that stood', async () => {
  const before = await Promise.all(
    [ground.world.accounts.wardOfficial, ground.world.accounts.wardOfficialC].map(({ accountId }) =>
      reach(accountId),
    ),
  )
  await transact(ground.deps.db, (tx) => projectPlaceGrantsAgain(tx, NOW))
  const wards = new Set<string>([ground.world.places.wardA, ground.world.places.wardC])
  const after = await Promise.all(
    [ground.world.accounts.wardOfficial, ground.world.accounts.wardOfficialC].map(({ accountId }) =>
      reach(accountId),
    ),
  )
  expect(after).toEqual(before.map((rows) => rows.filter((row) => wards.has(row.target_id))))
  await transact(ground.deps.db, (tx) => projectPlaceGrantsAgain(tx, NOW))
  expect(await reach(ground.world.accounts.wardOfficial.accountId)).toEqual(after[0])
})
