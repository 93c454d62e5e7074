/** How names of places are compared: by what people say, not by how a keyboard wrote it. */
import type { PlaceKind } from './places.ts'

const LAO = '\\u0e80-\\u0eff'
const laoGap = new RegExp(`(?<=[${LAO}]) (?=[${LAO}])`, 'g')
const laoText = new RegExp(`[${LAO}]`)

/**
 * Lower case without Latin diacritics, one space between words: Thuỷ and Thủy, Hòa and Hoà become equal. Lao
 * keeps its vowel and tone signs (they are letters, not accents); its spaces mean nothing and go, and the two
 * ways to type ຳ, ໜ and ໝ become one.
 */
export function foldName(text: string): string {
  return foldLatin(text) ?? foldAny(text)
}

function foldAny(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(laoGap, '')
    .replace(/[\u0ec8-\u0ecb\u0ecd]+/g, tonesFirst)
    .trim()
}

const LATIN_END = 0x1f00
/** What became of a letter, by its code, once it was met. */
const latinFolds: (string | null)[] = Array.from({ length: LATIN_END }, () => null)

/** `foldAny` letter by letter, much faster: names are folded by the hundred thousand. Null when a letter is no Latin one. */
function foldLatin(text: string): string | null {
  let folded = ''
  let isApart = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= LATIN_END) return null
    const letters = (latinFolds[code] ??= foldLetter(code))
    if (letters === null) return null
    if (letters === ' ') isApart = folded !== ''
    else {
      folded += isApart ? ` ${letters}` : letters
      isApart = false
    }
  }
  return folded
}

/**
 * A plain letter or a Latin one with its signs on, which never looks at its neighbours: `' '` for what parts words. Null for
 * any other, and for the few that come apart (`Ŀ` is `L·`).
 */
function foldLetter(code: number): string | null {
  const isLatin = code < 0x80 || (code >= 0xc0 && code < 0x250) || code >= 0x1e00
  if (!isLatin) return null
  const folded = foldAny(`a${String.fromCharCode(code)}a`).slice(1, -1)
  return folded === ' ' || !folded.includes(' ') ? folded : null
}

/** Lao signs over one letter in one order, however many a finger left there: tone marks, then ໍ. */
function tonesFirst(signs: string): string {
  const tones = signs.replaceAll('\u0ecd', '')
  return tones + '\u0ecd'.repeat(signs.length - tones.length)
}

/** Designations as people write them before a name, folded, the longer before the shorter. */
const designations: Record<PlaceKind, readonly string[]> = {
  country: [],
  province: ['thanh pho', 'tinh', 'tp', 't', foldName('ແຂວງ')],
  district: ['thanh pho', 'thi xa', 'quan', 'huyen', 'tp', 'tx', 'q', 'h', foldName('ເມືອງ')],
  ward: ['thi tran', 'dac khu', 'phuong', 'xa', 'tt', 'p', 'x'],
  group: [
    'to dan pho so',
    'to dan pho',
    'tdp so',
    'tdp',
    'to so',
    'to',
    'thon',
    'khu pho',
    'khom',
    'ban',
    'ap',
  ],
  village: ['thon', 'ban', foldName('ບ້ານ')],
  'health-centre': ['tram y te', 'tyt', foldName('ໂຮງໝໍນ້ອຍ'), foldName('ສຸກສາລາ')],
}

/**
 * The key on which names of one kind are compared: folded, without designations and leading zeros, so that
 * `Phường Gia Hội`, `P.Gia Hội` and `gia hoi` agree, and `Tổ 03` is `Tổ dân phố 3`.
 */
export function foldPlaceName(text: string, kind: PlaceKind): string {
  let key = foldName(text)
  for (let rest = withoutDesignation(key, kind); rest !== key; rest = withoutDesignation(key, kind))
    key = rest
  return key.replace(/^0+(?=\d+$)/, '')
}

function withoutDesignation(key: string, kind: PlaceKind): string {
  for (const designation of designations[kind]) {
    const lead = laoText.test(designation) ? designation : `${designation} `
    if (key.startsWith(lead) && key.length > lead.length) return key.slice(lead.length)
  }
  return key
}

const writtenDesignation =
  /^(?:Thành phố|Tỉnh|Thị xã|Quận|Huyện|Phường|Thị trấn|Đặc khu|Xã) (?=\p{Lu})|^(?:ແຂວງ|ເມືອງ|ບ້ານ|ໂຮງໝໍນ້ອຍ)(?=.)/u

/** `Gia Hội` of `Phường Gia Hội`, for a tile or a column; a number alone would say nothing, so `Quận 1` stays. */
export function shortPlaceName(name: string): string {
  return name.replace(writtenDesignation, '')
}
