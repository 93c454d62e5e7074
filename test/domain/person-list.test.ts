import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayFromNumber } from '#domain/dates.ts'
import { splitBody } from '#domain/person-list/body.ts'
import {
  formatListDate,
  formatSex,
  guardFormula,
  maskCell,
  openFormula,
  readListDate,
  readPlaceCode,
  readSex,
} from '#domain/person-list/cells.ts'
import { findFileDuplicates } from '#domain/person-list/duplicates.ts'
import { type Headings, columnLetter, recogniseHeadings } from '#domain/person-list/headings.ts'
import { isRowError, repairKinds, rowErrors, rowWarnings } from '#domain/person-list/problems.ts'
import { type RowContext, type RowReading, readRow } from '#domain/person-list/rows.ts'
import {
  describeResult,
  describeRowProblem,
  repairWords,
  rowOutcomes,
  rowProblemWords,
} from '#domain/person-list/words.ts'
import { languages } from '#domain/problem.ts'

const on = '2021-10-18'
const toRows = (texts: readonly (readonly string[])[], from = 1) =>
  texts.map((cells, at) => ({ rowNumber: from + at, cells }))

const simple = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Mã nhóm',
  'Số điện thoại',
  'CCCD',
  'Số thẻ BHYT',
  'Tên xã/phường',
  'Mã xã/phường',
  'Tổ dân phố',
  'Ghi chú',
]
const doses = [
  'Tên vắc xin mũi 1',
  'Ngày tiêm mũi 1',
  'Lô mũi 1',
  'Nơi tiêm mũi 1',
  'Tên vắc xin mũi 2',
  'Ngày tiêm mũi 2',
  'Lô mũi 2',
  'Nơi tiêm mũi 2',
]
const headings = recogniseHeadings(toRows([[...simple.with(8, 'Xã/Phường'), ...doses]]))!
const context: RowContext = {
  headings,
  on,
  wardCode: '19753',
  findPlace: (code, level) =>
    level === 'ward' && ['19753', '19756', '00115'].includes(code) ? { name: 'Thuận Lộc' } : null,
}
const good = [
  '1',
  'Nguyễn Văn Thử',
  '05/03/1991',
  '0',
  '9',
  '0912345538',
  '046091000123',
  '4612345678',
  'P. Thuận Lộc',
  '19753',
  'Tổ 5',
  '',
]
const read = (cells: readonly string[], change: Partial<RowContext> = {}): RowReading =>
  readRow({ rowNumber: 12, cells }, { ...context, ...change })
const codes = (reading: RowReading) => reading.problems.map((problem) => problem.code)

