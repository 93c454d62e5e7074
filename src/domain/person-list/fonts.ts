/**
 * Texts of before Unicode: TCVN3 (the .Vn fonts) and VNI keep Vietnamese letters in the places of Western ones, so
 * `Nguyễn Văn` comes as `NguyÔn V¨n` or `Nguyeãn Vaên`. A right text must never be touched, so a cell is only
 * converted where it makes no sense as it stands and all of it does afterwards.
 */
import { isVietnameseSyllable } from './syllables.ts'

export const legacyFonts = ['tcvn3', 'vni'] as const
export type LegacyFont = (typeof legacyFonts)[number]

const tcvn3Codes =
  'A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ ' +
  'CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ ' +
  'EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ'
const tcvn3 = new Map(
  tcvn3Codes
    .normalize('NFC')
    .split(' ')
    .map((pair) => [String.fromCodePoint(Number.parseInt(pair.slice(0, 2), 16)), pair.slice(2)]),
)

const [grave, acute, circumflex, tilde, breve, hook, dot, horn] = [
  '\u0300',
  '\u0301',
  '\u0302',
  '\u0303',
  '\u0306',
  '\u0309',
  '\u0323',
  '\u031b',
]
/** What stands after a vowel in VNI. */
const vniMarks = new Map(
  Object.entries({
    ù: acute,
    ø: grave,
    û: hook,
    õ: tilde,
    ï: dot,
    â: circumflex,
    á: circumflex + acute,
    à: circumflex + grave,
    å: circumflex + hook,
    ã: circumflex + tilde,
    ä: circumflex + dot,
    ê: breve,
    é: breve + acute,
    è: breve + grave,
    ú: breve + hook,
    ü: breve + tilde,
    ë: breve + dot,
  }).map(([mark, signs]) => [mark.normalize('NFC'), signs]),
)
/** What stands alone in VNI. */
const vniLetters = new Map(
  Object.entries({
    ö: `u${horn}`,
    ô: `o${horn}`,
    í: 'í',
    ì: 'ì',
    æ: 'ỉ',
    ó: 'ĩ',
    ò: 'ị',
    î: 'ỵ',
    ñ: 'đ',
  }).map(([letter, meant]) => [letter.normalize('NFC'), meant]),
)
const vniVowels = new Set('aeouyöô'.normalize('NFC'))

/** Letters that no old font has: such a text was typed in Unicode. */
const unicodeOnly = /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/u
const oldLetter = /[\u00a1-\u00ff]/
/** Nothing that could be put together: NFC leaves such a text as it is, and asking it takes longer. */
const composed = /^[\0-\u02ff\u1e00-\u1eff]*$/
const signed = /[^\0-\u007f]/
const wordGap = /[\s\d!-/:-@[-`{-~]+/

export function convertFont(text: string, font: LegacyFont): string {
  return font === 'tcvn3' ? convertTcvn3(text) : convertVni(text)
}

/** The fonts of capitals have no letters of their own for most signs: the case is that of the rest of the text. */
function convertTcvn3(text: string): string {
  const converted = Array.from(text, (letter) => tcvn3.get(letter) ?? letter).join('')
  return isCapitals(text) ? converted.toUpperCase() : converted
}

function isCapitals(text: string): boolean {
  const letters = text.match(/[A-Za-z]/g) ?? []
  return letters.length >= 2 && letters.every((letter) => letter < 'a')
}

function convertVni(text: string): string {
  let converted = ''
  let afterVowel = false
  for (const letter of text.normalize('NFC')) {
    const small = letter.toLowerCase()
    const mark: string | undefined = afterVowel ? vniMarks.get(small) : undefined
    const meant = mark ?? vniLetters.get(small)
    converted += meant === undefined ? letter : small === letter ? meant : meant.toUpperCase()
    afterVowel = mark === undefined && vniVowels.has(small)
  }
  return converted.normalize('NFC')
}

/** How a text speaks about the font of its column. */
export type FontEvidence = LegacyFont | 'unicode' | 'none'

/** A font only where the text is no Vietnamese as it stands and every word of it is after conversion. */
export function fontEvidence(text: string): FontEvidence {
  if (!signed.test(text)) return 'none'
  if (unicodeOnly.test(composed.test(text) ? text : text.normalize('NFC'))) return 'unicode'
  if (!oldLetter.test(text) || text.length > 1000) return 'none'
  const words = signedWords(text)
  if (words.every(isVietnameseSyllable)) return 'none'
  const [only, other] = legacyFonts.filter((font) => isWholeAfter(text, font))
  // `Leâ` is Lê in VNI and would be Leõ in TCVN3: such a text follows others and decides nothing.
  return only !== undefined && other === undefined ? only : 'none'
}

/**
 * The text as it was meant, or null when it stands as it is. In a column whose other cells are in an old font, a
 * text that would make sense both ways follows them.
 */
export function rescueFont(text: string, columnFont: LegacyFont | null): string | null {
  if (!oldLetter.test(text)) return null
  const evidence = fontEvidence(text)
  const font =
    evidence === 'none' && columnFont !== null && isWholeAfter(text, columnFont) ? columnFont : evidence
  if (font === 'unicode' || font === 'none') return null
  const converted = convertFont(text, font)
  return converted === text ? null : converted
}

function isWholeAfter(text: string, font: LegacyFont): boolean {
  if (!oldLetter.test(text)) return false
  const words = signedWords(convertFont(text, font))
  return words.length > 0 && words.every(isVietnameseSyllable)
}

/** Only words with signs speak: plain ones read the same in every font. */
function signedWords(text: string): string[] {
  return text.split(wordGap).filter((word) => signed.test(word))
}
