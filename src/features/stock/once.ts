import { sql } from 'drizzle-orm'
import { canonicalJson } from '#domain/canonical-json.ts'
import { Problem } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'

/** Two requests with one id wait for each other, so that the second finds what the first has stored. */
export async function claimId(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))`)
}

/** Same id, same content: the same answer. @throws Problem `stock.id-used` when the content is another. */
export function requireSame(stored: unknown, asked: unknown): void {
  if (canonicalJson(stored) !== canonicalJson(asked)) throw new Problem('stock.id-used')
}
