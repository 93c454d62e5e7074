import type { PaceSource } from './plan-types.ts'
import type { Scene } from './scene.ts'
import { readPresence, type Presence } from './presence.ts'
import { THIN, withPrior } from './prior.ts'
import { findSilence, notSilent, type Silence } from './silence.ts'
import { windowPace } from './window.ts'
import {
  completenessCurve,
  HISTORY_DAYS,
  matureLag,
  readHistory,
  shrunkCurve,
  weekdayFactors,
  weekdayOf,
  type History,
} from './triangle.ts'

/** Half the width of the range in which a pace may lie: next week cannot be known better. */
export const RANGE = 0.25

/** Pace of one product at one ward, in doses per day (weekday mean), with the ground it stands on. */
export type PaceEstimate = {
  perDay: number
  source: PaceSource
  /** Newest and oldest age in the window; null when no entry was used. */
  newest: number | null
  oldest: number | null
  windowDays: number
  stockOutDaysSkipped: number
  completeness: number
  /** Days read, and the squared doses by which they scatter about the pace. */
  days: number
  scatter: number
  /** Share of the pace that stands on the ward's own entries; the rest is the city's pace, person for person. */
  ownShare: number
  /** Doses thought given and not yet entered on young days. */
  hidden: number
}

export type WardHabit = {
  curve: Float64Array
  /** Age from which a day is mature, in days of entry delay. */
  matureLag: number
} & Silence

export type Paces = {
  history: History
  presence: Presence
  cityCurve: Float64Array
  cityLag: number
  /** Weekday factor by age. */
  factor: Float64Array
  weekday: Float64Array
  habits: readonly WardHabit[]
  /** [product][ward]; null where the product is not in use. */
  estimates: readonly (readonly (PaceEstimate | null)[])[]
}

export function estimatePaces(scene: Scene): Paces {
  const history = readHistory(scene)
  const presence = readPresence(scene, history)
  const cityCurve = completenessCurve(history.city, history.behind)
  const cityLag = matureLag(cityCurve, scene.params.matureShare)
  const weekday = weekdayFactors(scene, history, cityCurve)
  const factor = Float64Array.from(
    { length: HISTORY_DAYS + 1 },
    (_, age) => weekday[weekdayOf(scene.today - age)]!,
  )
  const raw = scene.params.paceMode === 'raw'
  const habits = scene.wards.map((_, ward): WardHabit => {
    const curve = shrunkCurve(history.wards[ward]!, history.behind, cityCurve)
    const lag = matureLag(curve, scene.params.matureShare)
    const silence = raw ? notSilent : findSilence(scene, history, presence, ward, curve, lag, factor)
    return { curve, matureLag: lag, ...silence }
  })
  const paces = { history, presence, cityCurve, cityLag, factor, weekday, habits }
  const estimates = scene.products.map((_, product) => {
    const own = scene.wards.map((_, ward) => {
      if (!presence.used[product]![ward]) return null
      return raw ? rawPace(history, product, ward) : wardPace(scene, paces, product, ward)
    })
    return raw ? own : withPrior(scene, own)
  })
  return { ...paces, estimates: withTeams(scene, estimates) }
}

const noStockOut = new Uint8Array(HISTORY_DAYS + 1)

type Ground = Omit<Paces, 'estimates'>

function wardPace(scene: Scene, ground: Ground, product: number, ward: number): PaceEstimate {
  const { history, presence, factor, habits } = ground
  const habit = habits[ward]!
  const doses = history.doses[product]![ward]!
  const stockOut = presence.stockOut[product]![ward]!
  const young = habit.matureLag + history.behind
  // A silent ward keeps the pace that it had before it fell silent.
  const from = habit.silent ? habit.earlierFrom : Math.max(1, young)
  const to = Math.min(scene.params.lookBackDays, presence.firstAge[product]![ward]!)
  const over = (days: number, skip = stockOut) =>
    windowPace(doses, skip, habit.curve, factor, { from, to, behind: history.behind, days })
  let best = over(scene.params.paceWindowDays)
  const week = over(7)
  if (week.factors >= 7 - 1e-9 && week.perDay > best.perDay * (1 + 1e-9)) best = week
  if (best.factors < THIN) {
    // What it did even on days it ran dry is a lower bound of what it can do.
    const any = over(scene.params.paceWindowDays, noStockOut)
    if (any.factors >= THIN || any.perDay > best.perDay) best = any
  }
  const planned = best.factors < THIN ? presence.sessionPace[product]![ward]! : 0
  const fromEntries = best.perDay >= planned && best.newest >= 0
  const perDay = Math.max(best.perDay, planned)
  let hidden = 0
  // Without entries there is nothing to say of what was given and not entered.
  const hiddenTo = fromEntries ? Math.min(young - 1, to) : 0
  for (let age = 1; age <= hiddenTo; age++) {
    if (stockOut[age] === 0) hidden += Math.max(0, perDay * factor[age]! - Math.max(0, doses[age]!))
  }
  return {
    perDay,
    source: fromEntries ? 'entries' : 'sessions',
    newest: fromEntries ? best.newest : null,
    oldest: fromEntries ? best.oldest : null,
    windowDays: fromEntries ? best.factors : 0,
    stockOutDaysSkipped: best.skipped,
    completeness: fromEntries ? best.completeness : 1,
    days: fromEntries ? best.days : 0,
    scatter: fromEntries ? best.scatter : 0,
    ownShare: fromEntries ? 1 : 0,
    hidden: Math.round(hidden),
  }
}

const RAW_DAYS = 7

/**
 * The pace that a centre works out by hand: doses entered for the last seven days, divided by seven. What is not entered
 * yet counts as not given, days without stock as days without demand, and a ward that shows nothing has no pace at all.
 */
function rawPace(history: History, product: number, ward: number): PaceEstimate {
  const entered = history.doses[product]![ward]!.subarray(1, RAW_DAYS + 1)
  return {
    perDay:
      Math.max(
        0,
        entered.reduce((total, count) => total + count, 0),
      ) / RAW_DAYS,
    source: 'raw',
    newest: 1,
    oldest: RAW_DAYS,
    windowDays: RAW_DAYS,
    stockOutDaysSkipped: 0,
    completeness: 1,
    days: RAW_DAYS,
    scatter: 0,
    ownShare: 1,
    hidden: 0,
  }
}

/** A team adds to what the ward gives most of. */
function withTeams(
  scene: Scene,
  estimates: readonly (readonly (PaceEstimate | null)[])[],
): readonly (readonly (PaceEstimate | null)[])[] {
  if (scene.wards.every((ward) => !ward.teamDosesPerDay)) return estimates
  const most = scene.wards.map((_, ward) => {
    const paces = estimates.map((wards) => wards[ward]?.perDay ?? -1)
    return paces.indexOf(Math.max(...paces))
  })
  return estimates.map((wards, product) =>
    wards.map((estimate, ward) => {
      const team = scene.wards[ward]!.teamDosesPerDay ?? 0
      if (estimate === null || team === 0 || most[ward] !== product) return estimate
      return { ...estimate, perDay: estimate.perDay + team }
    }),
  )
}
