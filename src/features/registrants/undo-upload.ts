import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { foldPersonName, nameKey } from '#domain/identity/names.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { upload } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { findUploadWard } from './commit-upload.ts'
import { everyWard, findUpload, lockUpload, lockWard, type UploadView } from './upload-queries.ts'
import { takenRows } from './upload-rows.ts'

/**
 * Takes a confirmed upload back while nobody on it has been checked in. Whom it put on the list is off it; whom it made, and
 * nobody has touched since, is found by nobody any more; what it changed is put back where it still stands. Every step is an
 * event of its own: nothing that was written is unwritten.
 *
 * @throws Problem `not-found`, `request.stale`, `upload.not-confirmed`, `upload.checked-in`.
 */
export async function undoUpload(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  { reason, language }: { reason: string; language: Language },
): Promise<UploadView> {
  const wardId = await findUploadWard(deps, actor, id)
  // Some of whom it made may live in other wards: they go with it.
  const undone = await inScope(deps.db, { ...everyWard, accountId: actor.accountId }, async (tx) => {
    await tx.$client.query(`SET LOCAL statement_timeout = '60s'`)
    // A list of the ward that is being confirmed may be about to put the same people on it.
    await lockWard(tx, wardId)
    const stored = (await lockUpload(tx, id))!
    if (stored.state === 'undone') return (await findUpload(tx, id, language))!
    if (stored.state !== 'committed') throw new Problem('upload.not-confirmed')
    if (stored.version !== version) throw new Problem('request.stale')
    const now = deps.clock()
    const people = await countArrived(tx, id)
    if (people > 0) throw new Problem('upload.checked-in', { people })
    const done = await takeBack(tx, { id, now, byId: actor.accountId, reason })
    await deps.rejudging.ask(tx, done.judged)
    await tx
      .update(upload)
      .set({
        state: 'undone',
        undoneAt: now,
        undoneBy: actor.accountId,
        undoneReason: reason,
        version: version + 1,
      })
      .where(eq(upload.id, id))
    const { judged: _ids, ...counts } = done
    await appendAudit(tx, actor, now, {
      action: 'undoUpload',
      subjectKind: 'upload',
      subjectId: id,
      placeId: wardId,
      detail: { listId: stored.listId, fileHash: stored.fileHash, ...counts },
    })
    return (await findUpload(tx, id, language))!
  })
  await deps.rejudging.run()
  return undone
}

// Whoever was found in another ward is on it too. Whom the upload made was checked in after it, whatever a device's clock
// said; of the others a visit before it is no matter. A dose that the list itself told of is no visit.
const arrived = `
  SELECT count(DISTINCT p.canonical_id)::integer AS people
  FROM ${takenRows} AS r JOIN person l ON l.id = r.person_id JOIN person p ON p.canonical_id = l.canonical_id
  WHERE r.upload_id = $1 AND (EXISTS (SELECT 1 FROM check_in c WHERE c.person_id = p.id AND (c.at >= r.taken_at OR r.id = r.person_id))
    OR EXISTS (SELECT 1 FROM dose d WHERE d.person_id = p.id AND d.session_id IS NOT NULL AND d.recorded_at >= r.taken_at))`

async function countArrived(tx: Tx, id: string): Promise<number> {
  // A check-in locks its person: whoever is not counted here cannot arrive before we are done. Nor does anything new refer to
  // them: a list of another ward that finds them waits (`choose-rows.ts`).
  await tx.$client.query(
    `SELECT 1 FROM person WHERE id IN (SELECT r.person_id FROM ${takenRows} AS r WHERE r.upload_id = $1)
     ORDER BY id FOR UPDATE`,
    [id],
  )
  return (await tx.$client.query<{ people: number }>(arrived, [id])).rows[0]!.people
}

type Undoing = { id: string; now: Date; byId: string; reason: string }

