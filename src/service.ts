import { uuidv7 } from '#domain/ids.ts'
import { openDatabase, type Database } from '#db/connect.ts'
import { overPool } from '#db/db.ts'
import { startEmbedded, type EmbeddedServer } from '#db/embedded.ts'
import type { Log } from '#db/embedded-place.ts'
import { openEntropy } from '#db/entropy.ts'
import { prepareDatabase } from '#db/migrate.ts'
import { createSealer } from '#db/seal.ts'
import { foundAuthority } from '#features/accounts/found-authority.ts'
import { createRejudging } from '#features/doses/rejudge-people.ts'
import { closeSetWriter } from '#features/doses/the-writer.ts'
import { eraseExpiredUploads } from '#features/registrants/erase-expired-uploads.ts'
import type { Deps } from '#http/types.ts'
import { buildApp } from './app.ts'
import type { Config, Settings } from './config.ts'

/** The database that a configuration names: a server of your own, or the embedded one. */
export type Ground = { url: string; embedded: EmbeddedServer | null; stop(): Promise<void> }

export async function openGround(settings: Settings, log: Log): Promise<Ground> {
  const { url, schema } = settings.database
  if (url !== null) {
    await prepareDatabase(url, schema)
    return { url, embedded: null, stop: async () => {} }
  }
  const embedded = await startEmbedded({ dataDir: settings.dataDir, log })
  try {
    await prepareDatabase(embedded.url(), schema)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  return { url: embedded.url(), embedded, stop: () => embedded.stop() }
}

/** Everything that use cases need, without HTTP: scripts, the demo and the simulator start here. */
export async function openDeps(config: Config, log: Log, options: { demo?: boolean } = {}) {
  const ground = await openGround(config, log)
  const database = openDatabase({ ...config.database, url: ground.url, log })
  const clock = () => new Date()
  const db = overPool(database.app)
  const entropy = openEntropy()
  const newId = () => uuidv7(clock().getTime(), entropy(10))
  const founding = { ...config.authority, demo: options.demo ?? false }
  const authority = await foundAuthority({ db, clock, newId }, founding)
  const sealer = createSealer(config.identifierSecret)
  const deps: Deps = {
    database,
    db,
    clock,
    newId,
    config,
    sealer,
    authority,
    rejudging: createRejudging({ database, clock, newId, sealer, authority }),
  }
  const close = async () => {
    await closeSetWriter(database)
    await database.close()
    await ground.stop()
  }
  return { deps, ground, close }
}

export type Service = { deps: Deps; database: Database; address: string; close(): Promise<void> }

/** Database, app, listen; `close` undoes it in the opposite order. */
export async function startService(
  config: Config,
  log: Log,
  options: { demo?: boolean; logLevel?: false | string } = {},
): Promise<Service> {
  const { deps, close: closeDeps } = await openDeps(config, log, options)
  try {
    const app = await buildApp({ ...deps, log: options.logLevel ?? config.logLevel })
    const address = await app.listen({ port: config.port, host: config.host })
    const stopErasing = eraseEachHour(deps, log)
    const close = async () => {
      await stopErasing()
      await app.close()
      await closeDeps()
    }
    return { deps, database: deps.database, address, close }
  } catch (error) {
    await closeDeps()
    throw error
  }
}

const HOUR_MS = 3_600_000

/** Lists that nobody confirmed and files that have served: now, and each hour. */
function eraseEachHour(deps: Deps, log: Log): () => Promise<void> {
  let running: Promise<void> | null = null
  const erase = () => {
    running ??= eraseExpiredUploads(deps)
      .then(() => undefined)
      .catch((error: unknown) => log.warn(`Expired uploads were not erased: ${(error as Error).name}`))
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(erase, HOUR_MS)
  timer.unref()
  erase()
  return async () => {
    clearInterval(timer)
    await running
  }
}

const GRACE_MS = 15_000

/** Ends in order on SIGINT and SIGTERM, and by force when that takes too long. */
export function stopOnSignals(close: () => Promise<void>, log: Log): void {
  let stopping = false
  const stop = (signal: string) => {
    if (stopping) return
    stopping = true
    log.info(`${signal}: finishing what is under way`)
    setTimeout(() => process.exit(1), GRACE_MS).unref()
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.warn(`Stopping failed: ${String(error)}`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
