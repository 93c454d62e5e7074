import type { PaceEstimate } from './pace.ts'
import type { Scene } from './scene.ts'

type Estimates = readonly (PaceEstimate | null)[]

/** Fewer weekday-weighted days than this are no history. */
export const THIN = 3
/** Days in which a campaign without a last day is thought to be done, while nothing else is known. */
const USUAL_DAYS = 60
const HURRIED_DAYS = 14
/** Weekday-weighted days after which a ward is known, as far as it can be. */
const KNOWN_DAYS = 14

/**
 * A ward with few usable days is thought to be like the city, person for person, and a city with few is thought to
 * finish by its last day. A ward that was starved reports little: a share of the city's pace keeps it from staying so.
 */
export function withPrior(scene: Scene, own: Estimates): Estimates {
  const perPerson = cityPace(scene, own)
  const doubt = daysOfDoubt(scene, own)
  return own.map((estimate, ward) => {
    if (estimate === null || (estimate.source === 'sessions' && estimate.perDay > 0)) return estimate
    const usual = perPerson * scene.wards[ward]!.targetPersons
    const days = estimate.windowDays
    const ownShare = doubt === null || days === 0 ? Math.min(1, days / KNOWN_DAYS) : days / (days + doubt)
    const blend = ownShare * estimate.perDay + (1 - ownShare) * usual
    const perDay = Math.max(blend, scene.params.priorShare * usual)
    if (perDay === estimate.perDay) return estimate
    const source = perDay > blend || ownShare === 0 ? 'prior' : estimate.source
    return { ...estimate, perDay, ownShare: perDay > blend ? 0 : ownShare, source }
  })
}

/** Doses per person and day. */
function cityPace(scene: Scene, own: Estimates): number {
  let [doses, persons, days, needed, wards, all] = [0, 0, 0, 0, 0, 0]
  own.forEach((estimate, ward) => {
    if (estimate === null) return
    const { targetPersons, eligiblePersons } = scene.wards[ward]!
    const known = Math.min(estimate.windowDays, KNOWN_DAYS)
    doses += estimate.perDay * known
    persons += targetPersons * known
    needed += eligiblePersons
    days += known
    all += targetPersons
    wards++
  })
  const { deadlineOn } = scene.input
  const daysLeft = deadlineOn === null ? USUAL_DAYS : scene.day(deadlineOn) - scene.today
  const planned = all > 0 ? needed / all / Math.max(HURRIED_DAYS, daysLeft) : 0
  const trust = wards > 0 ? Math.min(1, days / wards / THIN) : 0
  return trust * (persons > 0 ? doses / persons : 0) + (1 - trust) * planned
}

/** Good and bad days come together, so that n days tell less than n days would that had nothing to do with each other. */
const DAYS_TOGETHER = 2
/** Variance of the paces per person, as a share of their mean squared, of wards that are as alike as wards ever are. */
const LEAST_UNLIKE = 0.02
/** With fewer days or wards nobody can tell how wards differ. */
const DAYS_MIN = 20
const WARDS_MIN = 3

/**
 * As many days of its own entries as a ward needs to be believed as much as the city: many where its days scatter and
 * the wards are alike, person for person; few where the wards truly differ. Credibility as insurers reckon it (Bühlmann):
 * the variance within wards ÷ the variance between them. Null while neither can be told.
 */
function daysOfDoubt(scene: Scene, own: Estimates): number | null {
  let [squares, freedom] = [0, 0]
  const wards: { perPerson: number; weight: number; days: number }[] = []
  own.forEach((estimate, ward) => {
    if (estimate === null || estimate.source !== 'entries' || estimate.perDay <= 0) return
    squares += estimate.scatter / estimate.perDay ** 2
    freedom += estimate.days - 1
    const { targetPersons } = scene.wards[ward]!
    if (targetPersons <= 0) return
    const weight = targetPersons * Math.min(KNOWN_DAYS, estimate.windowDays)
    wards.push({ perPerson: estimate.perDay / targetPersons, weight, days: estimate.windowDays })
  })
  if (freedom < DAYS_MIN || wards.length < WARDS_MIN) return null
  const within = (DAYS_TOGETHER * squares) / freedom
  const weights = wards.reduce((sum, { weight }) => sum + weight, 0)
  const mean = (of: (ward: (typeof wards)[number]) => number) =>
    wards.reduce((sum, ward) => sum + ward.weight * of(ward), 0) / weights
  const perPerson = mean((ward) => ward.perPerson)
  const seen = mean((ward) => (ward.perPerson / perPerson - 1) ** 2)
  const between = Math.max(LEAST_UNLIKE, seen - mean((ward) => within / ward.days))
  return within / between
}
