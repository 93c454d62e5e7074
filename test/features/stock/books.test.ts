import * as fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '#domain/dates.ts'
import { foldBooks, type DatedMovement } from '#domain/stock-books.ts'
import type { HolderKind } from '#domain/stock.ts'
import { checkRebuild } from '#features/doses/rebuild.ts'
import { createDoseGround, type DoseGround } from '../doses/ground.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import { dispatchBody, receptionBody, stockOf } from './ground.ts'

let ground: DoseGround
let stock: ReturnType<typeof stockOf>
let lead: TestAccount
beforeAll(async () => {
  ground = await createDoseGround()
  stock = stockOf(ground)
  lead = await ground.world.addAccount('site-lead', { placeId: ground.world.places.city })
})
afterAll(() => ground.close())

const TODAY = '2021-10-17'
const DAYS = 4
const onDay = (day: number) => new Date(NOW.getTime() + day * 86_400_000)

const kinds = [
  'issue',
  'return',
  'waste-open',
  'waste-closed',
  'count',
  'transfer',
  'dose',
  'void',
  'other-lot',
  'other-session',
] as const
/** One request on one of a few days; `n` and `m` are vials or doses, or which dose is meant. */
type Step = { kind: (typeof kinds)[number]; day: number; n: number; m: number; again: boolean }
const aStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...kinds, 'dose' as const, 'dose' as const),
  day: fc.integer({ min: 0, max: DAYS - 1 }),
  n: fc.integer({ min: 1, max: 8 }),
  m: fc.integer({ min: 0, max: 8 }),
  again: fc.boolean(),
})
const aPeriod = fc.tuple(fc.nat(DAYS), fc.nat(DAYS)).map(([a, b]) => ({
  fromOn: addDays(TODAY, Math.min(a, b)),
  toOn: addDays(TODAY, Math.max(a, b)),
}))

type BookRow = { holder: { id: string }; lotId: string; gap: number } & Record<string, unknown>

async function readBooks(period: { fromOn: string; toOn: string }, lotIds: readonly string[]) {
  const rows: BookRow[] = []
  let cursor = ''
  do {
    const url = `/v1/stock/books?fromOn=${period.fromOn}&toOn=${period.toOn}&limit=7${cursor}`
    const { status, body } = await ground.as(ground.world.accounts.cityCentre, 'GET', url)
    expect([status, body['wrongRows']]).toEqual([200, 0])
    rows.push(...(body['items'] as BookRow[]))
    const { nextCursor } = body as { nextCursor?: string | null }
    cursor = nextCursor == null ? '' : `&cursor=${nextCursor}`
  } while (cursor !== '')
  return rows.filter(({ lotId }) => lotIds.includes(lotId))
}

async function foldedBooks(period: { fromOn: string; toOn: string }, lotIds: readonly string[]) {
  const lines = await ground.rows<DatedMovement & { fromKind: HolderKind; toKind: HolderKind }>(
    `SELECT m.from_holder_id AS "fromHolderId", m.to_holder_id AS "toHolderId", m.lot_id AS "lotId", m.doses,
       m.occurred_on::text AS "occurredOn", f.kind AS "fromKind", t.kind AS "toKind"
     FROM movement m JOIN holder f ON f.id = m.from_holder_id JOIN holder t ON t.id = m.to_holder_id WHERE m.lot_id = ANY ($1)`,
    [lotIds],
  )
  const kindOf = new Map(
    lines.flatMap((line) => [
      [line.fromHolderId, line.fromKind] as const,
      [line.toHolderId, line.toKind] as const,
    ]),
  )
  const moved = new Set(
    lines
      .filter(({ occurredOn }) => occurredOn >= period.fromOn && occurredOn <= period.toOn)
      .flatMap(({ fromHolderId, toHolderId, lotId }) => [
        `${fromHolderId} ${lotId}`,
        `${toHolderId} ${lotId}`,
      ]),
  )
  return foldBooks(lines, (id) => kindOf.get(id)!, period).filter(
    ({ holderId, lotId, book }) =>
      book.opening !== 0 || book.closing !== 0 || moved.has(`${holderId} ${lotId}`),
  )
}

const key = ({ holderId, lotId }: { holderId: string; lotId: string }) => `${holderId} ${lotId}`

