/**
 * Which column is what, by the text of its heading and never by its position: wards move, add and rename
 * columns. Headings may stand in two rows with merged cells, under title rows, in any case, with or without
 * diacritics and line breaks.
 */
import { foldName } from '../place-names.ts'
import { cleanText } from '../identity/names.ts'

/** A row of the file as text; `rowNumber` is the one Excel shows, from 1. */
export type ListRow = { rowNumber: number; cells: readonly string[] }

export type PersonField =
  | 'rowLabel'
  | 'fullName'
  | 'bornOn'
  | 'sex'
  | 'priorityCode'
  | 'workplace'
  | 'phone'
  | 'idNumber'
  | 'bhyt'
  | 'provinceName'
  | 'provinceCode'
  | 'districtName'
  | 'districtCode'
  | 'wardName'
  | 'wardCode'
  | 'groupName'
  | 'address'
  | 'note'
  | 'result'
export const doseParts = ['product', 'givenOn', 'lot', 'place'] as const
export type DosePart = (typeof doseParts)[number]
/** `dose1.lot`: the part of an earlier dose, by the number of its group (Mũi 1, Mũi 2…). */
export type ListField = PersonField | `dose${number}.${DosePart}`

export type UnknownHeading = { column: number; text: string }

export type Headings = {
  /** First and last heading row, as Excel numbers them; people come after. */
  firstRow: number
  lastRow: number
  /** Zero-based column of each field found. */
  columns: ReadonlyMap<ListField, number>
  /** Shown to the official, who may map them by hand. */
  unknown: readonly UnknownHeading[]
}

/** The heading of the column that an importer fills in, in the words of the national form. */
export const RESULT_HEADING = 'Kết quả import (không điền ô này)'

// Tried in this order on folded text without brackets: the narrower before the wider.
const patterns: readonly (readonly [PersonField, RegExp])[] = [
  ['rowLabel', /^(stt|tt|so tt|so thu tu|ລ ດ|no)$/],
  ['result', /^ket qua( import)?$/],
  ['note', /^ghi chu/],
  ['idNumber', /\b(cccd|cmnd|cmt|can cuoc|chung minh|dinh danh|ho chieu)\b/],
  ['bhyt', /\b(bhyt|bao hiem y te)\b/],
  ['phone', /dien thoai|^(so )?(sdt|dt|di dong)\b/],
  ['fullName', /^(ho va ten|ho ten|ho va chu dem|ten nguoi|full name)|^(ten|name)$/],
  [
    'bornOn',
    /^(ngay|nam|ngay thang|ngay thang nam|ngay thang nam sinh) sinh\b|^(ngay thang nam sinh|ntns|date of birth)/,
  ],
  ['sex', /^(gioi tinh|gioi|phai|sex)$/],
  ['priorityCode', /\b(nhom doi tuong|nhom uu tien|doi tuong uu tien)\b|^ma (nhom|doi tuong)|^nhom$/],
  ['provinceCode', /^ma (so )?(tinh|tp|thanh pho)\b/],
  ['districtCode', /^ma (so )?(quan|huyen|thi xa)\b/],
  ['wardCode', /^ma (so )?(xa|phuong|px|thi tran)\b/],
  ['provinceName', /^(tinh|tinh thanh pho|thanh pho)( tp)?$/],
  ['districtName', /^(quan|huyen|quan huyen|huyen quan)\b/],
  ['wardName', /^(xa|phuong|xa phuong|phuong xa)\b/],
  ['groupName', /^(dia ban( co so)?|to dan pho|tdp|thon|to|khu vuc|to thon|thon to)\b/],
  ['address', /dia chi|^so nha|^noi o chi tiet/],
  ['workplace', /^(don vi|noi|co quan) (cong tac|lam viec)|^(don vi|co quan)$/],
]

const dosePatterns: readonly (readonly [DosePart, RegExp])[] = [
  ['givenOn', /\bngay tiem\b|^ngay$/],
  ['lot', /\b(so )?lo( vac ?xin)?\b/],
  ['place', /\b(dia diem|noi|co so|don vi) tiem\b/],
  ['product', /\b(ten|loai) vac ?xin\b|^vac ?xin\b/],
]
const doseNumber = /\b(?:mui|lan|lieu)(?: thu| so)? (\d)\b/

