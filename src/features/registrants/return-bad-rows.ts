import type { Actor } from '#domain/access.ts'
import { describeRowProblem } from '#domain/person-list/words.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { isUnread, type UploadState } from '#domain/upload.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { describeRow } from './describe-rows.ts'
import { loadListContext } from './list-context.ts'
import { findStoredUpload } from './upload-queries.ts'
import { readUploadFile } from './upload-file.ts'
import { selectUploadRows } from './upload-rows.ts'
import { writeBadRows } from './workbook/read-list.ts'

/**
 * Only the rows that were not taken, under the list's own headings, with the reason in a column of its own: mended and sent
 * again, the file changes only them.
 *
 * @throws Problem `not-found`, `upload.file-erased`, `upload.not-read`, `upload.no-bad-rows`.
 */
export async function returnBadRows(
  deps: Deps,
  actor: Actor,
  id: string,
  language: Language,
): Promise<Buffer> {
  const scope = { ...scopeOf(actor, 'list.read'), accountId: actor.accountId }
  const { content, fileName, context, reasons } = await inScope(deps.db, scope, async (tx) => {
    const stored = await findStoredUpload(tx, id)
    if (stored === null) throw new Problem('not-found')
    if (isUnread(stored.state as UploadState)) throw new Problem('upload.not-read')
    const file = await readUploadFile(tx, deps.sealer, id)
    const rejected = await selectUploadRows(tx, id, { outcome: 'rejected' })
    if (rejected.length === 0) throw new Problem('upload.no-bad-rows')
    const said = new Map(
      rejected.map((row) => {
        const errors = row.problems.filter(({ severity }) => severity === 'error')
        const sentences = errors.map((problem) => describeRowProblem(problem, language))
        return [row.rowNumber, sentences.join(' ') || describeRow(row, language)]
      }),
    )
    // A file full of names leaves the house: it is written down like any other reading of people.
    await appendAudit(tx, actor, deps.clock(), {
      action: 'returnBadRows',
      subjectKind: 'upload',
      subjectId: id,
      placeId: stored.wardId,
      detail: { rows: rejected.length },
    })
    const { context: reading } = await loadListContext(deps, tx, stored)
    return { content: file, fileName: stored.fileName, context: reading, reasons: said }
  })
  return writeBadRows(content, fileName, context, reasons)
}
