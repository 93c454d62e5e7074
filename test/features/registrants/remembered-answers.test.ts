import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { type TestAccount } from '../../support/world.ts'
import {
  addList,
  commit,
  fileOf,
  look,
  peopleOn,
  rowsOf,
  sendFile,
  type Answer,
  type Cells,
} from './support.ts'

let ground: TestApp
let ward: TestAccount
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
})
afterAll(() => ground.close())

async function send(listId: string, ...people: Cells[]): Promise<Answer> {
  const upload = await sendFile(ground, ward, listId, fileOf(people))
  expect(upload.body['state']).toBe('preview')
  return upload
}
const decide = (upload: Answer, decision: string) =>
  ground.as(
    ward,
    'POST',
    `/v1/uploads/${String(upload.body['id'])}/decisions`,
    { decision, rowNumbers: 'undecided' },
    { 'if-match': String(upload.headers.etag) },
  )
const outcomes = async (upload: Answer) =>
  (await rowsOf(ground, ward, upload.body['id'])).map(({ outcome }) => outcome)

async function listed(person: Cells): Promise<string> {
  const listId = await addList(ground, ward)
  expect((await commit(ground, ward, await send(listId, person))).status).toBe(200)
  return (await peopleOn(ground, listId))[0]!.id
}

test('"another person" is remembered: in the mended file before and after it is confirmed, and on the work list', async () => {
  const person = { name: 'Lý Thị Hỏi Lại', born: '01/02/1977', sex: '1' }
  const kept = await listed({ ...person, phone: '0944000001' })
  const listId = await addList(ground, ward)
  const asked = { ...person, phone: '0944000002' }
  const first = await decide(await send(listId, asked), 'other-person')
  // Sent anew with one more row, before anything was confirmed.
  const mended = await send(listId, asked, { name: 'Cao Văn Thêm', born: '02/02/1982' })
  expect(await outcomes(mended)).toEqual(['new', 'new'])
  expect((await commit(ground, ward, first)).status).toBe(200)
  const [made] = await peopleOn(ground, listId)
  expect(made!.id).not.toBe(kept)
  expect(
    await look(ground, 'SELECT person_id, other_id, verdict FROM pair_decision WHERE person_id = $1', [kept]),
  ).toEqual([{ person_id: kept, other_id: made!.id, verdict: 'different' }])
  // On another list the question is who it is: the one made for this row, not the one who was refused.
  const other = await send(await addList(ground, ward), asked)
  expect(await rowsOf(ground, ward, other.body['id'])).toMatchObject([
    { outcome: 'suspected', found: { personId: made!.id } },
  ])
  const { wardA } = ground.world.places
  const workList = await ground.as(ward, 'GET', `/v1/duplicates?wardId=${wardA}`)
  expect(workList.raw.body).not.toContain(made!.id)
})

test('two rows of one file that were said to be two people stay two', async () => {
  const person = { name: 'Cao Văn Hai Người', born: '03/03/1983' }
  const listId = await addList(ground, ward)
  const upload = await send(listId, { ...person, phone: '0944000011' }, { ...person, phone: '0944000012' })
  expect(await outcomes(upload)).toEqual(['new', 'suspected'])
  expect((await commit(ground, ward, await decide(upload, 'other-person'))).status).toBe(200)
  const people = await peopleOn(ground, listId)
  expect(people).toHaveLength(2)
  const pairs = await look<{ person_id: string; other_id: string }>(
    ground,
    'SELECT person_id, other_id FROM pair_decision WHERE other_id = ANY ($1::uuid[])',
    [people.map(({ id }) => id)],
  )
  expect(new Set(pairs.flatMap(({ person_id, other_id }) => [person_id, other_id]))).toEqual(
    new Set(people.map(({ id }) => id)),
  )
  const { wardA } = ground.world.places
  const workList = await ground.as(ward, 'GET', `/v1/duplicates?wardId=${wardA}`)
  for (const { id } of people) expect(workList.raw.body).not.toContain(id)
})

test('an answer given in a preview that was cancelled leaves nothing', async () => {
  const person = { name: 'Lý Văn Bỏ Dở', born: '04/04/1974' }
  await listed({ ...person, phone: '0944000021' })
  const listId = await addList(ground, ward)
  const upload = await decide(await send(listId, { ...person, phone: '0944000022' }), 'other-person')
  const cancelled = await ground.as(
    ward,
    'POST',
    `/v1/uploads/${String(upload.body['id'])}/cancel`,
    undefined,
    {
      'if-match': String(upload.headers.etag),
    },
  )
  expect(cancelled.status).toBeLessThan(300)
  expect(await outcomes(await send(listId, { ...person, phone: '0944000022' }))).toEqual(['suspected'])
})

test('"later" answers nothing', async () => {
  const person = { name: 'Lý Văn Để Sau', born: '05/05/1975' }
  await listed({ ...person, phone: '0944000031' })
  const listId = await addList(ground, ward)
  const upload = await decide(await send(listId, { ...person, phone: '0944000032' }), 'later')
  expect((await commit(ground, ward, upload)).body).toMatchObject({ undecided: 1 })
  const again = await send(
    listId,
    { ...person, phone: '0944000032' },
    { name: 'Cao Văn Nữa', born: '02/02/1982' },
  )
  expect(await outcomes(again)).toEqual(['suspected', 'new'])
})
