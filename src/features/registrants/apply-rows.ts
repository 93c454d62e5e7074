/**
 * Confirmed rows become people and registrations: a few statements, however long the list. The rows stand in the staging
 * table (`applyUpload`) or come from a form (`applyRows`); the statements are the same.
 */
import type { Actor } from '#domain/access.ts'
import { foldPersonName, nameKey } from '#domain/identity/names.ts'
import { listActionRules, type RowAction } from '#domain/upload.ts'
import { changedFields, type PersonChange } from '#domain/upload-match.ts'
import { localDateAt } from '#domain/dates.ts'
import type { Tx } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import type { ListRow } from './list-queries.ts'
import { rememberRowDecisions } from './pair-decisions.ts'
import { withNames, type StagedPerson } from './staged-person.ts'
import { slices } from './upload-rows.ts'

export type RowToApply = {
  rowNumber: number
  person: StagedPerson
  action: RowAction
  /** Null only for a new person whose id nobody has made yet. */
  personId: string | null
  change: PersonChange | null
}

export type Applied = { created: number; updated: number; registered: number }

type Place = Pick<ListRow, 'id' | 'campaignId' | 'wardId'>
type By = { deps: Deps; actor: Actor; list: Place; uploadId: string | null }

/** @param source nothing but a list's form: what an upload confirms, `applyUpload` applies. */
export async function applyRows(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  source: { list: Place; uploadId: null },
  rows: readonly RowToApply[],
): Promise<Applied> {
  const relation = `jsonb_to_recordset($1::jsonb) AS r (row_number integer, id uuid, person_id uuid, action text, person jsonb,
    folded text, name_key text, change jsonb)`
  const total: Applied = { created: 0, updated: 0, registered: 0 }
  for (const slice of slices(rows)) {
    const records = slice.map(({ rowNumber, person, action, personId, change }) => ({
      row_number: rowNumber,
      id: deps.newId(),
      person_id: personId ?? deps.newId(),
      action:
        action === 'update' && (change === null || changedFields(change).length === 0) ? 'link' : action,
      person,
      folded: foldPersonName(person.fullName),
      name_key: nameKey(person.fullName),
      change: change === null ? null : withNames(change),
    }))
    const applied = await apply(tx, { deps, actor, ...source }, relation, JSON.stringify(records))
    for (const key of ['created', 'updated', 'registered'] as const) total[key] += applied[key]
  }
  return total
}

// What is done with a row follows from the rule as written out by `domain`; two rows that were both decided to be one
// person: the first of them speaks.
const chooseRows = `
  INSERT INTO to_apply (row_number, id, person_id, action)
  SELECT c.row_number, c.id, c.person_id,
    CASE WHEN c.action = 'update' AND (c.nothing OR row_number() OVER (PARTITION BY c.person_id, c.action, c.nothing ORDER BY c.row_number) > 1)
         THEN 'link' ELSE c.action END
  FROM (SELECT r.row_number, r.id, CASE rule.action WHEN 'create' THEN r.id ELSE r.person_id END AS person_id, rule.action,
          coalesce(r.change->'after', '{}') = '{}' AND coalesce(r.change->'newKeys', '[]') = '[]' AS nothing
        FROM upload_row r
        JOIN jsonb_to_recordset($2::jsonb) AS rule (outcome text, decision text, known boolean, place text, action text)
          ON rule.outcome = r.outcome AND rule.decision = coalesce(r.decision, '') AND rule.known = (r.person_id IS NOT NULL)
             AND rule.place = coalesce(r.match->>'where', '')
        WHERE r.upload_id = $1 AND r.committed_at IS NULL) AS c`

/** Fills `to_apply` with what confirming the upload does now. @returns rows, and those that are no mere link. */
export async function chooseUploadRows(tx: Tx, uploadId: string): Promise<{ rows: number; acting: number }> {
  const { $client } = tx
  await $client.query(
    'CREATE TEMPORARY TABLE to_apply (row_number integer PRIMARY KEY, id uuid, person_id uuid, action text) ON COMMIT DROP',
  )
  await $client.query(chooseRows, [uploadId, JSON.stringify(listActionRules())])
  const { rows } = await $client.query<{ rows: number; acting: number }>(
    `SELECT count(*)::integer AS rows, count(*) FILTER (WHERE action <> 'link')::integer AS acting FROM to_apply`,
  )
  return rows[0]!
}

const stagedRows = `(
  SELECT a.row_number, a.id, a.person_id, a.action, r.parsed->'person' AS person, r.full_name_folded AS folded, r.name_key, r.change
  FROM to_apply a JOIN upload_row r ON r.upload_id = $1::uuid AND r.row_number = a.row_number) AS r`

const markRows = `
  UPDATE upload_row u SET person_id = a.person_id, committed_at = $2 FROM to_apply a
  WHERE u.upload_id = $1 AND u.row_number = a.row_number`

/** Applies what `chooseUploadRows` has chosen. */
export async function applyUpload(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  list: Place,
  uploadId: string,
): Promise<Applied> {
  await tx.$client.query('ANALYZE to_apply')
  const applied = await apply(tx, { deps, actor, list, uploadId }, stagedRows, uploadId)
  await rememberRowDecisions(tx, { uploadId, decidedAt: deps.clock(), byId: actor.accountId })
  await tx.$client.query(markRows, [uploadId, deps.clock()])
  return applied
}

