import { describe, expect, test } from 'vitest'
import {
  findAncestor,
  findPlaceByCode,
  findSuccessor,
  indexPlaces,
  overlap,
  placeWithin,
  restate,
  selectAncestors,
  selectCodeClashes,
  selectPlacesByName,
  validOn,
  type Place,
} from '#domain/places.ts'
import { foldPlaceName } from '#domain/place-names.ts'
import { inventedShares, seedId } from '#features/geography/seed/geography-seed.ts'
import { hueGeography as hue } from '#features/geography/seed/hue.ts'
import { oudomxayGeography as oudomxay } from '#features/geography/seed/oudomxay.ts'

const campaignDay = '2021-10-17'
const index = indexPlaces(hue.places, hue.names)
const changesFrom = Map.groupBy(hue.changes, (change) => change.fromId)
const nameOn = (place: Place, on: string) =>
  hue.names.find((name) => name.placeId === place.id && validOn(name, on))
const wardOn = (code: string, on: string) => findPlaceByCode(index, code, { kind: 'ward', on })!
const cityWards = hue.places.filter(
  (place) => place.kind === 'ward' && place.parentId === hue.authorityPlaceId,
)

describe.each([
  ['Huế', hue],
  ['Oudomxay', oudomxay],
])('what ships for %s', (_, seed) => {
  test('has no id twice, and every id it points at', () => {
    const ids = new Set(seed.places.map((place) => place.id))
    expect(ids.size).toBe(seed.places.length)
    const documentIds = new Set(seed.documents.map((document) => document.id))
    expect(documentIds.size).toBe(seed.documents.length)
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    for (const row of [...seed.places, ...seed.names, ...seed.changes]) {
      if (row.documentId !== null) expect(documentIds).toContain(row.documentId)
    }
    const used = [
      ...seed.names.map((name) => name.placeId),
      ...seed.changes.flatMap((change) => [change.fromId, change.toId]),
      ...seed.catchmentVillages.flatMap((row) => [row.centreId, row.villageId]),
      ...seed.places.flatMap((place) => place.parentId ?? []),
    ]
    for (const id of used) expect(ids).toContain(id)
    expect(ids).toContain(seed.authorityPlaceId)
  })

  test('gives each place one name on every day of its life, with the key on which names are compared', () => {
    const byPlace = Map.groupBy(seed.names, (name) => name.placeId)
    for (const place of seed.places) {
      const names = byPlace.get(place.id) ?? []
      expect(names.at(0)?.validFrom).toBe(place.validFrom)
      expect(names.at(-1)?.validTo).toBe(place.validTo)
      names.forEach((name, position) => {
        expect(name.kind).toBe(place.kind)
        expect(name.nameFolded).toBe(foldPlaceName(name.name, place.kind))
        for (const other of names.slice(position + 1)) expect(overlap(name, other)).toBeNull()
      })
    }
  })

  test('has no code that means two places on one day', () => {
    expect(selectCodeClashes(seed.names)).toEqual([])
  })

  test('lies in no place for longer than that place lasts, and its closure is that of its parents', () => {
    const byId = new Map(seed.places.map((place) => [place.id, place]))
    for (const place of seed.places) {
      const parent = place.parentId === null ? undefined : byId.get(place.parentId)
      if (parent === undefined) continue
      expect(overlap(place, parent)).toEqual({ validFrom: place.validFrom, validTo: place.validTo })
    }
    expect(seed.within).toEqual(placeWithin(seed.places))
  })

  test('says of every population that it is invented', () => {
    for (const place of seed.places) expect(place.populationInvented).toBe(place.population !== null)
  })
})

