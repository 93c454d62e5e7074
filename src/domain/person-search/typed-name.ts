/** A name as fingers left it in the search box when the keyboard's Vietnamese was switched off. */
import { foldPersonName, readTelex } from '../identity/names.ts'

/**
 * What to look for when a person types a name: the folded words and, where they hold the keys of Telex
 * (`nguyeenx vawn thuwr`) or VNI (`nguye6n4 va8n thu73`), the same words as they were meant. It may be half typed:
 * whatever keys are there make the beginning of the name. Alternatives, best first; never empty words.
 */
export function searchNames(query: string): string[] {
  const folded = foldPersonName(query)
  const meant = folded.split(' ').map(readKeys).join(' ')
  return [...new Set([folded, meant])].filter((name) => name !== '')
}

function readKeys(word: string): string {
  // VNI puts a digit for each mark behind a letter; a word of digits alone is none of a name.
  const letters = /^[a-z]/.test(word) ? word.replace(/\d/g, '') : word
  // No syllable has a d but at its beginning: any other is the key of đ.
  return withoutLateMarks(readTelex(letters.startsWith('d') ? `d${letters.replaceAll('d', '')}` : letters))
}

/** Both keyboards take the key of a mark at the end of the syllable as well: `tana` for tân, `duoidw` for đười. */
function withoutLateMarks(word: string): string {
  const closed = /^([^aeiouy]*)([aeiouy]+)(ch|nh|ng|[cmnpt])([aeou]+)$/.exec(word)
  if (closed === null) return word.replace(lateInOpen, '')
  const [, onset = '', vowels = '', coda = '', marks = ''] = closed
  // A `w` has been read as `u` by now, and changes a, o or u.
  const isMark = (key: string) => (key === 'u' ? /[aou]/.test(vowels) : vowels.includes(key))
  return Array.from(marks).every(isMark) ? onset + vowels + coda : word
}

/** Where nothing follows the vowels, only what no Vietnamese syllable ends in is a mark. */
const lateInOpen = /(?<=a[iuy])a$|(?<=eu)e$|(?<=oi)[ou]+$|(?<=ui)u+$/
