import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identifierKinds } from '#domain/identity/identifiers.ts'
import { judgeMatch, selectMatches, type MatchSubject } from '#domain/identity/match.ts'
import { matchKeys } from '#domain/identity/match-keys.ts'
import { compareNames, isOneSlip } from '#domain/identity/name-likeness.ts'
import { foldPersonName, matchName } from '#domain/identity/names.ts'
import { pairKey } from '#domain/identity/pairs.ts'
import { findFileDuplicates } from '#domain/person-list/duplicates.ts'
import {
  judgeRows,
  noHousehold,
  type KnownPerson,
  type ListedPerson,
  type StagedRow,
} from '#domain/upload-match.ts'

const card = (kind: 'cccd' | 'bhyt', value: string) => ({ kind, key: value, last4: value.slice(-4) })

const person: MatchSubject = {
  fullNameFolded: 'nguyen thi lan anh',
  bornOn: '1991-03-05',
  bornPrecision: 'day',
  sex: 'female',
  identifiers: [card('cccd', '046191000123')],
  wardKey: '19753',
  groupKey: '5',
}
const other = (change: Partial<MatchSubject>): MatchSubject => ({ ...person, identifiers: [], ...change })

// Few names, days and numbers, so that people meet.
const subject: fc.Arbitrary<MatchSubject> = fc.record({
  fullNameFolded: fc
    .array(fc.constantFrom('nguyen', 'thi', 'lan', 'lam', 'anh', 'an'), { minLength: 1, maxLength: 4 })
    .map((words) => words.join(' ')),
  bornOn: fc.constantFrom('1991-03-05', '1991-05-03', '1991-03-15', '1991-01-01', '1981-03-05', '1960-03-05'),
  bornPrecision: fc.constantFrom('day' as const, 'month' as const, 'year' as const),
  sex: fc.constantFrom('male' as const, 'female' as const, 'unknown' as const),
  identifiers: fc.array(
    fc
      .tuple(fc.constantFrom('cccd' as const, 'bhyt' as const), fc.constantFrom('0001', '0002', '0786'))
      .map(([kind, value]) => card(kind, value)),
    { maxLength: 3 },
  ),
  wardKey: fc.constantFrom('a', 'b'),
  groupKey: fc.constantFrom('1', '2', null),
})

