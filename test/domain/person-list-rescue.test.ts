import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ListSurvey } from '#domain/person-list/conventions.ts'
import { type LegacyFont, fontEvidence, rescueFont } from '#domain/person-list/fonts.ts'
import { listPlaces, openPlaceBook } from '#domain/person-list/list-places.ts'
import { type RepairKind, repairKinds } from '#domain/person-list/problems.ts'
import { isVietnameseSyllable } from '#domain/person-list/syllables.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { toLegacy } from '../lists/legacy-text.ts'
import { codes, context, good, headings, on, read, toRows } from './person-list-fixture.ts'

const words =
  'Nguyễn Trần Lê Phạm Hoàng Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Tôn Nữ Công Tằng Quỳnh Khuyên Thuý Tuyết Nghĩa Phượng Trường Ước Ân Yến Uyên Giang Gia Quốc Việt Xuân Điệp Hiếu Oanh Khoa Thiện Ngữ Ửng'.split(
    ' ',
  )
const name = fc
  .array(fc.constantFrom(...words), { minLength: 2, maxLength: 4 })
  .map((parts) => parts.join(' '))
const font = fc.constantFrom<LegacyFont>('tcvn3', 'vni')

describe('old fonts', () => {
  test('every name in them comes back as it was meant, where its column is in that font', () => {
    fc.assert(
      fc.property(name, font, (text, from) => {
        const old = toLegacy(text, from)
        // Capitals with a tone had no place in TCVN3: they were typed small.
        expect((rescueFont(old, from) ?? old).toLowerCase()).toBe(text.toLowerCase())
      }),
    )
  })

  test('a right text is never touched, whatever the rest of its column is', () => {
    const strange = fc.constantFrom('José André', 'François', 'Zoë Brontë', 'Ana Peña', 'Müller')
    fc.assert(
      fc.property(
        fc.oneof(
          name.filter((text) => fontEvidence(text) === 'unicode'),
          strange,
        ),
        font,
        (text, column) => {
          expect(rescueFont(text, column)).toBeNull()
        },
      ),
    )
    for (const text of ["K'Rông", 'Y Moan Êban', 'Lê Lâm', 'Công An'])
      expect(rescueFont(text, null)).toBeNull()
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void rescueFont(text, null)))
  })

  test('syllables of the language are told from others', () => {
    for (const word of words) expect([word, isVietnameseSyllable(word)]).toEqual([word, true])
    for (const word of ['NguyÔn', 'Vaên', 'Müller', 'Các1', 'hec', 'trang̀́', '', 'x'.repeat(1000)])
      expect([word, isVietnameseSyllable(word)]).toEqual([word, false])
  })
})

describe('what only a whole column tells', () => {
  const conventions = (column: number, texts: readonly string[]) => {
    const survey = new ListSurvey({ ...headings, dayFirst: new Set() }, on)
    for (const row of toRows(texts.map((text) => good.with(column, text)))) survey.add(row)
    return survey.conventions()
  }

  test('the order of day and month, by the dates that can be read one way only', () => {
    const order = (...texts: string[]) => conventions(2, texts).dateOrders.get('bornOn')
    expect(order('25/03/1991', '05/04/1990')).toBe('day-first')
    expect(order('03/25/1991', '05/04/1990')).toBe('month-first')
    expect(order('03/25/1991', '25/04/1990')).toBe('unsure')
    expect(order('05/04/1990')).toBe('unsure')
    expect(order('1990-04-05', '1990-04-06', '1990-04-07', '25/3/1991', '26/3/1991', '27/3/1991')).toBe(
      'cells-unsure',
    )
    // The day first would lie in the future.
    expect(order('10/11/2021')).toBe('month-first')
  })

  test('what N means, and whether 1 is the form’s 1', () => {
    expect(conventions(3, ['N', 'Nam']).sexOfN).toBe('female')
    expect(conventions(3, ['N', 'Nữ']).sexOfN).toBe('male')
    expect(conventions(3, ['N']).sexOfN).toBeNull()
    expect(conventions(3, ['N', 'Nam', 'Nữ']).sexOfN).toBeNull()
    expect([conventions(3, ['0', '1']).sexDigits, conventions(3, ['1', '2']).sexDigits]).toEqual([
      true,
      false,
    ])
  })
})

