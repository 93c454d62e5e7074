import { searchNames } from './typed-name.ts'

/** What somebody typed into the search box of a site, taken apart. */
export type PersonQuery = {
  /** Without the year of birth. */
  text: string
  /** Folded names to look for, best first; empty for digits. */
  names: readonly string[]
  /** Of a number or phone, its end; null for a name. */
  digits: string | null
  year: number | null
}

const FIRST_YEAR = 1850
const LAST_YEAR = 2100

/**
 * Words and a year of birth in any order (`lan 1985`), or four and more digits alone: the end of a number. A year alone
 * is four digits like any other.
 */
export function readPersonQuery(typed: string): PersonQuery {
  const plain = typed.trim()
  if (/^[\d\s.-]{4,}$/.test(plain))
    return { text: plain, names: [], digits: plain.replace(/\D/g, ''), year: null }
  const words = plain.split(/\s+/)
  const years = words.filter((word) => isYear(word))
  // Two years are no birth: then they are words, and find nobody.
  const year = years.length === 1 ? Number(years[0]) : null
  const text = year === null ? plain : words.filter((word) => !isYear(word)).join(' ')
  return { text, names: searchNames(text), digits: null, year }
}

function isYear(word: string): boolean {
  return /^\d{4}$/.test(word) && Number(word) >= FIRST_YEAR && Number(word) <= LAST_YEAR
}
