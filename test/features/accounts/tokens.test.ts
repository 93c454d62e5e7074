import { createHmac, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { authorityOfTests, NOW } from '../../support/world.ts'
import { addPersonnel, auditRows, post, signInAs, whoAmI } from './support.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())
beforeEach(() => ground.setNow(NOW))

const later = (seconds: number) => ground.setNow(new Date(NOW.getTime() + seconds * 1000))
const person = () => addPersonnel(ground, [{ role: 'scanner', sessionId: ground.world.sessions.A }])
const refresh = (refreshToken: string) => post(ground, '/v1/sign-in/refresh', { refreshToken })

describe('an access token', () => {
  const seconds = Math.floor(NOW.getTime() / 1000)
  const claims = () => {
    const { accountId, familyId } = ground.world.accounts.scanner
    return {
      sub: accountId,
      ver: 1,
      fam: familyId,
      dev: null,
      typ: 'access',
      iat: seconds,
      exp: seconds + 900,
      iss: 'muitiem',
      aud: authorityOfTests.id,
    }
  }
  const sign = (
    payload: object,
    secret = ground.deps.config.tokenSecret,
    algorithm: jwt.Algorithm = 'HS256',
  ) => jwt.sign(payload, secret, { algorithm })
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  test('made in our way is taken (so that the refusals below mean something)', async () => {
    expect((await whoAmI(ground, sign(claims()))).status).toBe(200)
  })

  test.each<[string, () => string]>([
    ['no algorithm', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`],
    ['no algorithm, some signature', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.AAAA`],
    ['another algorithm of the family', () => sign(claims(), ground.deps.config.tokenSecret, 'HS512')],
    ['another key', () => sign(claims(), 'k'.repeat(48))],
    [
      'a key that it brings itself',
      () => {
        const head = encode({
          alg: 'HS256',
          jwk: { kty: 'oct', k: Buffer.from('mine').toString('base64url') },
        })
        const body = `${head}.${encode(claims())}`
        return `${body}.${createHmac('sha256', 'mine').update(body).digest('base64url')}`
      },
    ],
    ['another type', () => sign({ ...claims(), typ: 'refresh' })],
    ['no type', () => sign({ ...claims(), typ: undefined })],
    ['another authority', () => sign({ ...claims(), aud: randomUUID() })],
    ['another issuer', () => sign({ ...claims(), iss: 'elsewhere' })],
    ['a past end', () => sign({ ...claims(), iat: seconds - 901, exp: seconds - 1 })],
    ['a future beginning', () => sign({ ...claims(), nbf: seconds + 60 })],
    ['an older session version', () => sign({ ...claims(), ver: 0 })],
    ['a sign-in of someone else', () => sign({ ...claims(), fam: ground.world.accounts.admin.familyId })],
    ['an account that does not exist', () => sign({ ...claims(), sub: randomUUID() })],
  ])('with %s is 401', async (_what, make) => {
    const answer = await whoAmI(ground, make())
    expect(answer).toMatchObject({ status: 401, body: { code: 'sign-in.required' } })
  })

  test('lives 15 minutes', async () => {
    const { accessToken } = await signInAs(ground, await person())
    later(15 * 60 - 1)
    expect((await whoAmI(ground, accessToken)).status).toBe(200)
    later(15 * 60)
    expect((await whoAmI(ground, accessToken)).status).toBe(401)
  })

  test('is not a refresh token, nor the other way round', async () => {
    const { accessToken, refreshToken } = await signInAs(ground, await person())
    expect((await whoAmI(ground, refreshToken)).status).toBe(401)
    expect((await refresh(accessToken)).status).toBe(401)
  })
})

describe('a refresh token', () => {
  test('gives new tokens and is replaced', async () => {
    const { refreshToken } = await signInAs(ground, await person())
    const next = await refresh(refreshToken)
    expect(next.status).toBe(200)
    expect(next.body['refreshToken']).not.toBe(refreshToken)
    expect((await whoAmI(ground, next.body['accessToken'] as string)).status).toBe(200)
  })

  test('lost answer: asked again within 30 seconds, the old one gives the same new one', async () => {
    const { refreshToken } = await signInAs(ground, await person())
    const lost = await refresh(refreshToken)
    later(29)
    const again = await refresh(refreshToken)
    expect(again.status).toBe(200)
    expect(again.body['refreshToken']).toBe(lost.body['refreshToken'])
    expect((await refresh(again.body['refreshToken'] as string)).status).toBe(200)
  })

  test('two pages that refresh at once both go on', async () => {
    const { refreshToken } = await signInAs(ground, await person())
    const [one, two] = await Promise.all([refresh(refreshToken), refresh(refreshToken)])
    expect([one.status, two.status]).toEqual([200, 200])
    expect(one.body['refreshToken']).toBe(two.body['refreshToken'])
  })

  test('theft: an old one after its grace ends the sign-in for thief and owner alike', async () => {
    const owner = await person()
    const { refreshToken } = await signInAs(ground, owner)
    const next = await refresh(refreshToken)
    later(30)
    expect((await refresh(refreshToken)).status).toBe(401)
    expect((await refresh(next.body['refreshToken'] as string)).status).toBe(401)
    expect((await whoAmI(ground, next.body['accessToken'] as string)).status).toBe(401)
    expect(await auditRows(ground, owner.accountId)).toContain('endSignInReused')
  })

  test('theft: the first use of the new one ends the grace of the old', async () => {
    const { refreshToken } = await signInAs(ground, await person())
    const second = (await refresh(refreshToken)).body['refreshToken'] as string
    const third = (await refresh(second)).body['refreshToken'] as string
    expect((await refresh(refreshToken)).status).toBe(401)
    expect((await refresh(third)).status).toBe(401)
  })

  test('a made-up one ends nobody’s sign-in', async () => {
    const { refreshToken } = await signInAs(ground, await person())
    const [familyId, nonce] = refreshToken.split('.')
    const forged = `${familyId}.${nonce}.${'A'.repeat(43)}`
    const invented = `${familyId}.${'B'.repeat(43)}.${'A'.repeat(43)}`
    expect((await refresh(forged)).status).toBe(401)
    expect((await refresh(invented)).status).toBe(401)
    expect((await refresh('no token at all')).status).toBe(401)
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  test('ends with the shift of those who see the whole city, and after five days at a site', async () => {
    const { refreshToken } = await signInAs(ground, await person())
    later(5 * 24 * 3600 - 1)
    const last = await refresh(refreshToken)
    expect(last.status).toBe(200)
    later(5 * 24 * 3600)
    expect((await refresh(last.body['refreshToken'] as string)).status).toBe(401)
  })

  test('signing out ends this sign-in, not the other one, however often it is done', async () => {
    const who = await person()
    const here = await signInAs(ground, who)
    const elsewhere = await signInAs(ground, who)
    for (let i = 0; i < 2; i++)
      expect((await post(ground, '/v1/sign-out', { refreshToken: here.refreshToken })).status).toBe(204)
    expect((await whoAmI(ground, here.accessToken)).status).toBe(401)
    expect((await refresh(here.refreshToken)).status).toBe(401)
    expect((await whoAmI(ground, elsewhere.accessToken)).status).toBe(200)
    expect((await auditRows(ground, who.accountId)).filter((action) => action === 'signOut')).toHaveLength(1)
  })
})
