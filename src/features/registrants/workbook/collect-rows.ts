/** Takes the rows of one sheet in order, whatever format they come from, and holds them against the limits. */
import { type Headings, type ListRow, columnLetter, recogniseHeadings } from '#domain/person-list/headings.ts'
import { Problem } from '#domain/problem.ts'
import type { ListKind, ListLimits } from './limits.ts'

/** Headings stand in the first rows; a sheet without any there is an annex or a cover. */
const HEADING_SEARCH_ROWS = 40

export class RowCollector {
  readonly #kind: ListKind
  readonly #limits: ListLimits
  #rows: ListRow[] = []
  #headings: Headings | null = null
  #searched = false
  #width = 0
  constructor(kind: ListKind, limits: ListLimits) {
    this.#kind = kind
    this.#limits = limits
  }

  /** @returns false when the sheet is no list and need not be read further. */
  add(rowNumber: number, values: readonly string[]): boolean {
    const last = values.findLastIndex((text) => text.trim() !== '')
    if (last < 0) return true
    const { columns, rows } = this.#limits
    // A cover or an annex may be wide; only the list itself is held against the limits.
    const cells = values.slice(0, Math.min(last + 1, columns + 1))
    this.#rows.push({ rowNumber, cells })
    if (!this.#searched && this.#rows.length >= HEADING_SEARCH_ROWS) this.#search()
    else if (this.#headings !== null) this.#check({ rowNumber, cells })
    if (this.#rows.length > rows[this.#kind] + HEADING_SEARCH_ROWS) throw this.#tooMany()
    return !this.#searched || this.#headings !== null
  }

  /** @returns null when the sheet is no list. */
  finish(): { headings: Headings; rows: ListRow[]; resultColumn: number } | null {
    if (!this.#searched) this.#search()
    const headings = this.#headings
    if (headings === null) return null
    const rows = this.#rows.filter((row) => row.rowNumber > headings.lastRow)
    if (rows.length > this.#limits.rows[this.#kind]) throw this.#tooMany()
    return { headings, rows, resultColumn: headings.columns.get('result') ?? this.#width }
  }

  #search(): void {
    this.#searched = true
    this.#headings = recogniseHeadings(this.#rows)
    if (this.#headings !== null) for (const row of this.#rows) this.#check(row)
  }

  #check({ rowNumber, cells }: ListRow): void {
    const { columns, cellCharacters } = this.#limits
    if (this.#headings === null || rowNumber < this.#headings.firstRow) return
    if (cells.length > columns) throw new Problem('list.columns-too-many', { row: rowNumber, limit: columns })
    const long = cells.findIndex((text) => text.length > cellCharacters)
    if (long >= 0) {
      throw new Problem('list.cell-too-long', {
        cell: `${columnLetter(long)}${rowNumber}`,
        limit: cellCharacters,
      })
    }
    this.#width = Math.max(this.#width, cells.length)
  }

  #tooMany(): Problem {
    return new Problem('list.rows-too-many', { limit: this.#limits.rows[this.#kind] })
  }
}
