import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { localDateAt } from '#domain/dates.ts'
import { transact } from '#db/db.ts'
import { rebuild } from '#features/doses/rebuild.ts'
import { settleSessionStock, type SettledLot } from '#features/stock/settle-session-stock.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW } from '../../support/world.ts'
import { stockOf } from './ground.ts'

let ground: TestApp
let stock: ReturnType<typeof stockOf>
/** A lot of which ward A's store has 20 vials of 6, new for each test. */
let lotId: string
let lotCode: string
beforeAll(async () => {
  ground = await createTestApp()
  stock = stockOf(ground)
})
afterAll(() => ground.close())
beforeEach(async () => {
  const made = await stock.lot({ wardId: ground.world.places.wardA }, 20)
  lotId = made.id
  lotCode = made.code
})

const issue = (vials: number, more: object = {}, account = ground.world.accounts.wardOfficial) =>
  stock.post(account, '/v1/stock/issues', {
    id: randomUUID(),
    fromHolderId: ground.world.holders.wardA,
    sessionId: ground.world.sessions.A,
    lotId,
    vials,
    ...more,
  })
const giveBack = (vials: number, more: object = {}, account = ground.world.accounts.siteLead) =>
  stock.post(account, '/v1/stock/returns', {
    id: randomUUID(),
    sessionId: ground.world.sessions.A,
    toHolderId: ground.world.fridges.A,
    lotId,
    vials,
    ...more,
  })
const waste = (body: object, account = ground.world.accounts.wardOfficial) =>
  stock.post(account, '/v1/stock/wastages', {
    id: randomUUID(),
    holderId: ground.world.sessionHolders.A,
    lotId,
    reason: 'Lọ vỡ',
    ...body,
  })
const countAt = (holderId: string, body: object, account = ground.world.accounts.wardOfficial) =>
  stock.post(account, `/v1/holders/${holderId}/counts`, { id: randomUUID(), lotId, ...body })
const atStore = () => stock.doses(ground.world.holders.wardA, lotId)
const atSession = () => stock.doses(ground.world.sessionHolders.A, lotId)

