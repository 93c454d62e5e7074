import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { foresee } from '#domain/planner/foresee.ts'
import { plan } from '#domain/planner/plan.ts'
import type { PlanningInput } from '#domain/planner/types.ts'
import { Problem } from '#domain/problem.ts'
import { findCampaign } from '#features/campaigns/queries.ts'
import { snapshot } from '#features/reports/begin.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { WhatIf, WhatIfBody } from './contract.ts'
import { readParams } from './input-schema.ts'
import { loadPlanningInput } from './load-planning-input.ts'

type Body = z.output<typeof WhatIfBody>

/**
 * A plan on today's facts with something changed, beside the plan without the change. Reads one snapshot, keeps nothing.
 *
 * @throws Problem `not-found` for a campaign or a ward outside the caller's reach, `plan.no-products`,
 *   `request.invalid` for a product that is not of the campaign.
 */
export async function tryPlan(deps: Deps, actor: Actor, body: Body): Promise<z.output<typeof WhatIf>> {
  const scope = scopeOf(actor, 'plan.approve')
  const { timeZone } = deps.authority
  const today = localDateAt(deps.clock(), timeZone)
  const input = await snapshot(deps, async (report) => {
    const campaign = await findCampaign(report, body.campaignId)
    if (campaign === null) throw new Problem('not-found')
    if (campaign.productIds.length === 0) throw new Problem('plan.no-products')
    const params = readParams(campaign.plannerParams)
    return loadPlanningInput(report, { campaign, asOf: today, today, timeZone, params, scope })
  })
  const changed = change(input, body)
  const [present, tried] = [plan(input), plan(changed)]
  return {
    plan: tried,
    effect: foresee(changed, tried),
    presentLines: present.lines.length,
    presentEffect: foresee(input, present),
  }
}

function change(input: PlanningInput, { params, teams, arrivals, holdWards }: Body): PlanningInput {
  const known = new Set(input.wards.map((ward) => ward.wardId))
  for (const wardId of [...holdWards, ...teams.map((team) => team.wardId)])
    if (!known.has(wardId)) throw new Problem('not-found')
  arrivals.forEach(({ productId }, at) => {
    if (!input.products.some((product) => product.productId === productId))
      throw new Problem('request.invalid', { where: `/body/arrivals/${at}/productId` })
  })
  const held = new Set(holdWards)
  const lotId = (at: number) => `what-if-${at + 1}`
  return {
    ...input,
    params: { ...input.params, ...params },
    wards: input.wards.map((ward) => ({
      ...ward,
      acceptsTransfers: ward.acceptsTransfers && !held.has(ward.wardId),
      keepsStock: held.has(ward.wardId),
      teamDosesPerDay: teams.reduce(
        (doses, team) => (team.wardId === ward.wardId ? doses + team.dosesPerDay : doses),
        0,
      ),
    })),
    lots: [
      ...input.lots,
      ...arrivals.map(({ productId, doses, dosesPerVial, expiresOn }, at) => ({
        lotId: lotId(at),
        // As the sentences of its lines name it, in every language: it is no lot of the books.
        code: `+${doses}`,
        productId,
        dosesPerVial,
        expiresOn,
        thawedOn: null,
        transportMinutesUsed: 0,
        status: 'ok' as const,
        excursion: false,
      })),
    ],
    stock: [
      ...input.stock,
      ...arrivals.map(({ doses }, at) => ({
        holderId: 'what-if',
        holderKind: 'centre' as const,
        wardId: null,
        lotId: lotId(at),
        doses,
        issuedDoses: 0,
        count: null,
      })),
    ],
  }
}
