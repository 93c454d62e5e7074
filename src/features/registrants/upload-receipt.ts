import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { judgePunctuality } from '#domain/upload.ts'
import type { Tx } from '#db/db.ts'
import type * as contract from './contract.ts'
import { findList } from './list-queries.ts'
import { countsOf, findUpload, type StoredUpload } from './upload-queries.ts'

export type Receipt = z.infer<typeof contract.UploadReceipt>

/** What the ward keeps in its hand: what was sent, what became of it, and when. */
export async function describeReceipt(tx: Tx, stored: StoredUpload, now: Date): Promise<Receipt> {
  // The language plays no part: no sentence of it is taken.
  const { uploadedBy, committedBy, undoneAt, undoneBy, undoneReason } = (await findUpload(
    tx,
    stored.id,
    'vi',
  ))!
  const list = (await findList(tx, stored.listId, now))!
  const { rows } = await tx.execute<{ samePerson: number; otherPerson: number; open: number }>(sql`
    SELECT count(*) FILTER (WHERE decision = 'same-person')::integer AS "samePerson",
           count(*) FILTER (WHERE decision = 'other-person')::integer AS "otherPerson",
           count(*) FILTER (WHERE coalesce(decision, 'later') = 'later')::integer AS open
    FROM upload_row WHERE upload_id = ${stored.id} AND outcome = 'suspected'`)
  const dueAt = list.dueAt === null ? null : new Date(list.dueAt)
  return {
    uploadId: stored.id,
    listName: list.name,
    wardName: list.wardName,
    fileName: stored.fileName,
    fileHash: stored.fileHash,
    bytes: stored.bytes,
    counts: countsOf(stored),
    decided: rows[0]!,
    uploadedAt: stored.uploadedAt.toISOString(),
    uploadedBy,
    committedBy,
    undoneAt,
    undoneBy,
    undoneReason,
    committedAt: stored.committedAt?.toISOString() ?? null,
    dueAt: list.dueAt,
    inTime: judgePunctuality(dueAt, stored.committedAt, now),
  }
}
