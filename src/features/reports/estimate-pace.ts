import type { LocalDate } from '#domain/dates.ts'
import { estimatePaces, type Paces } from '#domain/planner/pace.ts'
import { buildScene } from '#domain/planner/scene.ts'
import { RANGE } from '#domain/planner/states.ts'
import { isLateEntry } from '#domain/planner/transfer.ts'
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
  /** Its entries come days later than the city's. */
  isLateEntry: boolean
  /** Of the last seven, days without a vial of any product in use. */
  dryDays: number
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
      const range = { perDay, low: perDay * (1 - RANGE), high: perDay * (1 + RANGE) }
      const doubts = { silent, daysWithoutEntry, isLateEntry: isLateEntry(paces, ward) }
      return [wardId, { ...range, ...doubts, dryDays: countDryDays(paces, ward) }]
    }),
  )
}

const WEEK_DAYS = 7

function countDryDays({ presence }: Paces, ward: number): number {
  const used = presence.stockOut.flatMap((wards, product) =>
    presence.used[product]![ward] ? [wards[ward]!] : [],
  )
  if (used.length === 0) return 0
  const ages = Array.from({ length: WEEK_DAYS }, (_, at) => at + 1)
  return ages.filter((age) => used.every((days) => days[age] === 1)).length
}
