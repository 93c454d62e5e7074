import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { Entry } from '#domain/entry.ts'
import { authority } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import type { SignedBody } from '#features/accounts/device-contract.ts'
import { openSigned, type SigningDevice } from '#features/accounts/verify-device.ts'
import * as contract from './entry-contract.ts'
import { authorOf } from './put-entry.ts'
import type { Author } from './set-writer/types.ts'
import { setWriterOf } from './the-writer.ts'

type Answer = z.infer<typeof contract.SyncAnswer>

/** What a phone has kept, in whatever order: each entry is answered by itself, and one fault stops no other. */
export function syncEntries(deps: Deps, actor: Actor, entries: readonly Entry[]): Promise<Answer> {
  return write(deps, authorOf(actor), entries, new Map())
}

/**
 * The same by the phone's own key, whoever is signed in now, if anybody is. A phone that was ended as lost may be in
 * anybody's hands, and its owner's facts still in it: they are kept, and wait for a person to look at them.
 *
 * @throws Problem those of `openSigned`.
 */
export async function syncFromDevice(
  deps: Deps,
  deviceId: string,
  signed: z.infer<typeof SignedBody>,
): Promise<Answer> {
  const { by, content } = await openSigned(deps, { deviceId, purpose: 'sync', ...signed }, contract.SyncBody)
  return writeFromDevice(deps, by, content.entries)
}

/** What a phone has signed, on whatever way it came. */
export function writeFromDevice(
  deps: Deps,
  { deviceId, accountId, isEnded }: SigningDevice,
  entries: readonly Entry[],
): Promise<Answer> {
  const held = isEnded ? entries.map(({ id }) => [id, 'device-ended'] as const) : []
  return write(deps, { accountId, deviceId }, entries, new Map(held))
}

async function write(
  deps: Deps,
  author: Author,
  entries: readonly Entry[],
  failures: ReadonlyMap<string, string>,
): Promise<Answer> {
  // Read before: should a backup be put back meanwhile, the phone must not take the new timeline for the one written to.
  const [here] = await deps.db.select({ timelineId: authority.timelineId }).from(authority)
  const offered = entries.map((entry) => ({ entry, author }))
  const receipts = await setWriterOf(deps).writeJob({ entries: offered, failures })
  return { receipts, serverTime: deps.clock().toISOString(), timelineId: here!.timelineId }
}