describe('issue and return', () => {
  test('what is issued while the session is being closed waits, and does not go to a session that is over', async () => {
    const { sessions } = ground.world
    const closing = new Client({ connectionString: ground.database.superuserUrl })
    await closing.connect()
    try {
      await closing.query('BEGIN')
      await closing.query(
        `UPDATE session SET state = 'closed', closed_at = $2, version = version + 1 WHERE id = $1`,
        [sessions.A, NOW],
      )
      const issued = issue(2)
      expect(await Promise.race([issued, setTimeout(500, 'waits')])).toBe('waits')
      await closing.query('COMMIT')
      expect(await issued).toMatchObject({ status: 409, body: { code: 'stock.session-over' } })
    } finally {
      await closing.query(
        `UPDATE session SET state = 'open', closed_at = NULL, version = version + 1 WHERE id = $1`,
        [sessions.A],
      )
      await closing.end()
    }
    expect(await issue(2)).toMatchObject({ status: 201 })
    expect(await giveBack(2)).toMatchObject({ status: 201 })
  })

  test('whole vials go to the session and closed ones come back to its fridge, one audit row each', async () => {
    const audits = await stock.count('audit_entry')
    expect(await issue(5)).toMatchObject({ status: 201, body: { kind: 'issue', doses: 30, vials: 5 } })
    expect(await giveBack(2)).toMatchObject({ status: 201, body: { kind: 'return', doses: 12, vials: 2 } })
    expect([await atStore(), await atSession()]).toEqual([90, 18])
    expect(await stock.doses(ground.world.fridges.A, lotId)).toBe(12)
    expect(await stock.count('audit_entry')).toBe(audits + 2)
  })

  test('an issue sent again moves nothing more; with other content it is refused', async () => {
    const id = randomUUID()
    const [first, again] = [await issue(5, { id }), await issue(5, { id })]
    expect(again.body).toEqual(first.body)
    expect(await issue(6, { id })).toMatchObject({ status: 422, body: { code: 'stock.id-used' } })
    expect(await atStore()).toBe(90)
  })

  test('20 issues at once never take more than there is', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => issue(3)))
    const kept = answers.filter((answer) => answer.status === 201)
    const refused = answers.filter((answer) => answer.status === 409)
    expect([kept.length, refused.length]).toEqual([6, 14])
    expect(new Set(refused.map((answer) => answer.body.code))).toEqual(new Set(['stock.insufficient']))
    expect([await atStore(), await atSession()]).toEqual([12, 108])
    expect((await stock.check()).gaps).toEqual([])
  })

  test('the same issue sent ten times at once moves once', async () => {
    const id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => issue(2, { id })))
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 201))
    expect(await atStore()).toBe(108)
  })

  test('more than there is, to a session that is over, or from what is no store, is refused by name', async () => {
    expect(await issue(21)).toMatchObject({
      status: 409,
      body: { code: 'stock.insufficient', facts: { there: 120, doses: 126 } },
    })
    expect((await giveBack(1)).body).toMatchObject({ code: 'stock.insufficient', facts: { there: 0 } })
    expect((await issue(1, { fromHolderId: ground.world.sessionHolders.A })).body.code).toBe(
      'stock.wrong-holder',
    )
    const over = randomUUID()
    await ground.database.app.query(
      `INSERT INTO session (id, site_id, ward_id, campaign_id, session_on, capacity, state)
       VALUES ($1, $2, $3, $4, '2021-10-17', 10, 'closed')`,
      [over, ground.world.sites.A, ground.world.places.wardA, ground.world.campaignId],
    )
    expect((await issue(1, { sessionId: over })).body.code).toBe('stock.session-over')
    expect(await atStore()).toBe(120)
  })

  test('an expired, quarantined or recalled lot is not issued, but comes back and is written off', async () => {
    expect((await issue(4)).status).toBe(201)
    const decide = async (kind: string) => {
      ground.setNow(new Date(ground.deps.clock().getTime() + 1000))
      return stock.post(ground.world.accounts.cityCentre, `/v1/lots/${lotId}/events`, {
        id: randomUUID(),
        kind,
        documentNumber: 'CV thử',
      })
    }
    await decide('quarantine')
    expect(await issue(1)).toMatchObject({ body: { code: 'stock.lot-quarantined', facts: { lotCode } } })
    await decide('recall')
    expect((await issue(1)).body.code).toBe('stock.lot-recalled')
    expect((await giveBack(2)).status).toBe(201)
    expect((await waste({ opened: false, holderId: ground.world.fridges.A, vials: 2 })).status).toBe(201)
    const old = await stock.lot({ wardId: ground.world.places.wardA }, 1, { expiresOn: '2021-10-17' })
    const before = ground.deps.clock()
    expect((await issue(1, { lotId: old.id })).status).toBe(201)
    ground.setNow('2021-10-18T01:00:00Z')
    expect((await issue(1, { lotId: old.id })).body).toMatchObject({
      code: 'stock.lot-expired',
      facts: { useByOn: '2021-10-17' },
    })
    ground.setNow(before)
  })

  test('another ward, its session and its store do not exist; who may not move is told so', async () => {
    const foreign = ground.world.accounts.wardOfficialB
    expect((await issue(1, {}, foreign)).status).toBe(404)
    expect((await issue(1, { sessionId: ground.world.sessions.B })).status).toBe(404)
    expect((await giveBack(1, { toHolderId: ground.world.fridges.B })).status).toBe(404)
    expect((await issue(1, { fromHolderId: randomUUID() })).status).toBe(404)
    expect((await issue(1, { lotId: randomUUID() })).status).toBe(404)
    expect(await issue(1, {}, ground.world.accounts.vaccinator)).toMatchObject({ status: 403 })
    expect(await issue(1, {}, ground.world.accounts.siteLead)).toMatchObject({ status: 404 })
    expect(await atStore()).toBe(120)
  })
})

