import { randomUUID } from 'node:crypto'
import * as sheetJs from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packPart, readZip, writeZip } from '#http/file-reading/zip.ts'
import { windows1258 } from '../../lists/build-books.ts'
import { toLegacy } from '../../lists/legacy-text.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, look, signedInAgain } from '../../support/look.ts'
import { readPdf } from '../../support/read-pdf.ts'
import type { TestAccount } from '../../support/world.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

const ward = () => ground.world.accounts.wardOfficial
const refused = (status: number, code: string) => ({ status, body: { code } })
const post = (url: string, body: unknown, account = ward()) => ground.as(account, 'POST', url, body)

type Fields = Record<string, unknown>
let people = 0
/** Somebody of whom nobody has heard. */
function person(fields: Fields = {}): Fields {
  people += 1
  return {
    rowNumber: people,
    fullName: `Trần Thị Mẫu ${String.fromCodePoint(64 + people)}`,
    unit: 'Đoàn thanh niên',
    idNumber: `0461910${String(people).padStart(5, '0')}`,
    phone: `09123${String(people).padStart(5, '0')}`,
    task: 'Nhập liệu',
    ...fields,
  }
}
const listOf = (rows: Fields[], fields: Fields = {}) => ({
  campaignId: ground.world.campaignId,
  siteId: ground.world.sites.A,
  fromOn: '2021-10-17',
  toOn: '2021-10-17',
  rows,
  ...fields,
})
type Slip = { accountId: string; signInName: string; pin: string | null; duties: string[]; fullName: string }
async function send(rows: Fields[], fields: Fields = {}, account = ward()) {
  const answer = await post('/v1/rosters', listOf(rows, fields), account)
  expect([answer.status, answer.body['code']]).toEqual([201, undefined])
  const body = answer.body as unknown as { roster: Record<string, unknown>; slips: Slip[] }
  return { ...body, id: String(body.roster['id']) }
}
const signIn = (slip: Slip, newSecret?: string) =>
  ground.as(null, 'POST', '/v1/sign-in', {
    signInName: slip.signInName,
    secret: slip.pin,
    mode: 'token',
    ...(newSecret === undefined ? {} : { newSecret }),
  })
const count = async (table: string) =>
  (await look<{ rows: number }>(ground.database, `SELECT count(*)::integer AS rows FROM ${table}`))[0]!.rows

