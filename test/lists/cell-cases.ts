/** Cells as people and spreadsheets leave them. */
import {
  births,
  changed,
  headings,
  names,
  people,
  rawXlsx,
  renamed,
  sheetXml,
  sound,
  xls,
  xlsx,
} from './build-books.ts'
import type { ListCase } from './list-case.ts'

const all = { readings: 4, stopped: 0, names, births, repairs: {} }
const serial = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569
const ids = people.map((cells) => cells[6]!)
const phones = people.map((cells) => cells[5]!)

export const cellCases: readonly ListCase[] = [
  {
    name: 'phones as numbers',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Số điện thoại', phones.map(Number))),
    expected: { ...all, repairs: { 'phone-zero': 4 } },
  },
  {
    name: 'phones as numbers in an .xls',
    fileName: 'a.xls',
    make: () => xls(changed('Số điện thoại', phones.map(Number))),
    expected: { ...all, repairs: { 'phone-zero': 4 } },
  },
  {
    name: 'phones as numbers, and no repair wanted',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Số điện thoại', phones.map(Number))),
    context: { refusedRepairs: ['phone-zero'] },
    expected: { ...all, problems: { 'phone-unreadable': 4 } },
  },
  {
    name: 'cards as numbers',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('CCCD', ids.map(Number))),
    expected: { ...all, repairs: { 'id-zeros': 4 } },
  },
  {
    name: 'insurance numbers that lost a zero',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Số thẻ BHYT', ['461234567', '461234568', '461234569', '461234560'])),
    expected: { ...all, repairs: { 'bhyt-zeros': 4 } },
  },
  {
    name: 'O for 0 and l for 1',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(
        changed(
          'CCCD',
          ids.map((id) => id.replaceAll('0', 'O').replaceAll('1', 'l')),
        ),
      ),
    expected: { ...all, repairs: { 'letter-for-digit': 4 } },
  },
  {
    name: 'O for 0 in births',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(changed('Ngày sinh (dd/mm/yyyy)', ['25/O3/l991', '05/11/1988', '31/12/195O', '17/O8/2OO2'])),
    expected: { ...all, repairs: { 'letter-for-digit': 3 } },
  },
  {
    name: 'births as day numbers',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Ngày sinh (dd/mm/yyyy)', births.map(serial))),
    expected: { ...all, repairs: { 'date-from-number': 4 } },
  },
  {
    name: 'births in date cells',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(
        changed(
          'Ngày sinh (dd/mm/yyyy)',
          births.map((day) => new Date(day)),
        ),
      ),
    expected: all,
  },
  {
    name: 'births with short years',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Ngày sinh (dd/mm/yyyy)', ['25/3/91', '5/11/88', '31/12/50', '17/8/02'])),
    expected: { ...all, repairs: { 'date-two-digit-year': 4 } },
  },
  {
    name: 'births by year only',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Ngày sinh (dd/mm/yyyy)', ['1991', '1988', '1950', '2002'])),
    expected: { ...all, births: ['1991-01-01', '1988-01-01', '1950-01-01', '2002-01-01'] },
  },
  {
    name: 'births in words',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(
        changed('Ngày sinh (dd/mm/yyyy)', [
          'ngày 25 tháng 3 năm 1991',
          '5-11-1988',
          '31.12.1950',
          '2002-08-17',
        ]),
      ),
    expected: all,
  },
  {
    name: 'a column with the month first',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(changed('Ngày sinh (dd/mm/yyyy)', ['03/25/1991', '11/05/1988', '12/31/1950', '08/17/2002'])),
    expected: { ...all, repairs: { 'date-month-first': 4 } },
  },
  {
    name: 'both orders in one column',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(changed('Ngày sinh (dd/mm/yyyy)', ['25/03/1991', '05/11/1988', '12/31/1950', '17/08/2002'])),
    expected: { ...all, repairs: { 'date-month-first': 1 }, problems: { 'date-order-unsure': 1 } },
  },
  {
    name: 'a column that nothing decides',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(
        renamed('Ngày sinh (dd/mm/yyyy)', 'Ngày sinh', [
          '01/03/1991',
          '05/11/1988',
          '02/12/1950',
          '07/08/2002',
        ]),
      ),
    expected: {
      readings: 4,
      stopped: 0,
      births: ['1991-03-01', '1988-11-05', '1950-12-02', '2002-08-07'],
      problems: { 'date-order-unsure': 4 },
    },
  },
  {
    name: 'sex in words',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Giới tính', ['Nam', 'Nữ', 'NAM', 'nữ'])),
    expected: all,
  },
  {
    name: 'sex as M and F',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Giới tính', ['M', 'F', 'm', 'f'])),
    expected: all,
  },
  {
    name: 'Nam beside N',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Giới tính', ['Nam', 'N', 'Nam', 'N'])),
    expected: { ...all, repairs: { 'sex-letter': 2 } },
  },
  {
    name: 'only N, which could be either',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Giới tính', ['N', 'N', 'N', 'N'])),
    expected: { readings: 4, stopped: 4, problems: { 'sex-unreadable': 4 } },
  },
  {
    name: 'sex as 1 and 2, which is another code',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Giới tính', ['1', '2', '1', '2'])),
    expected: { readings: 4, stopped: 4, problems: { 'sex-unreadable': 4 } },
  },
  {
    name: 'ward codes of 2021 in a list of 2025',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Mã xã/phường', ['19750', '19750', '19756', '19753'])),
    context: { on: '2025-08-01' },
    expected: { ...all, repairs: { 'place-code-year': 3 } },
  },
  {
    name: 'ward codes of 2021 in 2025, and no repair wanted',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Mã xã/phường', ['19750', '19750', '19756', '19753'])),
    context: { on: '2025-08-01', refusedRepairs: ['place-code-year'] },
    expected: { readings: 4, stopped: 3, problems: { 'ward-unknown': 3 } },
  },
  {
    name: 'names of wards and no codes',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Mã xã/phường', ['', '', '', ''])),
    expected: { ...all, repairs: { 'place-from-name': 4 } },
  },
  {
    name: 'codes of wards that never were',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('Mã xã/phường', ['99999', 'abc', '19753', '19753'])),
    expected: { readings: 4, stopped: 2, problems: { 'ward-unknown': 2 } },
  },
  {
    name: 'a child in the army and an old pupil',
    fileName: 'a.xlsx',
    make: () =>
      xlsx([headings, people[0]!.with(2, '25/03/2015').with(4, '3').with(6, ''), ...people.slice(1)]),
    expected: { readings: 4, stopped: 0, problems: { 'age-group': 1 } },
  },
  {
    name: 'cards of another birth year and sex',
    fileName: 'a.xlsx',
    make: () => xlsx(changed('CCCD', [ids[1]!, ids[0]!, ids[2]!, ids[3]!])),
    expected: { ...all, problems: { 'id-disagrees': 2 } },
  },
  {
    name: 'rows with nothing but a name',
    fileName: 'a.xlsx',
    make: () => xlsx([...sound, ['5', 'Lê Văn Thiếu']]),
    expected: {
      readings: 5,
      stopped: 1,
      problems: { 'birth-missing': 1, 'sex-missing': 1, 'priority-missing': 1 },
    },
  },
  {
    name: 'broken formulas',
    fileName: 'a.csv',
    make: () =>
      Buffer.from(
        sound
          .map((cells) => cells.join(','))
          .join('\n')
          .replace('Nguyễn Văn Thử', '#REF!'),
      ),
    expected: { readings: 4, stopped: 1, problems: { 'name-unreadable': 1 } },
  },
  {
    name: 'formulas with their values',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound, { '1,4': '<c><f>4+5</f><v>9</v></c>' })),
    expected: all,
  },
  {
    name: 'a formula without a value',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound, { '1,4': '<c r="E2"><f>4+5</f></c>' })),
    expected: { refused: 'list.formula-unsolved' },
  },
  {
    name: 'a formula with an empty value',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound, { '2,5': '<c r="F3"><f>A1</f><v></v></c>' })),
    expected: { refused: 'list.formula-unsolved' },
  },
  {
    name: 'a formula for the running number',
    fileName: 'a.xlsx',
    make: () => rawXlsx(sheetXml(sound, { '2,0': '<c r="A3"><f>ROW()</f></c>' })),
    expected: all,
  },
]
