/** Text files in every encoding and shape, and words of old fonts. */
import { toLegacy } from './legacy-text.ts'
import {
  births,
  changed,
  csv,
  csvText,
  headings,
  names,
  people,
  sound,
  utf16be,
  windows1258,
  xls,
  xlsx,
} from './build-books.ts'
import type { ListCase } from './list-case.ts'

const all = { readings: 4, stopped: 0, names, births, repairs: {} }
const text = csvText(sound)
const nfd = sound.map((row) => row.map((cell) => cell.normalize('NFD')))
const inFont = (font: 'tcvn3' | 'vni') => sound.map((row) => row.map((cell) => toLegacy(cell, font)))
/** Names, places and addresses with signs: what a font changes. */
const signed = { 'legacy-font': 12 }

export const textCases: readonly ListCase[] = [
  {
    name: 'UTF-8',
    fileName: 'a.csv',
    make: () => Buffer.from(text),
    expected: { ...all, kind: 'csv', encoding: 'utf-8' },
  },
  { name: 'UTF-8 with a mark', fileName: 'a.csv', make: () => Buffer.from(`\ufeff${text}`), expected: all },
  {
    name: 'UTF-16 LE with a mark',
    fileName: 'a.txt',
    make: () => Buffer.from(`\ufeff${text}`, 'utf16le'),
    expected: { ...all, encoding: 'utf-16le' },
  },
  {
    name: 'UTF-16 BE with a mark',
    fileName: 'a.csv',
    make: () => utf16be(`\ufeff${text}`),
    expected: { ...all, encoding: 'utf-16be' },
  },
  {
    name: 'UTF-16 LE without a mark',
    fileName: 'a.csv',
    make: () => Buffer.from(text, 'utf16le'),
    expected: { ...all, encoding: 'utf-16le' },
  },
  {
    name: 'Windows-1258',
    fileName: 'a.csv',
    make: () => windows1258(text),
    expected: { ...all, encoding: 'windows-1258' },
  },
  {
    name: 'bytes of TCVN3',
    fileName: 'a.csv',
    make: () => Buffer.from(csvText(inFont('tcvn3')), 'latin1'),
    expected: { ...all, encoding: 'windows-1252', repairs: signed },
  },
  {
    name: 'bytes of VNI',
    fileName: 'a.csv',
    make: () => Buffer.from(csvText(inFont('vni')), 'latin1'),
    expected: { ...all, encoding: 'windows-1252', repairs: signed },
  },
  {
    name: 'bytes that are no letters',
    fileName: 'a.csv',
    make: () =>
      Buffer.from(
        `${csvText([headings.map((cell) => cell.normalize('NFD').replace(/[^\0-\u007f]/g, ''))])}${Array.from({ length: 40 }, () => '1,\u008d\u00fe\u0081b\u009dz \u00f0\u00f7q,1/1/1990\r\n').join('')}`,
        'latin1',
      ),
    expected: { refused: 'list.file-encoding' },
  },
  { name: 'tabs', fileName: 'a.txt', make: () => csv(sound, '\t'), expected: all },
  { name: 'tabs in a .tsv', fileName: 'a.TSV', make: () => csv(sound, '\t'), expected: all },
  { name: 'semicolons', fileName: 'a.csv', make: () => csv(sound, ';'), expected: all },
  {
    name: 'semicolons told by sep=',
    fileName: 'a.csv',
    make: () => Buffer.from(`sep=;\r\n${csvText(sound, ';')}`),
    expected: all,
  },
  {
    name: 'old line ends',
    fileName: 'a.csv',
    make: () => Buffer.from(csvText(sound, ',', '\r')),
    expected: all,
  },
  {
    name: 'no line end at the end',
    fileName: 'a.csv',
    make: () => Buffer.from(text.trimEnd()),
    expected: all,
  },
  {
    name: 'blank lines between people',
    fileName: 'a.csv',
    make: () => Buffer.from(text.replaceAll('\r\n', '\r\n\r\n')),
    expected: { ...all, ignored: {} },
  },
  {
    name: 'cells with line breaks, quotes and commas',
    fileName: 'a.csv',
    make: () => csv(changed('Địa chỉ', ['Kiệt 5,\nLê Lợi', '"Nhà đỏ"', 'a,b', ''])),
    expected: { ...all, repairs: { 'character-form': 1 } },
  },
  {
    name: 'quotes inside a cell',
    fileName: 'a.csv',
    make: () => Buffer.from(text.replace('Kiệt 5', 'Kiệt "5"')),
    expected: all,
  },
  {
    name: 'a quote that is never closed',
    fileName: 'a.csv',
    make: () => Buffer.from(text.replace('Kiệt 5', '"Kiệt 5').replace(',"Kiệt', ',"Kiệt')),
    expected: { refused: 'list.file-damaged' },
  },
  {
    name: 'decomposed letters',
    fileName: 'a.csv',
    make: () => csv(nfd),
    expected: { ...all, repairs: { 'character-form': 12 } },
  },
  {
    name: 'TCVN3 in an .xlsx',
    fileName: 'a.xlsx',
    make: () => xlsx(inFont('tcvn3')),
    expected: { ...all, kind: 'xlsx', repairs: signed },
  },
  {
    name: 'VNI in an .xlsx',
    fileName: 'a.xlsx',
    make: () => xlsx(inFont('vni')),
    expected: { ...all, repairs: signed },
  },
  {
    name: 'TCVN3 in an .xls',
    fileName: 'a.xls',
    make: () => xls(inFont('tcvn3')),
    expected: { ...all, kind: 'xls', repairs: signed },
  },
  {
    name: 'one row in VNI among others',
    fileName: 'a.xlsx',
    make: () => xlsx([headings, people[0]!.map((cell) => toLegacy(cell, 'vni')), ...people.slice(1)]),
    expected: { ...all, repairs: { 'legacy-font': 3 } },
  },
  {
    name: 'names of other countries, which look like old fonts',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Họ và tên', ['José André Müller', 'François Noël', 'Zoë Brontë', 'Ana Peña'])),
    expected: { ...all, names: ['José André Müller', 'François Noël', 'Zoë Brontë', 'Ana Peña'] },
  },
  {
    name: 'an old font that the official does not want repaired',
    fileName: 'a.xlsx',
    make: () => xlsx(inFont('tcvn3')),
    context: { refusedRepairs: ['legacy-font'] },
    expected: { readings: 4, stopped: 4, repairs: {}, problems: { 'name-font': 4 } },
  },
  {
    name: 'letters that nobody sees',
    fileName: 'a.csv',
    make: () =>
      csv(
        changed('Họ và tên', [
          'Nguyễn\u200b Văn Thử',
          '\u202eTrần Thị Mẫu',
          'Ðặng Hữu Giả',
          'Phạm\u00a0\u00a0Thị Nháp',
        ]),
      ),
    expected: { ...all, repairs: { 'character-form': 4 } },
  },
]
