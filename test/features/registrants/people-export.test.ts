import * as sheetJs from '@e965/xlsx'
import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recogniseHeadings } from '#domain/person-list/headings.ts'
import { openFormula } from '#domain/person-list/cells.ts'
import { formHead, formRow, type FormPerson } from '#features/registrants/national-form.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import type { TestAccount } from '../../support/world.ts'
import { giveDose, register } from './people-ground.ts'
import { addList, look } from './support.ts'

const DAY = '2021-10-17'
const HEADINGS = 8

let ground: TestApp
let ward: TestAccount
let listId: string
let doctored: string
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
  listId = await addList(ground, ward)
  doctored = await register(ground, ward, listId, {
    fullName: 'Nguyễn Thị Đủ',
    bornOn: '1991-03-05',
    sex: 'female',
    phone: '0912345538',
    address: '=HYPERLINK("http://x")',
    numbers: [
      { kind: 'cccd', value: '046191000123' },
      { kind: 'bhyt', value: 'GD4464612345678' },
    ],
  })
  await look(ground, `UPDATE site SET facility_code = '46012' WHERE id = $1`, [ground.world.sites.A])
  await giveDose(ground, doctored, { givenOn: '2021-09-17' })
  await giveDose(ground, doctored, { givenOn: DAY, step: 'primary-2' })
  const away = await register(ground, ward, listId, {
    fullName: 'Nguyễn Văn Xa',
    bornOn: '1950-01-01',
    bornPrecision: 'year',
  })
  await giveDose(ground, away, { at: 'B' })
  await giveDose(ground, await ground.world.addPerson({ name: 'Lê Văn Khách', ward: 'B', session: 'A' }))
  const voided = await ground.world.addPerson({ name: 'Lê Văn Rút', session: null })
  const doseId = await giveDose(ground, voided)
  await look(ground, 'UPDATE dose_standing SET day_rank = NULL, step = NULL WHERE dose_id = $1', [doseId])
})
afterAll(() => ground.close())

const doses = (account: TestAccount, where: string, more = '') =>
  ground.as(account, 'GET', `/v1/exports/doses?givenOn=${DAY}&purpose=national-platform&${where}${more}`)
const inWardA = () => `wardId=${ground.world.places.wardA}`
const atSiteA = () => `siteId=${ground.world.sites.A}`

function sheetOf(raw: Buffer): string[][] {
  const book = sheetJs.read(raw)
  const sheet = book.Sheets[book.SheetNames[0]!]!
  return sheetJs.utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '', raw: true })
}
const people = (rows: string[][]) => rows.slice(HEADINGS)
const text = (raw: Buffer) => parse(raw, { bom: true, relax_column_count: true })

