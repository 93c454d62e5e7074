import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import type { TestAccount } from '../../support/world.ts'
import { addList, commit, fileOf, look, rowsOf, sendFile, type Answer } from './support.ts'

/** Each file is read in a process of its own: on a busy machine that takes its time. */
const LONG_MS = 120_000

let ground: TestApp
let ward: TestAccount
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
})
afterAll(() => ground.close())

const csv = (rows: readonly (readonly string[])[]) =>
  Buffer.from(rows.map((row) => row.join(';')).join('\r\n'))
const send = async (rows: readonly (readonly string[])[]) =>
  sendFile(ground, ward, await addList(ground, ward), csv(rows))
const mapHeadings = (upload: Answer, headings: { key: string; field: string | null }[]) =>
  ground.as(
    ward,
    'PUT',
    `/v1/uploads/${String(upload.body['id'])}/mapping`,
    { headings },
    {
      'if-match': `"${String(upload.body['version'])}"`,
      prefer: 'wait=20',
    },
  )

const headings = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Mã nhóm đối tượng',
  'Liên lạc thêm',
  'Số CCCD',
]
const person = (at: number, extra = '') => [
  String(at),
  `Nguyễn Thị Đọc ${String.fromCodePoint(64 + at)}`,
  `0${at}/03/1961`,
  'Nữ',
  '9',
  extra,
  '',
]

describe('what a ward said of a heading', () => {
  test(
    'is asked with examples, masked; remembered, shown as remembered, and forgotten when it says so',
    { timeout: LONG_MS },
    async () => {
      const rows = [
        headings,
        person(1, '0912345671'),
        person(2, '0912345672'),
        person(3, ''),
        person(4, '0912345674'),
      ]
      const first = await send(rows)
      const unknown = first.body['unknownColumns'] as { key: string; column: string; samples: string[] }[]
      expect(unknown).toMatchObject([{ column: 'F', samples: ['*******671', '*******672', '*******674'] }])
      expect(first.body['mappedColumns']).toEqual([])
      const { key } = unknown[0]!
      const mapped = await mapHeadings(first, [{ key, field: 'phone' }])
      expect(mapped.body).toMatchObject({
        unknownColumns: [],
        mappedColumns: [{ column: 'F', text: 'Liên lạc thêm', key, field: 'phone' }],
      })
      const next = await send(rows)
      expect(next.body).toMatchObject({ unknownColumns: [], mappedColumns: [{ field: 'phone' }] })
      const forgotten = await mapHeadings(next, [{ key, field: null }])
      expect(forgotten.body).toMatchObject({ mappedColumns: [], unknownColumns: [{ key }] })
      expect((await send(rows)).body).toMatchObject({ mappedColumns: [], unknownColumns: [{ key }] })
    },
  )
})

