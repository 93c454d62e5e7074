import { foldName, shortPlaceName } from './place-names.ts'

/** Outlines of wards, as a health centre gets them from the office of land and draws them on the board. */

/** Longitude and latitude in degrees. */
export type Position = [number, number]
/** The outer ring, then holes; each closed. */
export type Polygon = Position[][]
/** A ward may lie in several pieces. */
export type Outline = Polygon[]

export const FEATURES_MAX = 2000
/** After thinning: more than a screen can show, and more than a page should carry. */
export const POSITIONS_MAX = 60_000
/** A ring is closed: its first position is its last. */
const RING_MIN = 4

export type OutlineFault =
  | 'not-a-collection'
  | 'no-features'
  | 'too-many-features'
  | 'too-many-positions'
  | 'no-polygon'
  | 'bad-ring'
  | 'outside-the-earth'

export type OutlineWard = { id: string; code: string; name: string }

/** What was read of one feature, in the order of the file, from 1. */
export type ReadFeature = {
  number: number
  /** By what it calls itself, for people to find it in their file. */
  label: string
  placeId: string | null
  how: 'code' | 'name' | null
}

export type ReadOutlines =
  | { fault: OutlineFault; feature: number | null }
  | {
      fault: null
      features: ReadFeature[]
      /** One for each ward that was found. */
      outlines: Map<string, Outline>
      /** Wards that no feature is about. */
      missing: OutlineWard[]
      positions: number
    }

/**
 * Reads a GeoJSON FeatureCollection (RFC 7946) of polygons and says which ward each feature is: by a property that is
 * the ward's code, else by one that is its name and no other ward's. Several features of one ward are its pieces.
 */
export function readOutlines(file: unknown, wards: readonly OutlineWard[]): ReadOutlines {
  if (!isObject(file) || file['type'] !== 'FeatureCollection' || !Array.isArray(file['features']))
    return { fault: 'not-a-collection', feature: null }
  const given: unknown[] = file['features']
  if (given.length === 0) return { fault: 'no-features', feature: null }
  if (given.length > FEATURES_MAX) return { fault: 'too-many-features', feature: null }
  const find = wardFinder(wards)
  const outlines = new Map<string, Outline>()
  const features: ReadFeature[] = []
  let positions = 0
  for (const [at, feature] of given.entries()) {
    const number = at + 1
    const read = readGeometry(isObject(feature) ? feature['geometry'] : null)
    if (typeof read === 'string') return { fault: read, feature: number }
    const properties = isObject(feature) && isObject(feature['properties']) ? feature['properties'] : {}
    const found = find(properties)
    features.push({ number, label: labelOf(properties), placeId: found?.id ?? null, how: found?.how ?? null })
    if (found === null) continue
    positions += read.flat(2).length
    if (positions > POSITIONS_MAX) return { fault: 'too-many-positions', feature: number }
    outlines.set(found.id, [...(outlines.get(found.id) ?? []), ...read])
  }
  const missing = wards.filter(({ id }) => !outlines.has(id))
  return { fault: null, features, outlines, missing, positions }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readGeometry(geometry: unknown): Outline | OutlineFault {
  if (!isObject(geometry)) return 'no-polygon'
  const { type, coordinates } = geometry
  if (type !== 'Polygon' && type !== 'MultiPolygon') return 'no-polygon'
  const polygons: unknown = type === 'Polygon' ? [coordinates] : coordinates
  if (!Array.isArray(polygons) || polygons.length === 0) return 'no-polygon'
  const outline: Outline = []
  for (const polygon of polygons as unknown[]) {
    if (!Array.isArray(polygon) || polygon.length === 0) return 'bad-ring'
    const rings: Polygon = []
    for (const [at, ring] of (polygon as unknown[]).entries()) {
      const read = readRing(ring)
      if (typeof read === 'string') return read
      const thin = thinRing(read)
      // A hole, or a rock in the sea, that is smaller than the grid is not drawn.
      if (thin.length < RING_MIN) {
        if (at === 0) break
        continue
      }
      rings.push(turnRing(thin, at === 0))
    }
    if (rings.length > 0) outline.push(rings)
  }
  return outline.length === 0 ? 'bad-ring' : outline
}

function readRing(ring: unknown): Position[] | OutlineFault {
  if (!Array.isArray(ring) || ring.length < RING_MIN) return 'bad-ring'
  const positions: Position[] = []
  for (const position of ring as unknown[]) {
    if (!Array.isArray(position)) return 'bad-ring'
    const [longitude, latitude] = position as unknown[]
    if (typeof longitude !== 'number' || typeof latitude !== 'number') return 'bad-ring'
    // Metres of a national grid (VN-2000) are not degrees.
    if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return 'outside-the-earth'
    positions.push([longitude, latitude])
  }
  const [first, last] = [positions[0]!, positions.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? positions : 'bad-ring'
}

/** About eleven metres. Neighbours are rounded alike, so that what touched still touches. */
const GRID = 1e4

function thinRing(ring: readonly Position[]): Position[] {
  const thin: Position[] = []
  for (const [longitude, latitude] of ring) {
    const position: Position = [Math.round(longitude * GRID) / GRID, Math.round(latitude * GRID) / GRID]
    const before = thin.at(-1)
    if (before?.[0] !== position[0] || before[1] !== position[1]) thin.push(position)
  }
  return thin
}

/** Twice the area; positive when the ring runs against the clock. */
function turning(ring: readonly Position[]): number {
  return ring.slice(1).reduce((sum, [x, y], at) => sum + ring[at]![0] * y - x * ring[at]![1], 0)
}

/**
 * Outer rings run with the clock and holes against it. RFC 7946 has it the other way round; on a globe, where d3-geo
 * draws, a ring that turns the wrong way is all of the earth but the ward.
 */
function turnRing(ring: Position[], isOuter: boolean): Position[] {
  return turning(ring) > 0 === isOuter ? ring.toReversed() : ring
}

const texts = (properties: Record<string, unknown>): string[] =>
  Object.values(properties).flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' ? [String(value).trim()] : [],
  )

function wardFinder(wards: readonly OutlineWard[]) {
  const byCode = new Map(wards.map(({ id, code }) => [code, id]))
  const names = Map.groupBy(
    wards.flatMap(({ id, name }) =>
      [...new Set([foldName(name), foldName(shortPlaceName(name))])].map((folded) => ({ folded, id })),
    ),
    ({ folded }) => folded,
  )
  return (properties: Record<string, unknown>): { id: string; how: 'code' | 'name' } | null => {
    const values = texts(properties)
    for (const value of values) {
      // A spreadsheet on the way may have cut the leading zeros.
      const id =
        byCode.get(value) ?? (/^\d{1,5}$/.test(value) ? byCode.get(value.padStart(5, '0')) : undefined)
      if (id !== undefined) return { id, how: 'code' }
    }
    for (const value of values) {
      const same = value === '' ? undefined : names.get(foldName(value))
      if (same?.length === 1) return { id: same[0]!.id, how: 'name' }
    }
    return null
  }
}

const LABEL_MAX = 80

function labelOf(properties: Record<string, unknown>): string {
  return texts(properties)
    .filter((text) => text !== '')
    .slice(0, 3)
    .join(' · ')
    .slice(0, LABEL_MAX)
}
