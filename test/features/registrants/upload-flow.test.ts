import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { eraseExpiredUploads } from '#features/registrants/erase-expired-uploads.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import { countAuditSaying } from '../../support/look.ts'
import { addList, commit, fileOf, look, peopleOn, rowsOf, sendFile } from './support.ts'

// Each file is read in a process of its own: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000 })

let ground: TestApp
let ward: TestAccount
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
})
afterAll(() => ground.close())

const idOf = (answer: { body: Record<string, unknown> }) => String(answer.body['id'])

describe('the queue', () => {
  test('a file is taken at once, waits its turn behind one of each other ward, and none is lost', async () => {
    const { world } = ground
    const lists = {
      a: await addList(ground, ward),
      b: await addList(ground, world.accounts.wardOfficialB, { wardId: world.places.wardB }),
    }
    const send = (list: 'a' | 'b', number: number) =>
      sendFile(
        ground,
        list === 'a' ? ward : world.accounts.wardOfficialB,
        lists[list],
        fileOf([
          {
            name: `Người Thứ ${'ABCDEFGHIJ'[number]!.repeat(3)}`,
            born: `0${number + 1}/01/19${50 + number}`,
            ...(list === 'b' ? { ward: '19750', wardName: 'Tây Thử' } : {}),
          },
        ]),
        { wait: 0 },
      )
    const answers = []
    for (const [list, number] of [
      ['a', 0],
      ['a', 1],
      ['a', 2],
      ['b', 3],
    ] as const)
      answers.push(await send(list, number))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    const waiting = answers.at(-1)!.body
    expect(['queued', 'reading', 'preview']).toContain(waiting['state'])
    const read = await Promise.all(answers.map((answer) => untilRead(idOf(answer))))
    expect(read.map(({ state }) => state)).toEqual(['preview', 'preview', 'preview', 'preview'])
    for (const { counts } of read) expect(counts).toMatchObject({ rowsRead: 1 })
  })

  test('the place in the queue counts wards in turn', async () => {
    const { world } = ground
    const [listA, listB] = [
      await addList(ground, ward),
      await addList(ground, world.accounts.wardOfficialB, { wardId: world.places.wardB }),
    ]
    // Nobody reads these: they are put there by hand, and held by another reader.
    const ids = Array.from({ length: 3 }, () => randomUUID())
    await look(
      ground,
      `INSERT INTO upload (id, list_id, ward_id, file_hash, file_name, bytes, state, uploaded_by, uploaded_at, queued_at)
       SELECT x.id::uuid, x.list::uuid, x.ward::uuid, x.id, 'x.csv', 1, 'queued', $4::uuid, $5::timestamptz, $5::timestamptz + x.n * interval '1 second'
       FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS x (id, list, ward, n)`,
      [
        ids,
        [listA, listA, listB],
        [world.places.wardA, world.places.wardA, world.places.wardB],
        ward.accountId,
        NOW,
      ],
    )
    const places = await Promise.all(
      ids.map(async (id, at) => {
        const account = at === 2 ? world.accounts.wardOfficialB : ward
        return (await ground.as(account, 'GET', `/v1/uploads/${id}`)).body['position']
      }),
    )
    await look(ground, `UPDATE upload SET state = 'cancelled' WHERE id = ANY ($1::uuid[])`, [ids])
    expect(places).toEqual([1, 3, 2])
  })

  test('server-sent events tell each step once, and a client that comes back only what it has not seen', async () => {
    const listId = await addList(ground, ward)
    const upload = await sendFile(ground, ward, listId, fileOf([{ name: 'Tô Thị Theo Dõi', born: '1961' }]), {
      wait: 0,
    })
    const url = `/v1/uploads/${idOf(upload)}/events`
    const stream = await ground.as(ward, 'GET', url)
    expect(stream.headers['content-type']).toContain('text/event-stream')
    const events = eventsOf(stream.raw.body)
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    expect(events.at(-1)!.data).toMatchObject({ state: 'preview', progress: null, position: null })
    const again = await ground.as(ward, 'GET', url, undefined, { 'last-event-id': events.at(-1)!.id })
    expect(eventsOf(again.raw.body)).toEqual([])
    const stranger = await ground.as(ground.world.accounts.wardOfficialB, 'GET', url)
    expect(stranger).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })

  test('a file that is being read can be dropped, and nothing of it stays', async () => {
    const listId = await addList(ground, ward)
    const people = Array.from({ length: 400 }, (_, at) => ({
      name: 'Mai Văn Bỏ',
      born: `${1930 + (at % 60)}`,
    }))
    const upload = await sendFile(ground, ward, listId, fileOf(people), { wait: 0 })
    const dropped = await ground.as(ward, 'POST', `/v1/uploads/${idOf(upload)}/cancel`)
    expect(dropped).toMatchObject({ status: 200, body: { state: 'cancelled', fileName: '' } })
    await eventually(async () => {
      expect(await leftOf(idOf(upload))).toEqual([])
    })
    expect((await ground.as(ward, 'GET', `/v1/uploads/${idOf(upload)}`)).body['state']).toBe('cancelled')
  })

  test('a refused file says why, also later and in another language', async () => {
    const listId = await addList(ground, ward)
    const id = randomUUID()
    const refused = await sendFile(ground, ward, listId, Buffer.from('a,b\n1,2\n'), { id })
    expect(refused).toMatchObject({ status: 422, body: { code: 'list.headings-missing' } })
    const seen = await ground.as(ward, 'GET', `/v1/uploads/${id}`, undefined, { 'accept-language': 'en' })
    expect(seen.body).toMatchObject({ state: 'refused', refusal: { code: 'list.headings-missing' } })
    expect(JSON.stringify(seen.body['refusal'])).toContain('No row with the headings')
    expect(await commit(ground, ward, seen)).toMatchObject({ status: 409, body: { code: 'upload.refused' } })
    expect(await sendFile(ground, ward, listId, Buffer.from('a,b\n1,2\n'), { id })).toMatchObject({
      status: 422,
      body: { code: 'list.headings-missing' },
    })
  })
})

