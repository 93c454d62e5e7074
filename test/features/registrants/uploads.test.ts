import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import * as sheetJs from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { rowOutcomes } from '#domain/person-list/words.ts'
import { actionOf, rowDecisions } from '#domain/upload.ts'
import { takenAt } from '#features/registrants/upload-rows.ts'
import { makeList, packList } from '../../../scripts/make-list.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import {
  addList,
  commit,
  fileOf,
  HEADINGS,
  look,
  peopleOn,
  recipeOf,
  resultsOf,
  rowsOf,
  sendFile,
  sumsOf,
} from './support.ts'

/** The ministry's own form is not ours to keep: it is used where NATIONAL_FORM says it lies. */
const nationalForm = process.env['NATIONAL_FORM'] ?? ''

vi.setConfig({ testTimeout: 180_000 })

let ground: TestApp
let ward: TestAccount
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
})
afterAll(() => ground.close())

describe('a file becomes people only when it is confirmed', () => {
  test.each(['xlsx', 'xls', 'csv'] as const)(
    'a whole .%s: preview, commit, the workbook back, the receipt',
    async (kind) => {
      const made = makeList(
        recipeOf({ rows: 60, seed: 5 + ['xlsx', 'xls', 'csv'].indexOf(kind), dirty: 0.1, repeated: 0.1 }),
      )
      const file = packList(made.rows, kind)
      const listId = await addList(ground, ward, { dueAt: '2021-10-18T09:00:00Z', declared: { total: 60 } })
      const before = await sumsOf(ground)
      const preview = await sendFile(ground, ward, listId, file, { name: `x.${kind}` })
      expect(preview).toMatchObject({ status: 201, body: { state: 'preview', fileKind: kind, taken: 0 } })
      const counts = preview.body['counts'] as Record<string, number>
      const { rowsRead, ...parts } = counts
      expect(rowsRead).toBe(60)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(60)
      expect(counts).toMatchObject({
        rejected: made.counts.dirty,
        duplicate: made.counts.repeated,
        changed: 0,
        same: 0,
      })
      expect((await sumsOf(ground)).people).toBe(before.people)

      const done = await commit(ground, ward, preview)
      expect(done).toMatchObject({ status: 200, body: { state: 'committed', taken: counts['new'] } })
      expect(await peopleOn(ground, listId)).toHaveLength(counts['new']!)
      expect(await ground.as(ward, 'GET', `/v1/lists/${listId}`)).toMatchObject({
        body: {
          registered: counts['new'],
          declaredTotal: 60,
          uploads: 1,
          uploadedInTime: 'on-time',
          declaredInTime: 'on-time',
        },
      })
      const uploadId = String(done.body['id'])
      expect((await ground.as(ward, 'GET', `/v1/uploads/${uploadId}/receipt`)).body).toMatchObject({
        counts,
        inTime: 'on-time',
        committedAt: NOW.toISOString(),
        fileHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      })
      const book = await ground.as(ward, 'GET', `/v1/uploads/${uploadId}/workbook`)
      expect(book.status).toBe(200)
      expect(book.headers['content-disposition']).toBe(
        `attachment; filename="ket-qua-import-2021-10-17.${kind}"`,
      )
      const results = resultsOf(book.raw.rawPayload, kind)
      expect(results.filter((text) => text.startsWith('Đã nhận: người mới'))).toHaveLength(counts['new']!)
      expect(results.filter((text) => text.startsWith('Không nhận'))).toHaveLength(counts['rejected']!)
      expect(results.every((text) => text !== '')).toBe(true)

      const again = await sendFile(ground, ward, listId, file, { name: `x.${kind}` })
      expect(again.body['counts']).toMatchObject({
        new: 0,
        changed: 0,
        suspected: 0,
        same: counts['new'],
        rejected: counts['rejected'],
      })
      expect(await commit(ground, ward, again)).toMatchObject({
        status: 200,
        body: { id: uploadId, state: 'committed' },
      })
      expect(await peopleOn(ground, listId)).toHaveLength(counts['new']!)
    },
  )

  test.runIf(existsSync(nationalForm))(
    'people filled into the national form of the ministry arrive, and it comes back',
    async () => {
      const book = sheetJs.read(readFileSync(nationalForm), { type: 'buffer', cellStyles: true })
      const rows = makeList(recipeOf({ rows: 12, seed: 77 })).rows.slice(HEADINGS)
      sheetJs.utils.sheet_add_aoa(book.Sheets[book.SheetNames[0]!]!, rows as string[][], { origin: HEADINGS })
      const file = sheetJs.write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer
      const listId = await addList(ground, ward)
      const preview = await sendFile(ground, ward, listId, file, { name: 'form.xls' })
      expect(preview.body).toMatchObject({
        fileKind: 'xls',
        counts: { rowsRead: 12, new: 12 },
        unknownColumns: [],
      })
      const done = await commit(ground, ward, preview)
      expect(done.body).toMatchObject({ taken: 12 })
      const back = await ground.as(ward, 'GET', `/v1/uploads/${String(done.body['id'])}/workbook`)
      const sheet = sheetJs.read(back.raw.rawPayload, { type: 'buffer' })
      expect(sheet.SheetNames).toEqual(book.SheetNames)
      const cell = sheet.Sheets[sheet.SheetNames[0]!]![`Z${HEADINGS + 1}`] as { v: string }
      expect(cell.v).toContain('Đã nhận: người mới')
    },
  )

  test('a mended file changes only what was mended, and what was corrected since stays', async () => {
    const listId = await addList(ground, ward)
    const rows = [
      { name: 'Phan Thị Mận', born: '12/05/1970', cccd: '046170000911', phone: '0911000001', sex: '1' },
      { name: 'Võ Văn Ổi', born: '1955', phone: '0911000001', address: '1 Chi Lăng' },
      { name: 'Lê Văn Khế', born: '01/02/1980', phone: '0911000003' },
    ]
    await commit(ground, ward, await sendFile(ground, ward, listId, fileOf(rows)))
    const before = await peopleOn(ground, listId)
    const khe = before.find((row) => row.full_name === 'Lê Văn Khế')!
    const corrected = await ground.as(
      ward,
      'PATCH',
      `/v1/people/${khe.id}`,
      { phone: '0911999999', reason: 'Báo đổi số' },
      { 'if-match': '"1"' },
    )
    expect(corrected.status).toBe(200)

    const mended = [
      { ...rows[0]!, name: 'Phan Thị Mận Mận', bhyt: 'GD4464611223344' },
      { ...rows[1]!, phone: '0911000002' },
      rows[2]!,
    ]
    const preview = await sendFile(ground, ward, listId, fileOf(mended))
    expect(preview.body['counts']).toMatchObject({ rowsRead: 3, changed: 2, same: 1 })
    expect((await rowsOf(ground, ward, preview.body['id'])).map(({ changes }) => changes)).toEqual([
      [
        { field: 'fullName', before: 'Phan Thị Mận', after: 'Phan Thị Mận Mận' },
        { field: 'identifiers', before: '', after: 'BHYT ******3344' },
      ],
      [{ field: 'phone', before: '*******001', after: '*******002' }],
      [],
    ])
    expect((await commit(ground, ward, preview)).status).toBe(200)
    const after = await peopleOn(ground, listId)
    expect(after.map(({ id }) => id).toSorted()).toEqual(before.map(({ id }) => id).toSorted())
    expect(after.map(({ full_name, phone }) => [full_name, phone])).toEqual([
      ['Lê Văn Khế', '0911999999'],
      ['Phan Thị Mận Mận', '0911000001'],
      ['Võ Văn Ổi', '0911000002'],
    ])
    const events = await look<{ before: unknown; after: unknown }>(
      ground,
      `SELECT before, after FROM person_event WHERE kind = 'corrected' AND source LIKE 'upload:%' AND person_id = ANY ($1) ORDER BY after ? 'fullName'`,
      [before.map(({ id }) => id)],
    )
    expect(events).toEqual([
      { before: { phone: '0911000001' }, after: { phone: '0911000002' } },
      { before: { fullName: 'Phan Thị Mận' }, after: { fullName: 'Phan Thị Mận Mận', newNumbers: ['bhyt'] } },
    ])
  })

  test('year-only births, one phone for a family and missing numbers are nothing special', async () => {
    const listId = await addList(ground, ward)
    const family = ['Trương Văn Cha', 'Trương Thị Mẹ', 'Trương Văn Con'].map((name, at) => ({
      name,
      born: ['1950', '03/1953', '04/05/1999'][at]!,
      phone: '0922000111',
    }))
    const preview = await sendFile(ground, ward, listId, fileOf(family))
    expect(preview.body['counts']).toMatchObject({ rowsRead: 3, new: 3 })
    await commit(ground, ward, preview)
    const stored = await look<{ full_name: string; born_precision: string }>(
      ground,
      `SELECT full_name, born_precision FROM person WHERE phone = '0922000111' ORDER BY born_on`,
    )
    expect(stored.map((row) => row.born_precision)).toEqual(['year', 'month', 'day'])
  })
})

