/**
 * Takes the rows of one sheet in order, whatever format they come from, and holds them against the limits. The list's
 * rows are kept packed, for only the whole columns tell how to read one of them.
 */
import { openFormula } from '#domain/person-list/cells.ts'
import { looksLikePerson } from '#domain/person-list/body.ts'
import { type Conventions, ListSurvey } from '#domain/person-list/conventions.ts'
import {
  type HeadingMapping,
  type Headings,
  type ListRow,
  columnLetter,
  isReservedHeading,
  recogniseHeadings,
} from '#domain/person-list/headings.ts'
import { Problem } from '#domain/problem.ts'
import type { LocalDate } from '#domain/dates.ts'
import { type ListKind, type ListLimits, unpackedProblem } from '#http/file-reading/limits.ts'
import type { SheetRows } from '#http/file-reading/sheets.ts'

/** Headings stand in the first rows; a sheet without any there is an annex or a cover. */
const HEADING_SEARCH_ROWS = 40
const PROGRESS_ROWS = 1000

export type CollectOptions = {
  kind: ListKind
  limits: ListLimits
  on: LocalDate
  mapping: HeadingMapping
  onProgress: (rows: number) => void
}

export type CollectedList = {
  sheetName: string
  headings: Headings
  conventions: Conventions
  resultColumn: number
  headingRows: readonly ListRow[]
  /** Columns with anything in them. */
  width: number
  /** The last row that is surely a person's; what follows may be a signature block. */
  lastPersonRow: number
  count: number
  /** From the first heading row on; may be taken once. */
  rows(): Iterable<ListRow>
}

/**
 * The first sheet that is a list. @throws Problem list.headings-missing; list.sheets-several when a later sheet has
 * people too: they must not be lost unseen.
 */
export async function collectList(
  sheets: AsyncIterable<SheetRows> | Iterable<SheetRows>,
  options: CollectOptions,
): Promise<CollectedList> {
  let list: CollectedList | null = null
  const others: string[] = []
  for await (const sheet of sheets) {
    if (list === null) list = await collectSheet(sheet, options)
    else if (await hasPeople(sheet, options.mapping)) others.push(sheet.sheetName)
  }
  if (list === null) throw new Problem('list.headings-missing')
  if (others.length > 0) throw new Problem('list.sheets-several', { sheets: [list.sheetName, ...others] })
  return list
}

async function collectSheet(sheet: SheetRows, options: CollectOptions): Promise<CollectedList | null> {
  const collector = new RowCollector(sheet, options)
  for await (const row of sheet.rows) if (!collector.add(row)) break
  return collector.finish()
}

async function hasPeople(sheet: SheetRows, mapping: HeadingMapping): Promise<boolean> {
  const top: ListRow[] = []
  for await (const row of sheet.rows) {
    if (row.cells.some((cell) => cell.trim() !== '')) top.push(row)
    if (top.length >= HEADING_SEARCH_ROWS) break
  }
  const headings = recogniseHeadings(top, mapping)
  return (
    headings !== null && top.some((row) => row.rowNumber > headings.lastRow && looksLikePerson(row, headings))
  )
}

class RowCollector {
  readonly #sheet: SheetRows
  readonly #options: CollectOptions
  readonly #packed: string[] = []
  #characters = 0
  #top: ListRow[] = []
  readonly #headingRows: ListRow[] = []
  #headings: Headings | null = null
  #survey: ListSurvey | null = null
  #searched = false
  #width = 0
  #lastPersonRow = 0
  constructor(sheet: SheetRows, options: CollectOptions) {
    this.#sheet = sheet
    this.#options = options
  }

