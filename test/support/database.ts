import { randomBytes } from 'node:crypto'
import { escapeIdentifier } from 'pg'
import { inject } from 'vitest'
import {
  openDatabase,
  roleUrl,
  schemaSettings,
  withSettings,
  type Database,
  type DatabaseSettings,
} from '#db/connect.ts'
import { databaseUrl, onServer } from './global-setup.ts'

export type TestDatabase = Database & {
  /** What `openDatabase` was given; hand it to code that opens its own pools. */
  settings: DatabaseSettings
  schema: string
  /** As `muitiem_owner`, in the schema: for fixtures that no use case makes. Row-level security holds for it too. */
  ownerUrl: string
  /** As the server's own login, in the schema: for looking at what no role may see. */
  superuserUrl: string
  /** Closes the pools and drops the database. */
  drop(): Promise<void>
}

/** A database of one test file, cloned from the migrated template; or an empty one, for tests of migrations. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const { serverUrl, template, prefix, schema } = inject('ground')
  const name = `${prefix}_${randomBytes(5).toString('hex')}`
  const source = options.empty === true ? 'template0' : template
  await onServer(serverUrl, async (client) => {
    await client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(source)}`)
  })
  const settings: DatabaseSettings = {
    url: databaseUrl(serverUrl, name),
    schema,
    poolMax: { app: 8, report: 2 },
  }
  const database = openDatabase(settings)
  const drop = async () => {
    await database.close()
    await onServer(serverUrl, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`)
    })
  }
  return {
    ...database,
    settings,
    schema,
    ownerUrl: roleUrl(settings, 'owner'),
    superuserUrl: withSettings(settings.url, schemaSettings(schema)),
    drop,
  }
}
