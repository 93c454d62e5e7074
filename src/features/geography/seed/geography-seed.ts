import { createHash } from 'node:crypto'
import { foldPlaceName } from '#domain/place-names.ts'
import type {
  CatchmentVillage,
  Place,
  PlaceChange,
  PlaceKind,
  PlaceName,
  PlaceWithin,
  SourceDocument,
  Span,
} from '#domain/places.ts'

export type Country = 'VN' | 'LA'

/** The places that ship with the service for one authority, row for row as the tables want them. */
export type GeographySeed = {
  country: Country
  timeZone: string
  /** The unit that the authority governs on the first day of a campaign. */
  authorityPlaceId: string
  documents: readonly SourceDocument[]
  places: readonly Place[]
  names: readonly PlaceName[]
  changes: readonly PlaceChange[]
  within: readonly PlaceWithin[]
  catchmentVillages: readonly CatchmentVillage[]
}

/** The same key gives the same id on every machine, so that a second load changes nothing. */
export function seedId(key: string): string {
  const hex = createHash('sha256').update(`mui-tiem place ${key}`).digest('hex')
  // Version 8: an id of our own making (RFC 9562); the variant digit is 8, 9, a or b.
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-')
}

/**
 * Invented sizes of `count` groups that add up to `total` exactly. The weights 4…8 make them unequal, as they
 * are in life, without randomness.
 */
export function inventedShares(total: number, count: number): number[] {
  const weights = Array.from({ length: count }, (_, position) => 4 + ((position * 7) % 5))
  const sum = weights.reduce((so, weight) => so + weight, 0)
  let passed = 0
  return weights.map((weight) => {
    const from = Math.round((total * passed) / sum)
    passed += weight
    return Math.round((total * passed) / sum) - from
  })
}

export type SeedUnit = Span & {
  kind: PlaceKind
  code: string
  /** The unit within which the code is unique; null is the country. */
  withinId?: string
  name: string
  parentId: string | null
  documentId?: string
}
type Told = Partial<
  Pick<Place, 'zone' | 'tags' | 'population' | 'populationInvented' | 'tileColumn' | 'tileRow'>
>

/** Rows of places and their names as they are being written. */
export type SeedRows = { country: Country; places: Place[]; names: PlaceName[] }

/** Adds a place with its one name and returns the place's id. */
export function addUnit(rows: SeedRows, unit: SeedUnit, told: Told = {}): string {
  const { kind, code, name, parentId, validFrom, validTo } = unit
  const withinId = unit.withinId ?? null
  const documentId = unit.documentId ?? null
  const id = seedId(`${rows.country} ${kind} ${withinId ?? ''} ${code} ${validFrom}`)
  rows.places.push({
    id,
    kind,
    parentId,
    validFrom,
    validTo,
    documentId,
    zone: null,
    tags: [],
    population: null,
    populationInvented: false,
    tileColumn: null,
    tileRow: null,
    ...told,
  })
  const nameFolded = foldPlaceName(name, kind)
  rows.names.push({ placeId: id, kind, withinId, code, name, nameFolded, validFrom, validTo, documentId })
  return id
}
