import { sql } from 'drizzle-orm'
import { Client, type Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nowhere } from '#domain/access.ts'
import {
  inSavepoint,
  inScope,
  overPool,
  scopeStatements,
  together,
  transact,
  UnknownCommit,
  type Db,
} from '#db/db.ts'
import { openPool } from '#db/connect.ts'
import { pgCode, violatedConstraint } from '#db/pg-error.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let pool: Pool
let owner: Db

beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool({ ...database.settings, poolMax: { owner: 6 } }, 'owner')
  owner = overPool(pool)
  await pool.query(
    'CREATE TABLE shelf (id int PRIMARY KEY, doses int NOT NULL CONSTRAINT shelf_not_negative CHECK (doses >= 0))',
  )
})
beforeEach(
  async () => void (await pool.query('DELETE FROM shelf; INSERT INTO shelf VALUES (1, 10), (2, 10)')),
)
afterAll(async () => {
  await pool.end()
  await database.drop()
})

async function doses(): Promise<number[]> {
  const answer = await pool.query<{ doses: number }>('SELECT doses FROM shelf ORDER BY id')
  return answer.rows.map((row) => row.doses)
}

/** Cuts the connection of this backend from outside, and waits until it is gone: a server that restarts, a line that breaks. */
async function cut(pid: number): Promise<void> {
  const client = new Client({ connectionString: database.superuserUrl })
  await client.connect()
  await client.query('SELECT pg_terminate_backend($1, 5000)', [pid])
  await client.end()
}

