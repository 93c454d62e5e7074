import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { permissionsOf } from '#domain/access.ts'
import { addDays, localDateAt } from '#domain/dates.ts'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { schemaSettings, withSettings } from '#db/connect.ts'
import { importRules } from '#features/campaigns/import-rules.ts'
import { loadConfig, makeSecrets } from '#src/config.ts'
import { openDeps } from '#src/service.ts'

const PRODUCT = 'comirnaty-30'
/** People begin within so many days, and come again after so many. */
const DAYS = 30
const GAP = 28
const DAY_MS = 86_400_000
/** Two doses of each, and of every hundredth person a third that was undone. */
const DOSES_OF_HUNDRED = 201

const quiet = { info: () => undefined, warn: (message: string) => console.error(message) }

export type RebuildReport = {
  doses: number
  /** As the command itself tells it: from its start to its answer, the server's start with it. */
  seconds: number
  per_dose_us: number
  different: number
  load: number
}

/**
 * `npm run rebuild -- --check` on a database of its own with a city of so many doses in it. The doses and every
 * projection are written by SQL alone (`rebuild.sql`), so nothing different means that two ways of counting agree.
 */
export async function benchRebuild(
  options: { doses: number },
  say: (line: string) => void,
): Promise<RebuildReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muitiem-rebuild-'))
  const env = { DATA_DIR: dataDir, ...makeSecrets() }
  try {
    const doses = await layDoses(env, options.doses, say)
    const load = loadavg()[0]!
    say(`${availableParallelism()} cores, load ${load.toFixed(1)} before the check`)
    const { seconds, different } = await runCheck(env, say)
    return { doses, seconds, per_dose_us: Math.round((seconds * 1e6) / doses), different, load }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function layDoses(
  env: Record<string, string>,
  wanted: number,
  say: (line: string) => void,
): Promise<number> {
  const config = loadConfig(env)
  const { deps, ground, close } = await openDeps(config, quiet)
  const settings = schemaSettings(config.database.schema)
  const client = new Client({ connectionString: withSettings(ground.url, settings) })
  try {
    await client.connect()
    await importRules(deps, null, { rules: vietnamRules, products: vietnamProducts, ageCuts: vietnamAgeCuts })
    const today = localDateAt(new Date(), deps.authority.timeZone)
    for (const file of ['doses.sql', 'rebuild.sql'])
      await client.query(readFileSync(new URL(file, import.meta.url), 'utf8'))
    await client.query('SELECT bench.lay_city($1, $2, $3, $4, $5)', [
      'nobody signs in',
      permissionsOf('data-entry'),
      PRODUCT,
      today,
      new Date(Date.now() - (DAYS + GAP + 2) * DAY_MS),
    ])
    const startedMs = performance.now()
    const people = Math.max(1, Math.round((wanted * 100) / DOSES_OF_HUNDRED))
    // Rows laid as a set need none of the checks that each entry gets: whether they fit is what is measured.
    await client.query('SET session_replication_role = replica')
    await client.query('SELECT bench.lay_doses($1, $2, $3, $4, $5)', [
      people,
      PRODUCT,
      addDays(today, -(DAYS + GAP)),
      DAYS,
      GAP,
    ])
    await client.query('VACUUM ANALYZE')
    const { rows } = await client.query<{ doses: number }>('SELECT count(*)::integer AS doses FROM dose')
    const { doses } = rows[0]!
    say(`${doses} doses of ${people} people laid in ${seconds(startedMs)} s`)
    return doses
  } finally {
    await client.end()
    await close()
  }
}

const seconds = (sinceMs: number) => ((performance.now() - sinceMs) / 1000).toFixed(1)

/** The command as an administrator types it. Its last line says how it went. */
async function runCheck(
  env: Record<string, string>,
  say: (line: string) => void,
): Promise<{ seconds: number; different: number }> {
  const child = spawn(process.execPath, ['scripts/rebuild.ts', '--check'], {
    cwd: new URL('../..', import.meta.url),
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let last = ''
  for await (const line of createInterface({ input: child.stdout })) {
    say(line)
    last = line
  }
  await ended
  const told = /^rebuild: (?:OK|DIFFERENT) (\d+) rows different, ([\d.]+) s$/.exec(last)
  if (told === null) throw new Error(`The check did not end: ${last}`)
  return { different: Number(told[1]), seconds: Number(told[2]) }
}
