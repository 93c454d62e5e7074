/** The doses that were given on a day to residents of a ward, or at a site: one entry per dose that counts. */
import type { LocalDate } from '#domain/dates.ts'
import type { Tx } from '#db/db.ts'

export type DayDoses = { givenOn: LocalDate; wardId?: string | undefined; siteId?: string | undefined }
export type DoseOf = { doseId: string; personId: string | null }

// From the sessions of the day, whose doses are indexed; a dose that was put onto this day later is found by its
// correction. History that was only reported is on the platform already, by whoever gave it.
const dosesOfDay = `
  SELECT s.dose_id AS "doseId", p.id AS "personId"
  FROM dose_standing s JOIN dose d ON d.id = s.dose_id LEFT JOIN session e ON e.id = d.session_id
    LEFT JOIN person p ON p.id = s.person_id
  WHERE s.dose_id IN (
      SELECT a.id FROM session n JOIN dose a ON a.session_id = n.id
        WHERE n.session_on = $1 AND ($3::uuid IS NULL OR n.site_id = $3)
      UNION SELECT c.dose_id FROM dose_change c WHERE c.kind = 'correct' AND c.fields->>'givenOn' = $1::text)
    AND s.given_on = $1 AND s.step IS NOT NULL AND d.source = 'administered'
    AND ($2::uuid IS NULL OR p.ward_id = $2) AND ($3::uuid IS NULL OR e.site_id = $3)
  ORDER BY p.name_key, s.dose_id`

/** In the order of the names; `personId` is null for somebody whom the caller may not see. */
export async function selectDayDoses(tx: Tx, { givenOn, wardId, siteId }: DayDoses): Promise<DoseOf[]> {
  const values = [givenOn, wardId ?? null, siteId ?? null]
  return (await tx.$client.query<DoseOf>(dosesOfDay, values)).rows
}
