import { randomUUID } from 'node:crypto'
import * as sheetJs from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, look } from '../../support/look.ts'
import { NOW, type TestAccount } from '../../support/world.ts'

let ground: TestApp
let campaignId: string
beforeAll(async () => {
  ground = await createTestApp()
  campaignId = ground.world.campaignId
})
afterAll(() => ground.close())

const DUE = '2021-10-18T09:00:00Z'
const centre = () => ground.world.accounts.cityCentre
const wardA = () => ground.world.accounts.wardOfficial
const wardB = () => ground.world.accounts.wardOfficialB
const post = (account: TestAccount, url: string, body: unknown) => ground.as(account, 'POST', url, body)
const get = (account: TestAccount, url: string, language = 'vi') =>
  ground.as(account, 'GET', url, undefined, { 'accept-language': language })
const refused = (status: number, code: string) => ({ status, body: { code } })

const setDeadline = (fields: Record<string, unknown> = {}) =>
  post(centre(), '/v1/deadlines', {
    campaignId,
    submission: 'totals',
    listKind: 'ward',
    dueAt: DUE,
    ...fields,
  })

function declare(account: TestAccount, ward: 'A' | 'B' | 'C', fields: Record<string, unknown> = {}) {
  return post(account, '/v1/declarations', {
    campaignId,
    wardId: ground.world.places[`ward${ward}`],
    numbers: [
      { key: '9', persons: 2 },
      { key: '10', persons: 3 },
    ],
    ...fields,
  })
}

type Row = Record<string, Record<string, unknown> & string>
async function overview(account: TestAccount, kind = 'ward') {
  const answer = await get(account, `/v1/list-overview?campaignId=${campaignId}&listKind=${kind}`)
  expect(answer.status).toBe(200)
  return answer.body as unknown as { items: Row[]; counts: Record<string, number> }
}
const rowOf = (items: Row[], ward: 'A' | 'B' | 'C') =>
  items.find(({ wardId }) => wardId === ground.world.places[`ward${ward}`])

/** A list of ward A with these people on it, as rows. */
async function listPeople(codes: number[]) {
  const listId = randomUUID()
  const wardId = ground.world.places.wardA
  await look(
    ground.database,
    `INSERT INTO list (id, campaign_id, kind, ward_id, name, state) VALUES ($1, $2, 'ward', $3, 'x', 'open')`,
    [listId, campaignId, wardId],
  )
  for (const code of codes) {
    const personId = await ground.world.addPerson({ ward: 'A', session: null, priorityCode: code })
    await look(
      ground.database,
      `INSERT INTO registration (id, person_id, campaign_id, list_id, ward_id, priority_code, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, now())`,
      [randomUUID(), personId, campaignId, listId, wardId, code],
    )
  }
}

describe('a deadline', () => {
  test('is set by the centre, moved with a reason only, and keeps what it was', async () => {
    const id = randomUUID()
    const first = await setDeadline({ id, documentNumber: '6616/UBND' })
    expect(first).toMatchObject({ status: 201, body: { dueAt: '2021-10-18T09:00:00.000Z', current: true } })
    expect(await setDeadline({ id, documentNumber: '6616/UBND' })).toMatchObject({
      status: 201,
      body: { id },
    })
    expect(await setDeadline({ id, dueAt: '2021-10-19T09:00:00Z' })).toMatchObject(
      refused(422, 'deadline.id-used'),
    )
    expect(await setDeadline({ dueAt: '2021-10-18T10:00:00Z' })).toMatchObject(
      refused(422, 'deadline.reason'),
    )
    ground.setNow('2021-10-17T02:00:00Z')
    try {
      const moved = await setDeadline({ dueAt: '2021-10-18T10:00:00Z', reason: 'Mưa lũ, đường ngập' })
      expect(moved).toMatchObject({ status: 201, body: { current: true, reason: 'Mưa lũ, đường ngập' } })
    } finally {
      ground.setNow(NOW)
    }
    const all = await get(wardA(), `/v1/deadlines?campaignId=${campaignId}`)
    expect(all.body['items']).toMatchObject([
      { dueAt: '2021-10-18T10:00:00.000Z', current: true, setBy: 'Cán bộ city-centre' },
      { dueAt: '2021-10-18T09:00:00.000Z', current: false },
    ])
    expect(await countAudit(ground.database, 'setDeadline')).toBe(2)
  })

  test('of the staff list is of no kind of list, and every other one is', async () => {
    expect(await setDeadline({ submission: 'staff' })).toMatchObject(refused(422, 'deadline.kind'))
    expect(await setDeadline({ listKind: null })).toMatchObject(refused(422, 'deadline.kind'))
    expect(await post(wardA(), '/v1/deadlines', {})).toMatchObject({ status: 403 })
  })

  test('for names holds for every list of its kind, which may ask for itself earlier but never later', async () => {
    await setDeadline({ submission: 'names', listKind: 'school', dueAt: DUE })
    const dueOf = async (own: string | null) => {
      const made = await post(wardA(), '/v1/lists', {
        campaignId,
        kind: 'school',
        wardId: ground.world.places.wardA,
        name: `Trường ${String(own)}`,
        dueAt: own,
      })
      return made.body['dueAt']
    }
    expect(await dueOf(null)).toBe('2021-10-18T09:00:00.000Z')
    expect(await dueOf('2021-10-18T08:00:00Z')).toBe('2021-10-18T08:00:00.000Z')
    expect(await dueOf('2021-10-30T08:00:00Z')).toBe('2021-10-18T09:00:00.000Z')
  })
})

