import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CheckInEntry, DoseEntry, Entry, ReactionEntry, VoidEntry, WalkInEntry } from '#domain/entry.ts'
import {
  clockIsWrong,
  correctedAt,
  entryPayloadText,
  givenTimeOf,
  isWithinUndoWindow,
} from '#domain/entry.ts'
import type { KnownFacts } from '#domain/judge-entry.ts'
import { judgeEntry } from '#domain/judge-entry.ts'
import { screeningOutcomes } from '#domain/visit.ts'

const envelope = {
  id: 'e',
  deviceId: 'd',
  deviceSeq: 1,
  capturedAt: '2021-10-18T02:00:00.000Z',
  clockOffsetMs: 0,
}
const atVisit = { personId: 'p', sessionId: 's' }

const dose: DoseEntry = {
  ...envelope,
  ...atVisit,
  kind: 'dose',
  productId: 'comirnaty-30',
  lot: { lotId: 'lot' },
  statedStep: 'primary-1',
  givenAt: '2021-10-18T02:00:00.000Z',
  givenOn: null,
  origin: 'site',
  source: 'administered',
  place: '',
  vaccinatorName: 'Người tiêm',
  volumeMl: 0.3,
  arm: 'left',
  reason: '',
}
const checkIn: CheckInEntry = { ...envelope, ...atVisit, kind: 'check-in', how: 'invitation', reason: '' }
const undo: VoidEntry = {
  ...envelope,
  ...atVisit,
  kind: 'void',
  doseId: 'dose',
  reason: '',
  capturedAt: '2021-10-18T02:01:59.000Z',
}
const reaction: ReactionEntry = {
  ...envelope,
  ...atVisit,
  kind: 'reaction',
  doseId: 'dose',
  onsetAt: '2021-10-18T02:10:00.000Z',
  where: 'site',
  severity: 'common',
  grade: null,
  symptoms: ['sốt'],
  treatment: '',
  outcome: '',
}
const walkIn: WalkInEntry = {
  ...envelope,
  ...atVisit,
  kind: 'walk-in',
  fullName: 'Người Thử',
  bornOn: '1980-01-01',
  bornPrecision: 'year',
  sex: 'female',
  wardId: 'w',
  groupId: null,
  phone: '',
  address: '',
  priorityCode: 16,
  identifiers: [],
}
const known: KnownFacts = {
  payloadHash: 'h',
  receipt: null,
  authorAllowed: true,
  personKnown: true,
  session: { isClosed: false },
  dose: { recordedAt: '2021-10-18T02:00:00.000Z' },
  checkedIn: true,
  screening: 'eligible',
  lotKnown: true,
  balanceAfter: 5,
  doseFlags: [],
}
const judged = (entry: Entry, more: Partial<KnownFacts> = {}) => judgeEntry(entry, { ...known, ...more })

describe('what becomes of an entry', () => {
  test('a plain entry of each kind is accepted', () => {
    for (const entry of [dose, checkIn, undo, reaction, walkIn]) {
      expect(judged(entry)).toEqual({ outcome: 'accepted', reason: null, flags: [] })
    }
  })

  test('the same again is a duplicate, another content under the id a conflict, whatever else is wrong', () => {
    const wrong = { authorAllowed: false, personKnown: false, session: null }
    expect(judged(dose, { ...wrong, receipt: { payloadHash: 'h' } }).outcome).toBe('duplicate')
    expect(judged(dose, { ...wrong, receipt: { payloadHash: 'other' } })).toMatchObject({
      outcome: 'conflict',
      reason: 'entry.conflict',
    })
  })

  test('only author, person, session and the dose spoken of can hold an entry back', () => {
    expect(judged(dose, { authorAllowed: false }).reason).toBe('author-not-allowed')
    expect(judged(dose, { personKnown: false }).reason).toBe('person-unknown')
    expect(judged(dose, { session: null }).reason).toBe('session-unknown')
    expect(judged(undo, { dose: null }).reason).toBe('dose-unknown')
    expect(judged(reaction, { dose: null }).outcome).toBe('quarantined')
    expect(judged({ ...dose, sessionId: null, source: 'reported' }, { session: null }).outcome).toBe(
      'accepted',
    )
    expect(judged(dose, { dose: null }).outcome).toBe('accepted')
  })

  test('a walk-in brings its own person', () => {
    expect(judged(walkIn, { personKnown: false }).outcome).toBe('accepted')
  })

  test('a dose of a known person by an allowed author is stored whatever is wrong with it', () => {
    const anything = fc.record({
      checkedIn: fc.boolean(),
      screening: fc.constantFrom(null, ...screeningOutcomes),
      lotKnown: fc.boolean(),
      balanceAfter: fc.option(fc.integer({ min: -10, max: 10 }), { nil: null }),
      session: fc.record({ isClosed: fc.boolean() }),
      doseFlags: fc.subarray(['interval', 'mix', 'age', 'expired', 'future-date', 'same-day'] as const),
    })
    fc.assert(
      fc.property(anything, fc.integer({ min: -9_999_999, max: 9_999_999 }), (facts, clockOffsetMs) => {
        const { outcome, flags } = judged({ ...dose, clockOffsetMs }, facts)
        expect(['accepted', 'needs_review']).toContain(outcome)
        expect(outcome === 'needs_review').toBe(flags.some((flag) => flag !== 'late'))
        expect(flags).toEqual(expect.arrayContaining([...facts.doseFlags]))
      }),
    )
  })

  test('each thing wrong around a dose has its flag', () => {
    expect(judged(dose, { lotKnown: false }).flags).toEqual(['unknown-lot'])
    expect(judged(dose, { balanceAfter: -1 }).flags).toEqual(['stock-short'])
    expect(judged(dose, { balanceAfter: 0 }).flags).toEqual([])
    expect(judged(dose, { checkedIn: false }).flags).toEqual(['no-check-in'])
    expect(judged({ ...dose, reason: 'Nhập lại từ sổ giấy' }, { checkedIn: false }).flags).toEqual([])
    expect(judged(dose, { screening: 'deferred' }).flags).toEqual(['not-cleared'])
    expect(judged(dose, { screening: 'caution' }).flags).toEqual([])
    expect(judged(dose, { session: { isClosed: true } })).toMatchObject({
      outcome: 'accepted',
      flags: ['late'],
    })
    expect(judged({ ...dose, clockOffsetMs: -300_001 }).flags).toEqual(['clock'])
  })

  test('a reported dose of long ago is not asked for a lot, stock or a check-in', () => {
    const reported: DoseEntry = {
      ...dose,
      sessionId: null,
      lot: null,
      origin: 'other-place',
      source: 'reported',
    }
    const facts = { lotKnown: false, balanceAfter: null, checkedIn: false, session: null }
    expect(judged(reported, facts)).toEqual({ outcome: 'accepted', reason: null, flags: [] })
  })
})

