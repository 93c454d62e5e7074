import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { Problem } from '#domain/problem.ts'
import { settle, type Settlement } from '#domain/session-settlement.ts'
import type { MovementKind } from '#domain/stock.ts'
import type { Tx } from '#db/db.ts'
import { balance, movement, openVial } from '#db/tables/stock.ts'
import type { By } from './begin.ts'
import { stores } from './find-store.ts'
import { holdLots, type LotFacts } from './lot-queries.ts'
import {
  findHolder,
  findHolderOfSession,
  loadBoundary,
  lockBalances,
  postMovements,
  type Holder,
  type HolderEnd,
  type MovementLine,
} from './queries.ts'

/** What was counted of one lot at the end of the day. */
export type SettledLot = {
  lotId: string
  closedVials: number
  /** Doses left in opened vials; null = not counted, then whatever the books have left is that. */
  discardedDoses: number | null
}

export type SettledLine = Settlement & { lotId: string; lotCode: string }

/**
 * A session closes: closed vials go back, what is left in opened ones is wasted, doses beyond the label come from
 * `overfill` (negative wastage), and what nobody can explain goes to or from `unaccounted`. Afterwards the session
 * holds nothing; a dose that arrives later draws it below zero and is flagged. Writes no audit row: the closing of the
 * session has one.
 *
 * @throws Problem `stock.lot-not-settled` when a lot that the books have there was not counted,
 *   `stock.vials-over-issued`, `stock.wrong-holder`, `not-found` for a store that is neither in its ward nor supplied it.
 */
export async function settleSessionStock(
  tx: Tx,
  by: By,
  { sessionId, returnTo, lots }: { sessionId: string; returnTo: string; lots: readonly SettledLot[] },
): Promise<SettledLine[]> {
  const own = await findHolderOfSession(tx, sessionId)
  if (own === null) {
    if (lots.length > 0) throw new Problem('not-found')
    return []
  }
  const store = await findHolder(tx, returnTo)
  if (store === null) throw new Problem('not-found')
  if (!stores.includes(store.kind)) throw new Problem('stock.wrong-holder', { kind: store.kind })
  // Vials go back to the ward that the session stands in, or to where they came from, and into nobody else's books.
  if (store.placeId !== own.placeId && !(await hasSupplied(tx, store, own))) throw new Problem('not-found')

  const held = await tx
    .select({ lotId: balance.lotId })
    .from(balance)
    .where(and(eq(balance.holderId, own.id), ne(balance.doses, 0)))
  const facts = await holdLots(tx, [...held.map((row) => row.lotId), ...lots.map((each) => each.lotId)])
  const balances = await lockBalances(
    tx,
    [...facts.keys()].flatMap((lotId) => [
      { holder: own, lotId },
      { holder: store, lotId },
    ]),
  )
  const settled: SettledLine[] = []
  const lines: MovementLine[] = []
  const ends = await loadEnds(tx, own, store)
  for (const each of facts.values()) {
    const bookDoses = balances.get(`${own.id} ${each.id}`) ?? 0
    const counted = lots.find((one) => one.lotId === each.id)
    if (counted === undefined) {
      if (bookDoses === 0) continue
      throw new Problem('stock.lot-not-settled', { lotId: each.id, lotCode: each.code, doses: bookDoses })
    }
    const vialsIssued = await countVialsIssued(tx, own.id, each)
    const { closedVials, discardedDoses } = counted
    const { dosesPerVial, maxDosesPerVial } = each
    const result = settle({
      bookDoses,
      vialsIssued,
      closedVials,
      discardedDoses,
      dosesPerVial,
      maxDosesPerVial,
    })
    if (result === null)
      throw new Problem('stock.vials-over-issued', {
        lotId: each.id,
        lotCode: each.code,
        closedVials,
        vialsIssued,
      })
    settled.push({ lotId: each.id, lotCode: each.code, ...result })
    lines.push(...settlementLines(by, sessionId, ends, each, result))
  }
  await postMovements(tx, lines, { mayOverdraw: true })
  await tx
    .update(openVial)
    .set({ closedAt: by.at })
    .where(and(eq(openVial.sessionId, sessionId), isNull(openVial.closedAt)))
  return settled
}

async function hasSupplied(tx: Tx, store: Holder, own: Holder): Promise<boolean> {
  const [issue] = await tx
    .select({ id: movement.id })
    .from(movement)
    .where(and(eq(movement.fromHolderId, store.id), eq(movement.toHolderId, own.id)))
    .limit(1)
  return issue !== undefined
}

type Ends = { own: Holder; store: Holder } & Record<'wasted' | 'overfill' | 'unaccounted', Holder>

async function loadEnds(tx: Tx, own: Holder, store: Holder): Promise<Ends> {
  const wasted = await loadBoundary(tx, 'wasted')
  const overfill = await loadBoundary(tx, 'overfill')
  return { own, store, wasted, overfill, unaccounted: await loadBoundary(tx, 'unaccounted') }
}

function settlementLines(
  by: By,
  sessionId: string,
  { own, store, wasted, overfill, unaccounted }: Ends,
  facts: LotFacts,
  result: Settlement,
): MovementLine[] {
  const planned: [MovementKind, HolderEnd, HolderEnd, number][] = [
    ['overfill', overfill, own, result.overfill],
    ['difference', unaccounted, own, result.found],
    ['return', own, store, result.returned],
    ['waste-open', own, wasted, result.discarded],
    ['difference', own, unaccounted, result.missing],
  ]
  return planned
    .filter(([, , , doses]) => doses > 0)
    .map(([kind, from, to, doses]) => ({
      id: by.newId(),
      kind,
      from,
      to,
      lot: { id: facts.id, productId: facts.productId, dosesPerVial: facts.dosesPerVial },
      doses,
      occurredOn: by.onDay,
      recordedAt: by.at,
      authorId: by.accountId,
      causeKind: 'session-closing',
      causeId: sessionId,
      ...(kind === 'waste-open' ? { wasteCause: 'end-of-session' as const } : {}),
    }))
}

/** Whole vials that the session got, less those that left it unopened. */
async function countVialsIssued(tx: Tx, holderId: string, { id, dosesPerVial }: LotFacts): Promise<number> {
  const [row] = await tx
    .select({
      doses: sql<number>`coalesce(sum(CASE WHEN ${movement.toHolderId} = ${holderId} THEN ${movement.doses}
        ELSE -${movement.doses} END), 0)::integer`,
    })
    .from(movement)
    .where(
      and(
        eq(movement.lotId, id),
        sql`((${movement.toHolderId} = ${holderId} AND ${movement.kind} = 'issue')
          OR (${movement.fromHolderId} = ${holderId} AND ${movement.kind} IN ('return', 'waste-closed')))`,
      ),
    )
  return Math.floor((row?.doses ?? 0) / dosesPerVial)
}