describe('a day’s doses', () => {
  test('of a ward’s residents wherever they were given, in the national form, zeros and all', async () => {
    const answer = await doses(ward, inWardA())
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename="mui-tiem-${DAY}.xlsx"`,
        'x-rows': '2',
        'x-left-out': '0',
        'cache-control': 'no-store',
      },
    })
    const rows = sheetOf(answer.raw.rawPayload)
    const [first, second] = people(rows)
    expect(first!.slice(1, 9)).toEqual([
      'Nguyễn Thị Đủ',
      '05/03/1991',
      '1',
      '9',
      '',
      '0912345538',
      '046191000123',
      '4612345678',
    ])
    expect(first!.slice(9, 16)).toEqual([
      'Tỉnh Thử',
      '46',
      'Thành phố Thử',
      '474',
      'Phường Thuận Thử',
      '19753',
      `'=HYPERLINK("http://x")`,
    ])
    const given = ['Comirnaty 30 µg', '17/09/2021', 'FK0112', '46012']
    expect(first!.slice(16, 24)).toEqual([...given, 'Comirnaty 30 µg', '17/10/2021', 'FK0112', '46012'])
    expect(first!.slice(26, 31)).toEqual(['Mũi 2', 'Comirnaty 30 µg', 'FK0112', '17/10/2021', '46012'])
    expect(second!.slice(1, 3)).toEqual(['Nguyễn Văn Xa', '1950'])
    expect(second![30]).toBe('Trạm Y tế B')
    expect(rows[1]![0]).toContain('bởi Cán bộ ward-official, để nhập lên hệ thống quốc gia; 2 dòng')
  })

  test('as text too; a cell that Excel would run is made harmless', async () => {
    const answer = await doses(ward, inWardA(), '&format=csv')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.raw.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const [first] = people(text(answer.raw.rawPayload))
    expect(first![15]).toBe(`'=HYPERLINK("http://x")`)
    expect(first![6]).toBe('0912345538')
  })

  test('of a site: whom the ward may not see is left out and counted; the site’s lead sees all, numbers masked', async () => {
    const byWard = await doses(ward, atSiteA(), '&format=csv')
    expect(byWard.headers).toMatchObject({ 'x-rows': '1', 'x-left-out': '1' })
    expect(text(byWard.raw.rawPayload)[2]![0]).toContain('Không có trong tệp: 1 mũi')
    const { siteLead, cityCentre } = ground.world.accounts
    const bySite = await doses(siteLead, atSiteA(), '&format=csv')
    const called = people(text(bySite.raw.rawPayload))
    // The lead sees whoever is on the session, wherever they live, and nobody else.
    expect(called.map((row) => row[1])).toEqual(['Lê Văn Khách'])
    await look(
      ground,
      `INSERT INTO session_person (session_id, person_id, ward_id, how, added_at) VALUES ($1, $2, $3, 'walk-in', now())`,
      [ground.world.sessions.A, doctored, ground.world.places.wardA],
    )
    const again = people(text((await doses(siteLead, atSiteA(), '&format=csv')).raw.rawPayload))
    const own = again.find((row) => row[1] === 'Nguyễn Thị Đủ')!
    expect(own.slice(6, 9)).toEqual(['*******538', '********0123', '******5678'])
    const byCentre = people(text((await doses(cityCentre, atSiteA(), '&format=csv')).raw.rawPayload))
    expect(byCentre.map((row) => [row[1], row[7]])).toEqual([
      ['Nguyễn Thị Đủ', '046191000123'],
      ['Lê Văn Khách', ''],
    ])
  })

  test('a correction of the lot is what is exported', async () => {
    const [row] = await look<{ id: string }>(
      ground,
      `SELECT d.id FROM dose d JOIN person p ON p.id = d.person_id WHERE p.full_name = 'Nguyễn Văn Xa'`,
    )
    const lotId = crypto.randomUUID()
    await look(
      ground,
      `INSERT INTO lot (id, product_id, code, code_folded, created_at) VALUES ($1, $2, 'FK0999', 'fk0999', now())`,
      [lotId, ground.world.productId],
    )
    await look(
      ground,
      `INSERT INTO dose_change (id, dose_id, kind, fields, reason, by_id, at) VALUES ($1, $2, 'correct', $3, 'thử', $4, '2021-10-17T03:00:00Z')`,
      [crypto.randomUUID(), row!.id, JSON.stringify({ lotId }), ward.accountId],
    )
    const rows = people(text((await doses(ward, inWardA(), '&format=csv')).raw.rawPayload))
    expect(rows.map((cells) => cells[28])).toEqual(['FK0112', 'FK0999'])
  })
})

