/** The places that a list may name, as they stand on its day. */
import type { LocalDate } from '#domain/dates.ts'
import { listPlaces } from '#domain/person-list/list-places.ts'
import type { Connection } from '#db/db.ts'
import type { PlaceChange, PlaceKind, Zone } from '#domain/places.ts'
import { place, placeChange, placeName } from '#db/tables/geography.ts'
import { inForce } from '#features/geography/queries.ts'
import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { groupKey, type ListGroundData } from './staged-person.ts'

/**
 * @param list its own place answers to its own code, also where that is a village and not a ward.
 */
export async function loadListGround(
  db: Connection,
  list: { wardId: string; code: string; name: string },
  on: LocalDate,
): Promise<ListGroundData> {
  const kinds = ['ward', 'group', 'village']
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
  const { wardId, code, name } = list
  return {
    on,
    list: { wardId, code },
    wards: rows.flatMap((row) => (row.kind === 'ward' ? [[row.code, row.id] as const] : [])),
    groups: rows.flatMap(({ id, kind, parentId, ...row }) =>
      parentId !== null && kind !== 'ward' ? [[groupKey(parentId, row.name), id] as const] : [],
    ),
    places: listPlaces(await loadUnits(db), on, { code, name }),
  }
}

/** Every unit that ever was above the groups, with its names and what became of it. */
async function loadUnits(db: Connection) {
  const levels = ['province', 'district', 'ward']
  const typed = {
    ...getTableColumns(place),
    kind: sql<PlaceKind>`${place.kind}`,
    zone: sql<Zone | null>`${place.zone}`,
  }
  const named = { ...getTableColumns(placeName), kind: sql<PlaceKind>`${placeName.kind}` }
  const changed = { ...getTableColumns(placeChange), part: sql<PlaceChange['part']>`${placeChange.part}` }
  return {
    places: await db.select(typed).from(place).where(inArray(place.kind, levels)),
    names: await db.select(named).from(placeName).where(inArray(placeName.kind, levels)),
    changes: await db.select(changed).from(placeChange),
  }
}