describe('who may be the same person', () => {
  test('one number, a like name and a like birth are a duplicate, one thing against it or none', () => {
    expect(judgeMatch(person, person)).toEqual({ kind: 'duplicate', reason: 'same-identifier', differs: [] })
    expect(judgeMatch(person, { ...person, sex: 'male' })).toMatchObject({
      kind: 'duplicate',
      differs: ['sex'],
    })
    const health = { identifiers: [card('bhyt', '4612345678')] }
    expect(judgeMatch(other(health), other({ ...health, bornOn: '1991-05-03' }))).toEqual({
      kind: 'duplicate',
      reason: 'same-bhyt',
      differs: ['birth'],
    })
    expect(judgeMatch(person, { ...person, fullNameFolded: 'nguyen thj lan anh' })).toMatchObject({
      kind: 'duplicate',
      differs: ['name'],
    })
  })

  test('one number with another name or birth, or with two things against it, is a question: mistyped, copied or shared', () => {
    const copied: Partial<MatchSubject>[] = [
      { fullNameFolded: 'tran van binh', sex: 'male', bornOn: '1960-01-01' },
      { fullNameFolded: 'nguyen thi lan chi' }, // the other twin
      { fullNameFolded: 'nguyen thi lan an' }, // a twin whose tên is one letter away
      { bornOn: '1960-12-31' }, // a mother of the same name
      { fullNameFolded: 'nguyen lan anh', sex: 'male' },
      {
        sex: 'male',
        identifiers: [...person.identifiers, card('bhyt', '4612345678')],
        fullNameFolded: 'nguyen lan anh',
      },
    ]
    for (const change of copied) {
      expect(judgeMatch(person, { ...person, ...change })).toMatchObject({
        kind: 'suspected',
        reason: 'same-identifier',
      })
    }
  })

  test('nobody is a duplicate without a number in common and a name that could be the same', () => {
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        if (judgeMatch(a, b)?.kind !== 'duplicate') return
        const keys = new Set(a.identifiers.map(({ kind, key }) => `${kind} ${key}`))
        expect(b.identifiers.some(({ kind, key }) => keys.has(`${kind} ${key}`))).toBe(true)
        expect(['same', 'near']).toContain(compareNames(a.fullNameFolded, b.fullNameFolded))
        expect(Math.abs(Number(a.bornOn.slice(0, 4)) - Number(b.bornOn.slice(0, 4)))).toBeLessThanOrEqual(10)
      }),
      { numRuns: 2000 },
    )
  })

  test('the same folded name and day of birth is suspected, wherever the two live', () => {
    expect(judgeMatch(person, other({ wardKey: '19900', groupKey: null }))).toMatchObject({
      kind: 'suspected',
      reason: 'same-name-birth',
    })
    expect(judgeMatch(person, { ...person, identifiers: [card('cccd', '046191999999')] })).toMatchObject({
      kind: 'suspected',
    })
  })

  test('a year-only birth agrees with a day of that year, within one residential group only', () => {
    const year = other({ bornOn: '1991-01-01', bornPrecision: 'year' })
    expect(judgeMatch(person, year)).toMatchObject({ kind: 'suspected', reason: 'same-name-birth-year' })
    expect(judgeMatch(person, { ...year, groupKey: '6' })).toBeNull()
    expect(judgeMatch(person, { ...year, groupKey: null })).toBeNull()
    expect(judgeMatch(person, { ...year, identifiers: [card('cccd', '046191000999')] })).toBeNull()
  })

  test('day and month in the other order, or one slip in the date, is suspected in the group', () => {
    for (const bornOn of ['1991-05-03', '1991-03-15', '1981-03-05']) {
      expect(judgeMatch(person, other({ bornOn }))).toMatchObject({
        kind: 'suspected',
        reason: 'same-name-near-birth',
        differs: ['birth'],
      })
      expect(judgeMatch(person, other({ bornOn, groupKey: '6' }))).toBeNull()
    }
    expect(judgeMatch(person, other({ bornOn: '1991-03-28' }))).toBeNull()
  })

  test('a near name of the same group and birth is suspected; of another group it is somebody else', () => {
    for (const fullNameFolded of [
      'nguyen thi lam anh',
      'nguyen lan anh',
      'nguyen anh',
      'anh nguyen thi lan',
      'nguyenthi lan anh',
      'nguyen thi lan ahn',
    ]) {
      expect(judgeMatch(person, other({ fullNameFolded }))).toMatchObject({
        kind: 'suspected',
        reason: 'near-name-group',
        differs: ['name'],
      })
      expect(judgeMatch(person, other({ fullNameFolded, groupKey: null }))?.reason).toBe('near-name-birth')
      expect(judgeMatch(person, other({ fullNameFolded, groupKey: '6' }))).toBeNull()
      expect(judgeMatch(person, other({ fullNameFolded, bornOn: '1960-03-05' }))).toBeNull()
    }
  })

  test('what the keyboard left is read: Telex switched off, d for đ, no diacritics', () => {
    const name = 'Đặng Thị Hồng Ngọc'
    for (const text of [
      'DANG THI HONG NGOC',
      'Dặng Thị Hồng Ngọc',
      'ddawngj thij hoongf ngocj',
      'Đặng  Thị Hồng Ngọc',
    ])
      expect(matchName(foldPersonName(text))).toBe(matchName(foldPersonName(name)))
  })

  test('twins, sisters, father and son and people of one phone are other people', () => {
    const child = other({ bornOn: '2012-06-01' })
    for (const twin of [
      'nguyen thi lan em',
      'nguyen thi ngoc anh',
      'nguyen thi lan chi',
      'nguyen van lan anh',
    ])
      expect(judgeMatch(child, { ...child, fullNameFolded: twin })).toBeNull()
    const boy = other({ fullNameFolded: 'nguyen thi lan an', sex: 'male' })
    expect(judgeMatch(other({}), boy)).toBeNull()
    // Cards issued one after the other, tên one letter apart.
    const sister = {
      ...person,
      fullNameFolded: 'nguyen thi lan an',
      identifiers: [card('cccd', '046191000124')],
    }
    expect(judgeMatch(person, sister)).toBeNull()
    // The same, but for a digit in the middle: a card that was typed wrong.
    expect(judgeMatch(person, { ...sister, identifiers: [card('cccd', '046191000923')] })).toMatchObject({
      kind: 'suspected',
    })
    const father = other({ fullNameFolded: 'nguyen van an', sex: 'male', bornOn: '1970-01-02' })
    expect(
      judgeMatch(father, { ...father, fullNameFolded: 'nguyen van anh', bornOn: '1999-01-02' }),
    ).toBeNull()
  })

  test('judging does not depend on who is asked first', () => {
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        expect(judgeMatch(a, b)).toEqual(judgeMatch(b, a))
      }),
      { numRuns: 2000 },
    )
  })

  test('whoever matches lies under a key under which the other is sought, from either side', () => {
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        if (judgeMatch(a, b) === null) return
        const meets = (x: MatchSubject, y: MatchSubject) => {
          const filed = new Set(matchKeys(x).filed)
          return matchKeys(y).sought.some((key) => filed.has(key))
        }
        expect([meets(a, b), meets(b, a)]).toEqual([true, true])
      }),
      { numRuns: 5000 },
    )
  })

  test('the strongest match comes first', () => {
    const byName = other({})
    expect(selectMatches(person, [byName, person]).map(({ candidate }) => candidate)).toEqual([
      person,
      byName,
    ])
  })
})

