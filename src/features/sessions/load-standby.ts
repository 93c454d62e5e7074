import { sql } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import type { StandbyCandidate } from '#domain/standby.ts'
import type { BornPrecision, Product, RuleSet } from '#domain/vaccination/types.ts'
import type { Tx } from '#db/db.ts'
import { loadStandings } from './load-candidates.ts'
import type { LockedSession } from './queries.ts'

export type StandbyPerson = StandbyCandidate & { fullName: string; phone: string }

/** Looked through at most: the session's own first. */
const CANDIDATES_MAX = 5000

type Row = {
  id: string
  full_name: string
  phone: string
  group_code: string | null
  born_on: LocalDate
  born_precision: BornPrecision
  priority_code: number
  is_called: boolean
}

/**
 * People of the session's ward who were called to it or are on a list of its campaign, who wish the dose, are called to
 * no other session to come, and have not arrived at any of today.
 */
export async function loadStandby(
  tx: Tx,
  session: LockedSession,
  about: { antigen: string; rules: RuleSet; today: LocalDate },
): Promise<StandbyPerson[]> {
  const { id, campaignId, wardId, sessionOn } = session
  const found = await tx.execute<Row>(sql`
    SELECT p.id, p.full_name, p.phone, g.code AS group_code, p.born_on::text AS born_on, p.born_precision,
      p.priority_code, c.session_id IS NOT NULL AS is_called
    FROM person p
    LEFT JOIN session_person c ON c.person_id = p.id AND c.session_id = ${id}
    LEFT JOIN place_name g ON g.place_id = p.group_id AND g.valid_from <= ${sessionOn}
      AND (g.valid_to IS NULL OR g.valid_to >= ${sessionOn})
    WHERE p.canonical_id = p.id AND p.living = 'here' AND p.ward_id = ${wardId}
      AND (c.how IN ('planned', 'called') OR c.session_id IS NULL AND EXISTS (
        SELECT 1 FROM registration r WHERE r.person_id = p.id AND r.campaign_id = ${campaignId}
          AND r.wish AND r.state NOT IN ('withdrawn', 'moved')))
      AND NOT EXISTS (SELECT 1 FROM check_in k JOIN session s ON s.id = k.session_id
        WHERE k.person_id = p.id AND s.session_on = ${sessionOn})
      AND NOT EXISTS (SELECT 1 FROM session_person sp JOIN session s ON s.id = sp.session_id
        WHERE sp.person_id = p.id AND s.id <> ${id} AND s.campaign_id = ${campaignId} AND s.session_on >= ${about.today}
          AND s.state IN ('planned', 'open') AND sp.how IN ('planned', 'called'))
    ORDER BY is_called DESC, p.born_on, p.id LIMIT ${CANDIDATES_MAX}`)
  const standings = await loadStandings(
    tx,
    found.rows.map((row) => row.id),
    about,
  )
  return found.rows.map((row) => ({
    personId: row.id,
    fullName: row.full_name,
    phone: row.phone,
    groupCode: row.group_code,
    bornOn: row.born_on,
    bornPrecision: row.born_precision,
    priorityCode: row.priority_code,
    isCalled: row.is_called,
    standings: standings.get(row.id) ?? [],
  }))
}

/** Residential groups of the people whom the session called. */
export async function selectHomeGroups(tx: Tx, session: LockedSession): Promise<string[]> {
  const found = await tx.execute<{ code: string }>(sql`
    SELECT g.code FROM session_person c JOIN person p ON p.id = c.person_id
    JOIN place_name g ON g.place_id = p.group_id AND g.valid_from <= ${session.sessionOn}
      AND (g.valid_to IS NULL OR g.valid_to >= ${session.sessionOn})
    WHERE c.session_id = ${session.id} AND c.how IN ('planned', 'called')
    GROUP BY g.code ORDER BY count(*) DESC, g.code`)
  return found.rows.map(({ code }) => code)
}

/** What is open, and how many doses of it nobody has had yet. */
export async function loadOpenDoses(
  tx: Tx,
  sessionId: string,
): Promise<{ dosesLeft: number; products: Product[] }> {
  const counted = await tx.execute<{ left: number }>(sql`
    SELECT greatest(0, coalesce((SELECT sum(v.nominal_doses) FROM open_vial v WHERE v.session_id = ${sessionId}), 0)
      - coalesce((SELECT c.given FROM session_count c WHERE c.session_id = ${sessionId}), 0)
      - coalesce((SELECT sum(m.doses) FROM movement m JOIN holder h ON h.id = m.from_holder_id
          WHERE h.session_id = ${sessionId} AND m.kind = 'waste-open'), 0))::integer AS left`)
  const products = await tx.execute<Product>(sql`
    SELECT DISTINCT p.id, p.code, p.antigen, p.family, p.name, p.doses_per_vial AS "dosesPerVial",
      p.max_doses_per_vial AS "maxDosesPerVial", p.store_class AS "storeClass", p.thaw_days AS "thawDays",
      p.open_hours AS "openHours"
    FROM open_vial v JOIN lot l ON l.id = v.lot_id JOIN product p ON p.id = l.product_id
    WHERE v.session_id = ${sessionId} AND v.closed_at IS NULL ORDER BY p.id`)
  return { dosesLeft: counted.rows[0]?.left ?? 0, products: products.rows }
}