describe('waste', () => {
  test('opened doses are wasted from a session only, closed vials anywhere, with a reason', async () => {
    await issue(2)
    expect(await waste({ opened: true, doses: 5 })).toMatchObject({
      status: 201,
      body: { kind: 'waste-open', doses: 5, vials: null },
    })
    expect(await waste({ opened: false, vials: 1 })).toMatchObject({
      body: { kind: 'waste-closed', doses: 6, vials: 1 },
    })
    expect(await atSession()).toBe(1)
    expect((await waste({ opened: true, doses: 1, holderId: ground.world.holders.wardA })).body.code).toBe(
      'stock.wrong-holder',
    )
    expect((await waste({ opened: true, doses: 2 })).body.code).toBe('stock.insufficient')
    expect((await waste({ opened: true, doses: 1, reason: '' })).status).toBe(400)
    expect((await waste({ opened: true, doses: 1 }, ground.world.accounts.wardOfficialC)).status).toBe(404)
  })
})

describe('counts', () => {
  test('the books follow the count, and the difference is unaccounted with its reason', async () => {
    const id = randomUUID()
    const missing = await countAt(ground.world.holders.wardA, {
      id,
      countedDoses: 114,
      reason: 'Thiếu một lọ',
    })
    expect(missing).toMatchObject({ status: 201, body: { bookDoses: 120, difference: -6 } })
    expect(await atStore()).toBe(114)
    expect(
      (await countAt(ground.world.holders.wardA, { id, countedDoses: 114, reason: 'Thiếu một lọ' })).body,
    ).toEqual(missing.body)
    expect(
      (await countAt(ground.world.holders.wardA, { id, countedDoses: 120, reason: 'Thiếu một lọ' })).body
        .code,
    ).toBe('stock.id-used')
    const found = await countAt(ground.world.holders.wardA, {
      countedDoses: 120,
      reason: 'Tìm thấy ở ngăn dưới',
    })
    expect(found.body).toMatchObject({ difference: 6 })
    expect(await countAt(ground.world.holders.wardA, { countedDoses: 120 })).toMatchObject({
      status: 201,
      body: { difference: 0 },
    })
    expect(await stock.count("movement WHERE lot_id = $1 AND kind = 'difference'", [lotId])).toBe(2)
  })

  test('without a reason, with a broken vial, or elsewhere it is refused', async () => {
    expect((await countAt(ground.world.holders.wardA, { countedDoses: 0 })).body).toMatchObject({
      code: 'stock.reason-required',
      facts: { counted: 0, booked: 120 },
    })
    expect(
      (await countAt(ground.world.holders.wardA, { countedDoses: 119, reason: 'Lọ mở dở' })).body.code,
    ).toBe('stock.not-whole-vials')
    expect((await countAt(ground.world.holders.used, { countedDoses: 0 })).status).toBe(404)
    expect(
      (await countAt(ground.world.holders.used, { countedDoses: 0 }, ground.world.accounts.cityCentre)).body
        .code,
    ).toBe('stock.wrong-holder')
    expect(
      (await countAt(ground.world.holders.wardA, { countedDoses: 0 }, ground.world.accounts.wardOfficialB))
        .status,
    ).toBe(404)
  })

  test('a count and an issue at once: whichever comes first, no dose is made or lost', async () => {
    const [counted, issued] = await Promise.all([
      countAt(ground.world.holders.wardA, { countedDoses: 60, reason: 'Kiểm kê' }),
      issue(15),
    ])
    const countFirst = counted.body['bookDoses'] === 120
    expect(issued.status).toBe(countFirst ? 409 : 201)
    expect(await atStore()).toBe(60)
    expect((await stock.check()).gaps).toEqual([])
  })
})

