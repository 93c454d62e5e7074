/** What confirming an upload does with each of its rows now: chosen and taken apart once, then applied as a set. */
import type { Actor } from '#domain/access.ts'
import { listActionRules } from '#domain/upload.ts'
import { scopeStatements, type Tx } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import { apply, appliedColumns, type Applied, type Place, type RowRelation } from './apply-rows.ts'
import { rememberRowDecisions } from './pair-decisions.ts'
import { everyWard, wardScope } from './upload-queries.ts'

// What is done with a row follows from the rule as written out by `domain`; two rows that were both decided to be one
// person: the first of them speaks. In the order of people, so that their indexes are filled from one end.
const chooseRows = `
  CREATE TEMPORARY TABLE to_apply ON COMMIT DROP AS
  SELECT c.row_number, c.id, c.person_id, c.change, c.folded, c.name_key, ${appliedColumns.map((column) => `c.${column}`).join(', ')},
    CASE WHEN c.action = 'update' AND (c.nothing OR row_number() OVER (PARTITION BY c.person_id, c.action, c.nothing ORDER BY c.row_number) > 1)
         THEN 'link' ELSE c.action END AS action
  FROM (SELECT r.row_number, r.id, CASE rule.action WHEN 'create' THEN r.id ELSE r.person_id END AS person_id, rule.action,
          r.change, r.full_name_folded AS folded, r.name_key, ${appliedColumns.map((column) => `r.${column}`).join(', ')},
          coalesce(r.change->'after', '{}') = '{}' AND coalesce(r.change->'newKeys', '[]') = '[]' AS nothing
        FROM upload_row r
        CROSS JOIN LATERAL (SELECT $2::jsonb->>concat_ws(' ', r.outcome, coalesce(r.decision, '-'),
          CASE WHEN r.person_id IS NULL THEN 'unknown' ELSE 'known' END, coalesce(r.match->>'where', '-')) AS action) AS rule
        WHERE r.upload_id = $1 AND (r.outcome = 'suspected' OR $3) AND r.committed_at IS NULL AND rule.action IS NOT NULL) AS c
  ORDER BY c.person_id, c.row_number`

const actionByRow = JSON.stringify(
  Object.fromEntries(
    listActionRules().map(({ outcome, decision, known, place, action }) => [
      [outcome, decision || '-', known ? 'known' : 'unknown', place || '-'].join(' '),
      action,
    ]),
  ),
)

/**
 * Fills `to_apply`.
 *
 * @param isFirst the upload has not been confirmed before: later only doubtful rows are left.
 * @returns rows, and those that are no mere link.
 */
export async function chooseUploadRows(
  tx: Tx,
  uploadId: string,
  isFirst: boolean,
): Promise<{ rows: number; acting: number }> {
  const { $client } = tx
  await $client.query(chooseRows, [uploadId, actionByRow, isFirst])
  const { rows } = await $client.query<{ rows: number; acting: number }>(
    `SELECT count(*)::integer AS rows, count(*) FILTER (WHERE action <> 'link')::integer AS acting FROM to_apply`,
  )
  return rows[0]!
}

const chosenRows: RowRelation = { sql: () => 'to_apply AS r', values: [] }

// The others are taken with their upload (`takenAt`).
const markDoubtful = `
  UPDATE upload_row u SET person_id = a.person_id, committed_at = $2 FROM to_apply a
  WHERE u.upload_id = $1 AND u.outcome = 'suspected' AND u.row_number = a.row_number`

/**
 * Somebody whom a row names was taken back by whoever put them there, while the rows were being applied: nothing is kept, and
 * the rows are to be judged anew.
 */
export class PersonGone extends Error {
  readonly people: number
  constructor(people: number) {
    super('A person whom the list names was taken back')
    this.people = people
  }
}

// Whoever takes an upload back locks its people against every new reference to them: a registration of ours either stands
// before, and is seen there, or waits, and finds them gone here.
const gone = `
  SELECT count(*)::integer AS people FROM person
  WHERE living = 'withdrawn' AND id IN (SELECT person_id FROM to_apply WHERE action <> 'create')`

/** Applies what `chooseUploadRows` has chosen, inside the scope of the ward. @throws PersonGone */
export async function applyUpload(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  list: Place,
  uploadId: string,
): Promise<Applied> {
  // Made a moment ago: nothing is known of it yet, and the statements below would be planned for a handful of rows.
  await tx.$client.query(
    'CREATE INDEX ON to_apply (row_number); ANALYZE to_apply (row_number, person_id, action)',
  )
  const applied = await apply(tx, { deps, actor, list, uploadId }, chosenRows)
  const people = await countGone(tx, list.wardId, actor.accountId)
  if (people > 0) throw new PersonGone(people)
  await rememberRowDecisions(tx, { uploadId, decidedAt: deps.clock(), byId: actor.accountId })
  await tx.$client.query(markDoubtful, [uploadId, deps.clock()])
  return applied
}

/** Looks past the ward, for a row may name somebody elsewhere: only the number leaves. */
async function countGone(tx: Tx, wardId: string, accountId: string): Promise<number> {
  await tx.$client.query(scopeStatements(everyWard))
  const { rows } = await tx.$client.query<{ people: number }>(gone)
  await tx.$client.query(scopeStatements(wardScope(wardId, accountId)))
  return rows[0]!.people
}

const forgetDecisions = `
  UPDATE upload_row r SET decision = NULL FROM person p
  WHERE r.upload_id = $1 AND r.decision = 'same-person' AND r.committed_at IS NULL AND p.id = r.person_id AND p.living = 'withdrawn'`

/** "The same person" is no answer any more when that person was taken back. @returns rows that are asked anew. */
export async function forgetGoneDecisions(
  tx: Tx,
  { id, wardId }: { id: string; wardId: string },
  accountId: string,
): Promise<number> {
  await tx.$client.query(scopeStatements({ ...everyWard, accountId }))
  const { rowCount } = await tx.$client.query(forgetDecisions, [id])
  await tx.$client.query(scopeStatements(wardScope(wardId, accountId)))
  return rowCount ?? 0
}
