/**
 * Confirmed rows become people and registrations: a few statements, however long the list. The rows of an upload stand in a
 * table of their own (`choose-rows.ts`), those of a form come as JSON; the statements are the same.
 */
import type { Actor } from '#domain/access.ts'
import { foldPersonName, nameKey } from '#domain/identity/names.ts'
import type { RowAction } from '#domain/upload.ts'
import { changedFields, type PersonChange } from '#domain/upload-match.ts'
import { localDateAt } from '#domain/dates.ts'
import type { Tx } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import type { ListRow } from './list-queries.ts'
import { withNames, type StagedPerson } from './staged-person.ts'
import { statedColumns } from './stated-columns.ts'
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

export type Place = Pick<ListRow, 'id' | 'campaignId' | 'wardId'>
type By = { deps: Deps; actor: Actor; list: Place; uploadId: string | null }

/**
 * Rows as a relation `r` (`row_number, id, person_id, action, change, folded, name_key` and `appliedColumns`), over one
 * parameter, if any: it stands after those of the statement.
 */
export type RowRelation = { sql: (parameter: number) => string; values: readonly unknown[] }

/** What a row states of its person, but for doses. */
export const appliedColumns = statedColumns.filter((column) => column !== 'earlier_doses')

// As a form states it: the names that JSON has, and the numbers one by one.
const typedRows = (parameter: number) => `(
  SELECT f.row_number, f.id, f.person_id, f.action, f.change, f.folded, f.name_key, p."wardId" AS lives_in_id,
    p."groupId" AS group_id, p."fullName" AS full_name, p."bornOn" AS born_on, p."bornPrecision" AS born_precision, p.sex,
    p."priorityCode" AS priority_code, p.phone, p.address, p.workplace, p."householdNumber" AS household_number,
    p."householdRelation" AS household_relation, p.ethnicity, n.*
  FROM jsonb_to_recordset($${parameter}::jsonb) AS f (row_number integer, id uuid, person_id uuid, action text, person jsonb,
    folded text, name_key text, change jsonb)
  CROSS JOIN LATERAL jsonb_to_record(f.person) AS p ("wardId" uuid, "groupId" uuid, "fullName" text, "bornOn" date,
    "bornPrecision" text, sex text, "priorityCode" smallint, phone text, address text, workplace text, "householdNumber" text,
    "householdRelation" text, ethnicity text, identifiers jsonb)
  CROSS JOIN LATERAL (
    SELECT array_agg(kind) AS number_kinds, array_agg(decode(sealed, 'hex')) AS numbers_sealed,
      array_agg(decode(key, 'hex')) AS lookups, array_agg(last4) AS numbers_last4
    FROM (SELECT DISTINCT ON (kind, key) * FROM jsonb_to_recordset(p.identifiers) AS i (kind text, sealed text, key text, last4 text))
  ) AS n) AS r`

/** @param source nothing but a list's form: what an upload confirms, `applyUpload` applies. */
export async function applyRows(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  source: { list: Place; uploadId: null },
  rows: readonly RowToApply[],
): Promise<Applied> {
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
    const relation = { sql: typedRows, values: [JSON.stringify(records)] }
    const applied = await apply(tx, { deps, actor, ...source }, relation)
    for (const key of ['created', 'updated', 'registered'] as const) total[key] += applied[key]
  }
  return total
}

const insertPeople = (rows: string) => `
  INSERT INTO person (id, canonical_id, ward_id, group_id, full_name, full_name_folded, name_key, born_on, born_precision,
    sex, priority_code, phone, address, workplace, household_number, household_relation, ethnicity, created_at)
  SELECT r.person_id, r.person_id, r.lives_in_id, r.group_id, r.full_name, r.folded, r.name_key, r.born_on, r.born_precision,
    r.sex, r.priority_code, r.phone, r.address, r.workplace, r.household_number, r.household_relation, r.ethnicity, $1
  FROM ${rows} WHERE r.action = 'create'`

const numbersOf = (rows: string) => `
  INSERT INTO person_identifier (person_id, kind, value, lookup, last4, source, seen_on)
  SELECT r.person_id, n.kind, n.sealed, n.lookup, n.last4, $1, $2::date
  FROM ${rows}
  CROSS JOIN LATERAL unnest(r.number_kinds, r.numbers_sealed, r.lookups, r.numbers_last4) AS n (kind, sealed, lookup, last4)`

// Nobody whom it has just made has a number yet: none is to be looked for.
const insertNewNumbers = (rows: string) => `${numbersOf(rows)} WHERE r.action = 'create'`

