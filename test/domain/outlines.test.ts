import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { POSITIONS_MAX, readOutlines, type Outline, type Position } from '#domain/outlines.ts'

const wards = [
  { id: 'a', code: '19753', name: 'Phường Thuận Lộc' },
  { id: 'b', code: '00123', name: 'Xã Thủy Bằng' },
  { id: 'c', code: '19999', name: 'Phường Hương Sơ' },
]

const square = (west: number, south: number, side = 0.01): Position[] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
]
const feature = (
  properties: Record<string, unknown>,
  coordinates: unknown = [square(107, 16)],
  type = 'Polygon',
) => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
})
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features })

function mustRead(file: unknown) {
  const read = readOutlines(file, wards)
  if (read.fault !== null) throw new Error(read.fault)
  return read
}

const turning = (ring: readonly Position[]) =>
  ring.slice(1).reduce((sum, [x, y], at) => sum + ring[at]![0] * y - x * ring[at]![1], 0)

describe('outlines of wards', () => {
  test('a feature is the ward whose code it bears, else the one whose name it bears', () => {
    const read = mustRead(
      collection(
        feature({ MA_XA: '19753', TEN: 'Hương Sơ' }),
        feature({ ma: 123 }),
        feature({ ten: 'phuong huong so' }),
        feature({ ten: 'Phường Nào Đó' }),
      ),
    )
    expect(read.features.map(({ placeId, how }) => [placeId, how])).toEqual([
      ['a', 'code'],
      ['b', 'code'],
      ['c', 'name'],
      [null, null],
    ])
    expect(read.features[3]!.label).toBe('Phường Nào Đó')
    expect(read.missing).toEqual([])
  })

  test('wards that no feature is about are named, and pieces of one ward stay together', () => {
    const read = mustRead(
      collection(feature({ ma: '19753' }), feature({ ma: '19753' }, [[square(107.1, 16)]], 'MultiPolygon')),
    )
    expect(read.outlines.get('a')).toHaveLength(2)
    expect(read.missing.map(({ id }) => id)).toEqual(['b', 'c'])
  })

  test('what is no collection of closed polygons in degrees is refused with the number of the feature', () => {
    const fault = (file: unknown) => {
      const { fault: why, ...rest } = readOutlines(file, wards)
      return [why, 'feature' in rest ? rest.feature : undefined]
    }
    expect(fault({ type: 'Topology' })).toEqual(['not-a-collection', null])
    expect(fault('<kml/>')).toEqual(['not-a-collection', null])
    expect(fault(collection())).toEqual(['no-features', null])
    expect(fault(collection(feature({ ma: '19753' }), feature({}, [107, 16], 'Point')))).toEqual([
      'no-polygon',
      2,
    ])
    expect(fault(collection(feature({}, [square(107, 16).slice(0, 4)])))).toEqual(['bad-ring', 1])
    expect(fault(collection(feature({}, [[['107', '16']]])))).toEqual(['bad-ring', 1])
    expect(fault(collection(feature({}, [square(560_000, 1_820_000)])))).toEqual(['outside-the-earth', 1])
    expect(fault(collection(...Array.from({ length: 2001 }, () => feature({}))))).toEqual([
      'too-many-features',
      null,
    ])
    const long = Array.from({ length: POSITIONS_MAX + 1 }, (_, at): Position => [
      100 + at / 1e3,
      16 + (at % 2),
    ])
    expect(fault(collection(feature({ ma: '19753' }, [[...long, long[0]]])))).toEqual([
      'too-many-positions',
      1,
    ])
  })

  test('whichever way a ring was drawn, outer rings run with the clock and holes against it', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (outerTurned, holeTurned) => {
        const turn = (ring: Position[], turned: boolean) => (turned ? ring.toReversed() : ring)
        const rings = [turn(square(107, 16), outerTurned), turn(square(107.002, 16.002, 0.002), holeTurned)]
        const [outline] = mustRead(collection(feature({ ma: '19753' }, rings))).outlines.get('a') as Outline
        expect(turning(outline![0]!)).toBeLessThan(0)
        expect(turning(outline![1]!)).toBeGreaterThan(0)
      }),
    )
  })

  test('reading never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (anything, coordinates) => {
        readOutlines(anything, wards)
        readOutlines(collection(anything, feature({ x: anything }, coordinates)), wards)
        readOutlines(collection(feature({}, coordinates, 'MultiPolygon')), wards)
      }),
    )
  })

  test('every ring that is kept is closed and lies on the grid', () => {
    const position = fc.tuple(
      fc.double({ min: 107, max: 108, noNaN: true }),
      fc.double({ min: 16, max: 17, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(position, { minLength: 3, maxLength: 30 }), (positions) => {
        const read = readOutlines(collection(feature({ ma: '19753' }, [[...positions, positions[0]]])), wards)
        if (read.fault !== null) return
        for (const ring of read.outlines.get('a')!.flat()) {
          expect(ring.at(-1)).toEqual(ring[0])
          expect(ring.length).toBeGreaterThanOrEqual(4)
          for (const [x, y] of ring)
            expect([x, y]).toEqual([Math.round(x * 1e4) / 1e4, Math.round(y * 1e4) / 1e4])
        }
      }),
    )
  })
})
