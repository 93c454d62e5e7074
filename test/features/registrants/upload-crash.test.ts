import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeSecrets } from '#src/config.ts'
import { makeList, packList } from '../../../scripts/make-list.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { addList, look, recipeOf } from './support.ts'

// Three starts of a whole service.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const root = join(import.meta.dirname, '../../..')
const ROWS = 600

let ground: TestApp
let headers: Record<string, string>
let service: { child: ChildProcess; address: string }
beforeAll(async () => {
  ground = await createTestApp()
  // The service is a real one, with the clock of its machine.
  ground.setNow(new Date())
  headers = { authorization: `Bearer ${ground.tokenFor(ground.world.accounts.wardOfficial)}` }
  service = await startService()
})
afterAll(async () => {
  await killService()
  await ground.close()
})

/** `npm start` on the test's database. */
async function startService() {
  const { tokenSecret, identifierSecret } = ground.deps.config
  const env = {
    ...process.env,
    ...makeSecrets(),
    TOKEN_SECRET: tokenSecret,
    IDENTIFIER_SECRET: identifierSecret,
    DATABASE_URL: ground.database.settings.url,
    DB_SCHEMA: ground.database.schema,
    PORT: '0',
    LOG_LEVEL: 'silent',
  }
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    const address = /ready at (http:\S+)$/.exec(line)?.[1]
    if (address === undefined) continue
    child.stderr.resume()
    return { child, address }
  }
  throw new Error(`The service did not start:\n${said.join('\n')}`)
}

async function killService() {
  const { child } = service
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

type View = { state: string; counts: Record<string, number>; version: number; taken: number }

async function ask(
  method: string,
  path: string,
  more: { body?: FormData; headers?: Record<string, string> } = {},
) {
  const answer = await fetch(`${service.address}/v1${path}`, {
    ...more,
    method,
    headers: { ...headers, ...more.headers },
  })
  return { status: answer.status, body: (await answer.json()) as View }
}

/** Runs `during` while nobody can write to the table, or even read it, and lets go after it. */
async function whileHeld(table: string, mode: 'SHARE' | 'ACCESS EXCLUSIVE', during: () => Promise<void>) {
  const client = new Client({ connectionString: ground.database.superuserUrl })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(`LOCK TABLE ${table} IN ${mode} MODE`)
    await during()
    await client.query('ROLLBACK')
  } finally {
    await client.end()
  }
}

const UNTIL_MS = 90_000

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const givenUpAt = performance.now() + UNTIL_MS
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (performance.now() > givenUpAt) throw new Error(`Never so: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const waiting = (table: string) =>
  until(
    () =>
      look<{ n: number }>(
        ground,
        `SELECT count(*)::int AS n FROM pg_locks WHERE relation = '${table}'::regclass AND NOT granted`,
      ),
    ([row]) => row!.n > 0,
  )

/** The connections of the one that was killed are cleared away by the database in its own time. */
const alone = () =>
  until(
    () =>
      look<{ n: number }>(
        ground,
        `SELECT count(*)::int AS n FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'muitiem %' AND state <> 'idle'`,
      ),
    ([row]) => row!.n === 0,
  )

const sums = async (listId: string, uploadId: string) => {
  const [row] = await look(
    ground,
    `SELECT (SELECT count(*)::int FROM upload_row WHERE upload_id = $2) AS rows,
            (SELECT count(*)::int FROM registration WHERE list_id = $1) AS registered,
            (SELECT count(*)::int FROM person_event WHERE source LIKE 'upload:' || $2 || ':%') AS events,
            (SELECT count(*)::int FROM person_identifier WHERE source = 'upload:' || $2) AS numbers`,
    [listId, uploadId],
  )
  return row
}

test('kill -9 while it is read, and while it is stored, leaves nothing or the whole; the next start takes it up', async () => {
  const listId = await addList(ground, ground.world.accounts.wardOfficial)
  const made = makeList(recipeOf({ rows: ROWS, seed: 91, dirty: 0.02, repeated: 0.02 }))
  const form = new FormData()
  const id = randomUUID()
  form.append('id', id)
  form.append('file', new Blob([new Uint8Array(packList(made.rows, 'csv'))]), 'danh-sach.csv')
  const nothing = { rows: 0, registered: 0, events: 0, numbers: 0 }

  await whileHeld('person_identifier', 'ACCESS EXCLUSIVE', async () => {
    const sent = await ask('POST', `/lists/${listId}/uploads`, { body: form, headers: { prefer: 'wait=0' } })
    expect(sent.status).toBe(201)
    // Everything was read and written, and is to be held against everybody known.
    await waiting('person_identifier')
    await killService()
  })
  await alone()
  expect(await sums(listId, id)).toEqual(nothing)
  service = await startService()
  const read = await until(
    () => ask('GET', `/uploads/${id}`),
    ({ body }) => body.state === 'preview',
  )
  const { rowsRead, new: added } = read.body.counts
  expect([rowsRead, added]).toEqual([ROWS, made.counts.sound])
  expect(await sums(listId, id)).toEqual({ ...nothing, rows: ROWS })

  const commit = () =>
    ask('POST', `/uploads/${id}/commit`, { headers: { 'if-match': `"${read.body.version}"` } })
  await whileHeld('registration', 'SHARE', async () => {
    const lost = commit().catch(() => null)
    // People, numbers and events are written; the list is not.
    await waiting('registration')
    await killService()
    expect(await lost).toBeNull()
  })
  await alone()
  expect(await sums(listId, id)).toEqual({ ...nothing, rows: ROWS })
  service = await startService()
  expect((await ask('GET', `/uploads/${id}`)).body).toMatchObject({ state: 'preview', taken: 0 })
  const done = await commit()
  expect(done).toMatchObject({ status: 200, body: { state: 'committed', taken: added } })
  expect(await sums(listId, id)).toMatchObject({ rows: ROWS, registered: added, events: added })
})
