import { spawn, type ChildProcess } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { linkLibraries, makePrivate, preparePlace, type Log, type Place } from './embedded-place.ts'

export { linkLibraries, type Log }

export type EmbeddedServer = {
  /** Address of a database of this server (default: `muitiem`, which always exists), as its superuser. */
  url(database?: string): string
  /** The server's maintenance database, `postgres`. */
  superuserUrl: string
  socketDir: string
  /** True when a server left by a killed process, or used by another one, was taken over. */
  adopted: boolean
  /** Stops the server, unless another program still uses it: then the last one stops it. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  log: Log
  /** False only for tests: a crash of the machine may then lose everything. */
  durable?: boolean
}

const MAJOR = '18'
const DEFAULT_DATABASE = 'muitiem'
/** A killed postmaster whose pid is still a zombie blocks the next one this long at most. */
const ZOMBIE_WAIT_MS = 15_000
/** Recovery after a crash replays the log; a living server is given this long. */
const RECOVERY_WAIT_MS = 180_000
const STOP_WAIT_MS = 60_000
const RETRY_MS = 100
/** Every program that uses the server holds this lock shared; who gets it alone may stop the server. */
const USERS_LOCK = 1_836_413_289

const settings = [
  'listen_addresses=',
  'unix_socket_permissions=0700',
  'port=5432',
  'max_connections=200',
  'shared_buffers=256MB',
  'work_mem=8MB',
  'maintenance_work_mem=64MB',
  'effective_cache_size=1GB',
  'max_wal_size=2GB',
  'random_page_cost=1.1',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  // The log never carries a statement or the row that broke a constraint: both hold personal data.
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
]
const hasty = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/**
 * Starts PostgreSQL on the data folder, makes it first if need be, or takes over the one that already runs
 * there (Node was killed, the server lived on). Reached over a unix socket in a private folder only.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  if (process.platform === 'win32') {
    throw new Error(
      'On Windows set DATABASE_URL to a PostgreSQL 18, or run under WSL: the embedded server needs unix sockets.',
    )
  }
  const durable = options.durable ?? true
  const place = preparePlace(options.dataDir, options.log)
  if (!existsSync(join(place.data, 'PG_VERSION'))) await initialise(place, durable)
  const version = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim()
  if (version !== MAJOR) {
    throw new Error(
      `The database in ${place.data} was made by PostgreSQL ${version}; this program brings ${MAJOR}.`,
    )
  }
  const { keeper, socketDir, adopted } = await raise(place, durable, options.log)
  await ensureDatabase(keeper, DEFAULT_DATABASE)
  const url = (database = DEFAULT_DATABASE) =>
    `postgresql://postgres@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(socketDir)}`
  let stopping: Promise<void> | undefined
  const stop = () => (stopping ??= release(keeper, place))
  return { url, superuserUrl: url('postgres'), socketDir, adopted, stop }
}

/** Into a folder of its own first: a half-made database is never mistaken for a whole one. */
async function initialise(place: Place, durable: boolean): Promise<void> {
  const unfinished = `${place.data}.new-${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished)
  makePrivate(unfinished, place.user)
  const initdb = launch(place, 'initdb', [
    '-D',
    unfinished,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=vi',
    '--data-checksums',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ])
  const code = await exitOf(initdb)
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true })
    throw new Error(`PostgreSQL could not make its database (initdb ended with ${code}): ${logTail(place)}`)
  }
  try {
    renameSync(unfinished, place.data)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (existsSync(join(place.data, 'PG_VERSION'))) return // another process was faster
    throw new Error(
      `${place.data} holds something that is no database. Move it away, or name another DATA_DIR.`,
      { cause: error },
    )
  }
}

type Raised = { keeper: Client; socketDir: string; adopted: boolean }

/**
 * Connects to the server of this folder, starting one whenever none answers. Only PostgreSQL itself judges
 * whether a postmaster.pid is stale: we never delete it, we try again until a zombie is gone.
 */
async function raise(place: Place, durable: boolean, log: Log): Promise<Raised> {
  const startedMs = performance.now()
  let child: ChildProcess | undefined
  for (;;) {
    const running = readPostmaster(place.data)
    const attempt = running === undefined ? 'absent' : await keep(running.socketDir, log)
    if (running !== undefined && typeof attempt !== 'string') {
      return { keeper: attempt, socketDir: running.socketDir, adopted: child?.pid !== running.pid }
    }
    const waitedMs = performance.now() - startedMs
    const childRuns = child?.pid !== undefined && child.exitCode === null && child.signalCode === null
    if (!childRuns && attempt === 'absent') {
      if (child !== undefined && waitedMs > ZOMBIE_WAIT_MS) {
        throw new Error(`PostgreSQL did not start within ${ZOMBIE_WAIT_MS / 1000} s: ${logTail(place)}`)
      }
      if (child !== undefined) await sleep(RETRY_MS)
      child = launchServer(place, durable)
    }
    if (waitedMs > RECOVERY_WAIT_MS) throw new Error(`PostgreSQL is not ready: ${logTail(place)}`)
    await sleep(RETRY_MS / 4)
  }
}

/**
 * A connection that marks the server as in use for as long as this process lives. `absent`: nobody listens;
 * `busy`: a server is there, but starting up or shutting down.
 */
async function keep(socketDir: string, log: Log): Promise<Client | 'absent' | 'busy'> {
  const keeper = new Client({
    host: socketDir,
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    password: '',
    application_name: 'muitiem keeper',
    connectionTimeoutMillis: 5_000,
  })
  let kept = false
  keeper.on('error', () => {
    if (kept) log.warn('The embedded PostgreSQL has gone away.')
  })
  try {
    await keeper.connect()
    await keeper.query(`SELECT pg_advisory_lock_shared(${USERS_LOCK})`)
    kept = true
    keeper.once('end', () => (kept = false))
    return keeper
  } catch (error) {
    await keeper.end().catch(() => undefined) // it may never have been open
    const code = (error as NodeJS.ErrnoException).code
    return code === 'ENOENT' || code === 'ECONNREFUSED' ? 'absent' : 'busy'
  }
}

async function release(keeper: Client, place: Place): Promise<void> {
  keeper.removeAllListeners('error').on('error', () => undefined) // our own shutdown cuts this connection too
  if (await usedByUsAlone(keeper)) await shutDown(place)
  await keeper.end().catch(() => undefined)
}

/** Leaves the circle of users; true for the last one. A server that is gone already needs no stopping. */
async function usedByUsAlone(keeper: Client): Promise<boolean> {
  try {
    await keeper.query(`SELECT pg_advisory_unlock_shared(${USERS_LOCK})`)
    const answer = await keeper.query<{ alone: boolean }>(
      `SELECT pg_try_advisory_lock(${USERS_LOCK}) AS alone`,
    )
    return answer.rows[0]?.alone === true
  } catch {
    return false
  }
}

/** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function shutDown(place: Place): Promise<void> {
  const running = readPostmaster(place.data)
  if (running === undefined) return
  process.kill(running.pid, 'SIGINT')
  const startedMs = performance.now()
  while (readPostmaster(place.data)?.pid === running.pid) {
    if (performance.now() - startedMs > STOP_WAIT_MS)
      throw new Error(`PostgreSQL did not stop: ${logTail(place)}`)
    await sleep(RETRY_MS / 4)
  }
}

/** What the server wrote of itself: line 1 its pid, line 5 its socket folder. */
function readPostmaster(data: string): { pid: number; socketDir: string } | undefined {
  const file = join(data, 'postmaster.pid')
  const lines = readText(file).split('\n')
  const [pid, socketDir] = [Number(lines[0]), lines[4]]
  return Number.isInteger(pid) && pid > 0 && socketDir !== undefined && socketDir !== ''
    ? { pid, socketDir }
    : undefined
}

/** Empty when the file has just been removed: the server stopped between our two looks. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

async function ensureDatabase(keeper: Client, name: string): Promise<void> {
  const found = await keeper.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  if (found.rowCount !== 0) return
  await keeper.query(`CREATE DATABASE ${escapeIdentifier(name)}`).catch((error: unknown) => {
    // 42P04, 23505: another program made it at the same moment.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  })
}

function launchServer(place: Place, durable: boolean): ChildProcess {
  const all = [...settings, ...(durable ? [] : hasty)]
  return launch(place, 'postgres', [
    '-D',
    place.data,
    '-k',
    place.socketDir,
    ...all.flatMap((setting) => ['-c', setting]),
  ])
}

/** In a process group of its own, so that Ctrl-C reaches us and not the server, which we stop in order. */
function launch(place: Place, program: string, args: string[]): ChildProcess {
  rotateLog(place.logFile)
  const log = openSync(place.logFile, 'a', 0o600)
  const child = spawn(join(place.programs, program), args, {
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', log, log],
    ...place.user,
  })
  closeSync(log)
  child.on('error', () => undefined) // it then has no pid, which the callers look at
  child.unref()
  return child
}

function exitOf(child: ChildProcess): Promise<number | string | null> {
  child.ref()
  return new Promise((done) => {
    child.once('exit', (code, signal) => done(code ?? signal))
    child.once('error', (error) => done(error.message))
  })
}

const LOG_BYTES_MAX = 8 * 1024 * 1024

function rotateLog(file: string): void {
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) renameSync(file, `${file}.1`)
}

function logTail(place: Place): string {
  const lines = existsSync(place.logFile) ? readFileSync(place.logFile, 'utf8').trim().split('\n') : []
  return `${lines.slice(-5).join(' | ')} (${place.logFile})`
}
