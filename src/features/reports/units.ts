import { sql } from 'drizzle-orm'
import type { Scope } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import { findSuccessor, indexPlaces, type Place, type PlaceChange, type StopReason } from '#domain/places.ts'
import type { Connection } from '#db/db.ts'
import { selectWards, type Ward } from './wards.ts'

/**
 * A row of a report: a ward with the wards whose figures are its own. As they stood that is itself; restated on the
 * units of another day it is everything that went whole into it.
 */
export type Unit = Ward & {
  memberIds: readonly string[]
  /** Why its figures could not be moved on, and stand under its own name; null for every other row. */
  notRestated: StopReason | null
}

export const standing = (ward: Ward): Unit => ({ ...ward, memberIds: [ward.id], notRestated: null })

/** The unit of each ward that any of them is made of. */
export function unitIndex(units: readonly Unit[]): ReadonlyMap<string, string> {
  return new Map(units.flatMap(({ id, memberIds }) => memberIds.map((memberId) => [memberId, id])))
}

type Known = Ward & Pick<Place, 'kind' | 'validFrom' | 'validTo'>

/**
 * The wards in force on `unitsOn`, each with the wards of other days that went whole into it, and behind them those of
 * `on` that were divided or ended: what a part of them became is never guessed.
 *
 * @param wanted.wards those in force on `on` that the caller sees.
 */
export async function loadUnits(
  db: Connection,
  wanted: { wards: readonly Ward[]; unitsOn: LocalDate; within: string | null; scope: Scope },
): Promise<Unit[]> {
  const { wards, unitsOn, within, scope } = wanted
  const heirs = await selectWards(db, { onDay: unitsOn, within, scope })
  const known = await selectAllWards(db)
  const { rows: changes } = await db.execute<PlaceChange>(sql`
    SELECT from_id AS "fromId", to_id AS "toId", part, on_day AS "on", document_id AS "documentId" FROM place_change
    WHERE part <> 'rename'`)
  const index = indexPlaces(known.map(toPlace), [])
  const changesFrom = Map.groupBy(
    changes.filter(({ fromId, toId }) => index.byId.has(fromId) && index.byId.has(toId)),
    (change) => change.fromId,
  )
  const members = new Map(heirs.map(({ id }) => [id, [id]]))
  const left: Unit[] = []
  const seen = new Set(wards.map(({ id }) => id))
  for (const ward of known) {
    if (members.has(ward.id) || ward.validFrom > unitsOn) continue
    // Rights are given anew where units change, never inferred.
    if (!scope.wide && !scope.wardIds.includes(ward.id)) continue
    const { placeId, stoppedBy } = findSuccessor(index, changesFrom, ward.id, unitsOn)
    const heir = stoppedBy === null ? members.get(placeId) : undefined
    if (heir !== undefined) heir.push(ward.id)
    else if (stoppedBy !== null && seen.has(ward.id))
      // Its square on the map belongs to whatever stands there now.
      left.push({ ...standing(ward), notRestated: stoppedBy, tileColumn: null, tileRow: null })
  }
  return [
    ...heirs.map((ward) => ({ ...ward, memberIds: members.get(ward.id)!, notRestated: null })),
    ...left.toSorted((a, b) => a.code.localeCompare(b.code)),
  ]
}

/** Of all days, each with the last name that it had. */
async function selectAllWards(db: Connection): Promise<Known[]> {
  const { rows } = await db.execute<Known>(sql`
    SELECT DISTINCT ON (p.id) p.id, n.code, n.name, p.parent_id AS "parentId", p.tile_column AS "tileColumn",
           p.tile_row AS "tileRow", p.kind, p.valid_from AS "validFrom", p.valid_to AS "validTo"
    FROM place p JOIN place_name n ON n.place_id = p.id
    WHERE p.kind IN ('ward', 'health-centre') ORDER BY p.id, n.valid_from DESC`)
  return rows
}

function toPlace({ id, kind, parentId, validFrom, validTo }: Known): Place {
  return {
    id,
    kind,
    parentId,
    validFrom,
    validTo,
    documentId: null,
    zone: null,
    tags: [],
    population: null,
    populationInvented: false,
    tileColumn: null,
    tileRow: null,
  }
}
