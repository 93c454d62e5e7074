import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionOf, countOutcomes, finalOutcome, judgePunctuality } from '#domain/upload.ts'
import {
  changedFields,
  decideChange,
  judgeRows,
  noHousehold,
  type KnownPerson,
  type ListedPerson,
  type RowJudgement,
  type StagedRow,
} from '#domain/upload-match.ts'
import { rowOutcomes } from '#domain/person-list/words.ts'

// Few names, days and numbers, so that people meet.
const person: fc.Arbitrary<ListedPerson> = fc.record({
  fullName: fc.constantFrom('Nguyễn Văn An', 'Nguyễn Văn Ân', 'Nguyễn Thị An', 'Trần Văn Bình', 'Trần Bình'),
  bornOn: fc.constantFrom('1950-01-01', '1980-03-05', '1980-05-03', '1999-12-31'),
  bornPrecision: fc.constantFrom('day' as const, 'year' as const),
  sex: fc.constantFrom('male' as const, 'female' as const),
  priorityCode: fc.integer({ min: 1, max: 16 }),
  phone: fc.constantFrom('', '0912000001', '0912000002'),
  address: fc.constantFrom('', '1 Chi Lăng'),
  workplace: fc.constantFrom('', 'Chợ'),
  householdNumber: fc.constantFrom('', '12'),
  householdRelation: fc.constant(''),
  ethnicity: fc.constantFrom('', 'Kinh'),
  groupId: fc.constantFrom(null, 'g1', 'g2'),
  wardId: fc.constantFrom('w1', 'w2'),
  identifiers: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom('cccd' as const, 'bhyt' as const),
      key: fc.constantFrom('a', 'b', 'c'),
      last4: fc.constantFrom('0001', '0002', '7893'),
    }),
    { maxLength: 2, selector: ({ kind }) => kind },
  ),
})

const contentOf = (listed: ListedPerson) => JSON.stringify(listed)

