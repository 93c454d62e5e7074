import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { vialsOf } from '#domain/stock.ts'
import type { Tx } from '#db/db.ts'
import { stockCount } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { asPerson, type By } from './begin.ts'
import type { CountBody } from './contract.ts'
import { requireHolder, stores } from './find-store.ts'
import { holdLot, type LotFacts } from './lot-queries.ts'
import { claimId, requireSame } from './once.ts'
import { loadBoundary, lockBalances, postMovements, type Holder, type MovementLine } from './queries.ts'

export type CountView = {
  id: string
  holderId: string
  lotId: string
  countedDoses: number
  bookDoses: number
  difference: number
  at: string
  reason: string
}

/**
 * Somebody looked: the books follow, the difference goes to `unaccounted` with its reason.
 *
 * @throws Problem `not-found`, `stock.wrong-holder`, `stock.not-whole-vials`, `stock.reason-required`,
 *   `stock.id-used`.
 */
export async function recordCount(
  deps: Deps,
  actor: Actor,
  holderId: string,
  body: z.output<typeof CountBody>,
): Promise<CountView> {
  return asPerson(deps, actor, 'stock.count', async (tx, by) => {
    await claimId(tx, body.id)
    const from = await requireHolder(tx, actor, 'stock.count', holderId, [...stores, 'session'])
    const facts = await holdLot(tx, body.lotId)
    const before = await findCount(tx, body.id)
    const { countedDoses, reason } = body
    if (before !== null) {
      requireSame(
        [before.holderId, before.lotId, before.countedDoses, before.reason],
        [holderId, body.lotId, countedDoses, reason],
      )
      return before
    }
    if (from.kind !== 'session' && vialsOf(countedDoses, facts.dosesPerVial) === null)
      throw new Problem('stock.not-whole-vials', { doses: countedDoses, dosesPerVial: facts.dosesPerVial })
    const balances = await lockBalances(tx, [{ holder: from, lotId: facts.id }])
    const bookDoses = balances.get(`${from.id} ${facts.id}`) ?? 0
    const line = await insertCount(tx, by, {
      id: body.id,
      holder: from,
      facts,
      countedDoses,
      bookDoses,
      reason,
    })
    // A fridge whose books are below zero may be counted to zero.
    await postMovements(tx, line === null ? [] : [line], { mayOverdraw: true })
    await appendAudit(tx, actor, by.at, {
      action: 'recordCount',
      subjectKind: 'stock-count',
      subjectId: body.id,
      placeId: from.placeId,
      detail: { holderId, lotId: facts.id, countedDoses, bookDoses },
    })
    const stored = await findCount(tx, body.id)
    if (stored === null) throw new Error('A count that was just written is not there')
    return stored
  })
}

/** Keeps the count; the answer is the line that makes the books follow, still to be posted. */
export async function insertCount(
  tx: Tx,
  by: By,
  count: {
    id: string
    holder: Holder
    facts: LotFacts
    countedDoses: number
    bookDoses: number
    reason: string
  },
): Promise<MovementLine | null> {
  const { id, holder, facts, countedDoses, bookDoses, reason } = count
  const difference = countedDoses - bookDoses
  if (difference !== 0 && reason === '')
    throw new Problem('stock.reason-required', {
      lotId: facts.id,
      lotCode: facts.code,
      counted: countedDoses,
      booked: bookDoses,
    })
  await tx.insert(stockCount).values({
    id,
    holderId: holder.id,
    lotId: facts.id,
    countedDoses,
    bookDoses,
    at: by.at,
    byId: by.accountId,
    reason,
  })
  if (difference === 0) return null
  const unaccounted = await loadBoundary(tx, 'unaccounted')
  return {
    id: by.newId(),
    kind: 'difference',
    from: difference > 0 ? unaccounted : holder,
    to: difference > 0 ? holder : unaccounted,
    lot: { id: facts.id, productId: facts.productId, dosesPerVial: facts.dosesPerVial },
    doses: Math.abs(difference),
    occurredOn: by.onDay,
    recordedAt: by.at,
    authorId: by.accountId,
    causeKind: 'count',
    causeId: id,
    reason,
  }
}

async function findCount(tx: Tx, id: string): Promise<CountView | null> {
  const [row] = await tx.select().from(stockCount).where(eq(stockCount.id, id))
  if (row === undefined) return null
  const { holderId, lotId, countedDoses, bookDoses, at, reason } = row
  const difference = countedDoses - bookDoses
  return { id, holderId, lotId, countedDoses, bookDoses, difference, at: at.toISOString(), reason }
}
