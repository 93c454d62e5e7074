import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Problem } from '#domain/problem.ts'
import { refuseUpload, requeueUpload, type Reading } from '#features/registrants/read-upload.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import { addList, commit, fileOf, look, peopleOn, sendFile, type Answer } from './support.ts'

// Each file is read in a process of its own: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000 })

let ground: TestApp
let ward: TestAccount
let wardB: TestAccount
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
  wardB = ground.world.accounts.wardOfficialB
})
afterAll(() => ground.close())

const idOf = (answer: Answer) => String(answer.body['id'])

/** Holds what the statements lock until `during` is over. */
async function whileHeld(statements: string, during: () => Promise<void>) {
  const client = new Client({ connectionString: ground.database.superuserUrl })
  await client.connect()
  try {
    await client.query(`BEGIN; ${statements}`)
    await during()
    await client.query('ROLLBACK')
  } finally {
    await client.end()
  }
}

const untilWaiting = (count: number) =>
  vi.waitUntil(
    async () => {
      const waiting = await look(
        ground,
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      return waiting.length >= count
    },
    { timeout: 60_000 },
  )

const undo = (upload: Answer) =>
  ground.as(
    ward,
    'POST',
    `/v1/uploads/${idOf(upload)}/undo`,
    { reason: 'Nhầm tệp' },
    { 'if-match': String(upload.headers.etag) },
  )

/** Somebody whom a list of ward A has put there, and a list of ward B that names them and waits to be confirmed. */
async function nameInTwoWards(name: string, cccd: string) {
  const [listA, listB] = [
    await addList(ground, ward),
    await addList(ground, wardB, { wardId: ground.world.places.wardB }),
  ]
  const person = { name, born: '15/05/1965', cccd }
  const made = await commit(ground, ward, await sendFile(ground, ward, listA, fileOf([person])))
  expect(made).toMatchObject({ status: 200, body: { taken: 1 } })
  const [row] = await peopleOn(ground, listA)
  const there = { ...person, ward: '19750', wardName: 'Tây Thử' }
  const naming = await sendFile(ground, wardB, listB, fileOf([there]))
  expect(naming.body['counts']).toMatchObject({ duplicate: 1 })
  return { made, naming, listB, personId: row!.id }
}

describe('a list of ward B names somebody whose upload ward A takes back', () => {
  test('confirmed first, whoever it names stays', async () => {
    const { made, naming, listB, personId } = await nameInTwoWards('Lương Văn Trước', '046065015651')
    let answers: Promise<Answer[]> = Promise.resolve([])
    // Confirming stops where it would keep its answers: the registration is written.
    await whileHeld(`LOCK TABLE pair_decision IN EXCLUSIVE MODE`, async () => {
      const confirming = commit(ground, wardB, naming)
      await untilWaiting(1)
      answers = Promise.all([confirming, undo(made)])
      await untilWaiting(2)
    })
    expect((await answers).map(({ status }) => status)).toEqual([200, 200])
    expect(await look(ground, 'SELECT living FROM person WHERE id = $1', [personId])).toEqual([
      { living: 'here' },
    ])
    expect(await peopleOn(ground, listB)).toMatchObject([{ id: personId }])
  })

  test('taken back first, the preview is shown anew, and confirming it makes them anew', async () => {
    const { made, naming, listB, personId } = await nameInTwoWards('Lương Văn Sau', '046065015652')
    let answers: Promise<Answer[]> = Promise.resolve([])
    // Taking back stops where it takes people off the list: it has seen that nobody else names them.
    await whileHeld(`SELECT FROM registration WHERE upload_id = '${idOf(made)}' FOR UPDATE`, async () => {
      const undoing = undo(made)
      await untilWaiting(1)
      answers = Promise.all([undoing, commit(ground, wardB, naming)])
      await untilWaiting(2)
    })
    const [undone, refused] = await answers
    expect(undone).toMatchObject({ status: 200, body: { state: 'undone' } })
    expect(refused).toMatchObject({ status: 409, body: { code: 'upload.preview-moved' } })
    expect(await peopleOn(ground, listB)).toEqual([])
    const renewed = await ground.as(wardB, 'GET', `/v1/uploads/${idOf(naming)}`)
    expect(renewed.body['counts']).toMatchObject({ new: 1, duplicate: 0 })
    expect(await commit(ground, wardB, renewed)).toMatchObject({ status: 200, body: { taken: 1 } })
    const [person] = await peopleOn(ground, listB)
    expect(person!.id).not.toBe(personId)
  })
})

test('what a thread said is taken, though it has ended before anybody listened', async () => {
  type Post = (this: Worker, ...said: Parameters<Worker['postMessage']>) => void
  const post = Object.getOwnPropertyDescriptor(Worker.prototype, 'postMessage')!.value as Post
  const spy = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (
    this: Worker,
    ...said: Parameters<Post>
  ) {
    post.apply(this, said)
    // The service is busy with something else until the thread has judged, told all and gone.
    if ((said[0] as { say: string }).say === 'judge')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  })
  try {
    const person = { name: 'Lương Văn Hai', born: '15/05/1965', cccd: '046065015653' }
    const twice = await sendFile(ground, ward, await addList(ground, ward), fileOf([person, person]))
    expect(twice.body).toMatchObject({ state: 'preview', counts: { new: 1, duplicate: 1 } })
    expect(spy).toHaveBeenCalled()
  } finally {
    spy.mockRestore()
  }
})

test('a reader that lost its upload to another one neither puts it back into the queue nor refuses it', async () => {
  const { wardA: wardId } = ground.world.places
  const listId = await addList(ground, ward)
  const uploadId = randomUUID()
  const reading = (attempt: number): Reading => ({
    uploadId,
    wardId,
    attempt,
    signal: new AbortController().signal,
    onChange: () => undefined,
  })
  const held = () => look(ground, 'SELECT state, attempts FROM upload WHERE id = $1', [uploadId])
  // The other reader, as every reader is known by: it holds this lock for as long as it reads.
  await whileHeld(`SELECT pg_advisory_xact_lock(hashtextextended('upload ${uploadId}', 0))`, async () => {
    await look(
      ground,
      `INSERT INTO upload (id, list_id, ward_id, file_hash, file_name, bytes, state, attempts, uploaded_by, uploaded_at, queued_at)
       VALUES ($1::uuid, $2, $3, $1::text, 'x.csv', 1, 'reading', 2, $4, $5, $5)`,
      [uploadId, listId, wardId, ward.accountId, NOW],
    )
    const { deps } = ground
    await requeueUpload(deps, reading(1), true)
    await refuseUpload(deps, reading(1), new Problem('list.file-damaged'))
    expect(await held()).toEqual([{ state: 'reading', attempts: 2 }])
    await requeueUpload(deps, reading(2), false)
    expect(await held()).toEqual([{ state: 'queued', attempts: 1 }])
    await look(ground, 'DELETE FROM upload WHERE id = $1', [uploadId])
  })
})
