/**
 * Places: who lies within whom on a day, which unit a code or a name meant on a day, and how figures are
 * restated on later units. Neither code nor name is a stable key: 19756 was Phú Hiệp and is Gia Hội, so both
 * are looked up with a day. `validTo` is the last day of validity, null while it lasts.
 */
import type { LocalDate } from './dates.ts'
import { foldPlaceName } from './place-names.ts'

export const placeKinds = [
  'country',
  'province',
  'district',
  'ward',
  'group',
  'village',
  'health-centre',
] as const
export type PlaceKind = (typeof placeKinds)[number]

/** Distance of a village for immunisation: 0 at the facility, 1 on foot, 2 day trip, 3 overnight. */
export const zones = [0, 1, 2, 3] as const
export type Zone = (typeof zones)[number]

export type Span = { validFrom: LocalDate; validTo: LocalDate | null }

/** One id is one territory under one superior; when either changes the row ends and another starts. */
export type Place = Span & {
  id: string
  kind: PlaceKind
  /** The superior unit. The level between ward and province is optional, so nothing may count levels. */
  parentId: string | null
  zone: Zone | null
  tags: readonly string[]
  population: number | null
  /** True when the population is made up and not a census or civil-registration figure. */
  populationInvented: boolean
  /** Square of the tile map, counted from the north-west corner: a ward keeps its square on every page. */
  tileColumn: number | null
  tileRow: number | null
  documentId: string | null
}

export type PlaceName = Span & {
  placeId: string
  kind: PlaceKind
  /** The unit within which the code is unique (a ward, for its residential groups); null is the country. */
  withinId: string | null
  /** Text with its leading zeros, never a number. */
  code: string
  /** As it is written in full: `Phường Gia Hội`, `ບ້ານລາວຫວ່າງ`. See `shortPlaceName`. */
  name: string
  /** `foldPlaceName(name, kind)`: equal when people would call the names equal. */
  nameFolded: string
  documentId: string | null
}

/**
 * What became of a place. `whole`: all of `from` lies in `to`, so figures follow it. `partial`: a part does, so
 * they cannot. `rename`: the same place (`from` is `to`) under another name.
 */
export type PlaceChange = {
  fromId: string
  toId: string
  part: 'whole' | 'partial' | 'rename'
  on: LocalDate
  documentId: string | null
}

/** One row of the closure; depth 0 is the place itself. The span is that of the whole path. */
export type PlaceWithin = Span & { placeId: string; ancestorId: string; depth: number }

/** A village served by a health centre. The centre's zone is not an administrative level. */
export type CatchmentVillage = Span & { centreId: string; villageId: string }

export type SourceDocument = {
  id: string
  number: string
  issuedOn: LocalDate
  issuer: string
  title: string
}

export function validOn(span: Span, day: LocalDate): boolean {
  return span.validFrom <= day && (span.validTo === null || day <= span.validTo)
}

/** The days that both spans share, or null when there are none. */
export function overlap(a: Span, b: Span): Span | null {
  const validFrom = a.validFrom > b.validFrom ? a.validFrom : b.validFrom
  const validTo = a.validTo === null || (b.validTo !== null && b.validTo < a.validTo) ? b.validTo : a.validTo
  return validTo === null || validFrom <= validTo ? { validFrom, validTo } : null
}

/** The closure of `parentId`: every place with itself and each superior. @throws Error on a loop or a lost parent. */
export function placeWithin(places: readonly Place[]): PlaceWithin[] {
  const byId = new Map(places.map((place) => [place.id, place]))
  return places.flatMap((place) => pathUp(place, byId))
}

function pathUp(place: Place, byId: ReadonlyMap<string, Place>): PlaceWithin[] {
  const rows: PlaceWithin[] = []
  let at = place
  let span: Span | null = place
  while (span !== null) {
    if (rows.length === byId.size) throw new Error(`Place ${place.id} lies within itself`)
    const { validFrom, validTo }: Span = span
    rows.push({ placeId: place.id, ancestorId: at.id, depth: rows.length, validFrom, validTo })
    if (at.parentId === null) break
    at = mustFind(byId, at.parentId)
    span = overlap(span, at)
  }
  return rows
}

function mustFind(byId: ReadonlyMap<string, Place>, id: string): Place {
  const place = byId.get(id)
  if (place === undefined) throw new Error(`No such place: ${id}`)
  return place
}

/** Places and names made ready for many questions. Build it once per list, not once per row. */
export type PlaceIndex = {
  byId: ReadonlyMap<string, Place>
  byCode: ReadonlyMap<string, readonly PlaceName[]>
  byNameFolded: ReadonlyMap<string, readonly PlaceName[]>
}

export function indexPlaces(places: readonly Place[], names: readonly PlaceName[]): PlaceIndex {
  return {
    byId: new Map(places.map((place) => [place.id, place])),
    byCode: Map.groupBy(names, (name) => name.code),
    byNameFolded: Map.groupBy(names, (name) => name.nameFolded),
  }
}

/** The place that bore this code on that day; a local code (of a residential group) needs its `withinId`. */
export function findPlaceByCode(
  index: PlaceIndex,
  code: string,
  wanted: { kind: PlaceKind; on: LocalDate; withinId?: string },
): Place | null {
  const { kind, on, withinId = null } = wanted
  const name = index.byCode
    .get(code)
    ?.find((each) => each.kind === kind && each.withinId === withinId && validOn(each, on))
  return name === undefined ? null : mustFind(index.byId, name.placeId)
}

