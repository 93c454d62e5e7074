import {
  and,
  asc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNull,
  like,
  lte,
  or,
  sql,
  type SQL,
} from 'drizzle-orm'
import { alias, type PgColumn } from 'drizzle-orm/pg-core'
import type { LocalDate } from '#domain/dates.ts'
import { foldName, shortPlaceName } from '#domain/place-names.ts'
import {
  findSuccessor,
  indexPlaces,
  validOn,
  type Place,
  type PlaceChange,
  type PlaceKind,
  type Span,
  type Successor,
  type Zone,
} from '#domain/places.ts'
import type { Connection } from '#db/db.ts'
import {
  catchmentVillage,
  collaboratorPost,
  document,
  place,
  placeChange,
  placeName,
  placeWithin,
} from '#db/tables/geography.ts'

/** In force on the day, both ends included. */
export function inForce(table: { validFrom: PgColumn; validTo: PgColumn }, on: LocalDate): SQL {
  return and(lte(table.validFrom, on), or(isNull(table.validTo), gte(table.validTo, on)))!
}

const columns = {
  id: place.id,
  kind: sql<PlaceKind>`${place.kind}`,
  parentId: place.parentId,
  code: placeName.code,
  name: placeName.name,
  validFrom: place.validFrom,
  validTo: place.validTo,
  zone: sql<Zone | null>`${place.zone}`,
  tags: place.tags,
  population: place.population,
  populationInvented: place.populationInvented,
  tileColumn: place.tileColumn,
  tileRow: place.tileRow,
  centreId: catchmentVillage.centreId,
  version: place.version,
}

const rowColumns = {
  ...getTableColumns(place),
  kind: sql<PlaceKind>`${place.kind}`,
  zone: sql<Zone | null>`${place.zone}`,
}

/** A place with the code and name of a day. */
export type NamedPlace = Omit<Place, 'tags'> & {
  tags: string[]
  code: string
  name: string
  shortName: string
  centreId: string | null
  version: number
}

function toNamedPlace(row: Omit<NamedPlace, 'documentId' | 'shortName'>): NamedPlace {
  return { ...row, shortName: shortPlaceName(row.name), documentId: null }
}

export type PlaceFilter = { on: LocalDate; kind?: PlaceKind; within?: string; q?: string }

/** Places in force on a day by code, `limit` + 1 rows so that the page knows whether there are more. */
export async function selectPlaces(
  db: Connection,
  filter: PlaceFilter,
  page: { limit: number; after: { code: string; id: string } | null },
): Promise<NamedPlace[]> {
  const { on, kind, within, q } = filter
  const below = db
    .select({ id: placeWithin.placeId })
    .from(placeWithin)
    .where(
      and(
        eq(placeWithin.ancestorId, within ?? place.id),
        sql`${placeWithin.depth} > 0`,
        inForce(placeWithin, on),
      ),
    )
  const rows = await db
    .select(columns)
    .from(place)
    .innerJoin(placeName, and(eq(placeName.placeId, place.id), inForce(placeName, on)))
    .leftJoin(catchmentVillage, and(eq(catchmentVillage.villageId, place.id), inForce(catchmentVillage, on)))
    .where(
      and(
        inForce(place, on),
        kind === undefined ? undefined : eq(place.kind, kind),
        within === undefined ? undefined : inArray(place.id, below),
        q === undefined ? undefined : matches(q),
        page.after === null
          ? undefined
          : sql`(${placeName.code}, ${place.id}) > (${page.after.code}, ${page.after.id}::uuid)`,
      ),
    )
    .orderBy(asc(placeName.code), asc(place.id))
    .limit(page.limit + 1)
  return rows.map(toNamedPlace)
}

