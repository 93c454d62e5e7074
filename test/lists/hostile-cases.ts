/** Files made to do harm, files that are no lists, and files over a limit. */
import { gzipSync } from 'node:zlib'
import * as sheetJs from '@e965/xlsx'
import { writeXlsx } from 'hucre/xlsx'
import { packPart, readZip, writeZip } from '#http/file-reading/zip.ts'
import {
  births,
  csv,
  csvText,
  entry,
  headings,
  names,
  people,
  rawXlsx,
  sheetXml,
  sound,
  xls,
  xlsx,
} from './build-books.ts'
import type { ListCase } from './list-case.ts'

const all = { readings: 4, stopped: 0, names, births, repairs: {} }
const MB = 1024 * 1024
const containers = sheetJs.CFB as unknown as {
  utils: { cfb_new(): object; cfb_add(container: object, path: string, content: Buffer): void }
  write(container: object, options: { type: 'buffer' }): Buffer
}

function ole(...streams: readonly string[]): Buffer {
  const container = containers.utils.cfb_new()
  for (const name of streams) containers.utils.cfb_add(container, `/${name}`, Buffer.alloc(5000, name))
  return containers.write(container, { type: 'buffer' })
}

const zeros = (megabytes: number) => Buffer.alloc(megabytes * MB, 0x20)
const laughs = (levels: number) =>
  `<!DOCTYPE s [<!ENTITY l0 "ha">${Array.from({ length: levels }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')}]>`
const many = (rows: number) => Buffer.from(csvText([headings]) + csvText([people[0]!]).repeat(rows))