describe('headings', () => {
  const national = [
    ['Chú ý:'],
    ['', 'Các cột có hoa thị (*) là bắt buộc'],
    [
      '#',
      'Họ và tên (*)',
      'Ngày sinh dạng dd/mm/yyyy (*)',
      'Giới tính (*)\n(0:nam, 1:nữ)',
      'Nơi ở tạm trú (hiện tại) (*)\n(PL3)',
      '',
      '',
      'Tên vắc xin (*)',
      'Mũi 1',
      '',
      '',
      'Tên vắc xin (*)',
      'Mũi 2',
      '',
      '',
      'Kết quả import\n(không điền ô này)',
    ],
    [
      '',
      '',
      '',
      '',
      'Xã/Phường',
      'Mã Xã/Phường\n(*)',
      'Địa chỉ chi tiết',
      '',
      'Ngày tiêm dạng dd/mm/yyyy (*)',
      'Lô vắc xin(*)',
      'Địa điểm tiêm (*)',
      '',
      'Ngày tiêm',
      'Lô vắc xin(*)',
      'Địa điểm tiêm (*)',
      '',
    ],
  ]
  const fields = (found: Headings | null) =>
    Object.fromEntries([...(found?.columns ?? [])].map(([field, column]) => [column, field]))

  test('two merged rows under note rows give each column its field, doses by their group', () => {
    const found = recogniseHeadings(toRows(national))
    expect(found).toMatchObject({ firstRow: 3, lastRow: 4, unknown: [] })
    expect(Object.values(fields(found))).toEqual([
      'rowLabel',
      'fullName',
      'bornOn',
      'sex',
      'wardName',
      'wardCode',
      'address',
      'dose1.product',
      'dose1.givenOn',
      'dose1.lot',
      'dose1.place',
      'dose2.product',
      'dose2.givenOn',
      'dose2.lot',
      'dose2.place',
      'result',
    ])
  })

  test('a moved, recased, undiacritical or decomposed heading keeps its field', () => {
    const variants = [
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize('NFD'),
      (text: string) =>
        text
          .normalize('NFD')
          .replace(/[\u0300-\u036f]/g, '')
          .replaceAll('đ', 'd')
          .replaceAll('Đ', 'D'),
      (text: string) => text.replaceAll(' ', '\u00a0\n '),
      (text: string) => `${text} (*)`,
    ]
    const variant = fc.array(fc.constantFrom(...variants), {
      minLength: simple.length,
      maxLength: simple.length,
    })
    const order = fc.shuffledSubarray(
      simple.map((_, at) => at),
      { minLength: simple.length },
    )
    const known = [...headings.columns].slice(0, simple.length)
    fc.assert(
      fc.property(variant, order, (changes, moved) => {
        const names = simple.with(8, 'Xã/Phường')
        const found = recogniseHeadings(toRows([['DANH SÁCH'], moved.map((at) => changes[at]!(names[at]!))]))
        for (const [field, column] of known) expect(moved[found!.columns.get(field)!]).toBe(column)
      }),
    )
  })

  test('an extra column is told, a person under the headings is no heading, and a letter is no list', () => {
    const found = recogniseHeadings(
      toRows([
        ['Họ tên', 'Năm sinh', 'Giới', 'Cỡ áo'],
        ['Trần Thị Xã', '1950', 'Nữ', 'Tổ 5'],
      ]),
    )
    expect(found).toMatchObject({ firstRow: 1, lastRow: 1, unknown: [{ column: 3, text: 'co ao' }] })
    expect(recogniseHeadings(toRows([['Kính gửi UBND phường'], ['Họ và tên']]))).toBeNull()
    expect(recogniseHeadings([])).toBeNull()
  })

  test('headings named after the insides of objects are only unknown columns', () => {
    const found = recogniseHeadings(toRows([['__proto__', 'constructor', 'Họ tên', 'Năm sinh', 'Giới tính']]))
    expect(found?.unknown.map((heading) => heading.text)).toEqual(['proto', 'constructor'])
  })

  test('column letters are those of Excel', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
  })
})

