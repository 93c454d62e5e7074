import { and, eq, inArray, or, sql, type SQL } from 'drizzle-orm'
import type { Scope } from '#domain/access.ts'
import { compareText } from '#domain/ids.ts'
import type { LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import {
  findMovementFault,
  keepsBalance,
  mayGoBelowZero,
  routes,
  vialsOf,
  type HolderKind,
  type MovementKind,
} from '#domain/stock.ts'
import type { WasteCause } from '#domain/wastage.ts'
import type { Connection, Tx } from '#db/db.ts'
import { session } from '#db/tables/sessions.ts'
import { balance, holder, movement } from '#db/tables/stock.ts'

export type Holder = {
  id: string
  kind: HolderKind
  placeId: string | null
  siteId: string | null
  sessionId: string | null
  transferId: string | null
}

export type NewHolder = {
  id: string
  kind: HolderKind
  /** The ward where it stands; of a transit holder, the receiver's. */
  placeId?: string | null
  siteId?: string | null
  sessionId?: string | null
  transferId?: string | null
  createdAt: Date
}

const columns = {
  id: holder.id,
  kind: sql<HolderKind>`${holder.kind}`,
  placeId: holder.placeId,
  siteId: holder.siteId,
  sessionId: holder.sessionId,
  transferId: holder.transferId,
}

/**
 * Makes the holder, or finds the one that is there: a ward has one store, a site one fridge, a session one tray, a
 * transfer one box, and the authority one of each boundary. The answer carries the id that holds.
 */
export async function createHolder(tx: Tx, wanted: NewHolder): Promise<Holder> {
  const { id, kind, placeId = null, siteId = null, sessionId = null, transferId = null, createdAt } = wanted
  const made = { id, kind, placeId, siteId, sessionId, transferId }
  const inserted = await tx
    .insert(holder)
    .values({ ...made, createdAt })
    .onConflictDoNothing()
    .returning({ id: holder.id })
  if (inserted.length > 0) return made
  const [found] = await tx.select(columns).from(holder).where(sameHolder(made))
  if (found === undefined) throw new Error(`A holder of kind ${kind} is in the way and cannot be found`)
  return found
}

function sameHolder({ kind, placeId, siteId, sessionId, transferId }: Holder): SQL | undefined {
  const key = {
    centre: eq(holder.placeId, placeId ?? ''),
    ward: eq(holder.placeId, placeId ?? ''),
    fridge: eq(holder.siteId, siteId ?? ''),
    session: eq(holder.sessionId, sessionId ?? ''),
    transit: eq(holder.transferId, transferId ?? ''),
  }
  return and(eq(holder.kind, kind), kind in key ? key[kind as keyof typeof key] : undefined)
}

export async function findHolder(db: Connection, id: string): Promise<Holder | null> {
  const [found] = await db.select(columns).from(holder).where(eq(holder.id, id))
  return found ?? null
}

export async function findHolderOfSession(db: Connection, sessionId: string): Promise<Holder | null> {
  const [found] = await db.select(columns).from(holder).where(eq(holder.sessionId, sessionId))
  return found ?? null
}

export async function findHolderOfTransfer(db: Connection, transferId: string): Promise<Holder | null> {
  const [found] = await db.select(columns).from(holder).where(eq(holder.transferId, transferId))
  return found ?? null
}

export async function findFridge(db: Connection, siteId: string): Promise<Holder | null> {
  const [found] = await db
    .select(columns)
    .from(holder)
    .where(and(eq(holder.kind, 'fridge'), eq(holder.siteId, siteId)))
  return found ?? null
}

export async function findCentre(db: Connection): Promise<Holder | null> {
  const [found] = await db.select(columns).from(holder).where(eq(holder.kind, 'centre')).limit(1)
  return found ?? null
}

type Boundary = 'supplier' | 'used' | 'wasted' | 'unaccounted' | 'overfill'

/** Where doses come from and go to; made by `foundStock`. */
export async function loadBoundary(db: Connection, kind: Boundary): Promise<Holder> {
  const [found] = await db.select(columns).from(holder).where(eq(holder.kind, kind))
  if (found === undefined)
    throw new Error(`This authority has no holder "${kind}": foundStock was not called`)
  return found
}

/** A session's holder, made when the first vial is issued to it. Null: no such session. */
export async function ensureSessionHolder(
  tx: Tx,
  sessionId: string,
  by: { newId: () => string; at: Date },
): Promise<{ holder: Holder; state: string; sessionOn: LocalDate } | null> {
  const [found] = await tx
    .select({
      siteId: session.siteId,
      wardId: session.wardId,
      state: session.state,
      sessionOn: session.sessionOn,
    })
    .from(session)
    .where(eq(session.id, sessionId))
    // One that is being closed is waited for: what comes to it afterwards nobody would count.
    .for('share')
  if (found === undefined) return null
  const { siteId, wardId, state, sessionOn } = found
  const own = await createHolder(tx, {
    id: by.newId(),
    kind: 'session',
    placeId: wardId,
    siteId,
    sessionId,
    createdAt: by.at,
  })
  return { holder: own, state, sessionOn }
}

/** A condition on `holder`: what this scope reaches. A transfer's box lies within the receiver's reach. */
export function holderInScope(scope: Scope): SQL | undefined {
  if (scope.wide) return undefined
  const { wardIds, siteIds, sessionIds } = scope
  return (
    or(
      wardIds.length > 0 ? inArray(holder.placeId, wardIds) : undefined,
      siteIds.length > 0 ? inArray(holder.siteId, siteIds) : undefined,
      sessionIds.length > 0 ? inArray(holder.sessionId, sessionIds) : undefined,
    ) ?? sql`false`
  )
}

/** What `requireReach` asks of a holder. */
export function targetOf({ placeId, siteId, sessionId }: Holder) {
  return { wardId: placeId, siteId, sessionId }
}

export type HolderEnd = Pick<Holder, 'id' | 'kind'>

export type LotRef = { id: string; productId: string; dosesPerVial: number }

/** One line of the ledger, with what is needed to prove it before it is written. */
export type MovementLine = {
  id: string
  kind: MovementKind
  from: HolderEnd
  to: HolderEnd
  lot: LotRef
  doses: number
  occurredOn: LocalDate
  recordedAt: Date
  authorId: string | null
  causeKind: string
  causeId: string | null
  reason?: string
  wasteCause?: WasteCause
  documentNumber?: string
}

/**
 * Writes lines of the ledger and moves the balances on both sides, locked in the order of (holder, lot).
 *
 * @param options.mayOverdraw for facts, not for questions: a session or fridge may then go below zero.
 * @throws Problem `stock.insufficient` when a holder has less than is asked of it. Lines that break the rules of
 *   `domain/stock.ts` are a bug of the caller.
 */
export async function postMovements(
  tx: Tx,
  lines: readonly MovementLine[],
  options: { mayOverdraw?: boolean } = {},
): Promise<void> {
  if (lines.length === 0) return
  for (const { kind, from, to, doses, lot } of lines) {
    const fault = findMovementFault(kind, from.kind, to.kind, doses, lot.dosesPerVial)
    if (fault !== null) throw new Error(`${kind} from ${from.kind} to ${to.kind}: ${fault}`)
  }
  await moveBalances(tx, lines, options.mayOverdraw === true)
  await tx.insert(movement).values(
    lines.map(({ from, to, lot, kind, doses, ...rest }) => ({
      ...rest,
      kind,
      doses,
      fromHolderId: from.id,
      toHolderId: to.id,
      lotId: lot.id,
      productId: lot.productId,
      vials: routes[kind].wholeVials ? vialsOf(doses, lot.dosesPerVial) : null,
    })),
  )
}

type Change = { holder: HolderEnd; lotId: string; doses: number }

async function moveBalances(tx: Tx, lines: readonly MovementLine[], mayOverdraw: boolean): Promise<void> {
  const changes = netChanges(lines)
  if (changes.length === 0) return
  const there = await lockBalances(tx, changes)
  for (const { holder: end, lotId, doses } of changes) {
    const before = there.get(`${end.id} ${lotId}`) ?? 0
    const allowed = mayOverdraw && mayGoBelowZero(end.kind)
    if (doses < 0 && before + doses < 0 && !allowed)
      throw new Problem('stock.insufficient', { holderId: end.id, lotId, there: before, doses: -doses })
  }
  const deltas = sql.join(
    changes.map(
      (change) => sql`(${change.holder.id}::uuid, ${change.lotId}::uuid, ${change.doses}::integer)`,
    ),
    sql`, `,
  )
  await tx.execute(sql`
    UPDATE balance b SET doses = b.doses + d.doses FROM (VALUES ${deltas}) AS d (holder_id, lot_id, doses)
    WHERE b.holder_id = d.holder_id AND b.lot_id = d.lot_id`)
}

/** Locks what these holders have of these lots, in the order of (holder, lot). Keys of the answer: `holder lot`. */
export async function lockBalances(
  tx: Tx,
  wanted: readonly { holder: HolderEnd; lotId: string }[],
): Promise<Map<string, number>> {
  const sorted = wanted.toSorted(
    (a, b) => compareText(a.holder.id, b.holder.id) || compareText(a.lotId, b.lotId),
  )
  if (sorted.length === 0) return new Map()
  await tx
    .insert(balance)
    .values(
      sorted.map(({ holder: end, lotId }) => ({
        holderId: end.id,
        holderKind: end.kind,
        lotId,
        doses: 0,
      })),
    )
    .onConflictDoNothing()
  const keys = sql.join(
    sorted.map(({ holder: end, lotId }) => sql`(${end.id}::uuid, ${lotId}::uuid)`),
    sql`, `,
  )
  const rows = await tx
    .select({ holderId: balance.holderId, lotId: balance.lotId, doses: balance.doses })
    .from(balance)
    .where(sql`(${balance.holderId}, ${balance.lotId}) IN (${keys})`)
    .orderBy(balance.holderId, balance.lotId)
    .for('update')
  return new Map(rows.map((row) => [`${row.holderId} ${row.lotId}`, row.doses]))
}

/** What each real holder gains or loses of each lot. */
function netChanges(lines: readonly MovementLine[]): Change[] {
  const changes = new Map<string, Change>()
  const add = (end: HolderEnd, lotId: string, doses: number) => {
    if (!keepsBalance(end.kind)) return
    const key = `${end.id} ${lotId}`
    const change = changes.get(key) ?? { holder: end, lotId, doses: 0 }
    changes.set(key, { ...change, doses: change.doses + doses })
  }
  for (const { from, to, lot, doses } of lines) {
    add(from, lot.id, -doses)
    add(to, lot.id, doses)
  }
  return [...changes.values()]
}
