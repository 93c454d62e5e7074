import { and, eq, gte, isNull, lt, or } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { inScope, type Tx } from '#db/db.ts'
import { collaboratorPost } from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { endGroup, requireLasting } from './move-residential-group.ts'
import { findPlace } from './queries.ts'
import { lockGroup } from './update-residential-group.ts'

/**
 * A group that is no more from a day on, without an heir: its people live on in the ward without a group once they have
 * followed (`followPlaces`).
 *
 * @throws Problem `not-found`, `request.stale`, `place.wrong-kind`, `place.ended`, `place.change-too-early`.
 */
export async function endResidentialGroup(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  { on }: { on: LocalDate },
) {
  requireReach(actor, 'group.manage', { wardId: id })
  return inScope(deps.db, { ...scopeOf(actor, 'group.manage'), accountId: actor.accountId }, async (tx) => {
    const group = await lockGroup(tx, id, version)
    await requireLasting(tx, group, on)
    await endGroup(tx, id, version, addDays(on, -1))
    await endPosts(tx, id, on)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'endResidentialGroup',
      subjectKind: 'place',
      subjectId: id,
      placeId: group.parentId,
      detail: { on },
    })
    return (await findPlace(tx, id, on))!
  })
}

/** A post that would begin later stays as it was announced: it has no last day before its first. */
async function endPosts(tx: Tx, groupId: string, on: LocalDate): Promise<void> {
  const { validFrom, validTo } = collaboratorPost
  const holds = and(lt(validFrom, on), or(isNull(validTo), gte(validTo, on)))
  await tx
    .update(collaboratorPost)
    .set({ validTo: addDays(on, -1) })
    .where(and(eq(collaboratorPost.groupId, groupId), holds))
}