describe('cells', () => {
  const day = fc.integer({ min: -30_000, max: 18_900 }).map(dayFromNumber)

  test('a date that we write is read back, in each precision', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('day', 'month', 'year'), (born, precision) => {
        const first = { day: born, month: `${born.slice(0, 7)}-01`, year: `${born.slice(0, 4)}-01-01` }[
          precision
        ]
        expect(readListDate(formatListDate(first, precision), on)).toEqual({
          day: first,
          precision,
          repair: null,
        })
      }),
    )
  })

  test('a date damaged in any repairable way is the same day', () => {
    fc.assert(
      fc.property(day, (born) => {
        const [year, month, date] = born.split('-') as [string, string, string]
        const serial = String(Math.round(Date.parse(`${born}T00:00:00Z`) / 86_400_000) + 25_569)
        const damaged = [
          born,
          `${born}T00:00:00`,
          `${Number(date)}-${Number(month)}-${year}`,
          ` ${date}.${month}.${year}\u00a0`,
          date + month + year,
          `ngày ${date} tháng ${month} năm ${year}`,
          `${date}/${month}/${year} 00:00:00`,
          `${date}/${month}/${year}`.replaceAll('0', 'O'),
          ...(Number(serial) > 2100 ? [serial] : []),
          ...(born > addDays(on, -36_000) ? [`${date}/${month}/${year.slice(2)}`] : []),
          ...(Number(date) > 12 ? [`${month}/${date}/${year}`] : []),
        ]
        for (const text of damaged) expect([text, readListDate(text, on)?.day]).toEqual([text, born])
      }),
    )
  })

  test('a year is a year even where Excel would take it for a day number; nonsense is nothing', () => {
    expect(readListDate('1950', on)).toEqual({ day: '1950-01-01', precision: 'year', repair: null })
    expect(readListDate('00/00/1950', on)?.precision).toBe('year')
    expect(readListDate('3/1991', on)).toEqual({ day: '1991-03-01', precision: 'month', repair: null })
    expect(readListDate('33527', on)).toMatchObject({ day: '1991-10-16', repair: 'date-from-number' })
    expect(readListDate('13/25/1991', on)).toBeNull()
    for (const text of [
      '',
      '31/02/1980',
      'không rõ',
      '0',
      '12',
      '0912345538',
      '1/2/3',
      '5/3/191',
      'x'.repeat(5000),
    ]) {
      expect([text, readListDate(text, on)]).toEqual([text, null])
    }
  })

  test('no text makes a reader throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9/ .oO-]{0,20}$/)),
        (text) => {
          readListDate(text, on)
          readSex(text)
          expect(openFormula(guardFormula(text))).toBe(text)
        },
      ),
    )
  })

  test('sex is read as the form and as people write it, and a lone N is not guessed', () => {
    for (const text of ['0', 'Nam', 'NAM ', 'trai', '0.0']) expect(readSex(text)).toBe('male')
    for (const text of ['1', 'Nữ', 'nu', 'Gái', 'ຍິງ']) expect(readSex(text)).toBe('female')
    for (const text of ['N', '', '2', 'constructor']) expect(readSex(text)).toBeNull()
    expect(readSex(formatSex('female'))).toBe('female')
  })

  test('place codes get back the zeros that a number cell dropped', () => {
    expect([readPlaceCode('115', 5), readPlaceCode('1', 2), readPlaceCode('474.0', 3)]).toEqual([
      '00115',
      '01',
      '474',
    ])
    for (const text of ['', '123456', '19 753', 'abc']) expect(readPlaceCode(text, 5)).toBeNull()
  })

  test('text that a spreadsheet would run is guarded, and plain text is left alone', () => {
    for (const text of ['=HYPERLINK("x")', '+84912', '-1', '@a', '\t=1'])
      expect(guardFormula(text)).toBe(`'${text}`)
    for (const text of ['001234', 'Nguyễn', '', "'quoted"]) expect(guardFormula(text)).toBe(text)
  })
})

