import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { Entry } from '#domain/entry.ts'
import { Problem } from '#domain/problem.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './entry-contract.ts'
import type { EntryReceipt } from './set-writer/types.ts'
import { setWriterOf } from './the-writer.ts'

export const authorOf = ({ accountId, deviceId }: Actor) => ({ accountId, deviceId })

/**
 * One fact through the one door. A fact is never refused for what it says: it is stored, flagged or kept in quarantine.
 * The author is who signed in; the writer holds the entry against the author's grants at the time of the act.
 *
 * @throws Problem `entry.conflict` for another content under a used id, `service.busy`.
 */
export async function putEntry(
  deps: Deps,
  actor: Actor,
  id: string,
  body: z.infer<typeof contract.EntryBody>,
): Promise<EntryReceipt> {
  const entry: Entry = { ...body, id }
  const receipt = await setWriterOf(deps).submit(entry, authorOf(actor))
  if (receipt.outcome === 'conflict') throw new Problem('entry.conflict', { id })
  return receipt
}
