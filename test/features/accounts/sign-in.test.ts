import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildApp } from '#src/app.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW } from '../../support/world.ts'
import {
  addPersonnel,
  asSuperuser,
  auditRows,
  codeOf,
  PASSWORD,
  PIN,
  post,
  signInAs,
  whoAmI,
} from './support.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())
beforeEach(() => ground.setNow(NOW))

const scannerGrant = () => [{ role: 'scanner' as const, sessionId: ground.world.sessions.A }]
const later = (seconds: number) => ground.setNow(new Date(NOW.getTime() + seconds * 1000))
const plain = (body: Record<string, unknown>) => ({ ...body, requestId: '' })

describe('signing in', () => {
  test('a program gets tokens, who it is, and what it may do where', async () => {
    const person = await addPersonnel(ground, scannerGrant())
    const answer = await post(ground, '/v1/sign-in', {
      signInName: person.signInName.toUpperCase(),
      secret: PIN,
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      step: 'signed-in',
      expiresAt: new Date(NOW.getTime() + 15 * 60_000).toISOString(),
      mustChangeSecret: false,
      account: {
        id: person.accountId,
        authority: { country: 'VN', demo: false },
        grants: [{ role: 'scanner', session: { id: ground.world.sessions.A, siteName: 'Trạm Y tế A' } }],
      },
    })
    const me = await whoAmI(ground, answer.body['accessToken'] as string)
    expect(me.body).toMatchObject({
      id: person.accountId,
      permissions: expect.arrayContaining(['entry.check-in']),
    })
    expect(await auditRows(ground, person.accountId)).toContain('signIn')
  })

  test('a page gets cookies that no script can read, and no token in the body', async () => {
    const person = await addPersonnel(ground, scannerGrant())
    const answer = await post(ground, '/v1/sign-in', { ...person, accountId: undefined, mode: 'cookie' })
    expect(answer.body).not.toHaveProperty('accessToken')
    expect(answer.body).not.toHaveProperty('refreshToken')
    const cookies = answer.raw.cookies
    expect(cookies.map((cookie) => cookie.name).sort()).toEqual([
      '__Host-muitiem-access',
      '__Host-muitiem-device',
      '__Host-muitiem-refresh',
    ])
    for (const cookie of cookies)
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' })
    const jar = Object.fromEntries(cookies.map(({ name, value }) => [name, value]))
    const ask = (method: 'GET' | 'POST', url: string, headers = {}) =>
      ground.app.inject({ method, url, cookies: jar, headers })
    expect((await ask('GET', '/v1/account')).statusCode).toBe(200)
    expect((await ask('POST', '/v1/sign-in/refresh')).json()).toMatchObject({ code: 'sign-in.other-page' })
    const ours = { 'x-requested-with': 'muitiem' }
    expect((await ask('POST', '/v1/sign-in/refresh', ours)).statusCode).toBe(200)
    const out = await ask('POST', '/v1/sign-out', ours)
    expect(out.statusCode).toBe(204)
    expect(out.cookies.map(({ name, value }) => [name, value])).toEqual([
      ['__Host-muitiem-access', ''],
      ['__Host-muitiem-refresh', ''],
    ])
    expect((await ask('GET', '/v1/account')).statusCode).toBe(401)
  })

  test('unknown name, wrong secret and disabled account get the same words', async () => {
    const person = await addPersonnel(ground, scannerGrant())
    const gone = await addPersonnel(ground, scannerGrant())
    await asSuperuser(ground, (client) =>
      client.query('UPDATE account SET disabled_at = $2 WHERE id = $1', [gone.accountId, NOW]),
    )
    const wrong = await post(ground, '/v1/sign-in', { signInName: person.signInName, secret: '111222' })
    const unknown = await post(ground, '/v1/sign-in', { signInName: 'khong.co.ai', secret: PIN })
    const disabled = await post(ground, '/v1/sign-in', { signInName: gone.signInName, secret: PIN })
    expect(wrong).toMatchObject({ status: 401, body: { code: 'sign-in.failed' } })
    expect(plain(unknown.body)).toEqual(plain(wrong.body))
    expect(plain(disabled.body)).toEqual(plain(wrong.body))
    expect(await auditRows(ground, gone.accountId)).toContain('refuseSignIn')
  })

  // Time of the processor, which other work on the machine hardly changes; what is added is left out by the quick tenth.
  test('and take the same time', async () => {
    const person = await addPersonnel(ground, scannerGrant())
    const stranger = `khong.${person.signInName}`
    const from = `127.0.9.${person.signInName.split('.')[1]}`
    const took: Record<'unknown' | 'wrong', number[]> = { unknown: [], wrong: [] }
    for (let i = 0; i < 40; i++) {
      for (const kind of i % 2 === 0 ? (['unknown', 'wrong'] as const) : (['wrong', 'unknown'] as const)) {
        later(i * 4000) // each try after the last is forgotten
        const signInName = kind === 'wrong' ? person.signInName : stranger
        const begun = process.cpuUsage()
        const answer = await post(ground, '/v1/sign-in', { signInName, secret: '111222' }, { from })
        const { user, system } = process.cpuUsage(begun)
        took[kind].push((user + system) / 1000)
        expect(answer.status).toBe(401)
      }
    }
    const quick = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)]!
    const [unknown, wrong] = [quick(took.unknown), quick(took.wrong)]
    expect(Math.abs(unknown - wrong)).toBeLessThan(10)
    expect(unknown).toBeGreaterThan(15) // the dummy is really worked through
  })

  test('plain HTTP from another machine is refused with the way to TLS; over TLS or behind the proxy it is not', async () => {
    const person = await addPersonnel(ground, scannerGrant())
    const body = { signInName: person.signInName, secret: PIN }
    const refused = await post(ground, '/v1/sign-in', body, {
      from: '192.0.2.5',
      headers: { 'accept-language': 'en', 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' },
    })
    expect(refused).toMatchObject({ status: 403, body: { code: 'sign-in.needs-tls' } })
    expect(refused.body['title']).toMatch(/https:\/\/.*TRUST_PROXY=1.*--tls/s)
    const refresh = await post(ground, '/v1/sign-in/refresh', {}, { from: '192.0.2.5' })
    expect(refresh.body.code).toBe('sign-in.needs-tls')
    const config = { ...ground.deps.config, trustProxy: 1 }
    const behindProxy = await buildApp({ ...ground.deps, config, log: false })
    const ask = (proto: string) =>
      behindProxy.inject({
        method: 'POST',
        url: '/v1/sign-in',
        payload: body,
        remoteAddress: '192.0.2.1',
        headers: { 'x-forwarded-proto': proto, 'x-forwarded-for': '198.51.100.7' },
      })
    expect((await ask('https')).statusCode).toBe(200)
    expect((await ask('http')).json()).toMatchObject({ code: 'sign-in.needs-tls' })
    await behindProxy.close()
  })
})

