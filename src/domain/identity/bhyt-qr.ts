/** The QR of the health-insurance card: `|`-separated, text fields as the hex of their UTF-8 bytes, `$` last. */
import { type LocalDate, isLocalDate } from '../dates.ts'
import { type BirthPrecision, type Sex, canonicalIdentifier } from './identifiers.ts'
import { cleanPersonName, cleanText } from './names.ts'

export type BhytCard = {
  /** 10 or 15 characters as printed; compare on `number` only. */
  printedNumber: string
  /** The last 10 digits, the same on old and new cards. */
  number: string
  fullName: string | null
  bornOn: LocalDate | null
  bornPrecision: BirthPrecision | null
  sex: Sex | null
  address: string | null
  /** Facility of first registration, `NN – NNN` as printed. */
  facility: string | null
  validFrom: LocalDate | null
  validTo: LocalDate | null
}

/** @returns null when the first field is no card number or there are too few fields. */
export function parseBhytQr(text: string): BhytCard | null {
  const parts = text.trim().replace(/\$+$/, '').split('|')
  const [printed = '', name = '', born = '', sex = '', address = '', facility = '', from = '', to = ''] =
    parts
  const printedNumber = cleanText(printed).toUpperCase()
  const number = canonicalIdentifier('bhyt', printedNumber)
  if (parts.length < 5 || number === null) return null
  const birth = readBirth(cleanText(born))
  return {
    printedNumber,
    number,
    fullName: cleanPersonName(readHex(name) ?? '') || null,
    bornOn: birth?.bornOn ?? null,
    bornPrecision: birth?.bornPrecision ?? null,
    sex: sex.trim() === '' ? null : sex.trim() === '1' ? 'male' : 'female',
    address: cleanText(readHex(address) ?? '') || null,
    facility: present(facility),
    validFrom: readBirth(cleanText(from))?.bornOn ?? null,
    validTo: readBirth(cleanText(to))?.bornOn ?? null,
  }
}

/** As the card carries it; for invented people in the demo, the simulator and tests. */
export function formatBhytQr(card: BhytCard): string {
  const born = card.bornOn === null ? '' : formatBirth(card.bornOn, card.bornPrecision ?? 'day')
  const fields = [
    card.printedNumber,
    writeHex(card.fullName ?? ''),
    born,
    card.sex === null ? '' : card.sex === 'male' ? '1' : '2',
    writeHex(card.address ?? ''),
    card.facility ?? '-',
    card.validFrom === null ? '-' : formatBirth(card.validFrom, 'day'),
    card.validTo === null ? '-' : formatBirth(card.validTo, 'day'),
  ]
  return `${fields.join('|')}|-|-|-|$`
}

function present(text: string): string | null {
  const clean = cleanText(text)
  return clean === '' || clean === '-' ? null : clean
}

function readBirth(text: string): { bornOn: LocalDate; bornPrecision: BirthPrecision } | null {
  if (/^[12]\d{3}$/.test(text)) return { bornOn: `${text}-01-01`, bornPrecision: 'year' }
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text)
  const day = match === null ? '' : `${match[3]}-${match[2]}-${match[1]}`
  return isLocalDate(day) ? { bornOn: day, bornPrecision: 'day' } : null
}

function formatBirth(day: LocalDate, precision: BirthPrecision): string {
  return precision === 'year' ? day.slice(0, 4) : `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
}

function readHex(text: string): string | null {
  const hex = text.trim()
  if (!/^([0-9a-f]{2})+$/i.test(hex)) return null
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16),
  )
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null // bytes that are no UTF-8: the number still identifies
  }
}

function writeHex(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
