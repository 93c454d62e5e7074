import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import { validOn } from '#domain/places.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { collaboratorPost } from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { lockPlace } from './queries.ts'

export type NewPost = {
  fullName: string
  accountId: string | null
  validFrom: LocalDate
  validTo: LocalDate | null
}

/**
 * Gives a residential group its population collaborator (cộng tác viên).
 *
 * @throws Problem `not-found`, `place.wrong-kind`, `place.unknown`, `collaborator.already`,
 *   `collaborator.ends-before-start`.
 */
export async function createCollaboratorPost(deps: Deps, actor: Actor, groupId: string, input: NewPost) {
  requireReach(actor, 'group.manage', { wardId: groupId })
  const { fullName, accountId, validFrom, validTo } = input
  if (validTo !== null && validTo < validFrom)
    throw new Problem('collaborator.ends-before-start', { validFrom })
  return inScope(deps.db, { ...scopeOf(actor, 'group.manage'), accountId: actor.accountId }, async (tx) => {
    const group = await lockPlace(tx, groupId)
    if (group === null) throw new Problem('not-found')
    if (group.kind !== 'group' && group.kind !== 'village')
      throw new Problem('place.wrong-kind', { kind: group.kind, wanted: 'group, village' })
    if (!validOn(group, validFrom)) throw new Problem('place.unknown', { on: validFrom })
    if (accountId !== null) {
      const [known] = await tx.select({ id: account.id }).from(account).where(eq(account.id, accountId))
      if (known === undefined) throw new Problem('not-found')
    }
    const post = { id: deps.newId(), groupId, accountId, fullName, validFrom, validTo }
    const stored = await tx
      .insert(collaboratorPost)
      .values(post)
      .onConflictDoNothing({
        target: [collaboratorPost.groupId, collaboratorPost.fullName, collaboratorPost.validFrom],
      })
      .returning({ id: collaboratorPost.id })
    if (stored.length === 0) throw new Problem('collaborator.already')
    await appendAudit(tx, actor, deps.clock(), {
      action: 'createCollaboratorPost',
      subjectKind: 'collaborator-post',
      subjectId: post.id,
      placeId: groupId,
      detail: { validFrom, validTo },
    })
    return post
  })
}
