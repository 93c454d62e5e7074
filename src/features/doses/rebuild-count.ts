import type { PoolClient } from 'pg'
import { cellsOf, type CountedDose } from '#domain/vaccination/tally.ts'
import type { Standing } from '#domain/vaccination/types.ts'
import { readCommonGround, readPeoplePages, readVisitKinds } from './rebuild-facts.ts'
import type { Projection } from './rebuild-tables.ts'
import type { StandingRow } from './set-writer/fact-types.ts'
import { isSame, judgePeople } from './set-writer/judge-people.ts'
import { RuleBookKeeper } from './set-writer/rule-book.ts'
import { addCounts, countColumns, countVisit, type SessionCounts } from './set-writer/visits.ts'

type Cells = Map<string, string>
type Sums = Map<string, number>
type CoverageTable = 'coverage_ward' | 'coverage_day' | 'entry_delay'

/** A standing that is other than the facts say. */
export type WrongStanding = { now: Standing; ageCell: number; stored: StandingRow }

export type Recount = {
  wrong: WrongStanding[]
  /** Doses that no standing speaks of. */
  withoutStanding: string[]
  cells: Partial<Record<Projection['table'], Cells>>
}

const coverageTables: readonly CoverageTable[] = ['coverage_ward', 'coverage_day', 'entry_delay']

const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))

/** Everything from the facts, a page of people at a time, so that a whole city fits. */
export async function recountAll(client: PoolClient): Promise<Recount> {
  const sums: Record<CoverageTable, Sums> = {
    coverage_ward: new Map(),
    coverage_day: new Map(),
    entry_delay: new Map(),
  }
  const sessions = new Map<string, SessionCounts>()
  const wrong: WrongStanding[] = []
  const keeper = new RuleBookKeeper()
  const common = await readCommonGround(client)
  const book = await keeper.current(client, common.rulesVersion, common.productIds)
  const always = {
    ...book,
    ageCuts: common.ageCuts,
    sessions: byId(common.sessions),
    lots: byId(common.lots),
  }
  for await (const facts of readPeoplePages(client)) {
    const ground = { ...always, people: byId(facts.people) }
    const cases = facts.doses.map(({ standing, ...row }) => ({
      row,
      changesBefore: row.changes,
      standing: null,
      stored: standing,
    }))
    const judged = judgePeople(cases, facts.decisions, ground)
    for (const { row, stored } of cases) {
      const { ageCell } = judged.doses.get(row.id)!
      const now = judged.standings.get(row.id)!
      if (!isSame(now, ageCell, stored)) wrong.push({ now, ageCell, stored })
    }
    for (const dose of judged.after) countDose(sums, sessions, dose)
    for (const [sessionId, given] of judged.given) addCounts(sessions, sessionId, { given }, 1)
  }
  await countVisits(client, sessions)
  const missing = await client.query<{ id: string }>(
    'SELECT d.id FROM dose d WHERE NOT EXISTS (SELECT FROM dose_standing s WHERE s.dose_id = d.id) ORDER BY d.id LIMIT 100',
  )
  const cells: Recount['cells'] = {
    balance: await countBalances(client),
    session_count: sessionCells(sessions),
  }
  for (const table of coverageTables)
    cells[table] = new Map([...sums[table]].map(([key, doses]) => [key, String(doses)]))
  return { wrong, withoutStanding: missing.rows.map(({ id }) => id), cells }
}

function countDose(
  sums: Record<CoverageTable, Sums>,
  sessions: Map<string, SessionCounts>,
  dose: CountedDose,
): void {
  const { coverageWard: ward, coverageDay: day, entryDelay: delay, sessionCounted } = cellsOf(dose)
  if (ward !== null)
    addOne(
      sums.coverage_ward,
      `${ward.wardId}|${ward.antigen}|${ward.step}|${ward.ageCell}|${ward.priorityCode}`,
    )
  if (day !== null)
    addOne(sums.coverage_day, `${day.wardId}|${day.givenOn}|${day.antigen}|${day.step}|${day.ageCell}`)
  if (delay !== null) {
    const { givenOn, wardId, siteId, productId, step, enteredOn } = delay
    addOne(sums.entry_delay, `${givenOn}|${wardId}|${siteId}|${productId}|${step}|${enteredOn}`)
  }
  if (sessionCounted !== null) addCounts(sessions, sessionCounted.sessionId, { counted: 1 }, 1)
}

function addOne(sums: Sums, key: string): void {
  sums.set(key, (sums.get(key) ?? 0) + 1)
}

async function countVisits(client: PoolClient, sessions: Map<string, SessionCounts>): Promise<void> {
  for (const { visits, ...visit } of await readVisitKinds(client)) {
    const each = Object.entries(countVisit(visit)).map(([column, count]) => [column, count * visits])
    addCounts(sessions, visit.sessionId, Object.fromEntries(each), 1)
  }
  const reactions = await client.query<{ sessionId: string; severity: 'common' | 'severe'; count: number }>(
    'SELECT session_id AS "sessionId", severity, count(*)::integer AS count FROM reaction GROUP BY 1, 2',
  )
  for (const { sessionId, severity, count } of reactions.rows)
    addCounts(sessions, sessionId, { [`reactions_${severity}`]: count }, 1)
}

function sessionCells(sessions: ReadonlyMap<string, SessionCounts>): Cells {
  return new Map(
    [...sessions].map(([id, counts]) => [id, countColumns.map((column) => counts[column] ?? 0).join('|')]),
  )
}

/** In minus out of every holder that keeps a balance. */
async function countBalances(client: PoolClient): Promise<Cells> {
  const { rows } = await client.query<{ key: string; doses: string }>(
    `SELECT m.holder_id::text || '|' || m.lot_id::text AS key, sum(m.doses)::text AS doses
     FROM (SELECT to_holder_id AS holder_id, lot_id, doses FROM movement
           UNION ALL SELECT from_holder_id, lot_id, -doses FROM movement) m
     JOIN holder h ON h.id = m.holder_id
     WHERE h.kind NOT IN ('supplier', 'used', 'wasted', 'unaccounted', 'overfill')
     GROUP BY 1`,
  )
  return new Map(rows.map(({ key, doses }) => [key, doses]))
}
