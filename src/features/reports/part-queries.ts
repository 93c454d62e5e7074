import { sql, type SQL } from 'drizzle-orm'
import { addDays, type LocalDate } from '#domain/dates.ts'
import type { StepCode } from '#domain/vaccination/steps.ts'
import type { Connection } from '#db/db.ts'
import { SERIES_DAYS, type Counted } from './queries.ts'
import { belongsTo, cellsCondition, type Group } from './target-cells.ts'
import { uuids } from './wards.ts'

/** Doses of one part of a whole: all, those of the last days one by one, and those that say how fast it goes. */
export type PartDoses = { key: string; done: number; lately: number; days: ReadonlyMap<LocalDate, number> }

/** A part's share of the pace is that of its doses of so many days. */
export const LATELY_DAYS = 14

type Cell = { key: string; on: LocalDate | null; lately: boolean; doses: number }

/** Adds cells up by part. */
function toParts(cells: readonly Cell[]): Map<string, PartDoses> {
  return new Map(
    [...Map.groupBy(cells, ({ key }) => key)].map(([key, own]) => {
      const sum = (rows: readonly Cell[]) => rows.reduce((all, row) => all + row.doses, 0)
      const days = new Map<LocalDate, number>()
      for (const { on, doses } of own) if (on !== null) days.set(on, (days.get(on) ?? 0) + doses)
      return [key, { key, done: sum(own), lately: sum(own.filter(({ lately }) => lately)), days }]
    }),
  )
}

const dayColumns = (day: SQL, on: LocalDate) => sql`
  CASE WHEN ${day} > ${addDays(on, -SERIES_DAYS)} THEN ${day} END AS "on", ${day} > ${addDays(on, -LATELY_DAYS)} AS lately`

/** By what in the counter of residence: `step`, or each of several groups. */
export async function selectStepParts(
  db: Connection,
  { wardIds, antigen, groups, cuts }: Omit<Counted, 'step'>,
  on: LocalDate,
): Promise<Map<string, PartDoses>> {
  const cells = cellsCondition(groups, cuts, sql`c.age_cell`, null)
  const { rows } = await db.execute<Cell>(sql`
    SELECT c.step AS key, ${dayColumns(sql`c.given_on`, on)}, sum(c.doses)::integer AS doses FROM coverage_day c
    WHERE c.ward_id = ANY(${uuids(wardIds)}) AND c.antigen = ${antigen} AND c.given_on <= ${on} AND ${cells}
    GROUP BY 1, 2, 3`)
  return toParts(rows)
}

/** Each group by itself: they may overlap, so each is counted alone. Codes are not kept by day. */
export async function selectGroupParts(
  db: Connection,
  { wardIds, antigen, step, cuts }: Omit<Counted, 'groups'>,
  groups: readonly Group[],
  on: LocalDate,
): Promise<Map<string, PartDoses>> {
  const parts = new Map<string, PartDoses>()
  for (const group of groups) {
    const source =
      group.codes === null
        ? sql`SELECT ${dayColumns(sql`c.given_on`, on)}, sum(c.doses)::integer AS doses FROM coverage_day c
            WHERE c.ward_id = ANY(${uuids(wardIds)}) AND c.antigen = ${antigen} AND c.step = ${step} AND c.given_on <= ${on}
              AND ${cellsCondition([group], cuts, sql`c.age_cell`, null)} GROUP BY 1, 2`
        : sql`SELECT NULL::date AS "on", false AS lately, coalesce(sum(c.doses), 0)::integer AS doses FROM coverage_ward c
            WHERE c.ward_id = ANY(${uuids(wardIds)}) AND c.antigen = ${antigen} AND c.step = ${step}
              AND ${cellsCondition([group], cuts, sql`c.age_cell`, sql`c.priority_code`)}`
    const { rows } = await db.execute<Omit<Cell, 'key'>>(source)
    for (const part of toParts(rows.map((row) => ({ ...row, key: group.id }))).values())
      parts.set(group.id, part)
  }
  return parts
}

/** Where doses were given. */
export async function selectSiteParts(
  db: Connection,
  { wardIds, antigen, step }: Pick<Counted, 'wardIds' | 'antigen' | 'step'>,
  on: LocalDate,
): Promise<Map<string, PartDoses>> {
  const { rows } = await db.execute<Cell>(sql`
    SELECT e.site_id AS key, ${dayColumns(sql`e.given_on`, on)}, sum(e.doses)::integer AS doses
    FROM entry_delay e JOIN site s ON s.id = e.site_id JOIN product p ON p.id = e.product_id
    WHERE s.ward_id = ANY(${uuids(wardIds)}) AND p.antigen = ${antigen} AND e.step = ${step} AND e.given_on <= ${on}
    GROUP BY 1, 2, 3`)
  return toParts(rows)
}

export type NamedPart = { key: string; name: string; within: string }

export async function selectSites(
  db: Connection,
  wardIds: readonly string[],
  on: LocalDate,
): Promise<NamedPart[]> {
  const { rows } = await db.execute<NamedPart>(sql`
    SELECT s.id AS key, s.name, n.name AS "within" FROM site s
    JOIN LATERAL (SELECT name FROM place_name n WHERE n.place_id = s.ward_id AND n.valid_from <= ${on}
                  ORDER BY n.valid_from DESC LIMIT 1) n ON true
    WHERE s.ward_id = ANY(${uuids(wardIds)}) AND s.valid_from <= ${on} AND (s.valid_to IS NULL OR s.valid_to >= ${on})
    ORDER BY n.name, s.name, s.id`)
  return rows
}

