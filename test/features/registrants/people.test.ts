import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import type { TestAccount } from '../../support/world.ts'
import { askPeople, register } from './people-ground.ts'
import { addList, look, nextPage } from './support.ts'

let ground: TestApp
let ward: TestAccount
let wardB: TestAccount
let listId: string
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
  wardB = ground.world.accounts.wardOfficialB
  listId = await addList(ground, ward)
  const known = { numbers: [{ kind: 'cccd', value: '046091000123' }], phone: '0912345538' }
  await register(ground, ward, listId, { fullName: 'Nguyễn Văn Ánh', bornOn: '1991-03-05', ...known })
  const year = { bornPrecision: 'year', sex: 'female' }
  await register(ground, ward, listId, { fullName: 'Trần Thị Ân', bornOn: '1950-01-01', ...year })
  await register(ground, ward, listId, { fullName: 'Lê Văn Bình', bornOn: '1970-01-01' })
  await register(ground, ward, listId, { fullName: 'Đỗ Văn An', bornOn: '1971-01-01' })
})
afterAll(() => ground.close())

type Brief = { id: string; fullName: string; phone: string; numbers: { kind: string; masked: string }[] }
const find = async (account: TestAccount, query: string) =>
  (await askPeople(ground, account, query)).body['items'] as Brief[]
const named = async (name: string) =>
  (await find(ward, `listId=${listId}&limit=200`)).find(({ fullName }) => fullName === name)!

describe('finding people', () => {
  test('a list is sorted by tên as Vietnamese sorts, in pages without a gap', async () => {
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await ground.as(ward, 'GET', `/v1/people?listId=${listId}&limit=1${cursor}`)
      seen.push(...(page.body['items'] as Brief[]).map(({ fullName }) => fullName))
      cursor = nextPage(page)
    } while (cursor !== '')
    expect(seen).toEqual(['Đỗ Văn An', 'Nguyễn Văn Ánh', 'Trần Thị Ân', 'Lê Văn Bình'])
  })

  test('by a name without diacritics or with Telex left on, and by the end of a number; numbers stay masked', async () => {
    const [found] = await find(ward, 'q=nguyen%20van%20anh')
    expect(found).toMatchObject({
      fullName: 'Nguyễn Văn Ánh',
      phone: '*******538',
      numbers: [{ kind: 'cccd', masked: '********0123' }],
    })
    expect((await find(ward, 'q=nguyeenx%20vawn%20anhs')).map(({ id }) => id)).toEqual([found!.id])
    expect((await find(ward, 'q=0123')).map(({ id }) => id)).toEqual([found!.id])
    expect((await find(ward, 'q=345538')).map(({ id }) => id)).toEqual([found!.id])
    expect(await find(ward, 'q=nguyen%20van%20anh&year=1990')).toEqual([])
    expect(await find(wardB, 'q=nguyen%20van%20anh')).toEqual([])
    expect(await find(ward, 'q=%25%25%25%25').catch(() => null)).toBeUndefined()
  })

  test('a search shows ten people and no more, and is written down without what was asked', async () => {
    for (let at = 0; at < 12; at += 1)
      await ground.world.addPerson({ name: `Phùng Văn Đông ${'abcdefghijkl'[at]!}`, session: null })
    expect(await find(ward, 'q=phung&limit=200')).toHaveLength(10)
    const entries = await look<{ detail: string }>(
      ground,
      `SELECT detail FROM audit_entry WHERE action IN ('listPeople', 'searchPeople')`,
    )
    expect(entries.length).toBeGreaterThan(0)
    expect(entries.map(({ detail }) => detail).join()).not.toMatch(/phung|nguyen|0123/i)
  })

  test('the card is read by the ward and by the session’s table, never elsewhere; one audit row each', async () => {
    const called = await ground.world.addPerson({ name: 'Thái Văn Gọi' })
    const reads = async () =>
      (
        await look(ground, `SELECT 1 FROM audit_entry WHERE action = 'readPerson' AND subject_id = $1`, [
          called,
        ])
      ).length
    expect(await ground.as(ward, 'GET', `/v1/people/${called}`)).toMatchObject({
      status: 200,
      body: { fullName: 'Thái Văn Gọi' },
    })
    expect((await ground.as(ground.world.accounts.scanner, 'GET', `/v1/people/${called}`)).status).toBe(200)
    expect(await reads()).toBe(2)
    for (const account of [wardB, ground.world.accounts.dataEntryB])
      expect(await ground.as(account, 'GET', `/v1/people/${called}`)).toMatchObject({
        status: 404,
        body: { code: 'not-found' },
      })
    expect((await ground.as(ground.world.accounts.supervisor, 'GET', `/v1/people/${called}`)).status).toBe(
      403,
    )
    expect(await reads()).toBe(2)
  })
})

