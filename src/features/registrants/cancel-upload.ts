import type { Actor } from '#domain/access.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { eraseStaging } from './commit-upload.ts'
import { findUpload, lockUpload, type UploadView } from './upload-queries.ts'

/** Nothing of the file stays. Asked again, the same answer. @throws Problem `not-found`, `upload.confirmed`. */
export async function cancelUpload(
  deps: Deps,
  actor: Actor,
  id: string,
  language: Language,
): Promise<UploadView> {
  return inScope(deps.db, { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }, async (tx) => {
    const stored = await lockUpload(tx, id)
    if (stored === null) throw new Problem('not-found')
    requireReach(actor, 'list.upload', { wardId: stored.wardId })
    if (stored.state === 'committed') throw new Problem('upload.confirmed')
    if (stored.state === 'preview') {
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
}
