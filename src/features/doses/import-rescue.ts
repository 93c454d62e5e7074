import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { Entry } from '#domain/entry.ts'
import { Problem } from '#domain/problem.ts'
import { transact } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { openSigned } from '#features/accounts/verify-device.ts'
import * as contract from './entry-contract.ts'
import { openParcel } from './rescue-key.ts'
import { RescueContent, RescuedEntries, type RescueAnswer, type RescueParcel } from './rescue-contract.ts'
import { writeFromDevice } from './sync-entries.ts'

/**
 * Entries of a phone that cannot send, brought in a file by whoever was given it. The author stays who captured them; who
 * brought them is audited. The same entries from the phone itself, before or after, are stored once. One that cannot be
 * read is told by its place and holds up no other.
 *
 * @throws Problem `rescue.unreadable`, `rescue.unknown-device`, `request.invalid`, `service.busy`.
 */
export async function importRescue(
  deps: Deps,
  actor: Actor,
  parcel: z.infer<typeof RescueParcel>,
): Promise<Answer> {
  const opened = openParcel(deps, {
    ephemeralKey: Buffer.from(parcel.ephemeralKey, 'base64'),
    nonce: Buffer.from(parcel.nonce, 'base64'),
    sealed: Buffer.from(parcel.sealed, 'base64'),
  })
  const read = RescueContent.safeParse(opened)
  if (!read.success) throw new Problem('rescue.unreadable')
  const { by, content } = await openSigned(deps, { ...read.data, purpose: 'rescue' }, RescuedEntries).catch(
    sayUnknown,
  )
  const { entries, refused } = readEntries(content.entries)
  const seqs = entries.flatMap(({ deviceSeq }) => deviceSeq ?? [])
  // First: whatever happens to the entries, who brought them is known.
  await transact(deps.db, (tx) =>
    appendAudit(tx, actor, deps.clock(), {
      action: 'importRescue',
      subjectKind: 'device',
      subjectId: by.deviceId,
      detail: {
        authorId: by.accountId,
        entries: entries.length,
        ...(refused.length === 0 ? {} : { refused: refused.length }),
        ...(seqs.length === 0 ? {} : { fromSeq: Math.min(...seqs), toSeq: Math.max(...seqs) }),
      },
    }),
  )
  const { receipts } = entries.length === 0 ? { receipts: [] } : await writeFromDevice(deps, by, entries)
  return { deviceId: by.deviceId, receipts, refused }
}

type Answer = z.infer<typeof RescueAnswer>

function readEntries(rows: readonly unknown[]): { entries: Entry[]; refused: Answer['refused'] } {
  const entries: Entry[] = []
  const refused: Answer['refused'] = []
  for (const [at, row] of rows.entries()) {
    const read = contract.Entry.safeParse(row)
    if (read.success) entries.push(read.data)
    else refused.push({ number: at + 1, where: `/${read.error.issues[0]?.path.join('/') ?? ''}` })
  }
  return { entries, refused }
}

/** The refusal of a signature asks the phone to sign in again; here it is the officer who reads it. */
function sayUnknown(error: unknown): never {
  throw error instanceof Problem && error.code === 'device.unknown'
    ? new Problem('rescue.unknown-device')
    : error
}
