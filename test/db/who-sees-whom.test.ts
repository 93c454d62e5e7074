import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scopeFor, type Permission } from '#domain/access.ts'
import { scopeStatements } from '#db/db.ts'
import { databaseRoles } from '#db/roles.ts'
import { loadActor } from '#features/accounts/load-actor.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { NOW, type TestAccount } from '../support/world.ts'

let ground: TestApp
/** One person of each kind, seen from ward A and its session. */
let people: Record<'resident' | 'residentInSession' | 'elsewhere' | 'elsewhereInSession' | 'listed', string>
let listedRow: { uploadId: string; rowNumber: number }

beforeAll(async () => {
  ground = await createTestApp()
  const { world } = ground
  people = {
    resident: await world.addPerson({ ward: 'A', session: null }),
    residentInSession: await world.addPerson({ ward: 'A', session: 'A' }),
    elsewhere: await world.addPerson({ ward: 'B', session: 'B' }),
    elsewhereInSession: await world.addPerson({ ward: 'B', session: 'A' }),
    listed: await world.addPerson({ ward: 'B', session: null }),
  }
  listedRow = await listByWardA(people.listed)
})
afterAll(() => ground.close())

const names = (ids: string[]) =>
  Object.entries(people)
    .flatMap(([kind, id]) => (ids.includes(id) ? [kind] : []))
    .sort()

