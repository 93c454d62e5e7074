/**
 * Which column is what, by the text of its heading and never by its position: wards move, add and rename
 * columns. Headings may stand in two rows with merged cells, under title rows, in any case, with or without
 * diacritics and line breaks, or in an old font.
 */
import { maskName, cleanText } from '../identity/names.ts'
import { foldName } from '../place-names.ts'
import { maskCell } from './cells.ts'
import { type ListField, isListField } from './fields.ts'
import { convertFont, legacyFonts } from './fonts.ts'
import { type Label, findField, findPlainField } from './heading-patterns.ts'

export type { ListField } from './fields.ts'

/** A row of the file as text; `rowNumber` is the one Excel shows, from 1. */
export type ListRow = { rowNumber: number; cells: readonly string[] }

export type UnknownHeading = {
  /** Zero-based. */
  column: number
  /** As written; `''` for a column that has entries but no heading. */
  text: string
  /** What a mapping by hand calls it. */
  key: string
  /** A few entries, masked, so that the official sees what the column holds. */
  samples: readonly string[]
}

/** A heading that a person said the meaning of, once for the ward. */
export type MappedHeading = Pick<UnknownHeading, 'column' | 'text' | 'key'> & { field: ListField | 'ignore' }

export type Headings = {
  /** First and last heading row, as Excel numbers them; people come after. */
  firstRow: number
  lastRow: number
  /** Zero-based column of each field found. */
  columns: ReadonlyMap<ListField, number>
  /** Fields whose heading itself says that the day comes first (`dd/mm/yyyy`). */
  dayFirst: ReadonlySet<ListField>
  /** Shown to the official, who may map them by hand. */
  unknown: readonly UnknownHeading[]
  /** Those that the mapping by hand was asked for. */
  mapped: readonly MappedHeading[]
}

/** By `UnknownHeading.key`. `ignore` leaves the column out without asking again. */
export type HeadingMapping = Readonly<Record<string, ListField | 'ignore'>>

/** The heading of the column that an importer fills in, in the words of the national form. */
export const RESULT_HEADING = 'Kết quả import (không điền ô này)'
/** The heading of the column that says why a row was not taken; such a column is never read. */
export const REASON_HEADING = 'Lý do chưa nhận (không điền ô này)'

const HEADING_ROWS_MAX = 40
/** Without a column of names a row is only believed with this many others: the names may be mapped by hand. */
const NAMELESS_COLUMNS_MIN = 5
const SAMPLES = 3

/** @returns null when no row names at least the person and two more things about them. */
export function recogniseHeadings(rows: readonly ListRow[], mapping: HeadingMapping = {}): Headings | null {
  const top = rows.slice(0, HEADING_ROWS_MAX)
  let best = recogniseIn(top, mapping)
  for (const font of legacyFonts) {
    const converted = top.map((row) => ({ ...row, cells: row.cells.map((cell) => convertFont(cell, font)) }))
    const found = recogniseIn(converted, mapping)
    if (found !== null && found.columns.size > (best?.columns.size ?? 0)) best = found
  }
  return best === null ? null : withSamples(best, rows, mapping)
}

function recogniseIn(top: readonly ListRow[], mapping: HeadingMapping): Headings | null {
  let best: Headings | null = null
  for (const [at, row] of top.entries()) {
    const next = top[at + 1]
    const one = readHeadings(row, null, mapping)
    const two = next !== undefined && isSubheading(row, next) ? readHeadings(row, next, mapping) : null
    // The first best: a second row is only believed when it names more columns than the first alone.
    for (const found of [one, two]) if (isBetter(found, best)) best = found
  }
  return best
}

function isBetter(found: Headings | null, best: Headings | null): boolean {
  if (found === null || found.columns.size < (isNamed(found) ? 3 : NAMELESS_COLUMNS_MIN)) return false
  return best === null || found.columns.size > best.columns.size
}

function isNamed({ columns }: Headings): boolean {
  return columns.has('fullName') || columns.has('givenName') || columns.has('enterpriseName')
}

const nameFields: ReadonlySet<string | null> = new Set(['fullName', 'familyName', 'enterpriseName'])

/** A person's row has a name under the name's heading; a row of sub-headings has nothing there, or parts of it. */
function isSubheading(upper: ListRow, lower: ListRow): boolean {
  const isName = (text: string | undefined) => nameFields.has(findPlainField(foldedBoth(text)))
  const column = upper.cells.findIndex(isName)
  const below = column < 0 ? '' : foldHeading(lower.cells[column])
  return lower.rowNumber === upper.rowNumber + 1 && (below === '' || isName(lower.cells[column]))
}

function readHeadings(upper: ListRow, lower: ListRow | null, mapping: HeadingMapping): Headings {
  const named = readLabels(labelsOf(upper, lower), mapping)
  return { firstRow: upper.rowNumber, lastRow: (lower ?? upper).rowNumber, ...named }
}

/** Each column's own text and the group above it; a merged group stands in its first cell only. */
function labelsOf(upper: ListRow, lower: ListRow | null): Label[] {
  const width = Math.max(upper.cells.length, lower?.cells.length ?? 0)
  const labels: Label[] = []
  let group = ''
  for (let column = 0; column < width; column += 1) {
    const [above, below] = [foldHeading(upper.cells[column]), foldHeading(lower?.cells[column])]
    if (above !== '') group = above
    const written = (below === '' ? upper.cells[column] : lower?.cells[column]) ?? ''
    const { text, full } = foldedBoth(written)
    if (text !== '') labels.push({ column, group: below === '' ? '' : group, text, full, written })
  }
  return labels
}