const temporaryTables = `
  CREATE TEMPORARY TABLE also_sent (person_id uuid, upload_id uuid, taken_at timestamptz) ON COMMIT DROP;
  CREATE TEMPORARY TABLE off_list (id uuid, person_id uuid, list_id uuid, state text) ON COMMIT DROP;
  CREATE TEMPORARY TABLE gone (id uuid) ON COMMIT DROP;
  CREATE TEMPORARY TABLE put_back (event_id uuid, person_id uuid, before jsonb, after jsonb) ON COMMIT DROP`

// Whom another confirmed upload of the list has as well.
const findAlsoSent = `
  INSERT INTO also_sent SELECT DISTINCT ON (r.person_id) r.person_id, r.upload_id, r.taken_at
  FROM upload u JOIN upload a ON a.list_id = u.list_id AND a.id <> u.id AND a.state = 'committed'
  JOIN ${takenRows} AS r ON r.upload_id = a.id
  WHERE u.id = $1 ORDER BY r.person_id, r.taken_at DESC`

// They stay on the list, by the word of the other one.
const handOver = `
  UPDATE registration g SET upload_id = a.upload_id FROM also_sent a
  WHERE g.upload_id = $1 AND g.person_id = a.person_id AND g.state <> 'withdrawn'`

const withdraw = `
  WITH was AS MATERIALIZED (SELECT id, state FROM registration WHERE upload_id = $1 AND state <> 'withdrawn' FOR UPDATE),
  now AS (UPDATE registration r SET state = 'withdrawn' FROM was WHERE r.id = was.id RETURNING r.id, r.person_id, r.list_id, was.state)
  INSERT INTO off_list SELECT id, person_id, list_id, state FROM now`

// Made by this upload and by nothing else since: no other list, no change, no merge, no session, no fact of a site.
const findUntouched = `
  INSERT INTO gone SELECT p.id FROM ${takenRows} AS r JOIN person p ON p.id = r.id
  WHERE r.upload_id = $1 AND r.person_id = r.id AND p.version = 1 AND p.canonical_id = p.id
    AND NOT EXISTS (SELECT 1 FROM registration g WHERE g.person_id = p.id AND g.state <> 'withdrawn')
    AND NOT EXISTS (SELECT 1 FROM person_event e WHERE e.person_id = p.id AND e.id <> p.id)
    AND NOT EXISTS (SELECT 1 FROM merge m WHERE m.kept_id = p.id OR m.absorbed_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM session_person s WHERE s.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM check_in c WHERE c.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM dose d WHERE d.person_id = p.id)`

const hidePeople = `UPDATE person p SET living = 'withdrawn', version = p.version + 1 FROM gone WHERE p.id = gone.id`

// A paper that was handed out opens no door any more.
const revoke = `
  UPDATE invitation v SET revoked_at = $1, revoked_reason = $2 FROM gone WHERE v.person_id = gone.id AND v.revoked_at IS NULL`

/** An id that follows from what it undoes (RFC 9562, version 8). */
const undoId = (what: 'list' | 'event', of: string) =>
  `overlay(overlay(md5('undo ${what} ' || ${of}) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid`

const tellWithdrawn = `
  INSERT INTO person_event (id, person_id, kind, before, after, reason, at, by_id, source)
  SELECT ${undoId('list', 'o.id')}, o.person_id, 'withdrawn', jsonb_build_object('listId', o.list_id, 'state', o.state),
    jsonb_build_object('listId', o.list_id, 'state', 'withdrawn') || CASE WHEN gone.id IS NULL THEN '{}'::jsonb ELSE '{"living": "withdrawn"}' END,
    $2, $3, $4, 'undo:' || $1::text
  FROM off_list o LEFT JOIN gone ON gone.id = o.person_id`

