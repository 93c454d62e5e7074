import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { targetGroup } from '#db/tables/campaigns.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { requireGroup, sortedCodes, type GroupFields } from './create-target-group.ts'
import { findTargetGroup, lockCampaign } from './queries.ts'

export type GroupFieldsEdit = { [Key in keyof GroupFields]?: GroupFields[Key] | undefined }

/**
 * A group is a choice of cells made at reading: an edit changes no counter.
 *
 * @throws Problem `not-found`, `request.stale`, `target-group.ages`, `age-cut.missing`, `target-group.name-taken`.
 */
export async function updateTargetGroup(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  edit: GroupFieldsEdit,
) {
  const scope = { ...scopeOf(actor, 'campaign.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const found = await findTargetGroup(tx, id)
    if (found === null) throw new Problem('not-found')
    await lockCampaign(tx, found.campaignId)
    const before = (await findTargetGroup(tx, id))!
    if (before.version !== version) throw new Problem('request.stale')
    const after = {
      ...before,
      name: edit.name ?? before.name,
      ageFrom: edit.ageFrom ?? before.ageFrom,
      ageTo: edit.ageTo === undefined ? before.ageTo : edit.ageTo,
      codes: edit.codes === undefined ? before.codes : sortedCodes(edit.codes),
      goalPercent: edit.goalPercent ?? before.goalPercent,
      version: version + 1,
    }
    await requireGroup(tx, after)
    await tx.update(targetGroup).set(after).where(eq(targetGroup.id, id))
    await appendAudit(tx, actor, deps.clock(), {
      action: 'updateTargetGroup',
      subjectKind: 'target-group',
      subjectId: id,
      detail: { fields: Object.keys(edit), version: version + 1 },
    })
    return after
  })
}
