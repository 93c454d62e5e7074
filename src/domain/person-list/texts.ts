/** Free text of a cell as it is kept: in Unicode, composed, one space between words. */
import { cleanPersonName, cleanText } from '../identity/names.ts'
import type { ListField } from './fields.ts'
import { rescueFont } from './fonts.ts'
import type { ReadingRules, RowFindings } from './problems.ts'

/** A space at an end is nobody's business; anything else that changes is listed. */
export function fixText(field: ListField, text: string, rules: ReadingRules, findings: RowFindings): string {
  const converted = rescueFont(text, rules.conventions?.fonts.get(field) ?? null)
  const isKeptOld = converted !== null && !findings.repaired(field, 'legacy-font', text, converted)
  if (isKeptOld) findings.add(field, field === 'fullName' ? 'name-font' : 'text-font', text)
  const readable = converted === null || isKeptOld ? text : converted
  const clean = cleanPersonName(readable)
  if (clean === readable.trim() || findings.repaired(field, 'character-form', readable, clean)) return clean
  findings.add(field, 'text-odd', text)
  // What nobody can see is never kept: it hides in names and turns lines around.
  return cleanText(readable.normalize('NFC')) === clean ? clean : cleanText(readable)
}