describe('a staff list', () => {
  test('makes accounts with a one-time PIN, rights and posts, all for the session', async () => {
    const rows = [person({ task: 'Quét mã' }), person(), person()]
    const { roster, slips } = await send(rows)
    expect(roster).toMatchObject({ people: 3, accountsMade: 3, missing: [], siteName: 'Trạm Y tế A' })
    expect(slips.map(({ duties }) => duties)).toEqual([['scanner'], ['data-entry'], ['data-entry']])
    expect(slips.every(({ pin }) => /^\d{6}$/.test(pin ?? ''))).toBe(true)
    const first = await signIn(slips[0]!)
    expect(first).toMatchObject({ status: 200, body: { mustChangeSecret: true } })
    const changed = await signIn(slips[0]!, '719264')
    expect(changed).toMatchObject({ status: 200, body: { mustChangeSecret: false } })
    expect(changed.body['account']).toMatchObject({
      grants: [{ role: 'scanner', session: { id: ground.world.sessions.A } }],
    })
    const crew = await ground.as(ward(), 'GET', `/v1/sessions/${ground.world.sessions.A}/crew`)
    expect((crew.body['items'] as { duty: string }[]).map(({ duty }) => duty)).toEqual(
      expect.arrayContaining(['scanner', 'data-entry', 'data-entry']),
    )
    expect(await countAudit(ground.database, 'sendRoster')).toBe(1)
    expect(await countAudit(ground.database, 'createAccount')).toBe(3)
  })

  test('keeps no number that can be read, and shows its last four', async () => {
    const { id } = await send([person({ idNumber: '046191077777' })])
    const { body } = await ground.as(ward(), 'GET', `/v1/rosters/${id}`)
    expect(body['members']).toMatchObject([{ idNumberLast4: '7777' }])
    expect(JSON.stringify(body)).not.toContain('046191077777')
    const kept = await look<{ value: Buffer }>(ground.database, 'SELECT value FROM account_number')
    expect(kept.some(({ value }) => value.includes('046191077777'))).toBe(false)
    const audit = await look<{ detail: string }>(ground.database, 'SELECT detail FROM audit_entry')
    expect(audit.some(({ detail }) => detail.includes('046191077777') || detail.includes('Mẫu'))).toBe(false)
  })

  test('knows somebody again by number and name, in another ward too, and makes no second account', async () => {
    const known = person()
    const first = await send([known])
    const before = await count('account')
    const again = await send(
      [{ ...known, fullName: String(known['fullName']).toUpperCase(), task: 'Tiêm' }],
      { siteId: ground.world.sites.B },
      ground.world.accounts.wardOfficialB,
    )
    expect(again.roster).toMatchObject({ people: 1, accountsMade: 0 })
    expect(again.slips).toMatchObject([{ accountId: first.slips[0]!.accountId, pin: null }])
    expect(await count('account')).toBe(before)
    // With the number alone nobody learns who that is.
    const other = { ...known, fullName: 'Người Khác Hẳn' }
    const preview = await post('/v1/rosters/preview', listOf([other]))
    expect(preview.body['rows']).toMatchObject([{ known: false, problems: [{ code: 'number-of-another' }] }])
    expect(JSON.stringify(preview.body)).not.toContain('Mẫu')
  })

  test('knows an account made by hand by its name and last digits, and keeps the number that the list tells', async () => {
    const made = await ground.world.addAccount('scanner', { siteId: ground.world.sites.A })
    const named = { fullName: 'Đặng Thị Sẵn Có', idNumber: '046191054321' }
    await look(ground.database, 'UPDATE account SET full_name = $2, id_number_last4 = $3 WHERE id = $1', [
      made.accountId,
      named.fullName,
      '4321',
    ])
    const { id, slips } = await send([person(named)])
    expect(slips).toMatchObject([{ accountId: made.accountId, pin: null }])
    const csv = await ground.as(ward(), 'GET', `/v1/rosters/${id}/file?format=csv`)
    expect(csv.raw.body).toContain('046191054321')
    // Of one that no list has told, the last digits.
    await look(ground.database, 'DELETE FROM account_number WHERE account_id = $1', [made.accountId])
    const unknown = await ground.as(ward(), 'GET', `/v1/rosters/${id}/file?format=csv`)
    expect(unknown.raw.body).toContain('…4321')
  })

  test('sent again is the same list; another under its id is refused', async () => {
    const id = randomUUID()
    const rows = [person(), person()]
    const first = await send(rows, { id })
    const before = await count('account')
    const again = await send(rows, { id })
    expect(again.roster).toEqual(first.roster)
    expect(again.slips).toMatchObject([
      { pin: null, waiting: true },
      { pin: null, waiting: true },
    ])
    expect(await count('account')).toBe(before)
    expect(await post('/v1/rosters', listOf([person()], { id }))).toMatchObject(
      refused(422, 'roster.id-used'),
    )
  })

  test('sent twice at the same moment is one list, and two lists make one account for one person', async () => {
    const id = randomUUID()
    const shared = person()
    const before = await count('account')
    const answers = await Promise.all([
      send([shared], { id }),
      send([shared], { id }),
      send([{ ...shared, task: 'Quét mã' }]),
    ])
    expect(new Set(answers.map(({ slips }) => slips[0]!.accountId)).size).toBe(1)
    expect(answers.filter(({ slips }) => slips[0]!.pin !== null)).toHaveLength(1)
    expect(await count('account')).toBe(before + 1)
  })

  test('with one wrong row leaves nothing behind', async () => {
    const [before, lists] = [await count('account'), await count('roster')]
    const rows = [person(), person({ task: 'Hậu cần' })]
    expect(await post('/v1/rosters', listOf(rows))).toMatchObject({
      status: 422,
      body: { code: 'roster.rows-wrong', facts: { rows: 1 } },
    })
    expect([await count('account'), await count('roster')]).toEqual([before, lists])
  })

  test('before any session is planned it gives the rights at the site for these days', async () => {
    const days = { fromOn: '2021-10-20', toOn: '2021-10-22' }
    const { slips } = await send([person()], days)
    const grants = await look(
      ground.database,
      'SELECT role, site_id, valid_from, valid_to FROM access_grant WHERE account_id = $1',
      [slips[0]!.accountId],
    )
    expect(grants).toEqual([
      {
        role: 'data-entry',
        site_id: ground.world.sites.A,
        valid_from: new Date('2021-10-19T05:00:00Z'),
        valid_to: new Date('2021-10-23T17:00:00Z'),
      },
    ])
  })

  test('is for one’s own sites, for days that are not over, and not for oneself', async () => {
    const elsewhere = { siteId: ground.world.sites.B }
    expect(await post('/v1/rosters', listOf([person()], elsewhere))).toMatchObject(refused(404, 'not-found'))
    const past = { fromOn: '2021-10-01', toOn: '2021-10-02' }
    expect(await post('/v1/rosters', listOf([person()], past))).toMatchObject(refused(422, 'roster.past'))
    const long = { toOn: '2021-12-30' }
    expect(await post('/v1/rosters', listOf([person()], long))).toMatchObject(refused(422, 'roster.days'))
    const lead: TestAccount = ground.world.accounts.siteLead
    const self = person({ task: 'Trưởng điểm' })
    const { slips } = await send([self], { siteId: ground.world.sites.A }, lead)
    const own = await ground.world.addAccount('scanner', { sessionId: ground.world.sessions.A })
    await look(ground.database, 'UPDATE account_number SET account_id = $2 WHERE account_id = $1', [
      slips[0]!.accountId,
      lead.accountId,
    ])
    await look(ground.database, 'UPDATE account SET full_name = $2 WHERE id = $1', [
      lead.accountId,
      self['fullName'],
    ])
    const preview = await post('/v1/rosters/preview', listOf([self]), lead)
    expect(preview.body['rows']).toMatchObject([{ problems: [{ code: 'own-account' }] }])
    expect(await ground.as(own, 'GET', '/v1/rosters')).toMatchObject({ status: 403 })
  })
})

