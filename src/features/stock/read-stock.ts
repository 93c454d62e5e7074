import { reaches, type Actor } from '#domain/access.ts'
import { daysBetween, isLocalDate, localDateAt, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { identityGap, type HolderKind } from '#domain/stock.ts'
import { scopeOf } from '#http/access.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { loadChangeUpTo, loadLedgerSums, selectLedgerRows, type LedgerPosition } from './ledger-queries.ts'
import { loadLots, lotStandingOn } from './lot-queries.ts'
import { findHolder, targetOf } from './queries.ts'
import { requireUuid } from './read-lots.ts'
import { loadHolderLabels, selectBalances, selectHolders } from './stock-queries.ts'

type Page = { limit: number; cursor?: string | undefined }

export async function listHolders(
  deps: Deps,
  actor: Actor,
  query: Page & { kind?: HolderKind | undefined; wardId?: string | undefined },
) {
  const after = decodeCursor(query.cursor, 1)
  const rows = await selectHolders(deps.db, {
    scope: scopeOf(actor, 'stock.read'),
    onDay: localDateAt(deps.clock(), deps.authority.timeZone),
    kind: query.kind,
    wardId: query.wardId,
    after: after === null ? null : requireUuid(after[0]),
    limit: query.limit,
  })
  return toPage(rows, query.limit, (row) => [row.id])
}

/** Who has how many doses of which lot, and how long they last: all for the centre, its own for a ward. */
export async function listStock(
  deps: Deps,
  actor: Actor,
  query: Page & {
    holderId?: string | undefined
    wardId?: string | undefined
    productId?: string | undefined
  },
) {
  const keys = decodeCursor(query.cursor, 2)
  const rows = await selectBalances(deps.db, {
    scope: scopeOf(actor, 'stock.read'),
    holderId: query.holderId,
    wardId: query.wardId,
    productId: query.productId,
    after: keys === null ? null : [requireUuid(keys[0]), requireUuid(keys[1])],
    limit: query.limit,
  })
  const page = toPage(rows, query.limit, (row) => [row.holderId, row.lotId])
  const onDay = localDateAt(deps.clock(), deps.authority.timeZone)
  const lots = await loadLots(
    deps.db,
    page.items.map((row) => row.lotId),
  )
  const labels = await loadHolderLabels(
    deps.db,
    page.items.map((row) => row.holderId),
    onDay,
  )
  const items = page.items.map(({ holderId, lotId, kind, doses, openVials }) => {
    const facts = lots.get(lotId)!
    const standing = lotStandingOn(facts, onDay)
    const { useByOn } = standing
    const { code: lotCode, productId, productCode, productName, dosesPerVial } = facts
    return {
      holder: labels.get(holderId)!,
      lotId,
      lotCode,
      productId,
      productCode,
      productName,
      dosesPerVial,
      doses,
      closedVials: kind === 'session' ? null : Math.trunc(doses / dosesPerVial),
      openVials,
      ...standing,
      daysLeft: useByOn === null ? null : daysBetween(onDay, useByOn),
    }
  })
  return { items, nextCursor: page.nextCursor }
}

/** From the first day that a table can hold to the last: a period without ends. */
const ALWAYS = { fromOn: '0001-01-01', toOn: '9999-12-31' }

/**
 * The lines of one lot at one holder, with the identity opening + in − out = closing for the period.
 *
 * @throws Problem `not-found`.
 */
export async function getLedger(
  deps: Deps,
  actor: Actor,
  query: Page & { holderId: string; lotId: string; fromOn?: string | undefined; toOn?: string | undefined },
) {
  const { holderId, lotId, limit } = query
  const found = await findHolder(deps.db, holderId)
  if (found === null || !reaches(scopeOf(actor, 'stock.read'), targetOf(found)))
    throw new Problem('not-found')
  const period = { fromOn: query.fromOn ?? ALWAYS.fromOn, toOn: query.toOn ?? ALWAYS.toOn }
  const from = toPosition(decodeCursor(query.cursor, 3))
  const key = { holderId, lotId }
  const sums = await loadLedgerSums(deps.db, key, period)
  const rows = await selectLedgerRows(deps.db, key, period, { from, limit })
  const { opening, received, released } = sums
  let balance = opening + (from === null ? 0 : await loadChangeUpTo(deps.db, key, period.fromOn, from))
  const page = toPage(rows, limit, (row) => [row.occurredOn, row.recordedAt, row.id])
  const items = page.items.map((row) => {
    balance += row.change
    return { ...row, balanceAfter: balance }
  })
  // A boundary keeps no balance: its books are its lines.
  const closing = sums.balance === null ? opening + received - released : sums.balance - sums.later
  const onDay = localDateAt(deps.clock(), deps.authority.timeZone)
  const labels = await loadHolderLabels(deps.db, [holderId], onDay)
  return {
    holder: labels.get(holderId)!,
    lotId,
    opening,
    received,
    released,
    closing,
    gap: identityGap(opening, received, released, closing),
    items,
    nextCursor: page.nextCursor,
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

function toPosition(keys: readonly (string | number)[] | null): LedgerPosition | null {
  if (keys === null) return null
  const [occurredOn, recordedAt, id] = keys
  if (
    typeof occurredOn !== 'string' ||
    !isLocalDate(occurredOn) ||
    typeof recordedAt !== 'string' ||
    !INSTANT.test(recordedAt)
  )
    throw new Problem('request.invalid', { where: '/querystring/cursor' })
  const day: LocalDate = occurredOn
  return { occurredOn: day, recordedAt, id: requireUuid(id) }
}