function readLabels(
  labels: readonly Label[],
  mapping: HeadingMapping,
): Pick<Headings, 'columns' | 'dayFirst' | 'unknown' | 'mapped'> {
  const columns = new Map<ListField, number>()
  const dayFirst = new Set<ListField>()
  const unknown: UnknownHeading[] = []
  const mapped: MappedHeading[] = []
  labels.forEach((label, at) => {
    const { column, written } = label
    const heading = { column, text: cleanText(written), key: keyOf(label) }
    const said = mappingOf(mapping, heading.key)
    const field = said ?? findField(labels, at)
    const isFree = field !== null && (field === 'ignore' || !columns.has(field))
    if (said !== null && isFree) mapped.push({ ...heading, field: said })
    if (!isFree) unknown.push({ ...heading, samples: [] })
    if (!isFree || field === 'ignore') return
    columns.set(field, column)
    if (/\bdd mm\b/.test(label.full)) dayFirst.add(field)
  })
  settleNames(columns)
  return { columns, dayFirst, unknown, mapped }
}

/** `Họ và chữ đệm` alone is the name, and a firm's name in a list of people is where they work. */
function settleNames(columns: Map<ListField, number>): void {
  const move = (from: ListField, to: ListField) => {
    const column = columns.get(from)
    if (column === undefined || columns.has(to)) return
    columns.delete(from)
    columns.set(to, column)
  }
  if (!columns.has('givenName')) move('familyName', 'fullName')
  if (columns.has('fullName') && !columns.has('headcount')) move('enterpriseName', 'workplace')
}

function keyOf({ group, text }: Label): string {
  return group === '' || group === text ? text : `${group} ${text}`
}

/** Own entries only: a heading may well be called `constructor`. */
function mappingOf(mapping: HeadingMapping, key: string): ListField | 'ignore' | null {
  const mapped = Object.hasOwn(mapping, key) ? mapping[key] : undefined
  return mapped !== undefined && (mapped === 'ignore' || isListField(mapped)) ? mapped : null
}

/** Columns with entries but without a heading are shown too: what stands there would otherwise be lost unseen. */
function withSamples(headings: Headings, rows: readonly ListRow[], mapping: HeadingMapping): Headings {
  const body = rows.filter((row) => row.rowNumber > headings.lastRow)
  const taken = new Set([...headings.columns.values(), ...headings.unknown.map(({ column }) => column)])
  const headed = new Set(
    rows
      .filter((row) => row.rowNumber >= headings.firstRow && row.rowNumber <= headings.lastRow)
      .flatMap((row) => row.cells.flatMap((cell, column) => (cleanText(cell) === '' ? [] : [column]))),
  )
  const width = body.reduce((widest, row) => Math.max(widest, row.cells.length), 0)
  const nameless = Array.from({ length: width }, (_, column) => column).filter(
    (column) => !taken.has(column) && !headed.has(column),
  )
  const columns = new Map(headings.columns)
  const unknown = headings.unknown.map((each) => ({ ...each, samples: samplesOf(body, each.column) }))
  const mapped = [...headings.mapped]
  for (const column of nameless) {
    const heading = { column, text: '', key: `cot ${columnLetter(column).toLowerCase()}` }
    const samples = samplesOf(body, column)
    const said = mappingOf(mapping, heading.key)
    if (said === null && samples.length > 0) unknown.push({ ...heading, samples })
    if (said === null || (said !== 'ignore' && columns.has(said))) continue
    mapped.push({ ...heading, field: said })
    if (said !== 'ignore') columns.set(said, column)
  }
  return { ...headings, columns, mapped, unknown: unknown.sort((a, b) => a.column - b.column) }
}

function samplesOf(body: readonly ListRow[], column: number): string[] {
  const texts = body.map((row) => cleanText(row.cells[column] ?? '')).filter((text) => text !== '')
  return [...new Set(texts)].slice(0, SAMPLES).map(maskSample)
}

/** Nobody knows what an unknown column holds: it may be names. */
function maskSample(text: string): string {
  return /\p{Nd}/u.test(text)
    ? maskCell(text.replace(/\p{L}{2,}/gu, (word) => maskName(word)))
    : maskName(text)
}

function foldedBoth(text: string | undefined): Pick<Label, 'text' | 'full'> {
  return { text: foldHeading(text), full: foldName(cleanText((text ?? '').slice(0, 300))) }
}

/** Folded, without what stands in brackets: `Số điện thoại(*)\n(Tối thiểu 10 số)` → `so dien thoai`. */
export function foldHeading(text: string | undefined): string {
  if (text === undefined || text === '') return ''
  const clean = cleanText(text.slice(0, 300))
  if (clean === '#') return 'stt'
  return foldName(clean.replace(/\([^()]*\)/g, ' ').replaceAll('\u00d0', 'Đ'))
}

const reservedNames: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'constructor.prototype',
])

/** A name of the language's own insides: no official writes it, so such a file was made to do harm. */
export function isReservedHeading(text: string): boolean {
  return reservedNames.has(text.trim().toLowerCase())
}

/** Column letters as Excel shows them: 0 → A, 26 → AA. */
export function columnLetter(column: number): string {
  const rest = column % 26
  const lead = column < 26 ? '' : columnLetter(Math.floor(column / 26) - 1)
  return lead + String.fromCodePoint(65 + rest)
}