const insertPeople = (rows: string) => `
  INSERT INTO person (id, canonical_id, ward_id, group_id, full_name, full_name_folded, name_key, born_on, born_precision,
    sex, priority_code, phone, address, workplace, created_at)
  SELECT r.person_id, r.person_id, (r.person->>'wardId')::uuid, (r.person->>'groupId')::uuid, r.person->>'fullName', r.folded,
    r.name_key, (r.person->>'bornOn')::date, r.person->>'bornPrecision', r.person->>'sex', (r.person->>'priorityCode')::smallint,
    r.person->>'phone', r.person->>'address', r.person->>'workplace', $2
  FROM ${rows} WHERE r.action = 'create'`

// Of a person who is there only the numbers that they did not have.
const insertNumbers = (rows: string) => `
  INSERT INTO person_identifier (person_id, kind, value, lookup, last4, source, seen_on)
  SELECT DISTINCT ON (r.person_id, n.kind, n.key) r.person_id, n.kind, decode(n.sealed, 'base64'), decode(n.key, 'hex'), n.last4, $2, $3::date
  FROM ${rows}
  CROSS JOIN LATERAL jsonb_to_recordset(r.person->'identifiers') AS n (kind text, sealed text, key text, last4 text)
  WHERE r.action = 'create' OR (r.action = 'update' AND EXISTS (
    SELECT 1 FROM jsonb_to_recordset(r.change->'newKeys') AS k (kind text, key text) WHERE k.kind = n.kind AND k.key = n.key))
  ORDER BY r.person_id, n.kind, n.key, r.row_number`

const insertEvents = (rows: string) => `
  INSERT INTO person_event (id, person_id, kind, before, after, at, by_id, source)
  SELECT r.id, r.person_id, CASE r.action WHEN 'create' THEN 'registered' ELSE 'corrected' END,
    CASE r.action WHEN 'create' THEN '{}' ELSE r.change->'before' END,
    CASE r.action WHEN 'create' THEN jsonb_build_object('wardId', r.person->'wardId', 'groupId', r.person->'groupId')
      ELSE (r.change->'after') || CASE WHEN r.change->'newKeys' = '[]' THEN '{}'
        ELSE jsonb_build_object('newNumbers', jsonb_path_query_array(r.change, '$.newKeys[*].kind')) END END,
    $2, $3, $4::text || CASE WHEN $5 THEN ':' || r.row_number ELSE '' END
  FROM ${rows} WHERE r.action <> 'link'`

// In id order, before anything of them is written: the set writer locks people in the same order.
const lockPeople = (rows: string) => `
  SELECT 1 FROM person WHERE id IN (SELECT r.person_id FROM ${rows} WHERE r.action = 'update') ORDER BY id FOR NO KEY UPDATE`

const updatePeople = (rows: string) => `
  UPDATE person p SET version = p.version + 1,
    full_name = coalesce(c.after->>'fullName', p.full_name), full_name_folded = coalesce(c.names->>'folded', p.full_name_folded),
    name_key = coalesce(c.names->>'nameKey', p.name_key), born_on = coalesce((c.after->>'bornOn')::date, p.born_on),
    born_precision = coalesce(c.after->>'bornPrecision', p.born_precision), sex = coalesce(c.after->>'sex', p.sex),
    priority_code = coalesce((c.after->>'priorityCode')::smallint, p.priority_code),
    phone = coalesce(c.after->>'phone', p.phone), address = coalesce(c.after->>'address', p.address),
    workplace = coalesce(c.after->>'workplace', p.workplace), group_id = coalesce((c.after->>'groupId')::uuid, p.group_id)
  FROM (SELECT r.person_id, r.change->'after' AS after, r.change->'names' AS names FROM ${rows} WHERE r.action = 'update') AS c
  WHERE p.id = c.person_id`

/** What a dose is judged by. */
const judgedBy = (rows: string) => `
  SELECT r.person_id AS id FROM ${rows}
  WHERE r.action = 'update' AND r.change->'after' ?| ARRAY['bornOn', 'bornPrecision', 'sex', 'priorityCode']`

// Whoever was taken off the list is put on it again.
const insertRegistrations = (rows: string) => `
  INSERT INTO registration AS held (id, person_id, campaign_id, list_id, upload_id, ward_id, priority_code, created_at)
  SELECT DISTINCT ON (r.person_id) r.id, r.person_id, $2::uuid, $3::uuid, $4::uuid, $5::uuid, (r.person->>'priorityCode')::smallint, $6
  FROM ${rows} ORDER BY r.person_id, r.row_number
  ON CONFLICT (person_id, campaign_id, list_id) DO UPDATE
    SET state = 'listed', upload_id = excluded.upload_id, priority_code = excluded.priority_code, created_at = excluded.created_at
    WHERE held.state = 'withdrawn'`

/** @param rows a relation `r` with the columns of `stagedRows`, over the parameter $1. */
async function apply(tx: Tx, by: By, rows: string, value: unknown): Promise<Applied> {
  const { deps, actor, list, uploadId } = by
  const now = deps.clock()
  const source = uploadId === null ? `form:${list.id}` : `upload:${uploadId}`
  const run = async (sql: string, ...values: unknown[]) =>
    (await tx.$client.query(sql, [value, ...values])).rowCount ?? 0
  const created = await run(insertPeople(rows), now)
  await run(lockPeople(rows))
  const updated = await run(updatePeople(rows))
  await run(insertNumbers(rows), source, localDateAt(now, deps.authority.timeZone))
  await run(insertEvents(rows), now, actor.accountId, source, uploadId !== null)
  const registered = await run(
    insertRegistrations(rows),
    list.campaignId,
    list.id,
    uploadId,
    list.wardId,
    now,
  )
  const judged = await tx.$client.query<{ id: string }>(judgedBy(rows), [value])
  await deps.rejudging.ask(
    tx,
    judged.rows.map(({ id }) => id),
  )
  return { created, updated, registered }
}
