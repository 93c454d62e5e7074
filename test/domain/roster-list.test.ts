import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  findRosterColumns,
  isStopped,
  judgeRoster,
  proposeSignInName,
  readRosterRows,
  readTask,
  rescueRosterFonts,
  selectLackingDuties,
  type RosterEntry,
} from '#domain/roster-list.ts'
import { duties, dutyWords } from '#domain/roster.ts'
import { toLegacy } from '../lists/legacy-text.ts'

const entry = (fields: Partial<RosterEntry> = {}): RosterEntry => ({
  rowNumber: 1,
  fullName: 'Nguyễn Văn Thử',
  unit: 'Đoàn phường',
  idNumber: '046091000123',
  phone: '0912345678',
  task: 'Quét mã',
  duty: null,
  ...fields,
})
const codesOf = (...entries: RosterEntry[]) =>
  judgeRoster(entries, 'VN').map(({ problems }) =>
    problems.map(({ code, row }) => (row === null ? code : `${code} ${row}`)),
  )

describe('the task', () => {
  test.each([
    ['Quét mã QR', 'scanner'],
    ['đón tiếp, quét QR', 'scanner'],
    ['Nhập dữ liệu tiêm chủng', 'data-entry'],
    ['NHẬP LIỆU', 'data-entry'],
    ['Khám sàng lọc trước tiêm', 'screening'],
    ['Tiêm chủng', 'vaccinator'],
    ['Trưởng điểm tiêm', 'site-lead'],
    ['Phụ trách điểm tiêm', 'site-lead'],
    ['ສະແກນລະຫັດ', 'scanner'],
    ['ຫົວໜ້າຈຸດສັກ', 'site-lead'],
    ['Theo dõi sau tiêm', null],
    ['Khám và tiêm', null],
    ['Phụ trách nhập liệu', null],
    ['', null],
  ])('%s is %s', (text, duty) => expect(readTask(text)).toBe(duty))

  test('every duty is read in the words that we show for it', () => {
    for (const duty of duties)
      for (const words of Object.values(dutyWords[duty])) expect(readTask(words)).toBe(duty)
  })
})

describe('a file', () => {
  const headings = ['STT', 'HỌ VÀ TÊN', 'Đơn vị', 'Số CMND/CCCD', 'Số điện thoại', 'Nhiệm vụ\nthực hiện']
  const field = ['', 'fullName', 'unit', 'idNumber', 'phone', 'task'] as const
  const person = ['1', 'Trần Thị Mẫu', 'UBND', '046191000124', '0912345679', 'Nhập liệu']

  test('reads the same whatever the order of its columns and however many title rows stand above', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(order, fc.nat({ max: 5 }), (columns, titles) => {
        const pick = (cells: readonly string[]) => columns.map((at) => cells[at]!)
        const above = Array.from({ length: titles }, () => ['DANH SÁCH CÁN BỘ'])
        const rows = [...above, pick(headings), pick(person)].map((cells, at) => ({
          rowNumber: at + 1,
          cells,
        }))
        const [read] = readRosterRows(rows, findRosterColumns(rows)!)
        expect(read).toMatchObject(
          Object.fromEntries(field.flatMap((name, at) => (name === '' ? [] : [[name, person[at]]]))),
        )
        expect(read!.rowNumber).toBe(titles + 2)
      }),
    )
  })

  test('numbers of columns, empty lines and a signature are nobody', () => {
    const rows = [headings, ['1', '2', '3', '4', '5', '6'], ['2'], person, [], ['', 'CHỦ TỊCH']].map(
      (cells, at) => ({ rowNumber: at + 1, cells }),
    )
    expect(readRosterRows(rows, findRosterColumns(rows)!)).toHaveLength(1)
  })

  const numbered = (rows: readonly string[][]) => rows.map((cells, at) => ({ rowNumber: at + 1, cells }))
  const namesOf = (rows: readonly string[][]) => {
    const sheet = numbered(rows)
    return readRosterRows(sheet, findRosterColumns(sheet)!).map(({ fullName }) => fullName)
  }

  test('a signature block of two sides is nobody, and the last person is kept whatever they lack', () => {
    const signatures = [
      ['', 'NGƯỜI LẬP BIỂU', '', '', 'TM. ỦY BAN NHÂN DÂN'],
      ['', 'Hồ Thị Lập', '', '', 'Lê Văn Chủ Tịch'],
    ]
    const lacking = ['2', 'Lê Văn Thiếu', 'UBND', '', '', '']
    expect(namesOf([headings, person, lacking, [], ...signatures])).toEqual(['Trần Thị Mẫu', 'Lê Văn Thiếu'])
    // Nobody is numbered or has a number: what is signed and who is listed cannot be told apart, so nobody is dropped.
    const bare = ['', 'Trần Thị Mẫu', 'UBND', '', '', 'Nhập liệu']
    expect(namesOf([headings, bare, signatures[1]!])).toEqual(['Trần Thị Mẫu', 'Hồ Thị Lập'])
  })

  test.each(['tcvn3', 'vni'] as const)('typed in %s it reads as it was meant, headings and all', (font) => {
    const rows = [
      headings,
      person,
      ['2', 'Nguyễn Thị Đào', 'Đoàn phường', '046191000125', '0912345670', 'Quét mã QR'],
    ]
    const typed = numbered(rows.map((cells) => cells.map((cell) => toLegacy(cell, font))))
    expect(typed[2]!.cells[1]).not.toBe('Nguyễn Thị Đào')
    const rescued = rescueRosterFonts(typed)
    const read = readRosterRows(rescued, findRosterColumns(rescued)!)
    expect(read).toMatchObject([
      { fullName: 'Trần Thị Mẫu', task: 'Nhập liệu' },
      { fullName: 'Nguyễn Thị Đào', unit: 'Đoàn phường', task: 'Quét mã QR' },
    ])
    expect(rescueRosterFonts(numbered(rows))).toEqual(numbered(rows))
  })

  test('without a name or with too little else it is no staff list', () => {
    expect(findRosterColumns([{ rowNumber: 1, cells: ['Đơn vị', 'Số điện thoại', 'Nhiệm vụ'] }])).toBeNull()
    expect(findRosterColumns([{ rowNumber: 1, cells: ['Họ và tên', 'Ngày sinh'] }])).toBeNull()
  })
})

