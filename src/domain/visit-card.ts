/** What a card says of somebody at a table, worked out alike by the service and by a phone without a network. */
import { ageOn, type LocalDate } from './dates.ts'
import type { Facts, ProblemCode } from './problem.ts'
import { decideNextDose, refusalOf, type OfferedProduct } from './vaccination/eligibility.ts'
import type { StepCode } from './vaccination/steps.ts'
import type { PersonFacts, Product, RuleSet, Standing } from './vaccination/types.ts'
import { decideGate, decideSlip, type Visit } from './visit.ts'

const GUARDIAN_UNTIL_AGE = 18

export type NextAnswer = {
  kind: 'due' | 'refused'
  step: StepCode | null
  products: OfferedProduct[]
  /** Why not; null = a dose is due. */
  code: ProblemCode | null
  facts: Facts
}

/** What may be given to a person on a day, with what the session has. */
export function answerNextDose(
  person: PersonFacts,
  standings: readonly Standing[],
  products: readonly Product[],
  rules: RuleSet,
  onDay: LocalDate,
): NextAnswer {
  const answer = decideNextDose(person, standings, products, rules, onDay)
  if (answer.kind === 'due')
    return { kind: 'due', step: answer.step, products: answer.products, code: null, facts: {} }
  const { code, facts } = refusalOf(answer)
  return { kind: 'refused', step: 'step' in answer ? answer.step : null, products: [], code, facts }
}

export function needsGuardian(bornOn: LocalDate, onDay: LocalDate): boolean {
  return ageOn(bornOn, onDay) < GUARDIAN_UNTIL_AGE
}

/** What stands before the needle, and whether the slip may be printed. */
export function describeVisit(visit: Visit, now: string) {
  const slip = decideSlip(visit, now)
  return {
    visit,
    gate: visit.doseIds.length > 0 ? null : decideGate(visit),
    slip: { state: slip.kind, readyAt: slip.kind === 'wait' ? slip.readyAt : null },
  }
}
