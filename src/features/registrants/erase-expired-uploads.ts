import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import { inScope } from '#db/db.ts'
import { upload, uploadFile } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { eraseStaging } from './cancel-upload.ts'
import { everyWard } from './upload-queries.ts'

const HOUR_MS = 3_600_000
/** A preview that nobody confirmed. */
const PREVIEW_MS = 24 * HOUR_MS
/** The file of a confirmed upload, whose result can be fetched until then; an undone one goes with them. */
const FILE_MS = 30 * 24 * HOUR_MS
/** In one transaction: each holds a file and its rows. */
const BATCH = 20

export type Erased = { previews: number; files: number }

/** Nobody's list lies about longer than it is needed. One audit row for each upload; done twice, nothing more happens. */
export async function eraseExpiredUploads(deps: Deps): Promise<Erased> {
  const erased: Erased = { previews: 0, files: 0 }
  for (let more = true; more;) {
    const { previews, files } = await eraseBatch(deps)
    erased.previews += previews
    erased.files += files
    more = previews === BATCH || files === BATCH
  }
  return erased
}

async function eraseBatch(deps: Deps): Promise<Erased> {
  const now = deps.clock()
  return inScope(deps.db, everyWard, async (tx) => {
    const columns = { id: upload.id, wardId: upload.wardId, state: upload.state, listId: upload.listId }
    const previews = await tx
      .select(columns)
      .from(upload)
      .where(and(eq(upload.state, 'preview'), lt(upload.queuedAt, new Date(now.getTime() - PREVIEW_MS))))
      .limit(BATCH)
      .for('update', { skipLocked: true })
    for (const { id } of previews) await eraseStaging(tx, id)
    const files = await tx
      .select(columns)
      .from(upload)
      .where(
        and(
          inArray(upload.state, ['committed', 'undone']),
          lt(upload.committedAt, new Date(now.getTime() - FILE_MS)),
          sql`EXISTS (SELECT 1 FROM upload_file f WHERE f.upload_id = upload.id)`,
        ),
      )
      .limit(BATCH)
      .for('update', { skipLocked: true })
    const ids = files.map(({ id }) => id)
    if (ids.length > 0) await tx.delete(uploadFile).where(inArray(uploadFile.uploadId, ids))
    await appendAudit(
      tx,
      null,
      now,
      [...previews, ...files].map(({ id, wardId, state, listId }) => ({
        action: 'eraseExpiredUpload',
        subjectKind: 'upload',
        subjectId: id,
        placeId: wardId,
        detail: { listId, what: state === 'preview' ? 'preview' : 'file' },
      })),
    )
    return { previews: previews.length, files: files.length }
  })
}
