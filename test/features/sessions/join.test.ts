import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { JOIN_REQUEST_MS, JOIN_REQUESTS_MAX, SCREEN_CODE_MS, splitJoinCode } from '#domain/join.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { look } from '../../support/look.ts'
import { NOW, type TestAccount } from '../../support/world.ts'

const OWN_PIN = '582046'
let app: TestApp
let lead: TestAccount
let sessionId: string
/** Of each test its own network: one test's wrong tries slow down no other's. */
let address = '127.0.0.1'
let networks = 1

beforeAll(async () => {
  app = await createTestApp()
  lead = app.world.accounts.siteLead
  sessionId = app.world.sessions.A
})
afterAll(() => app.close())
beforeEach(() => {
  app.setNow(NOW)
  networks += 1
  address = `127.0.0.${networks}`
})

const after = (ms: number) => app.setNow(new Date(NOW.getTime() + ms))

/** A phone at the site: nobody is signed in on it. Loopback counts as encrypted, and has many addresses. */
async function ask(path: string, body: object, from = address) {
  const response = await app.app.inject({
    method: 'POST',
    url: `/v1${path}`,
    remoteAddress: from,
    payload: body,
  })
  const answer: Record<string, unknown> = response.json()
  return { status: response.statusCode, body: answer }
}

async function codeOf(account: TestAccount = lead, session = sessionId, paper = false): Promise<string> {
  const answer = await app.as(account, 'GET', `/v1/sessions/${session}/join-code?paper=${paper}`)
  expect(answer.status).toBe(200)
  return answer.body['code'] as string
}

let people = 0
/** Somebody of the crew who has signed in before and knows the own PIN. */
async function addVolunteer(fullName = `Lê Văn Thử ${randomBytes(3).toString('hex')}`) {
  people += 1
  const signInName = `tinhnguyen.${people}`
  const made = await app.as(lead, 'POST', `/v1/sessions/${sessionId}/crew/accounts`, {
    signInName,
    fullName,
    duty: 'scanner',
  })
  expect(made.status).toBe(201)
  const pin = made.body['secret'] as string
  const post = made.body['post'] as { accountId: string }
  return { fullName, signInName, pin, accountId: post.accountId }
}

describe('the code of a shift', () => {
  test('is shown to whoever staffs the session, names the session and holds nothing else', async () => {
    const code = await codeOf()
    expect(splitJoinCode(code)).toMatchObject({
      sessionId,
      validUntil: new Date(NOW.getTime() + SCREEN_CODE_MS),
    })
    expect(code.length).toBeLessThan(75)
    expect(
      (await app.as(app.world.accounts.scanner, 'GET', `/v1/sessions/${sessionId}/join-code`)).status,
    ).toBe(403)
    const shift = await ask('/join/look', { code })
    expect(shift).toMatchObject({
      status: 200,
      body: { sessionId, siteName: 'Trạm Y tế A', sessionOn: '2021-10-17' },
    })
    expect(Object.keys(shift.body).toSorted()).toEqual(
      ['sessionId', 'sessionOn', 'siteId', 'siteName', 'slot', 'wardName'].toSorted(),
    )
  })

  test('forged, of another session, or of another authority it is none', async () => {
    const code = await codeOf()
    const other = code.replace(sessionId.replaceAll('-', ''), app.world.sessions.B.replaceAll('-', ''))
    const longer = code.replace(
      /\.(\w+)\.([\w-]{22})$/,
      (_all, second: string, seal: string) => `.z${second}.${seal}`,
    )
    const at = code.lastIndexOf('.') + 1
    const forged = `${code.slice(0, at)}${code[at] === 'A' ? 'B' : 'A'}${code.slice(at + 1)}`
    for (const bad of [other, longer, forged, 'MTJ1.', '46191055555'])
      expect(await ask('/join/look', { code: bad })).toMatchObject({
        status: 422,
        body: { code: 'join.bad-code' },
      })
  })

  test('on a screen it is good for a quarter of an hour, on paper until the day is over', async () => {
    const [screen, paper] = [await codeOf(), await codeOf(lead, sessionId, true)]
    after(SCREEN_CODE_MS + 1000)
    expect(await ask('/join/look', { code: screen })).toMatchObject({
      status: 410,
      body: { code: 'join.code-over' },
    })
    expect((await ask('/join/look', { code: paper })).status).toBe(200)
    app.setNow('2021-10-17T17:00:01Z')
    expect((await ask('/join/look', { code: paper })).status).toBe(410)
  })
})

