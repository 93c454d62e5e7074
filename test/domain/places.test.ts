import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type LocalDate } from '#domain/dates.ts'
import {
  findAncestor,
  findCentre,
  findPlaceByCode,
  indexPlaces,
  isWithin,
  overlap,
  placeWithin,
  restate,
  selectAncestors,
  selectCodeClashes,
  selectPlacesByName,
  validOn,
  type Place,
  type PlaceChange,
  type PlaceName,
  type PlaceKind,
  type Span,
} from '#domain/places.ts'
import { foldPlaceName } from '#domain/place-names.ts'

const always: Span = { validFrom: '2021-01-01', validTo: null }

function place(id: string, kind: PlaceKind, parentId: string | null, span: Span = always): Place {
  return {
    id,
    kind,
    parentId,
    ...span,
    zone: null,
    tags: [],
    population: null,
    populationInvented: false,
    tileColumn: null,
    tileRow: null,
    documentId: null,
  }
}

function named(placeId: string, code: string, name: string, span: Span = always): PlaceName {
  const nameFolded = foldPlaceName(name, 'ward')
  return { placeId, kind: 'ward', withinId: null, code, name, nameFolded, ...span, documentId: null }
}

const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2021-01-01', days))
const span = fc
  .tuple(day, fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }))
  .map(([validFrom, days]): Span => ({ validFrom, validTo: days === null ? null : addDays(validFrom, days) }))

/** Places in a tree of any depth: a ward may hang from a district or straight from a province. */
const tree = fc.array(fc.tuple(fc.nat(), span), { minLength: 1, maxLength: 25 }).map((nodes) =>
  nodes.map(([choice, nodeSpan], position): Place => {
    // Choice 0 of the parents is none at all: another province.
    const parent = choice % (position + 1)
    return place(
      `p${position}`,
      parent === 0 ? 'province' : 'ward',
      parent === 0 ? null : `p${parent - 1}`,
      nodeSpan,
    )
  }),
)

/** The slow definition: climb one step at a time, on one day. */
function climb(places: readonly Place[], from: Place, on: LocalDate): string[] {
  const parent = places.find((each) => each.id === from.parentId)
  if (!validOn(from, on)) return []
  return [from.id, ...(parent === undefined ? [] : climb(places, parent, on))]
}

describe('the closure', () => {
  test('holds on every day exactly the superiors that climbing finds, nearest first', () => {
    fc.assert(
      fc.property(tree, day, (places, on) => {
        const rows = placeWithin(places).filter((row) => validOn(row, on))
        const index = indexPlaces(places, [])
        for (const each of places) {
          const path = climb(places, each, on)
          const closed = rows.filter((row) => row.placeId === each.id).sort((a, b) => a.depth - b.depth)
          expect(closed.map((row) => row.ancestorId)).toEqual(path)
          expect(selectAncestors(index, each.id, on).map((superior) => superior.id)).toEqual(path)
        }
      }),
    )
  })

  test('counts no levels: a ward finds its province with and without a district between', () => {
    const places = [
      place('province', 'province', null),
      place('district', 'district', 'province'),
      place('under', 'ward', 'district'),
      place('straight', 'ward', 'province'),
    ]
    const index = indexPlaces(places, [])
    expect(findAncestor(index, 'under', 'province', '2021-06-01')?.id).toBe('province')
    expect(findAncestor(index, 'straight', 'province', '2021-06-01')?.id).toBe('province')
    expect(findAncestor(index, 'straight', 'district', '2021-06-01')).toBeNull()
    expect(isWithin(index, 'straight', 'straight', '2021-06-01')).toBe(true)
    expect(isWithin(index, 'straight', 'district', '2021-06-01')).toBe(false)
  })

  test('refuses a loop and a lost parent', () => {
    expect(() => placeWithin([place('a', 'ward', 'b'), place('b', 'ward', 'a')])).toThrow(
      'lies within itself',
    )
    expect(() => placeWithin([place('a', 'ward', 'nowhere')])).toThrow('No such place')
  })
})

