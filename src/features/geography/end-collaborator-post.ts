import { and, eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { collaboratorPost } from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'

/**
 * Sets the last day of a post; a second request with the same day changes nothing.
 *
 * @throws Problem `not-found`, `collaborator.ends-before-start`.
 */
export async function endCollaboratorPost(
  deps: Deps,
  actor: Actor,
  ids: { groupId: string; postId: string },
  validTo: LocalDate,
) {
  requireReach(actor, 'group.manage', { wardId: ids.groupId })
  const key = and(eq(collaboratorPost.id, ids.postId), eq(collaboratorPost.groupId, ids.groupId))
  return inScope(deps.db, { ...scopeOf(actor, 'group.manage'), accountId: actor.accountId }, async (tx) => {
    const [post] = await tx.select().from(collaboratorPost).where(key).for('no key update')
    if (post === undefined) throw new Problem('not-found')
    if (validTo < post.validFrom)
      throw new Problem('collaborator.ends-before-start', { validFrom: post.validFrom })
    const { documentId: _document, ...shown } = post
    if (post.validTo === validTo) return shown
    await tx.update(collaboratorPost).set({ validTo }).where(key)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'endCollaboratorPost',
      subjectKind: 'collaborator-post',
      subjectId: post.id,
      placeId: ids.groupId,
      detail: { validTo },
    })
    return { ...shown, validTo }
  })
}