/** Residential groups and villages of some wards. */
export async function selectGroups(
  db: Connection,
  wardIds: readonly string[],
  on: LocalDate,
): Promise<NamedPart[]> {
  const { rows } = await db.execute<NamedPart>(sql`
    SELECT p.id AS key, n.name, w.name AS "within" FROM place p
    JOIN place_name n ON n.place_id = p.id AND n.valid_from <= ${on} AND (n.valid_to IS NULL OR n.valid_to >= ${on})
    JOIN LATERAL (SELECT name FROM place_name w WHERE w.place_id = p.parent_id AND w.valid_from <= ${on}
                  ORDER BY w.valid_from DESC LIMIT 1) w ON true
    WHERE p.parent_id = ANY(${uuids(wardIds)}) AND p.kind IN ('group', 'village')
      AND p.valid_from <= ${on} AND (p.valid_to IS NULL OR p.valid_to >= ${on})
    ORDER BY w.name, n.code, p.id`)
  return rows
}

/** Who lives in each residential group and belongs to the groups: those whom its list of missing people is about. */
export async function countGroupPersons(
  db: Connection,
  wanted: { wardIds: readonly string[]; groups: readonly Group[]; today: LocalDate },
): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ groupId: string; persons: number }>(sql`
    SELECT p.group_id AS "groupId", count(*)::integer AS persons FROM person p
    WHERE p.ward_id = ANY(${uuids(wanted.wardIds)}) AND p.canonical_id = p.id AND p.living = 'here'
      AND p.group_id IS NOT NULL AND ${belongsTo(wanted.groups, wanted.today)}
    GROUP BY p.group_id`)
  return new Map(rows.map(({ groupId, persons }) => [groupId, persons]))
}

/** Doses by the residential group in which people lived on the day; no counter keeps it, so the doses are read. */
export async function selectResidenceParts(
  db: Connection,
  { wardIds, antigen, step, groups, cuts }: Counted,
  on: LocalDate,
): Promise<Map<string, PartDoses>> {
  const cells = cellsCondition(groups, cuts, sql`s.age_cell`, sql`d.priority_code`)
  const { rows } = await db.execute<Cell>(sql`
    SELECT coalesce(d.group_id::text, '') AS key, ${dayColumns(sql`s.given_on`, on)}, count(*)::integer AS doses
    FROM dose d JOIN dose_standing s ON s.dose_id = d.id
    WHERE d.residence_id = ANY(${uuids(wardIds)}) AND s.antigen = ${antigen} AND s.step = ${step} AND s.given_on <= ${on}
      AND ${cells}
    GROUP BY 1, 2, 3`)
  return toParts(rows)
}

export type ListedPart = NamedPart & { persons: number; asOfOn: LocalDate }

/** Lists of enterprises: who is on them, as the number that they are held against. */
export async function selectEnterprises(
  db: Connection,
  wanted: { campaignId: string; wardIds: readonly string[]; timeZone: string },
): Promise<ListedPart[]> {
  const { rows } = await db.execute<ListedPart>(sql`
    SELECT l.id AS key, l.name, n.name AS "within", count(DISTINCT p.canonical_id)::integer AS persons,
           coalesce(max((r.created_at AT TIME ZONE ${wanted.timeZone})::date)::text, '') AS "asOfOn"
    FROM list l
    JOIN LATERAL (SELECT name FROM place_name n WHERE n.place_id = l.ward_id ORDER BY n.valid_from DESC LIMIT 1) n ON true
    LEFT JOIN registration r ON r.list_id = l.id AND r.state <> 'withdrawn' LEFT JOIN person p ON p.id = r.person_id
    WHERE l.kind = 'enterprise' AND l.campaign_id = ${wanted.campaignId} AND l.ward_id = ANY(${uuids(wanted.wardIds)})
    GROUP BY l.id, l.name, n.name ORDER BY n.name, l.name, l.id`)
  return rows
}

/** Doses of the people on each list, wherever they were given. */
export async function selectEnterpriseParts(
  db: Connection,
  wanted: { listIds: readonly string[]; antigen: string; step: StepCode; on: LocalDate },
): Promise<Map<string, PartDoses>> {
  const { on } = wanted
  const { rows } = await db.execute<Cell>(sql`
    SELECT m.list_id AS key, ${dayColumns(sql`s.given_on`, on)}, count(*)::integer AS doses
    FROM (SELECT DISTINCT r.list_id, p.canonical_id AS person_id FROM registration r JOIN person p ON p.id = r.person_id
          WHERE r.list_id = ANY(${uuids(wanted.listIds)}) AND r.state <> 'withdrawn') m
    JOIN dose_standing s ON s.person_id = m.person_id
    WHERE s.antigen = ${wanted.antigen} AND s.step = ${wanted.step} AND s.given_on <= ${on}
    GROUP BY 1, 2, 3`)
  return toParts(rows)
}
