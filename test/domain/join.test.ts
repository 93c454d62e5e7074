import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findJoinCode, joinAddress, joinText, judgeJoin, selectJoiners, splitJoinCode } from '#domain/join.ts'

const second = fc.integer({ min: 1, max: 4_000_000_000 }).map((value) => new Date(value * 1000))
const seal = fc.stringMatching(/^[\w-]{22}$/)

describe('the code of a shift', () => {
  test('says which session and until when, and is read again from an address, a scanner and a keyboard', () => {
    fc.assert(
      fc.property(fc.uuid(), second, seal, (sessionId, validUntil, sealText) => {
        const sealed = joinText(sessionId, validUntil)
        const code = `${sealed}.${sealText}`
        expect(splitJoinCode(code)).toEqual({ sealed, sessionId, validUntil, seal: sealText })
        const address = joinAddress('https://tiem.example.vn', '/join', code)
        for (const scanned of [code, `${code}\r\n`, address]) expect(findJoinCode(scanned)).toBe(code)
        // Nothing of it travels to a server by itself.
        expect(new URL(address).pathname + new URL(address).search).toBe('/join')
      }),
    )
  })

  test('changed in any place it is no code, or one that another seal belongs to', () => {
    const any = fc.integer({ min: 0, max: 200 })
    fc.assert(
      fc.property(
        fc.uuid(),
        second,
        seal,
        any,
        fc.string({ minLength: 1, maxLength: 1 }),
        (id, until, end, at, by) => {
          const code = `${joinText(id, until)}.${end}`
          const place = at % code.length
          const other = code.slice(0, place) + by + code.slice(place + 1)
          fc.pre(other.trim() !== code)
          const read = splitJoinCode(other)
          if (read !== null) expect([read.sealed, read.seal]).not.toEqual([joinText(id, until), end])
        },
      ),
    )
  })

  test('any other text, however long, is none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(splitJoinCode(text)).toBeNull()
      }),
    )
    expect(findJoinCode('#'.repeat(1_000_000))).toBeNull()
  })

  test('runs out with its time, ends with the session, and never comes back', () => {
    const states = fc.constantFrom('planned', 'open', 'closing', 'closed', 'cancelled')
    fc.assert(
      fc.property(
        states,
        second,
        second,
        second,
        fc.nat(),
        (state, windowEndsAt, validUntil, now, laterMs) => {
          const judged = judgeJoin({ state, windowEndsAt }, validUntil, now)
          if (judged === 'open') {
            expect(['planned', 'open']).toContain(state)
            expect(now <= validUntil && now < windowEndsAt).toBe(true)
          } else {
            const later = new Date(now.getTime() + laterMs)
            expect(judgeJoin({ state, windowEndsAt }, validUntil, later)).not.toBe('open')
          }
        },
      ),
    )
  })
})

describe('who has typed this', () => {
  const crew = [
    { accountId: 'a', signInName: 'thunv', fullName: 'Nguyễn Văn Thử', phone: '0912 345 678' },
    { accountId: 'b', signInName: 'hoatt', fullName: 'Trần Thị Hoa', phone: '' },
    { accountId: 'c', signInName: 'hoatt2', fullName: 'Trần Thị Hòa', phone: '+84 912 000 111' },
  ]
  const ids = (typed: string) => selectJoiners(typed, crew).map(({ accountId }) => accountId)

  test('a name with or without its signs, a phone as people write it, a sign-in name', () => {
    expect(ids('Nguyễn Văn Thử')).toEqual(['a'])
    expect(ids('  nguyen van thu ')).toEqual(['a'])
    expect(ids('0912345678')).toEqual(['a'])
    expect(ids('+84 912 345 678')).toEqual(['a'])
    expect(ids('0912.000.111')).toEqual(['c'])
    expect(ids('HOATT')).toEqual(['b'])
  })

  test('two of one name are two, and are asked for more; part of a name is nobody', () => {
    expect(ids('tran thi hoa')).toEqual(['b', 'c'])
    for (const typed of ['hoa', 'tran thi', '', '345678', '%', 'thunv2']) expect(ids(typed)).toEqual([])
  })

  test('nobody is ever found who is not of the crew, nor two by a sign-in name', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(crew).toEqual(expect.arrayContaining(selectJoiners(typed, crew)))
        expect(selectJoiners('hoatt', crew)).toHaveLength(1)
      }),
    )
  })
})
