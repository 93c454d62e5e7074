import { expect, test } from 'vitest'
import { readOutlines, type Position } from '#domain/outlines.ts'
import { inventOutlines } from '#sim/outlines.ts'

const squares = Array.from({ length: 30 }, (_, at) => ({
  code: String(19_700 + at),
  column: at % 6,
  row: Math.floor(at / 6),
}))

const area = (ring: readonly Position[]) =>
  Math.abs(ring.slice(1).reduce((sum, [x, y], at) => sum + ring[at]![0] * y - x * ring[at]![1], 0)) / 2

test('invented outlines are read whole, one for each ward, and the same seed draws the same', () => {
  const file = inventOutlines(squares, 7)
  expect(inventOutlines(squares, 7)).toEqual(file)
  expect(inventOutlines(squares, 8)).not.toEqual(file)
  const wards = squares.map(({ code }) => ({ id: code, code, name: `Phường ${code}` }))
  const read = readOutlines(file, wards)
  expect(read).toMatchObject({ fault: null, missing: [] })
})

test('neighbours share every point of their border, so that together they cover the block without a gap', () => {
  const { features } = inventOutlines(squares, 7)
  const rings = features.map(({ geometry }) => geometry.coordinates[0]!)
  const edges = new Map<string, number>()
  for (const ring of rings)
    for (const [at, from] of ring.slice(0, -1).entries()) {
      const key = [from.join(), ring[at + 1]!.join()].toSorted().join(' ')
      edges.set(key, (edges.get(key) ?? 0) + 1)
    }
  // Inside, every edge belongs to two; only the rim of 6 × 5 squares belongs to one.
  const rim = [...edges.values()].filter((count) => count === 1).length
  expect([...edges.values()].every((count) => count <= 2)).toBe(true)
  expect(rim).toBe(2 * (6 + 5) * 7)
  for (const ring of rings) expect(area(ring)).toBeGreaterThan(0)
})