describe('Huế on a day of its campaign', () => {
  test('has 36 wards, 29 phường and 7 xã, each on its own square of the tile map', () => {
    expect(cityWards).toHaveLength(36)
    const names = cityWards.map((ward) => nameOn(ward, campaignDay)!.name)
    expect(names.filter((name) => name.startsWith('Phường '))).toHaveLength(29)
    expect(names.filter((name) => name.startsWith('Xã '))).toHaveLength(7)
    const squares = cityWards.map((ward) => `${ward.tileColumn},${ward.tileRow}`)
    expect(new Set(squares).size).toBe(36)
    expect(squares.join()).not.toContain('null')
  })

  test('has 6 to 12 residential groups in each ward, whose invented people add up to the ward', () => {
    for (const ward of cityWards) {
      const groups = hue.places.filter((place) => place.kind === 'group' && place.parentId === ward.id)
      expect(groups.length).toBeGreaterThanOrEqual(6)
      expect(groups.length).toBeLessThanOrEqual(12)
      expect(groups.reduce((sum, group) => sum + (group.population ?? 0), 0)).toBe(ward.population)
    }
  })

  test('finds a group by its local code within its ward', () => {
    const ward = wardOn('19756', campaignDay)
    const group = findPlaceByCode(index, '03', { kind: 'group', on: campaignDay, withinId: ward.id })!
    expect(nameOn(group, campaignDay)?.name).toBe('Tổ dân phố 3')
    expect(selectAncestors(index, group.id, campaignDay).map((place) => place.kind)).toEqual([
      'group',
      'ward',
      'district',
      'province',
    ])
    expect(selectPlacesByName(index, 'to 3', { kind: 'group', on: campaignDay, withinId: ward.id })).toEqual([
      group,
    ])
  })
})

test.each([
  ['19756', '2021-06-30', 'Phường Phú Hiệp'],
  ['19756', '2021-07-01', 'Phường Gia Hội'],
  ['19768', '2021-06-30', 'Phường Phú Hòa'],
  ['19768', '2021-07-01', 'Phường Đông Ba'],
  ['19930', '2021-06-30', 'Xã Phú Thượng'],
  ['19909', '2024-12-31', 'Xã Phú Mậu'],
  ['19909', '2025-01-01', 'Phường Dương Nỗ'],
  ['19804', '2025-06-30', 'Phường Hương Sơ'],
  ['19804', '2025-07-01', 'Phường Hương An'],
  ['19753', '2025-07-01', 'Phường Phú Xuân'],
])('code %s on %s is %s', (code, on, name) => {
  expect(nameOn(wardOn(code, on), on)?.name).toBe(name)
})

test('the province keeps its code and its id through its new name', () => {
  const before = findPlaceByCode(index, '46', { kind: 'province', on: '2024-12-31' })!
  const after = findPlaceByCode(index, '46', { kind: 'province', on: '2025-01-01' })!
  expect(after.id).toBe(before.id)
  expect(nameOn(before, '2024-12-31')?.name).toBe('Tỉnh Thừa Thiên Huế')
  expect(nameOn(after, '2025-01-01')?.name).toBe('Thành phố Huế')
})

test.each([
  ['2021-06-30', 40],
  ['2021-07-01', 41],
  ['2024-12-31', 41],
  ['2025-01-01', 37],
  ['2025-07-01', 11],
])('on %s %i wards are in force', (on, wards) => {
  expect(hue.places.filter((place) => place.kind === 'ward' && validOn(place, on))).toHaveLength(wards)
})

test('the two districts of 2025 have 19 and 13 wards; from 1/7/2025 there is no district', () => {
  const under = (code: string) => {
    const district = findPlaceByCode(index, code, { kind: 'district', on: '2025-03-01' })!
    return hue.places.filter((place) => place.parentId === district.id).length
  }
  expect([under('474'), under('475')]).toEqual([19, 13])
  expect(hue.places.filter((place) => place.kind === 'district' && validOn(place, '2025-07-01'))).toEqual([])
  expect(findAncestor(index, wardOn('19900', '2025-07-01').id, 'district', '2025-07-01')).toBeNull()
  expect(findAncestor(index, wardOn('19900', '2025-07-01').id, 'province', '2025-07-01')).not.toBeNull()
})

/** The wards of 2021 by the ward of 1/7/2025 that holds them, as the resolutions say. */
const heirs: Record<string, string[]> = {
  '19753': ['19750', '19753', '19756', '19759', '19762', '19768'],
  '19774': ['19774', '19810', '20029', '20032'],
  '19777': ['19777', '19792', '19963'],
  '19789': ['19780', '19783', '19786', '19789', '19795', '19798'],
  '19804': ['19803', '19804', '20023'],
  '19813': ['19807', '19813', '19981'],
  '19815': ['19801', '19815', '19816'],
  '19900': ['19900', '19999'],
  '19909': ['19906', '19909', '19924'],
  '19930': ['19930'],
  '20014': ['20002', '20014'],
}

