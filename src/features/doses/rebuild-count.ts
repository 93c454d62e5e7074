import type { PoolClient } from 'pg'
import { tallyDifference } from '#domain/vaccination/tally.ts'
import type { Standing } from '#domain/vaccination/types.ts'
import { readCommonGround, readPeoplePages, readVisits } from './rebuild-facts.ts'
import type { Projection } from './rebuild-tables.ts'
import type { StandingRow } from './set-writer/fact-types.ts'
import { isSame, judgePeople } from './set-writer/judge-people.ts'
import { RuleBookKeeper } from './set-writer/rule-book.ts'
import { addCounts, countColumns, countVisit, type SessionCounts } from './set-writer/visits.ts'

const SESSIONS_PER_PAGE = 100

type Cells = Map<string, string>

/** A standing that is other than the facts say. */
export type WrongStanding = { now: Standing; ageCell: number; stored: StandingRow }

export type Recount = {
  wrong: WrongStanding[]
  /** Doses that no standing speaks of. */
  withoutStanding: string[]
  cells: Partial<Record<Projection['table'], Cells>>
}

const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))

/** Everything from the facts, a page of people at a time, so that a whole city fits. */
export async function recountAll(client: PoolClient): Promise<Recount> {
  const sums = new Map<string, number>()
  const sessions = new Map<string, SessionCounts>()
  const wrong: WrongStanding[] = []
  const keeper = new RuleBookKeeper()
  const add = (table: string, key: readonly (string | number)[], doses: number) => {
    const name = `${table} ${key.join('|')}`
    sums.set(name, (sums.get(name) ?? 0) + doses)
  }
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
  return { wrong, withoutStanding: missing.rows.map(({ id }) => id), cells }
}

async function countVisits(client: PoolClient, sessions: Map<string, SessionCounts>): Promise<void> {
  const all = await client.query<{ id: string }>('SELECT id FROM session ORDER BY id')
  const ids = all.rows.map(({ id }) => id)
  for (let from = 0; from < ids.length; from += SESSIONS_PER_PAGE) {
    const visits = await readVisits(client, ids.slice(from, from + SESSIONS_PER_PAGE))
    for (const visit of visits) addCounts(sessions, visit.sessionId, countVisit(visit), 1)
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
