import { sql } from 'drizzle-orm'
import type { Scope } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { Connection } from '#db/db.ts'

/** A ward, or in Laos a health centre: what reports and plans have a row for. */
export type Ward = {
  id: string
  code: string
  name: string
  parentId: string | null
  tileColumn: number | null
  tileRow: number | null
}

/** For `= ANY(…)`: one parameter, whatever its length. */
export const uuids = (ids: Iterable<string>) => sql`${sql.param([...ids])}::uuid[]`

/**
 * Wards in force on a day, by code.
 *
 * @param wanted.within a place: itself, or what lies in it; null = all of the authority.
 * @param wanted.scope narrows to its wards and the wards of its sites.
 */
export async function selectWards(
  db: Connection,
  { onDay, within, scope }: { onDay: LocalDate; within: string | null; scope: Scope },
): Promise<Ward[]> {
  const inside =
    within === null
      ? sql`true`
      : sql`EXISTS (SELECT 1 FROM place_within w WHERE w.place_id = p.id AND w.ancestor_id = ${within}
          AND w.valid_from <= ${onDay} AND (w.valid_to IS NULL OR w.valid_to >= ${onDay}))`
  const reached = scope.wide
    ? sql`true`
    : sql`(p.id = ANY(${uuids(scope.wardIds)})
        OR p.id IN (SELECT s.ward_id FROM site s WHERE s.id = ANY(${uuids(scope.siteIds)})))`
  const { rows } = await db.execute<Ward>(sql`
    SELECT p.id, n.code, n.name, p.parent_id AS "parentId", p.tile_column AS "tileColumn", p.tile_row AS "tileRow"
    FROM place p JOIN place_name n ON n.place_id = p.id
    WHERE p.kind IN ('ward', 'health-centre')
      AND p.valid_from <= ${onDay} AND (p.valid_to IS NULL OR p.valid_to >= ${onDay})
      AND n.valid_from <= ${onDay} AND (n.valid_to IS NULL OR n.valid_to >= ${onDay})
      AND ${inside} AND ${reached}
    ORDER BY n.code, p.id`)
  return rows
}
