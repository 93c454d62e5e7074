/** Phone, ID and insurance numbers of a row. None of them is needed to be vaccinated, so none of them stops a row. */
import type { LocalDate } from '../dates.ts'
import {
  type Identifier,
  type Sex,
  canonicalIdentifier,
  canonicalPhone,
  cccdDoubts,
  readIdentifier,
  restoreCccdZeros,
  restorePhoneZero,
} from '../identity/identifiers.ts'
import { cleanText } from '../identity/names.ts'
import type { RowFindings } from './problems.ts'

/** A number cell may come as `912345678.0`. */
function plain(text: string): string {
  return cleanText(text).replace(/^(\d+)\.0+$/, '$1')
}

export function readPhone(text: string, findings: RowFindings): string {
  const typed = plain(text)
  if (typed === '') {
    findings.add('phone', 'phone-missing', text)
    return ''
  }
  const restored = restorePhoneZero(typed)
  if (restored !== null) {
    findings.repaired('phone', 'phone-zero', text, restored)
    return restored
  }
  const phone = canonicalPhone(typed)
  if (phone === null) findings.add('phone', 'phone-unreadable', text)
  else if (/[oO]/.test(typed)) findings.repaired('phone', 'letter-for-digit', text, phone)
  return phone ?? ''
}

export function readIdNumber(
  text: string,
  person: { bornOn: LocalDate | null; sex: Sex | null },
  findings: RowFindings,
): Identifier | null {
  const typed = plain(text)
  if (typed === '') return null
  const restored = restoreCccdZeros(typed, person)
  if (restored !== null) {
    findings.repaired('idNumber', 'id-zeros', text, restored)
    return { kind: 'cccd', value: restored }
  }
  const identifier = readIdentifier(typed)
  if (identifier === null) {
    findings.add('idNumber', 'id-unreadable', text)
    return null
  }
  const doubts = identifier.kind === 'cccd' ? cccdDoubts(identifier.value, person) : []
  if (doubts.length > 0) findings.add('idNumber', 'id-disagrees', text, { with: doubts })
  else if (/^[\d\s.-]*[oO][\doO\s.-]*$/.test(typed)) {
    findings.repaired('idNumber', 'letter-for-digit', text, identifier.value)
  }
  return identifier
}

export function readBhyt(text: string, findings: RowFindings): Identifier | null {
  const typed = plain(text)
  if (typed === '') return null
  const value = canonicalIdentifier('bhyt', /^\d{7,9}$/.test(typed) ? typed.padStart(10, '0') : typed)
  if (value !== null) return { kind: 'bhyt', value }
  findings.add('bhyt', 'bhyt-unreadable', text)
  return null
}