describe('rows', () => {
  test('a sound row is a person, without a word', () => {
    const reading = read(good)
    expect(reading).toMatchObject({ problems: [], repairs: [] })
    expect(reading.registrant).toMatchObject({
      fullName: 'Nguyễn Văn Thử',
      fullNameFolded: 'nguyen van thu',
      nameKey: 'Thử Nguyễn Văn',
      bornOn: '1991-03-05',
      bornPrecision: 'day',
      sex: 'male',
      priorityCode: 9,
      phone: '0912345538',
      identifiers: [
        { kind: 'cccd', value: '046091000123' },
        { kind: 'bhyt', value: '4612345678' },
      ],
      wardCode: '19753',
      groupName: 'Tổ 5',
      earlierDoses: [],
    })
  })

  test('a row damaged in any repairable way is the same person, and each repair is listed', () => {
    const damage = fc.record({
      1: fc.constantFrom(good[1]!, good[1]!.normalize('NFD'), ' Nguyễn\u00a0Văn  Thử'),
      2: fc.constantFrom('05/03/1991', '33302', '5/3/91', '1991-03-05', 'O5/O3/1991'),
      3: fc.constantFrom('0', 'Nam', 'nam '),
      4: fc.constantFrom('9', '09', '9.0'),
      5: fc.constantFrom('0912345538', '912345538', '+84912345538', 'O912345538', '0912 345 538'),
      6: fc.constantFrom('046091000123', '46091000123', 'O46091000123', '046 091 000 123'),
      7: fc.constantFrom('4612345678', 'GD44646' + '4612345678'.slice(2).padStart(8, '0'), '46 1234 5678'),
    })
    const want = read(good).registrant
    fc.assert(
      fc.property(damage, (changes) => {
        const cells = good.map((cell, at) => (changes as Record<number, string>)[at] ?? cell)
        const reading = read(cells.with(7, good[7]!))
        expect(reading.registrant).toEqual(want)
        expect(reading.repairs.some((repair) => repair.field === 'bornOn')).toBe(
          !['05/03/1991', '1991-03-05'].includes(changes[2]),
        )
        expect(reading.repairs.some((repair) => repair.kind === 'id-zeros')).toBe(
          changes[6] === '46091000123',
        )
        expect(reading.repairs.some((repair) => repair.kind === 'phone-zero')).toBe(
          changes[5] === '912345538',
        )
      }),
    )
  })

  test('year-only births, no phone and no numbers are a person', () => {
    const reading = read(good.with(2, '1950').with(5, '').with(6, '').with(7, ''))
    expect(reading.registrant).toMatchObject({
      bornOn: '1950-01-01',
      bornPrecision: 'year',
      phone: '',
      identifiers: [],
    })
    expect(codes(reading)).toEqual(['phone-missing'])
  })

  test.each([
    [1, '', 'name-missing', 'B'],
    [1, 'Nguyễn Văn 5', 'name-unreadable', 'B'],
    [2, '', 'birth-missing', 'C'],
    [2, '31/02/1980', 'birth-unreadable', 'C'],
    [2, '01/01/2050', 'birth-in-future', 'C'],
    [2, '1890', 'birth-implausible', 'C'],
    [3, '', 'sex-missing', 'D'],
    [3, 'N', 'sex-unreadable', 'D'],
    [4, '', 'priority-missing', 'E'],
    [4, '17', 'priority-unknown', 'E'],
    [9, '99999', 'ward-unknown', 'J'],
  ])('column %i with “%s” stops the row as %s and names column %s', (column, text, code, letter) => {
    const reading = read(good.with(column, text))
    expect(reading.registrant).toBeNull()
    expect(reading.problems[0]).toMatchObject({ rowNumber: 12, code, column: letter, severity: 'error' })
  })

  test.each([
    [5, '', 'phone-missing'],
    [5, '123', 'phone-unreadable'],
    [6, '4.6091E+10', 'id-unreadable'],
    [6, '046191000123', 'id-disagrees'],
    [7, '12', 'bhyt-unreadable'],
    [8, 'Phường Vỹ Dạ', 'ward-name-differs'],
    [9, '19756', 'ward-other'],
    [9, '', 'ward-assumed'],
  ])('column %i with “%s” warns as %s and lets the row through', (column, text, code) => {
    const reading = read(good.with(column, text))
    expect(reading.registrant).not.toBeNull()
    expect(codes(reading)).toEqual([code])
  })

  test('an enterprise list has no ward to assume', () => {
    expect(codes(read(good.with(9, ''), { wardCode: null }))).toEqual(['ward-missing'])
    expect(codes(read(good.with(9, '19756'), { wardCode: null }))).toEqual([])
  })

  test('all faults of a row are told at once', () => {
    const reading = read(['7', '', '31/02/1980', 'x', '99', '1', '2', '3', '', '99999'])
    expect(codes(reading)).toEqual([
      'name-missing',
      'birth-unreadable',
      'sex-unreadable',
      'priority-unknown',
      'phone-unreadable',
      'id-unreadable',
      'bhyt-unreadable',
      'ward-unknown',
    ])
  })

  test('earlier doses are read by their group; a half-told one stops the row', () => {
    const dosed = (...cells: string[]) => read([...good, ...cells])
    expect(
      dosed('AZ', '01/07/2021', 'L1', '46001', 'AZ', '44470', 'L2', '46001').registrant?.earlierDoses,
    ).toEqual([
      { number: 1, product: 'AZ', givenOn: '2021-07-01', lot: 'L1', place: '46001' },
      { number: 2, product: 'AZ', givenOn: '2021-10-01', lot: 'L2', place: '46001' },
    ])
    expect(codes(dosed('AZ', '01/07/2021'))).toEqual(['dose-lot-missing', 'dose-place-missing'])
    expect(codes(dosed('AZ', '', 'L1', 'x'))).toEqual(['dose-date-missing'])
    expect(codes(dosed('AZ', '2021', 'L1', 'x'))).toEqual(['dose-date-unreadable'])
    expect(codes(dosed('', '01/07/2021', 'L1', 'x'))).toEqual(['dose-product-missing'])
    expect(codes(dosed('AZ', '01/07/2022', 'L1', 'x'))).toEqual(['dose-date-in-future'])
    expect(codes(dosed('AZ', '01/07/1950', 'L1', 'x'))).toEqual(['dose-before-birth'])
    expect(codes(dosed('AZ', '01/07/2021', 'L1', 'x', 'AZ', '01/07/2021', 'L1', 'x'))).toEqual(['dose-order'])
  })

  test('no problem or repair carries a name or a whole number, whatever stands in the cells', () => {
    const cell = fc.oneof(
      fc.constantFrom(...good),
      fc.stringMatching(/^[0-9 ]{7,14}$/),
      fc.constant('046091000123 0912345538'),
    )
    const cells = fc.array(cell, { minLength: simple.length, maxLength: simple.length })
    fc.assert(
      fc.property(cells, (texts) => {
        const { problems, repairs } = read(texts)
        for (const shown of [
          ...problems.map(({ value }) => value),
          ...repairs.flatMap(({ before, after }) => [before, after]),
        ]) {
          expect(shown.replaceAll(' ', '')).not.toMatch(/\d{8}/)
        }
        for (const { value } of problems.filter(({ field }) => field === 'fullName'))
          expect(value).not.toMatch(/\p{L}{2}|\d/u)
      }),
    )
    expect(maskCell('046091000123')).toBe('*********123')
  })

  test('registrant is null exactly when there is an error', () => {
    const cells = fc.array(fc.oneof(fc.constantFrom(...good), fc.string({ unit: 'binary', maxLength: 20 })), {
      maxLength: 22,
    })
    fc.assert(
      fc.property(cells, (texts) => {
        const reading = read(texts)
        expect(reading.registrant === null).toBe(reading.problems.some(({ code }) => isRowError(code)))
      }),
    )
  })
})

