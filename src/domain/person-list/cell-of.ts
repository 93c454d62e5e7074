/** The text of a field in a row, also where a list keeps it in several columns. */
import { cleanText } from '../identity/names.ts'
import type { ListField } from './fields.ts'
import type { Headings, ListRow } from './headings.ts'

/** Which columns stand in for one that a list does not have. */
const standIns: Partial<Record<ListField, readonly ListField[]>> = {
  fullName: ['familyName', 'givenName'],
  bornOn: ['bornYear', 'sexMale', 'sexFemale'],
  sex: ['sexMale', 'sexFemale'],
}

/** Zero-based; where a field is in several columns, the first of them. Undefined when the list has none of it. */
export function columnOf(headings: Headings, field: ListField): number | undefined {
  const own = headings.columns.get(field)
  if (own !== undefined) return own
  return standIns[field]?.map((each) => headings.columns.get(each)).find((column) => column !== undefined)
}

export function cellOf(row: ListRow, headings: Headings, field: ListField): string {
  const own = headings.columns.get(field)
  if (own !== undefined) return row.cells[own] ?? ''
  const at = (each: ListField) => {
    const column = headings.columns.get(each)
    return column === undefined ? '' : (row.cells[column] ?? '')
  }
  if (field === 'fullName') return joined([at('familyName'), at('givenName')], ' ')
  if (field === 'bornOn') return bornIn(at)
  if (field === 'sex') return sexIn(at)
  return ''
}

/** `Ngày | Tháng | Năm`, or the birth itself under `Nam` or under `Nữ`. */
function bornIn(at: (field: ListField) => string): string {
  const parts = joined([at('bornDay'), at('bornMonth'), at('bornYear')], '/')
  if (parts !== '') return parts
  return [at('sexMale'), at('sexFemale')].find((text) => /\d{4}|\d[/.-]\d/.test(text)) ?? ''
}

/** Whatever stands under `Nam` says nam: a mark, a word or the year of birth. Under both it says nothing. */
function sexIn(at: (field: ListField) => string): string {
  const [male, female] = [cleanText(at('sexMale')) !== '', cleanText(at('sexFemale')) !== '']
  return male === female ? '' : male ? 'Nam' : 'Nữ'
}

function joined(parts: readonly string[], by: string): string {
  return parts.filter((part) => cleanText(part) !== '').join(by)
}
