import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { campaign } from '#db/tables/campaigns.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { requireDates, requireFreeName, setProducts } from './create-campaign.ts'
import { findCampaign, lockCampaign, type CampaignRow } from './queries.ts'

export type CampaignEdit = {
  name?: string | undefined
  fromOn?: LocalDate | undefined
  toOn?: LocalDate | undefined
  documentNumber?: string | undefined
  plannerParams?: Record<string, unknown> | undefined
  productIds?: string[] | undefined
}

/**
 * @throws Problem `not-found`, `request.stale`, `campaign.wrong-state` (closed), `campaign.name-taken`,
 *   `campaign.dates`, `campaign.wrong-product`, `campaign.no-product` (an open campaign keeps one).
 */
export async function updateCampaign(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  edit: CampaignEdit,
): Promise<CampaignRow> {
  const scope = { ...scopeOf(actor, 'campaign.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const before = await lockCampaign(tx, id, version)
    if (before.state === 'closed') throw new Problem('campaign.wrong-state', { state: before.state })
    const { productIds, ...fields } = edit
    requireDates({ fromOn: edit.fromOn ?? before.fromOn, toOn: edit.toOn ?? before.toOn })
    if (edit.name !== undefined) await requireFreeName(tx, edit.name, id)
    if (productIds !== undefined) {
      if (before.state === 'open' && productIds.length === 0) throw new Problem('campaign.no-product')
      await setProducts(tx, before, productIds)
    }
    await tx
      .update(campaign)
      .set({ ...fields, version: version + 1 })
      .where(eq(campaign.id, id))
    await appendAudit(tx, actor, deps.clock(), {
      action: 'updateCampaign',
      subjectKind: 'campaign',
      subjectId: id,
      detail: { fields: Object.keys(edit), version: version + 1 },
    })
    return (await findCampaign(tx, id))!
  })
}
