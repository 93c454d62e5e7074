import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'
import { appendAudit } from '#features/accounts/audit.ts'
import { recountAll, type WrongStanding } from './rebuild-count.ts'
import { compareLists, writeLists, type WrongListed } from './rebuild-lists.ts'
import { projections, type Projection } from './rebuild-tables.ts'
import type { StandingRow } from './set-writer/fact-types.ts'

/** One row of a projection that is other than the facts say. A value of zero equals no row. */
export type Difference = { table: string; key: string; stored: string; rebuilt: string }

type Found = {
  differences: Difference[]
  standings: WrongStanding[]
  cells: Map<Projection, Map<string, string>>
  lists: WrongListed[]
}

/**
 * Works out standings, counters, session counts, balances and who is kept of merged people on lists from the facts alone,
 * in one snapshot, and compares them with what is kept.
 *
 * @param pool of the set writer's role: it reads every fact and no name.
 * @returns what differs; nothing, when all is well.
 */
export function checkRebuild(pool: Pool): Promise<Difference[]> {
  return inSnapshot(pool, '', async (client) => (await compareAll(client)).differences)
}

/** In the order of the set writer. Whoever writes a fact writes one of these too. */
const LOCK_ALL =
  'LOCK TABLE session_canonical, dose_standing, balance, coverage_ward, coverage_day, entry_delay, session_count IN SHARE ROW EXCLUSIVE MODE'

/** The same, and puts right what differs; doses wait meanwhile. @returns what was put right. */
export function rebuild(pool: Pool, at: Date): Promise<Difference[]> {
  return inSnapshot(pool, LOCK_ALL, async (client) => {
    const { differences, standings, cells, lists } = await compareAll(client)
    await writeLists(client, lists)
    await writeStandings(client, standings)
    for (const [projection, wrong] of cells) await writeCells(client, projection, wrong)
    const tables = Object.fromEntries(
      [...Map.groupBy(differences, ({ table }) => table)].map(([table, rows]) => [table, rows.length]),
    )
    await appendAudit(drizzle(client), null, at, {
      action: 'rebuild',
      subjectKind: 'projection',
      subjectId: null,
      detail: tables,
    })
    return differences
  })
}

/** How many people were corrected and are not yet judged again: what differs of theirs is on its way. */
export async function countPending(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ people: number }>(
    'SELECT count(DISTINCT p.id)::integer AS people FROM rejudge_pending r CROSS JOIN unnest(r.person_ids) AS p (id)',
  )
  return rows[0]!.people
}

async function inSnapshot<T>(pool: Pool, lock: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isBroken = false
  try {
    // The lock is taken before the snapshot: the first statement that reads makes it.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await client.query("SET LOCAL statement_timeout = '10min'; SET LOCAL lock_timeout = '1min'")
    // Whole tables are read here: not the plans of the set writer, which meet a few rows each.
    await client.query(
      "SET LOCAL enable_seqscan = on; SET LOCAL plan_cache_mode = auto; SET LOCAL work_mem = '64MB'",
    )
    if (lock !== '') await client.query(lock)
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (isBroken = true))
    throw error
  } finally {
    client.release(isBroken)
  }
}

async function compareAll(client: PoolClient): Promise<Found> {
  const counted = await recountAll(client)
  const lists = await compareLists(client)
  const found: Found = { differences: [], standings: counted.wrong, cells: new Map(), lists }
  for (const { now, ageCell, stored } of counted.wrong) {
    const [kept, rebuilt] = [standingText(stored), standingText({ ...now, ageCell })]
    found.differences.push({ table: 'dose_standing', key: now.doseId, stored: kept, rebuilt })
  }
  for (const doseId of counted.withoutStanding) {
    found.differences.push({ table: 'dose', key: doseId, stored: '', rebuilt: 'has no standing' })
  }
  for (const { sessionId, listedId, stored, rebuilt } of lists) {
    const key = `${sessionId}|${listedId}`
    const differs = { stored: stored ?? '', rebuilt: rebuilt ?? '' }
    found.differences.push({ table: 'session_canonical', key, ...differs })
  }
  for (const projection of projections) {
    const stored = await readCells(client, projection)
    const rebuilt = counted.cells[projection.table] ?? new Map<string, string>()
    const wrong = new Map<string, string>()
    for (const key of [...new Set([...stored.keys(), ...rebuilt.keys()])].sort()) {
      const [kept, right] = [stored.get(key) ?? projection.zero, rebuilt.get(key) ?? projection.zero]
      if (kept === right) continue
      wrong.set(key, right)
      found.differences.push({ table: projection.table, key, stored: kept, rebuilt: right })
    }
    if (wrong.size > 0) found.cells.set(projection, wrong)
  }
  return found
}

function standingText(standing: Omit<StandingRow, 'rulesVersion'>): string {
  const { personId, antigen, givenOn, dayRank, step, flags, ageCell } = standing
  const place = [dayRank ?? 'voided', step ?? 'not-counted', ageCell]
  return [personId, antigen, givenOn, ...place, flags.join('+')].join('|')
}

/** Key and value of each row as text, exactly as `recountAll` writes them. */
async function readCells(
  client: PoolClient,
  { table, key, values }: Projection,
): Promise<Map<string, string>> {
  const text = (columns: readonly { name: string }[]) =>
    columns.map(({ name }) => `${name}::text`).join(" || '|' || ")
  const { rows } = await client.query<{ key: string; value: string }>(
    `SELECT ${text(key)} AS key, ${text(values)} AS value FROM ${table}`,
  )
  return new Map(rows.map((row) => [row.key, row.value]))
}

async function writeStandings(client: PoolClient, standings: readonly WrongStanding[]): Promise<void> {
  if (standings.length === 0) return
  await client.query(
    'UPDATE dose_standing SET day_rank = NULL, step = NULL WHERE dose_id = ANY ($1::uuid[])',
    [standings.map(({ now }) => now.doseId)],
  )
  await client.query(
    `UPDATE dose_standing s SET person_id = r."personId", antigen = r.antigen, given_on = r."givenOn",
       day_rank = r."dayRank", step = r.step, flags = r.flags, age_cell = r."ageCell",
       rules_version = r."rulesVersion"
     FROM json_to_recordset($1::json) AS r ("doseId" uuid, "personId" uuid, antigen text, "givenOn" date,
       "dayRank" smallint, step text, flags text[], "ageCell" smallint, "rulesVersion" integer) WHERE s.dose_id = r."doseId"`,
    [JSON.stringify(standings.map(({ now, ageCell }) => ({ ...now, ageCell })))],
  )
}

async function writeCells(
  client: PoolClient,
  { table, key, values, fixed = '' }: Projection,
  wrong: ReadonlyMap<string, string>,
): Promise<void> {
  const columns = [...key, ...values]
  const names = columns.map(({ name }) => name).join(', ')
  const casts = columns.map(({ type }, index) => `(string_to_array(r.line, '|'))[${index + 1}]::${type}`)
  // Only a balance has one: the kind of its holder.
  const kind =
    fixed === '' ? '' : `, (SELECT kind FROM holder h WHERE h.id = (string_to_array(r.line, '|'))[1]::uuid)`
  await client.query(
    `INSERT INTO ${table} (${names}${fixed === '' ? '' : `, ${fixed}`}) SELECT ${casts.join(', ')}${kind} FROM unnest($1::text[]) AS r (line)
     ON CONFLICT (${key.map(({ name }) => name).join(', ')})
     DO UPDATE SET ${values.map(({ name }) => `${name} = excluded.${name}`).join(', ')}`,
    [[...wrong].map(([cell, value]) => `${cell}|${value}`)],
  )
}