describe('names', () => {
  const name = fc
    .array(fc.constantFrom('nguyen', 'thi', 'lan', 'lam', 'anh', 'an', 'y'), { minLength: 1, maxLength: 5 })
    .map((words) => words.join(' '))

  test('likeness is the same from both sides, and a name is never near itself', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(compareNames(a, b)).toBe(compareNames(b, a))
        expect(compareNames(a, a)).not.toBe('near')
      }),
      { numRuns: 2000 },
    )
  })

  test('any one letter left out, added, changed or swapped is one slip; two are not', () => {
    const word = fc.stringMatching(/^[a-m]{3,8}$/)
    fc.assert(
      fc.property(word, fc.nat(7), (text, nat) => {
        const at = nat % (text.length - 1)
        const cut = (from: number, to: number, by: string) => text.slice(0, from) + by + text.slice(to)
        for (const slip of [
          cut(at, at + 1, ''),
          cut(at, at, 'z'),
          cut(at, at + 1, 'z'),
          cut(at, at + 2, text[at + 1]! + text[at]!),
        ])
          expect(isOneSlip(text, slip)).toBe(true)
        expect(isOneSlip(text, cut(at, at + 2, 'zzz'))).toBe(false)
        expect(isOneSlip(text, `y${text}z`)).toBe(false)
      }),
    )
  })
})

const listed = (change: Partial<ListedPerson> = {}): ListedPerson => ({
  fullName: 'Nguyễn Thị Lan Anh',
  bornOn: '1991-03-05',
  bornPrecision: 'day',
  sex: 'female',
  priorityCode: 9,
  phone: '',
  address: '',
  workplace: '',
  ...noHousehold,
  groupId: 'g1',
  wardId: 'w1',
  identifiers: [],
  ...change,
})
const staged = (rowNumber: number, row: ListedPerson, contentKey = `content ${rowNumber}`): StagedRow => ({
  rowNumber,
  person: row,
  contentKey,
  repeat: null,
  elsewhere: null,
})
const known = (personId: string, now: ListedPerson): KnownPerson => ({
  personId,
  now,
  sent: null,
  contentKey: null,
})

describe('an answered question', () => {
  test('"another person" is not asked again, and nothing else changes by it', () => {
    const rows = [staged(9, listed()), staged(10, listed({ fullName: 'Trần Văn Bình' }))]
    const people = [
      known('p', listed({ phone: '0912000001' })),
      known('q', listed({ fullName: 'Trần Văn Bình' })),
    ]
    expect(judgeRows(rows, people).map(({ outcome, personId }) => [outcome, personId])).toEqual([
      ['suspected', 'p'],
      ['suspected', 'q'],
    ])
    const decided = new Set([pairKey('content 9', 'p')])
    expect(judgeRows(rows, people, decided).map(({ outcome, personId }) => [outcome, personId])).toEqual([
      ['new', null],
      ['suspected', 'q'],
    ])
  })

  test('the next likely person is still asked about, here, elsewhere and in the file', () => {
    const people = [known('p', listed()), known('q', listed({ bornOn: '1991-05-03' }))]
    const row = staged(10, listed())
    const answered = (...keys: string[]) => new Set(keys.map((key) => pairKey('content 10', key)))
    expect(judgeRows([row], people, answered('p'))[0]).toMatchObject({ outcome: 'suspected', personId: 'q' })
    const repeat = { kind: 'suspected', reason: 'same-name-birth', differs: [], earlierRow: 9 } as const
    const first = staged(9, listed({ fullName: 'Ai Khác' }))
    const away = { ...row, repeat, elsewhere: { personId: 'e', sameName: false } }
    const last = (decided: Set<string>) => judgeRows([first, away], people, decided)[1]
    expect(last(answered('p', 'q'))).toMatchObject({ outcome: 'suspected', personId: 'e' })
    expect(last(answered('p', 'q', 'e'))).toMatchObject({ outcome: 'suspected', repeatsRow: 9 })
    expect(last(answered('p', 'q', 'e', 'content 9'))).toMatchObject({ outcome: 'new' })
  })

  test('what is sure is not undone by it: a number and the name say who it is', () => {
    const numbered = listed({ identifiers: [card('cccd', '046191000123')] })
    const decided = new Set([pairKey('content 9', 'p')])
    expect(judgeRows([staged(9, numbered)], [known('p', numbered)], decided)[0]).toMatchObject({
      outcome: 'same',
    })
  })
})

