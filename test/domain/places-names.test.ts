import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldName, foldPlaceName, shortPlaceName } from '#domain/place-names.ts'

describe('folding a name', () => {
  test.each([
    ['Thuỷ Xuân', 'Thủy Xuân'],
    ['Thuận Hòa', 'Thuận Hoà'],
    ['ĐÔNG BA', 'đông  ba'],
    ['Vỹ Dạ', 'vy da'],
    ['Phú Hậu\n ', 'Phu-Hau'],
    ['ບ້ານ ລາວຫວ່າງ', 'ບ້ານລາວຫວ່າງ'],
    ['ນ້ຳໃສ', 'ນໍ້າໃສ'],
    ['ໝໍ', 'ຫມໍ'],
  ])('%s and %s are one name', (a, b) => {
    expect(foldName(a)).toBe(foldName(b))
  })

  test('keeps apart what only tone marks tell apart in Lao, and different Vietnamese words', () => {
    expect(foldName('ນາ')).not.toBe(foldName('ນ້າ'))
    expect(foldName('Thuận Hòa')).not.toBe(foldName('Thuận An'))
  })

  test('is the same letter by letter as for the whole text, for every letter that Latin names are written with', () => {
    const spelt = (text: string) =>
      text
        .normalize('NFKD')
        .replace(/[\u0300-\u036f]/g, '')
        .toLowerCase()
        .replaceAll('đ', 'd')
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
        .trim()
    const code = fc.oneof(
      fc.nat(0x7f),
      fc.integer({ min: 0xc0, max: 0x24f }),
      fc.integer({ min: 0x1e00, max: 0x1eff }),
      // Whatever else was typed sends the whole text the long way.
      fc.integer({ min: 0x80, max: 0x36f }),
    )
    const text = fc.array(code, { maxLength: 20 }).map((codes) => String.fromCharCode(...codes))
    fc.assert(
      fc.property(text, (typed) => {
        expect(foldName(typed)).toBe(spelt(typed))
      }),
      { numRuns: 2000 },
    )
  })

  test('a folded name folds to itself, whatever was typed and in whichever Unicode form', () => {
    const letters = fc.constantFrom(...Array.from('aáạăằÂđĐƯỡyỳỷ 0_.-ນ້ຳໍາຫມໝ'))
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 30 }), (text) => {
        const folded = foldName(text)
        expect(foldName(folded)).toBe(folded)
        expect(foldName(text.normalize('NFD'))).toBe(foldName(text.normalize('NFC')))
      }),
      // Found once: a tone mark typed twice over ໍ.
      { examples: [['\u0ecd\u0ec9\u0ec9'], ['\u0ecd\u0ecd\u0ec9'], ['\u0ecd\u0ec9\u0ecd\u0ec9']] },
    )
  })
})

describe('folding the name of a place', () => {
  test.each([
    ['ward', 'Phường Gia Hội', 'P.Gia Hội'],
    ['ward', 'Phường Gia Hội', 'gia hoi'],
    ['ward', 'Phường Phường Đúc', 'Phường Đúc'],
    ['ward', 'Thị trấn Thuận An', 'TT Thuận An'],
    ['district', 'Thành phố Huế', 'TP. Huế'],
    ['group', 'Tổ dân phố 3', 'Tổ 03'],
    ['group', 'Thôn Thượng', 'thượng'],
    ['village', 'ບ້ານລາວຫວ່າງ', 'ລາວຫວ່າງ'],
    ['health-centre', 'ໂຮງໝໍນ້ອຍອາໂນ', 'ອາໂນ'],
  ] as const)('%s: %s is %s', (kind, a, b) => {
    expect(foldPlaceName(a, kind)).toBe(foldPlaceName(b, kind))
  })

  test('leaves a name that only begins like a designation, and one that is nothing else', () => {
    expect(foldPlaceName('Phú Hội', 'ward')).toBe('phu hoi')
    expect(foldPlaceName('Xã', 'ward')).toBe('xa')
    expect(foldPlaceName('Tổ dân phố 10', 'group')).toBe('10')
    expect(foldPlaceName('Tổ dân phố 0', 'group')).toBe('0')
  })
})

test('the short name drops the designation, but never leaves a bare number', () => {
  expect(shortPlaceName('Phường Gia Hội')).toBe('Gia Hội')
  expect(shortPlaceName('Phường Phường Đúc')).toBe('Phường Đúc')
  expect(shortPlaceName('Quận 1')).toBe('Quận 1')
  expect(shortPlaceName('ບ້ານລາວຫວ່າງ')).toBe('ລາວຫວ່າງ')
})