describe('open vials', () => {
  const open = (more: object = {}, account = ground.world.accounts.vaccinator) =>
    stock.post(account, '/v1/open-vials', {
      id: randomUUID(),
      sessionId: ground.world.sessions.A,
      lotId,
      ...more,
    })

  test('an opened vial runs a clock until it is closed', async () => {
    await issue(1)
    const id = randomUUID()
    const opened = await open({ id })
    const sixHours = new Date(ground.deps.clock().getTime() + 6 * 3_600_000).toISOString()
    expect(opened).toMatchObject({
      status: 201,
      body: { discardBy: sixHours, nominalDoses: 6, closedAt: null },
    })
    expect((await open({ id })).body).toEqual(opened.body)
    const running = async () => {
      const url = `/v1/open-vials?sessionId=${ground.world.sessions.A}`
      const { body } = await ground.as(ground.world.accounts.dataEntry, 'GET', url)
      return (body['items'] as { id: string }[]).filter((item) => item.id === id).length
    }
    expect(await running()).toBe(1)
    const stockNow = await ground.as(
      ground.world.accounts.siteLead,
      'GET',
      `/v1/stock?holderId=${ground.world.sessionHolders.A}&limit=200`,
    )
    expect(
      (stockNow.body['items'] as { lotId: string }[]).find((item) => item.lotId === lotId),
    ).toMatchObject({ doses: 6, closedVials: null, openVials: 1 })
    const url = `/v1/open-vials/${id}/closure`
    const vaccinator = ground.world.accounts.vaccinator
    expect((await stock.post(ground.world.accounts.dataEntryB, url, undefined)).status).toBe(404)
    const closed = await stock.post(vaccinator, url, undefined)
    expect(closed.status).toBe(200)
    expect((await stock.post(vaccinator, url, undefined)).body).toEqual(closed.body)
    expect(await running()).toBe(0)
  })

  test('a vial of another session, an unknown one, and an id used before are refused', async () => {
    const id = randomUUID()
    await open({ id })
    expect((await open({ id, lotId: ground.world.lotId })).body.code).toBe('stock.id-used')
    expect((await open({}, ground.world.accounts.dataEntryB)).status).toBe(404)
    expect((await open({ sessionId: randomUUID() })).status).toBe(404)
    const nowhere = `/v1/open-vials/${randomUUID()}/closure`
    expect((await stock.post(ground.world.accounts.vaccinator, nowhere, undefined)).status).toBe(404)
  })
})

