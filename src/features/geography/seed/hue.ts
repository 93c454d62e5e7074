/** Huế from 2021 to today, built from the facts of `hue-units.ts`: who was whose, when, and what became of it. */
import { foldPlaceName } from '#domain/place-names.ts'
import { placeWithin, type Place, type PlaceChange, type PlaceKind, type Span } from '#domain/places.ts'
import { addUnit, inventedShares, type GeographySeed, type SeedRows } from './geography-seed.ts'
import { hueDocuments as documents } from './hue-documents.ts'
import {
  districts2021,
  districts2025,
  districtsEarly2021,
  neighbours2021,
  wards2021,
  wards2025,
  wardsEarly2021,
  wardsEarly2025,
  type District,
  type Merger,
  type Ward2021,
} from './hue-units.ts'

/** No history is shipped from before this day; units in force on it are dated from it. */
const shippedFrom = '2021-01-01'
const early2021: Span = { validFrom: shippedFrom, validTo: '2021-06-30' }
const late2021: Span = { validFrom: '2021-07-01', validTo: '2024-12-31' }
const early2025: Span = { validFrom: '2025-01-01', validTo: '2025-06-30' }
const late2025: Span = { validFrom: '2025-07-01', validTo: null }
const untilDistrictsEnd: Span = { validFrom: '2021-07-01', validTo: '2025-06-30' }

type Rows = SeedRows & { changes: PlaceChange[] }

/** The unit of this code that was in force on the day before `on`. */
function findFormer(rows: Rows, kind: PlaceKind, code: string, on: string): Place {
  const former = rows.names.findLast(
    (name) => name.kind === kind && name.code === code && name.validFrom < on,
  )
  const place = rows.places.find((each) => each.id === former?.placeId)
  if (place === undefined) throw new Error(`No ${kind} ${code} before ${on}`)
  return place
}

function mustGet(districtIds: ReadonlyMap<string, string>, code: string): string {
  const id = districtIds.get(code)
  if (id === undefined) throw new Error(`No district ${code}`)
  return id
}

/** One territory, one code, two names: the province became a city under the central government. */
function addProvince(rows: Rows): string {
  const on = early2025.validFrom
  const documentId = documents.city2025.id
  const before = 'Tỉnh Thừa Thiên Huế'
  const id = addUnit(rows, {
    kind: 'province',
    code: '46',
    name: before,
    parentId: null,
    validFrom: shippedFrom,
    validTo: late2021.validTo,
  })
  // The name ends, the place does not.
  findFormer(rows, 'province', '46', on).validTo = null
  const name = 'Thành phố Huế'
  rows.names.push({
    placeId: id,
    kind: 'province',
    withinId: null,
    code: '46',
    name,
    nameFolded: foldPlaceName(name, 'province'),
    validFrom: on,
    validTo: null,
    documentId,
  })
  rows.changes.push({ fromId: id, toId: id, part: 'rename', on, documentId })
  return id
}

/** @returns the id of each district by its code. */
function addDistricts(
  rows: Rows,
  districts: readonly District[],
  { parentId, spanOf, documentId }: { parentId: string; spanOf: (code: string) => Span; documentId?: string },
): Map<string, string> {
  const ids = new Map<string, string>()
  for (const { code, name, whole, partial } of districts) {
    const span = spanOf(code)
    const toId = addUnit(rows, { kind: 'district', code, name, parentId, documentId, ...span })
    ids.set(code, toId)
    addChanges(rows, {
      kind: 'district',
      toId,
      whole,
      partial,
      on: span.validFrom,
      documentId: documentId ?? null,
    })
  }
  return ids
}

type Sources = {
  kind: PlaceKind
  toId: string
  whole: readonly string[]
  partial: readonly string[]
  on: string
  documentId: string | null
}

function addChanges(rows: Rows, { kind, toId, whole, partial, on, documentId }: Sources): void {
  for (const code of whole) {
    rows.changes.push({ fromId: findFormer(rows, kind, code, on).id, toId, part: 'whole', on, documentId })
  }
  for (const code of partial) {
    rows.changes.push({ fromId: findFormer(rows, kind, code, on).id, toId, part: 'partial', on, documentId })
  }
}

/** Hamlets of the communes bear names, groups of the wards bear numbers; both are invented. */
const inventedHamlets = [
  'Thôn Thượng',
  'Thôn Trung',
  'Thôn Hạ',
  'Thôn Đông',
  'Thôn Tây',
  'Thôn Nam',
  'Thôn Bắc',
  'Thôn Tân Hòa',
]