describe('putting right', () => {
  const patch = (account: TestAccount, id: string, version: number, body: Record<string, unknown>) =>
    ground.as(
      account,
      'PATCH',
      `/v1/people/${id}`,
      { reason: 'Theo giấy tờ', ...body },
      { 'if-match': `"${version}"` },
    )

  test('a correction keeps what was before; a stale one is refused', async () => {
    const { id } = await named('Lê Văn Bình')
    const done = await patch(ward, id, 1, {
      fullName: 'Lê Văn Bính',
      birth: { on: '1970-05-06', precision: 'year' },
      addNumbers: [{ kind: 'bhyt', value: 'GD 4 46 46 1234 5678' }],
    })
    expect(done).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: {
        fullName: 'Lê Văn Bính',
        bornOn: '1970-01-01',
        bornPrecision: 'year',
        numbers: [{ kind: 'bhyt', masked: '******5678' }],
      },
    })
    expect(await patch(ward, id, 1, { address: 'x' })).toMatchObject({
      status: 412,
      body: { code: 'request.stale' },
    })
    const events = await look<{ before: object; after: object }>(
      ground,
      `SELECT before, after FROM person_event WHERE person_id = $1 AND kind = 'corrected'`,
      [id],
    )
    expect(events[0]).toMatchObject({
      before: { fullName: 'Lê Văn Bình', bornPrecision: 'day' },
      after: { fullName: 'Lê Văn Bính', bornPrecision: 'year', numbers: 'bhyt …5678' },
    })
    // The very same again: its answer was lost on the way.
    expect(
      await patch(ward, id, 1, {
        fullName: 'Lê Văn Bính',
        birth: { on: '1970-05-06', precision: 'year' },
        addNumbers: [{ kind: 'bhyt', value: 'GD 4 46 46 1234 5678' }],
      }),
    ).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { fullName: 'Lê Văn Bính' } })
    expect(
      await patch(ward, id, 1, {
        fullName: 'Lê Văn Bính',
        addNumbers: [{ kind: 'passport', value: 'C1234567' }],
      }),
    ).toMatchObject({ status: 412, body: { code: 'request.stale' } })
    expect(await look(ground, 'SELECT 1 FROM person_identifier WHERE person_id = $1', [id])).toHaveLength(1)
    expect((await find(ward, 'q=le%20van%20binh')).map((person) => person.id)).toEqual([id])
    expect(await patch(ward, id, 2, { birth: { on: '2021-10-18', precision: 'day' } })).toMatchObject({
      status: 422,
      body: { code: 'person.birth-in-future' },
    })
    expect(await patch(ward, id, 2, { phone: '12' })).toMatchObject({
      status: 422,
      body: { code: 'person.phone-invalid' },
    })
    expect(await patch(ward, id, 2, { addNumbers: [{ kind: 'cccd', value: '1234' }] })).toMatchObject({
      status: 422,
      body: { code: 'person.number-invalid' },
    })
  })

  test('a number that is another person’s goes, and its last digits stay in the history', async () => {
    const number = { kind: 'cccd', value: '046071000777' }
    const id = await register(ground, ward, listId, {
      fullName: 'Tống Văn Nhầm',
      bornOn: '1971-02-03',
      numbers: [number],
    })
    const removeNumbers = [{ kind: 'cccd', masked: '********0777' }]
    expect(await patch(ward, id, 1, { removeNumbers })).toMatchObject({ status: 200, body: { numbers: [] } })
    const events = await look(
      ground,
      `SELECT before, after, reason FROM person_event WHERE person_id = $1 AND kind = 'corrected'`,
      [id],
    )
    expect(events).toEqual([{ before: { numbers: 'cccd …0777' }, after: {}, reason: 'Theo giấy tờ' }])
    expect(await find(ward, 'q=0777')).toEqual([])
  })

  test('another group must be one of the ward; a ward is not changed by a correction', async () => {
    const id = await ground.world.addPerson({ name: 'Tống Văn Tổ', session: null })
    expect(await patch(ward, id, 1, { groupId: randomUUID() })).toMatchObject({
      status: 422,
      body: { code: 'person.place-unknown' },
    })
    expect(await patch(ward, id, 1, { groupId: null })).toMatchObject({
      status: 200,
      body: { groupId: null },
    })
    expect(await patch(ward, id, 2, { wardId: ground.world.places.wardB })).toMatchObject({ status: 400 })
    expect(await patch(wardB, id, 2, { address: 'Số 1' })).toMatchObject({ status: 404 })
  })

  test('the police’s answer, and who answers for a child', async () => {
    const id = await ground.world.addPerson({ name: 'Tống Bé Con', session: null })
    const guardian = { name: 'Tống Thị Mẹ', relation: 'mother' }
    expect(await patch(ward, id, 1, { policeMatch: 'match', guardian })).toMatchObject({
      status: 200,
      body: { policeMatch: 'match', guardian: { id: null, name: 'Tống Thị Mẹ', relation: 'mother' } },
    })
    expect(await patch(ward, id, 2, { guardian: { name: '', relation: '' } })).toMatchObject({
      body: { guardian: null },
    })
  })
})

