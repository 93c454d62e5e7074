import { z } from 'zod'
import type { Database } from '#db/connect.ts'

export const RejudgingProgress = z
  .object({
    rulesVersion: z.int().nullable().describe('The rules in force; null before any were loaded.'),
    people: z.int().describe('People with a dose.'),
    peopleByOlderRules: z.int().describe('Those of them who are still to be judged by the rules in force.'),
    peopleCorrected: z.int().describe('People who were corrected and are still to be judged again.'),
  })
  .meta({
    id: 'RejudgingProgress',
    description:
      'Judging in the background after rules were loaded or people corrected. Done when both are 0.',
    example: { rulesVersion: 2, people: 21480, peopleByOlderRules: 5120, peopleCorrected: 0 },
  })

const progressSql = `
WITH judged AS (SELECT person_id, min(rules_version) AS version FROM dose_standing GROUP BY person_id),
newest AS (SELECT max(version) AS version FROM rule_set)
SELECT (SELECT version FROM newest) AS "rulesVersion",
  (SELECT count(*)::integer FROM judged) AS people,
  (SELECT count(*)::integer FROM judged j JOIN newest n ON j.version < n.version) AS "peopleByOlderRules",
  (SELECT count(DISTINCT p.id)::integer FROM rejudge_pending r CROSS JOIN unnest(r.person_ids) AS p (id)) AS "peopleCorrected"`

/** How far the judging in the background has come, whichever replica does it. */
export async function getRejudging({
  report,
}: Pick<Database, 'report'>): Promise<z.infer<typeof RejudgingProgress>> {
  const { rows } = await report.query<z.infer<typeof RejudgingProgress>>(progressSql)
  return rows[0]!
}