test('two spans overlap on exactly the days on which both are valid', () => {
  fc.assert(
    fc.property(span, span, day, (a, b, on) => {
      const both = overlap(a, b)
      expect(both !== null && validOn(both, on)).toBe(validOn(a, on) && validOn(b, on))
    }),
  )
})

describe('looking up', () => {
  const old: Span = { validFrom: '2021-01-01', validTo: '2021-06-30' }
  const young: Span = { validFrom: '2021-07-01', validTo: null }
  const places = [
    place('city', 'district', null),
    place('hiep', 'ward', 'city', old),
    place('hoi', 'ward', 'city', young),
    place('elsewhere', 'district', null),
    place('namesake', 'ward', 'elsewhere', young),
  ]
  const names = [
    named('hiep', '19756', 'Phường Phú Hiệp', old),
    named('hoi', '19756', 'Phường Gia Hội', young),
    named('namesake', '00001', 'Xã Gia Hội', young),
  ]
  const index = indexPlaces(places, names)

  test('one code is one place or another, by the day', () => {
    const on = (when: LocalDate) => findPlaceByCode(index, '19756', { kind: 'ward', on: when })?.id
    expect([on('2021-06-30'), on('2021-07-01'), on('2020-12-31')]).toEqual(['hiep', 'hoi', undefined])
    expect(findPlaceByCode(index, '19756', { kind: 'district', on: '2021-07-01' })).toBeNull()
    expect(findPlaceByCode(index, '19756', { kind: 'ward', on: '2021-07-01', withinId: 'city' })).toBeNull()
  })

  test('a name that two places bear is narrowed by the superior unit, never guessed', () => {
    const wanted = { kind: 'ward', on: '2021-08-01' } as const
    const ids = (found: Place[]) => found.map((each) => each.id)
    expect(ids(selectPlacesByName(index, 'GIA  HOI', wanted))).toEqual(['hoi', 'namesake'])
    expect(ids(selectPlacesByName(index, 'P. Gia Hội', { ...wanted, withinId: 'city' }))).toEqual(['hoi'])
    expect(ids(selectPlacesByName(index, 'Phú Hiệp', wanted))).toEqual([])
  })

  test('two names with one code on one day are a clash; one after the other they are not', () => {
    expect(selectCodeClashes(names)).toEqual([])
    const late = named('namesake', '19756', 'Xã Gia Hội', { validFrom: '2021-06-30', validTo: null })
    expect(selectCodeClashes([...names, late])).toHaveLength(2)
    expect(selectCodeClashes([...names, { ...late, withinId: 'elsewhere' }])).toEqual([])
  })

  test('a village has the health centre of the day', () => {
    const rows = [
      { centreId: 'near', villageId: 'v', ...old },
      { centreId: 'far', villageId: 'v', ...young },
    ]
    expect(findCentre(rows, 'v', '2021-06-30')).toBe('near')
    expect(findCentre(rows, 'v', '2021-07-01')).toBe('far')
    expect(findCentre(rows, 'v', '2020-01-01')).toBeNull()
  })
})

