import type { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'
import { correctedDose } from '#features/registrants/corrected-dose.ts'
import type * as contract from './review-contract.ts'

export type Review = z.infer<typeof contract.Review>
type Row = Omit<Review, 'openedAt' | 'ageHours' | 'doses'> & { openedAt: Date; doses: Review['doses'] | null }

const columns = `
  i.id, i.kind, i.state, i.subject_key AS "subjectKey", i.person_id AS "personId", i.ward_id AS "wardId",
  i.session_id AS "sessionId", coalesce(i.facts->'seen', '[]') AS seen, i.owner_id AS "ownerId", a.full_name AS "ownerName",
  i.opened_at AS "openedAt", i.version,
  (SELECT x.name FROM session o JOIN site x ON x.id = o.site_id WHERE o.id = i.session_id) AS "siteName",
  (SELECT o.session_on::text FROM session o WHERE o.id = i.session_id) AS "sessionOn",
  (SELECT json_agg(json_build_object('doseId', d.id, 'givenAt', d.given_at, 'recordedAt', d.recorded_at,
     'productName', d.product_name, 'lotCode', d.lot_code, 'siteName', d.site_name,
     'authorName', coalesce(w.full_name, ''), 'step', s.step, 'dayRank', s.day_rank, 'flags', s.flags)
     ORDER BY d.given_at, d.id)
   FROM (SELECT d.*, t.name AS product_name, coalesce(l.code, d.lot_text) AS lot_code, coalesce(i.name, d.place) AS site_name
         FROM dose d ${correctedDose}) d
   JOIN dose_standing s ON s.dose_id = d.id LEFT JOIN account w ON w.id = d.author_id
   WHERE d.id IN (SELECT x::uuid FROM jsonb_array_elements_text(coalesce(i.facts->'doseIds', '[]')) AS x)) AS doses`

function toReview(now: Date, { openedAt, doses, ...row }: Row): Review {
  return {
    ...row,
    doses: (doses ?? []).map((dose) => ({
      ...dose,
      givenAt: new Date(dose.givenAt).toISOString(),
      recordedAt: new Date(dose.recordedAt).toISOString(),
    })),
    openedAt: openedAt.toISOString(),
    ageHours: Math.max(0, Math.round((now.getTime() - openedAt.getTime()) / 360_000) / 10),
  }
}

/** Oldest first, `limit` + 1 rows. */
export async function selectReviews(
  tx: Tx,
  now: Date,
  filter: Pick<z.infer<typeof contract.reviewsQuery>, 'kind' | 'state' | 'wardId' | 'sessionId'>,
  page: { limit: number; after: { openedAt: string; id: string } | null },
): Promise<Review[]> {
  const states = filter.state === 'undecided' ? ['open', 'taken'] : [filter.state]
  const { rows } = await tx.$client.query<Row>(
    `SELECT ${columns} FROM review_item i LEFT JOIN account a ON a.id = i.owner_id
     WHERE i.state = ANY ($1::text[]) AND ($2::text IS NULL OR i.kind = $2) AND ($3::uuid IS NULL OR i.ward_id = $3)
       AND ($7::uuid IS NULL OR i.session_id = $7)
       AND ($4::timestamptz IS NULL OR (i.opened_at, i.id) > ($4, $5::uuid))
     ORDER BY i.opened_at, i.id LIMIT $6`,
    [
      states,
      filter.kind ?? null,
      filter.wardId ?? null,
      page.after?.openedAt ?? null,
      page.after?.id ?? null,
      page.limit + 1,
      filter.sessionId ?? null,
    ],
  )
  return rows.map((row) => toReview(now, row))
}

/** @throws Problem `not-found`. */
export async function loadReview(tx: Tx, now: Date, id: string): Promise<Review> {
  const { rows } = await tx.$client.query<Row>(
    `SELECT ${columns} FROM review_item i LEFT JOIN account a ON a.id = i.owner_id WHERE i.id = $1`,
    [id],
  )
  if (rows[0] === undefined) throw new Problem('not-found')
  return toReview(now, rows[0])
}

/** What waits for an answer, by kind; the most first. */
export async function countReviews(
  tx: Tx,
  wardId: string | null,
): Promise<z.infer<typeof contract.ReviewCounts>> {
  const { rows } = await tx.$client.query<{ kind: Review['kind']; open: number }>(
    `SELECT kind, count(*)::integer AS open FROM review_item
     WHERE state <> 'decided' AND ($1::uuid IS NULL OR ward_id = $1)
     GROUP BY kind ORDER BY open DESC, kind`,
    [wardId],
  )
  return { items: rows, open: rows.reduce((sum, { open }) => sum + open, 0) }
}
