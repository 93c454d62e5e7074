import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import type { TestAccount } from '../../support/world.ts'
import { dispatchBody, readPages, receptionBody, stockOf } from './ground.ts'

let ground: TestApp
let stock: ReturnType<typeof stockOf>
/** A lot of which ward A's store has 20 vials of 6, new for each test. */
let lotId: string
let lotCode: string
let people: Record<'centre' | 'a' | 'b' | 'c', TestAccount>
beforeAll(async () => {
  ground = await createTestApp()
  stock = stockOf(ground)
  const { cityCentre, wardOfficial, wardOfficialB, wardOfficialC } = ground.world.accounts
  people = { centre: cityCentre, a: wardOfficial, b: wardOfficialB, c: wardOfficialC }
})
afterAll(() => ground.close())
beforeEach(async () => {
  ground.setNow('2021-10-17T01:00:00Z')
  const made = await stock.lot({ wardId: ground.world.places.wardA }, 20)
  lotId = made.id
  lotCode = made.code
})

type Sent = { id: string; version: number }
const act = (who: TestAccount, { id }: Sent, name: string, version: number, body: unknown) =>
  stock.post(who, `/v1/transfers/${id}/${name}`, body, version)
const dispatch = (sent: Sent, body: unknown = dispatchBody(lotId, 20, 10), who = people.a, version = 1) =>
  act(who, sent, 'dispatch', version, body)
const receive = (sent: Sent, body: unknown = receptionBody(lotId, 10), who = people.b, version = 2) =>
  act(who, sent, 'reception', version, body)
const close = (sent: Sent, fates: object[], who = people.centre, version = 3) =>
  act(who, sent, 'closure', version, { decision: 'Hai bên đã lập biên bản', fates })

const atA = () => stock.doses(ground.world.holders.wardA, lotId)
const atB = () => stock.doses(ground.world.holders.wardB, lotId)
async function underWay(sent: Sent): Promise<number> {
  const { rows } = await ground.database.app.query<{ id: string }>(
    'SELECT id FROM holder WHERE transfer_id = $1',
    [sent.id],
  )
  return rows[0] === undefined ? 0 : stock.doses(rows[0].id, lotId)
}
/** An order of 10 vials, already under way. */
async function sent(vials = 10): Promise<Sent> {
  const order = await stock.order(lotId, vials * 6)
  expect((await dispatch(order, dispatchBody(lotId, 20, vials))).status).toBe(200)
  return order
}

