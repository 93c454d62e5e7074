/** Unicode written as the old fonts had it. Each letter's code is found by asking the reader what it stands for. */
import { convertFont, type LegacyFont } from '#domain/person-list/fonts.ts'

const letters = 'àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ'.normalize('NFC')
const codes = Array.from({ length: 0x5f }, (_, at) => String.fromCodePoint(0xa1 + at))

const tcvn3 = new Map(codes.map((code) => [convertFont(code, 'tcvn3'), code]))
const vowels = Array.from('aeouyAEOUYöôÖÔ')
const vni = new Map(
  [...codes, ...vowels.flatMap((vowel) => codes.map((mark) => vowel + mark))].map((code) => [
    convertFont(code, 'vni'),
    code,
  ]),
)

export function toLegacy(text: string, font: LegacyFont): string {
  const table = font === 'tcvn3' ? tcvn3 : vni
  return Array.from(text.normalize('NFC'), (letter) => {
    const code = table.get(letter) ?? (font === 'tcvn3' ? table.get(letter.toLowerCase()) : undefined)
    return letters.includes(letter.toLowerCase()) && code !== undefined ? code : letter
  }).join('')
}
