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
import { capacityOf, selectExpectedArrivals, selectWardSupply, type SupplyRow } from './supply-queries.ts'

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
 * Stores, roads, least stock and announced vaccine are what the centre has said last; of a ward of which nothing was said
 * room is not limited and roads are guessed.
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
  const lots = [
    ...input.lots,
    ...[...(await loadLots(db, unseen)).values()].map((facts) => toLotInput(facts, asOf)),
  ]
  const supply = await selectWardSupply(db, [...wardIds])
  const arrivals = await selectExpectedArrivals(db, asOf)
  const told = { ...input, lots, transfers: own }
  return {
    ...input,
    params,
    deadlineOn: campaign.toOn,
    lastReviewOn: await findLastReview(db, view),
    lots,
    wards: input.wards.map((ward) => withSupply(ward, supply.get(ward.wardId), told)),
    travel: [...supply.values()].flatMap(({ wardId, roads }) =>
      roads
        .filter(({ fromWardId }) => fromWardId === null || wardIds.has(fromWardId))
        .map(({ fromWardId, minutes }) => ({ fromWardId, toWardId: wardId, minutes })),
    ),
    arrivals: arrivals
      .filter((row) => productIds.includes(row.productId))
      .map(({ productId, arrivesOn, doses }) => ({ productId, on: arrivesOn, doses })),
    stock: input.stock.filter((row) => row.holderKind !== 'centre' || centreStock),
    dueDoses: due.filter((row) => wardIds.has(row.wardId)),
    transfers: own,
  }
}

/** Room is what the stores hold less what lies there and what is on its way. */
function withSupply(
  ward: WardInput,
  supply: SupplyRow | undefined,
  { lots, products, stock, transfers }: Pick<PlanningInput, 'lots' | 'products' | 'stock' | 'transfers'>,
): WardInput {
  if (supply === undefined) return ward
  const classes = new Map(products.map((product) => [product.productId, product.storageClass]))
  const classOf = new Map(lots.map((lot) => [lot.lotId, classes.get(lot.productId)]))
  const isComing = (state: string) => state === 'approved' || state === 'dispatched'
  const held = [
    ...stock.filter((row) => row.wardId === ward.wardId),
    ...transfers.filter((row) => row.toWardId === ward.wardId && isComing(row.state)),
  ]
  const heldOf = (storageClass: string) =>
    held.reduce(
      (sum, row) => (classOf.get(row.lotId) === storageClass ? sum + Math.max(0, row.doses) : sum),
      0,
    )
  return {
    ...ward,
    minStockDays: supply.minStockDays,
    acceptsTransfers: supply.acceptsTransfers,
    storage: ward.storage.flatMap(({ storageClass }) => {
      const capacity = capacityOf(supply, storageClass)
      if (capacity === 0) return []
      const freeDoses = capacity === null ? null : Math.max(0, capacity - heldOf(storageClass))
      return [{ storageClass, freeDoses }]
    }),
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
