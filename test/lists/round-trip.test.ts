import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { listPlaces } from '#domain/person-list/list-places.ts'
import type { Registrant } from '#domain/person-list/rows.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { collectFile } from '#features/registrants/workbook/collect-file.ts'
import { listLimits } from '#features/registrants/workbook/limits.ts'
import type { ListContext } from '#features/registrants/workbook/read-list.ts'
import { ReadingRun } from '#features/registrants/workbook/reading-run.ts'
import { splitText } from '#http/file-reading/split-text.ts'
import { makeList } from '../../scripts/make-list.ts'
import { csv, csvText, utf16be, windows1258, xls, xlsx } from './build-books.ts'
import { toLegacy } from './legacy-text.ts'

const on = '2021-10-18'
const context: ListContext = { on, wardCode: '19753', places: listPlaces(hueGeography, on) }

async function readPeople(file: Buffer, fileName: string): Promise<(Registrant | null)[]> {
  const options = { fileName, limits: listLimits, context, onProgress: () => undefined }
  const run = new ReadingRun(await collectFile(file, options), context)
  return [...run.batches(7)].flatMap((batch) =>
    batch.map((reading) => ('registrant' in reading ? reading.registrant : null)),
  )
}

const [name, born, sex, phone, card] = [1, 2, 3, 6, 7] as const
const mapColumn = (
  rows: readonly (readonly string[])[],
  from: number,
  column: number,
  change: (text: string) => string,
) =>
  rows.map((cells, at) =>
    at < from || cells[column] === undefined ? [...cells] : cells.with(column, change(cells[column])),
  )

/** What happens to files on their way, each of which can be put right; `from` is the first row of people. */
const damages: Readonly<Record<string, (rows: string[][], from: number) => string[][]>> = {
  'letters taken apart': (rows) => rows.map((cells) => cells.map((cell) => cell.normalize('NFD'))),
  'spaces doubled and hard': (rows, from) =>
    mapColumn(rows, from, name, (text) => text.replaceAll(' ', ' \u00a0')),
  'Đ of Iceland': (rows, from) => mapColumn(rows, from, name, (text) => text.replaceAll('Đ', '\u00d0')),
  'phones without zero': (rows, from) => mapColumn(rows, from, phone, (text) => text.replace(/^0/, '')),
  'cards without zero': (rows, from) =>
    mapColumn(rows, from, card, (text) => (text.length === 12 ? text.replace(/^0+/, '') : text)),
  'O for 0 in phones': (rows, from) => mapColumn(rows, from, phone, (text) => text.replaceAll('0', 'O')),
  'sex in words': (rows, from) =>
    mapColumn(rows, from, sex, (text) => (text === '0' ? 'Nam' : text === '1' ? 'Nữ' : text)),
  'days without zeros': (rows, from) =>
    mapColumn(rows, from, born, (text) => text.replace(/\b0(?=\d\/)/g, '')),
  'dots in dates': (rows, from) => mapColumn(rows, from, born, (text) => text.replaceAll('/', '.')),
  'title rows above': (rows) => [['UBND PHƯỜNG'], ['DANH SÁCH'], ...rows],
  'a signature below': (rows) => [
    ...rows,
    [],
    ['', 'Tổng cộng: nhiều người'],
    ['', 'Người lập biểu', '', '', 'CHỦ TỊCH'],
  ],
  'headings in capitals': (rows, from) =>
    rows.map((cells, at) => (at < from ? cells.map((cell) => cell.toUpperCase()) : cells)),
}

const packs: Readonly<Record<string, (rows: string[][]) => Promise<Buffer> | Buffer>> = {
  'a.xlsx': (rows) => xlsx(rows),
  'a.xls': (rows) => xls(rows),
  'a.csv': (rows) => csv(rows),
  'b.csv': (rows) => csv(rows, ';'),
  'c.csv': (rows) => utf16be(`\ufeff${csvText(rows)}`),
  'd.csv': (rows) => Buffer.from(csvText(rows, '\t'), 'utf16le'),
  'e.csv': (rows) => windows1258(csvText(rows)),
}

test('a file of ours, damaged in any ways that can be put right, reads back to the same people', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.subarray(Object.keys(damages), { maxLength: 5 }),
      fc.constantFrom(...Object.keys(packs)),
      async (seed, chosen, pack) => {
        const recipe = { rows: 12, wardCode: '19753', wardName: 'Thuận Lộc', seed, dirty: 0, repeated: 0, on }
        const rows = makeList(recipe).rows.map((cells) => [...cells])
        const from = rows.length - recipe.rows
        const damaged = chosen.reduce((so, damage) => {
          const first = so.findIndex(
            (cells) => cells[1] === rows[from]![1] || cells.includes(rows[from]![1]!),
          )
          return damages[damage]!(so, first < 0 ? from : first)
        }, rows)
        const want = await readPeople(await xlsx(rows), 'a.xlsx')
        expect(want).toHaveLength(recipe.rows)
        expect(want).not.toContain(null)
        expect(await readPeople(await packs[pack]!(damaged), pack)).toEqual(want)
      },
    ),
    { numRuns: 40 },
  )
}, 60_000)

test('cells of a text come back as they were, whatever stands in them', () => {
  const cell = fc.string({ unit: fc.constantFrom(...Array.from('aễ"",;\t\r\n .')), maxLength: 6 })
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      (rows, delimiter, end) => {
        const text = rows.map((cells) =>
          cells
            .map((each) => (/[^aễ .]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each))
            .join(delimiter),
        )
        const read = [...splitText(text.map((line) => line + end).join(''), delimiter)]
        expect(read).toEqual(rows)
      },
    ),
    { numRuns: 300 },
  )
})

test('a file of ours in an old font reads back to the same people', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.constantFrom('tcvn3' as const, 'vni' as const), async (seed, font) => {
      const recipe = { rows: 12, wardCode: '19753', wardName: 'Thuận Lộc', seed, dirty: 0, repeated: 0, on }
      const rows = makeList(recipe).rows.map((cells) => [...cells])
      const old = rows.map((cells) => cells.map((cell) => toLegacy(cell, font)))
      expect(await readPeople(await xlsx(old), 'a.xlsx')).toEqual(
        await readPeople(await xlsx(rows), 'a.xlsx'),
      )
    }),
    { numRuns: 15 },
  )
}, 60_000)