describe('body', () => {
  const people = [good, good.with(1, 'Trần Thị Mẫu')]
  const split = (after: readonly (readonly string[])[]) =>
    splitBody(toRows([...people, ...after], 2), headings)

  test('signature block, prefilled rows and the row of column numbers are no people', () => {
    const { people: found, ignored } = splitBody(
      toRows(
        [
          simple.map((_, at) => `(${at + 1})`),
          ...people,
          ['3', '', '', '', '', '', '', '', 'Thuận Lộc', '19753'],
          ['', 'Tổng cộng: 2 người'],
          ['', '', '', '', '', 'Huế, ngày 18 tháng 10 năm 2021'],
          ['', 'Người lập biểu', '', '', '', 'TM. ỦY BAN NHÂN DÂN'],
          ['', 'Lê Văn Ký'],
        ],
        2,
      ),
      headings,
    )
    expect(found.map((row) => row.rowNumber)).toEqual([3, 4])
    expect(ignored.map(({ rowNumber, reason }) => [rowNumber, reason])).toEqual([
      [2, 'column-numbers'],
      [5, 'blank'],
      [6, 'signature'],
      [7, 'signature'],
      [8, 'signature'],
      [9, 'signature'],
    ])
  })

  test('nobody is dropped: a person after a total, an incomplete row, a chairman', () => {
    expect(split([['', 'Tổng số: 2'], good]).people).toHaveLength(4)
    expect(split([['3', 'Lê Văn Thiếu']]).people).toHaveLength(3)
    expect(split([good.with(11, 'Chủ tịch UBND phường, ký tên xác nhận')]).people).toHaveLength(3)
  })

  test('every row is a person or is ignored with a reason', () => {
    const cell = fc.constantFrom('', ...good, 'Người lập', 'Tổng số', '(1)')
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 12 })), (rows) => {
        const { people: found, ignored } = splitBody(toRows(rows, 2), headings)
        expect([...found, ...ignored].map((row) => row.rowNumber).sort((a, b) => a - b)).toEqual(
          rows.map((_, at) => at + 2),
        )
      }),
    )
  })
})

