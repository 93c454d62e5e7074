/**
 * The reference of an upload: a plain COPY of the very rows that the upload stored, into the very tables, with the same
 * indexes, constraints and triggers, in one transaction. The rows are taken out of the tables first, and the tables
 * vacuumed, so that both sides start alike. All that the upload stored but the line of the upload itself and its audit: the
 * file, the rows as they were sent, the people, their numbers, their events, their registrations, and answers to doubts.
 * What the reference does not do: open a file, understand a row, seal a number, look for the same person, write a row twice
 * (as sent, and as taken), ask again before storing, or obey row-level security, which COPY cannot.
 */
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Client } from 'pg'
import { from, to } from 'pg-copy-streams'

/** In the order of their foreign keys, each with the rows that are an upload's ($1 stands for its id). */
const tables = [
  ['upload_file', `upload_id = $1`],
  ['upload_row', `upload_id = $1`],
  ['person', `id IN (SELECT person_id FROM registration WHERE upload_id = $1)`],
  ['person_identifier', `source = 'upload:' || $1`],
  ['person_event', `source LIKE 'upload:' || $1 || ':%'`],
  ['registration', `upload_id = $1`],
  ['pair_decision', `upload_id = $1`],
] as const

export async function copyAgain(
  client: Client,
  uploadId: string,
): Promise<{ seconds: number; rows: Record<string, number> }> {
  const held = new Map<string, Buffer>()
  const only = (where: string) => where.replaceAll('$1', `'${uploadId}'`)
  for (const [table, where] of tables) {
    const rows = client.query(to(`COPY (SELECT * FROM ${table} WHERE ${only(where)}) TO STDOUT`))
    held.set(table, await buffer(rows))
  }
  // Facts are never deleted, and these come back in a moment.
  await client.query('SET session_replication_role = replica')
  await client.query(
    `CREATE TEMPORARY TABLE taken_out AS SELECT person_id FROM registration WHERE upload_id = '${uploadId}'`,
  )
  for (const [table, where] of tables.toReversed()) {
    const rows = table === 'person' ? 'id IN (SELECT person_id FROM taken_out)' : only(where)
    await client.query(`DELETE FROM ${table} WHERE ${rows}`)
  }
  await client.query('DROP TABLE taken_out')
  await client.query('SET session_replication_role = origin')
  for (const [table] of tables) await client.query(`VACUUM ANALYZE ${table}`)
  const startedMs = performance.now()
  await client.query('BEGIN')
  const copied: Record<string, number> = {}
  for (const [table] of tables) {
    const copying = client.query(from(`COPY ${table} FROM STDIN`))
    await pipeline(pieces(held.get(table)!), copying)
    copied[table] = copying.rowCount
  }
  await client.query('COMMIT')
  return { seconds: (performance.now() - startedMs) / 1000, rows: copied }
}

const PIECE = 64 * 1024

function pieces(whole: Buffer): Readable {
  const count = Math.ceil(whole.length / PIECE)
  return Readable.from(Array.from({ length: count }, (_, at) => whole.subarray(at * PIECE, (at + 1) * PIECE)))
}