test('every ward of 2021 has exactly one chain of whole changes to 1/7/2025', () => {
  const found: Record<string, string[]> = {}
  for (const ward of cityWards) {
    // Two steps, 1/1/2025 and 1/7/2025, and at each of them one way to go.
    let at = ward.id
    for (const on of ['2025-01-01', '2025-07-01']) {
      const steps = (changesFrom.get(at) ?? []).filter((change) => change.on === on)
      expect(steps.map((step) => step.part)).toEqual(['whole'])
      at = steps[0]!.toId
    }
    expect(findSuccessor(index, changesFrom, ward.id, '2025-07-01')).toEqual({ placeId: at, stoppedBy: null })
    const heir = nameOn(index.byId.get(at)!, '2025-07-01')!.code
    found[heir] = [...(found[heir] ?? []), nameOn(ward, campaignDay)!.code].sort()
  }
  expect(found).toEqual(heirs)
})

test('the people of the wards of 2025 are those of the units that went into them, restated', () => {
  for (const on of ['2025-01-01', '2025-07-01']) {
    const counted = hue.places.filter((place) => place.kind === 'ward' && validOn(place, '2024-12-31'))
    const amounts = new Map(counted.map((place) => [place.id, place.population ?? 0]))
    const { amounts: after, notRestated } = restate(index, hue.changes, amounts, on)
    expect(notRestated).toEqual([])
    for (const [id, people] of after) expect(index.byId.get(id)!.population).toBe(people)
  }
})

test('Phú Thuận was divided in 2021 and the city in 2025: their figures are not shared out', () => {
  const phuThuan = wardOn('19744', '2021-06-30')
  const city = hue.authorityPlaceId
  expect(
    restate(
      index,
      hue.changes,
      new Map([
        [phuThuan.id, 9],
        [city, 4],
      ]),
      '2025-01-01',
    ),
  ).toEqual({
    amounts: new Map(),
    notRestated: [
      { placeId: phuThuan.id, stoppedAtId: phuThuan.id, reason: 'partial', amount: 9 },
      { placeId: city, stoppedAtId: city, reason: 'partial', amount: 4 },
    ],
  })
})

describe('Xay district', () => {
  const lao = indexPlaces(oudomxay.places, oudomxay.names)
  const villages = oudomxay.places.filter((place) => place.kind === 'village')

  test('has every village in one catchment, with a zone, under the district and not under the health centre', () => {
    const served = oudomxay.catchmentVillages.map((row) => row.villageId)
    expect([...served].sort()).toEqual(villages.map((village) => village.id).sort())
    expect(new Set(served).size).toBe(served.length)
    for (const row of oudomxay.catchmentVillages) {
      expect(lao.byId.get(row.centreId)?.kind).toBe('health-centre')
      expect(lao.byId.get(row.villageId)?.parentId).toBe(oudomxay.authorityPlaceId)
    }
    expect(new Set(villages.map((village) => village.zone))).toEqual(new Set([0, 1, 2, 3]))
    expect(oudomxay.timeZone).toBe('Asia/Vientiane')
  })

  test('finds ລາວຫວ່າງ by its name in the zone of ອາໂນ', () => {
    const on = '2021-11-22'
    const [village] = selectPlacesByName(lao, 'ບ້ານ ລາວຫວ່າງ', { kind: 'village', on })
    const [centre] = selectPlacesByName(lao, 'ອາໂນ', { kind: 'health-centre', on })
    expect(oudomxay.catchmentVillages).toContainEqual(
      expect.objectContaining({ villageId: village?.id, centreId: centre?.id }),
    )
    expect(village?.tags).toEqual([])
  })

  test('writes every name in Lao and every village code with the code of the district', () => {
    for (const { kind, name, code } of oudomxay.names) {
      expect(name).toMatch(/^[\u0e80-\u0eff]+$/)
      if (kind === 'village') expect(code).toMatch(/^0401\d{3}$/)
    }
  })
})

test('ids never move: a place that is shipped keeps its id in every release', () => {
  expect(seedId('one')).toBe(seedId('one'))
  expect(seedId('one')).not.toBe(seedId('two'))
  expect(wardOn('19756', campaignDay).id).toBe('0c8469b3-4895-894d-8278-041aba2543d3')
})

test('invented shares add up and leave nobody out', () => {
  for (const [total, count] of [
    [27_400, 12],
    [5_201, 6],
    [7, 3],
  ] as const) {
    const shares = inventedShares(total, count)
    expect(shares).toHaveLength(count)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total)
    expect(Math.min(...shares)).toBeGreaterThan(0)
  }
})
