/** Names of people: how they are cleaned, compared, searched and sorted. */
import { foldName } from '../place-names.ts'

// Written as escapes: soft hyphen, zero-width, direction marks, byte order mark – nothing a person can see.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g
const gap = /[\s\p{Cc}]+/gu
/** Nothing to be cleaned away, and letters in their one form: most cells of most lists. */
const tidy = /^[!-~\u00c0-\u024f\u1e00-\u1eff]*(?: [!-~\u00c0-\u024f\u1e00-\u1eff]+)*$/
const untidy = /[^\S ]|\p{Cc}|  |^ | $|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u

/** One composed form (NFC), one space between words, nothing invisible, no half of a surrogate pair. */
export function cleanText(text: string): string {
  if (tidy.test(text)) return text
  const composed = text.toWellFormed().normalize('NFC')
  return untidy.test(composed) ? composed.replace(invisible, '').replace(gap, ' ').trim() : composed
}

/** A person's name as it is kept. Old files write the Icelandic Ð (U+00D0) where Vietnamese has Đ (U+0110). */
export function cleanPersonName(text: string): string {
  const clean = cleanText(text)
  return /[\u00d0\u00f0]/.test(clean) ? clean.replaceAll('\u00d0', 'Đ').replaceAll('\u00f0', 'đ') : clean
}

/** The key on which names of people are compared: case, diacritics and the way they were typed do not count. */
export function foldPersonName(text: string): string {
  return foldName(cleanPersonName(text))
}

/** Last word first (`An Nguyễn Văn`): Vietnamese lists sort by tên, then by họ and đệm. */
export function nameKey(text: string): string {
  const name = cleanPersonName(text)
  const last = name.lastIndexOf(' ')
  return last < 0 ? name : `${name.slice(last + 1)} ${name.slice(0, last)}`
}

/** `Nguyễn Văn An` → `N. V. A.`: enough to recognise one's own row, too little to name anyone. */
export function maskName(text: string): string {
  return cleanPersonName(text)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (/^\p{L}/u.test(word) ? `${Array.from(word)[0]}.` : '*'))
    .join(' ')
}

/**
 * A name before and after it was mended, masked but for the first word that changed: initials alone would not show what
 * was done (`TrÇn H. L.` → `Trần H. L.`), and one word names nobody.
 */
export function maskNameChange(before: string, after: string): { before: string; after: string } {
  const [old, mended] = [before, after].map((text) => text.trim().split(/\s+/))
  const changed = mended!.findIndex((word, at) => word !== old![at])
  const mask = (words: readonly string[]) =>
    words.map((word, at) => (at === changed ? word : maskName(word))).join(' ')
  return { before: mask(old!), after: mask(mended!) }
}

/**
 * The key on which two people are compared: folded, and read as Telex where a keyboard was off. No Vietnamese syllable
 * ends in what Telex leaves, so a name that was typed well stays as it is.
 */
export function matchName(folded: string): string {
  if (!leftByTelex.test(folded)) return folded
  return folded
    .split(' ')
    .map((word) => readTelex(word))
    .join(' ')
}

const leftByTelex = /[fjwz]|dd|aa|ee|oo|[aeiouy][a-z]*[srx]/

/** Telex leaves `aa aw dd ee oo ow uw w` for letters and `s f r x j z` after the vowel for tones. */
export function readTelex(word: string): string {
  const vowel = word.search(/[aeiouyw]/)
  if (vowel < 0) return word
  const onset = word.slice(0, vowel).replace(/^dd/, 'd')
  const rest = word
    .slice(vowel)
    .replace(/(?<=.)[sfrxjz]/g, '')
    .replace(/([aeo])\1/g, '$1')
    .replace(/(?<=[aou])w/g, '')
    .replaceAll('w', 'u')
  return onset + rest
}