describe('what is told of the rows', () => {
  test(
    'each class of repairs with its first three, before and after; rows with warnings by themselves',
    { timeout: LONG_MS },
    async () => {
      const people = Array.from({ length: 5 }, (_, at) => ({
        name: `Lê Văn Sửa ${String.fromCodePoint(65 + at)}`,
        born: `0${at + 1}/02/1970`,
        phone: at === 4 ? '' : `91234567${at}`,
      }))
      const listId = await addList(ground, ward)
      const upload = await sendFile(ground, ward, listId, fileOf(people))
      const repairs = upload.body['repairs'] as { kind: string; cells: number; examples: object[] }[]
      expect(repairs.find(({ kind }) => kind === 'phone-zero')).toMatchObject({
        cells: 4,
        examples: [0, 1, 2].map((at) => ({
          rowNumber: 9 + at,
          column: 'G',
          before: `******67${at}`,
          after: `*******67${at}`,
        })),
      })
      expect(upload.body['rowsWithWarnings']).toBe(1)
      const warned = await rowsOf(ground, ward, upload.body['id'], '&warned=true')
      expect(warned).toMatchObject([{ rowNumber: 13, problems: [{ code: 'phone-missing' }] }])
    },
  )

  test(
    'a stopped row shows what it says, numbers masked wherever they stand; a repeated one shows the row before it',
    { timeout: LONG_MS },
    async () => {
      const listId = await addList(ground, ward)
      const twice = { name: 'Phan Văn Lặp', born: '05/06/1955', cccd: '046055001234', phone: '0912345688' }
      const upload = await sendFile(
        ground,
        ward,
        listId,
        fileOf([
          {
            name: 'Phan Thị Sai Ngày',
            born: '31/02/1980',
            sex: '1',
            phone: '0912345699',
            cccd: '046180000999',
          },
          { name: 'Phan 0912345677', born: '0912345677' },
          twice,
          { ...twice, phone: '' },
        ]),
      )
      const rejected = await rowsOf(ground, ward, upload.body['id'], '&outcome=rejected')
      expect(rejected).toMatchObject([
        {
          stated: null,
          written: {
            fullName: 'Phan Thị Sai Ngày',
            bornOn: '31/02/1980',
            phone: '*******699',
            idNumber: '*********999',
          },
        },
        { written: { fullName: 'Phan *******677', bornOn: '*******677' } },
      ])
      const repeated = await rowsOf(ground, ward, upload.body['id'], '&outcome=duplicate')
      expect(repeated).toMatchObject([
        {
          rowNumber: 12,
          repeatsRow: 11,
          written: null,
          repeats: { rowNumber: 11, fullName: 'Phan Văn Lặp' },
        },
      ])
      const stored = await look<{ written: string }>(
        ground,
        'SELECT written::text FROM upload_row WHERE upload_id = $1 AND written IS NOT NULL',
        [upload.body['id']],
      )
      expect(JSON.stringify(stored)).not.toMatch(/0912345699|046180000999|0912345677/)
    },
  )
})

describe('the household book', () => {
  test(
    'household, relation and ethnicity are kept, mended by the next list, and leave in the form',
    { timeout: LONG_MS },
    async () => {
      const book = ['Số hộ', 'Họ và tên', 'Quan hệ với chủ hộ', 'Giới tính', 'Ngày sinh', 'Dân tộc']
      const listId = await addList(ground, ward)
      const first = await sendFile(
        ground,
        ward,
        listId,
        csv([
          book,
          ['17', 'Hồ Văn Chủ', 'Chủ hộ', 'Nam', '01/02/1960', 'Kinh'],
          ['17', 'Kê Thị Vợ', 'Vợ', 'Nữ', '03/04/1962', 'Tà Ôi'],
        ]),
      )
      expect(first.body).toMatchObject({ layout: 'household', counts: { new: 2 } })
      expect((await commit(ground, ward, first)).status).toBe(200)
      const kept = () =>
        look(
          ground,
          `SELECT household_number AS number, household_relation AS relation, ethnicity FROM person
         WHERE full_name = 'Kê Thị Vợ'`,
        )
      expect(await kept()).toEqual([{ number: '17', relation: 'Vợ', ethnicity: 'Tà Ôi' }])
      const mended = await sendFile(
        ground,
        ward,
        listId,
        csv([book, ['18', 'Kê Thị Vợ', 'Vợ', 'Nữ', '03/04/1962', 'Pa Cô']]),
      )
      expect((await rowsOf(ground, ward, mended.body['id']))[0]).toMatchObject({
        outcome: 'changed',
        says: expect.stringMatching(/^Chưa xác nhận: sẽ cập nhật thông tin; /) as unknown,
        changes: [
          { field: 'householdNumber', before: '17', after: '18' },
          { field: 'ethnicity', before: 'Tà Ôi', after: 'Pa Cô' },
        ],
      })
      await commit(ground, ward, mended)
      expect(await kept()).toEqual([{ number: '18', relation: 'Vợ', ethnicity: 'Pa Cô' }])
      const form = await ground.as(
        ward,
        'GET',
        `/v1/exports/people?wardId=${ground.world.places.wardA}&listId=${listId}&purpose=own-check&format=csv`,
      )
      const rows = parse(form.raw.rawPayload, { bom: true, relax_column_count: true })
      const row = rows.find((cells) => cells[1] === 'Kê Thị Vợ')!
      expect(row.slice(31)).toEqual(['18', 'Vợ', 'Pa Cô'])
    },
  )
})
