import type { PoolClient } from 'pg'

/**
 * Lists follow a merge: wherever a record is listed that another one now stands for, the site sees the one that is kept;
 * where a record stands for itself again, the list is as it was.
 *
 * @param canonicalIds of everybody whom the merge is about, as they will be.
 */
export async function updateSessionCanonical(
  client: PoolClient,
  canonicalIds: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = [...canonicalIds].map(([id, canonicalId]) => ({ id, canonical_id: canonicalId }))
  await client.query(
    `WITH now AS (SELECT * FROM json_to_recordset($1::json) AS r (id uuid, canonical_id uuid)),
     apart AS (DELETE FROM session_canonical c USING now WHERE c.listed_id = now.id AND now.canonical_id = now.id)
     INSERT INTO session_canonical (session_id, listed_id, person_id)
     SELECT s.session_id, now.id, now.canonical_id FROM now JOIN session_person s ON s.person_id = now.id
     WHERE now.canonical_id <> now.id ORDER BY 1, 2
     ON CONFLICT (session_id, listed_id) DO UPDATE SET person_id = excluded.person_id`,
    [JSON.stringify(rows)],
  )
}