describe('somebody of the crew', () => {
  test('joins by name or number and PIN: own account, present, and only until the window ends', async () => {
    const one = await addVolunteer()
    const code = await codeOf()
    const joined = await ask('/join', { code, who: one.fullName.normalize('NFD'), pin: one.pin })
    expect(joined).toMatchObject({ status: 200, body: { sessionId, siteId: app.world.sites.A } })
    const { refreshExpiresAt } = joined.body['signedIn'] as { refreshExpiresAt: string }
    // A fixed site enters its paper on the day after: the sign-in ends with that day, not after five.
    expect(refreshExpiresAt).toBe('2021-10-18T17:00:00.000Z')
    const crew = await app.as(lead, 'GET', `/v1/sessions/${sessionId}/crew`)
    const posts = crew.body['items'] as { accountId: string; present: boolean }[]
    expect(posts.filter(({ accountId }) => accountId === one.accountId)).toMatchObject([{ present: true }])
    expect((await ask('/join', { code, who: one.signInName, pin: one.pin })).status).toBe(200)
    const audited = await look<{ n: number }>(
      app.database,
      `SELECT count(*)::integer AS n FROM audit_entry WHERE action = 'joinShift' AND actor_id = $1`,
      [one.accountId],
    )
    expect(audited).toEqual([{ n: 2 }])
  })

  test('one answer for a wrong PIN, for nobody, and for somebody of another site', async () => {
    const one = await addVolunteer()
    const code = await codeOf()
    const wrong = one.pin === '918273' ? '918274' : '918273'
    const answers = await Promise.all([
      ask('/join', { code, who: one.fullName, pin: wrong }),
      ask('/join', { code, who: 'Không Ai Cả', pin: one.pin }),
      ask('/join', {
        code: await codeOf(app.world.accounts.cityCentre, app.world.sessions.B),
        who: one.fullName,
        pin: one.pin,
      }),
    ])
    const [first] = answers
    for (const { status, body } of answers) {
      expect([status, body['code'], body['title']]).toEqual([401, 'join.failed', first.body['title']])
    }
  })

  test('two of one name are asked for something that only one of them has', async () => {
    const name = 'Phạm Thị Trùng'
    const [one, two] = [await addVolunteer(name), await addVolunteer(name)]
    const code = await codeOf()
    expect(await ask('/join', { code, who: name, pin: one.pin })).toMatchObject({
      status: 409,
      body: { code: 'join.several-names' },
    })
    expect((await ask('/join', { code, who: two.signInName, pin: two.pin })).status).toBe(200)
  })

  test('who was taken off the crew does not join, and nobody joins a session that is closed', async () => {
    const one = await addVolunteer()
    const code = await codeOf(lead, sessionId, true)
    const crew = await app.as(lead, 'GET', `/v1/sessions/${sessionId}/crew`)
    const posts = crew.body['items'] as { id: string; accountId: string }[]
    const post = posts.find(({ accountId }) => accountId === one.accountId)!
    expect((await app.as(lead, 'DELETE', `/v1/sessions/${sessionId}/crew/${post.id}`)).status).toBe(204)
    expect((await ask('/join', { code, who: one.fullName, pin: one.pin })).status).toBe(401)
    const inB = await codeOf(app.world.accounts.wardOfficialB, app.world.sessions.B, true)
    await look(app.database, `UPDATE session SET state = 'cancelled' WHERE id = $1`, [app.world.sessions.B])
    expect(await ask('/join', { code: inB, who: one.fullName, pin: one.pin })).toMatchObject({
      status: 409,
      body: { code: 'join.ended' },
    })
    await look(app.database, `UPDATE session SET state = 'open' WHERE id = $1`, [app.world.sessions.B])
  })
})

describe('guessing', () => {
  test('a PIN is slowed, by name, number and sign-in name together; the others of the site still come in', async () => {
    const [victim, other] = [await addVolunteer(), await addVolunteer()]
    const code = await codeOf()
    const tries: number[] = []
    for (let i = 0; i < 12; i += 1) {
      const who = i % 2 === 0 ? victim.fullName : victim.signInName
      const pin = String(700_100 + i)
      const { status } = await ask('/join', { code, who, pin })
      tries.push(status)
    }
    expect(tries.filter((status) => status === 401)).toHaveLength(5)
    expect(tries.slice(5).every((status) => status === 429)).toBe(true)
    // Not even with the right one, from that network; and the sign-in page is no way around it.
    expect((await ask('/join', { code, who: victim.fullName, pin: victim.pin })).status).toBe(429)
    expect((await ask('/sign-in', { signInName: victim.signInName, secret: victim.pin })).status).toBe(429)
    expect((await ask('/join', { code, who: other.fullName, pin: other.pin })).status).toBe(200)
    // The lead's word lets the victim past at once.
    expect((await app.as(lead, 'POST', `/v1/accounts/${victim.accountId}/unlock`)).status).toBeLessThan(300)
    expect((await ask('/join', { code, who: victim.fullName, pin: victim.pin })).status).toBe(200)
  })
})

