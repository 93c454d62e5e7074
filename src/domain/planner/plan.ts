import { writeAdvice } from './advice.ts'
import { allocateFromCentre } from './allocate.ts'
import { explainLeftOut } from './left-out.ts'
import { rankMoves, writeLine } from './lines.ts'
import { readFreeRoom, type Move } from './moves.ts'
import { buildNeeds, type Need, type ProductNeeds } from './need.ts'
import { estimatePaces, type Paces } from './pace.ts'
import type { Blocked, CityRow, PaceRow, Plan } from './plan-types.ts'
import { buildScene, type Scene } from './scene.ts'
import { hundredth, paceRow, readStandings, stateOf, tenth } from './states.ts'
import { readUnits } from './stock-lots.ts'
import { blockedWords } from './texts.ts'
import { moveBetweenWards } from './transfer.ts'
import type { PlanningInput } from './types.ts'
import { say } from './words.ts'

/**
 * Which doses go where, and why, and why not elsewhere. Pure: no clock, no randomness, no solver; the same
 * facts in any order give the same plan to the byte. In strict order: second doses booked for the next days,
 * no avoidable expiry, the fairness floor, equal days of stock, few lines. Nothing moves by itself: a named
 * person approves each line, after `recheckLine`.
 */
export function plan(input: PlanningInput): Plan {
  const scene = buildScene(input)
  const paces = estimatePaces(scene)
  const groups = buildNeeds(scene, paces, readUnits(scene))
  const standings = readStandings(scene, groups)
  const blocked = findBlocked(scene, paces)
  const free = readFreeRoom(scene)
  const budget = { lines: scene.params.maxLines }

  const results = groups.map((group): Result => ({ group, moves: [], filledToDays: null }))
  const moveAll = (rule: 'expiry' | 'surplus') => {
    if (blocked.length > 0) return
    for (const { group, moves } of results) moveBetweenWards(scene, paces, group, free, budget, rule, moves)
  }
  // What would expire at a ward goes out before the centre fills the others with what keeps longer; then, if vaccine
  // of any product is still missing somewhere, what is only too much elsewhere.
  moveAll('expiry')
  for (const result of results) {
    const { group } = result
    const sent = allocateFromCentre(scene, group, paces.history.given[group.product]!, free)
    result.moves.push(...sent.moves)
    result.filledToDays = sent.filledToDays
  }
  moveAll('surplus')

  const rows = new Map<Need, PaceRow>()
  for (const group of groups) {
    const { productId } = scene.products[group.product]!
    for (const need of group.needs) {
      if (need === null) continue
      const state = stateOf(scene, paces, need, group.product, standings[need.index]!)
      rows.set(need, paceRow(scene, paces, need, productId, state))
    }
  }
  const rowOf = (need: Need) => rows.get(need)!
  return {
    asOf: input.asOf,
    params: scene.params,
    lines: writeLines(scene, results, rowOf),
    advice: writeAdvice(scene, paces, groups, standings, (need) => rowOf(need).state),
    leftOut: results.flatMap(({ group, filledToDays }) => {
      const outcome = { group, filledToDays, linesLeft: budget.lines, movesBlocked: blocked.length > 0 }
      return scene.wards.flatMap((_, ward) => explainLeftOut(scene, paces, outcome, ward) ?? [])
    }),
    pace: [...rows.values()],
    blocked,
    city: results.map((result) => cityRow(scene, paces, result)),
  }
}

type Result = { group: ProductNeeds; moves: Move[]; filledToDays: number | null }

function writeLines(scene: Scene, results: readonly Result[], row: (need: Need) => PaceRow) {
  const grounds = new Map(
    results.map(({ group, moves }) => {
      const centreAfter = centreDoses(group)
      const sent = moves.filter((move) => move.donor === null)
      const centreBefore = sent.reduce(
        (sum, move) => sum + move.vials * move.unit.lot.dosesPerVial,
        centreAfter,
      )
      const keepDays = group.guarded ? scene.params.guardedKeepDays : scene.params.donorKeepDays
      return [group.product, { scene, row, centreBefore, centreAfter, keepDays }]
    }),
  )
  const moves = rankMoves(
    scene,
    results.flatMap((result) => result.moves),
  )
  return moves.map((move, at) => writeLine(grounds.get(move.unit.lot.productIndex)!, move, at + 1))
}

function centreDoses(group: ProductNeeds): number {
  return group.centre.reduce((sum, unit) => sum + unit.doses, 0)
}

/** With so many silent wards the fault is in the entry, not in the wards: taking from any of them is a guess. */
function findBlocked(scene: Scene, paces: Paces): Blocked[] {
  const known = scene.wards.filter((_, ward) => paces.estimates.some((wards) => wards[ward] !== null)).length
  const silent = paces.habits.filter((habit) => habit.silent).length
  if (silent <= scene.params.silentShareMax * known) return []
  const facts = { silent, wards: known }
  return [{ code: 'too-many-silent', facts, text: say(blockedWords, facts) }]
}

function cityRow(scene: Scene, paces: Paces, { group, moves, filledToDays }: Result): CityRow {
  const pace = group.needs.reduce((sum, need) => sum + (need?.pace ?? 0), 0)
  const sent = moves.filter((move) => move.donor === null)
  return {
    productId: scene.products[group.product]!.productId,
    dosesPerDay: tenth(pace),
    centreDoses: sent.reduce(
      (sum, move) => sum + move.vials * move.unit.lot.dosesPerVial,
      centreDoses(group),
    ),
    filledToDays: filledToDays === null ? null : tenth(filledToDays),
    guarded: group.guarded,
    weekdayFactors: Array.from(paces.weekday, hundredth),
    completeness: Array.from(paces.cityCurve, hundredth),
  }
}