function addWard2021(rows: Rows, ward: Ward2021, parentId: string): void {
  const { code, name, population, groups, tileColumn, tileRow, whole, partial } = ward
  const dated = { ...late2021, documentId: documents.expansion2021.id }
  const told = { population, populationInvented: true, tileColumn, tileRow }
  const toId = addUnit(rows, { kind: 'ward', code, name, parentId, ...dated }, told)
  addChanges(rows, { kind: 'ward', toId, whole, partial, on: dated.validFrom, documentId: dated.documentId })
  for (const [position, share] of inventedShares(population, groups).entries()) {
    const number = position + 1
    const groupName = name.startsWith('Xã ') ? inventedHamlets[position] : `Tổ dân phố ${number}`
    if (groupName === undefined) throw new Error(`${name} has more hamlets than names were invented`)
    addUnit(
      rows,
      {
        kind: 'group',
        code: String(number).padStart(2, '0'),
        name: groupName,
        parentId: toId,
        withinId: toId,
        ...late2021,
      },
      { population: share, populationInvented: true, tags: ['invented'] },
    )
  }
}

/** A unit made of whole ones has their invented people together. */
function addMergers(
  rows: Rows,
  mergers: readonly Merger[],
  { parentId, documentId, ...span }: Span & { parentId: string; documentId: string },
): void {
  const on = span.validFrom
  for (const [code, name, whole] of mergers) {
    const population = whole.reduce(
      (sum, each) => sum + (findFormer(rows, 'ward', each, on).population ?? 0),
      0,
    )
    const unit = { kind: 'ward' as const, code, name, parentId, documentId, ...span }
    const toId = addUnit(rows, unit, { population, populationInvented: true })
    addChanges(rows, { kind: 'ward', toId, whole, partial: [], on, documentId })
  }
}

function addEarly2021(rows: Rows, provinceId: string): void {
  const ids = addDistricts(rows, districtsEarly2021, { parentId: provinceId, spanOf: () => early2021 })
  for (const [district, wards] of Object.entries(wardsEarly2021)) {
    const parentId = mustGet(ids, district)
    for (const [code, name] of wards) addUnit(rows, { kind: 'ward', code, name, parentId, ...early2021 })
  }
}

/** @returns the id of Huế city as it was when its campaign was run. */
function addLate2021(rows: Rows, provinceId: string): string {
  const ids = addDistricts(rows, districts2021, {
    parentId: provinceId,
    spanOf: (code) => (code === '474' ? late2021 : untilDistrictsEnd),
    documentId: documents.expansion2021.id,
  })
  const cityId = mustGet(ids, '474')
  for (const ward of wards2021) addWard2021(rows, ward, cityId)
  const quangDien = { kind: 'district' as const, code: '477', name: 'Huyện Quảng Điền', parentId: provinceId }
  ids.set('477', addUnit(rows, { ...quangDien, validFrom: shippedFrom, validTo: untilDistrictsEnd.validTo }))
  for (const [district, code, name, population] of neighbours2021) {
    const unit = { kind: 'ward' as const, code, name, parentId: mustGet(ids, district), ...untilDistrictsEnd }
    addUnit(rows, unit, { population, populationInvented: true })
  }
  return cityId
}

function addEarly2025(rows: Rows, provinceId: string): void {
  const documentId = documents.districts2025.id
  const ids = addDistricts(rows, districts2025, { parentId: provinceId, spanOf: () => early2025, documentId })
  for (const [district, mergers] of Object.entries(wardsEarly2025)) {
    addMergers(rows, mergers, { parentId: mustGet(ids, district), documentId, ...early2025 })
  }
}

function buildHue(): GeographySeed {
  const rows: Rows = { country: 'VN', places: [], names: [], changes: [] }
  const provinceId = addProvince(rows)
  addEarly2021(rows, provinceId)
  const cityId = addLate2021(rows, provinceId)
  addEarly2025(rows, provinceId)
  addMergers(rows, wards2025, { parentId: provinceId, documentId: documents.communes2025.id, ...late2025 })
  return {
    ...rows,
    timeZone: 'Asia/Ho_Chi_Minh',
    authorityPlaceId: cityId,
    documents: Object.values(documents),
    within: placeWithin(rows.places),
    catchmentVillages: [],
  }
}

export const hueGeography: GeographySeed = buildHue()