describe('the preview', () => {
  test('says what is wrong in the language asked for, whom the site lacks, and stores nothing', async () => {
    const before = await count('account')
    const rows = [
      person({ task: 'Hậu cần' }),
      person({ idNumber: '' }),
      person({ task: 'x', duty: 'scanner' }),
    ]
    const ask = (language: string) =>
      ground.as(ward(), 'POST', '/v1/rosters/preview', listOf(rows), { 'accept-language': language })
    const { body } = await ask('vi')
    expect(body).toMatchObject({
      counts: { rows: 3, stopped: 2, new: 2, known: 0 },
      missing: [{ duty: 'data-entry', missing: 1 }],
      sessions: [{ id: ground.world.sessions.A }],
    })
    expect((body['rows'] as { problems: { says: string }[] }[])[0]!.problems[0]!.says).toContain('Chưa rõ')
    expect(JSON.stringify((await ask('lo')).body)).toContain('ຍັງບໍ່ຮູ້ໜ້າທີ່ນີ້')
    expect(await count('account')).toBe(before)
  })
})

describe('slips again', () => {
  test('give a new PIN to those who never signed in, and leave the others alone', async () => {
    const { id, slips } = await send([person(), person()])
    expect((await signIn(slips[0]!, '719264')).status).toBe(200)
    const again = (await post(`/v1/rosters/${id}/slips`, undefined)).body['items'] as Slip[]
    expect(again[0]!.pin).toBeNull()
    expect(again[1]!.pin).toMatch(/^\d{6}$/)
    expect(again[1]!.pin).not.toBe(slips[1]!.pin)
    expect((await signIn(slips[1]!)).status).toBe(401)
    expect((await signIn(again[1]!)).status).toBe(200)
    expect((await signIn({ ...slips[0]!, pin: '719264' })).status).toBe(200)
    expect(await countAudit(ground.database, 'reissueSlips')).toBe(1)
  })
})