describe('from order to reception', () => {
  test('ordered, counted, carried, counted again, signed: doses are in one place at each moment', async () => {
    const audits = await stock.count('audit_entry')
    const order = await stock.order(lotId, 60)
    expect([await atA(), await atB()]).toEqual([120, 0])
    const dispatched = await dispatch(order)
    expect(dispatched).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { state: 'dispatched', lines: [{ shelfVials: 20, dispatchedVials: 10, heldVials: 10 }] },
    })
    expect([await atA(), await underWay(order), await atB()]).toEqual([60, 60, 0])
    const received = await receive(order)
    expect(received).toMatchObject({ status: 200, body: { state: 'received', version: 3 } })
    expect([await atA(), await underWay(order), await atB()]).toEqual([60, 0, 60])
    expect(await close(order, [])).toMatchObject({ body: { state: 'closed' } })
    expect(await stock.count('audit_entry')).toBe(audits + 4)
  })

  test('the handover paper has both places, lot, expiry, counts, temperatures, times and names', async () => {
    const order = await sent()
    ground.setNow('2021-10-17T03:30:00Z')
    await receive(order)
    const { body, headers } = await ground.as(people.b, 'GET', `/v1/transfers/${order.id}`)
    expect(headers['etag']).toBe('"3"')
    expect(body).toMatchObject({
      from: { placeName: 'Phường Thuận Thử' },
      to: { placeName: 'Phường Tây Thử' },
      reason: 'Phường nhận tiêm nhanh hơn',
      approved: { by: 'Cán bộ city-centre' },
      dispatched: { handedOverBy: 'Trần Thị Thử', carriedBy: 'Lê Văn Thử', temperatureTenths: 45 },
      received: { signedBy: 'Phạm Thị Thử', temperatureTenths: 52, loggerMinTenths: 38, loggerMaxTenths: 61 },
      lines: [
        {
          lotCode,
          productName: 'Comirnaty 30 µg',
          expiresOn: '2021-12-31',
          approvedVials: 10,
          shelfVials: 20,
          dispatchedVials: 10,
          dispatchedDoses: 60,
          receivedVials: 10,
          receivedDoses: 60,
          damagedVials: 0,
          differences: [],
        },
      ],
    })
    expect(body['movements']).toMatchObject([{ kind: 'dispatch' }, { kind: 'arrival' }])
  })

  test('the sender’s count is kept, and a shelf that differs from the books needs its reason', async () => {
    const order = await stock.order(lotId, 60)
    expect((await dispatch(order, dispatchBody(lotId, 19, 10))).body).toMatchObject({
      code: 'stock.reason-required',
      facts: { counted: 114, booked: 120 },
    })
    expect(await atA()).toBe(120)
    expect(await dispatch(order, dispatchBody(lotId, 19, 10, 'Thiếu một lọ'))).toMatchObject({
      status: 200,
      body: { dispatched: { note: 'Thiếu một lọ' } },
    })
    expect([await atA(), await underWay(order)]).toEqual([54, 60])
    expect(await stock.count('stock_count WHERE lot_id = $1 AND counted_doses = 114', [lotId])).toBe(1)
  })

  test('a transfer to a store that the ward does not have yet makes it; fewer than approved may go', async () => {
    const order = await stock.order(lotId, 60, { to: { holderId: ground.world.fridges.B } })
    expect((await dispatch(order, dispatchBody(lotId, 20, 4))).status).toBe(200)
    expect((await receive(order, receptionBody(lotId, 4))).body).toMatchObject({ state: 'received' })
    expect(await stock.doses(ground.world.fridges.B, lotId)).toBe(24)
  })
})

describe('retries and races', () => {
  test('an order sent again is the same; with other content, or twice at once, nothing is promised twice', async () => {
    const body = {
      id: randomUUID(),
      from: { wardId: ground.world.places.wardA },
      to: { wardId: ground.world.places.wardB },
      lines: [{ lotId, doses: 60 }],
      reason: 'Phường nhận tiêm nhanh hơn',
    }
    const answers = await Promise.all([1, 2, 3].map(() => stock.post(people.centre, '/v1/transfers', body)))
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201])
    expect(await stock.count('transfer_line WHERE lot_id = $1', [lotId])).toBe(1)
    expect(
      await stock.post(people.centre, '/v1/transfers', { ...body, lines: [{ lotId, doses: 54 }] }),
    ).toMatchObject({ status: 422, body: { code: 'stock.id-used' } })
  })

  test('orders at once never promise more than the sender has', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() =>
        stock.post(people.centre, '/v1/transfers', {
          id: randomUUID(),
          from: { wardId: ground.world.places.wardA },
          to: { wardId: ground.world.places.wardB },
          lines: [{ lotId, doses: 60 }],
          reason: 'Phường nhận tiêm nhanh hơn',
        }),
      ),
    )
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409])
    expect(answers.filter((answer) => answer.status === 409).map((answer) => answer.body.code)).toEqual([
      'stock.insufficient',
      'stock.insufficient',
    ])
  })

  test('two dispatches at once: one wins, the other is told that it is stale', async () => {
    const order = await stock.order(lotId, 60)
    const answers = await Promise.all([
      dispatch(order, dispatchBody(lotId, 20, 10)),
      dispatch(order, dispatchBody(lotId, 20, 9)),
    ])
    const statuses = answers.map((answer) => answer.status).toSorted((a, b) => a - b)
    expect(statuses).toEqual([200, 412])
    expect(await stock.count("movement WHERE lot_id = $1 AND kind = 'dispatch'", [lotId])).toBe(1)
  })

  test('the same dispatch, reception, closure and cancellation sent again are answered the same', async () => {
    const order = await stock.order(lotId, 60)
    const twice = async (request: () => ReturnType<typeof dispatch>) => {
      const [first, again] = [await request(), await request()]
      expect([first.status, again.status]).toEqual([200, 200])
      expect(again.body).toEqual(first.body)
    }
    await twice(() => dispatch(order))
    await twice(() => receive(order))
    await twice(() => close(order, []))
    expect(await atB()).toBe(60)
    const other = await stock.order(lotId, 6)
    await twice(() => act(people.a, other, 'cancellation', 1, { reason: 'Cần giữ cho mũi 2' }))
  })

  test('without If-Match, or with a version that is gone, nothing happens', async () => {
    const order = await stock.order(lotId, 60)
    expect(
      await stock.post(people.a, `/v1/transfers/${order.id}/dispatch`, dispatchBody(lotId, 20, 10)),
    ).toMatchObject({ status: 428 })
    expect(await dispatch(order, undefined, people.a, 7)).toMatchObject({
      status: 412,
      body: { code: 'request.stale', facts: { version: 1 } },
    })
    expect(await atA()).toBe(120)
  })
})

