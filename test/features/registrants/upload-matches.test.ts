import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { type TestAccount } from '../../support/world.ts'
import { addList, commit, fileOf, HEADINGS, peopleOn, rowsOf, sendFile, look } from './support.ts'

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

describe('who is already there', () => {
  test('a person of another ward is “known elsewhere” and never shown; the row is listed and changes nothing of them', async () => {
    const listB = await addList(ground, wardB, { wardId: ground.world.places.wardB })
    const secret = {
      name: 'Đặng Thị Bí Mật',
      born: '09/09/1966',
      cccd: '046166000777',
      phone: '0933000777',
      sex: '1',
    }
    await commit(
      ground,
      wardB,
      await sendFile(ground, wardB, listB, fileOf([{ ...secret, ward: '19750', wardName: 'Tây Thử' }])),
    )
    const listA = await addList(ground, ward)
    const preview = await sendFile(
      ground,
      ward,
      listA,
      fileOf([
        { ...secret, phone: '0933000000', sex: '1' },
        { ...secret, name: 'Ai Đó Khác', sex: '1' },
      ]),
    )
    expect(preview.body['counts']).toMatchObject({ rowsRead: 2, duplicate: 1, suspected: 1 })
    const [row] = await rowsOf(ground, ward, preview.body['id'])
    expect(row).toMatchObject({ outcome: 'duplicate', where: 'elsewhere', found: null })
    expect(row!.says).toContain('Đã có ở nơi khác')
    expect(JSON.stringify(row)).not.toContain('0933000777')
    expect((await commit(ground, ward, preview)).status).toBe(200)
    const [kept] = await peopleOn(ground, listA)
    expect(kept).toMatchObject({ full_name: 'Đặng Thị Bí Mật', phone: '0933000777', version: 1 })
    expect(await ground.as(ward, 'GET', `/v1/people/${kept!.id}`)).toMatchObject({ status: 404 })
    const again = await sendFile(ground, ward, listA, fileOf([{ ...secret, phone: '0933000000', sex: '1' }]))
    expect(again.body['counts']).toMatchObject({ rowsRead: 1, same: 1 })
  })

  test('a number of another ward with another name is a question', async () => {
    const listB = await addList(ground, wardB, { wardId: ground.world.places.wardB })
    const known = {
      name: 'Hồ Văn Xa',
      born: '1971',
      cccd: '046071000555',
      ward: '19750',
      wardName: 'Tây Thử',
    }
    await commit(ground, wardB, await sendFile(ground, wardB, listB, fileOf([known])))
    const listA = await addList(ground, ward)
    const asked = await sendFile(
      ground,
      ward,
      listA,
      fileOf([{ name: 'Ngô Văn Gần', born: '02/03/1971', cccd: '046071000555' }]),
    )
    expect(asked.body['counts']).toMatchObject({ suspected: 1 })
    expect((await rowsOf(ground, ward, asked.body['id']))[0]).toMatchObject({
      where: 'elsewhere',
      found: null,
      differs: ['name'],
    })
  })

  test('inside the file and in the ward: a name and birth alone never decide', async () => {
    const first = await addList(ground, ward)
    await commit(
      ground,
      ward,
      await sendFile(ground, ward, first, fileOf([{ name: 'Lý Thị Trùng', born: '01/01/1977', sex: '1' }])),
    )
    const listId = await addList(ground, ward)
    const file = fileOf([
      { name: 'Lý Thị Trùng', born: '01/01/1977', sex: '1', phone: '0944000001' },
      { name: 'Cao Văn Một', born: '02/02/1982', cccd: '046082000101' },
      { name: 'Cao Văn Một', born: '02/02/1982', cccd: '046082000101' },
      { name: 'Cao Văn Hai', born: '03/03/1983' },
      { name: 'Cao Văn Hai', born: '03/03/1983' },
    ])
    let upload = await sendFile(ground, ward, listId, file)
    expect(upload.body).toMatchObject({
      counts: { rowsRead: 5, new: 2, duplicate: 1, suspected: 2, same: 0, changed: 0, rejected: 0 },
      undecided: 2,
    })
    const rows = await rowsOf(ground, ward, upload.body['id'])
    expect(rows[0]).toMatchObject({
      outcome: 'suspected',
      where: 'here',
      found: { fullName: 'Lý Thị Trùng' },
      changes: [{ field: 'phone' }],
    })
    expect(rows[2]).toMatchObject({ outcome: 'duplicate', where: 'file', repeatsRow: HEADINGS + 2 })
    expect(rows[4]).toMatchObject({ outcome: 'suspected', where: 'file', repeatsRow: HEADINGS + 4 })
    const uploadId = String(upload.body['id'])
    const decide = (row: number, decision: string, etag: unknown) =>
      ground.as(
        ward,
        'PATCH',
        `/v1/uploads/${uploadId}/rows/${row}`,
        { decision },
        { 'if-match': String(etag) },
      )

    expect(await decide(HEADINGS + 2, 'same-person', upload.headers.etag)).toMatchObject({
      status: 422,
      body: { code: 'upload.row-not-doubtful' },
    })
    expect(await decide(HEADINGS + 40, 'same-person', upload.headers.etag)).toMatchObject({ status: 404 })
    upload = await decide(HEADINGS + 1, 'same-person', upload.headers.etag)
    expect(upload).toMatchObject({ status: 200, body: { undecided: 1 } })
    expect(await decide(HEADINGS + 5, 'other-person', '"1"')).toMatchObject({
      status: 412,
      body: { code: 'request.stale' },
    })
    upload = await commit(ground, ward, upload)
    expect(upload).toMatchObject({ status: 200, body: { state: 'committed', taken: 3, undecided: 1 } })
    expect((await peopleOn(ground, listId)).map((row) => [row.full_name, row.phone])).toEqual([
      ['Cao Văn Hai', ''],
      ['Cao Văn Một', ''],
      ['Lý Thị Trùng', '0944000001'],
    ])
    // Put off, and decided after the others were taken.
    upload = await ground.as(
      ward,
      'POST',
      `/v1/uploads/${uploadId}/decisions`,
      { decision: 'other-person', rowNumbers: 'undecided' },
      { 'if-match': String(upload.headers.etag) },
    )
    upload = await commit(ground, ward, upload)
    expect(upload.body).toMatchObject({ taken: 4, undecided: 0, counts: { suspected: 2 } })
    expect(await peopleOn(ground, listId)).toHaveLength(4)
    expect(await decide(HEADINGS + 5, 'later', upload.headers.etag)).toMatchObject({
      status: 409,
      body: { code: 'upload.row-taken' },
    })
    const again = await sendFile(ground, ward, listId, file)
    expect(again.body['counts']).toMatchObject({ new: 0, changed: 0, same: 4, duplicate: 1, suspected: 0 })
  })

  test('earlier doses of confirmed rows are ready for the one door, the same each time asked', async () => {
    const listId = await addList(ground, ward)
    const dose = { product1: 'Pfizer', on1: '01/09/2021', lot1: 'FD0001', place1: '46001' }
    const upload = await sendFile(
      ground,
      ward,
      listId,
      fileOf([
        { name: 'Mai Văn Đã Tiêm', born: '05/06/1961', ...dose },
        { name: 'Mai Văn Tiêm Lạ', born: '06/06/1961', ...dose, product1: 'Không rõ' },
        { name: 'Mai Văn Chưa', born: '07/06/1961' },
      ]),
    )
    const url = `/v1/uploads/${String(upload.body['id'])}/history-entries`
    expect((await ground.as(ward, 'GET', url)).body).toMatchObject({ items: [] })
    await commit(ground, ward, upload)
    const answer = await ground.as(ward, 'GET', url)
    const [entry] = answer.body['items'] as Record<string, unknown>[]
    const person = (await peopleOn(ground, listId)).find((row) => row.full_name === 'Mai Văn Đã Tiêm')
    expect(answer.body['items']).toHaveLength(1)
    expect(entry).toMatchObject({
      kind: 'dose',
      personId: person!.id,
      productId: ground.world.productId,
      lot: { code: 'FD0001', expiresOn: null },
      statedStep: 'primary-1',
      givenOn: '2021-09-01',
      givenAt: '2021-09-01T05:00:00.000Z',
      origin: 'history',
      source: 'reported',
      place: '46001',
      sessionId: null,
    })
    expect(answer.body['unknownProducts']).toEqual([
      { rowNumber: HEADINGS + 2, number: 1, product: 'Không rõ' },
    ])
    expect((await ground.as(ward, 'GET', url)).body).toEqual(answer.body)
    const rows = await ground.as(ward, 'GET', `/v1/uploads/${String(upload.body['id'])}/rows?limit=2`)
    expect(rows.body['items']).toHaveLength(2)
    const read = await look<{ action: string; detail: string }>(
      ground,
      `SELECT action, detail FROM audit_entry
       WHERE subject_id = $1 AND action IN ('listUploadRows', 'listHistoryEntries') ORDER BY action, detail::text`,
      [upload.body['id']],
    )
    expect(read.map(({ action, detail }) => [action, JSON.parse(detail)])).toEqual([
      ['listHistoryEntries', { entries: 0 }],
      ['listHistoryEntries', { entries: 1 }],
      ['listHistoryEntries', { entries: 1 }],
      ['listUploadRows', { rows: 2 }],
    ])
  })
})
