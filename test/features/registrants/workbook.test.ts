import { existsSync, readFileSync } from 'node:fs'
import * as sheetJs from '@e965/xlsx'
import * as fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { splitBody } from '#domain/person-list/body.ts'
import { findFileDuplicates } from '#domain/person-list/duplicates.ts'
import { type RowReading, readRow } from '#domain/person-list/rows.ts'
import { Problem } from '#domain/problem.ts'
import { type Substream, biff, readSubstreams, writeSubstreams } from '#features/registrants/workbook/biff.ts'
import { listLimits } from '#features/registrants/workbook/limits.ts'
import { type ListFile, resultTarget } from '#features/registrants/workbook/list-file.ts'
import { readList, writeResults } from '#features/registrants/workbook/read-list.ts'
import { packPart, readZip, unpackPart, writeZip } from '#features/registrants/workbook/zip.ts'
import { type MadeList, makeList, packList } from '../../../scripts/make-list.ts'

/** The ministry's own form is not ours to keep: it is used where NATIONAL_FORM says it lies. */
const formPath = process.env.NATIONAL_FORM ?? ''
const containers = sheetJs.CFB as {
  read(file: Buffer, options: object): object
  find(container: object, path: string): { content: Buffer; size: number }
  write(container: object, options: object): Buffer
}
const on = '2021-10-18'
const kinds = ['xlsx', 'xls', 'csv'] as const
const recipe = {
  rows: 120,
  wardCode: '19753',
  wardName: 'Thuận Lộc',
  seed: 7,
  dirty: 0.1,
  repeated: 0.05,
  on,
}
const made = makeList(recipe)
const headingRows = made.rows.length - recipe.rows

function readPeople(list: ListFile): RowReading[] {
  const findPlace = (code: string) => (['46', '474', '19753'].includes(code) ? { name: 'Thuận Lộc' } : null)
  const context = { headings: list.headings, on, wardCode: '19753', findPlace }
  return splitBody(list.rows, list.headings).people.map((row) => readRow(row, context))
}

const refusal = (file: Buffer, name: string, limits = listLimits) =>
  readList(file, name, limits).then(
    () => 'read',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  )

/** Everything of a workbook but the result column, as an independent reader sees it. */
function contents(file: Buffer, resultColumn: number) {
  const workbook = sheetJs.read(file, { type: 'buffer', cellStyles: true, cellNF: true })
  return workbook.SheetNames.map((name) => {
    const sheet = workbook.Sheets[name]!
    const cells = Object.keys(sheet)
      .filter((key) => !key.startsWith('!') && sheetJs.utils.decode_cell(key).c !== resultColumn)
      .map((key) => [
        key,
        (sheet[key] as sheetJs.CellObject).t,
        (sheet[key] as sheetJs.CellObject).v,
        (sheet[key] as sheetJs.CellObject).z,
      ])
    const widths = (sheet['!cols'] ?? []).map((column) => column?.width)
    return { name, cells, merges: sheet['!merges'], widths }
  })
}

function textAt(file: Buffer, sheetName: string, rowNumber: number, column: number): unknown {
  const sheet = sheetJs.read(file, { type: 'buffer' }).Sheets[sheetName]!
  return (sheet[sheetJs.utils.encode_cell({ r: rowNumber - 1, c: column })] as sheetJs.CellObject | undefined)
    ?.v
}

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
    const readings = readPeople(list)
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

describe('the workbook given back', () => {
  const results = (list: ListFile) =>
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
})

