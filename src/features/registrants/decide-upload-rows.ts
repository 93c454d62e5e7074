import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem, type Language } from '#domain/problem.ts'
import type { RowDecision } from '#domain/upload.ts'
import { inScope, type Tx } from '#db/db.ts'
import { upload, uploadRow } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { findUpload, lockUpload, type UploadView } from './upload-queries.ts'

export type RowDecisions = { decision: RowDecision; rowNumbers: readonly number[] | 'undecided' }

/**
 * Says of doubtful rows whether each is the person found or another one; nothing happens before the upload is confirmed.
 *
 * @throws Problem `not-found`, `request.stale`, `upload.cancelled`, `upload.row-not-doubtful`, `upload.row-taken`.
 */
export async function decideUploadRows(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  { decision, rowNumbers }: RowDecisions,
  language: Language,
): Promise<UploadView> {
  return inScope(deps.db, { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }, async (tx) => {
    const stored = await lockUpload(tx, id)
    if (stored === null) throw new Problem('not-found')
    requireReach(actor, 'list.upload', { wardId: stored.wardId })
    if (stored.state !== 'preview' && stored.state !== 'committed') throw new Problem('upload.cancelled')
    if (stored.version !== version) throw new Problem('request.stale')
    if (rowNumbers !== 'undecided') await requireDoubtful(tx, id, rowNumbers)
    const chosen =
      rowNumbers === 'undecided'
        ? sql`coalesce(${uploadRow.decision}, 'later') = 'later'`
        : inArray(uploadRow.rowNumber, [...rowNumbers])
    const { rowCount } = await tx
      .update(uploadRow)
      .set({ decision })
      .where(
        and(
          eq(uploadRow.uploadId, id),
          eq(uploadRow.outcome, 'suspected'),
          isNull(uploadRow.committedAt),
          chosen,
        ),
      )
    await tx
      .update(upload)
      .set({ version: version + 1 })
      .where(eq(upload.id, id))
    await appendAudit(tx, actor, deps.clock(), {
      action: 'decideUploadRows',
      subjectKind: 'upload',
      subjectId: id,
      placeId: stored.wardId,
      detail: { decision, rows: rowCount ?? 0, rowNumbers },
    })
    return (await findUpload(tx, id, language))!
  })
}

async function requireDoubtful(tx: Tx, id: string, rowNumbers: readonly number[]): Promise<void> {
  const found = await tx
    .select({ row: uploadRow.rowNumber, outcome: uploadRow.outcome, committedAt: uploadRow.committedAt })
    .from(uploadRow)
    .where(and(eq(uploadRow.uploadId, id), inArray(uploadRow.rowNumber, [...rowNumbers])))
  const byNumber = new Map(found.map((row) => [row.row, row]))
  for (const row of rowNumbers) {
    const held = byNumber.get(row)
    if (held === undefined) throw new Problem('not-found')
    if (held.outcome !== 'suspected') throw new Problem('upload.row-not-doubtful', { row })
    if (held.committedAt !== null) throw new Problem('upload.row-taken', { row })
  }
}
