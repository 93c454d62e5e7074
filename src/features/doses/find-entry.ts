import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { quarantineRelease, receipt } from '#db/tables/doses.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './entry-contract.ts'

/** What became of an entry: one's own, or of a session in reach. @throws Problem `not-found`. */
export async function findEntry(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<z.infer<typeof contract.StoredEntry>> {
  const scope = { ...scopeOf(actor, 'person.read'), accountId: actor.accountId }
  const [row] = await inScope(
    deps.db,
    scope,
    (tx) =>
      tx
        .select({ receipt, release: quarantineRelease })
        .from(receipt)
        .leftJoin(quarantineRelease, eq(quarantineRelease.receiptId, receipt.id))
        .where(eq(receipt.id, id)),
    { readOnly: true },
  )
  if (row === undefined) throw new Problem('not-found')
  const { kind, authorId, deviceId, capturedAt, receivedAt, sessionId, personId } = row.receipt
  const released = row.release?.outcome === 'set-aside' ? null : row.release
  const outcome = released?.outcome ?? row.receipt.outcome
  const text = released?.reason ?? row.receipt.reason
  const isWaiting = outcome === 'quarantined'
  return {
    id,
    kind,
    stored: outcome as 'accepted' | 'needs_review' | 'quarantined',
    reason: isWaiting ? text : null,
    flags: isWaiting || text === '' ? [] : text.split(','),
    authorId,
    deviceId,
    capturedAt: capturedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    sessionId,
    personId,
  }
}
