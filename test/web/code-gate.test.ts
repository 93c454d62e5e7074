import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CodeGate } from '#src/web/site/code-gate.ts'

const PICTURE_MS = 120

test('a code that comes while the table is busy is taken as soon as it is not, and once', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 1, max: 60 }), (busyPictures, pictures) => {
      const gate = new CodeGate()
      const taken: number[] = []
      for (let at = 0; at < busyPictures + pictures; at++)
        gate.offer('paper', at * PICTURE_MS, () => {
          if (at < busyPictures) return false
          taken.push(at)
          return true
        })
      expect(taken).toEqual([busyPictures])
    }),
  )
})

test('a code that is held there is one scan; another one, or the same ten seconds after it went, is the next', () => {
  const gate = new CodeGate()
  const taken: string[] = []
  const offer = (text: string, atMs: number) => gate.offer(text, atMs, (code) => void taken.push(code))
  for (let atMs = 0; atMs < 30_000; atMs += PICTURE_MS) offer('one', atMs)
  offer('two', 30_100)
  offer('one', 30_200)
  offer('one', 40_100)
  offer('one', 50_200)
  offer('', 60_000)
  expect(taken).toEqual(['one', 'two', 'one', 'one'])
})

test('a paper that is still there when the camera goes on again is no new scan; shown again later, it is', () => {
  const gate = new CodeGate()
  const taken: number[] = []
  const show = (fromMs: number, toMs: number) => {
    for (let atMs = fromMs; atMs < toMs; atMs += PICTURE_MS)
      gate.offer('paper', atMs, () => void taken.push(atMs))
  }
  gate.resume(0)
  show(0, 500)
  // Half a minute with its card, then the camera again.
  gate.resume(30_000)
  show(31_000, 35_000)
  gate.resume(60_000)
  show(63_500, 64_000)
  expect(taken).toEqual([0, 63_500])
})
