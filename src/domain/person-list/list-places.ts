/**
 * The places that a list may name. Wards write codes of 2021 in lists of 2025, so every unit that ever was is known,
 * with the one that holds its ground on the list's day: along whole merges only, for a part is nobody's to guess.
 */
import type { LocalDate } from '../dates.ts'
import { foldPlaceName } from '../place-names.ts'
import {
  type Place,
  type PlaceChange,
  type PlaceIndex,
  type PlaceName,
  findSuccessor,
  indexPlaces,
  validOn,
} from '../places.ts'

export type ListLevel = 'province' | 'district' | 'ward'

/** One code with one name, as it was in force at some time. Plain data: it crosses to the reading process. */
export type ListPlace = {
  level: ListLevel
  code: string
  name: string
  /** The unit of the list's day on this ground: itself, or what it became whole. Null when it was divided or ended. */
  heir: { code: string; name: string } | null
}

/** What a written code or name comes to on the list's day. */
export type FoundPlace = {
  code: string
  name: string
  /** The name of the unit that was meant, where that is an earlier one. */
  formerName: string | null
}

export type PlaceBook = {
  /** @param writtenName tells which unit was meant where one code was borne by several; `''` when nobody wrote one. */
  byCode(level: ListLevel, code: string, writtenName: string): FoundPlace | null
  /** Null when the name is unknown, or could be several units of that day and none of them is preferred. */
  byName(level: ListLevel, name: string, preferredCode: string | null): FoundPlace | null
  /** Whether any unit ever bore this code. */
  knows(level: ListLevel, code: string): boolean
}

const levels: readonly string[] = ['province', 'district', 'ward'] satisfies readonly ListLevel[]

/** @param own a place that answers to its own code on the ward's level, also where it is a village. */
export function listPlaces(
  geography: {
    places: readonly Place[]
    names: readonly PlaceName[]
    changes: readonly PlaceChange[]
  },
  on: LocalDate,
  own: { code: string; name: string } | null = null,
): ListPlace[] {
  const index = indexPlaces(geography.places, geography.names)
  const changesFrom = Map.groupBy(geography.changes, (change) => change.fromId)
  const changesTo = Map.groupBy(geography.changes, (change) => change.toId)
  const namesOf = Map.groupBy(geography.names, (name) => name.placeId)
  const rows = geography.names
    .filter((name) => levels.includes(name.kind))
    .map((name): ListPlace => {
      const heirId = findHeir(index, { changesFrom, changesTo }, name.placeId, on)
      const heir = heirId === null ? undefined : namesOf.get(heirId)?.find((each) => validOn(each, on))
      return {
        level: name.kind as ListLevel,
        code: name.code,
        name: name.name,
        heir: heir === undefined ? null : { code: heir.code, name: heir.name },
      }
    })
  const isKnown = own === null || rows.some(({ level, heir }) => level === 'ward' && heir?.code === own.code)
  return isKnown ? rows : [...rows, { level: 'ward', ...own, heir: own }]
}

type Changes = Readonly<Record<'changesFrom' | 'changesTo', ReadonlyMap<string, readonly PlaceChange[]>>>

/** Forwards along whole changes; backwards only where a later unit is one earlier unit and nothing else. */
function findHeir(index: PlaceIndex, changes: Changes, placeId: string, on: LocalDate): string | null {
  const place = index.byId.get(placeId)
  if (place === undefined) return null
  if (place.validFrom <= on) {
    const { placeId: heirId, stoppedBy } = findSuccessor(index, changes.changesFrom, placeId, on)
    return stoppedBy === null ? heirId : null
  }
  const from = changes.changesTo.get(placeId)?.filter((change) => change.part !== 'rename') ?? []
  const [only, other] = from
  if (only === undefined || other !== undefined || only.part !== 'whole') return null
  const before = index.byId.get(only.fromId)
  // Time only runs backward here; without this a wrong row could send us round for ever.
  if (before === undefined || before.validFrom >= place.validFrom) return null
  return validOn(before, on) ? before.id : findHeir(index, changes, before.id, on)
}

export function openPlaceBook(places: readonly ListPlace[]): PlaceBook {
  const fold = rememberFolds()
  const byCode = Map.groupBy(places, ({ level, code }) => `${level} ${code}`)
  const byName = Map.groupBy(places, ({ level, name }) => `${level} ${foldPlaceName(name, level)}`)
  return {
    byCode(level, code, writtenName) {
      const borne = (byCode.get(`${level} ${code}`) ?? []).filter(({ heir }) => heir !== null)
      const wanted = writtenName === '' ? null : fold(level, writtenName)
      const standing = borne.find((place) => isStanding(place) && place.heir?.code === code)
      const meant = wanted === null ? [] : borne.filter((place) => fold(level, place.name) === wanted)
      return toFound(meant.find(isStanding) ?? meant[0] ?? standing ?? onlyHeir(borne))
    },
    byName(level, name, preferredCode) {
      const named = (byName.get(`${level} ${fold(level, name)}`) ?? []).filter(({ heir }) => heir !== null)
      const preferred = named.find(({ heir }) => heir?.code === preferredCode)
      // `An Cựu` is a ward of 2025 and was another in 2021: the one that stands is meant.
      const standing = named.filter(isStanding)
      return toFound(preferred ?? onlyHeir(standing.length > 0 ? standing : named))
    },
    knows: (level, code) => byCode.has(`${level} ${code}`),
  }
}

/** More different names than this are no names of places. */
const FOLDS_MAX = 5000

/** A list says the same few names again and again. */
function rememberFolds(): (level: ListLevel, name: string) => string {
  const folds = new Map<string, string>()
  return (level, name) => {
    const key = `${level} ${name}`
    const known = folds.get(key)
    if (known !== undefined) return known
    const folded = foldPlaceName(name, level)
    if (folds.size < FOLDS_MAX) folds.set(key, folded)
    return folded
  }
}

function isStanding({ code, name, heir }: ListPlace): boolean {
  return heir !== null && heir.code === code && heir.name === name
}

/** Null where they stand for several units of the day. */
function onlyHeir(places: readonly ListPlace[]): ListPlace | null {
  const [first] = places
  return first !== undefined && places.every(({ heir }) => heir?.code === first.heir?.code) ? first : null
}

function toFound(place: ListPlace | null): FoundPlace | null {
  if (place === null || place.heir === null) return null
  const { name, heir } = place
  return { ...heir, formerName: heir.name === name ? null : name }
}
