import * as sheetJs from '@e965/xlsx'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findFileDuplicates } from '#domain/person-list/duplicates.ts'
import { listLimits } from '#features/registrants/workbook/limits.ts'
import { openList } from '#features/registrants/workbook/read-list.ts'
import { readZip, writeZip } from '#http/file-reading/zip.ts'
import { type MadeList, makeList, packList } from '../../../scripts/make-list.ts'
import {
  kinds,
  recipe,
  made,
  headingRows,
  readList,
  context,
  readPeople,
  refusal,
  lockedXls,
} from './workbook-fixture.ts'

describe('a list written and read back', () => {
  test.each(kinds)('.%s keeps its people, its counts and its row numbers', async (kind) => {
    const list = await readList(packList(made.rows, kind), `list.${kind}`)
    expect(list.kind).toBe(kind)
    expect(list.headings).toMatchObject({ firstRow: headingRows - 1, lastRow: headingRows, unknown: [] })
    expect(list.headings.columns.size).toBe(26)
    expect(list.rows.map((row) => row.rowNumber)).toEqual(
      Array.from({ length: recipe.rows }, (_, at) => headingRows + 1 + at),
    )
    list.rows.forEach((row, at) => {
      expect(Array.from({ length: 26 }, (_, column) => row.cells[column] ?? '')).toEqual(
        made.rows[headingRows + at],
      )
    })
    const readings = await readPeople(packList(made.rows, kind), `list.${kind}`)
    expect(readings.filter((reading) => reading.registrant === null)).toHaveLength(made.counts.dirty)
    const duplicates = [...findFileDuplicates(readings).values()].filter(
      (match) => match.kind === 'duplicate',
    )
    expect(duplicates).toHaveLength(made.counts.repeated)
  })

  test('the three counts of a made list add up, whatever is asked for', () => {
    const asked = fc.record({
      rows: fc.nat(60),
      seed: fc.nat(1000),
      dirty: fc.double({ min: 0, max: 0.5, noNaN: true }),
      repeated: fc.double({ min: 0, max: 0.5, noNaN: true }),
    })
    fc.assert(
      fc.property(asked, (wanted) => {
        const { counts, rows }: MadeList = makeList({ ...recipe, ...wanted })
        expect(counts.sound + counts.dirty + counts.repeated).toBe(wanted.rows)
        expect(rows).toHaveLength(headingRows + wanted.rows)
        expect(makeList({ ...recipe, ...wanted }).rows).toEqual(rows)
      }),
      { numRuns: 20 },
    )
  })

  test('text files are read in every encoding and delimiter that Excel writes', async () => {
    const text = packList(made.rows, 'csv').toString('utf8').slice(1)
    const want = (await readList(Buffer.from(text), 'a.csv')).rows
    const semicolons = 'STT;Họ và tên;Năm sinh;Giới tính\n\n1;Đặng Thị Ngọc;1950;Nữ\n'
    expect(want).toHaveLength(recipe.rows)
    expect((await readList(Buffer.from(`\ufeff${text}`), 'a.csv')).rows).toEqual(want)
    expect((await readList(Buffer.from(`\ufeff${text}`, 'utf16le'), 'a.txt')).rows).toEqual(want)
    expect((await readList(Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'a.csv')).rows).toEqual(want)
    for (const file of [semicolons, `sep=;\n${semicolons}`, semicolons.replaceAll(';', '\t')]) {
      expect((await readList(Buffer.from(file), 'a.csv')).rows).toEqual([
        { rowNumber: 3, cells: ['1', 'Đặng Thị Ngọc', '1950', 'Nữ'] },
      ])
    }
  })

  test('numbers and dates of Excel come as text: days as ISO, birth years in date cells as years', async () => {
    const sheet = sheetJs.utils.aoa_to_sheet([
      ['Họ tên', 'Ngày sinh', 'SĐT', 'CCCD'],
      ['A', 33_302, 912_345_538, 46_091_000_123],
      ['B', 1950, null, null],
    ])
    for (const cell of ['B2', 'B3']) Object.assign(sheet[cell] as object, { z: 'dd/mm/yyyy' })
    const workbook = sheetJs.utils.book_new()
    sheetJs.utils.book_append_sheet(workbook, sheetJs.utils.aoa_to_sheet([['Bìa']]), 'Bìa')
    sheetJs.utils.book_append_sheet(workbook, sheet, 'Danh sách')
    for (const [bookType, name] of [
      ['xlsx', 'a.xlsx'],
      ['biff8', 'a.xls'],
      ['biff8', 'renamed.xlsx'],
    ] as const) {
      const list = await readList(sheetJs.write(workbook, { type: 'buffer', bookType }) as Buffer, name)
      expect(list.sheetName).toBe('Danh sách')
      expect(list.rows.map((row) => row.cells)).toEqual([
        ['A', '1991-03-05', '912345538', '46091000123'],
        ['B', '1950'],
      ])
    }
  })
})