describe('a ward declares its totals', () => {
  test('each version is kept, the newest holds, and a late one is taken and marked', async () => {
    const id = randomUUID()
    const first = await declare(wardA(), 'A', { id, note: 'Số ban đầu' })
    expect(first).toMatchObject({
      status: 201,
      body: { total: 5, inTime: 'on-time', current: true, wardName: 'Phường Thuận Thử' },
    })
    expect(await declare(wardA(), 'A', { id, note: 'Số ban đầu' })).toMatchObject({
      status: 201,
      body: { id },
    })
    expect(await declare(wardA(), 'A', { id })).toMatchObject(refused(422, 'declaration.id-used'))
    ground.setNow('2021-10-18T11:00:00Z')
    try {
      const late = await declare(wardA(), 'A', { numbers: [{ key: '9', persons: 4 }] })
      expect(late.body).toMatchObject({ total: 4, inTime: 'late', current: true })
      const query = `/v1/declarations?campaignId=${campaignId}&limit=1`
      const page = await get(wardA(), query)
      expect(page.body['items']).toMatchObject([
        { id: late.body['id'], numbers: [{ key: '9', label: 'Nhóm 9' }] },
      ])
      const rest = await get(wardA(), `${query}&cursor=${String(page.body['nextCursor'])}`)
      expect(rest.body).toMatchObject({
        items: [{ id, current: false, inTime: 'on-time' }],
        nextCursor: null,
      })
      // What was sent first was in time: a correction does not make the ward late.
      const { items } = await overview(centre())
      expect(rowOf(items, 'A')!['totals']).toMatchObject({ total: 4, versions: 2, inTime: 'on-time' })
      expect(rowOf(items, 'B')!['totals']).toMatchObject({ total: null, inTime: 'missing' })
      const lateB = await declare(wardB(), 'B')
      expect(lateB.body).toMatchObject({ inTime: 'late' })
      expect(rowOf((await overview(centre())).items, 'B')!['totals']).toMatchObject({ inTime: 'late' })
    } finally {
      ground.setNow(NOW)
    }
    expect(await countAudit(ground.database, 'declareTotals')).toBe(3)
  })

  test('only for itself, by groups of the campaign, each once', async () => {
    expect(await declare(wardA(), 'B')).toMatchObject(refused(404, 'not-found'))
    const strange = { numbers: [{ key: '17', persons: 1 }] }
    expect(await declare(wardA(), 'A', strange)).toMatchObject(refused(422, 'declaration.group'))
    const twice = {
      numbers: [
        { key: '9', persons: 1 },
        { key: '9', persons: 2 },
      ],
    }
    expect(await declare(wardA(), 'A', twice)).toMatchObject(refused(422, 'declaration.group'))
    const group = { basis: 'target-group', numbers: [{ key: ground.world.targetGroupId, persons: 9 }] }
    expect(await declare(wardA(), 'A', { ...group, listKind: 'household' })).toMatchObject({
      status: 201,
      body: { numbers: [{ label: 'Từ 18 tuổi', persons: 9 }] },
    })
  })

  test('never by two groups that share people', async () => {
    const [other] = await look<{ id: string }>(
      ground.database,
      `INSERT INTO target_group (id, campaign_id, name, age_from, age_to) VALUES ($1, $2, 'Từ 50 tuổi', 50, null) RETURNING id`,
      [randomUUID(), campaignId],
    )
    const numbers = [
      { key: ground.world.targetGroupId, persons: 9 },
      { key: other!.id, persons: 3 },
    ]
    expect(await declare(wardA(), 'A', { basis: 'target-group', numbers })).toMatchObject(
      refused(422, 'declaration.overlap'),
    )
  })

  test('nobody changes what was declared, not even the server’s own login', async () => {
    await expect(look(ground.database, 'UPDATE declaration SET total = 1')).rejects.toThrow(/append-only/)
  })
})

