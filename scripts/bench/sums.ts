import type { Client } from 'pg'

const sumsSql = `
SELECT (SELECT count(*) FROM dose) AS doses,
  (SELECT count(*) FROM dose_standing WHERE step IS NOT NULL) AS standings,
  (SELECT count(*) FROM receipt WHERE kind = 'dose' AND outcome = 'accepted') AS receipts,
  (SELECT coalesce(sum(doses), 0) FROM coverage_ward) AS coverage_ward,
  (SELECT coalesce(sum(doses), 0) FROM coverage_day) AS coverage_day,
  (SELECT coalesce(sum(doses), 0) FROM entry_delay) AS entry_delay,
  (SELECT coalesce(sum(counted), 0) FROM session_count) AS session_count,
  (SELECT count(*) FROM audit_entry WHERE action = 'putEntry') AS audit_rows,
  (SELECT coalesce(sum(seq), 0) FROM audit_lane WHERE kind = 'writer') AS audit_lanes,
  (SELECT coalesce(sum(doses), 0) FROM movement WHERE kind = 'use') AS moved,
  (SELECT coalesce(sum(doses), 0) FROM movement WHERE cause_kind = 'bench') - (SELECT sum(doses) FROM balance) AS stock_drawn`

/** Every sum that must equal the doses answered; read after the load, so that nothing moves meanwhile. */
export async function readSums(client: Client): Promise<Record<string, number>> {
  const { rows } = await client.query<Record<string, number | string>>(sumsSql)
  return Object.fromEntries(Object.entries(rows[0]!).map(([name, value]) => [name, Number(value)]))
}