// What the upload wrote of a field that still stands as it wrote it; a later word is not touched, nor what a later upload
// found as it should be.
const findStanding = `
  INSERT INTO put_back
  SELECT e.id, e.person_id, jsonb_object_agg(f.key, f.value), jsonb_object_agg(f.key, e.before->f.key)
  FROM ${takenRows} AS r JOIN person_event e ON e.id = r.id AND e.kind = 'corrected' JOIN person p ON p.id = e.person_id
  CROSS JOIN LATERAL jsonb_each(e.after - 'newNumbers') AS f
  WHERE r.upload_id = $1 AND f.value = jsonb_build_object(
    'fullName', p.full_name, 'bornOn', p.born_on, 'bornPrecision', p.born_precision, 'sex', p.sex,
    'priorityCode', p.priority_code, 'phone', p.phone, 'address', p.address, 'workplace', p.workplace, 'groupId', p.group_id,
    'householdNumber', p.household_number, 'householdRelation', p.household_relation, 'ethnicity', p.ethnicity)->f.key
    AND NOT EXISTS (SELECT 1 FROM also_sent a WHERE a.person_id = e.person_id AND a.taken_at > r.taken_at)
  GROUP BY e.id, e.person_id`

const restore = `
  UPDATE person p SET version = p.version + 1,
    full_name = coalesce(b.after->>'fullName', p.full_name), full_name_folded = coalesce(n.folded, p.full_name_folded),
    name_key = coalesce(n.name_key, p.name_key), born_on = coalesce((b.after->>'bornOn')::date, p.born_on),
    born_precision = coalesce(b.after->>'bornPrecision', p.born_precision), sex = coalesce(b.after->>'sex', p.sex),
    priority_code = coalesce((b.after->>'priorityCode')::smallint, p.priority_code),
    phone = coalesce(b.after->>'phone', p.phone), address = coalesce(b.after->>'address', p.address),
    workplace = coalesce(b.after->>'workplace', p.workplace),
    household_number = coalesce(b.after->>'householdNumber', p.household_number),
    household_relation = coalesce(b.after->>'householdRelation', p.household_relation),
    ethnicity = coalesce(b.after->>'ethnicity', p.ethnicity),
    group_id = CASE WHEN b.after ? 'groupId' THEN (b.after->>'groupId')::uuid ELSE p.group_id END
  FROM put_back b LEFT JOIN jsonb_to_recordset($1::jsonb) AS n (id uuid, folded text, name_key text) ON n.id = b.person_id
  WHERE p.id = b.person_id`

const tellRestored = `
  INSERT INTO person_event (id, person_id, kind, before, after, reason, at, by_id, source)
  SELECT ${undoId('event', 'b.event_id')}, b.person_id, 'corrected', b.before, b.after, $2, $3, $4, 'undo:' || $1::text FROM put_back b`

// Numbers that it brought to people who were there; whom it made keep theirs, and are not found by them.
const forgetNumbers = `
  DELETE FROM person_identifier n USING ${takenRows} AS r
  WHERE r.upload_id = $1 AND n.person_id = r.person_id AND r.person_id <> r.id
    AND n.source = 'upload:' || r.upload_id`

/** What a dose is judged by. */
const judgedAnew = `SELECT person_id AS id FROM put_back WHERE after ?| ARRAY['bornOn', 'bornPrecision', 'sex', 'priorityCode']`

async function takeBack(tx: Tx, { id, now, byId, reason }: Undoing) {
  const { $client } = tx
  const count = async (sql: string, values: unknown[]) => (await $client.query(sql, values)).rowCount ?? 0
  await $client.query(temporaryTables)
  await $client.query(findAlsoSent, [id])
  await $client.query(handOver, [id])
  const withdrawn = await count(withdraw, [id])
  const gone = await count(findUntouched, [id])
  await $client.query(hidePeople)
  await $client.query(revoke, [now, reason])
  await $client.query(tellWithdrawn, [id, reason, now, byId])
  const restored = await count(findStanding, [id])
  const named = await $client.query<{ id: string; name: string }>(
    `SELECT person_id AS id, after->>'fullName' AS name FROM put_back WHERE after ? 'fullName'`,
  )
  const names = named.rows.map((row) => ({
    id: row.id,
    folded: foldPersonName(row.name),
    name_key: nameKey(row.name),
  }))
  await $client.query(restore, [JSON.stringify(names)])
  await $client.query(tellRestored, [id, reason, now, byId])
  const numbers = await count(forgetNumbers, [id])
  const judged = (await $client.query<{ id: string }>(judgedAnew)).rows.map((row) => row.id)
  return { withdrawn, gone, restored, numbers, judged }
}
