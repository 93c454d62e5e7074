import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { canonicalText } from '#domain/planner/canonical.ts'
import { plan as makePlan } from '#domain/planner/plan.ts'
import type { PlanningInput } from '#domain/planner/types.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { plan, planLine } from '#db/tables/planner.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { findCampaign } from '#features/campaigns/queries.ts'
import { snapshot } from '#features/reports/begin.ts'
import { claimId } from '#features/stock/once.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { ProposePlanBody } from './contract.ts'
import { readParams, resolveParams } from './input-schema.ts'
import { loadPlanningInput } from './load-planning-input.ts'

/** The same facts have the same hash, whatever order they came in. */
export function hashInput(input: PlanningInput): string {
  return createHash('sha256').update(canonicalText(input)).digest('hex')
}

/**
 * Reads, plans and keeps what it read and what it said. Nothing moves by itself: each line waits for a person.
 *
 * @returns the plan's id.
 * @throws Problem `not-found`, `plan.day-ahead`, `plan.no-products`, `request.invalid` for unknown settings.
 */
export async function proposePlan(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof ProposePlanBody>,
): Promise<string> {
  const scope = scopeOf(actor, 'plan.approve')
  const { timeZone } = deps.authority
  return inScope(deps.db, { ...scope, accountId: actor.accountId }, async (tx) => {
    const at = deps.clock()
    const today = localDateAt(at, timeZone)
    const asOf = body.asOf ?? today
    if (asOf > today) throw new Problem('plan.day-ahead', { today })
    const campaign = await findCampaign(tx, body.campaignId)
    if (campaign === null) throw new Problem('not-found')
    if (campaign.productIds.length === 0) throw new Problem('plan.no-products')
    const params = { ...readParams(campaign.plannerParams), ...readParams(body.params ?? {}) }
    const isKnown =
      Object.keys(readParams(body.params ?? {})).length === Object.keys(body.params ?? {}).length
    if (!isKnown || !resolveParams(params).success)
      throw new Problem('request.invalid', { where: '/body/params' })
    // Plans and decisions of a campaign follow each other, so that a plan knows what was approved before it.
    await claimId(tx, campaign.id)
    const input = await snapshot(deps, (report) =>
      loadPlanningInput(report, { campaign, asOf, today, timeZone, params, scope }),
    )
    const output = makePlan(input)
    const id = deps.newId()
    const inputHash = hashInput(input)
    await tx.insert(plan).values({
      id,
      campaignId: campaign.id,
      asOfOn: asOf,
      proposedAt: at,
      proposedBy: actor.accountId,
      inputHash,
      input,
      output,
    })
    if (output.lines.length > 0)
      await tx.insert(planLine).values(
        output.lines.map(({ rank, fromHolderId, toHolderId, lotId, doses, vials, rule, facts }) => ({
          id: deps.newId(),
          planId: id,
          rank,
          fromHolderId,
          toHolderId,
          lotId,
          doses,
          vials,
          rule,
          facts,
        })),
      )
    await appendAudit(tx, actor, at, {
      action: 'proposePlan',
      subjectKind: 'plan',
      subjectId: id,
      detail: { campaignId: campaign.id, asOf, inputHash, lines: output.lines.length },
    })
    return id
  })
}
