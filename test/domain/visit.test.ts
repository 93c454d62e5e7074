import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { problems } from '#domain/problem.ts'
import type { VisitEvent } from '#domain/visit.ts'
import {
  decideGate,
  decideSlip,
  foldVisit,
  mayBeInjected,
  notGivenReasons,
  notGivenWords,
  screeningOutcomes,
  screeningWords,
} from '#domain/visit.ts'

const minute = (n: number) => new Date(Date.UTC(2021, 9, 18, 2, n)).toISOString()
const arrived: VisitEvent = { id: '1', at: minute(0), kind: 'checked-in' }
const agreed = { id: '2', at: minute(2), kind: 'consented' as const, agreed: true }
const screened = { id: '3', at: minute(5), kind: 'screened' as const, outcome: 'eligible' as const }
const given: VisitEvent = { id: '4', at: minute(10), kind: 'given', doseId: 'dose' }
const observed: VisitEvent = { id: '5', at: minute(41), kind: 'observed', endedAt: minute(41) }
const left: VisitEvent = { id: '6', at: minute(42), kind: 'left' }
const whole: VisitEvent[] = [arrived, agreed, screened, given, observed, left]

describe('a visit', () => {
  test('goes from table to table', () => {
    const states = whole.map((_, index) => foldVisit(whole.slice(0, index + 1)).state)
    expect([foldVisit([]).state, ...states]).toEqual([
      'expected',
      'arrived',
      'arrived',
      'screened',
      'given',
      'observed',
      'left',
    ])
  })

  test('is the same in whatever order its events arrive', () => {
    const anEvent: fc.Arbitrary<VisitEvent> = fc
      .record({
        id: fc.uuid(),
        at: fc.integer({ min: 0, max: 3 }).map(minute),
        body: fc.oneof(
          fc.constant({ kind: 'checked-in' as const }),
          fc.boolean().map((yes) => ({ kind: 'consented' as const, agreed: yes })),
          fc.constantFrom(...screeningOutcomes).map((outcome) => ({ kind: 'screened' as const, outcome })),
          fc.constantFrom('a', 'b').map((doseId) => ({ kind: 'given' as const, doseId })),
          fc.constantFrom('a', 'b').map((doseId) => ({ kind: 'voided' as const, doseId })),
          fc.constantFrom(...notGivenReasons).map((reason) => ({ kind: 'not-given' as const, reason })),
          fc.integer({ min: 0, max: 59 }).map((n) => ({ kind: 'observed' as const, endedAt: minute(n) })),
          fc
            .constantFrom('common' as const, 'severe' as const)
            .map((severity) => ({ kind: 'reaction' as const, severity })),
          fc.constant({ kind: 'left' as const }),
        ),
      })
      .map(({ id, at, body }): VisitEvent => Object.assign({ id, at }, body))
    const someEvents = fc.uniqueArray(anEvent, { selector: (event) => event.id, maxLength: 9 })
    fc.assert(
      fc.property(
        someEvents.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          expect(foldVisit(shuffled)).toEqual(foldVisit(events))
          const visit = foldVisit(events)
          if (visit.doseIds.length > 0) expect(['given', 'observed', 'left']).toContain(visit.state)
        },
      ),
    )
  })

  test('a voided dose was not given, and the person is where they were before it', () => {
    const visit = foldVisit([
      arrived,
      agreed,
      screened,
      given,
      { id: '7', at: minute(11), kind: 'voided', doseId: 'dose' },
    ])
    expect(visit).toMatchObject({ state: 'screened', doseIds: [], lastGivenAt: null })
  })

  test('ends without a dose by what was said, by consent or by screening', () => {
    const noVaccine: VisitEvent = { id: '7', at: minute(8), kind: 'not-given', reason: 'no-vaccine' }
    expect(foldVisit([arrived, noVaccine])).toMatchObject({ state: 'not-given', notGiven: 'no-vaccine' })
    expect(foldVisit([arrived, { ...agreed, agreed: false }])).toMatchObject({
      notGiven: 'consent',
    })
    expect(foldVisit([arrived, { ...screened, outcome: 'deferred' }])).toMatchObject({
      notGiven: 'screening',
    })
    expect(foldVisit([arrived, noVaccine, given])).toMatchObject({ state: 'given', notGiven: null })
  })
})

describe('before the needle', () => {
  test('consent, then screening, then its result', () => {
    expect(decideGate(foldVisit([arrived]))).toBe('visit.no-consent')
    expect(decideGate(foldVisit([arrived, agreed]))).toBe('visit.not-screened')
    expect(decideGate(foldVisit([arrived, agreed, { ...screened, outcome: 'referred' }]))).toBe(
      'visit.not-cleared',
    )
    expect(decideGate(foldVisit([arrived, agreed, screened]))).toBeNull()
    for (const code of ['visit.no-consent', 'visit.not-screened', 'visit.not-cleared'] as const) {
      expect(problems[code].vi).not.toBe('')
    }
  })

  test('a dose that waits for a decision comes before everything else', () => {
    const held: VisitEvent = { id: '9', at: minute(9), kind: 'held', doseId: '9' }
    expect(decideGate(foldVisit([held]))).toBe('visit.dose-held')
    expect(decideGate(foldVisit([arrived, agreed, screened, held]))).toBe('visit.dose-held')
    expect(foldVisit([arrived, agreed, screened, held])).toMatchObject({
      state: 'screened',
      doseIds: [],
      heldDoseIds: ['9'],
    })
  })

  test('of the five outcomes, eligible and cautious people are injected here', () => {
    expect(screeningOutcomes.filter(mayBeInjected)).toEqual(['eligible', 'caution'])
    const words = [
      ...Object.values(screeningWords),
      ...notGivenReasons.map((reason) => notGivenWords[reason]),
    ]
    for (const { vi, en, lo } of words) expect([vi, en, lo].every((text) => text.length > 0)).toBe(true)
    expect(screeningWords.eligible.vi).toBe('Đủ điều kiện tiêm chủng ngay')
  })
})

describe('the confirmation slip', () => {
  test('waits for half an hour after the last injection, whenever observation was ended', () => {
    const early: VisitEvent = { id: '8', at: minute(20), kind: 'observed', endedAt: minute(20) }
    const visit = foldVisit([arrived, agreed, screened, given, early])
    expect(decideSlip(visit, minute(39))).toEqual({ kind: 'wait', readyAt: minute(40) })
    expect(decideSlip(visit, minute(40))).toEqual({ kind: 'ready' })
    expect(decideSlip(foldVisit([arrived]), minute(59))).toEqual({ kind: 'no-dose' })
  })
})