/** By name, or by the start of the code; a text of signs alone is in no name. */
function matches(q: string): SQL | undefined {
  const folded = foldName(q)
  return or(
    folded === '' ? undefined : like(placeName.nameFolded, `%${escapeLike(folded)}%`),
    like(placeName.code, `${escapeLike(q)}%`),
  )
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`)
}

/** A place with its name of the day, or its last name when it was not in force then. */
export async function findPlace(db: Connection, id: string, on: LocalDate): Promise<NamedPlace | null> {
  const rows = await db
    .select({ ...columns, nameFrom: placeName.validFrom, nameTo: placeName.validTo })
    .from(place)
    .innerJoin(placeName, eq(placeName.placeId, place.id))
    .leftJoin(catchmentVillage, and(eq(catchmentVillage.villageId, place.id), inForce(catchmentVillage, on)))
    .where(eq(place.id, id))
    .orderBy(asc(placeName.validFrom))
  const ofDay = rows.find(({ nameFrom, nameTo }) => validOn({ validFrom: nameFrom, validTo: nameTo }, on))
  const found = ofDay ?? rows.at(-1)
  if (found === undefined) return null
  const { nameFrom: _from, nameTo: _to, ...row } = found
  return toNamedPlace(row)
}

export function selectPlaceNames(db: Connection, id: string) {
  const { code, name, validFrom, validTo } = placeName
  return db
    .select({ code, name, validFrom, validTo })
    .from(placeName)
    .where(eq(placeName.placeId, id))
    .orderBy(asc(validFrom))
}

/** Changes into the place and out of it. */
export async function selectPlaceChanges(db: Connection, id: string) {
  const fromName = alias(placeName, 'from_name')
  const toName = alias(placeName, 'to_name')
  return (
    db
      .select({
        fromId: placeChange.fromId,
        fromName: fromName.name,
        toId: placeChange.toId,
        toName: toName.name,
        part: sql<PlaceChange['part']>`${placeChange.part}`,
        on: placeChange.on,
        documentNumber: document.number,
      })
      .from(placeChange)
      // The last name before the change, and the first name from it on.
      .innerJoin(
        fromName,
        and(
          eq(fromName.placeId, placeChange.fromId),
          sql`${fromName.validFrom} = (SELECT max(n.valid_from) FROM place_name n WHERE n.place_id = ${placeChange.fromId} AND n.valid_from < ${placeChange.on})`,
        ),
      )
      .innerJoin(
        toName,
        and(
          eq(toName.placeId, placeChange.toId),
          sql`${toName.validFrom} <= ${placeChange.on} AND (${toName.validTo} IS NULL OR ${toName.validTo} >= ${placeChange.on})`,
        ),
      )
      .leftJoin(document, eq(document.id, placeChange.documentId))
      .where(or(eq(placeChange.fromId, id), eq(placeChange.toId, id)))
      .orderBy(asc(placeChange.on), asc(placeChange.fromId), asc(placeChange.toId))
  )
}

/** The unit that carries the place's figures on the day (see `findSuccessor`). */
export async function loadSuccessor(db: Connection, id: string, on: LocalDate): Promise<Successor> {
  const chain = await db.execute<{
    from_id: string
    to_id: string
    part: PlaceChange['part']
    on_day: string
  }>(sql`
    WITH RECURSIVE chain AS (
      SELECT from_id, to_id, part, on_day FROM place_change WHERE from_id = ${id} AND part <> 'rename'
      UNION
      SELECT c.from_id, c.to_id, c.part, c.on_day FROM place_change c JOIN chain ON c.from_id = chain.to_id AND c.part <> 'rename'
    ) SELECT from_id, to_id, part, on_day::text FROM chain`)
  const changes = chain.rows.map((row): PlaceChange => ({
    fromId: row.from_id,
    toId: row.to_id,
    part: row.part,
    on: row.on_day,
    documentId: null,
  }))
  const ids = [id, ...changes.map((change) => change.toId)]
  const places = await db.select(rowColumns).from(place).where(inArray(place.id, ids))
  const index = indexPlaces(places, [])
  return findSuccessor(
    index,
    Map.groupBy(changes, (change) => change.fromId),
    id,
    on,
  )
}

/** Locks the place for a change of it or below it. */
export async function lockPlace(db: Connection, id: string) {
  const [row] = await db.select(rowColumns).from(place).where(eq(place.id, id)).for('no key update')
  return row ?? null
}

/** A name of another place of the kind that bears this code within the unit on some day of the span. */
export async function findCodeHolder(
  db: Connection,
  wanted: { kind: PlaceKind; withinId: string | null; code: string; span: Span; exceptId?: string },
): Promise<string | null> {
  const { kind, withinId, code, span, exceptId } = wanted
  const [row] = await db
    .select({ placeId: placeName.placeId })
    .from(placeName)
    .where(
      and(
        eq(placeName.kind, kind),
        withinId === null ? isNull(placeName.withinId) : eq(placeName.withinId, withinId),
        eq(placeName.code, code),
        or(isNull(placeName.validTo), gte(placeName.validTo, span.validFrom)),
        span.validTo === null ? undefined : lte(placeName.validFrom, span.validTo),
        exceptId === undefined ? undefined : sql`${placeName.placeId} <> ${exceptId}`,
      ),
    )
    .limit(1)
  return row?.placeId ?? null
}

export async function selectCollaboratorPosts(db: Connection, groupId: string) {
  const { id, accountId, fullName, validFrom, validTo } = collaboratorPost
  const items = await db
    .select({ id, groupId: collaboratorPost.groupId, accountId, fullName, validFrom, validTo })
    .from(collaboratorPost)
    .where(eq(collaboratorPost.groupId, groupId))
    .orderBy(asc(validFrom), asc(id))
  return { items }
}

/** Every place and every change of one into another: what people and figures follow. */
export async function loadPlaceChanges(db: Connection) {
  const places = await db.select(rowColumns).from(place)
  const changes = await db
    .select({ ...getTableColumns(placeChange), part: sql<PlaceChange['part']>`${placeChange.part}` })
    .from(placeChange)
  return { index: indexPlaces(places, []), changesFrom: Map.groupBy(changes, ({ fromId }) => fromId) }
}
