import type { LocalDate } from '#domain/dates.ts'
import { estimatePaces } from '#domain/planner/pace.ts'
import { buildScene } from '#domain/planner/scene.ts'
import { RANGE } from '#domain/planner/states.ts'
import type { PlanningInput, ProductInput, WardInput } from '#domain/planner/types.ts'
import { toLotInput, type Ground } from './ground.ts'
import type { Ward } from './wards.ts'

/** Doses per day, all products together, corrected for what is given and not yet entered. */
export type WardPace = {
  perDay: number
  low: number
  high: number
  /** Stocked, and next to no entries: late entry or a real stop, which only a call and a count can tell. */
  silent: boolean
  daysWithoutEntry: number
}

/** The ground with nothing promised, due or on its way: enough for the pace, and the start of the planner's input. */
export function toPlanningInput(
  asOf: LocalDate,
  ground: Ground,
  products: readonly ProductInput[],
  wards: readonly WardInput[],
): PlanningInput {
  const { lots, ...rows } = ground
  return {
    ...rows,
    asOf,
    deadlineOn: null,
    lastReviewOn: null,
    products,
    wards,
    lots: [...lots.values()].map((facts) => toLotInput(facts, asOf)),
    dueDoses: [],
    transfers: [],
    arrivals: [],
    travel: [],
  }
}

/** A ward as the planner takes it, before its need and its store are known. */
export function toWardInput(ward: Ward, targetPersons: number): WardInput {
  return {
    wardId: ward.id,
    code: ward.code,
    name: ward.name,
    holderId: ward.id,
    targetPersons,
    eligiblePersons: 0,
    needAtStartDoses: 0,
    minStockDays: 0,
    acceptsTransfers: true,
    storage: [],
    zone: ward.parentId,
  }
}

/** The planner's own estimate, so that the board and a plan of the same moment say the same of a ward. */
export function estimateWardPaces(input: PlanningInput): Map<string, WardPace> {
  const scene = buildScene(input)
  const paces = estimatePaces(scene)
  return new Map(
    scene.wards.map(({ wardId }, ward) => {
      const perDay = paces.estimates.reduce((sum, wards) => sum + (wards[ward]?.perDay ?? 0), 0)
      const { silent, daysWithoutEntry } = paces.habits[ward]!
      return [
        wardId,
        { perDay, low: perDay * (1 - RANGE), high: perDay * (1 + RANGE), silent, daysWithoutEntry },
      ]
    }),
  )
}
