import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import { pgCode } from './pg-error.ts'
import { databaseRoles } from './roles.ts'

const { owner, app, writer, report, lookup } = databaseRoles
const all = Object.values(databaseRoles)
/** The roles that the login of DATABASE_URL takes on. */
const poolRoles = [owner, app, writer, report]
const extensions = ['unaccent', 'pg_trgm', 'btree_gist']

const BOOTSTRAP_LOCK = 1_836_413_290
const ATTEMPTS_MAX = 6
const INSUFFICIENT_PRIVILEGE = '42501'

/**
 * Makes what belongs to the server and the database, not to a migration: roles, memberships, extensions, the
 * schema. Running it again changes nothing, and asks for no privilege where nothing is missing. The login is a
 * superuser, or owns the database and has CREATEROLE, or finds everything made by an administrator.
 * @throws Error with the SQL that an administrator must run when the login may not do what is missing.
 */
export async function bootstrapDatabase(url: string, schema: string): Promise<void> {
  for (let count = 1; ; count++) {
    try {
      return await bootstrapOnce(url, schema)
    } catch (error) {
      // Roles are shared by all databases of the server while advisory locks are not: two databases that are
      // prepared at once may collide on a role, and the second look finds it made.
      const collision = ['42710', '23505', '40001', 'XX000'].includes(pgCode(error) ?? '')
      if (!collision || count >= ATTEMPTS_MAX) throw error
      await sleep(50 * count)
    }
  }
}

async function bootstrapOnce(url: string, schema: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'muitiem bootstrap' })
  client.on('error', () => undefined) // the query that waits for an answer reports it
  await client.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(${BOOTSTRAP_LOCK})`)
    await makeAll(client, schema)
  } catch (error) {
    if (pgCode(error) !== INSUFFICIENT_PRIVILEGE) throw error
    throw new Error(await instructions(client, schema), { cause: error })
  } finally {
    await client.end()
  }
}

async function makeAll(client: Client, schema: string): Promise<void> {
  const database = escapeIdentifier(await readText(client, 'SELECT current_database()'))
  for (const role of all) {
    if (await holds(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1', [role])) continue
    await client.query(createRole(role))
  }
  for (const role of poolRoles) {
    if (await holds(client, "SELECT 1 WHERE pg_has_role(current_user, $1, 'SET')", [role])) continue
    await client.query(grantRole(role, 'current_user'))
  }
  if (!(await holds(client, "SELECT 1 WHERE pg_has_role($1, $2, 'SET')", [owner, lookup]))) {
    await client.query(grantRole(lookup, owner))
  }
  if (
    !(await holds(client, "SELECT 1 WHERE has_database_privilege($1, current_database(), 'CREATE')", [owner]))
  ) {
    await client.query(`GRANT CREATE ON DATABASE ${database} TO ${owner}`)
  }
  for (const extension of extensions) {
    if (await holds(client, 'SELECT 1 FROM pg_extension WHERE extname = $1', [extension])) continue
    await client.query(`CREATE EXTENSION ${extension} SCHEMA public`)
  }
  // As its owner from here, so that an ordinary login is enough.
  await client.query(`SET ROLE ${owner}`)
  for (const statement of schemaStatements(schema)) await client.query(statement)
  await client.query('RESET ROLE')
  await setDatabaseDefaults(client, database)
}

function createRole(role: string): string {
  return `CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`
}

/** Without INHERIT a login that takes on one role has nothing of the others, their policies included. */
function grantRole(role: string, member: string): string {
  return `GRANT ${role} TO ${member} WITH INHERIT FALSE, SET TRUE`
}

function schemaStatements(schema: string): string[] {
  const name = escapeIdentifier(schema)
  return [
    `CREATE SCHEMA IF NOT EXISTS ${name}`,
    `GRANT USAGE ON SCHEMA ${name} TO ${app}, ${writer}, ${report}`,
    // CREATE is what ALTER FUNCTION … OWNER TO asks of the new owner.
    `GRANT USAGE, CREATE ON SCHEMA ${name} TO ${lookup}`,
  ]
}

/** For people with psql; our own connections say it themselves at their start. */
async function setDatabaseDefaults(client: Client, database: string): Promise<void> {
  const mine = await holds(
    client,
    "SELECT 1 FROM pg_database WHERE datname = current_database() AND pg_has_role(current_user, datdba, 'USAGE')",
  )
  const set = await holds(
    client,
    `SELECT 1 FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
     WHERE d.datname = current_database() AND s.setrole = 0 AND 'TimeZone=UTC' = ANY (s.setconfig)`,
  )
  if (mine && !set) await client.query(`ALTER DATABASE ${database} SET timezone TO 'UTC'`)
}

/** What an administrator runs once, in this database, when the login may not. */
async function instructions(client: Client, schema: string): Promise<string> {
  const login = escapeIdentifier(await readText(client, 'SELECT session_user'))
  const database = escapeIdentifier(await readText(client, 'SELECT current_database()'))
  const made = await client.query<{ name: string }>(
    'SELECT rolname AS name FROM pg_roles WHERE rolname = ANY ($1)',
    [all],
  )
  const existing = new Set(made.rows.map(({ name }) => name))
  const statements = [
    ...all.filter((role) => !existing.has(role)).map(createRole),
    ...poolRoles.map((role) => grantRole(role, login)),
    grantRole(lookup, owner),
    `GRANT CREATE ON DATABASE ${database} TO ${owner}`,
    ...extensions.map((extension) => `CREATE EXTENSION IF NOT EXISTS ${extension} SCHEMA public`),
    `SET ROLE ${owner}`,
    ...schemaStatements(schema),
    'RESET ROLE',
  ]
  return (
    `The database login ${login} may not make what is missing in database ${database}. ` +
    `An administrator must run there, once:\n${statements.map((statement) => `  ${statement};`).join('\n')}`
  )
}

async function holds(client: Client, query: string, values: unknown[] = []): Promise<boolean> {
  return ((await client.query(query, values)).rowCount ?? 0) > 0
}

async function readText(client: Client, query: string): Promise<string> {
  const answer = await client.query<string[]>({ text: query, rowMode: 'array' })
  return String(answer.rows[0]?.[0])
}