describe('who has sent what', () => {
  test('the centre sees every ward with declared against uploaded, a ward its own only', async () => {
    await listPeople([9, 9, 10])
    const city = await overview(centre())
    expect(city.items).toHaveLength(3)
    expect(rowOf(city.items, 'A')).toMatchObject({
      names: { registered: 3, lists: 1 },
      comparison: 'fewer',
      difference: -1,
    })
    expect(city.counts).toMatchObject({ wards: 3, totals: 2, registered: 3, declared: 9 })
    const own = await overview(wardA())
    expect(own.items.map(({ wardId }) => wardId)).toEqual([ground.world.places.wardA])
    expect(await get(ground.world.accounts.scanner, '/v1/list-overview')).toMatchObject({ status: 403 })
  })

  test('a ward learns what it owes and until when, the nearest first', async () => {
    await setDeadline({ submission: 'staff', listKind: null, dueAt: '2021-10-18T08:00:00Z' })
    const { body } = await get(ground.world.accounts.wardOfficialC, '/v1/submissions-owed')
    const items = body['items'] as Record<string, unknown>[]
    expect(items.map(({ submission, listKind }) => [submission, listKind])).toEqual([
      ['staff', null],
      ['names', 'school'],
      ['totals', 'ward'],
    ])
    expect(new Set(items.map(({ wardId }) => wardId))).toEqual(new Set([ground.world.places.wardC]))
    expect(items.every(({ inTime }) => inTime === 'waiting')).toBe(true)
  })

  test('the reminder names the officials of the wards that owe, and nobody who is on a list', async () => {
    await look(ground.database, `UPDATE account SET phone = '0912345678' WHERE id = $1`, [
      ground.world.accounts.wardOfficialC.accountId,
    ])
    const url = `/v1/list-reminders?campaignId=${campaignId}&submission=totals`
    const { body } = await get(centre(), url)
    expect(body['items']).toMatchObject([
      {
        wardName: 'Xã Xa Thử',
        owed: ['totals'],
        overdue: false,
        contacts: [{ fullName: 'Cán bộ ward-official', phone: '0912345678' }],
        text: 'Xã Xa Thử: còn nợ số liệu tổng. Liên hệ: Cán bộ ward-official 0912345678.',
      },
    ])
    const english = await get(centre(), url, 'en')
    expect(JSON.stringify(english.body)).toContain('still owes totals')
    const file = await get(centre(), `/v1/list-reminders/file?campaignId=${campaignId}&format=csv`)
    expect(file.raw.body).toContain('0912345678')
    expect(await countAudit(ground.database, 'exportReminders')).toBe(1)
  })

  test('the summary for the health department adds up, runs no formula, and is written down', async () => {
    await look(ground.database, `UPDATE campaign SET name = '=1+1' WHERE id = $1`, [campaignId])
    const url = `/v1/list-overview/summary?campaignId=${campaignId}`
    const csv = await get(centre(), `${url}&format=csv`)
    expect(csv.headers['content-disposition']).toMatch(/tong-hop-2021-10-17\.csv/)
    expect(csv.raw.body).toContain('TỔNG HỢP')
    const workbook = await get(centre(), url)
    const sheet = sheetJs.read(workbook.raw.rawPayload)
    const lines = sheetJs.utils.sheet_to_json<unknown[]>(sheet.Sheets[sheet.SheetNames[0]!]!, { header: 1 })
    expect(lines).toContainEqual(['Phường Thuận Thử', 'Nhóm 9', 4, 2, -2, 'Thiếu so với số báo'])
    expect(lines).toContainEqual(['Phường Thuận Thử', 'Nhóm 10', 0, 1, 1, 'Nhiều hơn số báo'])
    expect(lines).toContainEqual(['Phường Thuận Thử', 'Cộng', 4, 3, -1, 'Thiếu so với số báo'])
    expect(lines.at(-1)).toEqual(['TOÀN ĐỊA BÀN', 'Cộng', 9, 3, -6, 'Thiếu so với số báo'])
    const own = await get(wardA(), `${url}&format=csv`)
    expect(own.raw.body).not.toContain('Tây Thử')
    expect(await countAudit(ground.database, 'exportSummary')).toBe(3)
  })
})