describe('time', () => {
  test('undo is free for two minutes by corrected clocks, then asks for a reason', () => {
    expect(judged(undo).flags).toEqual([])
    const late = { ...undo, capturedAt: '2021-10-18T02:02:01.000Z' }
    expect(judged(late).flags).toEqual(['reason-missing'])
    expect(judged({ ...late, reason: 'Ghi nhầm người' }).flags).toEqual([])
    expect(judged({ ...late, clockOffsetMs: -60_000 }).flags).toEqual([])
    expect(isWithinUndoWindow('2021-10-18T02:00:00.000Z', '2021-10-18T02:02:00.000Z')).toBe(true)
    expect(isWithinUndoWindow('2021-10-18T02:00:00.000Z', '2021-10-18T01:59:59.000Z')).toBe(false)
  })

  test('a clock is wrong beyond five minutes either way', () => {
    expect([299_999, 300_000, 300_001, -300_000, -300_001].map(clockIsWrong)).toEqual([
      false,
      false,
      true,
      false,
      true,
    ])
    expect(correctedAt('2021-10-18T02:00:00+07:00', 60_000)).toBe('2021-10-17T19:01:00.000Z')
  })

  test('the phone’s time is corrected and gives the day in the authority’s zone; paper stands as written', () => {
    const zone = 'Asia/Ho_Chi_Minh'
    const night = { ...dose, givenAt: '2021-10-18T16:59:00.000Z' }
    expect(givenTimeOf(night, zone)).toEqual({ givenAt: '2021-10-18T16:59:00.000Z', givenOn: '2021-10-18' })
    expect(givenTimeOf({ ...night, clockOffsetMs: 60_000 }, zone).givenOn).toBe('2021-10-19')
    expect(givenTimeOf({ ...night, givenOn: '2020-01-01' }, zone).givenOn).toBe('2021-10-18')
    const paper: DoseEntry = { ...night, origin: 'paper', clockOffsetMs: 60_000, givenOn: '2021-10-17' }
    expect(givenTimeOf(paper, zone)).toEqual({ givenAt: '2021-10-18T16:59:00.000Z', givenOn: '2021-10-17' })
  })
})

describe('payload', () => {
  test('one content has one text, in whatever order its keys are and however often the clock is measured', () => {
    const anyFields = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 })
    fc.assert(
      fc.property(anyFields, fc.integer(), (vitals, clockOffsetMs) => {
        // V8 reads the key "\"" as "\\" once an object with a key of one backslash has been parsed before it.
        fc.pre(!JSON.stringify(vitals).includes('\\\\'))
        const entry = { ...dose, vitals } as unknown as Entry
        const backwards = Object.fromEntries(Object.entries({ ...entry, clockOffsetMs }).reverse()) as Entry
        expect(entryPayloadText(backwards)).toBe(entryPayloadText(entry))
        const { clockOffsetMs: _offset, ...payload } = entry
        expect(JSON.parse(entryPayloadText(entry))).toEqual(JSON.parse(JSON.stringify(payload)))
      }),
    )
  })

  test('another content has another text', () => {
    expect(entryPayloadText({ ...dose, statedStep: 'primary-2' })).not.toBe(entryPayloadText(dose))
  })
})