const HEADING_ROWS_MAX = 40
type Label = { column: number; group: string; text: string }

/** @returns null when no row names at least the person and two more things about them. */
export function recogniseHeadings(rows: readonly ListRow[]): Headings | null {
  const top = rows.slice(0, HEADING_ROWS_MAX)
  let best: Headings | null = null
  for (const [at, row] of top.entries()) {
    const next = top[at + 1]
    const one = readHeadings(row, null)
    const two = next !== undefined && isSubheading(row, next) ? readHeadings(row, next) : null
    // The first best: a second row is only believed when it names more columns than the first alone.
    for (const found of [one, two]) if (isBetter(found, best)) best = found
  }
  return best
}

function isBetter(found: Headings | null, best: Headings | null): boolean {
  if (found === null || !found.columns.has('fullName') || found.columns.size < 3) return false
  return best === null || found.columns.size > best.columns.size
}

/** A person's row has a name under the name's heading; a row of sub-headings has nothing there. */
function isSubheading(upper: ListRow, lower: ListRow): boolean {
  const column = upper.cells.findIndex((cell) => findPersonField(foldHeading(cell)) === 'fullName')
  const below = column < 0 ? '' : foldHeading(lower.cells[column])
  return lower.rowNumber === upper.rowNumber + 1 && (below === '' || findPersonField(below) === 'fullName')
}

function readHeadings(upper: ListRow, lower: ListRow | null): Headings {
  const named = readLabels(labelsOf(upper, lower))
  return { firstRow: upper.rowNumber, lastRow: (lower ?? upper).rowNumber, ...named }
}

/** Each column's own text and the group above it; a merged group stands in its first cell only. */
function labelsOf(upper: ListRow, lower: ListRow | null): Label[] {
  const width = Math.max(upper.cells.length, lower?.cells.length ?? 0)
  const labels: Label[] = []
  let group = ''
  for (let column = 0; column < width; column += 1) {
    const above = foldHeading(upper.cells[column])
    const below = foldHeading(lower?.cells[column])
    if (above !== '') group = above
    const text = below === '' ? above : below
    if (text !== '') labels.push({ column, group: below === '' ? '' : group, text })
  }
  return labels
}

function readLabels(labels: readonly Label[]): Pick<Headings, 'columns' | 'unknown'> {
  const columns = new Map<ListField, number>()
  const unknown: UnknownHeading[] = []
  labels.forEach((label, at) => {
    const field = findPersonField(label.text) ?? findDoseField(labels, at)
    if (field !== null && !columns.has(field)) columns.set(field, label.column)
    else unknown.push({ column: label.column, text: label.text })
  })
  return { columns, unknown }
}

function findPersonField(text: string): PersonField | null {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}

/** The vaccine's name stands before its group (`Tên vắc xin` | `Mũi 1`: date, lot, place), so it looks ahead. */
function findDoseField(labels: readonly Label[], at: number): ListField | null {
  const { text, group } = labels[at]!
  const part = findDosePart(text)
  if (part === null) return null
  const own = doseNumber.exec(text) ?? doseNumber.exec(group)
  const ahead = labels.slice(at + 1, at + 4).find((label) => doseNumber.test(label.group))
  const number = own?.[1] ?? (ahead === undefined ? undefined : doseNumber.exec(ahead.group)?.[1])
  return number === undefined ? null : `dose${Number(number)}.${part}`
}

function findDosePart(text: string): DosePart | null {
  return dosePatterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}

/** Folded, without what stands in brackets: `Số điện thoại(*)\n(Tối thiểu 10 số)` → `so dien thoai`. */
export function foldHeading(text: string | undefined): string {
  if (text === undefined || text === '') return ''
  const clean = cleanText(text.slice(0, 300))
  if (clean === '#') return 'stt'
  return foldName(clean.replace(/\([^()]*\)/g, ' ').replaceAll('\u00d0', 'Đ'))
}

/** Column letters as Excel shows them: 0 → A, 26 → AA. */
export function columnLetter(column: number): string {
  const rest = column % 26
  const lead = column < 26 ? '' : columnLetter(Math.floor(column / 26) - 1)
  return lead + String.fromCodePoint(65 + rest)
}