describe('a row', () => {
  test('with all five things right has nothing to say', () => expect(codesOf(entry())).toEqual([[]]))

  test('says what is missing and what is wrong', () => {
    const empty = { fullName: '', unit: '', idNumber: '', phone: '', task: '' }
    expect(codesOf(entry(empty))).toEqual([
      ['name-missing', 'unit-missing', 'number-missing', 'phone-missing', 'task-unknown'],
    ])
    expect(codesOf(entry({ idNumber: '12345', phone: '12' }))).toEqual([['number-invalid', 'phone-invalid']])
  })

  test('gets back the zeros that Excel dropped, and says so', () => {
    expect(codesOf(entry({ idNumber: '46091000123', phone: '912345678' }))).toEqual([
      ['number-restored', 'phone-restored'],
    ])
    const [judged] = judgeRoster([entry({ idNumber: '46091000123', phone: '912345678' })], 'VN')
    expect(judged).toMatchObject({ phone: '0912345678', identifier: { value: '046091000123' } })
    expect(isStopped(judged!)).toBe(false)
  })

  test('may name a person twice with two duties, never with one, and never under two names', () => {
    const again = (fields: Partial<RosterEntry>) => codesOf(entry(), entry({ rowNumber: 2, ...fields }))[1]
    expect(again({ task: 'Tiêm' })).toEqual([])
    expect(again({})).toEqual(['repeated 1'])
    expect(again({ fullName: 'Lê Văn Khác' })).toEqual(['number-twice 1'])
    expect(again({ fullName: 'NGUYEN VAN THU' })).toEqual(['repeated 1'])
  })
})

test('a site needs one who scans and two others who enter data', () => {
  const crew = (...list: [string, (typeof duties)[number]][]) =>
    selectLackingDuties(list.map(([key, duty]) => ({ key, duty })))
  expect(crew(['a', 'scanner'], ['b', 'data-entry'], ['c', 'data-entry'])).toEqual([])
  expect(crew(['a', 'scanner'], ['b', 'data-entry'])).toEqual([{ duty: 'data-entry', missing: 1 }])
  expect(crew(['a', 'scanner'], ['a', 'data-entry'], ['b', 'data-entry'])).toEqual([
    { duty: 'data-entry', missing: 1 },
  ])
})

test('a sign-in name is always one that the service takes', () => {
  expect(proposeSignInName('Nguyễn Văn Thử')).toBe('thunv')
  expect(proposeSignInName('Đặng Thị Đào')).toBe('daodt')
  expect(proposeSignInName('ສົມສີ ວົງ')).toBe('canbo')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(proposeSignInName(name)).toMatch(/^[a-z0-9]{3,40}$/)
    }),
  )
})
