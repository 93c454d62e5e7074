import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { followResidence, type Residence } from '#domain/place-following.ts'
import { indexPlaces, validOn, type Place, type PlaceChange, type PlaceKind } from '#domain/places.ts'

const START = '2021-01-01'
const dayOf = (step: number) => addDays(START, step * 10)

/** A city that is changed step by step: groups go under other wards, are joined, divided or end; wards are joined. */
class City {
  readonly places = new Map<string, Place>()
  readonly changes: PlaceChange[] = []
  #step = 0
  #made = 0

  constructor(wards: number, groupsEach: number) {
    for (let ward = 0; ward < wards; ward += 1) {
      const id = this.#add('ward', null)
      for (let group = 0; group < groupsEach; group += 1) this.#add('group', id)
    }
  }

  get on(): LocalDate {
    return dayOf(this.#step)
  }

  #add(kind: PlaceKind, parentId: string | null): string {
    const id = `${kind}${(this.#made += 1)}`
    this.places.set(id, {
      id,
      kind,
      parentId,
      validFrom: this.on,
      validTo: null,
      zone: null,
      tags: [],
      population: null,
      populationInvented: false,
      tileColumn: null,
      tileRow: null,
      documentId: null,
    })
    return id
  }

  inForce(kind: PlaceKind): Place[] {
    return [...this.places.values()].filter((place) => place.kind === kind && validOn(place, this.on))
  }

  #end(id: string): void {
    this.places.set(id, { ...this.places.get(id)!, validTo: addDays(this.on, -1) })
  }

  #link(fromId: string, toId: string, part: 'whole' | 'partial'): void {
    this.changes.push({ fromId, toId, part, on: this.on, documentId: null })
  }

  act({
    what,
    at,
    to,
  }: {
    what: 'move' | 'join' | 'divide' | 'end' | 'merge-wards'
    at: number
    to: number
  }): void {
    this.#step += 1
    const groups = this.inForce('group')
    const wards = this.inForce('ward')
    const group = groups[at % Math.max(1, groups.length)]
    const ward = wards[to % wards.length]!
    if (what === 'merge-wards') return this.#mergeWards(wards, at, to)
    if (group === undefined) return
    const other = groups[to % groups.length]!
    this.#end(group.id)
    if (what === 'move') this.#link(group.id, this.#add('group', ward.id), 'whole')
    if (what === 'join' && other.id === group.id) this.#link(group.id, this.#add('group', ward.id), 'whole')
    else if (what === 'join') {
      // The joined group is a new one under the other's ward: one id is one territory.
      this.#end(other.id)
      const joined = this.#add('group', other.parentId)
      for (const { id } of [group, other]) this.#link(id, joined, 'whole')
    }
    if (what === 'divide')
      for (const parentId of [group.parentId, ward.id])
        this.#link(group.id, this.#add('group', parentId), 'partial')
  }

  /** As in 2025: the groups of the wards end with them, without heirs. */
  #mergeWards(wards: readonly Place[], at: number, to: number): void {
    const merged = new Set([wards[at % wards.length]!.id, wards[to % wards.length]!.id])
    const heir = this.#add('ward', null)
    for (const id of merged) {
      for (const group of this.inForce('group')) if (group.parentId === id) this.#end(group.id)
      this.#end(id)
      this.#link(id, heir, 'whole')
    }
  }

  follow(residence: Residence) {
    const index = indexPlaces([...this.places.values()], [])
    const changesFrom = Map.groupBy(this.changes, ({ fromId }) => fromId)
    return followResidence(index, changesFrom, residence, this.on)
  }

  residents(): Residence[] {
    const groups = this.inForce('group').map(({ id, parentId }) => ({ wardId: parentId!, groupId: id }))
    return [...groups, ...this.inForce('ward').map(({ id }) => ({ wardId: id, groupId: null }))]
  }
}

const acts = fc.array(
  fc.record({
    what: fc.constantFrom(
      'move' as const,
      'join' as const,
      'divide' as const,
      'end' as const,
      'merge-wards' as const,
    ),
    at: fc.nat(20),
    to: fc.nat(20),
  }),
  { minLength: 1, maxLength: 8 },
)
const apply = (city: City, { wardId, groupId }: Residence): Residence => {
  const found = city.follow({ wardId, groupId })
  return found.kind === 'follows' ? found.to : { wardId, groupId }
}

describe('people follow their places', () => {
  test('nobody is lost: whoever is not left with a reason lives in a ward, and a group of it, in force', () => {
    fc.assert(
      fc.property(acts, (all) => {
        const city = new City(3, 3)
        const people = city.residents()
        for (const act of all) city.act(act)
        for (const person of people) {
          const found = city.follow(person)
          if (found.kind === 'left') continue
          const { wardId, groupId } = found.kind === 'follows' ? found.to : person
          expect(validOn(city.places.get(wardId)!, city.on)).toBe(true)
          if (groupId === null) continue
          const group = city.places.get(groupId)!
          expect([validOn(group, city.on), group.parentId]).toEqual([true, wardId])
        }
      }),
    )
  })

  test('nobody is in two places: following twice changes nothing, nor does following after every single change', () => {
    fc.assert(
      fc.property(acts, (all) => {
        const city = new City(3, 3)
        const people = city.residents()
        let stepwise = [...people]
        for (const act of all) {
          city.act(act)
          stepwise = stepwise.map((person) => apply(city, person))
        }
        const once = people.map((person) => apply(city, person))
        expect(once.map((person) => apply(city, person))).toEqual(once)
        const isSure = (person: Residence) => city.follow(person).kind !== 'left'
        people.forEach((person, at) => {
          if (isSure(person) && isSure(stepwise[at]!)) expect(stepwise[at]).toEqual(once[at])
        })
      }),
    )
  })

  test('where nothing changed everybody stays', () => {
    const city = new City(2, 2)
    for (const person of city.residents()) expect(city.follow(person)).toEqual({ kind: 'stays' })
  })

  test('a group moved there and back ends where it began, under a third id', () => {
    const city = new City(2, 1)
    const [home] = city.residents()
    city.act({ what: 'move', at: 0, to: 1 })
    const away = apply(city, home!)
    expect(away.wardId).not.toBe(home!.wardId)
    city.act({ what: 'move', at: city.inForce('group').findIndex(({ id }) => id === away.groupId), to: 0 })
    expect(apply(city, away)).toMatchObject({ wardId: home!.wardId })
    expect(apply(city, home!)).toEqual(apply(city, away))
  })

  test('of a divided group nobody is shared out by guess; of an ended one people live on in its ward', () => {
    const city = new City(2, 1)
    const [person] = city.residents()
    city.act({ what: 'divide', at: 0, to: 0 })
    expect(city.follow(person!)).toEqual({ kind: 'left', reason: 'partial' })
    const other = new City(2, 1)
    const [neighbour] = other.residents()
    other.act({ what: 'move', at: 0, to: 1 })
    const moved = apply(other, neighbour!)
    other.act({ what: 'end', at: other.inForce('group').findIndex(({ id }) => id === moved.groupId), to: 0 })
    expect(other.follow(neighbour!)).toEqual({
      kind: 'follows',
      to: { wardId: moved.wardId, groupId: null },
      losesGroup: true,
    })
  })
})
