import type { Actor } from '#domain/access.ts'
import type { Language } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import { toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { describeRows } from './describe-rows.ts'
import { requireUpload } from './upload-queries.ts'
import { selectUploadRows } from './upload-rows.ts'

type Filter = Parameters<typeof selectUploadRows>[2]

/** A page of the rows of a file; reading it is written down like every reading of people. @throws Problem `not-found`. */
export async function listUploadRows(
  deps: Deps,
  actor: Actor,
  uploadId: string,
  { limit, ...filter }: Filter & { limit: number },
  language: Language,
) {
  const scope = { ...scopeOf(actor, 'list.read'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const { id, wardId } = await requireUpload(tx, uploadId)
    const found = await selectUploadRows(tx, id, { ...filter, limit: limit + 1 })
    const page = toPage(found, limit, (row) => [row.rowNumber])
    const items = await describeRows(tx, { id, wardId }, page.items, language)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'listUploadRows',
      subjectKind: 'upload',
      subjectId: id,
      placeId: wardId,
      detail: { rows: items.length },
    })
    return { items, nextCursor: page.nextCursor }
  })
}
