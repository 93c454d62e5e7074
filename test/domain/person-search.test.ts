import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldPersonName } from '#domain/identity/names.ts'
import { HITS_MAX, PersonIndex, type Findable } from '#domain/person-search/person-index.ts'
import { readPersonQuery } from '#domain/person-search/query.ts'

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương']
const middles = ['Văn', 'Thị', 'Hữu', 'Đức', 'Minh', 'Ngọc', 'Quốc', 'Thanh', 'Thuỳ', 'Xuân', 'Bảo', 'Tôn Nữ']
const owns = [
  'An',
  'Bình',
  'Chi',
  'Dũng',
  'Giang',
  'Hoa',
  'Khánh',
  'Lộc',
  'Mai',
  'Nghĩa',
  'Oanh',
  'Phượng',
  'Quỳnh',
  'Sơn',
  'Thảo',
  'Uyên',
  'Vượng',
  'Yến',
  'Ý',
  'Đạt',
  'Hữu',
  'Châu',
  'Bảy',
  'Tươi',
  'Đôi',
  'Kiều',
  'Khuỷu',
  'Ngoẻo',
]
const aName = fc
  .tuple(fc.constantFrom(...families), fc.constantFrom(...middles), fc.constantFrom(...owns))
  .map((parts) => parts.join(' '))
const aPerson: fc.Arbitrary<Findable> = fc.record({
  id: fc.uuid(),
  fullName: aName,
  bornOn: fc.integer({ min: 1930, max: 2015 }).map((year) => `${year}-06-15`),
  phoneEnd: fc.option(fc.stringMatching(/^\d{4}$/), { nil: '' }),
  numberEnds: fc.array(fc.stringMatching(/^\d{4}$/), { maxLength: 2 }),
})
const aCrowd = fc.uniqueArray(aPerson, { minLength: 1, maxLength: 60, selector: ({ id }) => id })

type Keyboard = {
  tones: Record<string, string>
  hat: (letter: string) => string
  hook: string
  bar: string
  d: string
}
const toneMarks = ['\u0301', '\u0300', '\u0309', '\u0303', '\u0323']
const tonesAs = (keys: string) => Object.fromEntries(toneMarks.map((mark, at) => [mark, keys[at]!]))
/** The keys of both keyboards: what stays in the box when nothing reads them. */
const keyboards: Record<'telex' | 'vni', Keyboard> = {
  telex: { tones: tonesAs('sfrxj'), hat: (letter) => letter, hook: 'w', bar: 'w', d: 'd' },
  vni: { tones: tonesAs('12345'), hat: () => '6', hook: '7', bar: '8', d: '9' },
}

/** @param late marks are typed when the syllable is done, else each behind its letter. */
function keysOf(name: string, { tones, hat, hook, bar, d }: Keyboard, late: boolean): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .split(' ')
    .map((syllable) => {
      let [letters, marks] = ['', '']
      for (const sign of syllable) {
        const before = letters.at(-1) ?? ''
        const key =
          sign === '\u0302' ? hat(before) : sign === '\u031b' ? hook : sign === '\u0306' ? bar : tones[sign]
        if (sign === 'đ') {
          letters += late ? 'd' : `d${d}`
          marks += late ? d : ''
        } else if (key === undefined) letters += sign
        else if (late) marks += key
        else letters += key
      }
      return letters + marks
    })
    .join(' ')
}

/** Everybody whom the rule of the search names, without its limit. */
const named = (crowd: readonly Findable[], words: readonly string[]) =>
  crowd
    .filter(({ fullName }) => words.every((word) => foldPersonName(fullName).includes(word)))
    .map(({ id }) => id)

