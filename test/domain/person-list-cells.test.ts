import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayFromNumber } from '#domain/dates.ts'
import {
  formatListDate,
  formatSex,
  guardFormula,
  openFormula,
  readListDate,
  readPlaceCode,
  readSex,
} from '#domain/person-list/cells.ts'
import { on } from './person-list-fixture.ts'

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
