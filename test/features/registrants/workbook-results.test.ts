import { existsSync, readFileSync } from 'node:fs'
import { writeXlsx } from 'hucre/xlsx'
import * as sheetJs from '@e965/xlsx'
import { describe, expect, test } from 'vitest'
import { biff, readSubstreams } from '#features/registrants/workbook/biff.ts'
import { REASON_HEADING } from '#domain/person-list/headings.ts'
import { resultTarget } from '#features/registrants/workbook/list-file.ts'
import { writeBadRows, writeResults } from '#features/registrants/workbook/read-list.ts'
import { readZip, unpackPart } from '#http/file-reading/zip.ts'
import { packList } from '../../../scripts/make-list.ts'
import {
  formPath,
  kinds,
  made,
  readList,
  type ReadList,
  contents,
  textAt,
  withStream,
  withoutMerges,
  containers,
  context,
} from './workbook-fixture.ts'

describe('the workbook given back', () => {
  const results = (list: ReadList) =>
    new Map(
      list.rows.map((row) => [row.rowNumber, `Không nhận; [B] <${row.rowNumber}> & “ô” ${'x'.repeat(300)}`]),
    )

  test.each(kinds)('.%s has each row’s result and is unchanged in everything else', async (kind) => {
    const file = packList(made.rows, kind)
    const list = await readList(file, `list.${kind}`)
    const back = await writeResults(file, resultTarget(list), results(list))
    const again = await readList(back, `back.${kind}`)
    expect(again.headings).toEqual(list.headings)
    for (const row of again.rows) {
      expect(row.cells[list.resultColumn]).toBe(results(list).get(row.rowNumber))
      expect(row.cells.slice(0, 25)).toEqual(
        Array.from({ length: 25 }, (_, at) => made.rows[row.rowNumber - 1]![at] ?? ''),
      )
    }
    if (kind !== 'csv') expect(contents(back, 25)).toEqual(contents(file, 25))
  })

  test.each(kinds)(
    '.%s without such a column gets one, with its heading; a second pass fills the same one',
    async (kind) => {
      const file = packList(
        [
          ['Họ và tên', 'Năm sinh', 'Giới tính'],
          ['Lê Thị A', '1950', 'Nữ', '', 'ghi thêm'],
          ['', '', ''],
          ['Lê Văn B', '1951', 'Nam'],
        ],
        kind,
      )
      const plain = kind === 'csv' ? file : withoutMerges(file, kind)
      const list = await readList(plain, `a.${kind}`)
      expect(list.resultColumn).toBe(5)
      const back = await writeResults(
        plain,
        resultTarget(list),
        new Map([
          [2, 'Đã nhận'],
          [4, 'Trùng'],
        ]),
      )
      const again = await readList(back, `b.${kind}`)
      expect(again.headings.columns.get('result')).toBe(5)
      expect(again.rows.map((row) => [row.rowNumber, row.cells[5], row.cells[4] ?? ''])).toEqual([
        [2, 'Đã nhận', 'ghi thêm'],
        [4, 'Trùng', ''],
      ])
      const third = await readList(
        await writeResults(back, resultTarget(again), new Map([[4, 'Đã nhận']])),
        `c.${kind}`,
      )
      expect(third.rows.map((row) => row.cells[5])).toEqual(['Đã nhận', 'Đã nhận'])
      expect(third.headings).toEqual(again.headings)
    },
  )

  test('styles, lists of choices and other sheets of an .xlsx stay byte for byte', async () => {
    const file = Buffer.from(
      await writeXlsx({
        sheets: [
          { name: 'PL2 & <3>', rows: [['Mã', 'Tên']] },
          {
            name: 'Danh sách',
            columns: [{ width: 33 }, { width: 12 }],
            rows: [
              ['Họ và tên', 'Năm sinh', 'Giới tính'],
              ['Lê Thị A', 1950, 1],
            ],
            cells: new Map([['1,0', { value: 'Lê Thị A', style: { font: { bold: true } } }]]),
            dataValidations: [{ type: 'list', values: ['0', '1'], range: 'C2:C9' }],
          },
        ],
      }),
    )
    const list = await readList(file, 'a.xlsx')
    const back = await writeResults(file, resultTarget(list), new Map([[2, 'Đã nhận']]))
    const [before, after] = [readZip(file), readZip(back)]
    expect(after.map((entry) => entry.name)).toEqual(before.map((entry) => entry.name))
    const changed = before.filter(
      (entry) => !unpackPart(after, entry.name).equals(unpackPart(before, entry.name)),
    )
    expect(changed.map((entry) => entry.name)).toEqual(['xl/worksheets/sheet2.xml'])
    const part = 'xl/worksheets/sheet2.xml'
    const added = /<c r="D\d"[^>]*>.*?<\/c>/g
    const sheet = unpackPart(after, part).toString().replace(added, '').replace('A1:D2', 'A1:C2')
    expect(sheet).toBe(unpackPart(before, part).toString())
  })

  test('a run of formatted blank cells over the column of an .xls is cut around the result', async () => {
    const row = made.rows.length - 1
    const look = 15
    const run = Uint16Array.of(row, 16, ...Array.from({ length: 12 }, () => look), 27)
    const file = withStream(([, sheet]) => {
      const { records } = sheet!
      const last = records.findLastIndex(
        ({ type, data }) => type === biff.stringCell || (type === biff.label && data.readUInt16LE(0) === row),
      )
      records.splice(last + 1, 0, { type: biff.blanks, data: Buffer.from(run.buffer) })
    })
    const back = await writeResults(
      file,
      resultTarget(await readList(file, 'a.xls')),
      new Map([[row + 1, 'Đã nhận']]),
    )
    const container = containers.read(back, { type: 'buffer' })
    const { records } = readSubstreams(Buffer.from(containers.find(container, '/Workbook').content))[1]!
    const cells = records
      .filter(
        ({ type, data }) =>
          [biff.blanks, biff.blank, biff.stringCell].some((kind) => kind === type) &&
          data.readUInt16LE(0) === row,
      )
      .map(({ type, data }) => [type, data.readUInt16LE(2), data.length])
    expect(cells.slice(-3)).toEqual([
      [biff.blanks, 16, 6 + 2 * 9],
      [biff.stringCell, 25, 10],
      [biff.blanks, 26, 6 + 2 * 2],
    ])
    expect(textAt(back, 'PL1_Danh sach doi tuong tiem', row + 1, 25)).toBe('Đã nhận')
  })

  test('formulas that came in a text file are guarded when it goes back, and open again unharmed', async () => {
    const file = Buffer.from(
      'Họ và tên,Năm sinh,Giới tính,Ghi chú\nLê Thị A,1950,1,"=HYPERLINK(""x"")"\nLê Văn B,1951,0,+84\nLê C,1952,0,001234\n',
    )
    const list = await readList(file, 'a.csv')
    const back = await writeResults(file, resultTarget(list), new Map([[2, 'Đã nhận']]))
    expect(back.toString('utf8')).toContain(`"'=HYPERLINK`)
    expect(back.toString('utf8').startsWith('\ufeff')).toBe(true)
    expect((await readList(back, 'b.csv')).rows.map((row) => row.cells[3])).toEqual([
      '=HYPERLINK("x")',
      '+84',
      '001234',
    ])
  })

  test.runIf(existsSync(formPath))(
    'the national form is read with its 26 columns and given back with every other cell',
    async () => {
      const form = readFileSync(formPath)
      const list = await readList(form, 'form.xls')
      expect(list).toMatchObject({ kind: 'xls', resultColumn: 25, rows: [] })
      expect(list.headings).toMatchObject({ firstRow: 7, lastRow: 8, unknown: [] })
      expect(list.headings.columns.size).toBe(26)
      const back = await writeResults(
        form,
        resultTarget(list),
        new Map([
          [9, 'Đã nhận'],
          [10, 'Trùng'],
        ]),
      )
      expect(contents(back, 25)).toEqual(contents(form, 25))
      expect([9, 10].map((row) => textAt(back, list.sheetName, row, 25))).toEqual(['Đã nhận', 'Trùng'])
      expect(textAt(back, list.sheetName, 7, 25)).toBe(textAt(form, list.sheetName, 7, 25))
    },
  )

  test('the file of bad rows has their headings and reasons, no formula, and its mended rows are read again', async () => {
    const file = Buffer.from(
      'Họ và tên,Năm sinh,Giới tính,SĐT,Ghi chú\nLê Thị A,1950,1,0912345538,\nLê Văn B,19xx,0,0935550011,=1+1\n',
    )
    const reasons = new Map([[3, 'Không đọc được ngày sinh']])
    const back = await writeBadRows(file, 'a.csv', context, reasons)
    const sheet = sheetJs.read(back, { type: 'buffer' }).Sheets['Dong chua nhan']!
    expect(sheetJs.utils.sheet_to_json(sheet, { header: 1 })).toEqual([
      ['Họ và tên', 'Năm sinh', 'Giới tính', 'SĐT', 'Ghi chú', REASON_HEADING],
      ['Lê Văn B', '19xx', '0', '0935550011', "'=1+1", 'Không đọc được ngày sinh'],
    ])
    const again = await readList(back, 'mended.xlsx')
    expect(again.headings.unknown).toEqual([])
    expect(again.rows.map((row) => row.cells[4])).toEqual(['=1+1'])
  })
})