describe('refusals', () => {
  const order = async (more: object) => {
    const { status, body } = await stock.post(people.centre, '/v1/transfers', {
      id: randomUUID(),
      from: { wardId: ground.world.places.wardA },
      to: { wardId: ground.world.places.wardB },
      lines: [{ lotId, doses: 60 }],
      reason: 'Phường nhận tiêm nhanh hơn',
      ...more,
    })
    return [status, body.code]
  }

  test('an order must move whole vials that are there, of a lot that may be used, between two stores', async () => {
    expect(await order({ lines: [{ lotId, doses: 61 }] })).toEqual([422, 'stock.not-whole-vials'])
    expect(await order({ lines: [{ lotId, doses: 126 }] })).toEqual([409, 'stock.insufficient'])
    expect(await order({ to: { wardId: ground.world.places.wardA } })).toEqual([422, 'transfer.same-place'])
    expect(await order({ to: { holderId: ground.world.sessionHolders.B } })).toEqual([
      422,
      'stock.wrong-holder',
    ])
    expect(await order({ to: { wardId: randomUUID() } })).toEqual([404, 'not-found'])
    expect(await order({ lines: [{ lotId: randomUUID(), doses: 6 }] })).toEqual([404, 'not-found'])
    const twice = [
      { lotId, doses: 6 },
      { lotId, doses: 12 },
    ]
    expect(await order({ lines: twice })).toEqual([422, 'transfer.lines-differ'])
    expect(await order({ lines: [] })).toEqual([400, 'request.invalid'])
    expect(await order({ reason: '' })).toEqual([400, 'request.invalid'])
  })

  test('a lot that was expired, quarantined or recalled since the order does not leave', async () => {
    const made = await stock.order(lotId, 60)
    const decide = (kind: string, more: object = {}) =>
      stock.post(people.centre, `/v1/lots/${lotId}/events`, {
        id: randomUUID(),
        kind,
        documentNumber: 'CV thử',
        ...more,
      })
    ground.setNow('2022-01-01T01:00:00Z')
    expect((await dispatch(made)).body).toMatchObject({
      code: 'stock.lot-expired',
      facts: { lotCode, useByOn: '2021-12-31' },
    })
    ground.setNow('2021-10-17T02:00:00Z')
    await decide('quarantine')
    expect((await dispatch(made)).body.code).toBe('stock.lot-quarantined')
    expect(await order({})).toEqual([409, 'stock.lot-quarantined'])
    ground.setNow('2021-10-17T03:00:00Z')
    await decide('recall')
    expect((await dispatch(made)).body.code).toBe('stock.lot-recalled')
    expect(await atA()).toBe(120)
  })

  test('more than approved, more than on the shelf, nothing, or other lots cannot be packed', async () => {
    const made = await stock.order(lotId, 60)
    const other = await stock.lot({ wardId: ground.world.places.wardA }, 1)
    const refusal = async (body: unknown) => (await dispatch(made, body)).body.code
    expect(await refusal(dispatchBody(lotId, 20, 11))).toBe('transfer.over-approved')
    expect(await refusal(dispatchBody(lotId, 9, 10))).toBe('stock.insufficient')
    expect(await refusal(dispatchBody(lotId, 20, 0))).toBe('transfer.nothing-packed')
    expect(await refusal(dispatchBody(other.id, 1, 1))).toBe('transfer.lines-differ')
    expect(await atA()).toBe(120)
  })

  test('each act has its state', async () => {
    const made = await stock.order(lotId, 60)
    expect(await receive(made, undefined, people.b, 1)).toMatchObject({
      status: 409,
      body: { code: 'transfer.wrong-state', facts: { state: 'approved' } },
    })
    expect((await close(made, [], people.centre, 1)).body.code).toBe('transfer.wrong-state')
    await dispatch(made)
    await receive(made)
    expect((await dispatch(made, undefined, people.a, 3)).body.code).toBe('transfer.wrong-state')
    expect((await act(people.a, made, 'cancellation', 3, { reason: 'Không gửi nữa' })).body.code).toBe(
      'transfer.wrong-state',
    )
  })

  test('each act has its side; outside both, the transfer does not exist', async () => {
    const made = await stock.order(lotId, 60)
    expect(await dispatch(made, undefined, people.b)).toMatchObject({
      status: 403,
      body: { code: 'transfer.wrong-sender' },
    })
    expect(await dispatch(made, undefined, people.c)).toMatchObject({ status: 404 })
    await dispatch(made)
    expect(await receive(made, undefined, people.a)).toMatchObject({
      status: 403,
      body: { code: 'transfer.wrong-receiver' },
    })
    expect(await receive(made, undefined, people.c)).toMatchObject({ status: 404 })
    expect(await close(made, [], people.b, 2)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await ground.as(people.c, 'GET', `/v1/transfers/${made.id}`)).toMatchObject({ status: 404 })
    expect(await ground.as(ground.world.accounts.scanner, 'GET', `/v1/transfers/${made.id}`)).toMatchObject({
      status: 403,
    })
    expect(await dispatch({ id: randomUUID(), version: 1 })).toMatchObject({ status: 404 })
  })
})

