import type { PoolClient } from 'pg'
import { tallyDifference } from '#domain/vaccination/tally.ts'
import type { Standing } from '#domain/vaccination/types.ts'
import type { Projection } from './rebuild-tables.ts'
import type { StandingRow, VisitRow } from './set-writer/fact-types.ts'
import { judgePeople } from './set-writer/judge-people.ts'
import { nothingAsked, readFacts } from './set-writer/read-facts.ts'
import { RuleBookKeeper } from './set-writer/rule-book.ts'
import { addCounts, countColumns, countVisit, type SessionCounts } from './set-writer/visits.ts'

const PEOPLE_PER_PAGE = 2_000
const SESSIONS_PER_PAGE = 100
const NIL = '00000000-0000-0000-0000-000000000000'

type Cells = Map<string, string>

export type Recount = {
  standings: Map<string, { now: Standing; stored: StandingRow | null }>
  /** Doses that no standing speaks of. */
  withoutStanding: string[]
  cells: Partial<Record<Projection['table'], Cells>>
}

/** Everything from the facts, a page of people at a time, so that a whole city fits. */
export async function recountAll(client: PoolClient): Promise<Recount> {
  const sums = new Map<string, number>()
  const sessions = new Map<string, SessionCounts>()
  const standings: Recount['standings'] = new Map()
  const keeper = new RuleBookKeeper()
  const add = (table: string, key: readonly (string | number)[], doses: number) => {
    const name = `${table} ${key.join('|')}`
    sums.set(name, (sums.get(name) ?? 0) + doses)
  }
  for await (const canonicalIds of peoplePages(client)) {
    const facts = await readFacts(client, { ...nothingAsked, canonicalIds })
    const productIds = facts.doses.map(({ productId }) => productId)
    const book = await keeper.current(client, facts.rulesVersion, productIds)
    const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))
    const ground = {
      ...book,
      ageCuts: facts.ageCuts,
      people: byId(facts.people),
      sessions: byId(facts.sessions),
      lots: byId(facts.lots),
    }
    const cases = facts.doses.map(({ standing, ...row }) => ({
      row,
      changesBefore: row.changes,
      standing: null,
      stored: standing,
    }))
    const judged = judgePeople(cases, facts.decisions, ground)
    for (const { row, stored } of cases) standings.set(row.id, { now: judged.standings.get(row.id)!, stored })
    const tally = tallyDifference([], judged.after)
    for (const c of tally.coverageWard)
      add('coverage_ward', [c.wardId, c.antigen, c.step, c.ageCell, c.priorityCode], c.doses)
    for (const c of tally.coverageDay)
      add('coverage_day', [c.wardId, c.givenOn, c.antigen, c.step, c.ageCell], c.doses)
    for (const c of tally.entryDelay)
      add('entry_delay', [c.givenOn, c.wardId, c.siteId, c.productId, c.step, c.enteredOn], c.doses)
    for (const { sessionId, doses } of tally.sessionCounted)
      addCounts(sessions, sessionId, { counted: doses }, 1)
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
  for (const table of ['coverage_ward', 'coverage_day', 'entry_delay'] as const) {
    const own = [...sums].filter(([name]) => name.startsWith(`${table} `))
    cells[table] = new Map(own.map(([name, sum]) => [name.slice(table.length + 1), String(sum)]))
  }
  return { standings, withoutStanding: missing.rows.map(({ id }) => id), cells }
}

async function* peoplePages(client: PoolClient): AsyncGenerator<string[]> {
  for (let after = NIL; ;) {
    const { rows } = await client.query<{ id: string }>(
      'SELECT DISTINCT person_id AS id FROM dose_standing WHERE person_id > $1 ORDER BY person_id LIMIT $2',
      [after, PEOPLE_PER_PAGE],
    )
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map(({ id }) => id)
    after = last.id
  }
}

const visitsSql = `
WITH visited AS (
  SELECT session_id, person_id FROM check_in WHERE session_id = ANY ($1) UNION
  SELECT session_id, person_id FROM screening WHERE session_id = ANY ($1) UNION
  SELECT session_id, person_id FROM consent WHERE session_id = ANY ($1) UNION
  SELECT session_id, person_id FROM not_given WHERE session_id = ANY ($1) UNION
  SELECT session_id, person_id FROM observation WHERE session_id = ANY ($1))
SELECT v.session_id AS "sessionId", v.person_id AS "personId",
  EXISTS (SELECT FROM check_in x WHERE x.session_id = v.session_id AND x.person_id = v.person_id) AS "checkedIn",
  (SELECT json_build_object('at', x.at, 'id', x.id, 'outcome', x.outcome) FROM screening x
   WHERE x.session_id = v.session_id AND x.person_id = v.person_id ORDER BY x.at DESC, x.id DESC LIMIT 1) AS screening,
  (SELECT json_build_object('at', x.at, 'id', x.id, 'agreed', x.agreed) FROM consent x
   WHERE x.session_id = v.session_id AND x.person_id = v.person_id ORDER BY x.at DESC, x.id DESC LIMIT 1) AS consent,
  EXISTS (SELECT FROM not_given x WHERE x.session_id = v.session_id AND x.person_id = v.person_id AND x.reason = 'refused') AS refused,
  EXISTS (SELECT FROM not_given x WHERE x.session_id = v.session_id AND x.person_id = v.person_id AND x.reason = 'absent') AS absent,
  EXISTS (SELECT FROM observation x WHERE x.session_id = v.session_id AND x.person_id = v.person_id) AS observed
FROM visited v`

async function countVisits(client: PoolClient, sessions: Map<string, SessionCounts>): Promise<void> {
  const all = await client.query<{ id: string }>('SELECT id FROM session ORDER BY id')
  const ids = all.rows.map(({ id }) => id)
  for (let from = 0; from < ids.length; from += SESSIONS_PER_PAGE) {
    const { rows } = await client.query<VisitRow>(visitsSql, [ids.slice(from, from + SESSIONS_PER_PAGE)])
    for (const visit of rows) addCounts(sessions, visit.sessionId, countVisit(visit), 1)
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
