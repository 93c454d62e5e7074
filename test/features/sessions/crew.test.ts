import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionWindow, startOfDay } from '#domain/session-window.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, countAuditSaying, look, signedInAgain } from '../../support/look.ts'
import { NOW, type TestAccount } from '../../support/world.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

const ward = () => ground.world.accounts.wardOfficial
const refused = (status: number, code: string) => ({ status, body: { code } })
const post = (url: string, body: unknown = {}, account = ward()) => ground.as(account, 'POST', url, body)
let sites = 0
async function planSession(fields: Record<string, unknown> = {}): Promise<string> {
  const site = await post('/v1/sites', {
    name: `Điểm ${(sites += 1)}`,
    kind: 'fixed',
    wardId: ground.world.places.wardA,
    validFrom: '2021-10-01',
  })
  const session = await post('/v1/sessions', {
    siteId: site.body['id'],
    campaignId: ground.world.campaignId,
    sessionOn: '2021-10-17',
    capacity: 100,
    vaccines: [{ productId: ground.world.productId, plannedDoses: 100 }],
    ...fields,
  })
  expect(session.status).toBe(201)
  return `/v1/sessions/${String(session.body['id'])}`
}
/** Somebody with an account and no work yet. */
async function newcomer(): Promise<TestAccount> {
  const account = await ground.world.addAccount('scanner', { sessionId: ground.world.sessions.C })
  return account
}
const assign = (url: string, account: TestAccount, duty: string, by = ward()) =>
  post(`${url}/crew`, { accountId: account.accountId, duty }, by)
async function join(url: string, account: TestAccount, present = true) {
  return post(`${url}/presence`, { present }, await signedInAgain(ground.database, account))
}
const grantsOf = (account: TestAccount) =>
  look<{ role: string; session_id: string; valid_from: Date; valid_to: Date }>(
    ground.database,
    'SELECT role, session_id, valid_from, valid_to FROM access_grant WHERE account_id = $1 AND session_id <> $2',
    [account.accountId, ground.world.sessions.C],
  )