describe('people who stand in a file twice', () => {
  const reading = (rowNumber: number, cells: readonly string[]) => readRow({ rowNumber, cells }, context)

  test('the later row names the earlier, duplicates before doubts', () => {
    const found = findFileDuplicates([
      reading(9, good),
      reading(10, good.with(1, 'Trần Thị Mẫu').with(6, '').with(7, '')),
      reading(11, good.with(1, 'Nguyễn Văn Khác')),
      reading(12, good.with(6, '').with(7, '')),
      reading(13, good.with(1, 'Nguyễn Vân Thử').with(6, '').with(7, '').with(2, '1991')),
      reading(14, good.with(1, '')),
    ])
    expect(
      [...found.values()].map(({ rowNumber, earlierRow, kind, reason }) => [
        rowNumber,
        earlierRow,
        kind,
        reason,
      ]),
    ).toEqual([
      [11, 9, 'duplicate', 'same-identifier'],
      [12, 9, 'suspected', 'same-name-birth'],
      [13, 9, 'suspected', 'same-name-birth-year'],
    ])
  })

  test('twins and a family on one phone are not found', () => {
    const family = ['Nguyễn Thị Lan', 'Nguyễn Thị Hoa', 'Nguyễn Văn Bình'].map((name, at) =>
      reading(at, good.with(1, name).with(6, '').with(7, '')),
    )
    expect(findFileDuplicates(family).size).toBe(0)
  })

  test('20,000 rows on one weak key take no more than a moment', () => {
    const rows = Array.from({ length: 20_000 }, (_, at) =>
      reading(
        at,
        good
          .with(6, '')
          .with(7, '')
          .with(1, `Nguyễn ${'abcdefghij'[at % 10]}${'klmnopqrst'[at % 7]} Thử`),
      ),
    )
    // Processor time: what other programs do meanwhile does not count.
    const started = process.cpuUsage()
    findFileDuplicates(rows)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5000)
  })
})

describe('words', () => {
  test('every code and repair has its sentence in every language, and every fact in it is filled', () => {
    expect(Object.keys(rowProblemWords).sort()).toEqual([...rowErrors, ...rowWarnings].sort())
    expect(Object.keys(repairWords).sort()).toEqual([...repairKinds].sort())
    for (const words of Object.values(rowProblemWords))
      expect(new Set(languages.map((language) => words[language])).size).toBe(3)
    const broken = [
      [
        '1',
        '',
        '1890',
        'x',
        '99',
        '1',
        '2',
        '3',
        'Vỹ Dạ',
        '19756',
        '',
        '',
        'AZ',
        '01/07/2022',
        '',
        '',
        '',
        '2021',
      ],
      [...good.with(6, '099291000123').with(9, ''), 'AZ', '01/07/2021', '', '', '', '01/06/2021', '', ''],
      good.with(9, '99999').with(2, '01/01/2050'),
    ]
    for (const problem of broken.flatMap((cells) => read(cells).problems)) {
      for (const language of languages) expect(describeRowProblem(problem, language)).not.toMatch(/[{}]/)
    }
  })

  test('a rejected row says every error with its column; no row is left without a word', () => {
    const reading = read(good.with(1, '').with(5, ''))
    expect(describeResult('rejected', reading.problems, 'vi')).toBe(
      'Không nhận; [B] Thiếu họ và tên. Hãy nhập họ tên đầy đủ.',
    )
    expect(describeResult('duplicate', [], 'vi', 9)).toBe('Trùng, không nhận (dòng 9)')
    for (const outcome of rowOutcomes)
      for (const language of languages) expect(describeResult(outcome, [], language)).not.toBe('')
  })
})
