/** Which rows are people: the rows after the headings, without blank ones and without what follows the last person. */
import { cleanText } from '../identity/names.ts'
import { foldName } from '../place-names.ts'
import { cellOf } from './cell-of.ts'
import type { ListField } from './fields.ts'
import type { Headings, ListRow } from './headings.ts'

/** `section`: a row that only names the residential group or household of the rows below it. */
export const ignoredReasons = ['blank', 'column-numbers', 'section', 'signature'] as const
export type IgnoredReason = (typeof ignoredReasons)[number]
export type IgnoredRow = { rowNumber: number; reason: IgnoredReason }

/** Filled in ahead on paper and so no sign of a person. */
const ahead: readonly ListField[] = [
  'rowLabel',
  'result',
  'reason',
  'note',
  'provinceName',
  'provinceCode',
  'districtName',
  'districtCode',
  'wardName',
  'wardCode',
]
const evidence: readonly ListField[] = [
  'bornOn',
  'sex',
  'phone',
  'idNumber',
  'bhyt',
  'priorityCode',
  'headcount',
]
// The royal family name Công Tằng Tôn Nữ is common in Huế, and firms are called Công ty: a lone `cộng` is a total.
const signature =
  /\b(nguoi lap|lap bieu|lap danh sach|xac nhan|ky ten|ky ghi ro|ky va ghi|chu tich|truong tram|thu truong|dai dien|thay mat|giam doc|noi nhan|tong so|tong cong|tong so nguoi|ngay thang nam|tm uy ban|tm ubnd)\b|^cong( so)?( nguoi| lao dong)*$/
const section =
  /^(?:[ivx]+ |[a-h] |\d+ )?((?:to dan pho|tdp|to|thon|khu pho|khom|ban|ap|xom)(?: so)? [a-z\d ]{1,30}|ho(?: so)? \d+)$/

/**
 * A row is dropped only when it is blank, counts the columns, names what the rows below belong to, or stands after the
 * last person and says what a signature block says. Anything else is a person, if only to be told what is missing: no
 * row disappears.
 */
export class BodyReader {
  readonly #headings: Headings
  readonly #lastPersonRow: number
  #isFirst = true
  #isSigned = false
  #groupName = ''
  /** @param lastPersonRow number of the last row that `looksLikePerson`. */
  constructor(headings: Headings, lastPersonRow: number) {
    this.#headings = headings
    this.#lastPersonRow = lastPersonRow
  }

  /** The residential group that the last section row named; `''` when none did. */
  get groupName(): string {
    return this.#groupName
  }

  /** Rows in their order. @returns null when the row is a person's. */
  judge(row: ListRow): IgnoredReason | null {
    const isFirst = this.#isFirst
    this.#isFirst = false
    this.#isSigned ||= row.rowNumber > this.#lastPersonRow && isSignature(row.cells.join(' '))
    // Such a row may stand in the column of running numbers, which is no sign of a person.
    const named = this.#isSigned ? null : sectionOf(row, this.#headings)
    if (named !== null) {
      if (!/^ho\b/.test(foldName(named))) this.#groupName = named
      return 'section'
    }
    if (isBlank(row, this.#headings)) return 'blank'
    if (isFirst && countsColumns(row)) return 'column-numbers'
    return this.#isSigned ? 'signature' : null
  }
}

/** Only the name's cell is asked for signature words: a person may well work as `Chủ tịch`. */
export function looksLikePerson(row: ListRow, headings: Headings): boolean {
  const nameField = headings.columns.has('enterpriseName') ? 'enterpriseName' : 'fullName'
  const name = cleanText(cellOf(row, headings, nameField))
  const filled = (field: ListField) => cleanText(cellOf(row, headings, field)) !== ''
  return name !== '' && !isSignature(name) && evidence.some(filled)
}

function isBlank(row: ListRow, headings: Headings): boolean {
  if (cellOf(row, headings, 'bornOn') !== '') return false
  const skipped = new Set(ahead.map((field) => headings.columns.get(field)))
  return row.cells.every((cell, column) => skipped.has(column) || cleanText(cell) === '')
}

/** `(1) (2) (3)…` under the headings. */
function countsColumns(row: ListRow): boolean {
  const filled = row.cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '')
  return filled.length >= 3 && filled.every((cell) => /^\(?\d{1,2}\)?$/.test(cell))
}

/** `II. Tổ dân phố 5` or `Hộ số 12`, alone in its row: the text, else null. */
function sectionOf(row: ListRow, headings: Headings): string | null {
  if (evidence.some((field) => cellOf(row, headings, field) !== '')) return null
  const filled = row.cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '')
  const text = filled.at(-1) ?? ''
  if (filled.length > 2 || text.length > 60) return null
  if (filled.length === 2 && !/^(\d+|[ivx]+|[a-h])\.?$/i.test(filled[0]!)) return null
  return section.test(foldName(text)) ? text.replace(/^([IVXivx]+|[A-Ha-h]|\d+)[.)\s]\s*/, '') : null
}

function isSignature(text: string): boolean {
  return signature.test(foldName(text.slice(0, 2000)).replace(/\d+ */g, '').trim())
}