describe('files that are refused', () => {
  const good = packList(made.rows, 'xlsx')
  const part = (name: string, body: Buffer) =>
    packPart({ name, method: 8, crc: 0, time: 0, size: 0, body: Buffer.alloc(0) }, body)

  test('each kind of wrong file has its own code, and the service lives on', async () => {
    const entries = readZip(good)
    const sheet = entries.find((entry) => entry.name === 'xl/worksheets/sheet1.xml')!
    const laughs = Buffer.from(
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
    )
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2048)])
    const cases: [Buffer, string, string][] = [
      [Buffer.alloc(0), 'a.xlsx', 'list.file-empty'],
      [Buffer.from('MZ\u0090\u0000\u0003program', 'latin1'), 'list.xlsx', 'list.file-kind'],
      [Buffer.from('MZ\u0090\u0000\u0003program', 'latin1'), 'list.csv', 'list.file-kind'],
      [Buffer.from('<html><table><tr><td>Họ và tên</td></tr></table></html>'), 'a.xls', 'list.file-kind'],
      [Buffer.from('%PDF-1.7'), 'a.pdf', 'list.file-kind'],
      [writeZip([part('word/document.xml', Buffer.from('<x/>'))]), 'a.xlsx', 'list.file-kind'],
      [writeZip([...entries, part('xl/vbaProject.bin', Buffer.from('x'))]), 'a.xlsx', 'list.file-macro'],
      [Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), 'a.xlsx', 'list.file-locked'],
      [Buffer.concat([ole, Buffer.from('WordDocument', 'utf16le')]), 'a.xls', 'list.file-kind'],
      [Buffer.concat([ole, Buffer.from('Workbook', 'utf16le')]), 'a.xls', 'list.file-damaged'],
      [good.subarray(0, good.length - 500), 'a.xlsx', 'list.file-damaged'],
      [
        writeZip([...entries.filter((entry) => entry !== sheet), packPart(sheet, laughs)]),
        'a.xlsx',
        'list.file-damaged',
      ],
      [
        writeZip([
          ...entries.filter((entry) => entry !== sheet),
          { ...sheet, body: Buffer.from('no deflate') },
        ]),
        'a.xlsx',
        'list.file-damaged',
      ],
      [lockedXls(), 'a.xls', 'list.file-locked'],
      [Buffer.from('Họ và tên,Năm sinh\n', 'latin1'), 'a.csv', 'list.file-encoding'],
      [Buffer.from('xin chào,các bạn\n'), 'a.csv', 'list.headings-missing'],
      [packList([['Bảng', 'này', 'khác']], 'csv'), 'a.csv', 'list.headings-missing'],
    ]
    for (const [file, name, code] of cases)
      expect([name, code, await refusal(file, name)]).toEqual([name, code, code])
    expect(await refusal(good, 'a.xlsx')).toBe('read')
  })

  test('over a limit the file is refused with the limit named, never cut', async () => {
    const small = { ...listLimits, rows: { xlsx: 100, xls: 100, csv: 100 } }
    for (const kind of kinds)
      expect(await refusal(packList(made.rows, kind), `a.${kind}`, small)).toBe('list.rows-too-many')
    await expect(readList(good, 'a.xlsx', small)).rejects.toMatchObject({ facts: { limit: 100 } })
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
    await expect(readList(wide(2, 'x'.repeat(1001)), 'a.csv')).rejects.toMatchObject({
      code: 'list.cell-too-long',
      facts: { cell: 'B2', limit: 1000 },
    })
  })

  test('a bomb is stopped while it unpacks, whatever size it claims', async () => {
    const bomb = part('xl/media/zeros', Buffer.alloc(201 * 1024 * 1024))
    const file = writeZip([...readZip(good), { ...bomb, size: 10 }])
    expect(file.length).toBeLessThan(1024 * 1024)
    expect(await refusal(file, 'a.xlsx')).toBe('list.file-unpacked')
  })

  test('a sheet that claims every row and column of Excel, but is small, is read', async () => {
    const claim = readZip(good).map((entry) => {
      if (entry.name !== 'xl/worksheets/sheet1.xml') return entry
      const xml = unpackPart([entry], entry.name).toString()
      return packPart(
        entry,
        Buffer.from(
          xml
            .replace(/<dimension[^>]*>/, '<dimension ref="A1:XFD1048576"/>')
            .replace(/<mergeCell /, '<mergeCell ref="A2:XFD1048576"/><mergeCell '),
        ),
      )
    })
    expect((await readList(writeZip(claim), 'a.xlsx')).rows).toHaveLength(recipe.rows)
  })

  test('reading that takes too much memory or time is ended', async () => {
    const long = packList(makeList({ ...recipe, rows: 15_000 }).rows, 'xlsx')
    expect(await refusal(long, 'a.xlsx', { ...listLimits, heapMb: 24 })).toBe('list.file-too-heavy')
    expect(await refusal(long, 'a.xlsx', { ...listLimits, timeoutMs: 50 })).toBe('list.file-too-heavy')
    expect(await Promise.all([1, 2, 3, 4].map(() => refusal(good, 'a.xlsx')))).toEqual([
      'read',
      'read',
      'read',
      'read',
    ])
  })
})

/** The .xls of the made list, its record stream changed. */
function withStream(change: (substreams: Substream[]) => void): Buffer {
  const container = containers.read(packList(made.rows, 'xls'), { type: 'buffer' })
  const entry = containers.find(container, '/Workbook')
  const substreams = readSubstreams(Buffer.from(entry.content))
  change(substreams)
  entry.content = writeSubstreams(substreams)
  entry.size = entry.content.length
  return containers.write(container, { type: 'buffer' })
}

/** A record after the start that says the rest is encrypted (FilePass). */
function lockedXls(): Buffer {
  return withStream(([globals]) => globals!.records.splice(1, 0, { type: 0x002f, data: Buffer.alloc(6) }))
}

/** `packList` merges the headings of the national form; these lists have one heading row. */
function withoutMerges(file: Buffer, kind: 'xlsx' | 'xls'): Buffer {
  const workbook = sheetJs.read(file, { type: 'buffer' })
  for (const sheet of Object.values(workbook.Sheets)) delete sheet['!merges']
  return sheetJs.write(workbook, { type: 'buffer', bookType: kind === 'xls' ? 'biff8' : 'xlsx' }) as Buffer
}