test('each step leaves one audit row, and no name or number in it, in a problem or beside its seal', async () => {
  const listId = await addList(ground, ward)
  const seeded = {
    name: 'Vương Thị Hạt Giống',
    born: '11/11/1951',
    sex: '1',
    cccd: '046151987654',
    phone: '0955123987',
    bhyt: 'GD4464698765432',
  }
  const before = await look<{ count: number }>(ground, 'SELECT count(*)::int AS count FROM audit_entry')
  const upload = await sendFile(ground, ward, listId, fileOf([seeded, { ...seeded, born: '', cccd: '' }]))
  const moved = await commit(ground, ward, upload)
  expect(moved.status).toBe(200)
  const after = await look<{ action: string; detail: string }>(
    ground,
    'SELECT action, detail FROM audit_entry',
  )
  expect(after.length - before[0]!.count).toBe(2)
  const texts = after.map(({ detail }) => detail).join('\n')
  const staged = await look(ground, 'SELECT to_jsonb(r) FROM upload_row r WHERE upload_id = $1', [
    upload.body['id'],
  ])
  for (const secret of ['046151987654', '4698765432']) expect(JSON.stringify(staged)).not.toContain(secret)
  for (const secret of ['Hạt Giống', 'hat giong', '046151987654', '0955123987', '4698765432']) {
    expect(texts).not.toContain(secret)
    expect(upload.raw.body).not.toContain(secret)
  }
  const rejected = await rowsOf(ground, ward, upload.body['id'], '&outcome=rejected')
  expect(rejected).toHaveLength(1)
  expect(JSON.stringify(rejected[0]!['problems'])).not.toContain('Hạt Giống')
  expect(JSON.stringify(rejected)).not.toMatch(/0955123987|4698765432/)
  expect(rejected[0]!['written']).toMatchObject({ fullName: 'Vương Thị Hạt Giống', phone: '*******987' })
})

