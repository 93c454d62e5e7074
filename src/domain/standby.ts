/**
 * Who may come now to finish a vial that is open. Called here and not arrived first; then people of the residential groups
 * that the session has called, whose way is shortest; then the groups next to them, by their numbers: a ward numbers its
 * groups along its streets. The oldest first.
 */
import type { LocalDate } from './dates.ts'
import { compareText } from './ids.ts'
import { conditionsOfPriorityCode } from './rules-vn.ts'
import { decideNextDose } from './vaccination/eligibility.ts'
import type { StepCode } from './vaccination/steps.ts'
import type { BornPrecision, Product, RuleSet, Standing } from './vaccination/types.ts'

/** So many are named for each dose that is left: not everybody who is rung up can come. */
const NAMED_PER_DOSE = 3
export const STANDBY_MAX = 30

export type StandbyCandidate = {
  personId: string
  groupCode: string | null
  bornOn: LocalDate
  bornPrecision: BornPrecision
  priorityCode: number
  /** On this session's list. */
  isCalled: boolean
  standings: readonly Standing[]
}

export type StandbyWhy = 'called-here' | 'same-group' | 'other-group'
export type Standby<C> = { candidate: C; step: StepCode; why: StandbyWhy }

/**
 * Those who are due today for what is open, in the order in which to ring them up.
 *
 * @param homeGroups groups that the session has called people of.
 */
export function rankStandby<C extends StandbyCandidate>(
  candidates: readonly C[],
  session: { on: LocalDate; products: readonly Product[]; rules: RuleSet; homeGroups: readonly string[] },
  dosesLeft: number,
): Standby<C>[] {
  const home = new Set(session.homeGroups)
  const due = candidates.flatMap((candidate): Standby<C>[] => {
    const step = dueStep(candidate, session)
    if (step === null) return []
    const isHome = candidate.groupCode !== null && home.has(candidate.groupCode)
    return [
      { candidate, step, why: candidate.isCalled ? 'called-here' : isHome ? 'same-group' : 'other-group' },
    ]
  })
  const limit = Math.min(STANDBY_MAX, Math.max(0, dosesLeft) * NAMED_PER_DOSE)
  return due
    .map((one) => ({ one, away: groupsAway(one.candidate.groupCode, session.homeGroups) }))
    .sort(
      (a, b) =>
        order.indexOf(a.one.why) - order.indexOf(b.one.why) ||
        a.away - b.away ||
        compareText(a.one.candidate.bornOn, b.one.candidate.bornOn) ||
        compareText(a.one.candidate.personId, b.one.candidate.personId),
    )
    .slice(0, limit)
    .map(({ one }) => one)
}

const order: readonly StandbyWhy[] = ['called-here', 'same-group', 'other-group']

function dueStep(
  { personId, bornOn, bornPrecision, priorityCode, standings }: StandbyCandidate,
  { on, products, rules }: { on: LocalDate; products: readonly Product[]; rules: RuleSet },
): StepCode | null {
  const conditions = conditionsOfPriorityCode(priorityCode)
  const person = { id: personId, bornOn, bornPrecision, conditions, recoveredOn: null }
  const next = decideNextDose(person, standings, products, rules, on)
  return next.kind === 'due' ? next.step : null
}

const FAR = 1_000_000

/** By how many numbers the group lies from the nearest that was called; unknown groups come last. */
function groupsAway(code: string | null, homeGroups: readonly string[]): number {
  if (code === null) return FAR
  if (homeGroups.includes(code)) return 0
  const number = Number.parseInt(code, 10)
  const distances = homeGroups.map((one) => Math.abs(Number.parseInt(one, 10) - number))
  return Math.min(FAR, ...distances.filter((distance) => !Number.isNaN(distance)))
}
