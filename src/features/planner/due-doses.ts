import { sql } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import type { DueDoses } from '#domain/planner/types.ts'
import { findCourse } from '#domain/vaccination/course.ts'
import { decideTiming } from '#domain/vaccination/rules.ts'
import { stepNumber, type StepCode } from '#domain/vaccination/steps.ts'
import type { PersonFacts, RuleSet } from '#domain/vaccination/types.ts'
import type { Connection } from '#db/db.ts'
import { loadRules } from '#features/campaigns/load-rules.ts'
import { loadAgeCuts } from '#features/campaigns/queries.ts'
import { uuids } from '#features/reports/wards.ts'

/** People whose last counted dose is a basic one, by where and when they had it; who they are is not asked. */
export type Waiting = {
  wardId: string
  family: string
  /** The campaign's product that continues the course: the same one, else one of its family. */
  productId: string
  step: StepCode
  givenOn: LocalDate
  ageCell: number
  /** The next session to which they are called; null for whoever only waits. */
  bookedOn: LocalDate | null
  persons: number
}

/**
 * Second doses that are due or booked, by the rules of the planning day. SQL counts who waits since when, and for which
 * session they are called; whether and from when a dose is due is judged by the same rules as at the needle. No rules
 * loaded: nothing is known to be due.
 */
export async function loadDueDoses(
  db: Connection,
  wanted: { antigen: string; productIds: readonly string[]; asOf: LocalDate },
): Promise<DueDoses[]> {
  const rules = await loadRules(db)
  if (rules === null) return []
  const cuts = await loadAgeCuts(db)
  return decideDue(await selectWaiting(db, wanted), rules, cuts, wanted.antigen, wanted.asOf)
}

export function decideDue(
  waiting: readonly Waiting[],
  rules: RuleSet,
  cuts: readonly number[],
  antigen: string,
  asOf: LocalDate,
): DueDoses[] {
  const due = new Map<string, DueDoses>()
  for (const { wardId, family, productId, step, givenOn, ageCell, bookedOn, persons } of waiting) {
    const done = stepNumber(step)
    const course = findCourse(rules, antigen, family, givenOn)
    if (course === null || done >= course.basicDoses) continue
    const from = { step, family, givenOn }
    const to = { step: `primary-${done + 1}` as const, family, givenOn: asOf }
    const timing = decideTiming(rules, { antigen, from, to }, someoneOf(ageCell, cuts, givenOn))
    if (!timing.offered || timing.earliestOn === null) continue
    const dueOn = bookedOn === null || bookedOn < timing.earliestOn ? timing.earliestOn : bookedOn
    const key = `${wardId} ${productId} ${dueOn}`
    const row = due.get(key)
    if (row === undefined) due.set(key, { wardId, productId, dueOn, doses: persons })
    else row.doses += persons
  }
  return [...due.values()]
}

/** Somebody at the lower bound of the age cell: the bounds are those of the rules. Cell 0 is of unknown birth. */
function someoneOf(ageCell: number, cuts: readonly number[], givenOn: LocalDate): PersonFacts {
  const age = ageCell === 0 ? null : cuts[ageCell - 1]!
  const bornOn = age === null ? null : `${Number(givenOn.slice(0, 4)) - age}${givenOn.slice(4)}`
  return { id: '', bornOn, bornPrecision: 'day', conditions: [], recoveredOn: null }
}

/**
 * They come to where they are called; whoever is not comes back to where they were injected, and who had the dose
 * elsewhere to where they live.
 */
async function selectWaiting(
  db: Connection,
  { antigen, productIds, asOf }: { antigen: string; productIds: readonly string[]; asOf: LocalDate },
): Promise<Waiting[]> {
  const { rows } = await db.execute<Waiting>(sql`
    SELECT w.*, n.id AS "productId" FROM (
      SELECT coalesce(b.ward_id, t.ward_id, d.residence_id) AS "wardId", b.session_on AS "bookedOn", p.family, p.id AS product_id, s.step, s.given_on AS "givenOn",
             s.age_cell AS "ageCell", count(*)::integer AS persons
      FROM dose_standing s JOIN dose d ON d.id = s.dose_id
      LEFT JOIN (${corrections('productId')}) x ON x.dose_id = d.id
      LEFT JOIN (${corrections('sessionId')}) y ON y.dose_id = d.id
      JOIN product p ON p.id = coalesce(x.value, d.product_id)
      LEFT JOIN session e ON e.id = y.value
      LEFT JOIN site t ON t.id = coalesce(e.site_id, d.site_id)
      LEFT JOIN (${bookings(antigen, asOf)}) b ON b.person_id = s.person_id
      WHERE s.antigen = ${antigen} AND s.step IN ('primary-1', 'primary-2') AND s.given_on <= ${asOf}
        AND NOT EXISTS (
          SELECT 1 FROM dose_standing l WHERE l.person_id = s.person_id AND l.antigen = s.antigen
            AND l.step IS NOT NULL AND l.given_on > s.given_on)
      GROUP BY 1, 2, 3, 4, 5, 6, 7) w
    CROSS JOIN LATERAL (
      SELECT p.id FROM product p WHERE p.id = ANY(${uuids(productIds)}) AND p.family = w.family
      ORDER BY p.id <> w.product_id, p.code LIMIT 1) n`)
  return rows.map(({ wardId, family, productId, step, givenOn, ageCell, bookedOn, persons }) => ({
    wardId,
    family,
    productId,
    step,
    givenOn,
    ageCell,
    bookedOn,
    persons,
  }))
}

/** Of each person the first session still to come to which they are called, against the same disease. */
function bookings(antigen: string, asOf: LocalDate) {
  return sql`
    SELECT DISTINCT ON (p.canonical_id) p.canonical_id AS person_id, o.session_on, t.ward_id
    FROM session o JOIN campaign c ON c.id = o.campaign_id AND c.antigen = ${antigen}
    JOIN site t ON t.id = o.site_id JOIN session_person a ON a.session_id = o.id JOIN person p ON p.id = a.person_id
    WHERE o.session_on >= ${asOf} AND o.state NOT IN ('cancelled', 'closed') AND a.how IN ('planned', 'called')
    ORDER BY p.canonical_id, o.session_on, o.id`
}

/** The last word of the corrections on one field, for the few doses that have any. */
function corrections(field: 'productId' | 'sessionId') {
  return sql`
    SELECT DISTINCT ON (c.dose_id) c.dose_id, (c.fields->>${sql.raw(`'${field}'`)})::uuid AS value
    FROM dose_change c WHERE c.kind = 'correct' AND c.fields ? ${sql.raw(`'${field}'`)}
    ORDER BY c.dose_id, c.at DESC, c.id DESC`
}