test(
  'whatever is asked, again, undone and corrected: the page is the fold of the lines, no row has a gap, and a rebuild finds nothing',
  { timeout: 180_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 6, maxLength: 16 }), aPeriod, async (steps, period) => {
        ground.setNow(NOW)
        const first = await stock.lot({ wardId: ground.world.places.wardA }, 10)
        const second = await stock.lot({ wardId: ground.world.places.wardA }, 10)
        const lotIds = [first.id, second.id]
        const given: Given[] = []
        for (const step of steps.toSorted((a, b) => a.day - b.day)) {
          ground.setNow(onDay(step.day))
          await play(step, lotIds, given)
        }
        const shown = await readBooks(period, lotIds)
        const folded = await foldedBooks(period, lotIds)
        expect(shown.map(({ gap }) => gap)).toEqual(shown.map(() => 0))
        const shownByKey = new Map(
          shown.map(({ holder, lotId, ...row }) => [key({ holderId: holder.id, lotId }), row]),
        )
        expect([...shownByKey.keys()].sort()).toEqual(folded.map(key).sort())
        for (const row of folded) expect(shownByKey.get(key(row))).toMatchObject(row.book)
        expect(await checkRebuild(ground.database.writer)).toEqual([])
        const { gaps, total } = await stock.check()
        expect({ gaps, total }).toEqual({ gaps: [], total: 0 })
      }),
      { numRuns: 10, seed: 20211018 },
    )
    for (const kind of ['use', 'unuse', 'arrival', 'waste-open', 'waste-closed', 'difference', 'return'])
      expect([kind, await stock.count(`movement WHERE kind = '${kind}'`)]).not.toEqual([kind, 0])
  },
)

type Given = { id: string; personId: string; day: number }

async function play(
  { kind, day, n, m, again }: Step,
  [lotId = '', otherLotId = '']: string[],
  given: Given[],
) {
  const { accounts, holders, sessions, sessionHolders, fridges, places, productId } = ground.world
  const { wardOfficial, wardOfficialB, cityCentre } = accounts
  const ask = async (who: TestAccount, url: string, body: object, version?: number) => {
    const answer = await stock.post(who, url, body, version)
    expect([200, 201, 409, 412, 422]).toContain(answer.status)
    if (again && answer.status < 300) {
      const second = await stock.post(who, url, body, version)
      expect([url, second.status, second.body]).toEqual([url, answer.status, answer.body])
    }
    return answer
  }
  const put = async (body: object, id: string) => {
    const answer = await ground.put(body, lead, id)
    expect([200, 201]).toContain(answer.status)
    if (again)
      expect((await ground.put(body, lead, id)).body).toMatchObject({ stored: answer.body['stored'] })
  }
  const envelope = ground.envelope(onDay(day))
  const meant = given[m % Math.max(given.length, 1)]
  const ofDose = meant && {
    ...envelope,
    doseId: meant.id,
    personId: meant.personId,
    sessionId: sessions.A,
    reason: 'Ghi nhầm',
  }
  const id = randomUUID()
  switch (kind) {
    case 'issue':
      return ask(wardOfficial, '/v1/stock/issues', {
        id,
        fromHolderId: holders.wardA,
        sessionId: sessions.A,
        lotId,
        vials: n,
      })
    case 'return':
      return ask(wardOfficial, '/v1/stock/returns', {
        id,
        sessionId: sessions.A,
        toHolderId: fridges.A,
        lotId,
        vials: 1,
      })
    case 'waste-open':
    case 'waste-closed':
      return ask(
        wardOfficial,
        '/v1/stock/wastages',
        kind === 'waste-open'
          ? { opened: true, id, holderId: sessionHolders.A, lotId, doses: 1, reason: 'Hết giờ' }
          : { opened: false, id, holderId: holders.wardA, lotId, vials: 1, cause: 'broken', reason: 'Lọ vỡ' },
      )
    case 'count':
      return ask(wardOfficial, `/v1/holders/${holders.wardA}/counts`, {
        id,
        lotId,
        countedDoses: m * 6,
        reason: 'Kiểm kê',
      })
    case 'dose': {
      const personId = await ground.world.addPerson()
      given.push({ id, personId, day })
      return put(ground.doseBody(personId, { lot: { lotId }, capturedAt: onDay(day).toISOString() }), id)
    }
    case 'void':
      return ofDose && put({ ...ofDose, kind: 'void' }, id)
    case 'other-lot':
      return ofDose && put({ ...ofDose, kind: 'correction', fields: { lotId: otherLotId, productId } }, id)
    case 'other-session':
      return ofDose && put({ ...ofDose, kind: 'correction', fields: { sessionId: sessions.B } }, id)
    default: {
      const order = await ask(cityCentre, '/v1/transfers', {
        id,
        from: { wardId: places.wardA },
        to: { wardId: places.wardB },
        lines: [{ lotId, doses: n * 6 }],
        reason: 'Điều chuyển thử',
      })
      if (order.status !== 201) return
      const url = `/v1/transfers/${String(order.body['id'])}`
      const shelf = (await stock.doses(holders.wardA, lotId)) / 6
      await ask(wardOfficial, `${url}/dispatch`, dispatchBody(lotId, shelf, n), 1)
      await ask(wardOfficialB, `${url}/reception`, receptionBody(lotId, m, { note: 'Ghi nhận khi đếm' }), 2)
    }
  }
}

