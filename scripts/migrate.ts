/**
 * Brings the database up to date: the one of DATABASE_URL, else the embedded one in DATA_DIR.
 *   npm run db:migrate
 */
import { loadSettings } from '#src/config.ts'
import { startEmbedded } from '#db/embedded.ts'
import { prepareDatabase } from '#db/migrate.ts'

const { database, dataDir } = loadSettings()
const server = database.url === null ? await startEmbedded({ dataDir, log: console }) : null
try {
  const { before, applied } = await prepareDatabase(database.url ?? server!.url(), database.schema)
  console.log(`Schema ${database.schema}: ${before} migrations were there, ${applied} applied.`)
} finally {
  await server?.stop()
}
