import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { targetGroup } from '#db/tables/campaigns.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { findTargetGroup, loadAgeCuts, lockCampaign, selectTargetGroups } from './queries.ts'

export type GroupFields = {
  name: string
  ageFrom: number
  ageTo: number | null
  codes: number[] | null
  goalPercent: number
}

/** @throws Problem `not-found`, `target-group.ages`, `age-cut.missing`, `target-group.name-taken`. */
export async function createTargetGroup(deps: Deps, actor: Actor, campaignId: string, input: GroupFields) {
  const id = deps.newId()
  const scope = { ...scopeOf(actor, 'campaign.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    await lockCampaign(tx, campaignId)
    await requireGroup(tx, { ...input, id, campaignId })
    await tx.insert(targetGroup).values({ ...input, codes: sortedCodes(input.codes), id, campaignId })
    await appendAudit(tx, actor, deps.clock(), {
      action: 'createTargetGroup',
      subjectKind: 'target-group',
      subjectId: id,
      detail: { campaignId, ageFrom: input.ageFrom, ageTo: input.ageTo },
    })
    return (await findTargetGroup(tx, id))!
  })
}

export function sortedCodes(codes: readonly number[] | null): number[] | null {
  return codes === null ? null : [...new Set(codes)].sort((a, b) => a - b)
}

/** Counters know age cells only, so a group that cuts through one could never be counted. */
export async function requireGroup(
  tx: Tx,
  group: GroupFields & { id: string; campaignId: string },
): Promise<void> {
  const { ageFrom, ageTo } = group
  if (ageTo !== null && ageTo <= ageFrom) throw new Problem('target-group.ages', { ageFrom })
  const cuts = await loadAgeCuts(tx)
  for (const age of ageTo === null ? [ageFrom] : [ageFrom, ageTo])
    if (age !== 0 && !cuts.includes(age)) throw new Problem('age-cut.missing', { age, cuts: cuts.join(', ') })
  const others = await selectTargetGroups(tx, group.campaignId)
  if (others.some((other) => other.name === group.name && other.id !== group.id))
    throw new Problem('target-group.name-taken')
}
