/** Which rows are people: the rows after the headings, without blank ones and without what follows the last person. */
import { cleanText } from '../identity/names.ts'
import { foldName } from '../place-names.ts'
import type { Headings, ListField, ListRow } from './headings.ts'
import { cellOf } from './rows.ts'

export type IgnoredRow = { rowNumber: number; reason: 'blank' | 'column-numbers' | 'signature' }
export type ListBody = { people: readonly ListRow[]; ignored: readonly IgnoredRow[] }

/** Filled in ahead on paper and so no sign of a person. */
const ahead: readonly ListField[] = [
  'rowLabel',
  'result',
  'note',
  'provinceName',
  'provinceCode',
  'districtName',
  'districtCode',
  'wardName',
  'wardCode',
]
const evidence: readonly ListField[] = ['bornOn', 'sex', 'phone', 'idNumber', 'bhyt', 'priorityCode']
const signature =
  /\b(nguoi lap|lap bieu|lap danh sach|xac nhan|ky ten|ky ghi ro|ky va ghi|chu tich|truong tram|thu truong|tong so|tong cong|ngay thang nam|tm uy ban)\b|^cong\b/

/**
 * A row is dropped only when it is blank, counts the columns, or stands after the last person and says what a
 * signature block says. Anything else is a person, if only to be told what is missing: no row disappears.
 */
export function splitBody(rows: readonly ListRow[], headings: Headings): ListBody {
  const body = rows.filter((row) => row.rowNumber > headings.lastRow)
  const lastPerson = body.findLastIndex((row) => looksLikePerson(row, headings))
  const people: ListRow[] = []
  const ignored: IgnoredRow[] = []
  let signed = false
  for (const [at, row] of body.entries()) {
    signed ||= at > lastPerson && isSignature(row.cells.join(' '))
    const reason = isBlank(row, headings)
      ? 'blank'
      : at === 0 && countsColumns(row)
        ? 'column-numbers'
        : signed
          ? 'signature'
          : null
    if (reason === null) people.push(row)
    else ignored.push({ rowNumber: row.rowNumber, reason })
  }
  return { people, ignored }
}

/** Only the name's cell is asked for signature words: a person may well work as `Chủ tịch`. */
function looksLikePerson(row: ListRow, headings: Headings): boolean {
  const name = cleanText(cellOf(row, headings, 'fullName'))
  const filled = (field: ListField) => cleanText(cellOf(row, headings, field)) !== ''
  return name !== '' && !isSignature(name) && evidence.some(filled)
}

function isBlank(row: ListRow, headings: Headings): boolean {
  const skipped = new Set(ahead.map((field) => headings.columns.get(field)))
  return row.cells.every((cell, column) => skipped.has(column) || cleanText(cell) === '')
}

/** `(1) (2) (3)…` under the headings. */
function countsColumns(row: ListRow): boolean {
  const filled = row.cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '')
  return filled.length >= 3 && filled.every((cell) => /^\(?\d{1,2}\)?$/.test(cell))
}

function isSignature(text: string): boolean {
  return signature.test(foldName(text.slice(0, 2000)).replace(/\d+ */g, ''))
}
