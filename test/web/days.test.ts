import { assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { dayFromNumber } from '#domain/dates.ts'
import { formatDay, formatInstant, parseDay } from '#src/web/shared/days.ts'

test('a day that is shown can be typed back', () => {
  assert(
    property(integer({ min: -25_000, max: 40_000 }), (number) => {
      const day = dayFromNumber(number)
      expect(parseDay(formatDay(day))).toBe(day)
      expect(parseDay(formatDay(day).replaceAll('/', ''))).toBe(day)
    }),
  )
})

test('people write days in several ways', () => {
  for (const text of ['8/1/2021', '08-01-2021', ' 8.1.2021 ', '8 1 2021', '08012021'])
    expect(parseDay(text)).toBe('2021-01-08')
})

test('what is no day is none', () => {
  for (const text of ['', '31/02/2021', '2021-01-08', '8/1/21', '1/13/2021', 'hôm nay', '8/1/2021x'])
    expect(parseDay(text)).toBeNull()
})

test('an instant is told by the clock of the authority, not of the machine', () => {
  expect(formatInstant('2021-10-17T18:05:00Z', 'Asia/Ho_Chi_Minh')).toBe('18/10/2021 01:05')
})