export const hostileCases: readonly ListCase[] = [
  {
    name: 'nothing',
    fileName: 'a.xlsx',
    make: () => Buffer.alloc(0),
    expected: { refused: 'list.file-empty' },
  },
  {
    name: 'a program called .xlsx',
    fileName: 'a.xlsx',
    make: () => Buffer.concat([Buffer.from('MZ\u0090\0', 'latin1'), zeros(1)]),
    expected: { refused: 'list.file-program' },
  },
  {
    name: 'a program of Linux called .csv',
    fileName: 'a.csv',
    make: () => Buffer.from('\x7fELF\x02\x01\x01'),
    expected: { refused: 'list.file-program' },
  },
  {
    name: 'a script called .csv',
    fileName: 'a.csv',
    make: () => Buffer.from('#!/bin/sh\necho\n'),
    expected: { refused: 'list.file-program' },
  },
  {
    name: 'a paper called .xls',
    fileName: 'a.xls',
    make: () => Buffer.from('%PDF-1.7\n'),
    expected: { refused: 'list.file-kind' },
  },
  {
    name: 'bytes called .csv',
    fileName: 'a.csv',
    make: () => Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 251)),
    expected: { refused: 'list.file-kind' },
  },
  {
    name: 'a list with the name of a picture',
    fileName: 'a.png',
    make: () => csv(sound),
    expected: { refused: 'list.file-kind' },
  },
  {
    name: 'a web page called .xls',
    fileName: 'a.xls',
    make: () => Buffer.from('<html><table><tr><td>Họ và tên</td></tr></table></html>'),
    expected: { refused: 'list.file-web-page' },
  },
  {
    name: 'XML of 2003 called .xls',
    fileName: 'a.xls',
    make: () => Buffer.from('\ufeff<?xml version="1.0"?><Workbook/>'),
    expected: { refused: 'list.file-web-page' },
  },
  {
    name: 'a list put into an archive',
    fileName: 'a.xlsx',
    make: async () => writeZip([entry('list.xlsx', await xlsx(sound))]),
    expected: { refused: 'list.file-archive' },
  },
  {
    name: 'gzip',
    fileName: 'a.csv',
    make: () => gzipSync(csv(sound)),
    expected: { refused: 'list.file-archive' },
  },
  {
    name: 'a text document',
    fileName: 'a.xlsx',
    make: () =>
      writeZip([
        entry('[Content_Types].xml', Buffer.from('<Types/>')),
        entry('word/document.xml', Buffer.from('<w/>')),
      ]),
    expected: { refused: 'list.file-kind' },
  },
  {
    name: 'macros',
    fileName: 'a.xlsm',
    make: () => rawXlsx(sheetXml(sound), [entry('xl/vbaProject.bin', Buffer.from('x'))]),
    expected: { refused: 'list.file-macro' },
  },
  {
    name: 'macros called .xlsx',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound), [entry('xl/macrosheets/sheet1.xml', Buffer.from('<x/>'))]),
    expected: { refused: 'list.file-macro' },
  },
  {
    name: 'macros in an .xls',
    fileName: 'a.xls',
    make: () => ole('Workbook', '_VBA_PROJECT'),
    expected: { refused: 'list.file-macro' },
  },
  {
    name: 'a password on an .xlsx',
    fileName: 'a.xlsx',
    make: async () =>
      Buffer.from(
        await writeXlsx({
          sheets: [{ name: 'DS', rows: sound.map((cells) => [...cells]) }],
          encryption: { password: 'x', spinCount: 1000 },
        }),
      ),
    expected: { refused: 'list.file-locked' },
  },
  {
    name: 'a password on the archive',
    fileName: 'a.xlsx',
    make: () => locked(rawXlsx(sheetXml(sound))),
    expected: { refused: 'list.file-locked' },
  },
  {
    name: 'a container of something else',
    fileName: 'a.xls',
    make: () => ole('WordDocument'),
    expected: { refused: 'list.file-kind' },
  },
  {
    name: 'an .xls of 1995',
    fileName: 'a.xls',
    make: () => ole('Book'),
    expected: { refused: 'list.file-kind' },
  },
  {
    name: 'an .xls cut off',
    fileName: 'a.xls',
    make: () => xls(sound).subarray(0, 3000),
    expected: { refused: 'list.file-damaged' },
  },
  {
    name: 'an .xlsx cut off',
    fileName: 'a.xlsx',
    make: async () => (await xlsx(sound)).subarray(0, 2000),
    expected: { refused: 'list.file-damaged' },
  },
  {
    name: 'an .xlsx with a broken part',
    fileName: 'a.xlsx',
    make: () => broken(rawXlsx(sheetXml(sound))),
    expected: { refused: 'list.file-damaged' },
  },
  {
    name: 'a bomb',
    fileName: 'a.xlsx',
    make: () => rawXlsx(zeros(220)),
    expected: { refused: 'list.file-unpacked' },
  },
  {
    name: 'a bomb that lies about its size',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound), [entry('xl/media/a.bin', zeros(220), { size: 10 })]),
    expected: { refused: 'list.file-unpacked' },
  },
  {
    name: 'a thousand small parts',
    fileName: 'a.xlsx',
    make: () =>
      rawXlsx(
        sheetXml(sound),
        Array.from({ length: 1000 }, (_, at) => entry(`xl/media/${at}`, Buffer.from('x'))),
      ),
    expected: { refused: 'list.file-unpacked' },
  },
  {
    name: 'an archive within',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound), [entry('xl/embeddings/a.bin', rawXlsx('x'))]),
    expected: { refused: 'list.file-nested' },
  },
  {
    name: 'a billion laughs',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound, {}, laughs(9))),
    expected: { refused: 'list.file-entities' },
  },
  {
    name: 'a billion laughs in the shared texts',
    fileName: 'a.xlsx',
    make: () =>
      rawXlsx(sheetXml(sound), [
        entry('xl/sharedStrings.xml', Buffer.from(`<?xml version="1.0"?>${laughs(9)}<sst>&l9;</sst>`)),
      ]),
    expected: { refused: 'list.file-entities' },
  },
  {
    name: 'entities behind a long comment',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound, {}, `<!--${'x'.repeat(40_000)}-->${laughs(3)}`)),
    expected: { refused: 'list.file-entities' },
  },
  {
    name: 'an outside entity',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound, {}, '<!DOCTYPE a SYSTEM "file:///etc/passwd">')),
    expected: { refused: 'list.file-entities' },
  },
  {
    name: 'parts in letters of two bytes',
    fileName: 'a.xlsx',
    make: () => rawXlsx(Buffer.from(`\ufeff${sheetXml(sound, {}, laughs(3))}`, 'utf16le')),
    expected: { refused: 'list.file-damaged' },
  },
  {
    name: 'a claim of all rows of Excel',
    fileName: 'a.xlsx',
    make: () =>
      rawXlsx(sheetXml(sound).replace('<sheetData>', '<dimension ref="A1:XFD1048576"/><sheetData>')),
    expected: all,
  },
  {
    name: 'merged cells over all of the sheet',
    fileName: 'a.xlsx',
    make: () =>
      rawXlsx(
        sheetXml(sound).replace(
          '</sheetData>',
          '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
      ),
    expected: all,
  },
  {
    name: 'a last row at the end of Excel',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound).replace('<row r="5">', '<row r="1048576">')),
    expected: all,
  },
  {
    name: 'a sheet that leads out of the archive',
    fileName: 'a.xlsx',
    make: () =>
      writeZip([
        ...readZip(rawXlsx(sheetXml(sound))).filter(({ name }) => name !== 'xl/worksheets/sheet1.xml'),
        entry('../../etc/passwd', Buffer.from('x')),
      ]),
    expected: { refused: 'list.file-damaged' },
  },
  {
    name: 'one row too many',
    fileName: 'a.csv',
    make: () => many(50_001),
    expected: { refused: 'list.rows-too-many' },
  },
  {
    name: 'one row too many in an .xls',
    fileName: 'a.xls',
    make: () => xls(sound),
    limits: { rows: { xls: 3, xlsx: 50_000, csv: 50_000 } },
    expected: { refused: 'list.rows-too-many' },
  },
  {
    name: 'a column too many',
    fileName: 'a.csv',
    make: () => csv([headings, people[0]!.concat(Array.from({ length: 50 }, (_, at) => String(at)))]),
    expected: { refused: 'list.columns-too-many' },
  },
  {
    name: 'a cell too long',
    fileName: 'a.csv',
    make: () => csv([headings, people[0]!.with(10, 'x'.repeat(1001))]),
    expected: { refused: 'list.cell-too-long' },
  },
  {
    name: 'text over 40 MB',
    fileName: 'a.csv',
    make: () => zeros(41),
    expected: { refused: 'list.file-too-large' },
  },
  {
    name: 'an .xlsx over 20 MB',
    fileName: 'a.xlsx',
    make: () => Buffer.concat([rawXlsx(sheetXml(sound)), zeros(21)]),
    expected: { refused: 'list.file-too-large' },
  },
  {
    name: 'more memory than there is',
    fileName: 'a.csv',
    make: () => many(40_000),
    limits: { memoryMb: { xls: 60, xlsx: 60, csv: 60 } },
    expected: { refused: 'list.file-too-heavy' },
  },
  {
    name: 'more time than there is',
    fileName: 'a.csv',
    make: () => many(40_000),
    limits: { timeoutMs: 30 },
    expected: { refused: 'list.file-too-heavy' },
  },
]

/** The bit that says encrypted, in the directory. */
function locked(file: Buffer): Buffer {
  const copy = Buffer.from(file)
  for (let at = copy.indexOf('PK\u0001\u0002'); at >= 0; at = copy.indexOf('PK\u0001\u0002', at + 4))
    copy[at + 8]! |= 1
  return copy
}

function broken(file: Buffer): Buffer {
  return writeZip(
    readZip(file).map((each) =>
      each.name.endsWith('sheet1.xml')
        ? { ...packPart(each, Buffer.from('x')), body: Buffer.alloc(400, 0xff) }
        : each,
    ),
  )
}
