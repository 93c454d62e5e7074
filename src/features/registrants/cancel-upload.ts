import { eq, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { isUnread, type UploadState } from '#domain/upload.ts'
import { inScope, type Tx } from '#db/db.ts'
import { upload, uploadFile, uploadRow } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { UploadDesk } from './upload-desk.ts'
import { findUpload, lockUpload, type UploadView } from './upload-queries.ts'

/**
 * Nothing of the file stays, and one that is being read is read no further. Asked again, the same answer.
 *
 * @throws Problem `not-found`, `upload.confirmed`.
 */
export async function cancelUpload(
  deps: Deps,
  desk: UploadDesk,
  actor: Actor,
  id: string,
  language: Language,
): Promise<UploadView> {
  const scope = { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }
  const cancelled = await inScope(deps.db, scope, async (tx) => {
    const stored = await lockUpload(tx, id)
    if (stored === null) throw new Problem('not-found')
    requireReach(actor, 'list.upload', { wardId: stored.wardId })
    const state = stored.state as UploadState
    if (state === 'committed' || state === 'undone') throw new Problem('upload.confirmed')
    if (state === 'preview' || isUnread(state)) {
      await eraseStaging(tx, id)
      await appendAudit(tx, actor, deps.clock(), {
        action: 'cancelUpload',
        subjectKind: 'upload',
        subjectId: id,
        placeId: stored.wardId,
        detail: { listId: stored.listId, fileHash: stored.fileHash },
      })
    }
    return (await findUpload(tx, id, language))!
  })
  desk.drop(id)
  return cancelled
}

/** The file and its rows go; the upload stays as a line that says who tried what, and when. */
export async function eraseStaging(tx: Tx, id: string): Promise<void> {
  await tx.delete(uploadRow).where(eq(uploadRow.uploadId, id))
  await tx.delete(uploadFile).where(eq(uploadFile.uploadId, id))
  await tx
    .update(upload)
    .set({ state: 'cancelled', phase: 'done', fileName: '', version: sql`${upload.version} + 1` })
    .where(eq(upload.id, id))
}
