import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { overPool } from '#db/db.ts'
import { createAdmin } from '#features/accounts/create-admin.ts'
import { findAuthority, foundAuthority } from '#features/accounts/found-authority.ts'
import { buildApp } from '#src/app.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { NOW } from '../../support/world.ts'
import { addPersonnel, asSuperuser, PASSWORD, post } from './support.ts'

let fresh: TestDatabase
let ground: TestApp
beforeAll(async () => {
  fresh = await createTestDatabase()
  ground = await createTestApp()
})
afterAll(async () => {
  await fresh.drop()
  await ground.close()
})

const city = {
  code: '46-474',
  name: 'Thành phố thử',
  country: 'VN' as const,
  timeZone: 'Asia/Ho_Chi_Minh',
}
const deps = () => ({ db: overPool(fresh.app), clock: () => NOW, newId: () => randomUUID() })
const timeline = async () => {
  const { rows } = await fresh.app.query<{ timeline_id: string; pg_system_id: string; demo: boolean }>(
    'SELECT timeline_id, pg_system_id, demo FROM authority',
  )
  return rows
}

test('the authority is founded once, whoever starts at the same moment, and there is no account by itself', async () => {
  expect(await findAuthority(deps().db)).toBeNull()
  const founded = await Promise.all([1, 2, 3].map(() => foundAuthority(deps(), city)))
  expect(new Set(founded.map((row) => row.id)).size).toBe(1)
  expect(await foundAuthority(deps(), { ...city, name: 'Tên khác' })).toEqual({ ...city, id: founded[0]!.id })
  const rows = await timeline()
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ pg_system_id: expect.stringMatching(/^\d+$/), demo: false })
  expect((await fresh.app.query('SELECT 1 FROM account')).rowCount).toBe(0)
})

test('a restart keeps the timeline; a database that moved to another server gets a new one', async () => {
  const [before] = await timeline()
  await foundAuthority(deps(), city)
  expect((await timeline())[0]!.timeline_id).toBe(before!.timeline_id)
  await fresh.app.query("UPDATE authority SET pg_system_id = '1'")
  await foundAuthority(deps(), city)
  const [after] = await timeline()
  expect(after!.timeline_id).not.toBe(before!.timeline_id)
  expect(after!.pg_system_id).toBe(before!.pg_system_id)
})

test('the first administrator: a made password that is strong, a given weak one refused, a name taken once', async () => {
  const made = await createAdmin(deps(), { signInName: 'quantri', fullName: 'Trần Văn Quản' })
  expect(made.secret).toMatch(/^(\w{5}-){3}\w{5}$/)
  const weak = createAdmin(deps(), {
    signInName: 'quantri2',
    fullName: 'Trần Văn Quản',
    secret: 'quantri2quantri2',
  })
  await expect(weak).rejects.toMatchObject({ code: 'secret.weak-password' })
  const again = createAdmin(deps(), { signInName: 'quantri', fullName: 'Trần Văn Quản' })
  await expect(again).rejects.toMatchObject({ code: 'account.name-taken' })
  const { rows } = await fresh.app.query<{ role: string; place_id: null }>(
    'SELECT role, place_id FROM access_grant',
  )
  expect(rows).toEqual([{ role: 'admin', place_id: null }])
})

test('the log of sign-ins, refusals and help holds no name, number, secret, token or address', async () => {
  const lines: string[] = []
  const app = await buildApp({ ...ground.deps, log: 'trace', logTo: { write: (line) => lines.push(line) } })
  const logged: TestApp = { ...ground, app }
  const person = await addPersonnel(
    ground,
    [{ role: 'ward-official', placeId: ground.world.places.wardA }],
    PASSWORD,
  )
  const from = '127.66.77.88'
  const right = await post(
    logged,
    '/v1/sign-in',
    { signInName: person.signInName, secret: PASSWORD },
    { from },
  )
  const token = right.body['accessToken'] as string
  const headers = { authorization: `Bearer ${token}` }
  await post(logged, '/v1/sign-in', { signInName: person.signInName, secret: 'sai hoàn toàn rồi' }, { from })
  await post(logged, '/v1/sign-in/refresh', { refreshToken: right.body['refreshToken'] })
  await post(logged, '/v1/accounts/search', { text: 'Lê Thị Thử' }, { headers })
  await post(
    logged,
    '/v1/accounts',
    { signInName: 'x', fullName: 'Lê Thị Thử', phone: '0905123456' },
    { headers },
  )
  // A failure inside the database must not quote its row either.
  await asSuperuser(ground, (client) => client.query('ALTER TABLE sign_in_throttle RENAME TO hidden'))
  const failed = await post(
    logged,
    '/v1/sign-in',
    { signInName: person.signInName, secret: PASSWORD },
    { from },
  )
  await asSuperuser(ground, (client) => client.query('ALTER TABLE hidden RENAME TO sign_in_throttle'))
  expect(failed).toMatchObject({ status: 500, body: { code: 'service.failed' } })
  await app.close()
  const log = lines.join('')
  expect(log).toContain('"route":"/v1/sign-in"')
  expect(log).toContain('sign-in.failed')
  const secrets = [
    person.signInName,
    'Lê Thị Thử',
    'Thử',
    '0905123456',
    PASSWORD,
    'sai hoàn toàn',
    token,
    right.body['refreshToken'] as string,
    from,
  ]
  for (const secret of secrets) expect(log).not.toContain(secret)
})
