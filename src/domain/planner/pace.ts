import type { PaceSource } from './plan-types.ts'
import type { Scene } from './scene.ts'
import { readPresence, type Presence } from './presence.ts'
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

/** Fewer weekday-weighted days than this are no history. */
const THIN = 3
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
    hidden: 0,
  }
}

/** Weekday-weighted days after which a ward's own entries are believed alone. */
const KNOWN_DAYS = 14
/** Days in which a campaign without a last day is thought to be done, while nothing else is known. */
const USUAL_DAYS = 60
const HURRIED_DAYS = 14

/**
 * A ward with few usable days is thought to be like the city, person for person, and a city with few is thought to
 * finish by its last day. A ward that was starved reports little: a share of the city's pace keeps it from staying so.
 */
function withPrior(scene: Scene, own: readonly (PaceEstimate | null)[]): (PaceEstimate | null)[] {
  let [doses, persons, days, needed, wards] = [0, 0, 0, 0, 0]
  own.forEach((estimate, ward) => {
    if (estimate === null) return
    const { targetPersons, eligiblePersons } = scene.wards[ward]!
    const known = Math.min(estimate.windowDays, KNOWN_DAYS)
    doses += estimate.perDay * known
    persons += targetPersons * known
    needed += eligiblePersons
    days += known
    wards++
  })
  const { deadlineOn } = scene.input
  const daysLeft = deadlineOn === null ? USUAL_DAYS : scene.day(deadlineOn) - scene.today
  const all = own.reduce(
    (sum, estimate, ward) => (estimate === null ? sum : sum + scene.wards[ward]!.targetPersons),
    0,
  )
  const planned = all > 0 ? needed / all / Math.max(HURRIED_DAYS, daysLeft) : 0
  const trust = wards > 0 ? Math.min(1, days / wards / THIN) : 0
  const perPerson = trust * (persons > 0 ? doses / persons : 0) + (1 - trust) * planned
  return own.map((estimate, ward) => {
    if (estimate === null || (estimate.source === 'sessions' && estimate.perDay > 0)) return estimate
    const usual = perPerson * scene.wards[ward]!.targetPersons
    const known = Math.min(1, estimate.windowDays / KNOWN_DAYS)
    const blend = known * estimate.perDay + (1 - known) * usual
    const perDay = Math.max(blend, scene.params.priorShare * usual)
    if (perDay === estimate.perDay) return estimate
    return { ...estimate, perDay, source: perDay > blend || known === 0 ? 'prior' : estimate.source }
  })
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
