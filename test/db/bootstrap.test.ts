import { randomBytes } from 'node:crypto'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { bootstrapDatabase } from '#db/bootstrap.ts'
import { prepareDatabase } from '#db/migrate.ts'
import { databaseRoles } from '#db/roles.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { onServer } from '../support/global-setup.ts'

let database: TestDatabase
const { serverUrl, prefix } = inject('ground')
const logins: string[] = []

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
})
afterEach(async () => {
  await database.drop()
  database = await createTestDatabase({ empty: true })
})
afterAll(async () => {
  await database.drop()
  await onServer(serverUrl, async (client) => {
    for (const login of logins) await client.query(`DROP ROLE ${escapeIdentifier(login)}`)
  })
})

/** An ordinary login with the given attributes, and the address of `database` as that login. */
async function login(attributes: string): Promise<{ name: string; url: string }> {
  const name = `${prefix}_${randomBytes(4).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await onServer(serverUrl, async (client) => {
    await client.query(
      `CREATE ROLE ${escapeIdentifier(name)} LOGIN ${attributes} PASSWORD ${escapeLiteral(password)}`,
    )
  })
  logins.push(name)
  const url = new URL(database.settings.url)
  url.username = name
  url.password = password
  url.searchParams.delete('user')
  return { name, url: url.href }
}

async function ask(url: string, query: string): Promise<unknown[][]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: query, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('makes the schema, the extensions and roles without any right of their own', async () => {
  await bootstrapDatabase(database.settings.url, 'hue')
  await bootstrapDatabase(database.settings.url, 'hue')
  expect(
    await ask(
      database.settings.url,
      "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'hue'",
    ),
  ).toEqual([[databaseRoles.owner]])
  const roles = await ask(
    database.settings.url,
    `SELECT rolname FROM pg_roles WHERE rolname LIKE 'muitiem\\_%' AND rolname NOT LIKE '${prefix}%'
       AND NOT (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb) ORDER BY rolname`,
  )
  expect(roles.map(([name]) => name)).toEqual(expect.arrayContaining(Object.values(databaseRoles)))
  const found = await ask(
    database.settings.url,
    "SELECT extname FROM pg_extension WHERE extnamespace = 'public'::regnamespace ORDER BY extname",
  )
  expect(found.flat()).toEqual(expect.arrayContaining(['btree_gist', 'pg_trgm', 'unaccent']))
})

test('several databases may be prepared at the same moment', async () => {
  const others = await Promise.all([createTestDatabase({ empty: true }), createTestDatabase({ empty: true })])
  try {
    const all = [database, ...others]
    await Promise.all(
      all.flatMap(({ settings }) => [
        bootstrapDatabase(settings.url, 'a'),
        bootstrapDatabase(settings.url, 'b'),
      ]),
    )
    for (const { settings } of all) {
      expect(
        await ask(settings.url, "SELECT count(*)::int FROM pg_namespace WHERE nspname IN ('a', 'b')"),
      ).toEqual([[2]])
    }
  } finally {
    for (const other of others) await other.drop()
  }
})

test('a login that is no superuser and may do nothing is told what an administrator must run, and that is enough', async () => {
  const { url, name } = await login('')
  const refusal = await bootstrapDatabase(url, 'hue').then(
    () => 'not refused',
    (error: unknown) => (error as Error).message,
  )
  expect(refusal).toContain(
    `GRANT ${databaseRoles.app} TO ${escapeIdentifier(name)} WITH INHERIT FALSE, SET TRUE;`,
  )
  const [, ...statements] = refusal.split('\n')
  await onServer(database.settings.url, async (client) => void (await client.query(statements.join('\n'))))

  await bootstrapDatabase(url, 'hue')
  expect(await ask(url, `SELECT has_schema_privilege('${databaseRoles.app}', 'hue', 'USAGE')`)).toEqual([
    [true],
  ])
})

test('a login with CREATEROLE that owns the database needs no administrator', async () => {
  const { url, name } = await login('CREATEROLE')
  // The roles of this server were made by another login; who made them would hold this right by itself.
  await onServer(database.settings.url, async (client) => {
    await client.query(
      `ALTER DATABASE ${escapeIdentifier(new URL(url).pathname.slice(1))} OWNER TO ${escapeIdentifier(name)}`,
    )
    for (const role of Object.values(databaseRoles)) {
      await client.query(
        `GRANT ${role} TO ${escapeIdentifier(name)} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`,
      )
    }
  })
  await prepareDatabase(url, 'hue')
  expect(await ask(url, "SELECT current_setting('is_superuser')")).toEqual([['off']])
  expect(await ask(url, "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'hue'")).toEqual([
    [databaseRoles.owner],
  ])
})

test('an ordinary login has nothing of a role until it takes it on', async () => {
  const { url, name } = await login('')
  await onServer(database.settings.url, async (client) => {
    await client.query(`GRANT ${databaseRoles.app} TO ${escapeIdentifier(name)} WITH INHERIT FALSE, SET TRUE`)
  })
  await bootstrapDatabase(database.settings.url, 'hue')
  await expect(ask(url, 'CREATE TABLE hue.x (y int)')).rejects.toThrow(/permission denied/)
  expect(await ask(url, `SELECT pg_has_role('${databaseRoles.app}', 'USAGE')`)).toEqual([[false]])
})