describe('one person by form', () => {
  const body = () => ({
    id: randomUUID(),
    listId,
    wardId: ground.world.places.wardA,
    groupId: ground.world.places.groupA,
    fullName: 'Nguyễn Văn Ánh',
    bornOn: '1991-03-05',
    sex: 'male',
    priorityCode: 9,
  })

  test('likely the same people are shown before anything is stored', async () => {
    const asked = body()
    const first = await ground.as(ward, 'POST', '/v1/people', asked)
    expect(first).toMatchObject({
      status: 200,
      body: {
        registered: false,
        person: null,
        likely: [
          {
            where: 'here',
            reason: 'same-name-birth',
            person: { fullName: 'Nguyễn Văn Ánh', phone: '*******538' },
          },
        ],
      },
    })
    expect(await look(ground, 'SELECT 1 FROM person WHERE id = $1', [asked.id])).toEqual([])
    const [shown] = first.body['likely'] as { person: { id: string } }[]
    const otherThan = [shown!.person.id, randomUUID()]
    const second = await ground.as(ward, 'POST', '/v1/people', { ...asked, isOtherPerson: true, otherThan })
    expect(second).toMatchObject({
      status: 201,
      body: { registered: true, person: { id: asked.id, registrations: [{ listId }] } },
    })
    expect(
      (await ground.as(ward, 'POST', '/v1/people', { ...asked, isOtherPerson: true })).body,
    ).toMatchObject({ registered: true, person: { id: asked.id } })
    // What was answered is not asked again at the desk of duplicates.
    expect(
      await look(ground, 'SELECT person_id, verdict FROM pair_decision WHERE other_id = $1', [asked.id]),
    ).toEqual([{ person_id: shown!.person.id, verdict: 'different' }])
    expect(await ground.as(ward, 'POST', '/v1/people', { ...asked, fullName: 'Người Khác' })).toMatchObject({
      status: 422,
      body: { code: 'person.id-used' },
    })
    expect(
      await look(ground, `SELECT 1 FROM audit_entry WHERE action = 'registerPerson' AND subject_id = $1`, [
        asked.id,
      ]),
    ).toHaveLength(1)
  })

  test('of somebody in another ward only that there is one', async () => {
    const listB = await addList(ground, wardB, { wardId: ground.world.places.wardB })
    await register(ground, wardB, listB, {
      fullName: 'Hà Thị Riêng',
      bornOn: '1957-07-07',
      sex: 'female',
      wardId: ground.world.places.wardB,
      groupId: null,
      numbers: [{ kind: 'cccd', value: '046157000888' }],
    })
    const answer = await ground.as(ward, 'POST', '/v1/people', {
      ...body(),
      fullName: 'Hà Thị Riêng',
      bornOn: '1957-07-07',
      sex: 'female',
      numbers: [{ kind: 'cccd', value: '046157000888' }],
    })
    expect(answer.body).toEqual({
      registered: false,
      person: null,
      likely: [{ where: 'elsewhere', reason: 'same-identifier', differs: [], person: null }],
    })
  })

  test('another ward’s list and a place not in force are refused', async () => {
    expect(await ground.as(wardB, 'POST', '/v1/people', body())).toMatchObject({ status: 404 })
    expect(
      await ground.as(wardB, 'POST', '/v1/people', {
        ...body(),
        wardId: ground.world.places.wardB,
        groupId: null,
      }),
    ).toMatchObject({ status: 404 })
    expect(
      await ground.as(ward, 'POST', '/v1/people', {
        ...body(),
        fullName: 'Mới Toanh Người',
        groupId: randomUUID(),
      }),
    ).toMatchObject({ status: 422, body: { code: 'person.place-unknown' } })
    expect(await ground.as(ground.world.accounts.scanner, 'POST', '/v1/people', body())).toMatchObject({
      status: 403,
    })
  })
})
