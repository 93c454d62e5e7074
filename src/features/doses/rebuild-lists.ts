import type { PoolClient } from 'pg'

/** A record on the list of a session that stands for somebody else than is kept. */
export type WrongListed = {
  sessionId: string
  listedId: string
  /** Null: nothing is kept of it. */
  stored: string | null
  /** Null: the record stands for itself. */
  rebuilt: string | null
}

/**
 * Who is kept of each merged record on the list of a session. Where the kept one is on the list too, as after a check-in
 * under the old id, the site sees them anyway, and no row is needed.
 */
export async function compareLists(client: PoolClient): Promise<WrongListed[]> {
  const { rows } = await client.query<WrongListed>(
    `SELECT session_id AS "sessionId", listed_id AS "listedId", k.person_id AS stored, e.canonical_id AS rebuilt
     FROM session_canonical k FULL JOIN (
       SELECT s.session_id, s.person_id AS listed_id, p.canonical_id, EXISTS (
         SELECT FROM session_person o WHERE o.session_id = s.session_id AND o.person_id = p.canonical_id) AS seen
       FROM person p JOIN session_person s ON s.person_id = p.id WHERE p.canonical_id <> p.id) e
       USING (session_id, listed_id)
     WHERE k.person_id IS DISTINCT FROM e.canonical_id AND NOT (k.person_id IS NULL AND e.seen)
     ORDER BY 1, 2`,
  )
  return rows
}

export async function writeLists(client: PoolClient, wrong: readonly WrongListed[]): Promise<void> {
  if (wrong.length === 0) return
  await client.query(
    `WITH now AS (SELECT * FROM json_to_recordset($1::json) AS r ("sessionId" uuid, "listedId" uuid, rebuilt uuid)),
     apart AS (DELETE FROM session_canonical c USING now
               WHERE c.session_id = now."sessionId" AND c.listed_id = now."listedId" AND now.rebuilt IS NULL)
     INSERT INTO session_canonical (session_id, listed_id, person_id)
     SELECT "sessionId", "listedId", rebuilt FROM now WHERE rebuilt IS NOT NULL
     ON CONFLICT (session_id, listed_id) DO UPDATE SET person_id = excluded.person_id`,
    [JSON.stringify(wrong)],
  )
}