describe('discrepancy', () => {
  test('short: both counts are kept, what came arrives, the rest waits in transit until it is decided', async () => {
    const order = await sent()
    expect((await receive(order, receptionBody(lotId, 8))).body).toMatchObject({
      code: 'transfer.note-required',
      facts: { differences: ['short'] },
    })
    const received = await receive(order, receptionBody(lotId, 8, { note: 'Thùng chỉ có 8 lọ' }))
    expect(received.body).toMatchObject({
      state: 'discrepancy',
      lines: [{ dispatchedVials: 10, receivedVials: 8, differences: ['short'], heldVials: 2 }],
    })
    expect([await atA(), await underWay(order), await atB()]).toEqual([60, 12, 48])
    expect((await close(order, [{ lotId, fate: 'lost', vials: 1 }])).body).toMatchObject({
      code: 'transfer.not-decided',
      facts: { held: 2, over: 0, lotCode },
    })
    const closed = await close(order, [
      { lotId, fate: 'lost', vials: 1 },
      { lotId, fate: 'returned', vials: 1 },
    ])
    expect(closed.body).toMatchObject({
      state: 'closed',
      ended: { decision: 'Hai bên đã lập biên bản' },
      lines: [{ dispatchedVials: 10, receivedVials: 8, heldVials: 0 }],
    })
    expect([await atA(), await underWay(order), await atB()]).toEqual([66, 0, 48])
  })

  test('over: the extra vials are in nobody’s books until it is decided whose they were', async () => {
    const order = await sent()
    await receive(order, receptionBody(lotId, 13, { note: 'Thùng có 13 lọ' }))
    expect([await atA(), await underWay(order), await atB()]).toEqual([60, 0, 60])
    await close(order, [
      { lotId, fate: 'from-sender', vials: 2 },
      { lotId, fate: 'found', vials: 1 },
    ])
    expect([await atA(), await underWay(order), await atB()]).toEqual([48, 0, 78])
  })

  test('a lot that nobody sent is on the paper with zero sent, and the one that was sent is short', async () => {
    const other = await stock.lot({ wardId: ground.world.places.wardA }, 5)
    const order = await sent(3)
    const lines = [
      { lotId, vials: 0 },
      { lotId: other.id, vials: 3 },
    ]
    const received = await receive(
      order,
      receptionBody(lotId, 0, { lines, note: 'Lô trên thùng là lô khác' }),
    )
    const byLot = Object.fromEntries(
      (received.body['lines'] as { lotId: string; differences: string[] }[]).map((line) => [
        line.lotId,
        line.differences,
      ]),
    )
    expect(byLot).toEqual({ [lotId]: ['short'], [other.id]: ['wrong-lot'] })
    const closed = await close(order, [
      { lotId, fate: 'returned', vials: 3 },
      { lotId: other.id, fate: 'from-sender', vials: 3 },
    ])
    expect(closed.body).toMatchObject({ state: 'closed' })
    expect([await atA(), await atB()]).toEqual([120, 0])
    expect(await stock.doses(ground.world.holders.wardB, other.id)).toBe(18)
  })

  test('damaged vials are counted but not taken in; more damaged than received is refused', async () => {
    const order = await sent()
    const lines = (damagedVials: number) => ({
      lines: [{ lotId, vials: 10, damagedVials }],
      note: 'Hai lọ vỡ',
    })
    expect((await receive(order, receptionBody(lotId, 10, lines(11)))).body.code).toBe(
      'transfer.damaged-over-received',
    )
    await receive(order, receptionBody(lotId, 10, lines(2)))
    expect(await atB()).toBe(48)
    await close(order, [{ lotId, fate: 'wasted', vials: 2 }])
    expect(
      await stock.count("movement WHERE lot_id = $1 AND kind = 'waste-closed' AND doses = 12", [lotId]),
    ).toBe(1)
  })

  test('a box that was too warm is taken in by nobody until the centre decides', async () => {
    const { rows } = await ground.database.app.query<{ id: string }>(
      `INSERT INTO product (id, antigen, family, code, name, doses_per_vial, max_doses_per_vial, store_class, open_hours)
       VALUES ($1, 'covid-19', 'az', $2, 'AZ thử', 10, 12, 'fridge-2-8', 6) RETURNING id`,
      [randomUUID(), randomUUID()],
    )
    const made = await stock.lot({ wardId: ground.world.places.wardA }, 4, { productId: rows[0]!.id })
    const order = await stock.order(made.id, 40)
    await dispatch(order, dispatchBody(made.id, 4, 4))
    const received = await receive(
      order,
      receptionBody(made.id, 4, { loggerMaxTenths: 131, note: 'Nhiệt kế lên 13,1 °C' }),
    )
    expect(received.body).toMatchObject({
      state: 'discrepancy',
      lines: [{ differences: ['excursion'], heldVials: 4 }],
    })
    expect(await stock.doses(ground.world.holders.wardB, made.id)).toBe(0)
    await close(order, [{ lotId: made.id, fate: 'arrived', vials: 4 }])
    expect(await stock.doses(ground.world.holders.wardB, made.id)).toBe(40)
  })

  test('the sender cannot be charged more than it has', async () => {
    const order = await sent()
    await receive(order, receptionBody(lotId, 25, { note: 'Đếm được 25 lọ' }))
    const refused = await close(order, [{ lotId, fate: 'from-sender', vials: 15 }])
    expect(refused).toMatchObject({ status: 409, body: { code: 'stock.insufficient' } })
    expect([await atA(), await atB()]).toEqual([60, 60])
  })
})

