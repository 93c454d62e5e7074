import type { LocalDate } from './dates.ts'
import { compareText } from './ids.ts'
import { keepsBalance, type HolderKind } from './stock.ts'

/**
 * The books of one holder and lot over a period, doses. `opening` and `closing` may be below zero where doses are
 * given; every other figure but `unaccounted` (found − missing) counts what went one way and is never below zero,
 * except `used`, from which doses taken back are subtracted.
 */
export type Book = {
  opening: number
  /** From the supplier or another holder. */
  received: number
  /** To another holder. */
  sent: number
  used: number
  discarded: number
  /** Drawn beyond the label. */
  overfill: number
  unaccounted: number
  closing: number
}
export type BookColumn = Exclude<keyof Book, 'opening' | 'closing'>

export const emptyBook: Book = {
  opening: 0,
  received: 0,
  sent: 0,
  used: 0,
  discarded: 0,
  overfill: 0,
  unaccounted: 0,
  closing: 0,
}

/** Under which column a line stands follows from its other end alone, and with which sign. */
export function bookColumn(other: HolderKind, way: 'in' | 'out'): { column: BookColumn; sign: 1 | -1 } {
  switch (other) {
    case 'used':
      return { column: 'used', sign: way === 'out' ? 1 : -1 }
    case 'wasted':
      return { column: 'discarded', sign: way === 'out' ? 1 : -1 }
    case 'overfill':
      return { column: 'overfill', sign: way === 'in' ? 1 : -1 }
    case 'unaccounted':
      return { column: 'unaccounted', sign: way === 'in' ? 1 : -1 }
    default:
      return { column: way === 'in' ? 'received' : 'sent', sign: 1 }
  }
}

/** What the period changed. */
export function bookChange(book: Omit<Book, 'opening' | 'closing'>): number {
  const { received, sent, used, discarded, overfill, unaccounted } = book
  return received - sent - used - discarded + overfill + unaccounted
}

/** opening + received − sent − used − discarded + overfill ± unaccounted − closing: zero, or the books are wrong. */
export function bookGap(book: Book): number {
  return book.opening + bookChange(book) - book.closing
}

export function addBooks(a: Book, b: Book): Book {
  const sum = { ...a }
  for (const column of Object.keys(sum) as (keyof Book)[]) sum[column] += b[column]
  return sum
}

export type DatedMovement = {
  fromHolderId: string
  toHolderId: string
  lotId: string
  doses: number
  occurredOn: LocalDate
}

/**
 * The books of every holder with a balance, worked out from the lines alone, by holder and lot: what a page must show
 * and what kept balances must equal.
 */
export function foldBooks(
  movements: readonly DatedMovement[],
  kindOf: (holderId: string) => HolderKind,
  period: { fromOn: LocalDate; toOn: LocalDate },
): { holderId: string; lotId: string; book: Book }[] {
  const books = new Map<string, { holderId: string; lotId: string; book: Book }>()
  for (const { fromHolderId, toHolderId, lotId, doses, occurredOn } of movements) {
    if (occurredOn > period.toOn) continue
    const ends = [
      { holderId: fromHolderId, other: toHolderId, way: 'out' },
      { holderId: toHolderId, other: fromHolderId, way: 'in' },
    ] as const
    for (const { holderId, other, way } of ends) {
      if (!keepsBalance(kindOf(holderId))) continue
      const key = `${holderId}\n${lotId}`
      const row = books.get(key) ?? { holderId, lotId, book: { ...emptyBook } }
      books.set(key, row)
      row.book.closing += way === 'in' ? doses : -doses
      if (occurredOn < period.fromOn) row.book.opening += way === 'in' ? doses : -doses
      else {
        const { column, sign } = bookColumn(kindOf(other), way)
        row.book[column] += sign * doses
      }
    }
  }
  return [...books.values()].sort(
    (a, b) => compareText(a.holderId, b.holderId) || compareText(a.lotId, b.lotId),
  )
}