describe('restating', () => {
  const periods: Span[] = [
    { validFrom: '2021-01-01', validTo: '2021-12-31' },
    { validFrom: '2022-01-01', validTo: '2022-12-31' },
    { validFrom: '2023-01-01', validTo: null },
  ]
  /** Three generations of places; each place goes whole into one of the next, or in part into two, or nowhere. */
  const history = fc
    .record({
      width: fc.integer({ min: 2, max: 6 }),
      fates: fc.array(fc.tuple(fc.constantFrom('whole', 'whole', 'whole', 'partial', 'none'), fc.nat()), {
        minLength: 12,
        maxLength: 12,
      }),
    })
    .map(({ width, fates }) => {
      const places: Place[] = []
      const changes: PlaceChange[] = []
      periods.forEach((period, generation) => {
        for (let at = 0; at < width; at++) {
          places.push(place(`${generation}.${at}`, 'ward', null, period))
          const [fate, heir] = fates[generation * 6 + at] ?? ['none', 0]
          const on = periods[generation + 1]?.validFrom
          if (on === undefined || fate === 'none') continue
          const to = (offset: number) => `${generation + 1}.${(heir + offset) % width}`
          const row = { fromId: `${generation}.${at}`, on, documentId: null }
          if (fate === 'whole') changes.push({ ...row, toId: to(0), part: 'whole' })
          else
            changes.push({ ...row, toId: to(0), part: 'partial' }, { ...row, toId: to(1), part: 'partial' })
        }
      })
      return { index: indexPlaces(places, []), places, changes }
    })
  const dayInHistory = fc.constantFrom('2021-03-03', '2021-12-31', '2022-01-01', '2022-06-06', '2023-01-01')
  const total = (amounts: Iterable<number>) => [...amounts].reduce((sum, amount) => sum + amount, 0)

  test('loses and invents nothing, lands only on units in force, and never passes a divided place', () => {
    fc.assert(
      fc.property(history, dayInHistory, fc.array(fc.nat(500), { minLength: 18 }), (world, on, sizes) => {
        const amounts = new Map(world.places.map((each, position) => [each.id, sizes[position] ?? 0]))
        const { amounts: after, notRestated } = restate(world.index, world.changes, amounts, on)
        expect(total(after.values()) + total(notRestated.map((row) => row.amount))).toBe(
          total(amounts.values()),
        )
        for (const id of after.keys()) expect(validOn(world.index.byId.get(id)!, on)).toBe(true)
        const divided = new Set(
          world.changes
            .filter((change) => change.part === 'partial' && change.on <= on)
            .map((change) => change.fromId),
        )
        for (const id of divided) {
          const row = notRestated.find((each) => each.placeId === id)
          expect(row).toMatchObject({ stoppedAtId: id, reason: 'partial', amount: amounts.get(id) })
        }
      }),
    )
  })

  test('says why each figure was left: divided, ended without an heir, not yet in force', () => {
    const [first, second, third] = periods as [Span, Span, Span]
    const places = [
      place('a', 'ward', null, first),
      place('b', 'ward', null, second),
      place('c', 'ward', null, third),
      place('d', 'ward', null, first),
      place('e', 'ward', null, second),
    ]
    const on = second.validFrom
    const changes: PlaceChange[] = [
      { fromId: 'a', toId: 'b', part: 'whole', on, documentId: null },
      { fromId: 'd', toId: 'd', part: 'rename', on, documentId: null },
      { fromId: 'b', toId: 'c', part: 'partial', on: third.validFrom, documentId: null },
    ]
    const index = indexPlaces(places, [])
    const now = restate(
      index,
      changes,
      new Map([
        ['a', 5],
        ['b', 7],
        ['c', 1],
        ['d', 2],
      ]),
      on,
    )
    expect(now.amounts).toEqual(new Map([['b', 12]]))
    expect(now.notRestated).toEqual([
      { placeId: 'c', stoppedAtId: 'c', reason: 'not-yet', amount: 1 },
      { placeId: 'd', stoppedAtId: 'd', reason: 'ended', amount: 2 },
    ])
    const later = restate(index, changes, new Map([['a', 5]]), third.validFrom)
    expect(later.notRestated).toEqual([{ placeId: 'a', stoppedAtId: 'b', reason: 'partial', amount: 5 }])
  })

  test('a place that goes whole to two places, or back in time, is a fault in the data', () => {
    const [first, second] = periods as [Span, Span]
    const index = indexPlaces(
      [place('a', 'ward', null, first), place('b', 'ward', null, second), place('c', 'ward', null, second)],
      [],
    )
    const change = { fromId: 'a', part: 'whole', on: second.validFrom, documentId: null } as const
    const twice: PlaceChange[] = [
      { ...change, toId: 'b' },
      { ...change, toId: 'c' },
    ]
    expect(() => restate(index, twice, new Map([['a', 1]]), second.validFrom)).toThrow('whole into two')
    expect(() => restate(index, [{ ...change, toId: 'a' }], new Map([['a', 1]]), second.validFrom)).toThrow(
      'older than',
    )
  })
})