describe('what the official says about reading', () => {
  test('an unknown heading is mapped once: the file is read again, and the next one at once', async () => {
    const listId = await addList(ground, ward)
    const file = (phone: string) =>
      Buffer.from(
        `STT,Họ và tên,Ngày sinh,Giới tính,Mã nhóm ưu tiên,Mã xã,Gọi vào\n1,Quách Thị Máy,02/03/1971,1,9,19753,${phone}\n`,
      )
    const first = await sendFile(ground, ward, listId, file('0912000111'))
    expect(first).toMatchObject({ status: 201, body: { counts: { new: 1 } } })
    const [unknown] = first.body['unknownColumns'] as { key: string; text: string; column: string }[]
    expect(unknown).toMatchObject({ column: 'G', text: 'Gọi vào' })
    const url = `/v1/uploads/${idOf(first)}/mapping`
    const put = (body: object, etag: unknown) =>
      ground.as(ward, 'PUT', url, body, { 'if-match': String(etag), prefer: 'wait=30' })
    expect(await put({ headings: [{ key: 'không có', field: 'phone' }] }, first.headers.etag)).toMatchObject({
      status: 422,
      body: { code: 'upload.heading-unknown' },
    })
    const mapped = await put({ headings: [{ key: unknown!.key, field: 'phone' }] }, first.headers.etag)
    expect(mapped).toMatchObject({ status: 200, body: { state: 'preview', unknownColumns: [] } })
    await commit(ground, ward, mapped)
    expect((await peopleOn(ground, listId))[0]).toMatchObject({ phone: '0912000111' })
    const next = await sendFile(ground, ward, listId, file('0912000222'))
    expect(next.body).toMatchObject({ unknownColumns: [], counts: { changed: 1 } })
  })

  test('a class of repairs that is refused is not made', async () => {
    const listId = await addList(ground, ward)
    const file = fileOf([{ name: 'Kha Thị Sửa', born: '05/06/1972', phone: '912000333' }])
    const first = await sendFile(ground, ward, listId, file)
    expect(first.body['repairs']).toMatchObject([{ kind: 'phone-zero', cells: 1 }])
    const read = await ground.as(
      ward,
      'PUT',
      `/v1/uploads/${idOf(first)}/repairs`,
      { refused: ['phone-zero'] },
      { 'if-match': String(first.headers.etag), prefer: 'wait=30' },
    )
    expect(read).toMatchObject({ status: 200, body: { repairs: [], refusedRepairs: ['phone-zero'] } })
    const [row] = await rowsOf(ground, ward, idOf(read))
    expect(row!.problems.map(({ code }) => code)).toContain('phone-unreadable')
  })

  test('only the bad rows come back, with their reasons; mended and sent again, only they change', async () => {
    const listId = await addList(ground, ward)
    const upload = await sendFile(
      ground,
      ward,
      listId,
      fileOf([
        { name: 'Ông Văn Lành', born: '01/02/1963' },
        { name: 'Ông Thị Hỏng', born: '31/02/1963' },
      ]),
    )
    await commit(ground, ward, upload)
    const bad = await ground.as(ward, 'GET', `/v1/uploads/${idOf(upload)}/bad-rows`)
    expect(bad.status).toBe(200)
    const again = await sendFile(ground, ward, listId, bad.raw.rawPayload, { name: 'dong-loi.xlsx' })
    expect(again.body['counts']).toMatchObject({ rowsRead: 1, rejected: 1 })
    const empty = await ground.as(ward, 'GET', '/v1/lists/template')
    const form = await sendFile(ground, ward, listId, empty.raw.rawPayload, { name: 'mau.xlsx' })
    expect(form).toMatchObject({ status: 422, body: { code: 'list.nobody' } })
  })
})

