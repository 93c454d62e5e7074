/** What a person typed into one cell, read. Each repair that was needed is named, so that it can be shown and refused. */
import { type LocalDate, dayFromNumber, isLocalDate } from '../dates.ts'
import { type BirthPrecision, type Sex, maskNumber } from '../identity/identifiers.ts'
import { cleanText } from '../identity/names.ts'
import { foldName } from '../place-names.ts'

export type DateRepair = 'date-from-number' | 'date-two-digit-year' | 'date-month-first' | 'letter-for-digit'
export type ListDate = { day: LocalDate; precision: BirthPrecision; repair: DateRepair | null }

/** Excel's day 1 is 1900-01-01 and its calendar has a 29/2/1900 that never was; after that day this base is exact. */
const EXCEL_DAY_ZERO = -25_569
const EXCEL_SERIAL_MAX = 80_000

/**
 * A day, a month or a year as lists write them: `05/03/1991`, `5-3-91`, `3/1991`, `1991`, `00/00/1991`,
 * `05031991`, `1991-03-05`, an Excel day number, `ngày 5 tháng 3 năm 1991`. Two-digit years end at `on`.
 * @param order of the column: only where both are possible; what can be read one way only is read that way.
 */
export function readListDate(
  text: string,
  on: LocalDate,
  order: 'day-first' | 'month-first' = 'day-first',
): ListDate | null {
  const typed = cleanText(text)
  if (typed === '' || typed.length > 40) return null
  const mended = /^[\dOoIl|\s./-]+$/.test(typed) && /\d/.test(typed) ? digitsForLetters(typed) : typed
  const found = readDigits(mended, on, order)
  return found !== null && mended !== typed ? { ...found, repair: found.repair ?? 'letter-for-digit' } : found
}

/** What fingers and copying machines put for 0 and 1. */
export function digitsForLetters(text: string): string {
  return text.replace(/o/gi, '0').replace(/[Il|]/g, '1')
}

function readDigits(text: string, on: LocalDate, order: 'day-first' | 'month-first'): ListDate | null {
  if (!/^[\d\s./-]+$/.test(text) && !isDateWords(text)) return null
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]|$)/.exec(text)
  if (iso !== null) return exactDay(iso[1]!, iso[2]!, iso[3]!, null)
  const plain = /^(\d+)(?:\.\d+)?$/.exec(text)
  if (plain !== null && (plain[0] === plain[1] || plain[1]!.length === 5)) return readNumber(plain[1]!)
  const [first, second, third, ...more] = text.match(/\d+/g) ?? []
  if (first === undefined || more.some((part) => Number(part) !== 0)) return null
  if (second === undefined) return readNumber(first)
  if (third === undefined) return monthOnly(first, second)
  return first.length === 4
    ? exactDay(first, second, third, null)
    : dayMonthYear([first, second, third], on, order)
}

/** `ngày 5 tháng 3 năm 1991`, `sinh 1991`, and the T of an instant. */
function isDateWords(text: string): boolean {
  const words = foldName(text.replace(/\d+/g, ' '))
  return /^((sinh|ngay|thang|nam|s)( |$))*$/.test(words) || /^t( z)?$/.test(words)
}

function readNumber(digits: string): ListDate | null {
  const number = Number(digits)
  // A year beats an Excel day number: 1950 as a day would be a birth in 1905.
  if (/^\d{4}$/.test(digits) && number >= 1850 && number <= 2100) return yearOnly(digits)
  if (/^\d{4,5}$/.test(digits) && number > 2100 && number <= EXCEL_SERIAL_MAX) {
    return { day: dayFromNumber(number + EXCEL_DAY_ZERO), precision: 'day', repair: 'date-from-number' }
  }
  const run = /^(\d{2})(\d{2})(\d{4})$/.exec(digits.length === 7 ? `0${digits}` : digits)
  if (run === null) return null
  const day = exactDay(run[3]!, run[2]!, run[1]!, null)
  if (day !== null) return day
  const reversed = /^(\d{4})(\d{2})(\d{2})$/.exec(digits)
  return reversed === null ? null : exactDay(reversed[1]!, reversed[2]!, reversed[3]!, null)
}

function dayMonthYear(
  [date, month, year]: readonly [string, string, string],
  on: LocalDate,
  order: 'day-first' | 'month-first',
): ListDate | null {
  if (year.length !== 4 && year.length !== 2) return null
  const short = year.length === 2
  const full = short ? fullYear(year, on) : year
  const repair = short ? 'date-two-digit-year' : null
  if (Number(date) === 0) return Number(month) === 0 ? yearOnly(full) : monthOnly(month, full)
  const dayFirst = exactDay(full, month, date, repair)
  if (order === 'day-first' && dayFirst !== null) return dayFirst
  const monthFirst = exactDay(full, date, month, 'date-month-first')
  if (order === 'month-first' && date !== month) return monthFirst ?? dayFirst
  // Only where the middle part can be no month: then somebody's Excel writes the month first.
  return dayFirst ?? (Number(month) > 12 ? monthFirst : null)
}