describe('closing a session', () => {
  const settle = (lots: SettledLot[], sessionId: string) =>
    transact(ground.deps.db, (tx) => {
      const at = ground.deps.clock()
      const onDay = localDateAt(at, ground.deps.authority.timeZone)
      const by = { accountId: ground.world.accounts.siteLead.accountId, at, onDay, newId: ground.deps.newId }
      return settleSessionStock(tx, by, { sessionId, returnTo: ground.world.fridges.A, lots })
    })
  /** A session of its own with 10 vials of the lot, from which `given` doses were given. */
  async function session(given: number): Promise<string> {
    const id = randomUUID()
    await ground.database.app.query(
      `INSERT INTO session (id, site_id, ward_id, campaign_id, session_on, capacity, state)
       VALUES ($1, $2, $3, $4, '2021-10-17', 100, 'open')`,
      [id, ground.world.sites.A, ground.world.places.wardA, ground.world.campaignId],
    )
    expect((await issue(10, { sessionId: id })).status).toBe(201)
    if (given === 0) return id
    // As the set writer of doses does it: the fact is written, below zero if need be.
    const { rows } = await ground.database.app.query<{ id: string }>(
      'SELECT id FROM holder WHERE session_id = $1',
      [id],
    )
    const holderId = rows[0]!.id
    await ground.database.writer.query(
      `INSERT INTO movement (id, kind, from_holder_id, to_holder_id, lot_id, product_id, doses, occurred_on, recorded_at, cause_kind)
       VALUES ($1, 'use', $2, $3, $4, $5, $6, '2021-10-17', $7, 'set')`,
      [
        randomUUID(),
        holderId,
        ground.world.holders.used,
        lotId,
        ground.world.productId,
        given,
        ground.deps.clock(),
      ],
    )
    await ground.database.writer.query(
      'UPDATE balance SET doses = doses - $3 WHERE holder_id = $1 AND lot_id = $2',
      [holderId, lotId, given],
    )
    return id
  }

  test('closed vials go back, the rest of opened ones is wasted, and the session holds nothing', async () => {
    const id = await session(20)
    expect(await settle([{ lotId, closedVials: 6, discardedDoses: null }], id)).toEqual([
      { lotId, lotCode, returned: 36, discarded: 4, overfill: 0, missing: 0, found: 0 },
    ])
    expect(await stock.doses(ground.world.fridges.A, lotId)).toBe(36)
    expect(await settle([{ lotId, closedVials: 0, discardedDoses: null }], id)).toEqual([
      { lotId, lotCode, returned: 0, discarded: 0, overfill: 0, missing: 0, found: 0 },
    ])
    expect((await stock.check()).gaps).toEqual([])
  })

  test('seven doses from vials of six are overfill; what is still too many is unaccounted', async () => {
    const id = await session(72)
    expect(await settle([{ lotId, closedVials: 0, discardedDoses: null }], id)).toMatchObject([
      { overfill: 10, found: 2, discarded: 0, missing: 0 },
    ])
    const flows = await ground.database.app.query(
      `SELECT m.kind, h.kind AS source, m.doses FROM movement m JOIN holder h ON h.id = m.from_holder_id
       WHERE m.lot_id = $1 AND m.cause_kind = 'session-closing' ORDER BY m.doses`,
      [lotId],
    )
    expect(flows.rows).toEqual([
      { kind: 'difference', source: 'unaccounted', doses: 2 },
      { kind: 'overfill', source: 'overfill', doses: 10 },
    ])
    expect((await stock.check()).gaps).toEqual([])
  })

  test('a lot that nobody counted, or more vials than were issued, stops the closing and nothing moves', async () => {
    const id = await session(6)
    await expect(settle([], id)).rejects.toMatchObject({
      code: 'stock.lot-not-settled',
      facts: { doses: 54, lotCode },
    })
    await expect(settle([{ lotId, closedVials: 11, discardedDoses: null }], id)).rejects.toMatchObject({
      code: 'stock.vials-over-issued',
      facts: { vialsIssued: 10 },
    })
    expect(await stock.count("movement WHERE lot_id = $1 AND cause_kind = 'session-closing'", [lotId])).toBe(
      0,
    )
  })

  test('a session that never held anything closes with nothing to settle', async () => {
    expect(await settle([], randomUUID())).toEqual([])
  })
})

