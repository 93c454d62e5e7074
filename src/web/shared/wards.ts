import { roleMay, type Permission } from '#domain/access.ts'
import type { Place } from '#features/geography/contract.ts'
import { api, withQuery } from './api.ts'
import type { Out } from './contract.ts'
import { useLoad, type Load } from './load.ts'
import { useAccount } from './session.ts'
import type { Option } from './ui/fields.tsx'

export type PlaceView = Out<typeof Place>
type Query = Parameters<typeof withQuery>[1]

const PAGE_ROWS = 200
/** Far above what any list read whole can hold; a cursor that never ends is a fault. */
const PAGES_MAX = 100

/** Everything of a list that is short by nature (wards of a city, campaigns, lots), page by page. */
export async function readAll<T>(path: string, query: Query = {}): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page: { items: T[]; nextCursor: string | null } = await api.get(path, {
      query: { limit: PAGE_ROWS, ...query, cursor },
    })
    items.push(...page.items)
    if (page.nextCursor === null) return items
    cursor = page.nextCursor
  }
  throw new Error(`${path} has more than ${PAGES_MAX} pages`)
}

export function useAll<T>(path: string, query: Query = {}): Load<T[]> {
  return useLoad(withQuery(path, query), () => readAll<T>(path, query))
}

/** The wards in which this account may do that, by name. */
export function useOwnWards(permission: Permission): Load<PlaceView[]> {
  const { grants } = useAccount()
  const able = grants.filter(
    ({ role, site, session }) => roleMay(role, permission) && site === null && session === null,
  )
  const placeIds = able.flatMap(({ place }) => (place === null ? [] : [place.id]))
  const everywhere = able.some(({ place }) => place === null)
  return useLoad(`wards ${everywhere ? '' : placeIds.join()}`, async () => {
    const wards = everywhere
      ? await readAll<PlaceView>('/v1/places', { kind: 'ward' })
      : (await Promise.all(placeIds.map(wardsAt))).flat()
    const known = new Map(wards.map((ward) => [ward.id, ward]))
    return [...known.values()].sort((a, b) => a.shortName.localeCompare(b.shortName, 'vi'))
  })
}

async function wardsAt(placeId: string): Promise<PlaceView[]> {
  const place = await api.get<PlaceView>(`/v1/places/${placeId}`)
  return place.kind === 'ward' ? [place] : readAll('/v1/places', { kind: 'ward', within: placeId })
}

/** The residential groups of a ward; villages in the country. */
export async function readGroups(wardId: string): Promise<PlaceView[]> {
  const found = await Promise.all(
    (['group', 'village'] as const).map((kind) => readAll<PlaceView>('/v1/places', { kind, within: wardId })),
  )
  return found.flat()
}

export const optionsOf = (items: readonly { id: string; name: string }[]): Option[] =>
  items.map(({ id, name }) => ({ value: id, label: name }))
