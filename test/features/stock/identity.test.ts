import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import type { TestAccount } from '../../support/world.ts'
import { dispatchBody, receptionBody, stockOf } from './ground.ts'

let ground: TestApp
let stock: ReturnType<typeof stockOf>
beforeAll(async () => {
  ground = await createTestApp()
  stock = stockOf(ground)
})
afterAll(() => ground.close())

/** One request of somebody, possible or not; `n` and `m` are vials or doses. */
type Step = { what: (typeof steps)[number]; ward: 'A' | 'B'; n: number; m: number; again: boolean }
const steps = [
  'receive',
  'issue',
  'return',
  'waste-open',
  'waste-closed',
  'count',
  'transfer',
  'cancel',
] as const
const aStep: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...steps),
  ward: fc.constantFrom('A', 'B'),
  n: fc.integer({ min: 1, max: 12 }),
  m: fc.integer({ min: 0, max: 12 }),
  again: fc.boolean(),
})

/** Ids that a run can repeat. */
function idsOf(seed: string) {
  let count = 0
  return () => {
    count += 1
    const hex = createHash('sha256').update(`${seed} ${count}`).digest('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
}

test(
  'whatever is asked in whatever order, every holder’s opening + in − out = closing, and all together hold zero',
  { timeout: 120_000 },
  async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 4, maxLength: 14 }), async (asked) => {
        run += 1
        const newId = idsOf(`run ${run}`)
        const { id: lotId } = await stock.lot({ wardId: ground.world.places.wardA }, 10)
        for (const step of asked) await play(step, lotId, newId)
        const { gaps, total, strayLines } = await stock.check()
        expect({ gaps, total, strayLines }).toEqual({ gaps: [], total: 0, strayLines: 0 })
        for (const holderId of Object.values(ground.world.holders)) {
          const url = `/v1/stock/ledger?holderId=${holderId}&lotId=${lotId}`
          const { body } = await ground.as(ground.world.accounts.cityCentre, 'GET', url)
          expect(body).toMatchObject({ gap: 0 })
          const [opening, received, released, closing] = [
            body['opening'],
            body['received'],
            body['released'],
            body['closing'],
          ].map(Number)
          expect(opening! + received! - released!).toBe(closing)
        }
      }),
      { numRuns: 12, seed: 20211017 },
    )
    expect(await stock.count("movement WHERE kind = 'arrival'")).toBeGreaterThan(0)
    expect(
      await stock.count("balance WHERE doses < 0 AND holder_kind IN ('ward', 'centre', 'transit')"),
    ).toBe(0)
  },
)

async function play({ what, ward, n, m, again }: Step, lotId: string, newId: () => string): Promise<void> {
  const { accounts, holders, sessions, sessionHolders, fridges, places } = ground.world
  const official = ward === 'A' ? accounts.wardOfficial : accounts.wardOfficialB
  const store = ward === 'A' ? holders.wardA : holders.wardB
  /** Refused or done, once or twice, but never failed. */
  const ask = async (who: TestAccount, url: string, body: object, version?: number) => {
    const first = await stock.post(who, url, body, version)
    if (again && first.status < 300) {
      const second = await stock.post(who, url, body, version)
      expect([url, second.status, second.body]).toEqual([url, first.status, first.body])
    }
    expect([200, 201, 409, 412, 422]).toContain(first.status)
    return first
  }
  switch (what) {
    case 'receive':
      await ask(accounts.cityCentre, '/v1/lots/receipts', {
        id: newId(),
        to: { wardId: places[`ward${ward}`] },
        productId: ground.world.productId,
        lotCode: `R-${lotId.slice(0, 8)}`,
        expiresOn: '2021-12-31',
        vials: n,
        documentNumber: 'PXK',
      })
      break
    case 'issue':
      await ask(official, '/v1/stock/issues', {
        id: newId(),
        fromHolderId: store,
        sessionId: sessions[ward],
        lotId,
        vials: n,
      })
      break
    case 'return':
      await ask(official, '/v1/stock/returns', {
        id: newId(),
        sessionId: sessions[ward],
        toHolderId: fridges[ward],
        lotId,
        vials: n,
      })
      break
    case 'waste-open':
      await ask(official, '/v1/stock/wastages', {
        opened: true,
        id: newId(),
        holderId: sessionHolders[ward],
        lotId,
        doses: n,
        reason: 'Hết giờ',
      })
      break
    case 'waste-closed':
      await ask(official, '/v1/stock/wastages', {
        opened: false,
        id: newId(),
        holderId: store,
        lotId,
        vials: n,
        reason: 'Lọ vỡ',
      })
      break
    case 'count':
      await ask(official, `/v1/holders/${store}/counts`, {
        id: newId(),
        lotId,
        countedDoses: m * 6,
        reason: 'Kiểm kê',
      })
      break
    default:
      await playTransfer()
  }

  async function playTransfer(): Promise<void> {
    const [from, to] = ward === 'A' ? (['A', 'B'] as const) : (['B', 'A'] as const)
    const order = await ask(accounts.cityCentre, '/v1/transfers', {
      id: newId(),
      from: { wardId: places[`ward${from}`] },
      to: { wardId: places[`ward${to}`] },
      lines: [{ lotId, doses: n * 6 }],
      reason: 'Điều chuyển thử',
    })
    if (order.status !== 201) return
    const url = `/v1/transfers/${String(order.body['id'])}`
    const shelf = (await stock.doses(store, lotId)) / 6
    await ask(official, `${url}/dispatch`, dispatchBody(lotId, shelf, n), 1)
    if (what === 'cancel') {
      await ask(official, `${url}/cancellation`, { reason: 'Không gửi nữa' }, 2)
      return
    }
    const receiver = to === 'A' ? accounts.wardOfficial : accounts.wardOfficialB
    await ask(receiver, `${url}/reception`, receptionBody(lotId, m, { note: 'Ghi nhận khi đếm' }), 2)
    const fates =
      m < n ? [{ lotId, fate: 'lost', vials: n - m }] : m > n ? [{ lotId, fate: 'found', vials: m - n }] : []
    await ask(accounts.cityCentre, `${url}/closure`, { decision: 'Đã lập biên bản', fates }, 3)
  }
}
