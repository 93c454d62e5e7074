import type { Actor } from '#domain/access.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { ListKind } from '#http/file-reading/limits.ts'
import { describeRow } from './describe-rows.ts'
import { readUploadFile } from './upload-file.ts'
import { findStoredUpload, mappingOf } from './upload-queries.ts'
import { selectUploadRows } from './upload-rows.ts'
import { writeResults } from './workbook/read-list.ts'

export type ReturnedWorkbook = { kind: ListKind; content: Buffer }

/** The official's own file with the column “Kết quả import” filled. @throws Problem `not-found`, `upload.file-erased`, `upload.not-read`. */
export async function returnWorkbook(
  deps: Deps,
  actor: Actor,
  id: string,
  language: Language,
): Promise<ReturnedWorkbook> {
  const scope = { ...scopeOf(actor, 'list.read'), accountId: actor.accountId }
  const { content, target, results } = await inScope(deps.db, scope, async (tx) => {
    const stored = await findStoredUpload(tx, id)
    if (stored === null) throw new Problem('not-found')
    const content = await readUploadFile(tx, deps.sealer, id)
    const rows = await selectUploadRows(tx, id)
    // A file full of names leaves the house: it is written down like any other reading of people.
    await appendAudit(tx, actor, deps.clock(), {
      action: 'returnWorkbook',
      subjectKind: 'upload',
      subjectId: id,
      placeId: stored.wardId,
      detail: { rows: rows.length },
    })
    const { target: written } = mappingOf(stored)
    if (written === null) throw new Problem('upload.not-read')
    const said = new Map(rows.map((row) => [row.rowNumber, describeRow(row, language)]))
    return { content, target: written, results: said }
  })
  return { kind: target.kind, content: await writeResults(content, target, results) }
}
