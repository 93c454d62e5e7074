/**
 * Standings, counters, session counts and balances of the database of DATABASE_URL, else of the embedded one in DATA_DIR
 * (started when nothing runs there), worked out again from the facts.
 *   npm run -s rebuild -- --check     (compares only; exits with 1 when something differs)
 *   npm run -s rebuild                (puts right what differs; doses wait meanwhile)
 */
import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect.ts'
import { checkRebuild, countPending, rebuild } from '#features/doses/rebuild.ts'
import { loadSettings } from '#src/config.ts'
import { openGround } from '#src/service.ts'

const SHOWN = 20
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const settings = loadSettings()
const log = { info: () => undefined, warn: (message: string) => console.error(message) }
const startedAt = performance.now()
const ground = await openGround(settings, log)
const database = openDatabase({ ...settings.database, url: ground.url })
try {
  const { hostname, pathname } = new URL(ground.url)
  const where = ground.embedded === null ? `on ${hostname}` : `in ${settings.dataDir}`
  console.log(`rebuild: database ${pathname.slice(1)}, schema ${settings.database.schema}, ${where}`)
  const found = values.check
    ? await checkRebuild(database.writer)
    : await rebuild(database.writer, new Date())
  for (const { table, key, stored, rebuilt } of found.slice(0, SHOWN)) {
    console.log(`${table} ${key}: kept ${stored}, the facts say ${rebuilt}`)
  }
  const pending = await countPending(database.writer)
  if (pending > 0)
    console.log(`rebuild: ${pending} people wait to be judged again; the service does it when it runs`)
  const done = values.check ? 'different' : 'put right'
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `rebuild: ${found.length === 0 ? 'OK' : 'DIFFERENT'} ${found.length} rows ${done}, ${seconds} s`,
  )
  if (values.check && found.length > 0) process.exitCode = 1
} catch (error) {
  console.error(`rebuild: FAILED ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  await database.close()
  await ground.stop()
}
