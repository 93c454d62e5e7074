/** Headings as wards write them: moved, renamed, split, merged, and what stands above and below the people. */
import { writeTemplate } from '#features/registrants/workbook/write-template.ts'
import { births, changed, csv, headings, names, people, renamed, sound, xls, xlsx } from './build-books.ts'
import type { ListCase, Row } from './list-case.ts'

const all = { readings: 4, stopped: 0, names, births, repairs: {} }
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
const titles: Row[] = [
  ['UBND PHƯỜNG THUẬN LỘC'],
  ['TRẠM Y TẾ', '', '', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
  [],
  ['DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG'],
  ['(Kèm theo công văn ngày 17 tháng 10 năm 2021)'],
]
const signatures: Row[] = [
  [],
  ['', 'Tổng cộng: 4 người'],
  ['', '', '', '', 'Thuận Lộc, ngày 17 tháng 10 năm 2021'],
  ['', 'Người lập biểu', '', '', 'TM. UBND PHƯỜNG'],
  ['', '(ký, ghi rõ họ tên)', '', '', 'CHỦ TỊCH'],
]
const last = (cells: readonly string[], at: number, ...texts: string[]) => [
  ...cells.slice(0, at),
  ...texts,
  ...cells.slice(at + 1),
]

export const headingCases: readonly ListCase[] = [
  {
    name: 'plain headings in an .xlsx',
    fileName: 'a.xlsx',
    make: () => xlsx(sound),
    expected: { ...all, kind: 'xlsx', layout: 'national' },
  },
  {
    name: 'plain headings in an .xls',
    fileName: 'a.xls',
    make: () => xls(sound),
    expected: { ...all, kind: 'xls' },
  },
  {
    name: 'an .xls called .xlsx',
    fileName: 'a.xlsx',
    make: () => xls(sound),
    expected: { ...all, kind: 'xls' },
  },
  {
    name: 'capital letters',
    fileName: 'a.xlsx',
    make: () => xlsx([headings.map((cell) => cell.toUpperCase()), ...people]),
    expected: all,
  },
  {
    name: 'no diacritics',
    fileName: 'a.csv',
    make: () => csv([headings.map(plain), ...people]),
    expected: all,
  },
  {
    name: 'line breaks in headings',
    fileName: 'a.xlsx',
    make: () => xlsx([headings.map((cell) => cell.replaceAll(' ', ' \n')), ...people]),
    expected: all,
  },
  {
    name: 'title rows and a signature block',
    fileName: 'a.xlsx',
    make: () => xlsx([...titles, ...sound, ...signatures]),
    expected: { ...all, ignored: { signature: 4 } },
  },
  {
    name: 'columns turned round',
    fileName: 'a.xlsx',
    make: () => xlsx(sound.map((cells) => cells.toReversed())),
    expected: all,
  },
  {
    name: 'no number column',
    fileName: 'a.csv',
    make: () => csv(sound.map((cells) => cells.slice(1))),
    expected: all,
  },
  {
    name: 'the residential group beside',
    fileName: 'a.xlsx',
    make: () => xlsx(sound.map((cells, at) => [...cells, at === 0 ? 'Địa bàn cơ sở' : 'Tổ dân phố 5'])),
    expected: { ...all, unknown: [] },
  },
  {
    name: 'a column that nobody knows',
    fileName: 'a.xlsx',
    make: () => xlsx(sound.map((cells, at) => [...cells, at === 0 ? 'Cỡ áo' : 'XL'])),
    expected: { ...all, unknown: ['co ao'] },
  },
  {
    name: 'a column without a heading',
    fileName: 'a.xlsx',
    make: () => xlsx(sound.map((cells, at) => [...cells, at === 0 ? '' : 'có mặt'])),
    expected: { ...all, unknown: ['cot l'] },
  },
  {
    name: 'a strange heading mapped by hand',
    fileName: 'a.xlsx',
    make: () => xlsx(renamed('Họ và tên', 'Công dân')),
    context: { mapping: { 'cong dan': 'fullName' } },
    expected: { ...all, unknown: [] },
  },
  {
    name: 'a strange heading left out by hand',
    fileName: 'a.xlsx',
    make: () => xlsx(sound.map((cells, at) => [...cells, at === 0 ? 'Cỡ áo' : 'XL'])),
    context: { mapping: { 'co ao': 'ignore' } },
    expected: { ...all, unknown: [] },
  },
  {
    name: 'a strange heading not mapped: every row says that the name is missing',
    fileName: 'a.xlsx',
    make: () => xlsx(renamed('Họ và tên', 'Công dân')),
    expected: { readings: 4, stopped: 4, unknown: ['cong dan'], problems: { 'name-missing': 4 } },
  },
  {
    name: 'two heading rows with merged groups',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(
        [
          last(headings, 8, 'Nơi ở hiện tại (*)', ''),
          headings.map((cell, at) => (at === 8 || at === 9 ? cell : '')),
          ...people,
        ].map((row, at) => (at === 0 ? row.slice(0, 10).concat('Địa chỉ') : row)),
      ),
    expected: all,
  },
  {
    name: 'the row of column numbers',
    fileName: 'a.xlsx',
    make: () => xlsx([headings, headings.map((_, at) => `(${at + 1})`), ...people]),
    expected: { ...all, ignored: { 'column-numbers': 1 } },
  },
  {
    name: 'family and given name apart',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(
        sound.map((cells, at) =>
          at === 0
            ? last(cells, 1, 'Họ và tên đệm', 'Tên')
            : last(cells, 1, cells[1]!.replace(/ \S+$/, ''), /\S+$/.exec(cells[1]!)![0]),
        ),
      ),
    expected: all,
  },
  {
    name: 'day, month and year apart',
    fileName: 'a.xlsx',
    make: () =>
      xlsx(
        sound.map((cells, at) =>
          at === 0 ? last(cells, 2, 'Ngày', 'Tháng', 'Năm') : last(cells, 2, ...cells[2]!.split('/')),
        ),
      ),
    expected: all,
  },
  {
    name: 'the year of birth under Nam or under Nữ',
    fileName: 'a.xlsx',
    make: () =>
      xlsx([
        last(headings.toSpliced(3, 1), 2, 'Năm sinh', ''),
        last(headings.toSpliced(3, 1), 2, 'Nam', 'Nữ').map((cell, at) => (at === 2 || at === 3 ? cell : '')),
        ...people.map((cells) =>
          last(
            cells.toSpliced(3, 1),
            2,
            ...(cells[3] === '0' ? [cells[2]!.slice(6), ''] : ['', cells[2]!.slice(6)]),
          ),
        ),
      ]),
    expected: {
      readings: 4,
      stopped: 0,
      names,
      births: ['1991-01-01', '1988-01-01', '1950-01-01', '2002-01-01'],
      repairs: {},
    },
  },
  {
    name: 'rows that name the group of those below',
    fileName: 'a.xlsx',
    make: () =>
      xlsx([
        headings,
        ['I', 'Tổ dân phố 1'],
        ...people.slice(0, 2),
        ['II. Tổ dân phố 2'],
        ...people.slice(2),
      ]),
    expected: { ...all, ignored: { section: 2 } },
  },
  {
    name: 'the empty form that we give out',
    fileName: 'a.xlsx',
    make: async () => Buffer.from(await writeTemplate()),
    expected: { readings: 0, stopped: 0, layout: 'national', unknown: [] },
  },
  {
    name: 'an annex and a cover beside the list',
    fileName: 'a.xlsx',
    make: () =>
      xlsx([['Bìa']], {
        PL1: sound,
        PL3: [
          ['Mã', 'Tên'],
          ['46', 'Huế'],
        ],
      }),
    expected: all,
  },
  {
    name: 'people on two sheets',
    fileName: 'a.xlsx',
    make: () => xlsx(sound, { 'Tổ 2': sound }),
    expected: { refused: 'list.sheets-several' },
  },
  {
    name: 'a letter and no list',
    fileName: 'a.xlsx',
    make: () => xlsx(titles),
    expected: { refused: 'list.headings-missing' },
  },
  {
    name: 'the list of people already vaccinated',
    fileName: 'a.xlsx',
    make: () => xlsx(history),
    context: {},
    expected: {
      readings: 2,
      stopped: 0,
      layout: 'history',
      repairs: { 'place-from-name': 2 },
      unknown: [],
      problems: { 'history-empty': 1 },
    },
  },
  {
    name: 'a list of enterprises',
    fileName: 'a.xlsx',
    make: () =>
      xlsx([
        ['STT', 'Tên doanh nghiệp', 'Địa chỉ', 'Người liên hệ', 'Số điện thoại', 'Số lao động'],
        ['1', 'Công ty TNHH Mẫu', 'Lê Lợi', 'Nguyễn Văn Thử', '0912345538', '1.250'],
        ['2', 'Công ty CP Thử', 'Hùng Vương', 'Trần Thị Mẫu', '935550011', '85 người'],
        ['3', 'HTX Giả', '', '', '0905550022', 'nhiều'],
        ['', 'Tổng cộng', '', '', '', '1.335'],
      ]),
    expected: {
      readings: 3,
      stopped: 1,
      layout: 'enterprise',
      repairs: { 'phone-zero': 1 },
      problems: { 'headcount-unreadable': 1 },
      ignored: { signature: 1 },
    },
  },
  {
    name: 'the household book',
    fileName: 'a.xlsx',
    make: () =>
      xlsx([
        [
          'Số TT',
          'Mã đối tượng (số thẻ BHYT)',
          'Họ và tên',
          'Quan hệ với chủ hộ',
          'Giới tính',
          'Ngày sinh',
          'Dân tộc',
          'Trình độ học vấn',
          'Tình trạng hôn nhân',
          'Tình trạng cư trú',
        ],
        ['Hộ số 12'],
        [
          '1',
          'DN4464612345678',
          'Nguyễn Văn Thử',
          'Chủ hộ',
          'Nam',
          '25/03/1951',
          'Kinh',
          '12/12',
          'Có vợ',
          'Thường trú',
        ],
        [
          '2',
          '4612345679',
          'Trần Thị Mẫu',
          'Vợ',
          'Nữ',
          '15/11/1988',
          'Kinh',
          '9/12',
          'Có chồng',
          'Thường trú',
        ],
      ]),
    expected: {
      readings: 2,
      stopped: 0,
      layout: 'household',
      unknown: [],
      ignored: { section: 1 },
      problems: { 'priority-assumed': 2 },
    },
  },
  {
    name: 'a heading called __proto__',
    fileName: 'a.csv',
    make: () => csv(renamed('Địa chỉ', '__proto__')),
    expected: { refused: 'list.heading-reserved' },
  },
  {
    name: 'a heading called constructor',
    fileName: 'a.xlsx',
    make: () => xlsx(renamed('Địa chỉ', 'Constructor')),
    expected: { refused: 'list.heading-reserved' },
  },
  {
    name: 'a formula for a heading',
    fileName: 'a.csv',
    make: () => csv(renamed('Địa chỉ', '=HYPERLINK("http://x")')),
    expected: { ...all, unknown: ['hyperlink'] },
  },
  {
    name: 'formulas that would run in a spreadsheet',
    fileName: 'a.csv',
    make: () => csv(changed('Địa chỉ', ["'=1+1", "'@SUM(A1)", "'-5", '=cmd|x'])),
    expected: all,
  },
]

const history: Row[] = [
  [
    'STT',
    'Địa bàn',
    'Họ và tên',
    'Ngày sinh',
    'Giới tính',
    'Nhóm',
    'SĐT',
    'CMT',
    'Xã',
    'Huyện',
    'Tỉnh',
    'Mũi 1',
    '',
    '',
    'Mũi 2',
    '',
    '',
  ],
  ['', '', '', '', '', '', '', '', '', '', '', 'Ngày', 'Loại', 'Nơi', 'Ngày', 'Loại', 'Nơi'],
  [
    '1',
    'Tổ 5',
    'Nguyễn Văn Thử',
    '25/03/1991',
    'Nam',
    '9',
    '0912345538',
    '046091000123',
    'Phường Thuận Lộc',
    'Thành phố Huế',
    'Thừa Thiên Huế',
    '15/07/2021',
    'AstraZeneca',
    'TTYT',
    '20/09/2021',
    'AstraZeneca',
    'TTYT',
  ],
  [
    '2',
    'Tổ 5',
    'Trần Thị Mẫu',
    '15/11/1988',
    'Nữ',
    '9',
    '0935550011',
    '',
    'P. Thuận Lộc',
    'TP Huế',
    'Thừa Thiên Huế',
    '',
    '',
    '',
    '',
    '',
    '',
  ],
]