test('a row that asked nothing is taken with its upload exactly when the rule of confirming lists its person', async () => {
  const combinations = rowOutcomes.flatMap((outcome) =>
    [null, ...rowDecisions].flatMap((decision) =>
      [null, 'file' as const, 'here' as const, 'elsewhere' as const].flatMap((where) =>
        [null, randomUUID()].map((personId) => ({ outcome, decision, where, personId })),
      ),
    ),
  )
  const plain = combinations.filter(({ outcome }) => outcome !== 'suspected')
  const rows = await look<{ taken: boolean }>(
    ground,
    `SELECT ${takenAt} IS NOT NULL AS taken
     FROM jsonb_to_recordset($1::jsonb) AS r (at integer, outcome text, person_id uuid, committed_at timestamptz)
     CROSS JOIN (SELECT $2::timestamptz AS committed_at) AS u ORDER BY r.at`,
    [JSON.stringify(plain.map((row, at) => ({ at, outcome: row.outcome, person_id: row.personId }))), NOW],
  )
  expect(rows.map(({ taken }) => taken)).toEqual(plain.map((row) => actionOf(row) !== null))
})

test('2,000 rows take a few seconds, from the file to the people', async () => {
  const listId = await addList(ground, ward)
  const file = packList(makeList(recipeOf({ rows: 2000, seed: 3, dirty: 0.02, repeated: 0.01 })).rows, 'xlsx')
  const from = performance.now()
  const upload = await sendFile(ground, ward, listId, file, { name: 'x.xlsx' })
  const previewed = performance.now()
  const done = await commit(ground, ward, upload)
  const committed = performance.now()
  console.log(
    `2,000 rows: preview ${Math.round(previewed - from)} ms, commit ${Math.round(committed - previewed)} ms`,
  )
  expect(done.status).toBe(200)
  expect(committed - from).toBeLessThan(15_000)
})
