/** Every number a person may argue about. Days are calendar days, shares run from 0 to 1. */
export type PlanParams = {
  /**
   * `raw` is the ablation, never to plan with: the pace of a ward is what was entered for its last seven days, divided by
   * seven. No correction for late entry, no days without stock left out, no question about silence, no prior, and no
   * demand from booked second doses beyond that pace.
   */
  paceMode: 'corrected' | 'raw'
  /** Days between two reviews of ward→ward surplus; expiry alarms are looked at in every plan. */
  reviewDays: number
  /** Days from approval to use at the receiver. */
  leadDays: number
  /** D: days of stock to which the centre fills a ward; never below leadDays + 4. */
  topUpDays: number
  /** A lot at the centre whose last day of use is this near goes beyond D, a part to every ward that may finish it. */
  pushDays: number
  /** φ: share of its pro-rata part that every ward gets, as far as it can use it in `floorDays`. */
  floorShare: number
  floorDays: number
  /** Second doses due within these days are never taken (R7), only what would expire before their turn. */
  reserveDays: number
  /** Second doses due within these days are useful stock. */
  secondDoseDays: number
  donorKeepDays: number
  receiverBelowDays: number
  receiverUpToDays: number
  /** The same two limits when the centre keeps no stock of the product. */
  guardedKeepDays: number
  guardedBelowDays: number
  /** Only lots whose last day of use is this near raise the expiry alarm. */
  expiryHorizonDays: number
  /** Ward→ward lines in one plan, all products together. The centre's own round is not capped. */
  maxLines: number
  /** Share of a ward's stock that one plan may take, expiry risk apart. */
  maxShareMoved: number
  minLineVials: number
  /** Days for which nothing is taken of a product that a plan has just brought. */
  coolDownDays: number
  /** A count this young replaces the estimate and ends silence. */
  countFreshDays: number
  /** With an older count (or none) a donor gives no more than `oldCountDoses`. */
  countOldDays: number
  oldCountDoses: number
  /** Above this share of silent wards nothing moves between wards. */
  silentShareMax: number
  /** p ≥ this share of the city's pace per person: a starved ward must not look slow for ever. */
  priorShare: number
  /** A day is mature when this share of its doses is thought to be entered. */
  matureShare: number
  paceWindowDays: number
  lookBackDays: number
  sameZoneMinutes: number
  otherZoneMinutes: number
}

/**
 * Measured in simulation where it mattered: D from 7 to 14 and φ from 0.7 to 0.9 differ by under half a point. With seven
 * days of cool-down a city that is supplied weekly could never take back what lies idle; with two instead of three the
 * worst twentieth of the cities gains up to half a point of dose-days, for six more journeys in eight weeks.
 */
export const defaultParams: PlanParams = {
  paceMode: 'corrected',
  reviewDays: 7,
  leadDays: 1,
  topUpDays: 10,
  pushDays: 10,
  floorShare: 0.8,
  floorDays: 14,
  reserveDays: 7,
  secondDoseDays: 21,
  donorKeepDays: 14,
  receiverBelowDays: 4,
  receiverUpToDays: 14,
  guardedKeepDays: 10,
  guardedBelowDays: 5,
  expiryHorizonDays: 28,
  maxLines: 20,
  maxShareMoved: 0.2,
  minLineVials: 3,
  coolDownDays: 2,
  countFreshDays: 1,
  countOldDays: 7,
  oldCountDoses: 50,
  silentShareMax: 0.25,
  priorShare: 0.25,
  matureShare: 0.8,
  paceWindowDays: 14,
  lookBackDays: 42,
  sameZoneMinutes: 30,
  otherZoneMinutes: 60,
}