/** Raw SQL on a connection of that role, under the scope of the account for that permission. */
async function seenBy(account: TestAccount, permission: Permission, sql: string): Promise<string[]> {
  const actor = await loadActor(
    ground.deps.db,
    { sub: account.accountId, ver: 1, fam: account.familyId, dev: null },
    NOW,
    'Asia/Ho_Chi_Minh',
  )
  const client = await ground.database.app.connect()
  try {
    await client.query(
      `BEGIN;${scopeStatements({ ...scopeFor(actor!, permission), accountId: account.accountId })}`,
    )
    const { rows } = await client.query<{ id: string }>(sql)
    return rows.map((row) => row.id)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

const inSession = ['elsewhereInSession', 'residentInSession']
const everyone = ['elsewhere', 'elsewhereInSession', 'listed', 'resident', 'residentInSession']
const truth: [keyof TestApp['world']['accounts'], string[]][] = [
  ['wardOfficial', ['resident', 'residentInSession']],
  ['wardOfficialB', ['elsewhere', 'elsewhereInSession', 'listed']],
  ['wardOfficialC', []],
  ['scanner', inSession],
  ['dataEntry', inSession],
  ['dataEntryB', ['elsewhere']],
  ['screening', inSession],
  ['vaccinator', inSession],
  ['siteLead', inSession],
  ['cityCentre', everyone],
  ['supervisor', []],
  ['admin', []],
]

describe('who sees whom, in raw SQL under the service role', () => {
  test.each(truth)('%s sees exactly the people of the table', async (who, expected) => {
    const seen = await seenBy(ground.world.accounts[who], 'person.read', 'SELECT id FROM person')
    expect(names(seen)).toEqual(expected)
  })

  test('without a scope there are no people, and a pooled connection keeps nobody else’s', async () => {
    await seenBy(ground.world.accounts.cityCentre, 'person.read', 'SELECT id FROM person')
    for (let i = 0; i < 8; i++)
      expect((await ground.database.app.query('SELECT id FROM person')).rows).toEqual([])
  })

  test('search stays inside the caller’s scope although it looks past row-level security', async () => {
    const search = "SELECT person_id AS id FROM search_people(ARRAY['%thu%'], '%thu%', NULL, NULL, 50)"
    for (const [who, expected] of truth)
      expect(names(await seenBy(ground.world.accounts[who], 'person.search', search))).toEqual(
        // Those who may not search get nothing from it either: their scope for it is empty.
        expected,
      )
    expect((await ground.database.app.query(search)).rows).toEqual([])
  })

  test('a ward sees the row that it sent as it sent it, and not the person behind it', async () => {
    const row = `SELECT upload_id AS id FROM upload_row WHERE upload_id = '${listedRow.uploadId}'`
    expect(await seenBy(ground.world.accounts.wardOfficial, 'list.read', row)).toEqual([listedRow.uploadId])
    expect(await seenBy(ground.world.accounts.wardOfficialB, 'list.read', row)).toEqual([])
    expect(
      names(await seenBy(ground.world.accounts.wardOfficial, 'person.read', 'SELECT id FROM person')),
    ).not.toContain('listed')
  })

  test('identify finds by number and birth date together, never by a number alone', async () => {
    const lookup = ground.deps.sealer.lookup('cccd', '046085000001')
    await asSuperuser(
      `INSERT INTO person_identifier (person_id, kind, value, lookup, last4, source, seen_on)
      VALUES ($1, 'cccd', '\\x00', $2, '0001', 'test', '2021-10-01')`,
      [people.elsewhere, lookup],
    )
    const find = (born: string) =>
      ground.database.app.query<{ person_id: string }>(
        "SELECT person_id FROM identify('{}', ARRAY[$1::bytea], ARRAY[$2::date])",
        [lookup, born],
      )
    expect((await find('1985-03-05')).rows).toEqual([{ person_id: people.elsewhere }])
    expect((await find('1985-03-06')).rows).toEqual([])
    expect(
      (
        await ground.database.app.query("SELECT person_id FROM identify('{}', ARRAY[$1::bytea], '{}')", [
          lookup,
        ])
      ).rows,
    ).toEqual([])
  })
})

describe('a record that was merged', () => {
  const seen = (who: TestAccount, sql: string) => seenBy(who, 'person.read', sql)
  const dosesOf = (id: string) => `SELECT id FROM dose WHERE person_id = '${id}'`

  test('is seen with its doses by whoever sees who is kept of it, in a ward or in a session', async () => {
    const { world } = ground
    const absorbed = await world.addPerson({ ward: 'C', session: null })
    const keptInB = await world.addPerson({ ward: 'B', session: 'A' })
    const { wardOfficial, wardOfficialB, wardOfficialC, scanner, dataEntryB } = world.accounts
    const dose = randomUUID()
    await asSuperuser(
      `INSERT INTO dose (id, person_id, session_id, ward_id, site_id, residence_id, antigen, product_id, lot_id, given_at, given_on,
         captured_at, recorded_at, entered_on, author_id, age_cell, priority_code, origin, source)
       VALUES ($1, $2, NULL, NULL, NULL, $3, 'covid-19', $4, NULL, '2021-08-01', '2021-08-01', now(), now(), '2021-10-17', $5, 4, 10,
         'history', 'reported')`,
      [dose, absorbed, world.places.wardC, world.productId, world.accounts.wardOfficialC.accountId],
    )
    const find = `SELECT id FROM person WHERE id = '${absorbed}'`
    for (const who of [wardOfficialB, scanner]) expect(await seen(who, find)).toEqual([])
    await asSuperuser('UPDATE person SET canonical_id = $2 WHERE id = $1', [absorbed, keptInB])
    for (const who of [wardOfficialB, scanner, wardOfficialC]) {
      expect(await seen(who, find)).toEqual([absorbed])
      expect(await seen(who, dosesOf(absorbed))).toEqual([dose])
    }
    for (const who of [wardOfficial, dataEntryB]) {
      expect(await seen(who, find)).toEqual([])
      expect(await seen(who, dosesOf(absorbed))).toEqual([])
    }
    await asSuperuser('UPDATE person SET canonical_id = id WHERE id = $1', [absorbed])
    for (const who of [wardOfficialB, scanner]) expect(await seen(who, find)).toEqual([])
  })
})

describe('the other roles of the database', () => {
  test.each(['writer', 'report'] as const)(
    'the %s reads facts of everyone but no name, phone, address or number',
    async (role) => {
      const pool = ground.database[role]
      expect(
        names((await pool.query<{ id: string }>('SELECT id FROM person')).rows.map((row) => row.id)),
      ).toEqual(everyone)
      for (const column of ['full_name', 'full_name_folded', 'phone', 'address', 'ethnicity'])
        await expect(pool.query(`SELECT ${column} FROM person`)).rejects.toThrow(/permission denied/)
      await expect(pool.query('SELECT value FROM person_identifier')).rejects.toThrow(/permission denied/)
      await expect(pool.query('SELECT secret_hash FROM account')).rejects.toThrow(/permission denied/)
    },
  )

  test('the service role writes no fact of a site, and the report role nothing at all', async () => {
    for (const table of [
      'receipt',
      'dose',
      'dose_standing',
      'check_in',
      'screening',
      'coverage_ward',
      'merge',
    ])
      await expect(ground.database.app.query(`INSERT INTO ${table} DEFAULT VALUES`)).rejects.toThrow(
        /permission denied/,
      )
    for (const table of ['person', 'movement', 'audit_entry', 'coverage_ward'])
      await expect(ground.database.report.query(`INSERT INTO ${table} DEFAULT VALUES`)).rejects.toThrow(
        /permission denied/,
      )
  })

  test('the writer stores a dose only for an author whose grant held at the time of entry', async () => {
    const { world, database } = ground
    const insert = (author: string, capturedAt: string, session = world.sessions.A) =>
      database.writer.query(
        `INSERT INTO dose (id, person_id, session_id, ward_id, site_id, residence_id, antigen, product_id, lot_id, given_at, given_on,
           captured_at, recorded_at, entered_on, author_id, age_cell, priority_code, origin, source)
         VALUES ($1, $2, $3, $4, $5, $4, 'covid-19', $6, $7, $8, '2021-10-17', $8, $8, '2021-10-17', $9, 4, 10, 'site', 'administered')`,
        [
          randomUUID(),
          people.residentInSession,
          session,
          world.places.wardA,
          world.sites.A,
          world.productId,
          world.lotId,
          capturedAt,
          author,
        ],
      )
    const refused = /row-level security/
    await expect(insert(world.accounts.dataEntry.accountId, '2021-10-17T01:00:00Z')).resolves.toMatchObject({
      rowCount: 1,
    })
    await expect(insert(world.accounts.scanner.accountId, '2021-10-17T01:00:00Z')).rejects.toThrow(refused)
    await expect(insert(world.accounts.dataEntryB.accountId, '2021-10-17T01:00:00Z')).rejects.toThrow(refused)
    await expect(insert(world.accounts.dataEntry.accountId, '2020-12-31T01:00:00Z')).rejects.toThrow(refused)
    await expect(insert(randomUUID(), '2021-10-17T01:00:00Z')).rejects.toThrow(refused)
  })
})

test('what runs with another role’s rights may be called by the service alone', async () => {
  const { rows } = await ground.database.app.query<{ name: string; callers: string[] }>(
    `SELECT p.proname AS name, array(
       SELECT r.name FROM unnest($1::text[]) AS r (name) WHERE has_function_privilege(r.name, p.oid, 'EXECUTE') ORDER BY r.name) AS callers
     FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = current_schema()::regnamespace ORDER BY p.proname`,
    [Object.values(databaseRoles).filter((role) => role !== databaseRoles.lookup)],
  )
  expect(rows).toEqual([
    { name: 'identify', callers: [databaseRoles.app] },
    { name: 'search_people', callers: [databaseRoles.app] },
    { name: 'sees_kept', callers: [databaseRoles.app] },
  ])
})

async function asSuperuser(sql: string, values: unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: ground.database.superuserUrl })
  await client.connect()
  await client.query(sql, values)
  await client.end()
}

async function listByWardA(personId: string) {
  const { world } = ground
  const [listId, uploadId] = [randomUUID(), randomUUID()]
  await asSuperuser(
    `INSERT INTO list (id, campaign_id, kind, ward_id, name, state) VALUES ($1, $2, 'ward', $3, 'Danh sách thử', 'open')`,
    [listId, world.campaignId, world.places.wardA],
  )
  await asSuperuser(
    `INSERT INTO upload (id, list_id, ward_id, file_hash, file_name, file_kind, bytes, state, rows_read, rows_duplicate, uploaded_by, uploaded_at, queued_at)
     VALUES ($1, $2, $3, 'x', 'x.xlsx', 'xlsx', 1, 'preview', 1, 1, $4, now(), now())`,
    [uploadId, listId, world.places.wardA, world.accounts.wardOfficial.accountId],
  )
  await asSuperuser(
    `INSERT INTO upload_row (upload_id, row_number, id, ward_id, outcome, person_id) VALUES ($1, 9, $1, $2, 'duplicate', $3)`,
    [uploadId, world.places.wardA, personId],
  )
  return { uploadId, rowNumber: 9 }
}
