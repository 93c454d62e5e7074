import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkRebuild } from '#features/doses/rebuild.ts'
import { SyncBody } from '#features/doses/entry-contract.ts'
import { setWriterOf } from '#features/doses/the-writer.ts'
import { createDoseGround, withId, type DoseGround } from './ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(async () => {
  expect(await checkRebuild(ground.database.writer)).toEqual([])
  await ground.close()
})

test('the connection is cut again and again: everything that was answered is stored, once', async () => {
  const people = await Promise.all(Array.from({ length: 60 }, () => ground.world.addPerson()))
  const cut = () =>
    ground.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'muitiem writer' AND datname = current_database()`,
    )
  const sent = people.map((personId) => ({ id: randomUUID(), body: ground.doseBody(personId) }))
  const acked: string[] = []
  for (let from = 0; from < sent.length; from += 6) {
    const answers = sent.slice(from, from + 6).map(({ id, body }) => ground.put(body, undefined, id))
    await cut()
    for (const { status, body } of await Promise.all(answers))
      if (status < 300) acked.push(String(body['id']))
  }
  const kept = await ground.rows<{ id: string }>('SELECT id FROM dose WHERE id = ANY ($1::uuid[])', [acked])
  expect(acked.length).toBeGreaterThan(0)
  expect(kept).toHaveLength(acked.length)
  await Promise.all(sent.map(({ id, body }) => ground.put(body, undefined, id)))
  const stored = await ground.rows<{ id: string }>('SELECT id FROM dose WHERE id = ANY ($1::uuid[])', [
    sent.map(({ id }) => id),
  ])
  expect(stored).toHaveLength(sent.length)
}, 60_000)

test('two writers hold two lanes, and each lane is one unbroken chain', async () => {
  const { createSetWriter } = await import('#features/doses/set-writer/set-writer.ts')
  const other = createSetWriter(ground.deps)
  const { accountId } = ground.world.accounts.dataEntry
  const offered = async () => {
    const personId = await ground.world.addPerson()
    const entry = withId({ ...ground.checkInBody(personId), reason: '' })
    return [{ entry, author: { accountId, deviceId: null } }]
  }
  await Promise.all([setWriterOf(ground.deps).writeSet(await offered()), other.writeSet(await offered())])
  await other.close()
  const lanes = await ground.rows<{ lane: number; rows: number; seq: number }>(
    `SELECT e.lane, count(*)::integer AS rows, max(l.seq)::integer AS seq FROM audit_entry e JOIN audit_lane l ON l.id = e.lane
     WHERE l.kind = 'writer' GROUP BY e.lane`,
  )
  expect(lanes.length).toBeGreaterThan(1)
  for (const { rows, seq } of lanes) expect(rows).toBe(seq)
})

test('what a job brings besides its entries is not lost among plain entries that wait with it', async () => {
  const writer = setWriterOf(ground.deps)
  const { accounts } = ground.world
  const author = { accountId: accounts.dataEntry.accountId, deviceId: null }
  const people = await Promise.all(Array.from({ length: 3 }, () => ground.world.addPerson()))
  const [first, second, third] = people.map((personId) =>
    withId({ ...ground.checkInBody(personId), reason: '' }),
  )
  const fact = { action: 'amendDose', subjectKind: 'person', subjectId: people[2]!, detail: {} }
  // The first is being written while the others wait together.
  await Promise.all([
    writer.submit(first!, author),
    writer.submit(second!, author),
    writer.writeJob({
      entries: [{ entry: third!, author }],
      actorId: accounts.cityCentre.accountId,
      auditFacts: [fact],
    }),
  ])
  const told = await ground.rows<{ actor: string }>(
    `SELECT actor_id AS actor FROM audit_entry WHERE action = 'amendDose' AND subject_id = $1`,
    [people[2]],
  )
  expect(told).toEqual([{ actor: accounts.cityCentre.accountId }])
})

test('more than five thousand waiting: the rest is told to come again, and nothing is lost', async () => {
  const writer = setWriterOf(ground.deps)
  const { accountId } = ground.world.accounts.dataEntry
  const personId = await ground.world.addPerson()
  const offer = () => ({
    entry: withId({ ...ground.checkInBody(personId), reason: '' }),
    author: { accountId, deviceId: null },
  })
  const first = writer.writeSet(Array.from({ length: 500 }, offer))
  const rest = Array.from({ length: 10 }, () => writer.writeSet(Array.from({ length: 500 }, offer)))
  expect(() => writer.writeSet([offer()])).toThrow('service.busy')
  const receipts = (await Promise.all([first, ...rest])).flat()
  expect(receipts).toHaveLength(5500)
  expect(new Set(receipts.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']))
}, 60_000)

test('one entry held and one that the database refuses: both are kept, and the third is stored', async () => {
  const [held, good] = [await ground.world.addPerson(), await ground.world.addPerson()]
  const { accounts, sessions } = ground.world
  const told = [
    withId(ground.checkInBody(held)),
    withId({
      ...ground.envelope(),
      kind: 'walk-in',
      personId: randomUUID(),
      sessionId: sessions.A,
      fullName: 'Lê Không Phường',
      bornOn: '1990-01-01',
      wardId: randomUUID(), // no such ward
    }),
    withId(ground.checkInBody(good)),
  ]
  const { entries } = SyncBody.parse({ entries: told })
  const author = { accountId: accounts.dataEntry.accountId, deviceId: null }
  const receipts = await setWriterOf(ground.deps).writeJob({
    entries: entries.map((entry) => ({ entry, author })),
    failures: new Map([[entries[0]!.id, 'device-ended']]),
  })
  expect(receipts.map(({ stored, reason }) => reason ?? stored)).toEqual([
    'device-ended',
    'failed:23503',
    'accepted',
  ])
})
