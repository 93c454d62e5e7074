import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideResidence, livingStates, type ResidenceEvent } from '#domain/residence.ts'

const day = fc.integer({ min: 1, max: 28 }).map((date) => `2021-10-${String(date).padStart(2, '0')}`)
const ward = fc.constantFrom('ward-a', 'ward-b')
const group = fc.constantFrom(null, 'group-1')
const event: fc.Arbitrary<ResidenceEvent> = fc.oneof(
  fc.record({ kind: fc.constant('moved-ward' as const), on: day, wardId: ward, groupId: group }),
  fc.record({ kind: fc.constantFrom('moved-away' as const, 'moved-in' as const, 'died' as const), on: day }),
  fc.constant({ kind: 'mistaken' as const }),
)
const person = fc.record({
  living: fc.constantFrom(...livingStates),
  wardId: ward,
  groupId: group,
  bornOn: day,
})

test('whatever is allowed happened between birth and today, and changes something', () => {
  fc.assert(
    fc.property(person, event, day, (before, happened, today) => {
      const after = decideResidence(before, happened, today)
      if ('refusal' in after) return
      if ('on' in happened) {
        expect(happened.on >= before.bornOn && happened.on <= today).toBe(true)
      }
      const { living, wardId } = after
      expect([living, wardId]).not.toEqual([before.living, before.wardId])
    }),
  )
})

test('only a death takes the papers, and whoever is called lives here', () => {
  fc.assert(
    fc.property(person, event, day, (before, happened, today) => {
      const after = decideResidence(before, happened, today)
      if ('refusal' in after) return
      expect(after.endsInvitations).toBe(happened.kind === 'died')
      expect(after.endsCalls).toBe(after.living !== 'here')
    }),
  )
})

test('a mistake puts back who had left or died, and nobody else; the ward stays the same', () => {
  fc.assert(
    fc.property(person, day, (before, today) => {
      const after = decideResidence(before, { kind: 'mistaken' }, today)
      if (before.living === 'here') expect(after).toEqual({ refusal: 'person.is-here' })
      else expect(after).toMatchObject({ living: 'here', wardId: before.wardId, groupId: before.groupId })
    }),
  )
})

test('each impossible event is refused with its own reason', () => {
  const resident = { living: 'here', wardId: 'ward-a', groupId: null, bornOn: '1950-01-01' } as const
  const refusal = (living: 'here' | 'moved' | 'dead', happened: ResidenceEvent) =>
    decideResidence({ ...resident, living }, happened, '2021-10-17')
  expect(refusal('here', { kind: 'died', on: '2021-10-18' })).toEqual({ refusal: 'person.event-day' })
  expect(refusal('here', { kind: 'died', on: '1949-12-31' })).toEqual({ refusal: 'person.event-day' })
  expect(refusal('here', { kind: 'moved-in', on: '2021-10-17' })).toEqual({ refusal: 'person.is-here' })
  expect(refusal('dead', { kind: 'died', on: '2021-10-17' })).toEqual({ refusal: 'person.is-dead' })
  expect(refusal('moved', { kind: 'moved-away', on: '2021-10-17' })).toEqual({ refusal: 'person.not-here' })
  expect(refusal('here', { kind: 'moved-ward', on: '2021-10-17', wardId: 'ward-a', groupId: null })).toEqual({
    refusal: 'person.same-ward',
  })
})
