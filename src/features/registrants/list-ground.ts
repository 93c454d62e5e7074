/** The places that a list may name, as they stand on its day. */
import type { LocalDate } from '#domain/dates.ts'
import type { PlaceLookup } from '#domain/person-list/rows.ts'
import type { Connection } from '#db/db.ts'
import { place, placeName } from '#db/tables/geography.ts'
import { inForce } from '#features/geography/queries.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { groupKey } from './staged-person.ts'

export type ListGround = {
  on: LocalDate
  findPlace: PlaceLookup
  wardIdOf: (code: string) => string
  /** Null when the ward has no group of this name. */
  groupIdOf: (wardId: string, name: string) => string | null
}

/**
 * @param list its own place answers to its own code, also where that is a village and not a ward.
 */
export async function loadListGround(
  db: Connection,
  list: { wardId: string; code: string },
  on: LocalDate,
): Promise<ListGround> {
  const kinds = ['province', 'district', 'ward', 'group', 'village']
  const rows = await db
    .select({
      id: place.id,
      kind: place.kind,
      parentId: place.parentId,
      code: placeName.code,
      name: placeName.name,
    })
    .from(place)
    .innerJoin(placeName, and(eq(placeName.placeId, place.id), inForce(placeName, on)))
    .where(and(inForce(place, on), inArray(place.kind, kinds)))
  const byCode = new Map(rows.map((row) => [`${row.kind} ${row.code}`, row]))
  const groups = new Map(
    rows.flatMap(({ id, kind, parentId, name }) =>
      parentId !== null && (kind === 'group' || kind === 'village')
        ? [[groupKey(parentId, name), id] as const]
        : [],
    ),
  )
  return {
    on,
    findPlace: (code, level) => byCode.get(`${level} ${code}`) ?? null,
    wardIdOf(code) {
      const found = code === list.code ? list.wardId : byCode.get(`ward ${code}`)?.id
      if (found === undefined) throw new Error('A row was let through without a ward')
      return found
    },
    groupIdOf: (wardId, name) => (name === '' ? null : (groups.get(groupKey(wardId, name)) ?? null)),
  }
}