describe('wastage', () => {
  test('a closed session wastes what it opened and did not give; a reason is kept for each dose thrown away', async () => {
    ground.setNow(NOW)
    const { accounts, holders, sessions, sessionHolders, places } = ground.world
    const { id: lotId } = await stock.lot({ wardId: places.wardA }, 10)
    const post = (url: string, body: object) =>
      stock.post(accounts.wardOfficial, url, { id: randomUUID(), ...body })
    await post('/v1/stock/issues', { fromHolderId: holders.wardA, sessionId: sessions.A, lotId, vials: 4 })
    await post('/v1/stock/wastages', {
      opened: false,
      holderId: holders.wardA,
      lotId,
      vials: 1,
      cause: 'temperature',
      reason: 'Tủ hỏng một đêm',
    })
    const question = `/v1/stock/wastage?fromOn=${TODAY}&toOn=${TODAY}`
    const before = await ground.as(accounts.cityCentre, 'GET', question)
    expect(before.body['openSessions']).toBeGreaterThan(0)
    const wasted = await post('/v1/stock/wastages', {
      opened: true,
      holderId: sessionHolders.A,
      lotId,
      doses: 2,
      cause: 'contaminated',
      reason: 'Rơi xuống sàn',
    })
    expect(wasted.body).toMatchObject({ kind: 'waste-open', wasteCause: 'contaminated' })
    await ground.rows("UPDATE session SET state = 'closed' WHERE id = $1", [sessions.A])
    const { body } = await ground.as(accounts.cityCentre, 'GET', question)
    const [row] = body['items'] as Record<string, unknown>[]
    const sums = (
      await ground.rows<{ opened: number; given: number }>(
        `SELECT sum(CASE WHEN kind = 'issue' THEN doses WHEN kind IN ('return', 'waste-closed') THEN -doses END)::integer AS opened,
           sum(CASE kind WHEN 'use' THEN doses WHEN 'unuse' THEN -doses END)::integer AS given
         FROM movement WHERE $1::uuid IN (from_holder_id, to_holder_id)`,
        [sessionHolders.A],
      )
    )[0]!
    expect(row).toMatchObject({ openedDoses: sums.opened, givenDoses: sums.given, indicativeRate: 0.1 })
    expect(row!['openRate']).toBeCloseTo((sums.opened - sums.given) / sums.opened, 12)
    expect(row!['causes']).toContainEqual({ opened: false, cause: 'temperature', doses: 6 })
    await ground.rows("UPDATE session SET state = 'open' WHERE id = $1", [sessions.A])
  })
})

describe('alarms', () => {
  test('expiry, quarantine, recall and a transfer that nobody closes are listed, counted, and seen where they lie', async () => {
    ground.setNow(NOW)
    const { accounts, holders, places } = ground.world
    const { cityCentre } = accounts
    const lots = {
      soon: await stock.lot({ wardId: places.wardA }, 3, { expiresOn: '2021-11-01' }),
      held: await stock.lot({ wardId: places.wardA }, 3),
      recalled: await stock.lot({ wardId: places.wardB }, 3),
    }
    const decide = (lotId: string, kind: string) =>
      stock.post(cityCentre, `/v1/lots/${lotId}/events`, {
        id: randomUUID(),
        kind,
        documentNumber: 'CV 1/SYT',
      })
    await decide(lots.held.id, 'quarantine')
    await decide(lots.recalled.id, 'recall')
    const moving = await stock.lot({ wardId: places.wardA }, 5)
    const { id } = await stock.order(moving.id, 12)
    await stock.post(accounts.wardOfficial, `/v1/transfers/${id}/dispatch`, dispatchBody(moving.id, 5, 2), 1)
    ground.setNow(onDay(2))
    const read = async (account: TestAccount) => {
      const { body } = await ground.as(account, 'GET', '/v1/stock/alarms?limit=500')
      return body as unknown as {
        total: number
        items: { kind: string; lotId: string | null; transferId: string | null; holder: { id: string } }[]
      }
    }
    const all = await read(cityCentre)
    const kindsOf = (lotId: string) => all.items.filter((row) => row.lotId === lotId).map(({ kind }) => kind)
    expect(kindsOf(lots.soon.id)).toEqual(['expires-soon'])
    expect(kindsOf(lots.held.id)).toEqual(['quarantine'])
    expect(kindsOf(lots.recalled.id)).toEqual(['recalled'])
    expect(all.items.find(({ transferId }) => transferId === id)).toMatchObject({
      kind: 'transfer-overdue',
      doses: 12,
      holder: { id: holders.wardB },
    })
    const counts = await ground.as(cityCentre, 'GET', '/v1/stock/alarms/counts')
    expect(counts.body['total']).toBe(all.items.length)
    const ofA = await read(accounts.wardOfficial)
    expect(ofA.items.some(({ lotId }) => lotId === lots.recalled.id)).toBe(false)
    expect(ofA.items.some(({ lotId }) => lotId === lots.soon.id)).toBe(true)
    ground.setNow(NOW)
  })
})