describe('the second factor', () => {
  const centre = () => addPersonnel(ground, [{ role: 'city-centre' }], PASSWORD)
  const enrolSecret = (body: Record<string, unknown>) => body['secret'] as string

  test('is set up at the first sign-in, asked for at each, and a code works once', async () => {
    const person = await centre()
    const body = { signInName: person.signInName, secret: PASSWORD }
    const first = await post(ground, '/v1/sign-in', body)
    expect(first.body).toMatchObject({
      step: 'enrol',
      otpauthUri: expect.stringMatching(/^otpauth:\/\/totp\//),
    })
    expect(first.body).not.toHaveProperty('accessToken')
    const secret = enrolSecret(first.body)
    expect(enrolSecret((await post(ground, '/v1/sign-in', body)).body)).toBe(secret)
    const code = codeOf(secret)
    const wrong = code === '000000' ? '000001' : '000000'
    expect((await post(ground, '/v1/sign-in', { ...body, code: wrong })).body.code).toBe('sign-in.code-wrong')
    expect((await post(ground, '/v1/sign-in', { ...body, code })).body['step']).toBe('signed-in')
    expect((await post(ground, '/v1/sign-in', { ...body, code })).body.code).toBe('sign-in.code-wrong')
    expect((await post(ground, '/v1/sign-in', body)).body).toEqual({ step: 'code' })
    later(60)
    const next = codeOf(secret, new Date(NOW.getTime() + 60_000))
    expect((await post(ground, '/v1/sign-in', { ...body, code: next })).body['step']).toBe('signed-in')
  })

  test('two requests with one code: one gets in', async () => {
    const person = await centre()
    const body = { signInName: person.signInName, secret: PASSWORD }
    const code = codeOf(enrolSecret((await post(ground, '/v1/sign-in', body)).body))
    const both = await Promise.all([1, 2].map(() => post(ground, '/v1/sign-in', { ...body, code })))
    expect(both.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 401])
  })

  test('its secret is not readable in the database', async () => {
    const person = await centre()
    const { body } = await post(ground, '/v1/sign-in', { signInName: person.signInName, secret: PASSWORD })
    const stored = await asSuperuser(ground, async (client) => {
      const { rows } = await client.query<{ totp_secret: Buffer; secret_hash: string }>(
        'SELECT totp_secret, secret_hash FROM account WHERE id = $1',
        [person.accountId],
      )
      return rows[0]!
    })
    expect(stored.totp_secret.includes(enrolSecret(body))).toBe(false)
    expect(stored.secret_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

describe('wrong tries', () => {
  const tries = async (signInName: string, count: number, from: string, more = {}) => {
    const statuses: number[] = []
    for (let i = 0; i < count; i++) {
      const body = { signInName, secret: '111222', ...more }
      statuses.push((await post(ground, '/v1/sign-in', body, { from })).status)
    }
    return statuses
  }

  test('slow the guesser down, while the next person at the same address gets in', async () => {
    const victim = await addPersonnel(ground, scannerGrant())
    const colleague = await addPersonnel(ground, scannerGrant())
    const from = '127.0.1.1'
    expect(await tries(victim.signInName, 6, from)).toEqual([401, 401, 401, 401, 401, 429])
    const body = { signInName: colleague.signInName, secret: PIN }
    expect((await post(ground, '/v1/sign-in', body, { from })).status).toBe(200)
    const right = await post(ground, '/v1/sign-in', { signInName: victim.signInName, secret: PIN }, { from })
    expect(right).toMatchObject({ status: 429, body: { code: 'sign-in.too-many' } })
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(0)
    later(3)
    const after = await post(ground, '/v1/sign-in', { signInName: victim.signInName, secret: PIN }, { from })
    expect(after.status).toBe(200)
  })

  test('a known device has a lane of its own: strangers cannot fill it', async () => {
    const person = await addPersonnel(ground, scannerGrant())
    const { deviceId } = await signInAs(ground, person)
    await tries(person.signInName, 6, '127.0.0.1')
    const body = { signInName: person.signInName, secret: PIN }
    expect((await post(ground, '/v1/sign-in', body)).status).toBe(429)
    expect((await post(ground, '/v1/sign-in', { ...body, deviceId })).status).toBe(200)
    const foreign = '0f000000-0000-4000-8000-0000000000ff'
    expect((await post(ground, '/v1/sign-in', { ...body, deviceId: foreign })).status).toBe(429)
  })

  test('thirty at once are thirty failures, not one', async () => {
    const person = await addPersonnel(ground, scannerGrant())
    const body = { signInName: person.signInName, secret: '111222' }
    const all = await Promise.all(
      Array.from({ length: 30 }, () => post(ground, '/v1/sign-in', body, { from: '127.0.1.3' })),
    )
    expect(all.filter((answer) => answer.status === 401)).toHaveLength(5)
    expect(all.filter((answer) => answer.status === 429)).toHaveLength(25)
  })

  test('neither the name nor the address of a try is kept', async () => {
    await tries('ten.bi.lo', 1, '127.9.8.7')
    const keys = await asSuperuser(ground, async (client) => {
      const { rows } = await client.query<{ key: string }>('SELECT key FROM sign_in_throttle')
      return rows.map((row) => row.key).join(' ')
    })
    expect(keys).not.toMatch(/ten\.bi\.lo|127\.9/)
  })

  test('a right password without its code forgives nothing', async () => {
    const person = await addPersonnel(ground, [{ role: 'admin' }], PASSWORD)
    const body = { signInName: person.signInName, secret: PASSWORD }
    const from = '127.0.1.5'
    const secret = (await post(ground, '/v1/sign-in', body, { from })).body['secret'] as string
    const right = codeOf(secret)
    const wrong = right === '000000' ? '000001' : '000000'
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) {
      statuses.push((await post(ground, '/v1/sign-in', { ...body, code: wrong }, { from })).status)
      await post(ground, '/v1/sign-in', body, { from })
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })
})

describe('one’s own secret', () => {
  test('is changed with the old one, ends other sign-ins, and weak ones are refused', async () => {
    const person = await addPersonnel(ground, scannerGrant())
    const here = await signInAs(ground, person)
    const elsewhere = await signInAs(ground, person)
    const change = (current: string, next: string) =>
      post(
        ground,
        '/v1/account/secret',
        { current, next },
        {
          headers: { authorization: `Bearer ${here.accessToken}` },
        },
      )
    expect((await change(PIN, '123456')).body.code).toBe('secret.weak-pin')
    expect((await change('999888', '719264')).body.code).toBe('secret.wrong')
    expect((await change(PIN, '719264')).status).toBe(204)
    expect((await whoAmI(ground, here.accessToken)).status).toBe(200)
    expect((await whoAmI(ground, elsewhere.accessToken)).status).toBe(401)
    const old = await post(ground, '/v1/sign-in', { signInName: person.signInName, secret: PIN })
    expect(old.body.code).toBe('sign-in.failed')
    await signInAs(ground, { ...person, secret: '719264' })
    expect(await auditRows(ground, person.accountId)).toContain('changeOwnSecret')
  })
})
