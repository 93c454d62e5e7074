import { createHash } from 'node:crypto'
import type { Entry } from '#domain/entry.ts'
import { entryPayloadText } from '#domain/entry.ts'
import type { DoseChange } from '#domain/vaccination/changes.ts'
import type { Sealer } from '#db/seal.ts'
import type { RuleBook } from './rule-book.ts'
import type { DoseRow, Facts, LotRow, PersonRow, VisitRow } from './fact-types.ts'
import type { DoseCase } from './judge-people.ts'
import type { Ground } from './standing-dose.ts'
import type { WritePlan } from './tables.ts'
import { emptyVisit } from './visits.ts'

export type SetContext = {
  now: Date
  /** Day of recording in the authority's zone. */
  today: string
  timeZone: string
  newId: () => string
  sealer: Sealer
  laneId: number
}

/** Facts as they grow while a set is judged: a later entry sees what an earlier one brought. */
export type SetState = {
  ground: Ground & { people: Map<string, PersonRow>; lots: Map<string, LotRow> }
  cases: Map<string, DoseCase>
  /** Where people were before this set. */
  visitsBefore: Map<string, VisitRow>
  visits: Map<string, VisitRow>
  facts: Facts
  plan: WritePlan
}

const visitKey = (sessionId: string, personId: string) => `${sessionId} ${personId}`

export function beginState(facts: Facts, book: RuleBook): SetState {
  const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))
  const visits = new Map(facts.visits.map((visit) => [visitKey(visit.sessionId, visit.personId), visit]))
  return {
    ground: {
      rules: book.rules,
      products: book.products,
      ageCuts: facts.ageCuts,
      people: byId(facts.people),
      sessions: byId(facts.sessions),
      lots: byId(facts.lots),
    },
    cases: new Map(
      facts.doses.map(({ standing, ...row }) => [row.id, { row, changesBefore: row.changes, standing }]),
    ),
    visitsBefore: visits,
    visits: new Map(visits),
    facts,
    plan: {},
  }
}

export function visitIn(state: SetState, sessionId: string, personId: string): VisitRow {
  return state.visits.get(visitKey(sessionId, personId)) ?? emptyVisit(sessionId, personId)
}

export function setVisit(state: SetState, visit: VisitRow): void {
  state.visits.set(visitKey(visit.sessionId, visit.personId), visit)
}

/** Adds a dose of this set. */
export function addCase(state: SetState, row: DoseRow): void {
  state.cases.set(row.id, { row, changesBefore: [], standing: null })
}

/** Adds a change to a dose, stored or of this set. */
export function addChange(state: SetState, change: DoseChange): void {
  const found = state.cases.get(change.doseId)
  if (found === undefined) throw new Error(`Change of an unknown dose ${change.doseId}`)
  const row = { ...found.row, changes: [...found.row.changes, change] }
  // A dose of this set has no past: its first standing already knows the change.
  state.cases.set(change.doseId, { ...found, row })
}

export function canonicalOf(state: SetState, personId: string): PersonRow | null {
  const { people } = state.ground
  return people.get(people.get(personId)?.canonicalId ?? '') ?? null
}

export function payloadHash(entry: Entry): string {
  return createHash('sha256').update(entryPayloadText(entry)).digest('hex')
}