describe('files', () => {
  const headings = ['STT', 'Họ và tên', 'Đơn vị', 'Số CMND/CCCD', 'Số điện thoại', 'Nhiệm vụ thực hiện']
  const line = ['1', 'Lê Thị Thử', 'UBND phường', '046191088888', '0912388888', 'Quét mã QR']

  function pack(bookType: 'xlsx' | 'biff8', rows: unknown[][]) {
    const book = sheetJs.utils.book_new()
    sheetJs.utils.book_append_sheet(book, sheetJs.utils.aoa_to_sheet(rows), 'DS')
    return sheetJs.write(book, { type: 'buffer', bookType }) as Buffer
  }
  async function read(content: Buffer, name: string, account = ward()) {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(content)]), name)
    const packed = new Response(form)
    return ground.as(account, 'POST', '/v1/rosters/file', Buffer.from(await packed.arrayBuffer()), {
      'content-type': packed.headers.get('content-type')!,
    })
  }
  const expected = { rowNumber: 4, fullName: 'Lê Thị Thử', idNumber: '046191088888', task: 'Quét mã QR' }
  const rows = [['DANH SÁCH CÁN BỘ'], [], headings, line, [], ['', 'CHỦ TỊCH']]
  const asText = rows.map((cells) => cells.join(';')).join('\r\n')

  const inTcvn3 = (lines: string[][]) => lines.map((cells) => cells.map((cell) => toLegacy(cell, 'tcvn3')))

  test.each([
    ['.xlsx', 'a.xlsx', () => pack('xlsx', rows)],
    ['.xls', 'a.xls', () => pack('biff8', rows)],
    ['.csv, UTF-8', 'a.csv', () => Buffer.from(`\ufeff${asText}`)],
    ['.csv, UTF-16', 'a.csv', () => Buffer.from(`\ufeff${asText}`, 'utf16le')],
    ['.xls in TCVN3', 'a.xls', () => pack('biff8', inTcvn3(rows))],
    [
      '.csv in TCVN3',
      'a.csv',
      () =>
        Buffer.from(
          inTcvn3(rows)
            .map((cells) => cells.join(';'))
            .join('\r\n'),
          'latin1',
        ),
    ],
    ['.csv, Windows-1258', 'a.csv', () => windows1258(asText)],
  ])('%s: its rows by the text of their headings', async (_kind, name, content) => {
    const answer = await read(content(), name)
    expect([answer.status, answer.body['rows']]).toMatchObject([200, [expected]])
  })

  test('numbers that Excel keeps as numbers come whole', async () => {
    const answer = await read(
      pack('xlsx', [headings, [1, 'Lê Thị Thử', 'UBND', 46191088888, 912388888, 'Tiêm']]),
      'a.xlsx',
    )
    expect(answer.body['rows']).toMatchObject([{ idNumber: '46191088888', phone: '912388888' }])
  })

  test('what is no staff list is refused with a sentence, and the service lives on', async () => {
    // A part that unpacks to more than any staff list.
    const bomb = writeZip(
      readZip(pack('xlsx', [headings, line])).flatMap((part) => [
        part,
        ...(part.name === 'xl/workbook.xml'
          ? [packPart({ ...part, name: 'xl/media/empty.bin' }, Buffer.alloc(41 * 1024 * 1024))]
          : []),
      ]),
    )
    for (const [content, code] of [
      [Buffer.from('MZ\u0000\u0000\u0001'), 'list.file-program'],
      [Buffer.alloc(0), 'list.file-empty'],
      [Buffer.alloc(2_097_153, 65), 'list.file-too-large'],
      [bomb, 'list.file-unpacked'],
      [Buffer.from('a,b,c\r\n1,2,3'), 'roster.file-headings'],
      [pack('xlsx', [headings]), 'roster.file-nobody'],
      [pack('xlsx', [headings, ...Array.from({ length: 201 }, () => line)]), 'roster.file-rows'],
    ] as const) {
      const answer = await read(content, 'x.csv')
      expect([code, answer.body['code']]).toEqual([code, code])
      expect([413, 415, 422]).toContain(answer.status)
    }
    expect((await read(pack('xlsx', rows), 'a.xlsx')).status).toBe(200)
  })

  test('a sent list comes back with the columns of the order and its numbers in full, and that is written down', async () => {
    const { id } = await send([person({ idNumber: '046191099999', unit: '=HYPERLINK("x")' })])
    const before = await countAudit(ground.database, 'exportRoster')
    const csv = await ground.as(ward(), 'GET', `/v1/rosters/${id}/file?format=csv`)
    expect(csv.raw.body).toContain('Họ và tên,Đơn vị,Số CMND/CCCD,Số điện thoại,Nhiệm vụ thực hiện')
    expect(csv.raw.body).toContain('046191099999')
    expect(csv.raw.body).toContain(`"'=HYPERLINK`)
    expect(await countAudit(ground.database, 'exportRoster')).toBe(before + 1)
    const back = await read(csv.raw.rawPayload, 'a.csv')
    expect(back.body['rows']).toMatchObject([{ unit: '=HYPERLINK("x")', idNumber: '046191099999' }])
    const foreign = ground.world.accounts.wardOfficialB
    expect(await ground.as(foreign, 'GET', `/v1/rosters/${id}/file`)).toMatchObject(refused(404, 'not-found'))
    const template = await ground.as(ward(), 'GET', '/v1/rosters/template?format=csv')
    expect(template.raw.body).toContain('Nhiệm vụ thực hiện')
  })
})