describe('somebody on no list', () => {
  async function request(changes: object = {}) {
    const body = {
      id: randomUUID(),
      code: await codeOf(),
      fullName: 'Võ Thị Mới',
      phone: '0905 111 222',
      duty: 'scanner',
      pin: OWN_PIN,
      claim: randomBytes(16).toString('base64url'),
      ...changes,
    }
    return { body, answer: await ask('/join/requests', body) }
  }
  const claimOf = (of: { id: string; claim: string }) =>
    ask(`/join/requests/${of.id}/claims`, { claim: of.claim })
  const decide = (requestId: string, body: object, by = lead) =>
    app.as(by, 'PUT', `/v1/sessions/${sessionId}/join-requests/${requestId}/decision`, body)

  test('asks, is let in with one tap, and works with an account of their own until the window ends', async () => {
    const { body, answer } = await request()
    expect(answer.status).toBe(200)
    expect((await ask('/join/requests', body)).body).toEqual(answer.body)
    expect((await claimOf(body)).body).toMatchObject({ state: 'waiting' })
    const waiting = await app.as(lead, 'GET', `/v1/sessions/${sessionId}/join-requests`)
    expect(waiting.body['items']).toMatchObject([{ id: body.id, fullName: 'Võ Thị Mới', duty: 'scanner' }])
    // The code that was scanned may run out while they wait.
    after(SCREEN_CODE_MS + 60_000)
    const decided = await decide(body.id, { admit: true })
    expect(decided).toMatchObject({ status: 200, body: { state: 'admitted', signInName: 'moivt' } })
    expect((await decide(body.id, { admit: true })).body).toEqual(decided.body)
    expect(await decide(body.id, { admit: false })).toMatchObject({
      status: 409,
      body: { code: 'join.decided' },
    })
    const claimed = await claimOf(body)
    expect(claimed.body).toMatchObject({ state: 'admitted', signInName: 'moivt' })
    const { code, signInName: who } = claimed.body as { code: string; signInName: string }
    const joined = await ask('/join', { code, who, pin: OWN_PIN })
    expect(joined).toMatchObject({ status: 200, body: { signedIn: { mustChangeSecret: false } } })
    const { accessToken } = joined.body['signedIn'] as { accessToken: string }
    const me = await app.as(null, 'GET', '/v1/account', undefined, { authorization: `Bearer ${accessToken}` })
    expect(me.body['grants']).toMatchObject([{ role: 'scanner', session: { id: sessionId } }])
    expect((me.body['grants'] as { validTo: string }[])[0]!.validTo).toBe('2021-10-18T17:00:00.000Z')
    const kept = await look(app.database, 'SELECT secret_hash FROM join_request WHERE id = $1', [body.id])
    expect(kept).toEqual([{ secret_hash: null }])
  })

  test('cannot ask for more than the two first tasks, nor with a PIN that is guessed first', async () => {
    expect((await request({ duty: 'site-lead' })).answer.status).toBe(400)
    expect((await request({ pin: '123456' })).answer.body['code']).toBe('secret.weak-pin')
  })

  test('is not let in by another site, nor claimed by another phone; refused, they are forgotten', async () => {
    const { body } = await request()
    expect((await decide(body.id, { admit: true }, app.world.accounts.wardOfficialB)).status).toBe(404)
    expect((await claimOf({ ...body, claim: randomBytes(16).toString('base64url') })).status).toBe(404)
    const stolen = { ...body, claim: randomBytes(16).toString('base64url') }
    expect((await ask('/join/requests', stolen)).body['code']).toBe('conflict')
    expect((await decide(body.id, { admit: false })).body).toMatchObject({ state: 'refused' })
    expect((await claimOf(body)).body).toEqual({ state: 'refused' })
    expect(
      await look(app.database, 'SELECT full_name, phone, secret_hash FROM join_request WHERE id = $1', [
        body.id,
      ]),
    ).toEqual([{ full_name: '', phone: '', secret_hash: null }])
  })

  test('waits half an hour at most, and no more than twenty at once', async () => {
    const { body } = await request()
    after(JOIN_REQUEST_MS)
    expect((await claimOf(body)).body).toEqual({ state: 'refused' })
    expect((await decide(body.id, { admit: true })).status).toBe(409)
    const answers = new Set<unknown>()
    for (let i = 0; i < JOIN_REQUESTS_MAX + 1; i += 1) {
      const { answer } = await request()
      answers.add(answer.status === 200 ? 200 : answer.body['code'])
    }
    expect([...answers]).toEqual([200, 'join.queue-full'])
    const rows = await look<{ n: number }>(
      app.database,
      `SELECT count(*)::integer AS n FROM join_request WHERE session_id = $1 AND state = 'waiting'`,
      [sessionId],
    )
    expect(rows).toEqual([{ n: JOIN_REQUESTS_MAX }])
  })

  test('let in twice at one moment, there is one account', async () => {
    await look(
      app.database,
      `UPDATE join_request SET state = 'refused', secret_hash = NULL, decided_at = now() WHERE state = 'waiting'`,
    )
    const { body } = await request({ fullName: 'Đặng Văn Đồng Thời' })
    const both = await Promise.all([decide(body.id, { admit: true }), decide(body.id, { admit: true })])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(
      await look(
        app.database,
        `SELECT count(*)::integer AS n FROM account WHERE full_name = 'Đặng Văn Đồng Thời'`,
      ),
    ).toEqual([{ n: 1 }])
  })
})