/** What one date says about the order in its column; null when it says nothing. Days to come are no reading. */
export function dateOrderOf(
  text: string,
  on: LocalDate,
): 'day-first' | 'month-first' | 'either' | 'cell-to-twelve' | 'cell-after' | null {
  if (text === '' || text.length > 40) return null
  const typed = text.trim()
  // Date cells come as ISO: the file says which part is the day.
  const iso = /^\d{4}-\d\d-(\d\d)$/.exec(typed)
  if (iso !== null) return Number(iso[1]) > 12 ? 'cell-after' : 'cell-to-twelve'
  const found = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$/.exec(typed)
  if (found === null || found[1] === found[2]) return null
  const [, first, second, year] = found as unknown as [string, string, string, string]
  const full = year.length === 2 ? fullYear(year, on) : year
  const isPossible = (day: ListDate | null) => day !== null && day.day <= on
  const dayFirst = isPossible(exactDay(full, second, first, null))
  const monthFirst = isPossible(exactDay(full, first, second, null))
  if (dayFirst && monthFirst) return 'either'
  return dayFirst ? 'day-first' : monthFirst ? 'month-first' : null
}

function fullYear(year: string, on: LocalDate): string {
  const century = on.slice(0, 2)
  return Number(year) <= Number(on.slice(2, 4)) ? century + year : `${Number(century) - 1}${year}`
}

function exactDay(year: string, month: string, date: string, repair: DateRepair | null): ListDate | null {
  const [monthNumber, dateNumber] = [Number(month), Number(date)]
  if (monthNumber > 12 || dateNumber > 31 || !isPlausibleYear(year)) return null
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  // The calendar is asked last: it is slow, and refuses with an error. Every month has these days.
  const isSure = day.length === 10 && monthNumber >= 1 && dateNumber >= 1 && dateNumber <= 28
  return isSure || isLocalDate(day) ? { day, precision: 'day', repair } : null
}

function monthOnly(month: string, year: string): ListDate | null {
  const day = `${year}-${month.padStart(2, '0')}-01`
  return isPlausibleYear(year) && isLocalDate(day) ? { day, precision: 'month', repair: null } : null
}

function yearOnly(year: string): ListDate | null {
  return isPlausibleYear(year) ? { day: `${year}-01-01`, precision: 'year', repair: null } : null
}

function isPlausibleYear(year: string): boolean {
  return /^(18[5-9]|19\d|20\d)\d$/.test(year)
}

/** `dd/mm/yyyy`, `mm/yyyy` or `yyyy`: as the national form wants it. */
export function formatListDate(day: LocalDate, precision: BirthPrecision): string {
  const [year, month, date] = day.split('-')
  if (precision === 'year') return year!
  return precision === 'month' ? `${month}/${year}` : `${date}/${month}/${year}`
}

const sexWords: Readonly<Record<string, Sex>> = {
  '0': 'male',
  '1': 'female',
  nam: 'male',
  trai: 'male',
  male: 'male',
  m: 'male',
  ຊາຍ: 'male',
  nu: 'female',
  gai: 'female',
  female: 'female',
  f: 'female',
  ຍິງ: 'female',
  khac: 'other',
}

/** 0 is nam and 1 is nữ, as the national form says. A lone `N` could be either: only its column can tell. */
export function readSex(text: string): Sex | null {
  if (text === '0') return 'male'
  if (text === '1') return 'female'
  const key = foldName(cleanText(text)).replace(/^([01])( 0+)?$/, '$1')
  return Object.hasOwn(sexWords, key) ? sexWords[key]! : null
}

export function formatSex(sex: Sex): string {
  return sex === 'male' ? '0' : sex === 'female' ? '1' : ''
}

/** Leading zeros that a number cell dropped: province 2 digits, district 3, ward 5. Null when it is no code. */
export function readPlaceCode(text: string, digits: 2 | 3 | 5): string | null {
  const code = cleanText(text).replace(/\.0+$/, '')
  return /^\d+$/.test(code) && code.length <= digits ? code.padStart(digits, '0') : null
}

/** What a problem may show of a cell: short, and without any number long enough to find a person by. */
export function maskCell(text: string): string {
  const shown = cleanText(text).slice(0, 40)
  return shown.replace(/\p{Nd}(?:[ _()]*\p{Nd}){6,}/gu, (run) => maskNumber(run.replace(/\P{Nd}/gu, ''), 3))
}

/**
 * A spreadsheet runs text that begins with `= + - @`: files that we write put an apostrophe before it, and
 * `openFormula` takes it away when the file comes back. An export is opened by other people than its author.
 */
export function guardFormula(text: string): string {
  return /^'*[=+\-@\t\r\0]/.test(text) ? `'${text}` : text
}

export function openFormula(text: string): string {
  return /^'+[=+\-@\t\r\0]/.test(text) ? text.slice(1) : text
}