describe('files that are refused', () => {
  const good = packList(made.rows, 'xlsx')
  test('a file cut or broken anywhere is told as damaged or locked, and the service lives on', async () => {
    const entries = readZip(good)
    const sheet = entries.find((entry) => entry.name === 'xl/worksheets/sheet1.xml')!
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2048)])
    const rest = entries.filter((entry) => entry !== sheet)
    const cases: [Buffer, string, string][] = [
      [Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), 'a.xlsx', 'list.file-locked'],
      [Buffer.concat([ole, Buffer.from('Workbook', 'utf16le')]), 'a.xls', 'list.file-damaged'],
      [good.subarray(0, good.length - 500), 'a.xlsx', 'list.file-damaged'],
      [writeZip([...rest, { ...sheet, body: Buffer.from('no deflate') }]), 'a.xlsx', 'list.file-damaged'],
      [lockedXls(), 'a.xls', 'list.file-locked'],
    ]
    for (const [file, name, code] of cases)
      expect([name, code, await refusal(file, name)]).toEqual([name, code, code])
    expect(await refusal(good, 'a.xlsx')).toBe('read')
  })

  test('over a limit the file is refused with the limit named, never cut', async () => {
    const small = { ...listLimits, rows: { xlsx: 100, xls: 100, csv: 100 } }
    for (const kind of kinds)
      expect(await refusal(packList(made.rows, kind), `a.${kind}`, small)).toBe('list.rows-too-many')
    await expect(openList(good, 'a.xlsx', context, { limits: small })).rejects.toMatchObject({
      facts: { limit: 100 },
    })
    expect(
      await refusal(good, 'a.xlsx', { ...listLimits, bytes: { xlsx: 1000, xls: 1000, csv: 1000 } }),
    ).toBe('list.file-too-large')
    expect(await refusal(good, 'a.xlsx', { ...listLimits, zipEntries: 3 })).toBe('list.file-unpacked')
    const wide = (columns: number, text = '1950') =>
      packList(
        [
          ['Họ tên', 'Năm sinh', 'Giới'],
          ['A', ...Array.from({ length: columns - 1 }, () => text)],
        ],
        'csv',
      )
    expect(await refusal(wide(60), 'a.csv')).toBe('read')
    expect(await refusal(wide(61), 'a.csv')).toBe('list.columns-too-many')
    await expect(openList(wide(2, 'x'.repeat(1001)), 'a.csv', context)).rejects.toMatchObject({
      code: 'list.cell-too-long',
      facts: { cell: 'B2', limit: 1000 },
    })
  })

  test('reading that takes too much memory or time is ended', async () => {
    const long = packList(makeList({ ...recipe, rows: 15_000 }).rows, 'xlsx')
    expect(await refusal(long, 'a.xlsx', { ...listLimits, memoryMb: { xlsx: 60, xls: 60, csv: 60 } })).toBe(
      'list.file-too-heavy',
    )
    expect(await refusal(long, 'a.xlsx', { ...listLimits, timeoutMs: 50 })).toBe('list.file-too-heavy')
    expect(await Promise.all([1, 2, 3, 4].map(() => refusal(good, 'a.xlsx')))).toEqual([
      'read',
      'read',
      'read',
      'read',
    ])
  })
})
