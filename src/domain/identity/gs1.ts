/**
 * GS1 codes on vaccine packs: (01) GTIN, (17) expiry, (10) lot, (21) serial. A separator (GS, 0x1D) ends lot and
 * serial, but scanners often drop it; then a code may be read in several ways and the lot is left to a person.
 * Source: GS1 General Specifications; UNICEF/Gavi labelling from 31/12/2021.
 */
import { type LocalDate, addDays, isLocalDate } from '../dates.ts'

export type Gs1Code = {
  gtin: string | null
  expiresOn: LocalDate | null
  /** Null when there is none or when readings differ: then show `lotReadings`. */
  lot: string | null
  serial: string | null
  /** Every lot the code may carry, the longest first. */
  lotReadings: readonly string[]
}

const GS = '\u001d'
const MAX_CODE = 200
/** Length of the fixed fields; the others take up to 20 characters. */
const lengths: Readonly<Record<string, number | null>> = {
  '01': 14,
  '11': 6,
  '13': 6,
  '15': 6,
  '17': 6,
  '10': null,
  '21': null,
}

type Elements = Readonly<Record<string, string>>

/** @param on the day of reading: two-digit years lie from 49 years before it to 50 after. */
export function parseGs1(text: string, on: LocalDate): Gs1Code | null {
  const code = toElementText(text)
  if (code === '' || code.length > MAX_CODE) return null
  const readings = readElements(code, code.includes(GS), {}).filter((reading) => isPlausible(reading, on))
  const first = readings.find((reading) => reading['01'] !== undefined || reading['10'] !== undefined)
  if (first === undefined) return null
  const lots = [...new Set(readings.flatMap((reading) => reading['10'] ?? []))].sort(
    (a, b) => b.length - a.length,
  )
  const serials = new Set(readings.map((reading) => reading['21']))
  return {
    gtin: first['01'] ?? null,
    expiresOn: first['17'] === undefined ? null : readGs1Day(first['17'], on),
    lot: lots.length === 1 ? lots[0]! : null,
    serial: serials.size === 1 ? (first['21'] ?? null) : null,
    lotReadings: lots,
  }
}

/** Takes off the symbology prefix (`]d2`, `]Q3`, `]C1`) and a leading FNC1; `(01)…(17)…` as printed is read too. */
function toElementText(text: string): string {
  const code = text.replace(/^\s*(\][A-Za-z]\d)?/, '').replace(/[\r\n\t ]+$/, '')
  const printed = code.startsWith('(') ? code.replace(/\((\d{2})\)/g, `${GS}$1`) : code
  return printed.startsWith(GS) ? printed.slice(1) : printed
}

/** Every way to cut the text into elements, each kind once. With separators there is but one. */
function readElements(text: string, separated: boolean, before: Elements): Elements[] {
  if (text === '') return [before]
  const kind = text.slice(0, 2)
  const length = lengths[kind]
  if (length === undefined || kind in before) return []
  const body = text.slice(2)
  return valueEnds(body, length, separated).flatMap((end) => {
    const rest = body.slice(end)
    return readElements(rest.startsWith(GS) ? rest.slice(1) : rest, separated, {
      ...before,
      [kind]: body.slice(0, end),
    })
  })
}

function valueEnds(body: string, length: number | null, separated: boolean): number[] {
  if (length !== null) return /^\d+$/.test(body.slice(0, length)) && body.length >= length ? [length] : []
  const stop = body.indexOf(GS)
  const longest = stop < 0 ? body.length : stop
  if (separated) return longest >= 1 && longest <= 20 ? [longest] : []
  return Array.from({ length: Math.min(20, longest) }, (_, at) => at + 1)
}

function isPlausible(reading: Elements, on: LocalDate): boolean {
  const gtin = reading['01']
  if (gtin !== undefined && !isGtin(gtin)) return false
  return ['11', '13', '15', '17'].every(
    (kind) => reading[kind] === undefined || readGs1Day(reading[kind], on) !== null,
  )
}

/** Check digit: weights 3 and 1 from the left over 13 digits bring the sum to a multiple of ten. */
export function isGtin(text: string): boolean {
  if (!/^\d{14}$/.test(text)) return false
  const sum = Array.from(text, Number).reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0)
  return sum % 10 === 0
}

/** YYMMDD; day 00 is the last day of the month. */
function readGs1Day(text: string, on: LocalDate): LocalDate | null {
  const thisYear = Number(on.slice(0, 4))
  const year = thisYear - 49 + ((((Number(text.slice(0, 2)) - thisYear + 49) % 100) + 100) % 100)
  const month = text.slice(2, 4)
  if (text.slice(4) !== '00') return toDay(`${year}-${month}-${text.slice(4)}`)
  const first = toDay(`${year}-${month}-01`)
  return first === null ? null : addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1)
}

function toDay(text: string): LocalDate | null {
  return isLocalDate(text) ? text : null
}

export function formatGs1(code: {
  gtin: string
  expiresOn: LocalDate
  lot: string
  serial: string | null
}): string {
  const expiry = code.expiresOn.slice(2).replaceAll('-', '')
  const serial = code.serial === null ? '' : `${GS}21${code.serial}`
  return `01${code.gtin}17${expiry}10${code.lot}${serial}`
}
