import type { DoseChange } from '#domain/vaccination/changes.ts'
import { judge } from '#domain/vaccination/judge.ts'
import type { CountedDose } from '#domain/vaccination/tally.ts'
import type { ReviewKey, Standing } from '#domain/vaccination/types.ts'
import type { DecisionRow, DoseRow, StandingRow } from './fact-types.ts'
import type { Ground, StandingDose } from './standing-dose.ts'
import { standDose, toCounted, toDoseFact, toPersonFacts } from './standing-dose.ts'

/** A dose before and after what is being written. */
export type DoseCase = {
  /** With all its changes, those of this set included. */
  row: DoseRow
  changesBefore: readonly DoseChange[]
  /** Null for a dose of this set. */
  standing: StandingRow | null
}

export type JudgedPeople = {
  standings: Map<string, Standing>
  doses: Map<string, StandingDose>
  reviews: (ReviewKey & { personId: string })[]
  /** What counted before, and what counts now. */
  before: CountedDose[]
  after: CountedDose[]
  /** Live doses that we gave, per session: now minus before. */
  given: Map<string, number>
  /** Standings of doses of this set. */
  created: Standing[]
  /** Standings that are other than stored. */
  changed: Standing[]
}

/** All doses of the people concerned, judged anew. The one path of entry, correction, void, merge and review. */
export function judgePeople(
  cases: readonly DoseCase[],
  decisions: readonly DecisionRow[],
  ground: Ground,
): JudgedPeople {
  const doses = cases.map(({ row }) => standDose(row, row.changes, ground))
  const result: JudgedPeople = {
    standings: new Map(),
    doses: new Map(doses.map((dose) => [dose.row.id, dose])),
    reviews: [],
    before: [],
    after: [],
    given: new Map(),
    created: [],
    changed: [],
  }
  for (const [canonicalId, own] of Map.groupBy(doses, (dose) => dose.canonicalId)) {
    const person = ground.people.get(canonicalId)
    if (person === undefined) throw new Error(`Person ${canonicalId} of a dose does not exist`)
    const facts = own.map((dose) => toDoseFact(dose, ground))
    const theirs = decisions.filter(
      ({ personId }) => ground.people.get(personId ?? '')?.canonicalId === canonicalId,
    )
    const judged = judge(facts, theirs, toPersonFacts(person), ground.rules)
    for (const standing of judged.standings) result.standings.set(standing.doseId, standing)
    result.reviews.push(...judged.reviews.map((review) => ({ ...review, personId: canonicalId })))
  }
  for (const each of cases) compare(each, result, ground)
  return result
}

function compare({ row, changesBefore, standing }: DoseCase, result: JudgedPeople, ground: Ground): void {
  const now = result.standings.get(row.id)!
  const dose = result.doses.get(row.id)!
  if (now.step !== null) result.after.push(toCounted(dose, now.step))
  if (now.dayRank !== null) count(result.given, dose, 1)
  if (standing === null) {
    result.created.push(now)
    return
  }
  const past = row.changes.length === changesBefore.length ? dose : standDose(row, changesBefore, ground)
  if (standing.step !== null)
    result.before.push(toCounted({ ...past, ageCell: standing.ageCell }, standing.step))
  if (standing.dayRank !== null) count(result.given, past, -1)
  if (!isSame(now, dose.ageCell, standing) || now.rulesVersion !== standing.rulesVersion)
    result.changed.push(now)
}

function count(given: Map<string, number>, { row, fields: { sessionId } }: StandingDose, by: number): void {
  if (row.source === 'reported' || sessionId === null) return
  given.set(sessionId, (given.get(sessionId) ?? 0) + by)
}

/** The version of the rules tells by which a dose was judged; alone it changes nothing. */
export function isSame(now: Standing, ageCell: number, stored: StandingRow): boolean {
  return (
    now.personId === stored.personId &&
    now.antigen === stored.antigen &&
    now.givenOn === stored.givenOn &&
    now.dayRank === stored.dayRank &&
    now.step === stored.step &&
    ageCell === stored.ageCell &&
    now.flags.join(' ') === stored.flags.join(' ')
  )
}