describe('calling off', () => {
  test('before dispatch the promise is given back, under way the vials are', async () => {
    const order = await stock.order(lotId, 120)
    const cancel = (who: TestAccount, version: number, made = order) =>
      act(who, made, 'cancellation', version, { reason: 'Phường gửi cần giữ cho mũi 2' })
    expect((await cancel(people.b, 1)).body.code).toBe('transfer.wrong-sender')
    expect((await cancel(people.a, 1)).body).toMatchObject({ state: 'cancelled' })
    const again = await stock.order(lotId, 120)
    await dispatch(again, dispatchBody(lotId, 20, 20))
    expect(await atA()).toBe(0)
    expect((await cancel(people.a, 2, again)).body).toMatchObject({
      state: 'cancelled',
      ended: { decision: 'Phường gửi cần giữ cho mũi 2' },
    })
    expect([await atA(), await underWay(again)]).toEqual([120, 0])
  })

  test('cancelled and received at once: one of them, and the doses are in one place', async () => {
    const order = await sent()
    const [received, cancelled] = await Promise.all([
      receive(order),
      act(people.a, order, 'cancellation', 2, { reason: 'Quay về' }),
    ])
    expect([received.status, cancelled.status].toSorted((a, b) => a - b)).toEqual([200, 412])
    expect([await atA(), await atB()]).toEqual(received.status === 200 ? [60, 60] : [120, 0])
  })
})

