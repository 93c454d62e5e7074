import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { invitationMark, judgeInvitation } from '#domain/invitation-check.ts'
import { sessionWindow } from '#domain/session-window.ts'
import { applyPages } from '#domain/site-pack/apply-pages.ts'
import type { Pack, PackPage, PackPerson } from '#domain/site-pack/pack.ts'

type Parts = { session: { name: string }; rules: { version: number } }

const person = (id: string, fullName: string) => ({ id, fullName }) as unknown as PackPerson
const page = (given: Partial<PackPage<Parts>>): PackPage<Parts> => ({
  timelineId: 'first',
  asOf: '2021-10-17T01:00:00.000Z',
  isWhole: false,
  cursor: 'c',
  hasMore: false,
  parts: { session: null, rules: null },
  people: [],
  removedIds: [],
  ...given,
})
const begin = page({ isWhole: true, parts: { session: { name: 'A' }, rules: { version: 1 } } })

/** The people of a session from one question of the phone to the next, by id. */
const aStory = fc.array(
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.constantFrom('Lan', 'Mai', 'Hoa')),
  { minLength: 1, maxLength: 8 },
)

/** What the service answers to a phone that has seen `before`, in pages of a few. */
function answer(before: Record<string, string> | null, now: Record<string, string>, size: number) {
  const changed = Object.entries(now).filter(([id, name]) => before === null || before[id] !== name)
  const gone = Object.keys(before ?? {}).filter((id) => !(id in now))
  const people = changed.map(([id, name]) => person(id, name))
  const slices = Array.from({ length: Math.max(1, Math.ceil(people.length / size)) }, (_, at) =>
    people.slice(at * size, (at + 1) * size),
  )
  return slices.map((slice, at) =>
    page({
      isWhole: before === null && at === 0,
      ...(before === null && at === 0 ? { parts: begin.parts } : {}),
      people: slice,
      removedIds: at === 0 ? gone : [],
      hasMore: at < slices.length - 1,
    }),
  )
}

const namesIn = ({ people }: Pack<Parts>) =>
  Object.fromEntries([...people].map(([id, { fullName }]) => [id, fullName]))

describe('a pack on a phone', () => {
  test('is what the service has, whatever came, changed and went, page by page, and read twice', () => {
    fc.assert(
      fc.property(aStory, fc.integer({ min: 1, max: 4 }), fc.boolean(), (story, size, isTwice) => {
        let pack: Pack<Parts> | null = null
        let seen: Record<string, string> | null = null
        for (const now of story) {
          const pages = answer(seen, now, size)
          const applied: ReturnType<typeof applyPages<Parts>> = applyPages(pack, pages)
          pack = isTwice ? applyPages(applied.pack, pages).pack : applied.pack
          seen = now
          expect(namesIn(pack)).toEqual(now)
          expect(pack.parts).toEqual(begin.parts)
        }
      }),
    )
  })

  test('keeps what it had while an answer is not complete, or is of a pack that is not here', () => {
    const { pack } = applyPages(null, [begin])
    expect(() => applyPages(pack, [page({ hasMore: true })])).toThrow('not complete')
    expect(() => applyPages(pack, [])).toThrow('not complete')
    expect(() => applyPages(null, [page({})])).toThrow('not here')
    expect(() => applyPages(pack, [page({ timelineId: 'second' })])).toThrow('not here')
  })

  test('that begins anew keeps nobody of the old one, and a part that is not said stays', () => {
    const { pack } = applyPages(null, [{ ...begin, people: [person('a', 'Lan')] }])
    const next = applyPages(pack, [page({ parts: { session: { name: 'B' }, rules: null }, cursor: 'd' })])
    expect(next.pack).toMatchObject({ cursor: 'd', parts: { session: { name: 'B' }, rules: { version: 1 } } })
    expect(next.pack.people.size).toBe(1)
    expect(next.changedIds).toEqual(new Set())
    const anew = applyPages(next.pack, [{ ...begin, timelineId: 'second' }])
    expect(anew.pack.people.size).toBe(0)
    expect(anew.changedIds).toBeNull()
  })

  test('is as old as its first page', () => {
    const later = '2021-10-17T01:05:00.000Z'
    const { pack } = applyPages(null, [{ ...begin, hasMore: true }, page({ asOf: later })])
    expect(pack.asOf).toBe(begin.asOf)
  })

  test('lives for the window of its session', () => {
    const now = new Date('2021-10-17T01:00:00Z')
    const until = (siteKind: 'fixed' | 'mobile') =>
      sessionWindow({ sessionOn: '2021-10-17', siteKind }, 'Asia/Ho_Chi_Minh', now).validTo.toISOString()
    expect(until('fixed')).toBe('2021-10-18T17:00:00.000Z')
    expect(until('mobile')).toBe('2021-10-22T17:00:00.000Z')
  })
})

describe('a paper', () => {
  const days = { validFrom: '2021-10-10', validTo: '2021-10-20' }
  const good = { isOurs: true, isSigned: true, isRevoked: false }

  test.each([
    ['true', good, '2021-10-10', null],
    ['true on its last day', good, '2021-10-20', null],
    ['of another authority', { ...good, isOurs: false, isSigned: false }, '2021-10-15', 'invitation.foreign'],
    ['forged', { ...good, isSigned: false }, '2021-10-15', 'invitation.forged'],
    [
      'forged and too late: its days say nothing',
      { ...good, isSigned: false },
      '2022-01-01',
      'invitation.forged',
    ],
    ['too early', good, '2021-10-09', 'invitation.not-yet-valid'],
    ['too late', good, '2021-10-21', 'invitation.expired'],
    ['revoked', { ...good, isRevoked: true }, '2021-10-15', 'invitation.revoked'],
    ['revoked and too late', { ...good, isRevoked: true }, '2021-10-21', 'invitation.expired'],
  ])('%s', (_, signs, today, code) => {
    expect(judgeInvitation(days, signs, today)?.code ?? null).toBe(code)
  })

  test('is named by the beginning of its hash', () => {
    expect(invitationMark(Uint8Array.from({ length: 32 }, (_, at) => at))).toBe('000102030405060708090a0b')
  })
})