describe('the crew', () => {
  test('a duty gives its rights at that session, for its window, and is given once', async () => {
    const url = await planSession()
    const person = await newcomer()
    expect(await ground.as(person, 'GET', url)).toMatchObject(refused(404, 'not-found'))
    expect(await assign(url, person, 'data-entry')).toMatchObject({
      status: 201,
      body: { duty: 'data-entry', present: false, joinedAt: null },
    })
    expect(await assign(url, person, 'data-entry')).toMatchObject({
      status: 200,
      body: { duty: 'data-entry' },
    })
    expect(await countAudit(ground.database, 'assignCrew')).toBe(1)
    expect(await countAudit(ground.database, 'createGrant')).toBe(1)
    expect(await grantsOf(person)).toEqual([
      {
        role: 'data-entry',
        session_id: url.split('/').at(-1),
        // Noon of the day before, and the end of the day after, in Huế.
        valid_from: new Date('2021-10-16T05:00:00Z'),
        valid_to: new Date('2021-10-18T17:00:00Z'),
      },
    ])
    expect((await ground.as(await signedInAgain(ground.database, person), 'GET', url)).status).toBe(200)
  })

  test('who may do it there already gets no second grant', async () => {
    const url = `/v1/sessions/${ground.world.sessions.A}`
    const { siteLead, cityCentre } = ground.world.accounts
    expect((await assign(url, siteLead, 'site-lead', cityCentre)).status).toBe(201)
    expect(await grantsOf(siteLead)).toEqual([])
  })

  test('is chosen by who runs the place, from accounts that exist', async () => {
    const url = await planSession()
    const person = await newcomer()
    const { wardOfficialB, scanner, siteLead } = ground.world.accounts
    expect(await assign(url, person, 'scanner', wardOfficialB)).toMatchObject(refused(404, 'not-found'))
    expect(await assign(url, person, 'scanner', siteLead)).toMatchObject(refused(404, 'not-found'))
    expect(await assign(url, person, 'scanner', scanner)).toMatchObject(refused(403, 'forbidden'))
    expect(await assign(url, { ...person, accountId: randomUUID() }, 'scanner')).toMatchObject(
      refused(404, 'not-found'),
    )
    expect(await assign(url, person, 'cook')).toMatchObject(refused(400, 'request.invalid'))
    expect(await assign(url, ward(), 'scanner')).toMatchObject(refused(403, 'account.self'))
    const own = `/v1/sessions/${ground.world.sessions.A}`
    expect((await assign(own, person, 'scanner', siteLead)).status).toBe(201)
    expect(await grantsOf(person)).toHaveLength(1)
  })

  test('an account can be made on the spot; its secret is in the answer and nowhere else', async () => {
    const url = await planSession()
    const body = {
      signInName: 'thuan.nhaplieu1',
      fullName: 'Trần Thị Thử',
      unit: 'UBND phường',
      duty: 'data-entry',
    }
    const made = await post(`${url}/crew/accounts`, body)
    expect(made).toMatchObject({
      status: 201,
      body: { signInName: 'thuan.nhaplieu1', post: { duty: 'data-entry', fullName: 'Trần Thị Thử' } },
    })
    expect(String(made.body['secret']).length).toBeGreaterThan(5)
    expect(await post(`${url}/crew/accounts`, body)).toMatchObject(refused(409, 'account.name-taken'))
    const crew = await ground.as(ward(), 'GET', `${url}/crew`)
    expect(crew.body).toMatchObject({
      items: [{ fullName: 'Trần Thị Thử', present: false }],
      missing: [
        { duty: 'scanner', missing: 1 },
        { duty: 'data-entry', missing: 2 },
      ],
    })
    const grants = await look(
      ground.database,
      "SELECT g.role FROM access_grant g JOIN account a ON a.id = g.account_id WHERE a.sign_in_name = 'thuan.nhaplieu1'",
    )
    expect(grants).toEqual([{ role: 'data-entry' }])
  })

  test('taken off the crew, the rights of the post end at once', async () => {
    const url = await planSession()
    const person = await newcomer()
    const { body } = await assign(url, person, 'scanner')
    const postUrl = `${url}/crew/${String(body['id'])}`
    expect((await join(url, person)).status).toBe(200)
    expect(await ground.as(ground.world.accounts.wardOfficialB, 'DELETE', postUrl)).toMatchObject(
      refused(404, 'not-found'),
    )
    expect(await ground.as(ward(), 'DELETE', `${url}/crew/${randomUUID()}`)).toMatchObject(
      refused(404, 'not-found'),
    )
    expect((await ground.as(ward(), 'DELETE', postUrl)).status).toBe(204)
    expect((await ground.as(ward(), 'DELETE', postUrl)).status).toBe(204)
    expect(await countAudit(ground.database, 'endCrewPost')).toBe(1)
    expect(await ground.as(await signedInAgain(ground.database, person), 'GET', url)).toMatchObject(
      refused(404, 'not-found'),
    )
    expect((await ground.as(ward(), 'GET', `${url}/crew`)).body['items']).toEqual([])
    const [grant] = await grantsOf(person)
    expect(grant?.valid_to).toEqual(ground.deps.clock())
  })
})

describe('presence', () => {
  test('is said by the person itself, once', async () => {
    const url = await planSession()
    const person = await newcomer()
    await assign(url, person, 'scanner')
    const before = await countAudit(ground.database, 'recordPresence')
    expect(await join(url, person)).toMatchObject({
      status: 200,
      body: { items: [{ present: true }], missing: [{ duty: 'data-entry', missing: 2 }] },
    })
    expect((await join(url, person)).status).toBe(200)
    expect(await countAudit(ground.database, 'recordPresence')).toBe(before + 1)
    expect(await join(url, person, false)).toMatchObject({
      body: {
        items: [{ present: false }],
        missing: [
          { duty: 'scanner', missing: 1 },
          { duty: 'data-entry', missing: 2 },
        ],
      },
    })
    expect(await join(url, person)).toMatchObject({ body: { items: [{ present: true, leftAt: null }] } })
    expect(await post(`${url}/presence`, { present: true })).toMatchObject(
      refused(409, 'session.not-on-crew'),
    )
    expect(await join(url, await newcomer())).toMatchObject(refused(404, 'not-found'))
  })
})

