import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { bookGap } from '#domain/stock-books.ts'
import { scopeOf } from '#http/access.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import type { booksQuery } from './books-contract.ts'
import { loadBookTotals, selectBooks, type BooksAsked } from './books-queries.ts'
import { loadLots } from './lot-queries.ts'
import { requireUuid } from './read-lots.ts'
import { loadHolderLabels } from './stock-queries.ts'

/**
 * opening + received − sent − used − discarded ± overfill, unaccounted = closing, at every holder and lot in reach.
 *
 * @throws Problem `request.invalid` when the period ends before it begins.
 */
export async function listBooks(deps: Deps, actor: Actor, query: z.output<typeof booksQuery>) {
  const { limit, cursor, ...period } = query
  if (period.toOn < period.fromOn) throw new Problem('request.invalid', { where: '/querystring/toOn' })
  const asked: BooksAsked = { ...period, scope: scopeOf(actor, 'stock.read') }
  const rows = await selectBooks(deps.db, asked, { after: toPosition(cursor), limit })
  const page = toPage(rows, limit, ({ rank, holderId, lotId }) => [rank, holderId, lotId])
  const { rows: count, wrongRows, ...totals } = await loadBookTotals(deps.db, asked)
  const lots = await loadLots(
    deps.db,
    page.items.map(({ lotId }) => lotId),
  )
  const labels = await loadHolderLabels(
    deps.db,
    page.items.map(({ holderId }) => holderId),
    localDateAt(deps.clock(), deps.authority.timeZone),
  )
  return {
    fromOn: period.fromOn,
    toOn: period.toOn,
    totals: { ...totals, gap: bookGap(totals) },
    rows: count,
    wrongRows,
    items: page.items.map(({ rank: _rank, holderId, lotId, ...book }) => {
      const { code, productName } = lots.get(lotId)!
      return {
        holder: labels.get(holderId)!,
        lotId,
        lotCode: code,
        productName,
        ...book,
        gap: bookGap(book),
      }
    }),
    nextCursor: page.nextCursor,
  }
}

function toPosition(cursor: string | undefined): [number, string, string] | null {
  const keys = decodeCursor(cursor, 3)
  if (keys === null) return null
  const [rank, holderId, lotId] = keys
  if (typeof rank !== 'number' || !Number.isInteger(rank) || rank < 0 || rank > 9)
    throw new Problem('request.invalid', { where: '/querystring/cursor' })
  return [rank, requireUuid(holderId), requireUuid(lotId)]
}
