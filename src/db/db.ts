import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Scope } from '#domain/access.ts'
import { isConflict, isConnectionLost, withoutPersonalData } from './pg-error.ts'

/** What a query needs: drizzle's builders and `execute`. Transactions are opened by the functions below alone. */
export type Connection = Omit<NodePgDatabase, 'transaction'>
/** One role's pool under drizzle; `$client` is the pool. */
export type Db = Connection & { $client: pg.Pool }
/** An open transaction; `$client` is its connection, for hot paths that send prepared SQL themselves. */
export type Tx = Connection & { $client: pg.PoolClient }

/** Who asks and how far the request reaches: read by row-level security as `app.*`. */
export type ScopeSetting = Scope & { accountId: string | null }

export type TransactOptions = {
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readOnly?: boolean
}

const ATTEMPTS_MAX = 5
const PAUSE_MS = 15

export function overPool(pool: pg.Pool): Db {
  return drizzle(pool)
}

/**
 * Runs `fn` in one transaction, and again when another transaction was in the way (40001, 40P01) or the
 * connection was lost before COMMIT was sent; `fn` must therefore change nothing but the database. A
 * connection lost during COMMIT is an error: nobody knows whether it was kept.
 */
export function transact<T>(db: Db, fn: (tx: Tx) => Promise<T>, options: TransactOptions = {}): Promise<T> {
  return attempt(db, begin(options), fn)
}

/** `transact` for people's transactions: rows outside the scope do not exist in it. */
export function inScope<T>(
  db: Db,
  scope: ScopeSetting,
  fn: (tx: Tx) => Promise<T>,
  options: TransactOptions = {},
): Promise<T> {
  return attempt(db, `${begin(options)};${scopeStatements(scope)}`, fn)
}

/** A part that reaches every ward, whoever asks: its statements say which rows, and nothing of them leaves. */
export async function inEveryWard<T>(tx: Tx, part: () => Promise<T>): Promise<T> {
  const { rows } = await tx.$client.query<{ wide: string }>(`SELECT current_setting('app.wide') AS wide`)
  await tx.$client.query(`SET LOCAL app.wide = 'on'`)
  const result = await part()
  // An error ends the transaction, and the setting with it.
  await tx.$client.query(`SET LOCAL app.wide = '${rows[0]!.wide === 'on' ? 'on' : 'off'}'`)
  return result
}

/**
 * Statements that wait for none of each other, sent at once. Over a pool whose connections are pipelined they go out
 * together; when one fails the others are waited for, so that none is still under way on a connection given back.
 */
export async function together<T extends readonly PromiseLike<unknown>[]>(
  ...parts: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  // A query of drizzle is sent whenever somebody waits for it: here once.
  const sent = parts.map((part) => Promise.resolve(part))
  await Promise.allSettled(sent)
  return Promise.all(sent) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>
}

/** A part that may fail without taking the transaction with it: an error rolls back the part and is thrown. */
export async function inSavepoint<T>(tx: Tx, fn: (tx: Tx) => Promise<T>): Promise<T> {
  await tx.$client.query('SAVEPOINT part')
  try {
    const result = await fn(tx)
    await tx.$client.query('RELEASE SAVEPOINT part')
    return result
  } catch (error) {
    // Released too, so that savepoints of one name do not pile up in a long set.
    await tx.$client.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part')
    throw withoutPersonalData(error)
  }
}

function begin({ isolation, readOnly }: TransactOptions): string {
  return `BEGIN${isolation === undefined ? '' : ` ISOLATION LEVEL ${isolation}`}${readOnly === true ? ' READ ONLY' : ''}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * SET LOCAL and not set_config(), which does not reach the workers of a Citus cluster. It takes no
 * parameters, so nothing but a uuid ever enters the text. Sent together with BEGIN: one round trip.
 */
export function scopeStatements(scope: ScopeSetting): string {
  const settings = {
    account: scope.accountId === null ? '' : uuidList([scope.accountId]),
    wide: scope.wide ? 'on' : 'off',
    wards: uuidList(scope.wardIds),
    sites: uuidList(scope.siteIds),
    sessions: uuidList(scope.sessionIds),
  }
  return Object.entries(settings)
    .map(([name, value]) => `SET LOCAL app.${name} = '${value}'`)
    .join(';')
}

function uuidList(ids: readonly string[]): string {
  for (const id of ids) {
    if (!UUID.test(id)) throw new TypeError('A scope holds something that is no uuid')
  }
  return [...new Set(ids)].join(',')
}

async function attempt<T>(db: Db, opening: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await once(db.$client, opening, fn)
    } catch (error) {
      const again = isConflict(error) || (isConnectionLost(error) && !(error instanceof UnknownCommit))
      if (!again || count >= ATTEMPTS_MAX) throw withoutPersonalData(error)
      await sleep(PAUSE_MS * 2 ** count * Math.random())
    }
  }
}

/** COMMIT was sent and no answer came: the work may have been kept or not. */
export class UnknownCommit extends Error {
  constructor(cause: unknown) {
    super('The connection was lost while committing', { cause })
    this.name = 'UnknownCommit'
  }
}

async function once<T>(pool: pg.Pool, opening: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  const onError = () => (broken = true) // a connection cut between two queries; the next one throws
  client.on('error', onError)
  try {
    await client.query(opening)
    const result = await fn(drizzle(client))
    await commit(client)
    return result
  } catch (error) {
    // A connection that cannot even roll back is not given back to the pool.
    await client.query('ROLLBACK').catch(() => (broken = true))
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  try {
    const answer = await client.query('COMMIT')
    // A failed statement that `fn` swallowed turns COMMIT into ROLLBACK without a word.
    if (answer.command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back')
  } catch (error) {
    throw isConnectionLost(error) ? new UnknownCommit(error) : error
  }
}
