/**
 * Standings, counters, session counts and balances, worked out again from the facts.
 *   npm run -s rebuild -- --check     (compares only; exits with 1 when something differs)
 *   npm run -s rebuild                (puts right what differs; doses wait meanwhile)
 */
import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect.ts'
import { startEmbedded } from '#db/embedded.ts'
import { checkRebuild, rebuild } from '#features/doses/rebuild.ts'
import { loadSettings } from '#src/config.ts'

const SHOWN = 20
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const settings = loadSettings()
const server =
  settings.database.url === null ? await startEmbedded({ dataDir: settings.dataDir, log: console }) : null
const database = openDatabase({ ...settings.database, url: settings.database.url ?? server!.url() })
try {
  const found = values.check
    ? await checkRebuild(database.writer)
    : await rebuild(database.writer, new Date())
  for (const { table, key, stored, rebuilt } of found.slice(0, SHOWN)) {
    console.log(`${table} ${key}: kept ${stored}, the facts say ${rebuilt}`)
  }
  const done = values.check ? 'different' : 'put right'
  console.log(`rebuild: ${found.length === 0 ? 'OK' : 'DIFFERENT'} ${found.length} rows ${done}`)
  if (values.check && found.length > 0) process.exitCode = 1
} finally {
  await database.close()
  await server?.stop()
}