describe('taking an upload back', () => {
  test('whom it made is nobody any more, what it changed is put back, and the file can be sent again', async () => {
    const [first, second] = [await addList(ground, ward), await addList(ground, ward)]
    const known = { name: 'Lục Văn Trước', born: '04/04/1964', cccd: '046064000444', phone: '0913000444' }
    await commit(ground, ward, await sendFile(ground, ward, first, fileOf([known])))
    const file = fileOf([
      { ...known, phone: '0913000555', bhyt: 'GD4464600000444' },
      { name: 'Lục Thị Sau', born: '05/05/1975', cccd: '046175000555', sex: '1' },
    ])
    const upload = await sendFile(ground, ward, second, file)
    expect(upload.body['counts']).toMatchObject({ changed: 1, new: 1 })
    const done = await commit(ground, ward, upload)
    const people = await peopleOn(ground, second)
    const undo = (etag: unknown, reason = 'Nhầm tệp') =>
      ground.as(ward, 'POST', `/v1/uploads/${idOf(upload)}/undo`, { reason }, { 'if-match': String(etag) })
    expect(await undo('"1"')).toMatchObject({ status: 412, body: { code: 'request.stale' } })
    const undone = await undo(done.headers.etag)
    expect(undone).toMatchObject({ status: 200, body: { state: 'undone', undoneReason: 'Nhầm tệp' } })
    expect((await undo(undone.headers.etag)).body).toEqual(undone.body)
    expect(await countAuditSaying(ground.database, 'Nhầm tệp')).toBe(0)
    expect((await ground.as(ward, 'GET', `/v1/lists/${second}`)).body).toMatchObject({ registered: 0 })
    const [kept, made] = await Promise.all(
      ['Lục Văn Trước', 'Lục Thị Sau'].map(async (name) => {
        const person = people.find((row) => row.full_name === name)!
        const [row] = await look<{ phone: string; living: string; numbers: number }>(
          ground,
          `SELECT phone, living, (SELECT count(*)::int FROM person_identifier n WHERE n.person_id = p.id) AS numbers FROM person p WHERE id = $1`,
          [person.id],
        )
        return row
      }),
    )
    expect(kept).toEqual({ phone: '0913000444', living: 'here', numbers: 1 })
    expect(made).toMatchObject({ living: 'withdrawn' })
    const nobody = people.find((row) => row.full_name === 'Lục Thị Sau')!.id
    const somebody = people.find((row) => row.full_name === 'Lục Văn Trước')!.id
    const match = { 'if-match': '"2"' }
    const reason = 'Thử gọi lại'
    for (const answer of [
      await ground.as(ward, 'PATCH', `/v1/people/${nobody}`, { phone: '0913000999', reason }, match),
      await ground.as(ward, 'POST', `/v1/people/${nobody}/events`, { kind: 'mistaken', reason }, match),
      await ground.as(ground.world.accounts.cityCentre, 'POST', '/v1/merges', {
        id: randomUUID(),
        absorbedId: somebody,
        keptId: nobody,
        reason,
      }),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } })
    const again = await sendFile(ground, ward, second, file)
    expect(again.body['counts']).toMatchObject({ changed: 1, new: 1 })
    expect(await commit(ground, ward, again)).toMatchObject({ status: 200, body: { taken: 2 } })
    expect((await ground.as(ward, 'GET', `/v1/lists/${second}`)).body).toMatchObject({ registered: 2 })
    const history = await ground.as(ward, 'GET', `/v1/uploads?wardId=${ground.world.places.wardA}&limit=200`)
    const told = new Map(
      (history.body['items'] as { id: string; state: string }[]).map((row) => [row.id, row.state]),
    )
    expect([idOf(upload), idOf(again)].map((id) => told.get(id))).toEqual(['undone', 'committed'])
  })

  test('what somebody corrected since stays, and so does whoever another list has', async () => {
    const [one, two] = [await addList(ground, ward), await addList(ground, ward)]
    const row = { name: 'Mạc Thị Hai', born: '06/06/1966', cccd: '046166000666', sex: '1' }
    const first = await commit(ground, ward, await sendFile(ground, ward, one, fileOf([row])))
    await commit(ground, ward, await sendFile(ground, ward, two, fileOf([row])))
    const undone = await ground.as(
      ward,
      'POST',
      `/v1/uploads/${idOf(first)}/undo`,
      { reason: 'Nhầm danh sách' },
      { 'if-match': String(first.headers.etag) },
    )
    expect(undone.status).toBe(200)
    const [held] = await look<{ living: string; states: string[] }>(
      ground,
      `SELECT p.living, array_agg(r.state ORDER BY r.state) AS states FROM person p JOIN registration r ON r.person_id = p.id
       WHERE p.full_name = 'Mạc Thị Hai' GROUP BY p.id`,
    )
    expect(held).toEqual({ living: 'here', states: ['listed', 'withdrawn'] })
  })

  test('whoever another confirmed upload of the list has as well stays on it, as that one found them', async () => {
    const listId = await addList(ground, ward)
    const [first, changed] = [
      { name: 'Nghiêm Văn Mới', born: '09/08/1969', cccd: '046069000981' },
      { name: 'Nghiêm Thị Đổi', born: '10/08/1970', cccd: '046170001081', sex: '1', phone: '0913000981' },
    ]
    await commit(ground, ward, await sendFile(ground, ward, listId, fileOf([changed])))
    const rows = [first, { ...changed, phone: '0913000982' }]
    const earlier = await commit(ground, ward, await sendFile(ground, ward, listId, fileOf(rows)))
    const more = { name: 'Nghiêm Thị Thêm', born: '11/08/1971', sex: '1' }
    const later = await sendFile(ground, ward, listId, fileOf([...rows, more]))
    expect(later.body['counts']).toMatchObject({ same: 2, new: 1 })
    ground.setNow(new Date(NOW.getTime() + 60_000))
    expect(await commit(ground, ward, later)).toMatchObject({ status: 200, body: { taken: 3 } })
    ground.setNow(NOW)
    const undone = await ground.as(
      ward,
      'POST',
      `/v1/uploads/${idOf(earlier)}/undo`,
      { reason: 'Gửi nhầm bản cũ' },
      { 'if-match': String(earlier.headers.etag) },
    )
    expect(undone).toMatchObject({ status: 200, body: { state: 'undone' } })
    const held = await look<{ name: string; living: string; phone: string; state: string }>(
      ground,
      `SELECT p.full_name AS name, p.living, p.phone, r.state FROM registration r JOIN person p ON p.id = r.person_id
       WHERE r.list_id = $1 ORDER BY p.born_on`,
      [listId],
    )
    expect(held).toEqual([
      { name: 'Nghiêm Văn Mới', living: 'here', phone: '', state: 'listed' },
      { name: 'Nghiêm Thị Đổi', living: 'here', phone: '0913000982', state: 'listed' },
      { name: 'Nghiêm Thị Thêm', living: 'here', phone: '', state: 'listed' },
    ])
  })

  test('it waits for a list of the ward that is being confirmed, and whom that one takes stays', async () => {
    const { places } = ground.world
    const [listId, otherId] = [await addList(ground, ward), await addList(ground, ward)]
    const file = fileOf([{ name: 'Tạ Văn Chờ', born: '12/08/1972' }])
    const done = await commit(ground, ward, await sendFile(ground, ward, listId, file))
    const [person] = await peopleOn(ground, listId)
    const other = new Client({ connectionString: ground.database.superuserUrl })
    await other.connect()
    try {
      await other.query('BEGIN')
      await other.query('SELECT 1 FROM place WHERE id = $1 FOR NO KEY UPDATE', [places.wardA])
      await other.query(
        `INSERT INTO registration (id, person_id, campaign_id, list_id, ward_id, priority_code, created_at)
         SELECT $1, person_id, campaign_id, $2, ward_id, priority_code, created_at FROM registration WHERE list_id = $3`,
        [randomUUID(), otherId, listId],
      )
      let isAnswered = false
      const undoing = ground
        .as(
          ward,
          'POST',
          `/v1/uploads/${idOf(done)}/undo`,
          { reason: 'Nhầm tệp' },
          { 'if-match': String(done.headers.etag) },
        )
        .finally(() => (isAnswered = true))
      await vi.waitUntil(
        async () =>
          isAnswered || (await look(ground, 'SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1')).length > 0,
        { timeout: 60_000 },
      )
      await other.query('COMMIT')
      expect(await undoing).toMatchObject({ status: 200, body: { state: 'undone' } })
    } finally {
      await other.end()
    }
    const [kept] = await look(ground, 'SELECT living FROM person WHERE id = $1', [person!.id])
    expect(kept).toEqual({ living: 'here' })
  })

  test('nobody is taken off a list who has been checked in: the refusal says how many', async () => {
    const listId = await addList(ground, ward)
    const done = await commit(
      ground,
      ward,
      await sendFile(ground, ward, listId, fileOf([{ name: 'Ninh Văn Đến', born: '07/07/1967' }])),
    )
    const [person] = await peopleOn(ground, listId)
    await look(
      ground,
      `INSERT INTO check_in (id, person_id, session_id, author_id, at, how) VALUES ($1, $2, $3, $4, $5, 'search')`,
      [randomUUID(), person!.id, ground.world.sessions.A, ground.world.accounts.scanner.accountId, NOW],
    )
    const refused = await ground.as(
      ward,
      'POST',
      `/v1/uploads/${idOf(done)}/undo`,
      { reason: 'Nhầm tệp' },
      { 'if-match': String(done.headers.etag) },
    )
    expect(refused).toMatchObject({ status: 409, body: { code: 'upload.checked-in', facts: { people: 1 } } })
  })
})