describe('opening', () => {
  test('needs 1 scanner and 2 data-entry officials present', async () => {
    const url = await planSession()
    const crew = [await newcomer(), await newcomer(), await newcomer()]
    for (const [index, person] of crew.entries()) {
      await assign(url, person, index === 0 ? 'scanner' : 'data-entry')
      const { body } = await post(`${url}/open`)
      expect(body).toMatchObject({ code: 'session.crew-missing' })
      await join(url, person)
    }
    expect(await post(`${url}/open`, {}, ground.world.accounts.wardOfficialB)).toMatchObject(
      refused(404, 'not-found'),
    )
    const opened = await post(`${url}/open`)
    expect(opened).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { state: 'open', overrideReason: null, crewMissing: [], openedAt: '2021-10-17T01:00:00.000Z' },
    })
    expect((await post(`${url}/open`)).body).toMatchObject({ state: 'open', version: 2 })
    expect(await countAudit(ground.database, 'openSession')).toBe(1)
  })

  test('with people missing needs a reason, which the centre sees', async () => {
    const url = await planSession()
    const refusal = await post(`${url}/open`, {})
    expect(refusal).toMatchObject({
      status: 409,
      body: { code: 'session.crew-missing', facts: { missing: '1 scanner, 2 data-entry' } },
    })
    expect(String(refusal.body['title'])).toContain('1 scanner, 2 data-entry')
    const reason = 'Hai cán bộ bị cách ly'
    expect(await post(`${url}/open`, { reason })).toMatchObject({
      status: 200,
      body: { state: 'open', overrideReason: reason },
    })
    const seen = await ground.as(ground.world.accounts.supervisor, 'GET', url)
    expect(seen.body).toMatchObject({
      overrideReason: reason,
      crewMissing: [{ duty: 'scanner' }, { duty: 'data-entry' }],
    })
    expect(await countAuditSaying(ground.database, reason)).toBe(0)
  })

  test('is for a session of today, with a vaccine, in an open campaign', async () => {
    const reason = 'Mở thử'
    const tomorrow = await planSession({ sessionOn: '2021-10-18' })
    expect(await post(`${tomorrow}/open`, { reason })).toMatchObject({
      status: 409,
      body: { code: 'session.wrong-day', facts: { sessionOn: '2021-10-18' } },
    })
    expect(await post(`${await planSession({ vaccines: [] })}/open`, { reason })).toMatchObject(
      refused(409, 'session.no-product'),
    )
    const planned = await post(
      '/v1/campaigns',
      {
        name: 'Chưa mở',
        antigen: 'covid-19',
        fromOn: '2021-10-01',
        toOn: '2021-12-31',
        productIds: [ground.world.productId],
      },
      ground.world.accounts.cityCentre,
    )
    const early = await planSession({ campaignId: planned.body['id'] })
    expect(await post(`${early}/open`, { reason })).toMatchObject(refused(409, 'campaign.not-open'))
    const cancelled = await planSession()
    await post(`${cancelled}/cancel`, { reason: 'Thiếu người' })
    expect(await post(`${cancelled}/open`, { reason })).toMatchObject(refused(409, 'session.wrong-state'))
    expect(await assign(cancelled, await newcomer(), 'scanner')).toMatchObject(
      refused(409, 'session.wrong-state'),
    )
  })
})

