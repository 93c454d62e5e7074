/**
 * Numbers that people carry. They find candidates and never decide alone: missing ones, shared phones and two
 * people on one number are normal. Sources: TT 59/2021/TT-BCA and NĐ 137/2015/NĐ-CP (12-digit number).
 */
import type { LocalDate } from '../dates.ts'
import { cleanText } from './names.ts'

export const identifierKinds = ['cccd', 'cmnd', 'passport', 'bhyt', 'national-app', 'other'] as const
export type IdentifierKind = (typeof identifierKinds)[number]

/** `value` in canonical form; for BHYT that is the last 10 digits, equal on old and new cards. */
export type Identifier = { kind: IdentifierKind; value: string }

export const sexes = ['male', 'female', 'other', 'unknown'] as const
export type Sex = (typeof sexes)[number]
export type BirthPrecision = 'day' | 'month' | 'year'
export type Birth = { bornOn: LocalDate; bornPrecision: BirthPrecision }

const MAX_NUMBER = 40

/** Nothing in it to be taken out: most numbers of most lists. */
const compactAlready = /^[0-9A-Z]{0,40}$/

function compact(text: string): string {
  if (compactAlready.test(text)) return text
  const clean = cleanText(text)
  return clean.length > MAX_NUMBER ? '' : clean.toUpperCase().replace(/[\s.\-_/']/g, '')
}

/** A letter O between digits is a zero that somebody typed. */
function digitsOf(text: string): string | null {
  const digits = compact(text).replaceAll('O', '0')
  return /^\d+$/.test(digits) ? digits : null
}

const shapes: Record<IdentifierKind, RegExp> = {
  cccd: /^\d{12}$/,
  cmnd: /^\d{9}$/,
  passport: /^[A-Z]{1,2}\d{6,8}$/,
  bhyt: /^\d{10}$/,
  'national-app': /^[A-Z0-9]{6,40}$/,
  other: /^[A-Z0-9]{4,40}$/,
}

/** The one form in which numbers of a kind are compared and looked up; null when the text is no such number. */
export function canonicalIdentifier(kind: IdentifierKind, text: string): string | null {
  if (kind === 'bhyt') return canonicalBhyt(text)
  const value = kind === 'cccd' || kind === 'cmnd' ? (digitsOf(text) ?? '') : compact(text)
  return shapes[kind].test(value) ? value : null
}

/** 10 digits, or 15 characters: two letters, benefit level, province, and the same 10 digits. */
function canonicalBhyt(text: string): string | null {
  const value = compact(text)
  const tail = value.slice(-10).replaceAll('O', '0')
  return /^(|[A-Z]{2}[0-9O]{3})$/.test(value.slice(0, -10)) && shapes.bhyt.test(tail) ? tail : null
}

/** 12 digits: CCCD. 9: CMND. Letters and digits: passport. 8 digits (army and others): other. Else null. */
export function readIdentifier(text: string): Identifier | null {
  for (const kind of ['cccd', 'cmnd', 'passport'] as const) {
    const value = canonicalIdentifier(kind, text)
    if (value !== null) return { kind, value }
  }
  const value = compact(text)
  return /^\d{8}$/.test(value) ? { kind: 'other', value } : null
}

/** National phone number in digits (`0912345678`); +84 becomes 0, other countries keep `+`. Null when it is none. */
export function canonicalPhone(text: string): string | null {
  const value = compact(text).replaceAll('O', '0').replace(/[()]/g, '')
  const number = value.replace(/^(\+84|0084|84(?=\d{9}$))0?/, '0').replace(/^00(?=[1-9])/, '+')
  return /^(0\d{9,10}|\+[1-9]\d{7,14})$/.test(number) ? number : null
}

/** Province codes in a 12-digit number: those of before 2025. From 100 on it is a country of birth. */
const provinces = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 ' +
    '040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 ' +
    '083 084 086 087 089 091 092 093 094 095 096'
  ).split(' '),
)

export type CccdDoubt = 'province' | 'birth-year' | 'sex'

/** PPP G YY: place of registration, century and sex, year of birth. There is no check digit. */
export function readCccd(
  value: string,
): { province: string; bornYear: number; sex: 'male' | 'female' } | null {
  if (!shapes.cccd.test(value)) return null
  const century = Number(value[3])
  return {
    province: value.slice(0, 3),
    bornYear: 1900 + 100 * Math.floor(century / 2) + Number(value.slice(4, 6)),
    sex: century % 2 === 0 ? 'male' : 'female',
  }
}

/** In what a 12-digit number disagrees with the person. To warn of, never to refuse: registers have errors. */
export function cccdDoubts(
  value: string,
  person: { bornOn: LocalDate | null; sex: Sex | null },
): CccdDoubt[] {
  const parts = readCccd(value)
  if (parts === null) return []
  const doubts: CccdDoubt[] = []
  if (Number(parts.province) < 100 && !provinces.has(parts.province)) doubts.push('province')
  if (person.bornOn !== null && Number(person.bornOn.slice(0, 4)) !== parts.bornYear)
    doubts.push('birth-year')
  if ((person.sex === 'male' || person.sex === 'female') && person.sex !== parts.sex) doubts.push('sex')
  return doubts
}

/**
 * A number cell drops leading zeros: 10 or 11 digits may be a CCCD. They are put back only where the result
 * agrees with the person's birth year and sex; else null, and a person must look at the card.
 */
export function restoreCccdZeros(
  text: string,
  person: { bornOn: LocalDate | null; sex: Sex | null },
): string | null {
  const digits = digitsOf(text)
  if (digits === null || person.bornOn === null || (digits.length !== 10 && digits.length !== 11)) return null
  const value = digits.padStart(12, '0')
  return cccdDoubts(value, person).length === 0 ? value : null
}

/** 9 digits that begin like a mobile number have lost their zero. */
export function restorePhoneZero(text: string): string | null {
  const digits = digitsOf(text)
  return digits !== null && /^[35789]\d{8}$/.test(digits) ? `0${digits}` : null
}

/** `********1234`; a phone keeps three. Short values are hidden whole. */
export function maskNumber(value: string, kept = 4): string {
  const characters = Array.from(value)
  if (characters.length <= kept) return '*'.repeat(characters.length)
  return '*'.repeat(characters.length - kept) + characters.slice(-kept).join('')
}

export function maskPhone(value: string): string {
  return maskNumber(value, 3)
}

/**
 * Free text with every longer number hidden, also one written in groups (`0912 345 678`), whatever its script
 * of digits. Dates and codes of up to six digits stay readable.
 */
export function maskNumbersIn(text: string): string {
  return text.replace(/\p{Nd}(?:[\s.\-_()]*\p{Nd}){6,}/gu, (run) =>
    maskNumber(run.replace(/\P{Nd}/gu, ''), 3),
  )
}
