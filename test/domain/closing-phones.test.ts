import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { differingPhones, expectedOnPhone, type PhoneOfSession } from '#domain/closing-phones.ts'

const now = '2021-10-17T10:00:00.000Z'
const aPhone: fc.Arbitrary<PhoneOfSession> = fc.record({
  deviceId: fc.option(fc.uuid(), { nil: null }),
  given: fc.nat(500),
  unsent: fc.nat(20),
  heardAt: fc.option(
    fc
      .date({ min: new Date('2021-10-17T00:00Z'), max: new Date(now), noInvalidDate: true })
      .map((at) => at.toISOString()),
    { nil: null },
  ),
})

test('a phone is taken at the server’s word only when it was heard just now and held nothing back', () => {
  fc.assert(
    fc.property(aPhone, (phone) => {
      const expected = expectedOnPhone(phone, now)
      if (expected !== null) expect(expected).toBe(phone.given)
      if (phone.deviceId === null) expect(expected).toBe(phone.given)
      else if (phone.unsent > 0 || phone.heardAt === null) expect(expected).toBeNull()
    }),
  )
  const phone = { deviceId: 'a', given: 12, unsent: 0, heardAt: '2021-10-17T09:55:00.000Z' }
  expect(expectedOnPhone(phone, now)).toBe(12)
  expect(expectedOnPhone({ ...phone, heardAt: '2021-10-17T09:45:00.000Z' }, now)).toBeNull()
  expect(expectedOnPhone({ ...phone, unsent: 1 }, now)).toBeNull()
})

test('named is every phone that shows another number, and no other; one not looked at is not named', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(aPhone, fc.option(fc.nat(500), { nil: null }))), (rows) => {
      const counts = new Map(rows)
      const named = new Set(differingPhones([...counts.keys()], (phone) => counts.get(phone) ?? null))
      for (const [phone, count] of counts)
        expect(named.has(phone)).toBe(count !== null && count !== phone.given)
    }),
  )
})
