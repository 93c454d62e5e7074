import { Client, Pool, types, type ClientConfig } from 'pg'
import type { Log } from './embedded-place.ts'
import { databaseRoles, type PoolRole } from './roles.ts'

export type DatabaseSettings = {
  /** The login that is a member of all roles; used for every role without an address of its own. */
  url: string
  schema: string
  appUrl?: string | null
  writerUrl?: string | null
  reportUrl?: string | null
  /** Connections per role at most; see `profiles`. */
  poolMax?: Partial<Record<PoolRole, number>>
  log?: Pick<Log, 'warn'>
}

/** One pool per role, so that reports and uploads never wait for, nor starve, the doses. */
export type Database = {
  app: Pool
  writer: Pool
  report: Pool
  close(): Promise<void>
}

type Profile = { max: number; statementMs: number; settings: Record<string, string> }

const profiles: Record<PoolRole, Profile> = {
  owner: { max: 2, statementMs: 0, settings: {} },
  app: { max: 20, statementMs: 20_000, settings: {} },
  // The writer sends the same few statements for sets of every size: one plan for all, never planned again.
  // Made while the tables were empty, that plan would read them whole for ever: indexes only.
  writer: {
    max: 4,
    statementMs: 20_000,
    settings: { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' },
  },
  report: { max: 6, statementMs: 60_000, settings: {} },
}

const CONNECT_MS = 5_000
const IDLE_MS = 60_000
const LOCK_MS = 10_000
const IDLE_IN_TRANSACTION_MS = 30_000

const DATE = 1082
const DATE_ARRAY: number = 1182
const INT8 = 20
const INT8_ARRAY: number = 1016
const TEXT_ARRAY: number = 1009

/**
 * How values come back, for the whole process: a day as `YYYY-MM-DD` (a Date would move it between zones), a
 * count as a number, an instant as a Date. A count past 2^53 is refused, not rounded: select it `::text`.
 */
function parseTypes(): void {
  const texts = types.getTypeParser(TEXT_ARRAY) as (text: string) => (string | null)[]
  types.setTypeParser(DATE, (text) => text)
  types.setTypeParser(DATE_ARRAY, texts)
  types.setTypeParser(INT8, safeInteger)
  types.setTypeParser(INT8_ARRAY, (text: string) =>
    texts(text).map((item) => (item === null ? null : safeInteger(item))),
  )
}

function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`bigint ${text} does not fit a number: select it as text`)
  return number
}

parseTypes()

/**
 * drizzle sends type parsers of its own with each query, under which an instant comes back as text when the
 * SQL is hand-written. Here ours always win; drizzle's columns accept both.
 */
class OurClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config)
    const query = this.query.bind(this) as (...args: unknown[]) => unknown
    this.query = ((first: unknown, ...rest: unknown[]) =>
      query(withoutParsers(first), ...rest)) as typeof this.query
  }
}

type Plain = { text: string; name?: string }

function isPlain(query: unknown): query is Plain {
  return typeof query === 'object' && query !== null && 'text' in query && !('submit' in query)
}

function withoutParsers(query: unknown): unknown {
  return isPlain(query) ? { ...query, types: undefined } : query
}

/** More would be texts that are put together anew each time; those stay without a name. */
const NAMES_MAX = 300
const names = new Map<string, string>()

/** By its text, the same on every connection. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= NAMES_MAX) return known
  const name = `report ${names.size}`
  names.set(text, name)
  return name
}

/**
 * Reports ask few things, again and again: a statement with values is read and planned once for each connection. When a
 * plan for any values would cost more than one for these values, PostgreSQL goes on making the latter.
 */
class ReportClient extends OurClient {
  constructor(config?: string | ClientConfig) {
    super(config)
    const query = this.query.bind(this) as (...args: unknown[]) => unknown
    this.query = ((first: unknown, values: unknown, ...rest: unknown[]) => {
      const isAsked = isPlain(first) && first.name === undefined && Array.isArray(values) && values.length > 0
      return query(isAsked ? { ...first, name: nameOf(first.text) } : first, values, ...rest)
    }) as typeof this.query
  }
}

/** The address with start-up settings added to those it has (`search_path`, `role`, …). */
export function withSettings(url: string, settings: Record<string, string>): string {
  const address = new URL(url)
  const given = address.searchParams.get('options')
  const added = Object.entries(settings).map(
    ([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`,
  )
  address.searchParams.set('options', [...(given === null ? [] : [given]), ...added].join(' '))
  address.search = address.search.replaceAll('+', '%20') // libpq's tools do not read + as a space
  return address.href
}

/** Every connection looks in the authority's schema first; `public` holds extensions only. */
export function schemaSettings(schema: string): Record<string, string> {
  return { search_path: `${schema},public`, timezone: 'UTC' }
}

/** The login and start-up settings for a role: a login of its own, else `role` on the common one. */
export function roleUrl(settings: DatabaseSettings, role: PoolRole): string {
  const urls = { owner: null, app: settings.appUrl, writer: settings.writerUrl, report: settings.reportUrl }
  const own = urls[role] ?? null
  const base = { ...schemaSettings(settings.schema), ...profiles[role].settings, jit: 'off' }
  if (own !== null) return withSettings(own, base)
  return withSettings(settings.url, { ...base, role: databaseRoles[role] })
}

/** A pool whose every connection acts as `role` in the schema of `settings`. */
export function openPool(settings: DatabaseSettings, role: PoolRole): Pool {
  const { max, statementMs } = profiles[role]
  const pool = new Pool({
    connectionString: roleUrl(settings, role),
    Client: role === 'report' ? ReportClient : OurClient,
    max: settings.poolMax?.[role] ?? max,
    application_name: `muitiem ${role}`,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    statement_timeout: statementMs,
    lock_timeout: statementMs === 0 ? 0 : LOCK_MS,
    idle_in_transaction_session_timeout: statementMs === 0 ? 0 : IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    // A set sends two statements at a time, a report a dozen; cursors, which only the others use, cannot.
    pipeline: role === 'writer' || role === 'report',
  })
  // An idle connection that breaks would end the process otherwise; the next query opens a new one.
  pool.on('error', (error) =>
    settings.log?.warn(`A database connection (${role}) was lost: ${error.message}`),
  )
  // One that breaks in the very packet of its greeting has nobody listening yet, and would end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

export function openDatabase(settings: DatabaseSettings): Database {
  const [app, writer, report] = [
    openPool(settings, 'app'),
    openPool(settings, 'writer'),
    openPool(settings, 'report'),
  ]
  const close = async () => void (await Promise.all([app.end(), writer.end(), report.end()]))
  return { app, writer, report, close }
}