test('the slips as a PDF: names and PINs as the page has them, nothing of them kept', async () => {
  const { id, slips } = await send([person({ task: 'Quét mã' }), person(), person()])
  const pins = slips.slice(0, 2).map(({ accountId, pin }) => ({ accountId, pin }))
  const before = await countAudit(ground.database, 'reissueSlips')
  const answer = await post(`/v1/rosters/${id}/slips.pdf`, { pins })
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/pdf' } })
  const [page, other] = readPdf(answer.raw.rawPayload)
  expect(other).toBeUndefined()
  const text = page!.text.replaceAll(' ', '')
  for (const { fullName, signInName } of slips) {
    expect(text).toContain(fullName.replaceAll(' ', ''))
    expect(text).toContain(signInName)
  }
  for (const { pin } of pins) expect(text).toContain(pin)
  expect(text).not.toContain(slips[2]!.pin)
  const codes = await page!.codes()
  expect(codes).toHaveLength(3)
  expect(new Set(codes)).toEqual(new Set([ground.deps.config.publicUrl]))
  expect(await countAudit(ground.database, 'reissueSlips')).toBe(before)
  expect(
    await post(`/v1/rosters/${id}/slips.pdf`, { pins }, ground.world.accounts.wardOfficialB),
  ).toMatchObject(refused(404, 'not-found'))
})

test('the staff lists of a ward come in pages without a gap, and the overview counts them', async () => {
  const seen: unknown[] = []
  let cursor = ''
  do {
    const page = await ground.as(ward(), 'GET', `/v1/rosters?limit=3${cursor}`)
    seen.push(...(page.body['items'] as { id: unknown }[]).map(({ id }) => id))
    const next = page.body['nextCursor']
    cursor = typeof next === 'string' ? `&cursor=${next}` : ''
  } while (cursor !== '')
  expect(new Set(seen).size).toBe(seen.length)
  const centre = await signedInAgain(ground.database, ground.world.accounts.cityCentre)
  const { body } = await ground.as(centre, 'GET', `/v1/list-overview?campaignId=${ground.world.campaignId}`)
  const rows = body['items'] as { wardId: string; staff: Record<string, unknown> }[]
  const own = rows.find(({ wardId }) => wardId === ground.world.places.wardA)!
  expect(own.staff).toMatchObject({ inTime: 'no-deadline', sites: 1, sitesLacking: 0 })
  expect(rows.find(({ wardId }) => wardId === ground.world.places.wardC)!.staff).toMatchObject({
    people: 0,
    sitesLacking: 1,
  })
})