describe('repairs that are refused', () => {
  const letters = new Map([['fullName', 'tcvn3' as const]])
  const known = { dateOrders: new Map(), fonts: letters, sexOfN: 'female' as const, sexDigits: true }
  const later = openPlaceBook(listPlaces(hueGeography, '2025-08-01'))
  /** A cell that needs the repair, and what is said of it when the repair is not wanted. */
  const cases: Readonly<Record<RepairKind, { column: number; text: string; says: string; change?: object }>> =
    {
      'date-from-number': { column: 2, text: '33302', says: 'birth-unreadable' },
      'date-two-digit-year': { column: 2, text: '5/3/91', says: 'birth-unreadable' },
      'date-month-first': { column: 2, text: '03/25/1991', says: 'birth-unreadable' },
      'letter-for-digit': { column: 5, text: 'O912345538', says: 'phone-unreadable' },
      'phone-zero': { column: 5, text: '912345538', says: 'phone-unreadable' },
      'id-zeros': { column: 6, text: '46091000123', says: 'id-unreadable' },
      'bhyt-zeros': { column: 7, text: '461234567', says: 'bhyt-unreadable' },
      'place-code-zeros': { column: 9, text: '115', says: 'ward-unknown' },
      'place-code-year': {
        column: 9,
        text: '19750',
        says: 'ward-unknown',
        change: { on: '2025-08-01', places: later },
      },
      'place-from-name': { column: 9, text: '', says: 'ward-missing' },
      'sex-letter': { column: 3, text: 'N', says: 'sex-unreadable', change: { conventions: known } },
      'character-form': { column: 1, text: 'Nguyễn  Văn Thử', says: 'text-odd' },
      'legacy-font': { column: 1, text: 'NguyÔn V¨n Thö', says: 'name-font' },
    }

  test.each(repairKinds.map((kind) => [kind, cases[kind]] as const))(
    '%s',
    (kind, { column, text, says, change }) => {
      const row = good.with(column, text)
      const mended = read(row, change)
      expect(mended.repairs.map((repair) => repair.kind)).toEqual([kind])
      expect(codes(mended)).not.toContain(says)
      const kept = read(row, { ...change, refusedRepairs: new Set([kind]) })
      expect(kept.repairs).toEqual([])
      expect(codes(kept)).toContain(says)
    },
  )
})

describe('places of another year', () => {
  const book = (day: string) => openPlaceBook(listPlaces(hueGeography, day))

  test('codes follow whole merges forward; a standing code keeps its own', () => {
    expect(book('2025-08-01').byCode('ward', '19750', '')).toMatchObject({
      code: '19753',
      formerName: 'Phường Tây Lộc',
    })
    expect(book('2025-08-01').byCode('ward', '19801', 'An Cựu')?.code).toBe('19815')
    expect(book('2021-10-18').byCode('ward', '19750', '')).toMatchObject({ code: '19750', formerName: null })
    // 19756 was Phú Hiệp and is Gia Hội: the name tells which was meant, and both are one place now.
    expect(book('2021-10-18').byCode('ward', '19756', 'Phú Hiệp')?.code).toBe('19756')
    expect(book('2021-10-18').byCode('ward', '99999', '')).toBeNull()
  })

  test('names find the unit that stands, and nothing where several could be meant', () => {
    expect(book('2025-08-01').byName('ward', 'P. An Cựu', null)?.code).toBe('19815')
    expect(book('2025-08-01').byName('ward', 'Tây Lộc', null)?.code).toBe('19753')
    expect(book('2021-10-18').byName('ward', 'Phường Nào Đó', null)).toBeNull()
    expect(context.places.byName('ward', 'Thuận Lộc', null)).toBeNull()
    expect(context.places.byName('ward', 'Thuận Lộc', '19756')?.code).toBe('19756')
  })
})