describe('who is found on a phone', () => {
  test('by any parts of the words, in any order, with or without diacritics: exactly those, up to ten', () => {
    fc.assert(
      fc.property(aCrowd, fc.nat(), fc.nat(), fc.boolean(), (crowd, which, seed, isPlain) => {
        const words = crowd[which % crowd.length]!.fullName.split(' ')
        const typed = words
          .map((word, at) => word.slice(0, 1 + ((seed + at) % word.length)))
          .toSorted((a, b) => (a < b ? 1 : -1))
        const query = isPlain ? typed.map((word) => foldPersonName(word)).join(' ') : typed.join('  ')
        if (query.replaceAll(' ', '').length < 2) return
        const found = new PersonIndex(crowd).find(query)
        const meant = named(crowd, foldPersonName(query).split(' '))
        expect(found).toHaveLength(Math.min(meant.length, HITS_MAX))
        expect(meant).toEqual(expect.arrayContaining(found))
      }),
    )
  })

  test.each(['telex', 'vni'] as const)(
    'by the keys of %s, wherever whoever types has got to, and however late the marks are put',
    (which) => {
      fc.assert(
        fc.property(aPerson, fc.nat(), fc.boolean(), fc.boolean(), (person, cut, late, isUpper) => {
          const keys = keysOf(person.fullName, keyboards[which], late)
          const half = keys.slice(0, 2 + (cut % (keys.length - 1)))
          const typed = isUpper ? half.toUpperCase() : half
          expect(new PersonIndex([person]).find(typed), typed).toEqual([person.id])
        }),
        { numRuns: 2000 },
      )
    },
  )

  test('who is named as typed comes before who is meant, and neither hides the other', () => {
    const people = ['Ksor Tas', 'Lê Tá', 'Lê Tạ'].map((fullName, at) => ({
      id: `${at}`,
      fullName,
      bornOn: '1985-03-05',
      phoneEnd: '1234',
      numberEnds: ['5678'],
    }))
    expect(new PersonIndex(people).find('tas')).toEqual(['0', '1', '2'])
  })

  test.each([
    ['nguyeenx', 'Nguyễn Thị Hoa'],
    ['nguye thi', 'Nguyễn Thị Hoa'],
    ['ddawng', 'Đặng Văn Sơn'],
    ['hoa NGUYEN', 'Nguyễn Thị Hoa'],
    ['NGUYỄN THỊ', 'Nguyễn Thị Hoa'],
    ['đặng', 'Đặng Văn Sơn'],
    ['son dang 1958', 'Đặng Văn Sơn'],
    ['1958 dang', 'Đặng Văn Sơn'],
    ['4321', 'Nguyễn Thị Hoa'],
    ['091 234 4321', 'Nguyễn Thị Hoa'],
    ['0042', 'Đặng Văn Sơn'],
    ['Nguye6n4', 'Nguyễn Thị Hoa'],
    ['Nguye6n Thi5', 'Nguyễn Thị Hoa'],
    ['d9a85ng', 'Đặng Văn Sơn'],
    ['so7n d9a85 1958', 'Đặng Văn Sơn'],
    ['7777', 'Đặng Văn Sơn'],
  ])('“%s” finds %s', (typed, fullName) => {
    const people: Findable[] = [
      { id: 'hoa', fullName: 'Nguyễn Thị Hoa', bornOn: '1985-03-05', phoneEnd: '4321', numberEnds: [] },
      {
        id: 'son',
        fullName: 'Đặng Văn Sơn',
        bornOn: '1958-01-01',
        phoneEnd: '',
        numberEnds: ['0042', '7777'],
      },
    ]
    const id = people.find((person) => person.fullName === fullName)!.id
    expect(new PersonIndex(people).find(typed)).toEqual([id])
  })

  test('by the end of a phone or number, and by nothing that only resembles it', () => {
    fc.assert(
      fc.property(aCrowd, fc.stringMatching(/^\d{4}$/), (crowd, digits) => {
        const found = new PersonIndex(crowd).find(digits)
        const meant = crowd.filter(
          ({ phoneEnd, numberEnds }) => phoneEnd === digits || numberEnds.includes(digits),
        )
        expect(found).toHaveLength(Math.min(meant.length, HITS_MAX))
        for (const { id } of meant.slice(0, found.length === meant.length ? undefined : 0))
          expect(found).toContain(id)
      }),
    )
  })

  test('a year of birth narrows a name, and nobody of another year comes with it', () => {
    fc.assert(
      fc.property(aCrowd, fc.nat(), (crowd, which) => {
        const { id, fullName, bornOn } = crowd[which % crowd.length]!
        const year = bornOn.slice(0, 4)
        const found = new PersonIndex(crowd).find(`${fullName} ${year}`)
        const sameYear = new Set(crowd.filter((one) => one.bornOn.startsWith(year)).map((one) => one.id))
        expect(found.every((hit) => sameYear.has(hit))).toBe(true)
        if (found.length < HITS_MAX) expect(found).toContain(id)
      }),
    )
  })

  test('ordered by tên, whoever came first, and the same however they are put in', () => {
    fc.assert(
      fc.property(aCrowd, (crowd) => {
        const found = new PersonIndex(crowd).find('n')
        expect(new PersonIndex(crowd.toReversed()).find('n')).toEqual(found)
      }),
    )
    const people = ['Trần Văn Bình', 'Lê An', 'Lê Ân', 'Bùi Thị An'].map((fullName, at) => ({
      id: `${at}`,
      fullName,
      bornOn: '1985-03-05',
      phoneEnd: '',
      numberEnds: ['1111'],
    }))
    const names = new PersonIndex(people).find('1111').map((id) => people[Number(id)]!.fullName)
    expect(names).toEqual(['Bùi Thị An', 'Lê An', 'Lê Ân', 'Trần Văn Bình'])
  })

  test('what is typed is never code, and never throws', () => {
    fc.assert(
      fc.property(aCrowd, fc.string({ unit: 'grapheme', maxLength: 80 }), (crowd, typed) => {
        expect(new PersonIndex(crowd).find(typed).length).toBeLessThanOrEqual(HITS_MAX)
      }),
    )
  })

  test('words and year are told apart', () => {
    expect(readPersonQuery(' lan  1985 ')).toMatchObject({ text: 'lan', year: 1985, digits: null })
    expect(readPersonQuery('1985')).toMatchObject({ digits: '1985', year: null })
    expect(readPersonQuery('lan 1985 1986')).toMatchObject({ text: 'lan 1985 1986', year: null })
    expect(readPersonQuery('0912 345-678')).toMatchObject({ digits: '0912345678' })
  })
})

test('twenty thousand people answer within 150 ms of processor time', () => {
  const crowd = Array.from({ length: 20_000 }, (_, at): Findable => ({
    id: String(at).padStart(6, '0'),
    fullName: `${families[at % 12]} ${middles[(at * 7) % 12]} ${owns[(at * 13) % owns.length]}`,
    bornOn: `${1930 + (at % 85)}-01-01`,
    phoneEnd: String(at % 10_000).padStart(4, '0'),
    numberEnds: [String((at * 31) % 10_000).padStart(4, '0')],
  }))
  const index = new PersonIndex(crowd)
  const queries = [
    'nguyen',
    'hoa thi',
    'nguyeenx vawn',
    'dang van son 1958',
    '4321',
    'khong co ai',
    'an',
    'phuongj',
    'ton nu y',
    'zzz',
  ]
  const spentMs = Array.from({ length: 100 }, (_, at) => {
    const before = process.cpuUsage()
    index.find(queries[at % queries.length]!)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  const median = spentMs.toSorted((a, b) => a - b)[50]!
  expect(median).toBeLessThan(150)
})
