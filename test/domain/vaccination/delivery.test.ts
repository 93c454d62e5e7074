import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { vietnamRules } from '#domain/rules-vn.ts'
import type { CorrectableFields, DoseChange } from '#domain/vaccination/changes.ts'
import { applyChanges } from '#domain/vaccination/changes.ts'
import { judge } from '#domain/vaccination/judge.ts'
import type { Change, CountedDose, TallyDifference } from '#domain/vaccination/tally.ts'
import { recount, tallyDifference } from '#domain/vaccination/tally.ts'
import type { DoseFact, ReviewDecision } from '#domain/vaccination/types.ts'
import { isCounted } from '#domain/vaccination/types.ts'
import { adult, aHistory, product, someDecisions } from './cases.ts'

/** What a server may hear of one person, in whatever order: doses, changes of them, decisions. */
type Delivery =
  | { kind: 'dose'; dose: DoseFact }
  | { kind: 'change'; change: DoseChange }
  | { kind: 'decision'; decision: ReviewDecision }

function aChangeOf(dose: DoseFact): fc.Arbitrary<DoseChange> {
  const body = fc.oneof(
    fc.constant({ kind: 'void' as const }),
    fc.constant({ kind: 'restore' as const }),
    fc.constantFrom('2021-08-01', '2021-08-02', dose.givenOn).map((givenOn) => ({
      kind: 'correct' as const,
      fields: { givenOn, givenAt: `${givenOn}T05:00:00.000Z` },
    })),
    fc.constantFrom('vero-cell', 'janssen', 'abdala').map((code) => ({
      kind: 'correct' as const,
      fields: { productId: code },
    })),
  )
  return fc
    .record({ id: fc.uuid(), minute: fc.integer({ min: 0, max: 9 }), body })
    .map(({ id, minute, body: change }) =>
      Object.assign({ id, doseId: dose.id, at: `2022-12-01T00:0${minute}:00.000Z`, reason: 'nhầm' }, change),
    )
}

const someDeliveries = aHistory.chain((history) => {
  const changes =
    history.length === 0
      ? fc.constant([])
      : fc.array(fc.constantFrom(...history).chain(aChangeOf), { maxLength: 5 })
  return fc.tuple(changes, someDecisions(history)).chain(([someChanges, decisions]) => {
    const all: Delivery[] = [
      ...history.map((dose) => ({ kind: 'dose' as const, dose })),
      ...someChanges.map((change) => ({ kind: 'change' as const, change })),
      ...decisions.map((decision) => ({ kind: 'decision' as const, decision })),
    ]
    return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
  })
})

function judgeDelivered(delivered: readonly Delivery[]) {
  const changes = delivered.flatMap((each) => (each.kind === 'change' ? [each.change] : []))
  const decisions = delivered.flatMap((each) => (each.kind === 'decision' ? [each.decision] : []))
  const facts = delivered.flatMap((each) => (each.kind === 'dose' ? [each.dose] : []))
  const effective = facts.map((fact) => {
    const stated: DoseFact & CorrectableFields = Object.assign({ sessionId: 's', lotId: 'l' }, fact)
    const ofDose = changes.filter((change) => change.doseId === fact.id)
    const { fields, voided } = applyChanges(stated, ofDose)
    const { code, family } = product(fields.productId)
    return Object.assign(fields, { family, productCode: code, voided: voided || fact.voided })
  })
  return { effective, judgement: judge(effective, decisions, adult, vietnamRules) }
}

function countedOf({ effective, judgement }: ReturnType<typeof judgeDelivered>): CountedDose[] {
  return judgement.standings.filter(isCounted).map((standing): CountedDose => {
    const fact = effective.find((each) => each.id === standing.doseId)!
    return {
      doseId: fact.id,
      antigen: fact.antigen,
      step: standing.step,
      source: 'administered',
      origin: 'site',
      givenOn: fact.givenOn,
      enteredOn: fact.enteredOn,
      residenceId: 'home',
      wardId: 'ward',
      siteId: 'site',
      sessionId: 's',
      holderId: 'holder',
      productId: fact.productId,
      lotId: 'l',
      ageCell: 3,
      priorityCode: 0,
    }
  })
}

/** Counters as kept: each difference added to the row of its key, rows of zero gone. */
function addTo(counters: Map<string, number>, difference: TallyDifference): void {
  for (const [table, rows] of Object.entries(difference) as [string, Change<object>[]][]) {
    for (const { doses, ...cell } of rows) {
      const key = `${table} ${JSON.stringify(cell)}`
      const sum = (counters.get(key) ?? 0) + doses
      if (sum === 0) counters.delete(key)
      else counters.set(key, sum)
    }
  }
}

test('whatever order doses, changes and decisions arrive in, standings, reviews, counters and stock end the same', () => {
  fc.assert(
    fc.property(someDeliveries, ([inOrder, shuffled]) => {
      const end = judgeDelivered(inOrder)
      const counters = new Map<string, number>()
      let before: CountedDose[] = []
      for (const [index] of shuffled.entries()) {
        const after = countedOf(judgeDelivered(shuffled.slice(0, index + 1)))
        addTo(counters, tallyDifference(before, after))
        before = after
      }
      expect(judgeDelivered(shuffled).judgement).toEqual(end.judgement)
      const expected = new Map<string, number>()
      addTo(expected, recount(countedOf(end)))
      expect(counters).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})