describe('who takes people out, and how often', () => {
  test('it is written down with the count and the purpose, before the file leaves', async () => {
    const [entry] = await look<{ detail: Record<string, unknown>; actor_id: string }>(
      ground,
      `SELECT detail::jsonb AS detail, actor_id FROM audit_entry WHERE action = 'exportDoses' AND detail::jsonb->>'format' = 'xlsx'`,
    )
    expect(entry!.actor_id).toBe(ward.accountId)
    expect(entry!.detail).toMatchObject({ rows: 2, leftOut: 0, purpose: 'national-platform', format: 'xlsx' })
  })

  test('another ward’s is not there, a role without it is forbidden, no purpose is no request', async () => {
    const { wardOfficialB, dataEntry, supervisor } = ground.world.accounts
    expect((await doses(wardOfficialB, inWardA())).status).toBe(404)
    expect((await doses(wardOfficialB, atSiteA())).status).toBe(404)
    expect((await doses(dataEntry, atSiteA())).status).toBe(403)
    expect((await doses(supervisor, inWardA())).status).toBe(403)
    expect((await doses(ward, `${inWardA()}&${atSiteA()}`)).status).toBe(400)
    const { wardA } = ground.world.places
    expect((await ground.as(ward, 'GET', `/v1/exports/people?wardId=${wardA}`)).status).toBe(400)
  })

  test('people of the ward by the filters of the list, each with the last dose; thirty files an hour', async () => {
    const { wardA } = ground.world.places
    const ask = (more: string) =>
      ground.as(ward, 'GET', `/v1/exports/people?wardId=${wardA}&purpose=visit&format=csv${more}`)
    const found = people(text((await ask('&withStep=primary-2')).raw.rawPayload))
    expect(found.map((row) => [row[1], row[26]])).toEqual([['Nguyễn Thị Đủ', 'Mũi 2']])
    expect(
      people(text((await ask('&withoutStep=primary-1')).raw.rawPayload)).map((row) => [row[1], row[26]]),
    ).toContainEqual(['Lê Văn Rút', ''])
    let last = await ask('')
    for (let count = 0; count < 40 && last.status === 200; count += 1) last = await ask('&priorityCode=16')
    expect(last).toMatchObject({ status: 429, body: { code: 'export.quota' } })
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    expect((await doses(ground.world.accounts.cityCentre, inWardA())).status).toBe(200)
  })

  test('twenty at once with ten left in the hour: ten files leave', async () => {
    const { wardA } = ground.world.places
    const account = await ground.world.addAccount('ward-official', { placeId: wardA })
    await look(
      ground,
      `INSERT INTO audit_entry (lane, seq, at, actor_id, action, subject_kind, detail, hash)
       SELECT 31, 9000 + n, $2, $1, CASE n % 3 WHEN 0 THEN 'exportPeople' WHEN 1 THEN 'exportDoses' ELSE 'exportRoster' END,
         'export', '{}', '\\x00' FROM generate_series(1, 20) AS n`,
      [account.accountId, new Date(ground.deps.clock().getTime() - 600_000)],
    )
    const path = `/v1/exports/people?wardId=${wardA}&purpose=visit&format=csv&priorityCode=16`
    const answers = await Promise.all(Array.from({ length: 20 }, () => ground.as(account, 'GET', path)))
    const left = answers.filter(({ status }) => status === 200)
    const refused = answers.filter(({ status }) => status === 429)
    expect([left.length, refused.length]).toEqual([10, 10])
    expect(refused[0]!.body).toMatchObject({ code: 'export.quota', facts: { limit: 30 } })
  })
})

describe('the form', () => {
  test('its headings are read by our own reader, and the columns behind them disturb nothing', () => {
    const rows = formHead(['x']).map((cells, at) => ({ rowNumber: at + 1, cells }))
    const read = recogniseHeadings(rows)!
    expect(read.lastRow).toBe(HEADINGS)
    const at = (field: string) => read.columns.get(field as 'fullName')
    expect(
      ['fullName', 'bornOn', 'phone', 'idNumber', 'bhyt', 'wardCode', 'address', 'note', 'result'].map(at),
    ).toEqual([1, 2, 6, 7, 8, 14, 15, 24, 25])
    expect(['dose1.product', 'dose1.givenOn', 'dose1.lot', 'dose2.product', 'dose2.place'].map(at)).toEqual([
      16, 17, 18, 20, 23,
    ])
    expect(read.unknown.map(({ column }) => column)).toEqual([26, 27, 28, 29, 30])
    expect(['householdNumber', 'relation', 'ethnicity'].map(at)).toEqual([31, 32, 33])
  })

  test('whatever a person is called, no cell is a formula and what was written comes back', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 30 })
    const person = fc
      .record({ fullName: words, address: words, workplace: words })
      .map((said): FormPerson => ({
        ...said,
        bornOn: '1991-03-05',
        bornPrecision: 'month',
        sex: 'unknown',
        priorityCode: 9,
        phone: '',
        idNumber: '',
        bhyt: '',
        province: null,
        district: null,
        ward: null,
        householdNumber: '',
        householdRelation: '',
        ethnicity: '',
        isOnPlatform: false,
        doses: [],
      }))
    fc.assert(
      fc.property(person, (said) => {
        const cells = formRow(1, said, null)
        expect(cells).toHaveLength(34)
        expect(cells.some((cell) => /^[=+\-@\t\r\0]/.test(cell))).toBe(false)
        expect([cells[1], cells[5], cells[15]].map((cell) => openFormula(cell!))).toEqual([
          said.fullName,
          said.workplace,
          said.address,
        ])
        expect(cells[2]).toBe('03/1991')
      }),
    )
  })
})
