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
import { digitsForLetters } from './cells.ts'
import type { RowFindings } from './problems.ts'

/** A number cell may come as `912345678.0`. */
function plain(text: string): string {
  const clean = cleanText(text)
  return clean.includes('.') ? clean.replace(/^(\d+)\.0+$/, '$1') : clean
}

/** The digits that were meant, where some of them are letters; null where none is. */
function mendLetters(typed: string): string | null {
  if (/^\d*$/.test(typed)) return null
  if (typed.length > 40 || !/^[\dOoIl|\s.\-_+()/]+$/.test(typed) || (typed.match(/\d/g) ?? []).length < 4)
    return null
  const mended = digitsForLetters(typed)
  return mended === typed ? null : mended
}

export function readPhone(text: string, findings: RowFindings): string {
  const typed = plain(text)
  if (typed === '') {
    findings.add('phone', 'phone-missing', text)
    return ''
  }
  const mended = mendLetters(typed)
  const restored = restorePhoneZero(mended ?? typed)
  const phone = restored ?? canonicalPhone(mended ?? typed)
  const isKept =
    phone !== null &&
    (mended === null || findings.repaired('phone', 'letter-for-digit', text, phone)) &&
    (restored === null || findings.repaired('phone', 'phone-zero', text, restored))
  if (isKept) return phone
  findings.add('phone', 'phone-unreadable', text)
  return ''
}

export function readIdNumber(
  text: string,
  person: { bornOn: LocalDate | null; sex: Sex | null },
  findings: RowFindings,
): Identifier | null {
  const typed = plain(text)
  if (typed === '') return null
  const asTyped = readIdentifier(typed)
  // `O1234567` is a passport: letters are only zeros where no such number would be.
  const mended = asTyped?.kind === 'passport' ? null : mendLetters(typed)
  const restored = restoreCccdZeros(mended ?? typed, person)
  const identifier: Identifier | null =
    restored !== null ? { kind: 'cccd', value: restored } : mended === null ? asTyped : readIdentifier(mended)
  const isKept =
    identifier !== null &&
    (mended === null || findings.repaired('idNumber', 'letter-for-digit', text, identifier.value)) &&
    (restored === null || findings.repaired('idNumber', 'id-zeros', text, restored))
  if (!isKept) {
    findings.add('idNumber', 'id-unreadable', text)
    return null
  }
  const doubts = identifier.kind === 'cccd' ? cccdDoubts(identifier.value, person) : []
  if (doubts.length > 0) findings.add('idNumber', 'id-disagrees', text, { with: doubts })
  return identifier
}

export function readBhyt(text: string, findings: RowFindings): Identifier | null {
  const typed = plain(text)
  if (typed === '') return null
  const short = /^\d{7,9}$/.test(typed)
  const value = canonicalIdentifier('bhyt', short ? typed.padStart(10, '0') : typed)
  const isMended = value !== null && /o/i.test(typed.slice(5))
  const isKept =
    value !== null &&
    (!short || findings.repaired('bhyt', 'bhyt-zeros', text, value)) &&
    (!isMended || findings.repaired('bhyt', 'letter-for-digit', text, value))
  if (isKept) return { kind: 'bhyt', value }
  findings.add('bhyt', 'bhyt-unreadable', text)
  return null
}