const staged: fc.Arbitrary<StagedRow[]> = fc
  .array(
    fc.record({
      person: fc.option(person, { freq: 6 }),
      elsewhere: fc.option(fc.record({ personId: fc.constantFrom('e1', 'e2'), sameName: fc.boolean() }), {
        freq: 1,
      }),
      repeats: fc.option(fc.constantFrom('duplicate' as const, 'suspected' as const), { freq: 1 }),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(({ person: listed, elsewhere, repeats }, at) => ({
      rowNumber: at + 9,
      person: listed,
      contentKey: listed === null ? null : contentOf(listed),
      repeat:
        repeats === null || at === 0 || listed === null
          ? null
          : { kind: repeats, reason: 'same-identifier' as const, differs: [], earlierRow: 9 },
      elsewhere: listed === null ? null : elsewhere,
    })),
  )

const known: fc.Arbitrary<KnownPerson[]> = fc
  .array(fc.record({ now: fc.option(person), sent: fc.option(person) }), { maxLength: 8 })
  .map((people) =>
    people.map(({ now, sent }, at) => ({
      personId: `p${at}`,
      now,
      sent,
      contentKey: sent === null ? null : contentOf(sent),
    })),
  )

/** What the database holds after every row was confirmed as it stands. */
function confirm(
  rows: readonly StagedRow[],
  judged: readonly RowJudgement[],
  people: readonly KnownPerson[],
): KnownPerson[] {
  const after = new Map(people.map((held) => [held.personId, held]))
  for (const { rowNumber, outcome, personId, change } of judged) {
    const row = rows.find((one) => one.rowNumber === rowNumber)!
    const sent = { sent: row.person, contentKey: row.contentKey }
    if (outcome === 'new') {
      after.set(`n${rowNumber}`, { personId: `n${rowNumber}`, now: row.person, ...sent })
    } else if (personId !== null && ['same', 'changed', 'duplicate'].includes(outcome)) {
      const held = after.get(personId)
      const now = held?.now ?? null
      const keys = [...(now?.identifiers ?? []), ...(change?.newKeys ?? [])]
      after.set(personId, { personId, now: now && { ...now, ...change?.after, identifiers: keys }, ...sent })
    }
  }
  return [...after.values()]
}

describe('a list always adds up', () => {
  test('each row has one outcome and the outcomes are all rows', () => {
    fc.assert(
      fc.property(staged, known, (rows, people) => {
        const judged = judgeRows(rows, people)
        expect(judged.map(({ rowNumber }) => rowNumber)).toEqual(rows.map(({ rowNumber }) => rowNumber))
        const { rowsRead, ...parts } = countOutcomes(judged)
        expect(rowsRead).toBe(rows.length)
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(rowsRead)
        expect(Object.keys(parts).toSorted()).toEqual([...rowOutcomes].toSorted())
      }),
    )
  })

  test('a row with an error is rejected, and only such a row', () => {
    fc.assert(
      fc.property(staged, known, (rows, people) => {
        const judged = judgeRows(rows, people)
        rows.forEach((row, at) => expect(judged[at]!.outcome === 'rejected').toBe(row.person === null))
      }),
    )
  })

  test('nobody is surely meant by two rows', () => {
    fc.assert(
      fc.property(staged, known, (rows, people) => {
        const sure = judgeRows(rows, people).filter(
          ({ outcome, match }) => match?.where === 'here' && (outcome === 'same' || outcome === 'changed'),
        )
        expect(new Set(sure.map(({ personId }) => personId)).size).toBe(sure.length)
      }),
    )
  })

  test('sent again after it was confirmed, what was taken is the same and nothing is new or changed by it', () => {
    fc.assert(
      fc.property(staged, known, (rows, people) => {
        const judged = judgeRows(rows, people)
        const held = confirm(rows, judged, people)
        const again = judgeRows(rows, held)
        judged.forEach(({ outcome }, at) => {
          if (outcome === 'new') expect(again[at]!.outcome).toBe('same')
          if (outcome === 'same' || outcome === 'changed')
            expect(['same', 'duplicate', 'suspected']).toContain(again[at]!.outcome)
          if (outcome === 'duplicate') expect(again[at]!.outcome).not.toBe('new')
        })
      }),
    )
  })
})

describe('what a row may change', () => {
  test('an empty cell erases nothing, and a person elsewhere is never changed', () => {
    fc.assert(
      fc.property(person, fc.option(person), fc.option(person), (row, now, sent) => {
        const { after, newKeys } = decideChange(row, { now, sent })
        if (now === null) expect(changedFields({ before: {}, after, newKeys })).toEqual([])
        for (const [field, value] of Object.entries(after)) {
          expect(value).not.toBe('')
          expect(value).not.toBeNull()
          expect(value).toEqual(row[field as keyof ListedPerson])
        }
      }),
    )
  })

  test('what the list has said before is not said again', () => {
    fc.assert(
      fc.property(person, person, (row, now) => {
        expect(decideChange(row, { now, sent: row }).after).toEqual({})
      }),
    )
  })

  test('a year does not replace a day of that year, another year does', () => {
    const now: ListedPerson = {
      fullName: 'Nguyễn Văn An',
      bornOn: '1980-03-05',
      bornPrecision: 'day',
      sex: 'male',
      priorityCode: 9,
      phone: '',
      address: '',
      workplace: '',
      ...noHousehold,
      groupId: null,
      wardId: 'w1',
      identifiers: [],
    }
    const year = (bornOn: string): ListedPerson => ({ ...now, bornOn, bornPrecision: 'year' })
    expect(decideChange(year('1980-01-01'), { now, sent: null }).after).toEqual({})
    expect(decideChange(year('1981-01-01'), { now, sent: null }).after).toEqual({
      bornOn: '1981-01-01',
      bornPrecision: 'year',
    })
  })

  test('one number with another name, or a birth of another generation, is a question; a mended one is the person', () => {
    const now: ListedPerson = {
      fullName: 'Nguyễn Văn An',
      bornOn: '1980-03-05',
      bornPrecision: 'day',
      sex: 'male',
      priorityCode: 9,
      phone: '',
      address: '',
      workplace: '',
      ...noHousehold,
      groupId: null,
      wardId: 'w1',
      identifiers: [{ kind: 'cccd', key: 'a', last4: '0001' }],
    }
    const outcome = (row: ListedPerson) =>
      judgeRows(
        [{ rowNumber: 9, person: row, contentKey: contentOf(row), repeat: null, elsewhere: null }],
        [{ personId: 'p', now, sent: null, contentKey: null }],
      )[0]!.outcome
    expect(outcome(now)).toBe('same')
    expect(outcome({ ...now, fullName: 'Nguyễn Văn Anh' })).toBe('changed')
    expect(outcome({ ...now, bornOn: '1983-11-29' })).toBe('changed')
    expect(outcome({ ...now, bornOn: '2010-11-29' })).toBe('suspected')
    expect(outcome({ ...now, fullName: 'Lê Thị Hoa' })).toBe('suspected')
    expect(outcome({ ...now, fullName: 'Lê Thị Hoa', bornOn: '1991-01-01' })).toBe('suspected')
    expect(outcome({ ...now, identifiers: [] })).toBe('suspected')
    expect(outcome({ ...now, fullName: 'Lê Thị Hoa', identifiers: [] })).toBe('new')
  })
})

describe('decisions', () => {
  test.each([
    ['new', null, null, null, 'create', 'new'],
    ['changed', null, 'p', 'here', 'update', 'changed'],
    ['same', null, 'p', 'here', 'link', 'same'],
    ['duplicate', null, 'p', 'elsewhere', 'link', 'duplicate'],
    ['duplicate', null, null, 'file', null, 'duplicate'],
    ['suspected', null, 'p', 'here', null, 'suspected'],
    ['suspected', 'later', 'p', 'here', null, 'suspected'],
    ['suspected', 'same-person', 'p', 'here', 'update', 'same'],
    ['suspected', 'same-person', 'p', 'elsewhere', 'link', 'same'],
    ['suspected', 'same-person', null, 'file', null, 'duplicate'],
    ['suspected', 'other-person', 'p', 'here', 'create', 'new'],
    ['rejected', null, null, null, null, 'rejected'],
  ] as const)(
    '%s, decided %s: person %s %s → %s, in the end %s',
    (outcome, decision, personId, where, action, final) => {
      const row = { outcome, decision, personId, where }
      expect(actionOf(row)).toBe(action)
      expect(finalOutcome({ ...row, isCommitted: action !== null })).toBe(final)
    },
  )

  test('a deadline is kept to the very minute', () => {
    const at = (time: string) => new Date(`2021-10-18T${time}:00Z`)
    expect(judgePunctuality(null, null, at('09:00'))).toBe('no-deadline')
    expect(judgePunctuality(at('09:00'), null, at('09:00'))).toBe('waiting')
    expect(judgePunctuality(at('09:00'), null, at('09:01'))).toBe('missing')
    expect(judgePunctuality(at('09:00'), at('09:00'), at('12:00'))).toBe('on-time')
    expect(judgePunctuality(at('09:00'), at('09:01'), at('12:00'))).toBe('late')
  })
})
