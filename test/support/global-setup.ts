import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#db/embedded.ts'
import { prepareDatabase } from '#db/migrate.ts'

/** Every database of the tests starts with this, then the hour it was made (base 36), then the run's pid. */
const PREFIX = 'muitiem_test'
const SCHEMA = 'muitiem'
const FOLDER = '/tmp/muitiem-test-'
const DAY_MS = 86_400_000

export type TestGround = {
  /** The maintenance database of the server, as a login that may create databases. */
  serverUrl: string
  /** A migrated database to clone. */
  template: string
  /** What the names of this run's databases start with. */
  prefix: string
  schema: string
}

declare module 'vitest' {
  interface ProvidedContext {
    ground: TestGround
  }
}

/** A server (TEST_DATABASE_URL, else a container where wanted, else the embedded one) and the template on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer()
  const prefix = `${PREFIX}_${Date.now().toString(36)}_${process.pid}`
  const template = `${prefix}_template`
  try {
    await onServer(server.url, async (client) => {
      await dropDatabases(client, (name) => isLeftOver(name))
      await client.query(
        `CREATE DATABASE ${escapeIdentifier(template)} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi' ENCODING 'UTF8'`,
      )
    })
    await prepareDatabase(databaseUrl(server.url, template), SCHEMA)
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('ground', { serverUrl: server.url, template, prefix, schema: SCHEMA })
  return async () => {
    await onServer(server.url, (client) => dropDatabases(client, (name) => name.startsWith(prefix)))
    await server.stop()
  }
}

/** The same server, another database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

export async function onServer(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

type Server = { url: string; stop(): Promise<void> }

async function startServer(): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL']
  if (given !== undefined && given !== '') return { url: given, stop: async () => undefined }
  return (process.env['TEST_CONTAINERS'] === '1' ? await startContainer() : null) ?? startOwn()
}

/** Null, with a line that says so, when no container engine answers. */
async function startContainer(): Promise<Server | null> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  const { getContainerRuntimeClient } = await import('testcontainers')
  try {
    await getContainerRuntimeClient()
  } catch {
    console.warn('TEST_CONTAINERS=1, but no container engine answers: the tests use the embedded PostgreSQL.')
    return null
  }
  const container = await new PostgreSqlContainer('postgres:18').start()
  return { url: container.getConnectionUri(), stop: async () => void (await container.stop()) }
}

/** A server of this run alone, in a folder named by our pid so that a later run can clear up after a kill. */
async function startOwn(): Promise<Server> {
  await clearLeftOvers()
  const folder = mkdtempSync(`${FOLDER}${process.pid}-`)
  chmodSync(folder, 0o711) // as root the server runs as another user, who must walk through
  const server = await startEmbedded({ dataDir: join(folder, 'data'), durable: false, log: console })
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: server.superuserUrl, stop }
}

/** Servers and folders of runs that were killed. */
async function clearLeftOvers(): Promise<void> {
  for (const name of readdirSync('/tmp')) {
    const pid = /^muitiem-test-(\d+)-/.exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    const folder = join('/tmp', name)
    try {
      const postmaster = Number(
        readFileSync(join(folder, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0],
      )
      if (readFileSync(`/proc/${postmaster}/cmdline`, 'utf8').includes(folder))
        process.kill(postmaster, 'SIGQUIT')
    } catch {
      // no server is left, or it is another user's: the folder then stays as well
    }
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    } catch {
      console.warn(`${folder} was left by a killed test run and belongs to another user.`)
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** On a server that lives on between runs: what a killed run left, a day old at least. */
function isLeftOver(name: string): boolean {
  const madeAt = new RegExp(`^${PREFIX}_([0-9a-z]+)_\\d+_`).exec(name)?.[1]
  return madeAt !== undefined && Number.parseInt(madeAt, 36) < Date.now() - DAY_MS
}

async function dropDatabases(client: Client, chosen: (name: string) => boolean): Promise<void> {
  const found = await client.query<{ name: string }>('SELECT datname AS name FROM pg_database')
  for (const { name } of found.rows.filter((row) => chosen(row.name))) {
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`)
  }
}
