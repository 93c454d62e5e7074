import { assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, ageOn, dayFromNumber, dayNumber, isLocalDate, localDateAt } from '#domain/dates.ts'

describe('a day', () => {
  test('and its number say the same, whatever the day', () => {
    const numbers = integer({ min: dayNumber('0100-01-01'), max: dayNumber('9999-12-31') })
    assert(
      property(numbers, (number) => {
        const day = dayFromNumber(number)
        expect(isLocalDate(day)).toBe(true)
        expect(dayNumber(day)).toBe(number)
      }),
    )
  })

  test('that is none is refused: months, leap days, and a year of two digits that somebody typed', () => {
    expect(isLocalDate('2020-02-29')).toBe(true)
    for (const text of [
      '2021-02-29',
      '2021-13-01',
      '2021-00-10',
      '2021-04-31',
      '0090-05-05',
      '0000-01-01',
      '21-10-17',
    ])
      expect([text, isLocalDate(text)]).toEqual([text, false])
  })

  test('begins at midnight of the authority, not of Greenwich', () => {
    const zone = 'Asia/Ho_Chi_Minh'
    expect(localDateAt(new Date('2021-10-16T16:59:59.999Z'), zone)).toBe('2021-10-16')
    expect(localDateAt(new Date('2021-10-16T17:00:00.000Z'), zone)).toBe('2021-10-17')
  })
})

test('who was born on 29 February comes of age on 1 March where there is none', () => {
  expect(ageOn('2004-02-29', '2022-02-28')).toBe(17)
  expect(ageOn('2004-02-29', '2022-03-01')).toBe(18)
  expect(ageOn('2004-02-29', addDays('2024-02-28', 1))).toBe(20)
})
