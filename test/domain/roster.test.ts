import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CrewPost, Duty } from '#domain/roster.ts'
import { decideOpening, duties, dutyWords, isPresent } from '#domain/roster.ts'

const post = (accountId: string, duty: Duty, more: Partial<CrewPost> = {}): CrewPost => ({
  accountId,
  duty,
  joinedAt: '2021-10-18T00:30:00.000Z',
  leftAt: null,
  ...more,
})
const crew = [post('a', 'scanner'), post('b', 'data-entry'), post('c', 'data-entry')]

describe('opening a session', () => {
  test('needs one at the scanner and two entering data, present', () => {
    expect(decideOpening(crew, null)).toEqual({ kind: 'ready' })
    expect(decideOpening([], null)).toEqual({
      kind: 'crew-missing',
      missing: [
        { duty: 'scanner', missing: 1 },
        { duty: 'data-entry', missing: 2 },
      ],
    })
    expect(
      decideOpening([...crew.slice(0, 2), post('c', 'data-entry', { joinedAt: null })], null),
    ).toMatchObject({
      missing: [{ duty: 'data-entry', missing: 1 }],
    })
    expect(
      decideOpening([...crew.slice(1), post('a', 'scanner', { leftAt: '2021-10-18T01:00:00.000Z' })], null),
    ).toMatchObject({
      missing: [{ duty: 'scanner', missing: 1 }],
    })
  })

  test('one person in two posts is one pair of hands', () => {
    const twice = [post('a', 'scanner'), post('a', 'data-entry'), post('b', 'data-entry')]
    expect(decideOpening(twice, null)).toEqual({
      kind: 'crew-missing',
      missing: [{ duty: 'data-entry', missing: 1 }],
    })
    expect(decideOpening([...twice, post('c', 'data-entry')], null)).toEqual({ kind: 'ready' })
    expect(
      decideOpening([post('b', 'data-entry'), post('b', 'data-entry'), post('a', 'scanner')], null).kind,
    ).toBe('crew-missing')
  })

  test('the lead may open without them for a reason that says something', () => {
    expect(decideOpening([], 'Đường ngập, hai người đến sau')).toMatchObject({
      kind: 'overridden',
      reason: 'Đường ngập, hai người đến sau',
    })
    expect(decideOpening([], '  ').kind).toBe('crew-missing')
    expect(decideOpening(crew, 'không cần')).toEqual({ kind: 'ready' })
  })

  test('is ready exactly when enough different people are present, and more people never hurt', () => {
    const aPost = fc.record({
      accountId: fc.constantFrom('a', 'b', 'c', 'd'),
      duty: fc.constantFrom(...duties),
      joinedAt: fc.constantFrom(null, '2021-10-18T00:30:00.000Z'),
      leftAt: fc.constantFrom(null, null, '2021-10-18T01:00:00.000Z'),
    })
    fc.assert(
      fc.property(fc.array(aPost, { maxLength: 8 }), aPost, (posts, another) => {
        const present = posts.filter(isPresent)
        const at = (duty: Duty) => [
          ...new Set(present.filter((each) => each.duty === duty).map((each) => each.accountId)),
        ]
        const enough = at('scanner').some(
          (scanner) => at('data-entry').filter((id) => id !== scanner).length >= 2,
        )
        const ready = decideOpening(posts, null).kind === 'ready'
        expect(ready).toBe(enough)
        if (ready) expect(decideOpening([...posts, another], null).kind).toBe('ready')
      }),
    )
  })

  test('every duty has its words', () => {
    for (const duty of duties)
      expect(Object.values(dutyWords[duty]).every((text) => text.length > 0)).toBe(true)
  })
})