test('a preview that nobody confirms is erased after a day, a file after thirty', async () => {
  const listId = await addList(ground, ward)
  const [kept, left] = [
    await sendFile(ground, ward, listId, fileOf([{ name: 'Viên Văn Giữ', born: '1958' }])),
    await sendFile(ground, ward, listId, fileOf([{ name: 'Viên Văn Quên', born: '1959' }])),
  ]
  await commit(ground, ward, kept)
  const day = 86_400_000
  try {
    ground.setNow(new Date(NOW.getTime() + day + 1000))
    expect((await eraseExpiredUploads(ground.deps)).previews).toBeGreaterThanOrEqual(1)
    expect(await leftOf(idOf(left))).toEqual([])
    expect(await leftOf(idOf(kept))).toEqual(['file', 'row'])
    ground.setNow(new Date(NOW.getTime() + 30 * day + 1000))
    expect((await eraseExpiredUploads(ground.deps)).files).toBeGreaterThanOrEqual(1)
    expect(await leftOf(idOf(kept))).toEqual(['row'])
    expect(await eraseExpiredUploads(ground.deps)).toEqual({ previews: 0, files: 0 })
  } finally {
    ground.setNow(NOW)
  }
})

test('rows read are the sum of what became of them, or the database takes nothing', async () => {
  const [upload] = await look<{ id: string }>(
    ground,
    `SELECT id FROM upload WHERE state = 'committed' LIMIT 1`,
  )
  await expect(
    look(ground, 'UPDATE upload SET rows_read = rows_read + 1 WHERE id = $1', [upload!.id]),
  ).rejects.toThrow(/upload_closes/)
})

async function untilRead(id: string) {
  for (;;) {
    const { body } = await ground.as(ground.world.accounts.cityCentre, 'GET', `/v1/uploads/${id}`)
    if (body['state'] !== 'queued' && body['state'] !== 'reading') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function eventually(check: () => Promise<void>) {
  for (let left = 100; ; left -= 1) {
    try {
      return await check()
    } catch (error) {
      if (left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function leftOf(uploadId: string): Promise<string[]> {
  const rows = await look<{ what: string }>(
    ground,
    `SELECT DISTINCT what FROM (SELECT 'row' AS what FROM upload_row WHERE upload_id = $1
     UNION ALL SELECT 'file' FROM upload_file WHERE upload_id = $1) AS x ORDER BY what`,
    [uploadId],
  )
  return rows.map(({ what }) => what)
}

function eventsOf(stream: string) {
  return stream
    .split('\n\n')
    .filter((block) => block.includes('\ndata: '))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
      return { id: field('id'), data: JSON.parse(field('data')) as Record<string, unknown> }
    })
}
