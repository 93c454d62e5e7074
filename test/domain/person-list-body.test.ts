import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BodyReader, looksLikePerson, type IgnoredRow } from '#domain/person-list/body.ts'
import { findFileDuplicates } from '#domain/person-list/duplicates.ts'
import type { ListRow } from '#domain/person-list/headings.ts'
import { repairKinds, rowErrors, rowWarnings } from '#domain/person-list/problems.ts'
import { readRow } from '#domain/person-list/rows.ts'
import {
  describeResult,
  describeRowProblem,
  repairWords,
  rowOutcomes,
  rowProblemWords,
} from '#domain/person-list/words.ts'
import { languages } from '#domain/problem.ts'
import { toRows, simple, headings, context, good, read } from './person-list-fixture.ts'

/** As a file is read: the last person is known before the first row is judged. */
function splitBody(body: readonly ListRow[]) {
  const lastPerson = body.findLast((row) => looksLikePerson(row, headings))
  const reader = new BodyReader(headings, lastPerson?.rowNumber ?? 0)
  const [people, ignored]: [ListRow[], IgnoredRow[]] = [[], []]
  for (const row of body) {
    const reason = reader.judge(row)
    if (reason === null) people.push(row)
    else ignored.push({ rowNumber: row.rowNumber, reason })
  }
  return { people, ignored }
}

describe('body', () => {
  const people = [good, good.with(1, 'Trần Thị Mẫu')]
  const split = (after: readonly (readonly string[])[]) => splitBody(toRows([...people, ...after], 2))

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
        const { people: found, ignored } = splitBody(toRows(rows, 2))
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
      [11, 9, 'suspected', 'same-identifier'],
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
    // Read once each: it is the comparing that is measured.
    const kinds = Array.from({ length: 70 }, (_, at) =>
      reading(
        at,
        good
          .with(6, '')
          .with(7, '')
          .with(1, `Nguyễn ${'abcdefghij'[at % 10]}${'klmnopqrst'[at % 7]} Thử`),
      ),
    )
    const rows = Array.from({ length: 20_000 }, (_, at) => ({ ...kinds[at % 70]!, rowNumber: at }))
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
