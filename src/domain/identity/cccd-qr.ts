/**
 * The QR of the chip card (2021) and of the căn cước (2024): `|`-separated text without a signature, so it
 * identifies and does not prove. Seven fields, or eleven whose order is not published and which are kept unread.
 * Raw payloads are never stored or logged.
 */
import { type LocalDate, isLocalDate } from '../dates.ts'
import type { Sex } from './identifiers.ts'
import { cleanPersonName, cleanText } from './names.ts'

export type CccdCard = {
  /** 12 digits: match on this first. A keyboard-wedge scanner may have broken everything after it. */
  idNumber: string
  /** The CMND of before, 9 digits. */
  oldIdNumber: string | null
  /** A hint to read out, not a key: letters may be broken. */
  fullName: string | null
  bornOn: LocalDate | null
  sex: Sex | null
  address: string | null
  issuedOn: LocalDate | null
  extras: readonly string[]
  /** True when the separators were lost and only the number could be read. */
  damaged: boolean
}

/** @returns null when the text does not begin with twelve digits and a separator. */
export function parseCccdQr(text: string): CccdCard | null {
  const lead = /^\s*(\d{12})(?=\D)/.exec(text)
  if (lead === null) return null
  const idNumber = lead[1]!
  const separator = text.includes('|') ? '|' : text[lead[0].length]!
  // Empty parts count: dropping them would shift every field after the old number.
  const parts = text.split(separator).map((part) => cleanText(part))
  if (parts.length < 7) return { ...nothingRead, idNumber }
  const [, oldNumber = '', name = '', born = '', sex = '', address = '', issued = '', ...extras] = parts
  return {
    idNumber,
    oldIdNumber: /^\d{9}$/.test(oldNumber) ? oldNumber : null,
    fullName: cleanPersonName(name) || null,
    bornOn: readDay(born),
    sex: readSex(sex),
    address: address || null,
    issuedOn: readDay(issued),
    extras,
    damaged: false,
  }
}

const nothingRead = {
  oldIdNumber: null,
  fullName: null,
  bornOn: null,
  sex: null,
  address: null,
  issuedOn: null,
  extras: [],
  damaged: true,
}

/** As the card carries it; for invented people in the demo, the simulator and tests. */
export function formatCccdQr(card: Omit<CccdCard, 'damaged'>): string {
  const fields = [
    card.idNumber,
    card.oldIdNumber ?? '',
    card.fullName ?? '',
    formatDay(card.bornOn),
    card.sex === 'male' ? 'Nam' : card.sex === 'female' ? 'Nữ' : '',
    card.address ?? '',
    formatDay(card.issuedOn),
  ]
  return [...fields, ...card.extras].join('|')
}

function readDay(text: string): LocalDate | null {
  const match = /^(\d{2})(\d{2})(\d{4})$/.exec(text)
  const day = match === null ? '' : `${match[3]}-${match[2]}-${match[1]}`
  return isLocalDate(day) ? day : null
}

function formatDay(day: LocalDate | null): string {
  return day === null ? '' : `${day.slice(8)}${day.slice(5, 7)}${day.slice(0, 4)}`
}

/** `Nam`, else anything that begins with N: a wedge scanner sends `N?` or `Nu` for `Nữ`. */
function readSex(text: string): Sex | null {
  if (/^nam$/i.test(text)) return 'male'
  return /^n/i.test(text) && text.length <= 4 ? 'female' : null
}
