import type { Pool } from 'pg'
import type { LocalDate } from '#domain/dates.ts'

/*
 * What has changed for a session's people since a phone last asked. No table keeps a list of changes, and no write pays
 * for one: every row knows the transaction that wrote it (xmin). A phone's cursor is the oldest transaction that was
 * still open when it began to read; whatever that one or a later one wrote, the phone may not have. Some of it is sent
 * twice, none of it is missed, whatever the order in which transactions commit.
 *
 * Asked as the writer, which sees whose doses they are, and of a person no name: who may be seen is asked after this.
 */

/** @returns the oldest open transaction, as text: it has 64 bits. */
export async function readSnapshot(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ snapshot: string }>(
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS snapshot',
  )
  return rows[0]!.snapshot
}

const listed = `
listed AS MATERIALIZED (
  SELECT sp.person_id, p.canonical_id, sp.xmin AS written FROM session_person sp JOIN person p ON p.id = sp.person_id
  WHERE sp.session_id = $1),
who AS MATERIALIZED (SELECT DISTINCT canonical_id FROM listed)`

const allSql = `
WITH ${listed}
SELECT canonical_id AS id FROM who WHERE $2::uuid IS NULL OR canonical_id > $2 ORDER BY 1 LIMIT $3`

// `$2`: the cursor. Younger than it, by the clock of transactions, is what the phone may not have.
const changes = `${listed},
bound AS (SELECT age($2::text::xid8::xid) AS oldest),
member AS MATERIALIZED (
  SELECT m.id, m.canonical_id, m.xmin AS written FROM person m JOIN who USING (canonical_id)),
joined AS MATERIALIZED (
  SELECT g.kept_id, g.absorbed_id, m.canonical_id FROM merge g JOIN member m ON m.id IN (g.kept_id, g.absorbed_id), bound
  WHERE age(g.xmin) <= oldest)`

const visitTables = ['check_in', 'consent', 'screening', 'not_given', 'observation', 'reaction']

const changedSql = `
WITH ${changes},
changed (id) AS (
  SELECT canonical_id FROM listed, bound WHERE age(written) <= oldest
  UNION SELECT canonical_id FROM member, bound WHERE age(written) <= oldest
  UNION SELECT canonical_id FROM joined
  UNION SELECT m.canonical_id FROM bound, member m JOIN person_identifier n ON n.person_id = m.id WHERE age(n.xmin) <= oldest
  UNION SELECT m.canonical_id FROM bound, member m JOIN invitation v ON v.person_id = m.id WHERE age(v.xmin) <= oldest
  UNION SELECT s.person_id FROM bound, who JOIN dose_standing s ON s.person_id = who.canonical_id WHERE age(s.xmin) <= oldest
  UNION SELECT m.canonical_id FROM bound, member m JOIN dose d ON d.person_id = m.id JOIN dose_change c ON c.dose_id = d.id
        WHERE age(c.xmin) <= oldest
  UNION SELECT m.canonical_id FROM bound, member m JOIN receipt r ON r.session_id = $1 AND r.person_id = m.id AND r.outcome = 'quarantined'
        LEFT JOIN quarantine_release q ON q.receipt_id = r.id WHERE age(r.xmin) <= oldest OR age(q.xmin) <= oldest
  -- A dose that a correction brought here, and that the next one took away.
  UNION SELECT m.canonical_id FROM bound, member m
        JOIN dose_change b ON b.fields->>'personId' = m.id::text AND b.fields ? 'personId'
        JOIN dose_change c ON c.dose_id = b.dose_id WHERE age(c.xmin) <= oldest
${visitTables
  .map(
    (table) =>
      `  UNION SELECT m.canonical_id FROM bound, member m JOIN ${table} e ON e.session_id = $1 AND e.person_id = m.id WHERE age(e.xmin) <= oldest`,
  )
  .join('\n')})
SELECT id FROM changed WHERE $3::uuid IS NULL OR id > $3 ORDER BY 1 LIMIT $4`

const goneSql = `
WITH ${changes},
candidate (id) AS (
  SELECT g.person_id FROM session_person_gone g, bound WHERE g.session_id = $1 AND age(g.xmin) <= oldest
  UNION SELECT m.id FROM member m, bound WHERE age(m.written) <= oldest
  UNION SELECT kept_id FROM joined UNION SELECT absorbed_id FROM joined)
SELECT DISTINCT i.id FROM candidate c JOIN person p ON p.id = c.id CROSS JOIN LATERAL (VALUES (p.id), (p.canonical_id)) AS i (id)
WHERE i.id NOT IN (SELECT canonical_id FROM who) ORDER BY 1`

export type PackAsk = { sessionId: string; afterId: string | null; limit: number }

/** Canonical ids, in order: everybody of the session, or whose row may be another one since the cursor. */
export async function selectPackIds(
  pool: Pool,
  { sessionId, afterId, limit }: PackAsk,
  since: string | null,
) {
  const { rows } =
    since === null
      ? await pool.query<{ id: string }>(allSql, [sessionId, afterId, limit])
      : await pool.query<{ id: string }>(changedSql, [sessionId, since, afterId, limit])
  return rows.map(({ id }) => id)
}

/** Ids that a phone with this cursor may have, and that are nobody of the session now. */
export async function selectGoneIds(pool: Pool, sessionId: string, since: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(goneSql, [sessionId, since])
  return rows.map(({ id }) => id)
}

export async function countPackPeople(pool: Pool, sessionId: string): Promise<number> {
  const { rows } = await pool.query<{ people: number }>(
    `WITH ${listed} SELECT count(*)::integer AS people FROM who`,
    [sessionId],
  )
  return rows[0]!.people
}

type PaperRow = { personId: string; tokenHash: Buffer }

/** Papers of these people that hold. */
export async function selectPapers(
  pool: Pool,
  personIds: readonly string[],
  { campaignId, today }: { campaignId: string; today: LocalDate },
): Promise<PaperRow[]> {
  const { rows } = await pool.query<PaperRow>(
    `SELECT person_id AS "personId", token_hash AS "tokenHash" FROM invitation
     WHERE person_id = ANY ($1::uuid[]) AND campaign_id = $2 AND revoked_at IS NULL AND valid_to >= $3
     ORDER BY token_hash`,
    [personIds, campaignId, today],
  )
  return rows
}

/** A list for every phone; with more, the newest matter, since an old paper is mostly seen before. */
const REVOKED_MAX = 20_000

/** Papers of a campaign that were revoked before their last day, of whomever. */
export async function selectRevoked(pool: Pool, campaignId: string, today: LocalDate): Promise<Buffer[]> {
  const { rows } = await pool.query<{ tokenHash: Buffer }>(
    `SELECT token_hash AS "tokenHash" FROM invitation
     WHERE campaign_id = $1 AND revoked_at IS NOT NULL AND valid_to >= $2 ORDER BY revoked_at DESC, token_hash LIMIT ${REVOKED_MAX}`,
    [campaignId, today],
  )
  return rows.map(({ tokenHash }) => tokenHash)
}