describe('reading', () => {
  const items = (body: Record<string, unknown>) =>
    body['items'] as { holder: { id: string; placeId: string } }[]

  test('the centre sees all holders, a ward its own, a site its own', async () => {
    await issue(1)
    const seen = async (account: keyof typeof ground.world.accounts) => {
      const { body } = await ground.as(ground.world.accounts[account], 'GET', '/v1/stock?limit=200')
      return new Set(items(body).map((item) => item.holder.id))
    }
    const ofWard = await ground.as(ground.world.accounts.wardOfficial, 'GET', '/v1/stock?limit=200')
    expect(new Set(items(ofWard.body).map((item) => item.holder.placeId))).toEqual(
      new Set([ground.world.places.wardA]),
    )
    const { holders, sessionHolders } = ground.world
    const [centre, wardA, wardB, siteA] = [
      await seen('cityCentre'),
      await seen('wardOfficial'),
      await seen('wardOfficialB'),
      await seen('siteLead'),
    ]
    expect([...centre]).toEqual(expect.arrayContaining([holders.centre, holders.wardA, holders.wardC]))
    expect(wardA.has(holders.wardA)).toBe(true)
    expect(wardA.has(holders.wardB) || wardA.has(holders.centre)).toBe(false)
    expect(wardB).toEqual(new Set([holders.wardB, sessionHolders.B]))
    expect(siteA.has(holders.wardA)).toBe(false)
    expect(siteA.has(sessionHolders.A)).toBe(true)
  })

  test('a row says doses, closed vials, status, and how long the lot lasts', async () => {
    const { body } = await ground.as(
      ground.world.accounts.wardOfficial,
      'GET',
      `/v1/stock?holderId=${ground.world.holders.wardA}&productId=${ground.world.productId}&limit=200`,
    )
    const row = items(body).find((item) => 'lotId' in item && item.lotId === lotId)
    expect(row).toMatchObject({
      holder: { kind: 'ward', placeName: 'Phường Thuận Thử' },
      lotCode,
      productCode: 'comirnaty-30',
      doses: 120,
      closedVials: 20,
      openVials: 0,
      status: 'ok',
      useByOn: '2021-12-31',
      daysLeft: 75,
    })
  })

  test('the ledger shows opening + in − out = closing for a period, page by page', async () => {
    await issue(5)
    ground.setNow('2021-10-19T01:00:00Z')
    await issue(1)
    await issue(2)
    await issue(3)
    ground.setNow('2021-10-21T01:00:00Z')
    await issue(4)
    const base = `/v1/stock/ledger?holderId=${ground.world.holders.wardA}&lotId=${lotId}`
    const read = async (query: string) =>
      (await ground.as(ground.world.accounts.wardOfficial, 'GET', base + query)).body
    expect(await read('')).toMatchObject({ opening: 0, received: 120, released: 90, closing: 30, gap: 0 })
    const first = await read('&fromOn=2021-10-18&toOn=2021-10-20&limit=2')
    expect(first).toMatchObject({
      opening: 90,
      received: 0,
      released: 36,
      closing: 54,
      gap: 0,
      items: [{}, {}],
    })
    const next = await read(
      `&fromOn=2021-10-18&toOn=2021-10-20&limit=2&cursor=${String(first['nextCursor'])}`,
    )
    expect(next).toMatchObject({ items: [{ balanceAfter: 54 }], nextCursor: null })
    const changes = [first, next].flatMap((page) => page['items'] as { change: number }[])
    expect(changes.map((item) => item.change).toSorted((a, b) => b - a)).toEqual([-6, -12, -18])
    expect((await ground.as(ground.world.accounts.wardOfficialB, 'GET', base)).status).toBe(404)
    expect((await ground.as(ground.world.accounts.wardOfficial, 'GET', `${base}&cursor=abc`)).status).toBe(
      400,
    )
    const used = await ground.as(
      ground.world.accounts.cityCentre,
      'GET',
      `/v1/stock/ledger?holderId=${ground.world.holders.supplier}&lotId=${lotId}`,
    )
    expect(used.body).toMatchObject({ received: 0, released: 120, closing: -120, gap: 0 })
    ground.setNow('2021-10-17T01:00:00Z')
  })

  test('holders are listed within the scope, with names', async () => {
    const { body } = await ground.as(ground.world.accounts.wardOfficialC, 'GET', '/v1/holders?kind=fridge')
    expect(body['items']).toMatchObject([{ id: ground.world.fridges.C, siteName: 'Trạm Y tế C' }])
  })
})

test('a balance that was tampered with is found, named and rebuilt', async () => {
  expect(await stock.check()).toMatchObject({ gaps: [], strayLines: 0 })
  await ground.database.app.query(
    'UPDATE balance SET doses = doses + 7 WHERE holder_id = $1 AND lot_id = $2',
    [ground.world.holders.wardA, lotId],
  )
  const gap = { holderId: ground.world.holders.wardA, lotId, balance: 127, folded: 120 }
  expect(await stock.check()).toMatchObject({ gaps: [gap], total: 7 })
  const key = `${ground.world.holders.wardA}|${lotId}`
  expect(await rebuild(ground.database.writer, new Date(NOW))).toEqual([
    { table: 'balance', key, stored: '127', rebuilt: '120' },
  ])
  expect(await stock.check()).toMatchObject({ gaps: [], total: 0 })
  expect(await atStore()).toBe(120)
})