// Of a person who is there only the numbers that they did not have.
const insertNumbers = (rows: string) => `${numbersOf(rows)}
  WHERE r.action = 'update' AND EXISTS (SELECT 1 FROM jsonb_to_recordset(r.change->'newKeys') AS k (kind text, key text)
    WHERE k.kind = n.kind AND decode(k.key, 'hex') = n.lookup)
  ON CONFLICT DO NOTHING`

const insertEvents = (rows: string) => `
  INSERT INTO person_event (id, person_id, kind, before, after, at, by_id, source)
  SELECT r.id, r.person_id, CASE r.action WHEN 'create' THEN 'registered' ELSE 'corrected' END,
    CASE r.action WHEN 'create' THEN '{}' ELSE r.change->'before' END,
    CASE r.action WHEN 'create' THEN jsonb_build_object('wardId', r.lives_in_id, 'groupId', r.group_id)
      ELSE (r.change->'after') || CASE WHEN r.change->'newKeys' = '[]' THEN '{}'
        ELSE jsonb_build_object('newNumbers', jsonb_path_query_array(r.change, '$.newKeys[*].kind')) END END,
    $1, $2, $3::text || CASE WHEN $4 THEN ':' || r.row_number ELSE '' END
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
    household_number = coalesce(c.after->>'householdNumber', p.household_number),
    household_relation = coalesce(c.after->>'householdRelation', p.household_relation),
    ethnicity = coalesce(c.after->>'ethnicity', p.ethnicity),
    workplace = coalesce(c.after->>'workplace', p.workplace), group_id = coalesce((c.after->>'groupId')::uuid, p.group_id)
  FROM (SELECT r.person_id, r.change->'after' AS after, r.change->'names' AS names FROM ${rows} WHERE r.action = 'update') AS c
  WHERE p.id = c.person_id`

/** What a dose is judged by. */
const judgedBy = (rows: string) => `
  SELECT r.person_id AS id FROM ${rows}
  WHERE r.action = 'update' AND r.change->'after' ?| ARRAY['bornOn', 'bornPrecision', 'sex', 'priorityCode']`

const registrationColumns =
  '(id, person_id, campaign_id, list_id, upload_id, ward_id, priority_code, created_at)'

// Nobody whom it has just made can be on a list yet: nothing is to be looked for.
const insertNewRegistrations = (rows: string) => `
  INSERT INTO registration ${registrationColumns}
  SELECT r.id, r.person_id, $1::uuid, $2::uuid, $3::uuid, $4::uuid, r.priority_code, $5 FROM ${rows} WHERE r.action = 'create'`

// Whoever was taken off the list is put on it again.
const insertRegistrations = (rows: string) => `
  INSERT INTO registration AS held ${registrationColumns}
  SELECT DISTINCT ON (r.person_id) r.id, r.person_id, $1::uuid, $2::uuid, $3::uuid, $4::uuid, r.priority_code, $5
  FROM ${rows} WHERE r.action <> 'create' ORDER BY r.person_id, r.row_number
  ON CONFLICT (person_id, campaign_id, list_id) DO UPDATE
    SET state = 'listed', upload_id = excluded.upload_id, priority_code = excluded.priority_code, created_at = excluded.created_at
    WHERE held.state = 'withdrawn'`

export async function apply(tx: Tx, by: By, { sql: rowsOf, values }: RowRelation): Promise<Applied> {
  const { deps, actor, list, uploadId } = by
  const now = deps.clock()
  const source = uploadId === null ? `form:${list.id}` : `upload:${uploadId}`
  const run = async (statement: (rows: string) => string, ...own: unknown[]) =>
    (await tx.$client.query(statement(rowsOf(own.length + 1)), [...own, ...values])).rowCount ?? 0
  const created = await run(insertPeople, now)
  await run(lockPeople)
  const updated = await run(updatePeople)
  const from = [source, localDateAt(now, deps.authority.timeZone)]
  await run(insertNewNumbers, ...from)
  await run(insertNumbers, ...from)
  await run(insertEvents, now, actor.accountId, source, uploadId !== null)
  const onList = [list.campaignId, list.id, uploadId, list.wardId, now]
  const listed = await run(insertNewRegistrations, ...onList)
  const listedToo = await run(insertRegistrations, ...onList)
  const judged = await tx.$client.query<{ id: string }>(judgedBy(rowsOf(1)), [...values])
  await deps.rejudging.ask(
    tx,
    judged.rows.map(({ id }) => id),
  )
  return { created, updated, registered: listed + listedToo }
}