describe('the list', () => {
  const list = async (who: TestAccount, query = '') =>
    (await ground.as(who, 'GET', `/v1/transfers?limit=200${query}`)).body['items'] as {
      id: string
      overdue: boolean
    }[]

  test('both ends see it, others do not; after a day under way it is flagged', async () => {
    const order = await sent()
    const idle = await stock.order(lotId, 6)
    const ids = async (who: TestAccount, query = '') => (await list(who, query)).map((item) => item.id)
    expect(await ids(people.a)).toContain(order.id)
    expect(await ids(people.b)).toContain(order.id)
    expect(await ids(people.c)).toEqual([])
    expect(await ids(people.centre, '&overdue=true')).not.toContain(order.id)
    ground.setNow('2021-10-18T01:00:01Z')
    const overdue = await list(people.centre, '&overdue=true')
    expect(overdue.find((item) => item.id === order.id)).toMatchObject({ overdue: true })
    expect(overdue.map((item) => item.id)).not.toContain(idle.id)
    expect(await ids(people.centre, '&state=approved')).toContain(idle.id)
  })

  test('pages have no gap and no repeat', async () => {
    const all = (await list(people.centre)).map((item) => item.id)
    const seen = await readPages(ground, people.centre, '/v1/transfers?limit=4')
    expect(seen).toEqual(all)
    expect(seen.length).toBeGreaterThan(8)
  })
})

test('after everything that happened here the books are right', async () => {
  expect(await stock.check()).toMatchObject({ gaps: [], total: 0, strayLines: 0 })
})

test('the lot in the hand is checked by its barcode or its printed code; another one is refused and nothing moves', async () => {
  const sent = await stock.order(lotId, 60)
  const seen = (lotSeen: string) => {
    const body = dispatchBody(lotId, 20, 10)
    return { ...body, lines: body.lines.map((line) => ({ ...line, lotSeen })) }
  }
  expect(await dispatch(sent, seen('FK9999'))).toMatchObject({
    status: 409,
    body: { code: 'transfer.other-lot', facts: { lotCode } },
  })
  expect(await atA()).toBe(120)
  const scanned = `(01)08936000000011(17)211231(10)${lotCode}`
  const done = await dispatch(sent, seen(scanned))
  expect(done.body).toMatchObject({ state: 'dispatched', lines: [{ lotCheck: 'scanned' }] })
  const again = await dispatch(sent, seen(scanned))
  expect([again.status, again.body]).toEqual([done.status, done.body])
})