test('reports plan a statement once for each connection, and send statements together', async () => {
  const reports = openPool({ ...database.settings, poolMax: { report: 1 } }, 'report')
  const db = overPool(reports)
  const share = (parts: number) => sql`SELECT 10 / ${parts}::int AS share`
  try {
    for (const parts of [1, 2, 5])
      expect((await db.execute(share(parts))).rows).toEqual([{ share: 10 / parts }])
    const { rows } = await reports.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_prepared_statements WHERE statement LIKE 'SELECT 10 /%'`,
    )
    expect(rows).toEqual([{ count: 1 }])
    let hasSlept = false
    const failing = transact(db, (tx) =>
      together(
        tx.execute(share(0)),
        new Promise((done) => setTimeout(done, 50)).then(() => (hasSlept = true)),
      ),
    )
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    // Nothing of it is still under way on the connection that the next one gets.
    expect(hasSlept).toBe(true)
    expect((await db.execute(share(2))).rows).toEqual([{ share: 5 }])
  } finally {
    await reports.end()
  }
})

describe('a transaction', () => {
  test('is kept whole, or not at all', async () => {
    await transact(owner, (tx) => tx.execute(sql`UPDATE shelf SET doses = doses - 1`))
    await expect(
      transact(owner, async (tx) => {
        await tx.execute(sql`UPDATE shelf SET doses = 0 WHERE id = 1`)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await doses()).toEqual([9, 9])
  })

  test('that is in the way of another is tried again: deadlock', async () => {
    let tries = 0
    const move = (first: number, second: number) =>
      transact(owner, async (tx) => {
        tries++
        await tx.execute(sql`UPDATE shelf SET doses = doses - 1 WHERE id = ${first}`)
        await tx.execute(sql`SELECT pg_sleep(0.1)`)
        await tx.execute(sql`UPDATE shelf SET doses = doses + 1 WHERE id = ${second}`)
      })
    await Promise.all([move(1, 2), move(2, 1)])
    expect(await doses()).toEqual([10, 10])
    expect(tries).toBeGreaterThan(2)
  })

  test('that is in the way of another is tried again: serializable', async () => {
    const take = () =>
      transact(
        owner,
        async (tx) => {
          const answer = await tx.execute<{ doses: number }>(sql`SELECT doses FROM shelf WHERE id = 1`)
          await tx.execute(sql`SELECT pg_sleep(0.02)`)
          await tx.execute(sql`UPDATE shelf SET doses = ${answer.rows[0]!.doses - 1} WHERE id = 1`)
        },
        { isolation: 'serializable' },
      )
    await Promise.all([take(), take(), take()])
    expect((await doses())[0]).toBe(7)
  })

  test('whose conflict never ends is given up', async () => {
    let tries = 0
    const work = transact(owner, async (tx) => {
      tries++
      await tx.execute(sql`DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$`)
    })
    await expect(work).rejects.toSatisfy((error) => pgCode(error) === '40001')
    expect(tries).toBe(5)
  })

  test('that loses its connection before COMMIT is done again on another', async () => {
    let tries = 0
    await transact(owner, async (tx) => {
      const pid = (await tx.execute<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`)).rows[0]!.pid
      await tx.execute(sql`UPDATE shelf SET doses = doses - 1 WHERE id = 1`)
      if (tries++ === 0) await cut(pid)
      await tx.execute(sql`UPDATE shelf SET doses = doses + 1 WHERE id = 2`)
    })
    expect(tries).toBe(2)
    expect(await doses()).toEqual([9, 11])
  })

  test('that loses its connection during COMMIT is never done twice', async () => {
    let tries = 0
    const work = transact(owner, async (tx) => {
      tries++
      const pid = (await tx.execute<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`)).rows[0]!.pid
      await cut(pid)
    })
    await expect(work).rejects.toBeInstanceOf(UnknownCommit)
    expect(tries).toBe(1)
  })

  test('with a failed statement that nobody heeded is an error, not a silent rollback', async () => {
    const work = transact(owner, async (tx) => {
      await tx.execute(sql`UPDATE shelf SET doses = 1 WHERE id = 2`)
      await tx.execute(sql`SELECT 1 / 0`).catch(() => undefined)
    })
    await expect(work).rejects.toThrow(/rolled back/)
    expect(await doses()).toEqual([10, 10])
  })

  test('may hold a part that fails alone', async () => {
    await transact(owner, async (tx) => {
      await tx.execute(sql`UPDATE shelf SET doses = 3 WHERE id = 1`)
      const part = inSavepoint(tx, (inner) => inner.execute(sql`UPDATE shelf SET doses = -1 WHERE id = 2`))
      await expect(part).rejects.toSatisfy((error) => violatedConstraint(error) === 'shelf_not_negative')
    })
    expect(await doses()).toEqual([3, 10])
  })

  test('that only reads cannot write', async () => {
    const work = transact(owner, (tx) => tx.execute(sql`DELETE FROM shelf`), { readOnly: true })
    await expect(work).rejects.toSatisfy((error) => pgCode(error) === '25006')
  })
})

describe('an error of the database', () => {
  test('names its constraint and carries no parameter and no row', async () => {
    const error: unknown = await transact(owner, (tx) =>
      tx.execute(sql`INSERT INTO shelf VALUES (1, ${987_654})`),
    ).catch((thrown: unknown) => thrown)
    expect(pgCode(error)).toBe('23505')
    expect(violatedConstraint(error)).toBe('shelf_pkey')
    expect(JSON.stringify(error) + String(error)).not.toMatch(/987654|\(1\)/)
    expect(violatedConstraint(new Error('other'))).toBeNull()
  })
})

describe('a scope', () => {
  const ward = '0198c0de-0000-7000-8000-000000000001'
  const account = '0198c0de-0000-7000-8000-000000000002'
  const read = sql`SELECT current_setting('app.account', true) AS account, current_setting('app.wide', true) AS wide,
    current_setting('app.wards', true) AS wards, current_setting('app.sites', true) AS sites,
    current_setting('app.sessions', true) AS sessions`

  test('holds inside its transaction and is gone after it, on the same connection', async () => {
    const app = overPool(database.app)
    const scope = { ...nowhere, wardIds: [ward, ward], accountId: account }
    const inside = await inScope(app, scope, async (tx) => ({
      settings: (await tx.execute(read)).rows[0],
      role: (await tx.$client.query<{ name: string }>('SELECT current_user AS name')).rows[0]?.name,
    }))
    expect(inside).toEqual({
      settings: { account, wide: 'off', wards: ward, sites: '', sessions: '' },
      role: 'muitiem_app',
    })
    const after = (await app.execute(read)).rows[0]
    for (const value of Object.values(after!)) expect(value === null || value === '').toBe(true)
  })

  test('takes nothing but uuids', () => {
    for (const bad of ["'; DROP TABLE person; --", '', `${ward},x`, `${ward}\n`]) {
      expect(() => scopeStatements({ ...nowhere, wardIds: [bad], accountId: null })).toThrow(TypeError)
      expect(() => scopeStatements({ ...nowhere, accountId: bad })).toThrow(TypeError)
    }
  })
})

describe('values', () => {
  const query = `SELECT DATE '2026-02-28' AS day, ARRAY[DATE '2026-02-28', NULL] AS days, count(*) AS count,
    ARRAY[1::bigint, NULL] AS counts, TIMESTAMPTZ '2026-02-28 07:00+07' AS instant, 0.1::numeric AS exact`
  const expected = {
    day: '2026-02-28',
    days: ['2026-02-28', null],
    count: 1,
    counts: [1, null],
    instant: new Date('2026-02-28T00:00:00Z'),
    exact: '0.1',
  }

  test('come back alike from the driver and from drizzle: days as text, counts as numbers, instants as Dates', async () => {
    expect((await database.app.query(query)).rows).toEqual([expected])
    expect((await overPool(database.app).execute(sql.raw(query))).rows).toEqual([expected])
  })

  test('a count past what a number holds is refused, not rounded', async () => {
    await expect(database.app.query('SELECT 9007199254740993::bigint')).rejects.toThrow(RangeError)
  })

  test('each pool has its role, the schema first in its path, and its plan mode', async () => {
    for (const role of ['app', 'writer', 'report'] as const) {
      const answer = await database[role].query(
        "SELECT current_user AS role, current_setting('search_path') AS path, current_setting('plan_cache_mode') AS plans",
      )
      const plans = role === 'writer' ? 'force_generic_plan' : 'auto'
      expect(answer.rows).toEqual([{ role: `muitiem_${role}`, path: 'muitiem,public', plans }])
    }
  })
})