describe('closing', () => {
  test('needs paper, phones and server to agree, or a reason', async () => {
    const url = await planSession()
    expect(await post(`${url}/close`, { paperCount: 0, phoneCount: 0 })).toMatchObject(
      refused(409, 'session.wrong-state'),
    )
    const person = await newcomer()
    await assign(url, person, 'scanner')
    await join(url, person)
    await post(`${url}/open`, { reason: 'Đủ người sau' })
    await look(ground.database, 'INSERT INTO session_count (session_id, given) VALUES ($1, 7)', [
      url.split('/').at(-1),
    ])
    expect(await post(`${url}/close`, { paperCount: 8, phoneCount: 7 })).toMatchObject({
      status: 409,
      body: { code: 'session.counts-differ', facts: { paper: 8, phone: 7, server: 7 } },
    })
    expect(
      await post(`${url}/close`, { paperCount: 8, phoneCount: 7 }, ground.world.accounts.wardOfficialC),
    ).toMatchObject(refused(404, 'not-found'))
    const closed = await post(`${url}/close`, { paperCount: 7, phoneCount: 7 })
    expect(closed).toMatchObject({
      status: 200,
      body: {
        state: 'closed',
        paperCount: 7,
        given: 7,
        closeReason: null,
        closedAt: '2021-10-17T01:00:00.000Z',
      },
    })
    expect((await post(`${url}/close`, { paperCount: 1, phoneCount: 1 })).body).toMatchObject({
      state: 'closed',
      paperCount: 7,
    })
    expect(await countAudit(ground.database, 'closeSession')).toBe(1)
    expect((await ground.as(ward(), 'GET', `${url}/crew`)).body['items']).toMatchObject([
      { present: false, leftAt: '2021-10-17T01:00:00.000Z' },
    ])
  })

  test('keeps the reason of a difference, and gives back what was counted as left', async () => {
    const { sessions, sessionHolders, holders, lotId } = ground.world
    const url = `/v1/sessions/${sessions.A}`
    const body = {
      paperCount: 3,
      phoneCount: 0,
      reason: 'Mất mạng, nhập bù ngày mai',
      stock: { returnTo: holders.wardA, lots: [{ lotId, closedVials: 19, discardedDoses: 6 }] },
    }
    // Not into the books of a ward that has nothing to do with it.
    const elsewhere = { ...body, stock: { ...body.stock, returnTo: holders.wardB } }
    expect((await post(`${url}/close`, elsewhere, ground.world.accounts.siteLead)).status).toBe(404)
    const closed = await post(`${url}/close`, body, ground.world.accounts.siteLead)
    expect(closed).toMatchObject({
      status: 200,
      body: { state: 'closed', closeReason: 'Mất mạng, nhập bù ngày mai' },
    })
    const balances = await look(ground.database, 'SELECT doses FROM balance WHERE holder_id = $1', [
      sessionHolders.A,
    ])
    expect(balances).toEqual([{ doses: 0 }])
    const [ward] = await look(ground.database, 'SELECT doses FROM balance WHERE holder_id = $1', [
      holders.wardA,
    ])
    expect(ward).toEqual({ doses: 480 + 19 * 6 })
  })
})

describe('the window of a session', () => {
  test('begins at noon of the day before; a fixed site has the next day, a mobile team five', () => {
    const now = new Date('2021-10-15T00:00:00Z')
    const window = (siteKind: 'fixed' | 'mobile') =>
      sessionWindow({ sessionOn: '2021-10-18', siteKind }, 'Asia/Ho_Chi_Minh', now)
    expect(window('fixed')).toEqual({
      validFrom: new Date('2021-10-17T05:00:00Z'),
      validTo: new Date('2021-10-19T17:00:00Z'),
    })
    expect(window('mobile').validTo).toEqual(new Date('2021-10-23T17:00:00Z'))
  })

  test('a day begins where the zone says, summer time or not', () => {
    expect(startOfDay('2021-10-18', 'Asia/Vientiane')).toEqual(new Date('2021-10-17T17:00:00Z'))
    expect(startOfDay('2021-03-28', 'Europe/Paris')).toEqual(new Date('2021-03-27T23:00:00Z'))
    expect(startOfDay('2021-03-29', 'Europe/Paris')).toEqual(new Date('2021-03-28T22:00:00Z'))
    expect(startOfDay('2021-11-01', 'America/New_York')).toEqual(new Date('2021-11-01T04:00:00Z'))
    expect(startOfDay('2021-10-18', 'UTC')).toEqual(new Date('2021-10-18T00:00:00Z'))
  })

  test('somebody is posted in the evening of the day too, by a clock that goes on meanwhile', async () => {
    const url = await planSession()
    const person = await newcomer()
    let atMs = Date.parse('2021-10-17T13:00:00Z')
    ground.setClock(() => new Date((atMs += 1)))
    expect(await assign(url, person, 'data-entry')).toMatchObject({ status: 201 })
    ground.setNow(NOW)
  })
})
