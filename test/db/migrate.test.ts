import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPool } from '#db/connect.ts'
import { migrateSchema, migrationsFolder, prepareDatabase } from '#db/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let folder: string

beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  mkdirSync(join(folder, 'meta'))
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

type Step = { when: number; sql: string }
const fridges: Step = {
  when: 1_000,
  sql: 'CREATE TABLE fridge (id int PRIMARY KEY);--> statement-breakpoint\nINSERT INTO fridge VALUES (1)',
}
const lots: Step = { when: 2_000, sql: 'CREATE TABLE lot (id int PRIMARY KEY)' }

function write(...steps: Step[]): void {
  const entries = steps.map(({ when }, idx) => ({
    idx,
    version: '7',
    when,
    tag: `step_${when}`,
    breakpoints: true,
  }))
  writeFileSync(
    join(folder, 'meta/_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  )
  for (const { when, sql } of steps) writeFileSync(join(folder, `step_${when}.sql`), sql)
}

async function ask(query: string): Promise<unknown[][]> {
  const client = new Client({ connectionString: database.settings.url })
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: query, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

const url = () => database.settings.url

describe('migrations', () => {
  test('each schema has its own tables and journal, owned by the owner role', async () => {
    write(fridges, lots)
    expect(await prepareDatabase(url(), 'hue', folder)).toEqual({ before: 0, applied: 2 })
    expect(await prepareDatabase(url(), 'da_nang', folder)).toEqual({ before: 0, applied: 2 })
    const tables = await ask(
      `SELECT schemaname || '.' || tablename, tableowner FROM pg_tables
       WHERE tablename IN ('fridge', 'lot', 'schema_migration') ORDER BY 1`,
    )
    const names = ['fridge', 'lot', 'schema_migration']
    expect(tables).toEqual(
      ['da_nang', 'hue'].flatMap((schema) => names.map((name) => [`${schema}.${name}`, 'muitiem_owner'])),
    )
  })

  test('a second time nothing is applied, and later only what is new', async () => {
    write(fridges)
    await prepareDatabase(url(), 'hue', folder)
    expect(await prepareDatabase(url(), 'hue', folder)).toEqual({ before: 1, applied: 0 })
    write(fridges, lots)
    expect(await prepareDatabase(url(), 'hue', folder)).toEqual({ before: 1, applied: 1 })
    expect(await ask('SELECT id FROM hue.fridge')).toEqual([[1]])
  })

  test('replicas that start together apply each migration once', async () => {
    write(fridges, lots)
    const states = await Promise.all([1, 2, 3, 4].map(() => prepareDatabase(url(), 'hue', folder)))
    expect(states.map(({ applied }) => applied).sort((a, b) => a - b)).toEqual([0, 0, 0, 2])
    expect(await ask('SELECT id FROM hue.fridge')).toEqual([[1]])
  })

  test('a migration that fails leaves nothing of itself nor of those before it', async () => {
    write(fridges, { when: 3_000, sql: 'CREATE TABLE broken (id nonsense)' })
    await expect(prepareDatabase(url(), 'hue', folder)).rejects.toThrow()
    expect(await ask("SELECT to_regclass('hue.fridge')::text")).toEqual([[null]])
    write(fridges)
    expect(await prepareDatabase(url(), 'hue', folder)).toEqual({ before: 0, applied: 1 })
  })

  test('a schema newer than the code is refused', async () => {
    write(fridges, lots)
    await prepareDatabase(url(), 'hue', folder)
    write(fridges)
    await expect(migrateSchema(url(), 'hue', folder)).rejects.toThrow(/newer than this program/)
  })

  test('a migration edited after it was applied is refused', async () => {
    write(fridges)
    await prepareDatabase(url(), 'hue', folder)
    write({ ...fridges, sql: `${fridges.sql} -- edited` })
    await expect(migrateSchema(url(), 'hue', folder)).rejects.toThrow(/edited after it was applied/)
  })

  test('a migration merged with an older date is refused, not passed over', async () => {
    write(lots)
    await prepareDatabase(url(), 'hue', folder)
    write(fridges, lots)
    await expect(migrateSchema(url(), 'hue', folder)).rejects.toThrow(/older than its last/)
  })

  test('the service may read which version the schema has', async () => {
    write(fridges)
    await prepareDatabase(url(), 'hue', folder)
    for (const role of ['app', 'writer', 'report'] as const) {
      const pool = openPool({ url: url(), schema: 'hue' }, role)
      expect((await pool.query('SELECT count(*) AS count FROM schema_migration')).rows).toEqual([
        { count: 1 },
      ])
      await expect(pool.query('SELECT id FROM fridge')).rejects.toThrow(/permission denied/)
      await pool.end()
    }
  })
})

describe('the migrations of this project', () => {
  const files = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql'))

  test.each(files)('%s names no schema', (name) => {
    const text = readFileSync(join(migrationsFolder, name), 'utf8')
    expect(text).not.toMatch(/"public"\s*\.|\bmuitiem\.|"muitiem"\s*\./)
  })

  test('build two authorities in one database from empty, with the same tables', async () => {
    await prepareDatabase(url(), 'hue', migrationsFolder)
    await prepareDatabase(url(), 'savannakhet', migrationsFolder)
    const counts = await ask(
      `SELECT (SELECT array_agg(tablename ORDER BY tablename) FROM pg_tables WHERE schemaname = 'hue')
            = (SELECT array_agg(tablename ORDER BY tablename) FROM pg_tables WHERE schemaname = 'savannakhet'),
              (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'),
              (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'hue')`,
    )
    expect(counts[0]?.slice(0, 2)).toEqual([true, 0])
    expect(counts[0]?.[2]).toBeGreaterThan(1)
  })

  test('no foreign key leaves its schema', async () => {
    await prepareDatabase(url(), 'hue', migrationsFolder)
    await prepareDatabase(url(), 'savannakhet', migrationsFolder)
    expect(
      await ask(
        `SELECT c.conname FROM pg_constraint c JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid
         WHERE c.contype = 'f' AND a.relnamespace <> b.relnamespace`,
      ),
    ).toEqual([])
  })
})
