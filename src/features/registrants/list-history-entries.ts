import type { Actor } from '#domain/access.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import { encodeCursor } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { selectHistory } from './history-entries.ts'
import { requireUpload } from './upload-queries.ts'

/**
 * A page of the earlier doses that a confirmed list states; reading it is written down like every reading of people.
 *
 * @throws Problem `not-found`.
 */
export async function listHistoryEntries(
  deps: Deps,
  actor: Actor,
  uploadId: string,
  page: { after: number; limit: number },
) {
  const scope = { ...scopeOf(actor, 'list.read'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const stored = await requireUpload(tx, uploadId)
    const { entries, unknownProducts, rowNumbers } = await selectHistory(
      tx,
      stored,
      deps.authority.timeZone,
      page,
    )
    const last = rowNumbers[page.limit - 1]
    const nextCursor = rowNumbers.length > page.limit && last !== undefined ? encodeCursor([last]) : null
    await appendAudit(tx, actor, deps.clock(), {
      action: 'listHistoryEntries',
      subjectKind: 'upload',
      subjectId: stored.id,
      placeId: stored.wardId,
      detail: { entries: entries.length },
    })
    return { items: entries, unknownProducts, nextCursor }
  })
}
