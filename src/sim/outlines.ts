import type { Position } from '#domain/outlines.ts'
import { createRandom } from './random.ts'

/** A ward and its square on the tile map, from the north-west corner. */
export type Square = { code: string; column: number; row: number }

/** Somewhere near Huế. One square is about two kilometres. */
const NORTH_WEST: Position = [107.48, 16.56]
const SIDE = 0.02
/** Corners wander less than half a side, so that no outline crosses itself. */
const WANDER = 0.28
/** Points along one border of two wards. */
const BORDER_POINTS = 6

/**
 * Outlines that never were: the squares of the tile map with their corners moved and their borders bent. A corner and a
 * border are drawn once for all who share them, so that neighbours touch and never overlap.
 */
export function inventOutlines(squares: readonly Square[], seed: number) {
  const corner = (column: number, row: number): Position => {
    const random = createRandom(seed + row * 1009 + column * 9176)
    const move = () => (random.next() * 2 - 1) * WANDER
    return [NORTH_WEST[0] + (column + move()) * SIDE, NORTH_WEST[1] - (row + move()) * SIDE]
  }
  /** The border from one corner to the next; the same points whichever way it is walked. */
  const border = (from: [number, number], to: [number, number]): Position[] => {
    const isForward = from[0] < to[0] || (from[0] === to[0] && from[1] < to[1])
    const [first, last] = isForward ? [from, to] : [to, from]
    const [a, b] = [corner(...first), corner(...last)]
    const random = createRandom(seed + first[1] * 7919 + first[0] * 104_729 + (first[0] === last[0] ? 1 : 2))
    const points = Array.from({ length: BORDER_POINTS }, (_, at): Position => {
      const along = (at + 1) / (BORDER_POINTS + 1)
      const bend = (random.next() * 2 - 1) * 0.06 * SIDE
      // Across the border: it never runs straight.
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
      const length = Math.hypot(dx, dy)
      return [a[0] + dx * along - (dy / length) * bend, a[1] + dy * along + (dx / length) * bend]
    })
    return isForward ? [a, ...points] : [b, ...points.toReversed()]
  }
  return {
    type: 'FeatureCollection' as const,
    features: squares.map(({ code, column, row }) => {
      const corners: [number, number][] = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ]
      const ring = corners.flatMap((from, at) => border(from, corners[(at + 1) % corners.length]!))
      return {
        type: 'Feature' as const,
        properties: { code, invented: true },
        geometry: { type: 'Polygon' as const, coordinates: [[...ring, ring[0]!]] },
      }
    }),
  }
}
