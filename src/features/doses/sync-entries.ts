import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { Entry } from '#domain/entry.ts'
import { authority } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './entry-contract.ts'
import { authorOf } from './put-entry.ts'
import { setWriterOf } from './the-writer.ts'

/** What a phone has kept, in whatever order: each entry is answered by itself, and one fault stops no other. */
export async function syncEntries(
  deps: Deps,
  actor: Actor,
  entries: readonly Entry[],
): Promise<z.infer<typeof contract.SyncAnswer>> {
  const author = authorOf(actor)
  const receipts = await setWriterOf(deps).writeSet(entries.map((entry) => ({ entry, author })))
  const [here] = await deps.db.select({ timelineId: authority.timelineId }).from(authority)
  return { receipts, serverTime: deps.clock().toISOString(), timelineId: here!.timelineId }
}
