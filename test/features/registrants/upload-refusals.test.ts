import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { type TestAccount } from '../../support/world.ts'
import { addList, commit, fileOf, HEADINGS, look, peopleOn, rowsOf, sendFile, sumsOf } from './support.ts'

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

describe('every row that is stopped says why, and every refusal has its code', () => {
  test('row, column and sentence in the language asked for; the cell is masked', async () => {
    const listId = await addList(ground, ward)
    const upload = await sendFile(
      ground,
      ward,
      listId,
      fileOf([
        { name: 'Bùi Văn Lạc', born: '01/01/1980', ward: '99999', cccd: '046080000999' },
        { name: 'Bùi Thị 0912345678', born: '31/02/1980' },
        { name: 'Bùi Văn Đúng', born: '01/01/1981' },
      ]),
    )
    expect(upload.body['counts']).toMatchObject({ rejected: 2, new: 1 })
    const rows = await rowsOf(ground, ward, upload.body['id'], '&outcome=rejected')
    expect(rows.map((row) => row.rowNumber)).toEqual([HEADINGS + 1, HEADINGS + 2])
    const unknown = rows[0]!.problems.find(({ code }) => code === 'ward-unknown')!
    expect(unknown).toMatchObject({
      column: 'O',
      value: '99999',
      says: 'Mã xã/phường này không có hiệu lực vào ngày 17/10/2021. Hãy xem lại mã (5 chữ số).',
    })
    expect(rows[0]!.says).toContain('[O]')
    expect(JSON.stringify(rows)).not.toContain('0912345678')
    const english = await ground.as(
      ward,
      'GET',
      `/v1/uploads/${String(upload.body['id'])}/rows?outcome=rejected`,
      undefined,
      { 'accept-language': 'en' },
    )
    expect(JSON.stringify(english.body)).toContain('No ward had this code on 17/10/2021')
  })

  test('files that are no list', async () => {
    const listId = await addList(ground, ward)
    const send = async (content: Buffer, name = 'x.csv') => {
      const answer = await sendFile(ground, ward, listId, content, { name })
      return `${answer.status} ${String(answer.body.code)}`
    }
    const before = await sumsOf(ground)
    expect(await send(Buffer.from('MZ\u0090\u0000\u0003'), 'x.exe')).toBe('415 list.file-program')
    expect(await send(Buffer.from('a,b,c\n1,2,3\n'))).toBe('422 list.headings-missing')
    expect(await send(fileOf([]))).toBe('422 list.nobody')
    expect(await send(Buffer.alloc(0))).toBe('422 list.file-empty')
    const line = Buffer.from(
      `${fileOf([{ name: 'Một Người', born: '1980' }])
        .toString()
        .trimEnd()
        .split('\n')
        .at(-1)!}\n`,
    )
    const many = Buffer.concat([fileOf([]), Buffer.from('\n'), ...Array.from({ length: 50_001 }, () => line)])
    expect(await send(many)).toBe('413 list.rows-too-many')
    expect(await sumsOf(ground)).toEqual(before)
    const noForm = await ground.as(ward, 'POST', `/v1/lists/${listId}/uploads`, { a: 1 })
    expect(noForm).toMatchObject({ status: 415, body: { code: 'request.media-type' } })
    const noId = await sendFile(ground, ward, listId, fileOf([]), { id: 'no id' })
    expect(noId).toMatchObject({ status: 422, body: { code: 'upload.file-missing' } })
  })

  test('an id names one upload: the same file is answered the same, another file is refused', async () => {
    const listId = await addList(ground, ward)
    const id = randomUUID()
    const file = fileOf([{ name: 'Lâm Văn Lặp', born: '1969' }])
    const first = await sendFile(ground, ward, listId, file, { id })
    expect((await sendFile(ground, ward, listId, file, { id })).body).toEqual(first.body)
    expect(
      await sendFile(ground, ward, listId, fileOf([{ name: 'Lâm Văn Khác', born: '1969' }]), { id }),
    ).toMatchObject({ status: 422, body: { code: 'upload.id-used' } })
  })

  test('committed twice is committed once; a stale version, a cancelled upload and a closed list are refused', async () => {
    const listId = await addList(ground, ward)
    const upload = await sendFile(ground, ward, listId, fileOf([{ name: 'Kiều Văn Hai Lần', born: '1944' }]))
    const url = `/v1/uploads/${String(upload.body['id'])}`
    expect(await ground.as(ward, 'POST', `${url}/commit`)).toMatchObject({ status: 428 })
    expect(await ground.as(ward, 'POST', `${url}/commit`, undefined, { 'if-match': '"7"' })).toMatchObject({
      status: 412,
      body: { code: 'request.stale' },
    })
    const [one, two] = await Promise.all([commit(ground, ward, upload), commit(ground, ward, upload)])
    expect([one.status, two.status]).toEqual([200, 200])
    expect(two.body).toEqual(one.body)
    expect(await peopleOn(ground, listId)).toHaveLength(1)
    expect(await ground.as(ward, 'POST', `${url}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'upload.confirmed' },
    })

    const other = await sendFile(ground, ward, listId, fileOf([{ name: 'Kiều Văn Hủy', born: '1945' }]))
    const otherUrl = `/v1/uploads/${String(other.body['id'])}`
    expect(await ground.as(ward, 'POST', `${otherUrl}/cancel`)).toMatchObject({
      status: 200,
      body: { state: 'cancelled', fileName: '' },
    })
    const left = await look(
      ground,
      'SELECT 1 FROM upload_row WHERE upload_id = $1 UNION ALL SELECT 1 FROM upload_file WHERE upload_id = $1',
      [other.body['id']],
    )
    expect(left).toEqual([])
    expect(await commit(ground, ward, other)).toMatchObject({
      status: 409,
      body: { code: 'upload.cancelled' },
    })
    expect(await ground.as(ward, 'GET', `${otherUrl}/workbook`)).toMatchObject({
      status: 410,
      body: { code: 'upload.file-erased' },
    })

    const list = await ground.as(ward, 'GET', `/v1/lists/${listId}`)
    const closed = await ground.as(
      ward,
      'PATCH',
      `/v1/lists/${listId}`,
      { state: 'closed' },
      { 'if-match': String(list.headers.etag) },
    )
    expect(closed).toMatchObject({ status: 200, body: { state: 'closed' } })
    expect(
      await sendFile(ground, ward, listId, fileOf([{ name: 'Kiều Văn Trễ', born: '1946' }])),
    ).toMatchObject({ status: 409, body: { code: 'list.closed' } })
  })

  test('what changed after the preview renews it instead of storing something else', async () => {
    const [one, two] = [await addList(ground, ward), await addList(ground, ward)]
    const row = { name: 'Tạ Văn Đua', born: '08/08/1988', cccd: '046088000321' }
    const [first, second] = [
      await sendFile(ground, ward, one, fileOf([row])),
      await sendFile(ground, ward, two, fileOf([row])),
    ]
    expect([first, second].map((upload) => (upload.body['counts'] as { new: number }).new)).toEqual([1, 1])
    await commit(ground, ward, first)
    expect(await commit(ground, ward, second)).toMatchObject({
      status: 409,
      body: { code: 'upload.preview-moved', facts: { rows: 1 } },
    })
    const renewed = await ground.as(ward, 'GET', `/v1/uploads/${String(second.body['id'])}`)
    expect(renewed.body).toMatchObject({ state: 'preview', counts: { new: 0, same: 1 } })
    expect((await commit(ground, ward, renewed)).status).toBe(200)
    expect((await peopleOn(ground, two))[0]!.id).toBe((await peopleOn(ground, one))[0]!.id)
  })

  test('nobody of another ward, and no role without lists, comes near', async () => {
    const listId = await addList(ground, ward)
    const file = fileOf([{ name: 'Chu Văn Kín', born: '1939' }])
    const upload = await sendFile(ground, ward, listId, file)
    const url = `/v1/uploads/${String(upload.body['id'])}`
    for (const [method, path] of [
      ['GET', `/v1/lists/${listId}`],
      ['GET', `/v1/lists/${listId}/uploads`],
      ['GET', url],
      ['GET', `${url}/rows`],
      ['GET', `${url}/receipt`],
      ['GET', `${url}/workbook`],
      ['GET', `${url}/history-entries`],
      ['POST', `${url}/commit`],
      ['POST', `${url}/cancel`],
    ] as const) {
      const answer = await ground.as(wardB, method, path, undefined, { 'if-match': '"1"' })
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not-found'])
      const scanner = await ground.as(ground.world.accounts.scanner, method, path, undefined, {
        'if-match': '"1"',
      })
      expect([path, scanner.status]).toEqual([path, 403])
    }
    expect((await sendFile(ground, wardB, listId, file)).status).toBe(404)
    expect((await sendFile(ground, null, listId, file)).status).toBe(401)
    expect(await addList(ground, wardB).catch((error: Error) => error.message)).toContain('not-found')
    const mine = await ground.as(wardB, 'GET', '/v1/lists?limit=200')
    expect((mine.body['items'] as { id: string }[]).map(({ id }) => id)).not.toContain(listId)
    expect((await ground.as(ground.world.accounts.cityCentre, 'GET', url)).status).toBe(200)
  })
})
