import type { Scope } from '#domain/access.ts'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { defaultParams, type PlanParams } from '#domain/planner/params.ts'
import type { PlanningInput, ProductInput, WardInput } from '#domain/planner/types.ts'
import type { Connection } from '#db/db.ts'
import {
  loadAgeCuts,
  selectTargetGroups,
  selectTargets,
  type CampaignRow,
} from '#features/campaigns/queries.ts'
import { loadLots } from '#features/stock/lot-queries.ts'
import { findCentre } from '#features/stock/queries.ts'
import { toPlanningInput, toWardInput } from '#features/reports/estimate-pace.ts'
import { loadGround, toLotInput } from '#features/reports/ground.ts'
import { countResidents, countResidentsUntil, selectProductInputs } from '#features/reports/queries.ts'
import { firstStepOf, selectOutermost } from '#features/reports/target-cells.ts'
import { selectWards, type Ward } from '#features/reports/wards.ts'
import { loadDueDoses } from './due-doses.ts'
import { findLastReview, selectTransferInputs, selectWardStores } from './queries.ts'

export type Wanted = {
  campaign: CampaignRow
  asOf: LocalDate
  today: LocalDate
  timeZone: string
  /** Only what differs from the defaults. */
  params: Partial<PlanParams>
  /** Wards outside it neither give nor receive; the centre's stock belongs to whoever reaches the centre. */
  scope: Scope
}

/**
 * Everything that the planner is told, from one REPEATABLE READ snapshot that the caller has opened on the report pool.
 * What nobody keeps yet is empty: expected arrivals, travel times, room in stores (not limited), least stock of a ward.
 */
export async function loadPlanningInput(db: Connection, wanted: Wanted): Promise<PlanningInput> {
  const { campaign, asOf, timeZone, params, scope } = wanted
  const { productIds, antigen } = campaign
  const wards = await selectWards(db, { onDay: asOf, within: null, scope })
  const wardIds = new Set(wards.map((ward) => ward.id))
  const view = { campaignId: campaign.id, productIds, wardIds, asOf, timeZone }
  const ground = await loadGround(db, view)
  const products = await selectProductInputs(db, productIds)
  const coolDownDays = params.coolDownDays ?? defaultParams.coolDownDays
  const transfers = await selectTransferInputs(db, { productIds, asOf, timeZone, coolDownDays })
  const own = transfers.filter((row) => wardIds.has(row.toWardId))
  const unseen = own.map((row) => row.lotId).filter((lotId) => !ground.lots.has(lotId))
  const due = await loadDueDoses(db, { antigen, productIds, asOf })
  const centreStock = await keepsCentre(db, campaign, scope)
  const input = toPlanningInput(asOf, ground, products, await loadWards(db, wanted, wards, products))
  return {
    ...input,
    params,
    deadlineOn: campaign.toOn,
    lastReviewOn: await findLastReview(db, view),
    lots: [
      ...input.lots,
      ...[...(await loadLots(db, unseen)).values()].map((facts) => toLotInput(facts, asOf)),
    ],
    stock: input.stock.filter((row) => row.holderKind !== 'centre' || centreStock),
    dueDoses: due.filter((row) => wardIds.has(row.wardId)),
    transfers: own,
  }
}

/** A campaign may say that its centre passes everything on: then wards help each other out sooner. */
async function keepsCentre(db: Connection, campaign: CampaignRow, scope: Scope): Promise<boolean> {
  if (campaign.plannerParams['centreKeepsStock'] === false) return false
  if (scope.wide) return true
  const centre = await findCentre(db)
  return centre !== null && centre.placeId !== null && scope.wardIds.includes(centre.placeId)
}

async function loadWards(
  db: Connection,
  { campaign, asOf, today }: Wanted,
  wards: readonly Ward[],
  products: readonly ProductInput[],
): Promise<WardInput[]> {
  const groups = selectOutermost(await selectTargetGroups(db, campaign.id))
  const targets = await selectTargets(db, { campaignId: campaign.id })
  const cuts = await loadAgeCuts(db)
  const stores = await selectWardStores(db)
  const step = firstStepOf(targets)
  const wardIds = wards.map((ward) => ward.id)
  const cells = { wardIds, antigen: campaign.antigen, groups, cuts }
  const first = { ...cells, step }
  const given = await (asOf < today ? countResidentsUntil(db, first, asOf) : countResidents(db, first))
  // A basic course is planned with its second dose; anything else is a single further dose.
  const steps = step === 'primary-1' ? (['primary-1', 'primary-2'] as const) : [step]
  const before = new Map<string, number>()
  for (const each of steps) {
    const counted = await countResidentsUntil(db, { ...cells, step: each }, addDays(campaign.fromOn, -1))
    for (const [wardId, doses] of counted) before.set(wardId, (before.get(wardId) ?? 0) + doses)
  }
  const storage = [...new Set(products.map((product) => product.storageClass))].map((storageClass) => ({
    storageClass,
    freeDoses: null,
  }))
  return wards.map((ward) => {
    const persons = targets
      .filter(
        (row) =>
          row.placeId === ward.id && row.step === step && groups.some(({ id }) => id === row.targetGroupId),
      )
      .reduce((sum, row) => sum + row.persons, 0)
    return {
      ...toWardInput(ward, persons),
      // A ward without a store has one made when the first line to it is approved.
      holderId: stores.get(ward.id) ?? ward.id,
      eligiblePersons: Math.max(0, persons - (given.get(ward.id) ?? 0)),
      needAtStartDoses: Math.max(0, steps.length * persons - (before.get(ward.id) ?? 0)),
      storage,
    }
  })
}
