import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  actsOf,
  afterAct,
  answerDueOn,
  correctionActs,
  correctionOwners,
  correctionSubjects,
  mayAnswer,
  mayAsk,
  namesDose,
  overdueAskedOn,
  ownerOf,
  standingOf,
  type CorrectionAct,
} from '#domain/correction.ts'
import { addDays, dayFromNumber, daysBetween } from '#domain/dates.ts'

const aSubject = fc.constantFrom(...correctionSubjects)
const aDay = fc.integer({ min: 18_000, max: 22_000 }).map(dayFromNumber)
const offices = fc.subarray([...correctionOwners])

/** Acts as people would try them: each time one that is allowed then, or nothing. */
const aStory = fc.tuple(aSubject, fc.array(fc.nat(), { maxLength: 12 })).map(([subject, picks]) => {
  const acts: CorrectionAct[] = []
  for (const pick of picks) {
    const allowed = actsOf(standingOf(subject, acts).state)
    if (allowed.length > 0) acts.push(allowed[pick % allowed.length]!)
  }
  return { subject, acts }
})

describe('a request to put a record right', () => {
  test('about who somebody is goes to the ward, about a dose that is recorded to the centre', () => {
    expect(ownerOf('name')).toBe('ward')
    expect(ownerOf('dose-missing')).toBe('ward')
    for (const subject of correctionSubjects) expect(ownerOf(subject) === 'centre').toBe(namesDose(subject))
  })

  test('is never asked of oneself, and somebody else always may ask it', () => {
    fc.assert(
      fc.property(aSubject, offices, (subject, own) => {
        if (mayAsk(subject, own)) expect(own).not.toContain(ownerOf(subject))
        else expect(mayAnswer(ownerOf(subject), own)).toBe(true)
        expect(mayAsk(subject, [])).toBe(true)
        expect(mayAnswer(ownerOf(subject), [])).toBe(false)
      }),
    )
  })

  test('ends once: answered, it takes no further act, and an end names how it ended', () => {
    fc.assert(
      fc.property(aStory, ({ subject, acts }) => {
        const { state } = standingOf(subject, acts)
        const ends = acts.filter((act) => act === 'done' || act === 'refuse')
        expect(ends.length).toBeLessThanOrEqual(1)
        expect(actsOf(state).length === 0).toBe(ends.length === 1)
        if (ends.length === 1) {
          expect(acts.at(-1)).toBe(ends[0])
          expect(state).toBe(ends[0] === 'done' ? 'done' : 'refused')
        }
      }),
    )
  })

  test('changes its owner by handing over and by nothing else, and is open for the other then', () => {
    fc.assert(
      fc.property(aStory, fc.constantFrom(...correctionActs), ({ subject, acts }, act) => {
        const before = standingOf(subject, acts)
        const after = afterAct(before, act)
        expect(after.owner !== before.owner).toBe(act === 'hand-over')
        if (act === 'hand-over') expect(after.state).toBe('open')
        const handed = acts.filter((each) => each === 'hand-over').length
        expect(before.owner === ownerOf(subject)).toBe(handed % 2 === 0)
      }),
    )
  })

  test('is due two working days on: asked on Friday, on Tuesday', () => {
    expect(answerDueOn('2021-10-15')).toBe('2021-10-19')
    expect(answerDueOn('2021-10-17')).toBe('2021-10-19')
    expect(answerDueOn('2021-10-18')).toBe('2021-10-20')
  })

  test('is overdue exactly when its last day is past', () => {
    fc.assert(
      fc.property(aDay, fc.nat({ max: 20 }), (today, age) => {
        const askedOn = addDays(today, -age)
        expect(askedOn <= overdueAskedOn(today)).toBe(answerDueOn(askedOn) < today)
        expect(daysBetween(askedOn, answerDueOn(askedOn))).toBeGreaterThanOrEqual(2)
      }),
    )
  })
})