  /** @returns false when the sheet is no list and need not be read further. */
  add(row: ListRow): boolean {
    const last = row.cells.findLastIndex((text) => text.trim() !== '')
    if (last < 0) return true
    // A cover or an annex may be wide; only the list itself is held against the limits.
    const cells = row.cells.slice(0, Math.min(last + 1, this.#options.limits.columns + 1)).map(openFormula)
    const kept = { rowNumber: row.rowNumber, cells }
    if (this.#searched) this.#take(kept)
    else this.#top.push(kept)
    if (!this.#searched && this.#top.length >= HEADING_SEARCH_ROWS) this.#search()
    return !this.#searched || this.#headings !== null
  }

  /** @returns null when the sheet is no list. */
  finish(): CollectedList | null {
    if (!this.#searched) this.#search()
    const headings = this.#headings
    if (headings === null) return null
    const packed = this.#packed
    return {
      sheetName: this.#sheet.sheetName,
      headings,
      conventions: this.#survey!.conventions(),
      resultColumn: headings.columns.get('result') ?? this.#width,
      headingRows: this.#headingRows,
      width: this.#width,
      lastPersonRow: this.#lastPersonRow,
      count: packed.length,
      *rows() {
        for (const [at, row] of packed.entries()) {
          packed[at] = ''
          yield unpack(row)
        }
      },
    }
  }

  #search(): void {
    this.#searched = true
    this.#headings = recogniseHeadings(this.#top, this.#options.mapping)
    const headings = this.#headings
    if (headings === null) return
    this.#survey = new ListSurvey(headings, this.#options.on)
    for (const row of this.#top) {
      if (row.rowNumber >= headings.firstRow && row.rowNumber <= headings.lastRow) this.#takeHeading(row)
      else if (row.rowNumber > headings.lastRow) this.#take(row)
    }
    this.#top = []
  }

  #takeHeading(row: ListRow): void {
    const reserved = row.cells.findIndex(isReservedHeading)
    if (reserved >= 0)
      throw new Problem('list.heading-reserved', { cell: `${columnLetter(reserved)}${row.rowNumber}` })
    this.#check(row)
    this.#headingRows.push(row)
  }

  #take(row: ListRow): void {
    const headings = this.#headings
    if (headings === null) return
    this.#check(row)
    this.#refuseUnsolved(row, headings)
    if (this.#packed.length >= this.#options.limits.rows[this.#options.kind]) {
      throw new Problem('list.rows-too-many', { limit: this.#options.limits.rows[this.#options.kind] })
    }
    this.#survey!.add(row)
    if (looksLikePerson(row, headings)) this.#lastPersonRow = row.rowNumber
    // One text per row: the cells would keep the pieces of XML alive from which they were cut.
    const packed = pack(row)
    this.#characters += packed.length
    if (this.#characters > this.#options.limits.unpackedBytes) throw unpackedProblem(this.#options.limits)
    this.#packed.push(packed)
    if (this.#packed.length % PROGRESS_ROWS === 0) this.#options.onProgress(this.#packed.length)
  }

  #check({ rowNumber, cells }: ListRow): void {
    const { columns, cellCharacters } = this.#options.limits
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

  /** Only where the value would be read: a formula that counts rows may stay as it is. */
  #refuseUnsolved(row: ListRow, headings: Headings): void {
    for (const [field, column] of headings.columns) {
      if (field === 'rowLabel' || field === 'result' || field === 'reason') continue
      if (!this.#sheet.isUnsolved(row.rowNumber, column)) continue
      throw new Problem('list.formula-unsolved', { cell: `${columnLetter(column)}${row.rowNumber}` })
    }
  }
}

/** A control character, made for this: in a cell it stands for a space, as all of them do. */
const BETWEEN = '\u001f'

function pack({ rowNumber, cells }: ListRow): string {
  const clean = cells.map((cell) => (cell.includes(BETWEEN) ? cell.replaceAll(BETWEEN, ' ') : cell))
  return `${rowNumber}${BETWEEN}${clean.join(BETWEEN)}`
}

function unpack(packed: string): ListRow {
  const [rowNumber, ...cells] = packed.split(BETWEEN)
  return { rowNumber: Number(rowNumber), cells }
}