test('a phone is nobody: whoever shares or changes one is found as before', () => {
  const phone = fc.constantFrom('', '0912000001', '0912000002')
  fc.assert(
    fc.property(fc.array(fc.tuple(subject, phone, phone), { minLength: 2, maxLength: 8 }), (rows) => {
      const judge = (pick: 1 | 2) => {
        const people = rows.map(([{ fullNameFolded, wardKey, groupKey, ...rest }, one, two], at) =>
          listed({
            ...rest,
            fullName: fullNameFolded,
            wardId: wardKey,
            groupId: groupKey,
            phone: pick === 1 ? one : two,
            address: String(at),
          }),
        )
        const half = Math.ceil(people.length / 2)
        return judgeRows(
          people.slice(half).map((row, at) => staged(at, row)),
          people.slice(0, half).map((row, at) => known(String(at), row)),
        ).map(({ personId, match }) => [personId, match?.reason])
      }
      expect(judge(1)).toEqual(judge(2))
    }),
  )
})

describe('a large list', () => {
  const words = [
    'Nguyễn',
    'Trần',
    'Lê',
    'Văn',
    'Thị',
    'Hữu',
    'Lan',
    'Minh',
    'Anh',
    'Bình',
    'Hùng',
    'Hoa',
    'Phúc',
    'Sơn',
  ]
  const at = (index: number, salt: number) =>
    words[(Math.imul(index + salt, 2_654_435_761 + salt) >>> 8) % words.length]!
  const invent = (index: number): ListedPerson => {
    const day = new Date(Date.UTC(1940, 0, 1 + ((index * 7919) % 26_000))).toISOString().slice(0, 10)
    const isYearOnly = index % 9 === 0
    return listed({
      fullName: `${at(index, 1)} ${at(index, 2)} ${at(index, 3)} ${at(index, 5)}`,
      bornOn: isYearOnly ? `${day.slice(0, 4)}-01-01` : day,
      bornPrecision: isYearOnly ? 'year' : 'day',
      sex: index % 2 === 0 ? 'male' : 'female',
      groupId: `g${index % 120}`,
      identifiers:
        index % 11 === 0 ? [] : [card('cccd', String(46_000_000_000 + index)), card('bhyt', String(index))],
    })
  }
  /** Processor time: what other programs do meanwhile does not count. */
  const spend = (work: () => unknown) => {
    const started = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  }

  function judgeAll(count: number): { inFile: number; against: number } {
    const people = Array.from({ length: count }, (_, index) => invent(index))
    const registrants = people.map((row, rowNumber) => ({
      rowNumber,
      registrant: {
        ...row,
        fullNameFolded: foldPersonName(row.fullName),
        identifiers: row.identifiers.map(({ kind, key }) => ({ kind, value: key })),
        wardCode: '19753',
        groupName: row.groupId!,
      },
    }))
    const held = people.map((row, index) => known(String(index), row))
    const rows = people.map((row, index) => staged(index, { ...row, phone: '0912000001' }))
    return {
      inFile: spend(() => findFileDuplicates(registrants)),
      against: spend(() => judgeRows(rows, held)),
    }
  }

  test('50,000 rows against each other and against 50,000 people: some seconds at worst, and never the square', () => {
    const few = judgeAll(12_500)
    const { inFile, against } = judgeAll(50_000)
    console.info(
      `50,000 rows: in the file ${inFile.toFixed(0)} ms, against the ward ${against.toFixed(0)} ms of processor time`,
    )
    // Four times the rows, four times the work; twice that for what shares the processor. The square would be sixteen.
    expect((inFile + against) / (few.inFile + few.against)).toBeLessThan(8)
    expect(inFile + against).toBeLessThan(10_000)
  })

  test('one group, one year, one name for all costs no square either', () => {
    const same = Array.from({ length: 20_000 }, (_, index) =>
      listed({ bornOn: '1960-01-01', bornPrecision: 'year', address: String(index) }),
    )
    const spent = spend(() =>
      judgeRows(
        same.map((row, index) => staged(index, row)),
        same.map((row, index) => known(String(index), row)),
      ),
    )
    expect(spent).toBeLessThan(10_000)
  })
})

test('every kind of number finds, whichever it is', () => {
  for (const kind of identifierKinds) {
    const held = { ...person, identifiers: [{ kind, key: 'one', last4: '0001' }] }
    expect(judgeMatch(held, held)?.reason).toBe(kind === 'bhyt' ? 'same-bhyt' : 'same-identifier')
  }
})
