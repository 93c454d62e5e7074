/**
 * After the database was put back from a backup (and before, or while, the service runs on it again):
 *   npm run -s announce-restore
 * The service sees by itself when it stands on another server or another timeline of PostgreSQL. It cannot see a dump
 * that was loaded into the same server, nor look into a hosted one: there, this says it. Phones then offer again what
 * they sent in the last 14 days.
 */
import { randomBytes } from 'node:crypto'
import { uuidv7 } from '#domain/ids.ts'
import { openDatabase } from '#db/connect.ts'
import { overPool } from '#db/db.ts'
import { announceRestore } from '#features/accounts/announce-restore.ts'
import { loadSettings } from '#src/config.ts'
import { openGround } from '#src/service.ts'

const settings = loadSettings()
const log = { info: () => undefined, warn: (message: string) => console.error(message) }
const ground = await openGround(settings, log)
const database = openDatabase({ ...settings.database, url: ground.url })
const clock = () => new Date()
try {
  const newId = () => uuidv7(clock().getTime(), randomBytes(10))
  const timelineId = await announceRestore({ db: overPool(database.app), clock, newId })
  console.log(`announce-restore: OK timeline=${timelineId}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await database.close()
  await ground.stop()
}
