import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client, escapeIdentifier } from 'pg'
import { bootstrapDatabase } from './bootstrap.ts'
import { roleUrl } from './connect.ts'
import { databaseRoles } from './roles.ts'

export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

const JOURNAL = 'schema_migration'
const MIGRATE_LOCK = 1_836_413_291

/** Roles, schema and extensions, then every migration that is missing. What service, demo and tests start with. */
export async function prepareDatabase(
  url: string,
  schema: string,
  folder = migrationsFolder,
): Promise<MigrationState> {
  await bootstrapDatabase(url, schema)
  return migrateSchema(url, schema, folder)
}

/** Migrations of this schema: those it had, and those applied now. */
export type MigrationState = { before: number; applied: number }

/**
 * Brings one schema up to the code, as its owner, alone (advisory lock), all in one transaction.
 * @throws Error when the schema is newer than the code, or the history of the two differs.
 */
export async function migrateSchema(
  url: string,
  schema: string,
  folder = migrationsFolder,
): Promise<MigrationState> {
  const client = new Client({
    connectionString: roleUrl({ url, schema }, 'owner'),
    application_name: 'muitiem migrate',
  })
  client.on('error', () => undefined) // the query that waits for an answer reports it
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [MIGRATE_LOCK, schema])
    const known = readMigrationFiles({ migrationsFolder: folder })
    const before = await appliedMigrations(client, schema)
    refuseUnknown(before, known, schema)
    await migrate(drizzle(client), {
      migrationsFolder: folder,
      migrationsSchema: schema,
      migrationsTable: JOURNAL,
    })
    // The service asks for the version of the schema before it says that it is ready.
    const readers = [databaseRoles.app, databaseRoles.writer, databaseRoles.report].join(', ')
    await client.query(`GRANT SELECT ON ${escapeIdentifier(schema)}.${JOURNAL} TO ${readers}`)
    return { before: before.length, applied: known.length - before.length }
  } finally {
    await client.end()
  }
}

type Applied = { hash: string; createdAt: number }

async function appliedMigrations(client: Client, schema: string): Promise<Applied[]> {
  const table = `${escapeIdentifier(schema)}.${JOURNAL}`
  const found = await client.query('SELECT 1 WHERE to_regclass($1) IS NOT NULL', [table])
  if (found.rowCount === 0) return []
  const answer = await client.query<{ hash: string; created_at: string }>(
    `SELECT hash, created_at::text FROM ${table} ORDER BY created_at`,
  )
  return answer.rows.map(({ hash, created_at }) => ({ hash, createdAt: Number(created_at) }))
}

function refuseUnknown(applied: readonly Applied[], known: readonly MigrationMeta[], schema: string): void {
  const hashes = new Map(known.map((migration) => [migration.folderMillis, migration.hash]))
  for (const { hash, createdAt } of applied) {
    const expected = hashes.get(createdAt)
    if (expected === undefined) {
      throw new Error(
        `Schema ${schema} is newer than this program: start a version that knows its last migration.`,
      )
    }
    if (expected !== hash) {
      throw new Error(
        `A migration of schema ${schema} was edited after it was applied. Write a new one instead.`,
      )
    }
  }
  // drizzle looks at the last one alone and would pass over a migration that was merged with an older date.
  const done = new Set(applied.map(({ createdAt }) => createdAt))
  const last = Math.max(0, ...done)
  if (known.some(({ folderMillis }) => folderMillis < last && !done.has(folderMillis))) {
    throw new Error(
      `Schema ${schema} lacks a migration older than its last one. Generate that migration again.`,
    )
  }
}
