/** Answers to "the same person?", remembered: a question that was answered is not asked again. */
import { inArray } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { pairKey } from '#domain/identity/pairs.ts'
import type { Tx } from '#db/db.ts'
import { pairDecision } from '#db/tables/registrants.ts'
import type { Deps } from '#http/types.ts'

export type PairVerdict = 'different' | 'later' | 'open'

export type NewPairDecision = {
  id: string
  personId: string
  otherId: string
  verdict: PairVerdict
  reason: string
  wardId: string
  decidedAt: Date
  byId: string
}

// Of other previews of the ward that are still open too: a list that is sent anew before it was confirmed keeps its answers.
const decidedRows = `
  SELECT content_key AS side, person_id::text AS other FROM (
    SELECT DISTINCT ON (d.row_key, d.person_id) d.row_key AS content_key, coalesce(p.canonical_id, d.person_id) AS person_id, d.verdict
    FROM pair_decision d LEFT JOIN person p ON p.id = d.person_id
    WHERE d.ward_id = $1 AND d.row_key IS NOT NULL
    ORDER BY d.row_key, d.person_id, d.decided_at DESC, d.id) AS newest
  WHERE verdict = 'different'
  UNION
  SELECT r.content_key, coalesce(r.person_id::text, earlier.content_key)
  FROM upload u JOIN upload_row r ON r.upload_id = u.id
  LEFT JOIN upload_row earlier ON earlier.upload_id = r.upload_id AND earlier.row_number = r.repeats_row
  WHERE u.ward_id = $1 AND u.id <> $2 AND u.state = 'preview' AND r.decision = 'other-person' AND r.content_key IS NOT NULL
    AND coalesce(r.person_id::text, earlier.content_key) IS NOT NULL`

/**
 * What was answered "another person" for rows of the ward's lists, for `judgeRows`; in one order, so that it can be hashed.
 * The upload's own answers are not among them: its rows are judged as they were shown.
 */
export async function selectDecidedPairs(
  tx: Tx,
  { wardId, uploadId }: { wardId: string; uploadId: string },
): Promise<string[]> {
  const { rows } = await tx.$client.query<{ side: string; other: string }>(decidedRows, [wardId, uploadId])
  return rows.map(({ side, other }) => pairKey(side, other)).toSorted()
}

// A row of the file is known by whom it becomes: the person made of it, or the one whom it turned out to be.
const rememberRows = `
  INSERT INTO pair_decision (id, person_id, other_id, row_key, verdict, ward_id, upload_id, decided_at, by_id)
  SELECT r.id, found.id, r.id, r.content_key, 'different', r.ward_id, r.upload_id, $2, $3
  FROM upload_row r
  LEFT JOIN upload_row e ON e.upload_id = r.upload_id AND e.row_number = r.repeats_row
  CROSS JOIN LATERAL (SELECT coalesce(r.person_id,
    CASE WHEN e.outcome = 'new' OR e.decision = 'other-person' THEN e.id
         WHEN e.outcome IN ('same', 'changed') OR e.decision = 'same-person' THEN e.person_id END) AS id) AS found
  WHERE r.upload_id = $1 AND r.outcome = 'suspected' AND r.decision = 'other-person' AND r.committed_at IS NULL
    AND found.id IS NOT NULL
  ON CONFLICT (id) DO NOTHING`

/**
 * Keeps the answers of an upload that is being confirmed. To be called once its new people are stored (they bear the ids of
 * their rows) and before its rows are marked as taken, which names the new person in place of the one who was found.
 */
export async function rememberRowDecisions(
  tx: Tx,
  { uploadId, decidedAt, byId }: { uploadId: string; decidedAt: Date; byId: string },
): Promise<number> {
  const { rowCount } = await tx.$client.query(rememberRows, [uploadId, decidedAt, byId])
  return rowCount ?? 0
}

/** Somebody registered by form is none of these. To be called once they are stored. */
export async function rememberOthers(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { personId, wardId, otherIds }: { personId: string; wardId: string; otherIds: readonly string[] },
): Promise<void> {
  const by = { verdict: 'different' as const, reason: '', decidedAt: deps.clock(), byId: actor.accountId }
  await insertPairDecisions(
    tx,
    otherIds.map((otherId) => ({ id: deps.newId(), personId: otherId, otherId: personId, wardId, ...by })),
  )
}

/** Of pairs of stored people. @returns ids that bear another decision already; the same one sent again is none of them. */
export async function insertPairDecisions(
  tx: Tx,
  decisions: readonly NewPairDecision[],
): Promise<{
  inserted: Set<string>
  taken: Set<string>
}> {
  const ids = decisions.map(({ id }) => id)
  if (ids.length === 0) return { inserted: new Set(), taken: new Set() }
  const added = await tx
    .insert(pairDecision)
    .values([...decisions])
    .onConflictDoNothing()
    .returning({ id: pairDecision.id })
  const inserted = new Set(added.map(({ id }) => id))
  const { id, personId, otherId, verdict } = pairDecision
  const kept = await tx.select({ id, personId, otherId, verdict }).from(pairDecision).where(inArray(id, ids))
  const says = (one: Pick<NewPairDecision, 'id' | 'personId' | 'otherId' | 'verdict'>) =>
    `${one.id} ${one.personId} ${one.otherId} ${one.verdict}`
  const said = new Set(kept.map((row) => says(row as NewPairDecision)))
  return { inserted, taken: new Set(decisions.filter((one) => !said.has(says(one))).map((one) => one.id)) }
}