/**
 * The places of one kind that bore this name on that day, however it is spelt (Thuỷ/Thủy, Hòa/Hoà, with or
 * without `phường`). More than one when the name is not enough: `withinId` narrows it to a superior unit.
 */
export function selectPlacesByName(
  index: PlaceIndex,
  text: string,
  wanted: { kind: PlaceKind; on: LocalDate; withinId?: string },
): Place[] {
  const { kind, on, withinId } = wanted
  const names = index.byNameFolded.get(foldPlaceName(text, kind)) ?? []
  return names
    .filter((name) => name.kind === kind && validOn(name, on))
    .map((name) => mustFind(index.byId, name.placeId))
    .filter((place) => withinId === undefined || isWithin(index, place.id, withinId, on))
}

/** The place and its superiors on that day, nearest first; empty when the place itself was not in force. */
export function selectAncestors(index: PlaceIndex, placeId: string, on: LocalDate): Place[] {
  const path = pathUp(mustFind(index.byId, placeId), index.byId)
  return path.filter((row) => validOn(row, on)).map((row) => mustFind(index.byId, row.ancestorId))
}

/** The nearest superior of this kind (or the place itself); null where that level does not exist. */
export function findAncestor(
  index: PlaceIndex,
  placeId: string,
  kind: PlaceKind,
  on: LocalDate,
): Place | null {
  return selectAncestors(index, placeId, on).find((place) => place.kind === kind) ?? null
}

export function isWithin(index: PlaceIndex, placeId: string, ancestorId: string, on: LocalDate): boolean {
  return selectAncestors(index, placeId, on).some((place) => place.id === ancestorId)
}

/** The health centre that serves a village on that day. */
export function findCentre(
  rows: readonly CatchmentVillage[],
  villageId: string,
  on: LocalDate,
): string | null {
  return rows.find((row) => row.villageId === villageId && validOn(row, on))?.centreId ?? null
}

/** Pairs of names of one kind that bear one code on one day within the same unit: there must be none. */
export function selectCodeClashes(names: readonly PlaceName[]): [PlaceName, PlaceName][] {
  const clashes: [PlaceName, PlaceName][] = []
  for (const sharing of Map.groupBy(names, codeScope).values()) {
    sharing.forEach((name, position) => {
      for (const other of sharing.slice(position + 1))
        if (overlap(name, other) !== null) clashes.push([name, other])
    })
  }
  return clashes
}

function codeScope({ kind, withinId, code }: PlaceName): string {
  return `${kind} ${withinId ?? ''} ${code}`
}

/** Why a figure cannot be moved on: its place was divided, ended without an heir, or did not exist yet. */
export type StopReason = 'partial' | 'ended' | 'not-yet'
export type Successor = { placeId: string; stoppedBy: StopReason | null }

/**
 * Follows whole changes from a place to the unit in force on `on`. Stops, and says why, where only a part
 * went on: that needs the residential groups re-assigned by hand.
 */
export function findSuccessor(
  index: PlaceIndex,
  changesFrom: ReadonlyMap<string, readonly PlaceChange[]>,
  placeId: string,
  on: LocalDate,
): Successor {
  let place = mustFind(index.byId, placeId)
  if (place.validFrom > on) return { placeId, stoppedBy: 'not-yet' }
  while (!validOn(place, on)) {
    const changes =
      changesFrom.get(place.id)?.filter((change) => change.part !== 'rename' && change.on <= on) ?? []
    if (changes.some((change) => change.part === 'partial'))
      return { placeId: place.id, stoppedBy: 'partial' }
    const [change, other] = changes
    if (change === undefined) return { placeId: place.id, stoppedBy: 'ended' }
    if (other !== undefined) throw new Error(`Place ${place.id} went whole into two places`)
    const next = mustFind(index.byId, change.toId)
    // Time only runs forward; without this a wrong row could send us round for ever.
    if (next.validFrom <= place.validFrom)
      throw new Error(`Place ${next.id} is older than the place it follows`)
    place = next
  }
  return { placeId: place.id, stoppedBy: null }
}

export type NotRestated = { placeId: string; stoppedAtId: string; reason: StopReason; amount: number }
export type Restated = { amounts: Map<string, number>; notRestated: NotRestated[] }

/**
 * Restates figures by place on the units in force on `on`, along whole changes only. What cannot be restated
 * is listed with its reason and never shared out by guess: the two parts always add up to what came in.
 */
export function restate(
  index: PlaceIndex,
  changes: readonly PlaceChange[],
  amounts: ReadonlyMap<string, number>,
  on: LocalDate,
): Restated {
  const changesFrom = Map.groupBy(changes, (change) => change.fromId)
  const restated: Restated = { amounts: new Map(), notRestated: [] }
  for (const [placeId, amount] of amounts) {
    const { placeId: heirId, stoppedBy } = findSuccessor(index, changesFrom, placeId, on)
    if (stoppedBy === null) restated.amounts.set(heirId, (restated.amounts.get(heirId) ?? 0) + amount)
    else restated.notRestated.push({ placeId, stoppedAtId: heirId, reason: stoppedBy, amount })
  }
  return restated
}
