import type { LocalDate } from '../dates.ts'
import type { Facts, Words } from '../problem.ts'
import type { PlanParams } from './params.ts'

/**
 * What the planner answers. Every line, every advice and every ward left without a line carries its
 * reason as a code, as facts frozen with the plan, and as a sentence in each language.
 */
export type Plan = {
  asOf: LocalDate
  params: PlanParams
  /** In order of importance; `rank` is the position, from 1. */
  lines: readonly PlanLine[]
  advice: readonly Advice[]
  /** One row for each ward and product without a line. */
  leftOut: readonly LeftOut[]
  /** One row for each ward and product in use there. */
  pace: readonly PaceRow[]
  /** What kept a part of the plan from being made; empty when nothing did. */
  blocked: readonly Blocked[]
  city: readonly CityRow[]
}

export type Rule = 'second-doses' | 'expiry' | 'floor' | 'top-up' | 'surplus'

/** The rule first, then what else held or limited the line. */
export type LineReason = Rule | 'receiver-dry' | 'scarce' | 'share-limit' | 'count-limit' | 'guarded'

export type PlanLine = {
  rank: number
  rule: Rule
  reasons: readonly LineReason[]
  productId: string
  lotId: string
  fromHolderId: string
  /** Null: the centre. */
  fromWardId: string | null
  toHolderId: string
  toWardId: string
  doses: number
  vials: number
  dosesPerVial: number
  useByOn: LocalDate
  travelMinutes: number
  facts: LineFacts
  text: Words
}

export type LineFacts = {
  donor: SideFacts
  receiver: SideFacts
  /** Doses of this lot that the donor would not finish; 0 unless the rule is `expiry`. */
  expiryRiskDoses: number
  /** Second doses booked at the donor up to this day stay there. */
  secondDosesThroughOn: LocalDate
}

/** One end of a line. `after` = when every line of the plan is carried out. Paces in doses per day. */
export type SideFacts = {
  state: WardState | null
  pace: number | null
  paceLow: number | null
  paceHigh: number | null
  windowFromOn: LocalDate | null
  windowToOn: LocalDate | null
  completeness: number | null
  dosesBefore: number
  dosesAfter: number
  /** At the receiver without what expires before its turn comes. */
  daysBefore: number | null
  daysAfter: number | null
  secondDosesKept: number
}

export type WardState = 'slow-stocked' | 'slow-dry' | 'late-entry' | 'silent' | 'on-pace' | 'done'

export type PaceRow = {
  wardId: string
  productId: string
  state: WardState
  /** Doses per day, delay-corrected, one decimal; low and high are ±25 %. */
  dosesPerDay: number
  low: number
  high: number
  /** Where the pace comes from: entries, planned sessions, the share of the city's pace, or raw entries. */
  source: PaceSource
  windowFromOn: LocalDate | null
  windowToOn: LocalDate | null
  /** Weekday-weighted days in the window. */
  windowDays: number
  stockOutDaysSkipped: number
  /** Share of the window's doses that is thought to be entered. */
  completeness: number
  /** Share of the pace that stands on the ward's own entries; the rest is the city's pace, person for person. */
  ownShare: number
  /** Days after which 80 % of a day's doses are entered. */
  matureLagDays: number
  /** Recent working days with stock and next to no entries. */
  daysWithoutEntry: number
  ledgerDoses: number
  /** Given, thought not yet entered, and taken off the ledger for the estimate. */
  hiddenDoses: number
  /** Physical estimate of closed vials, in doses. */
  stockDoses: number
  inTransitDoses: number
  /** Of both, doses that expire before their turn comes. */
  spoilingDoses: number
  /** Without what spoils. */
  daysOfStock: number | null
  secondDosesDue: number
  remainingDoses: number
  expiryRiskDoses: number
  floorGapDoses: number
}

export type PaceSource = 'entries' | 'sessions' | 'prior' | 'raw'

export type CityRow = {
  productId: string
  dosesPerDay: number
  centreDoses: number
  /** Days of stock to which the centre's round filled the wards; null when it had nothing to give. */
  filledToDays: number | null
  guarded: boolean
  /** Monday to Sunday, sum 7. */
  weekdayFactors: readonly number[]
  /** Share of a day's doses entered within 0, 1, 2 … days. */
  completeness: readonly number[]
}

export type Advice = {
  kind: 'team' | 'count' | 'offer'
  wardId: string | null
  productId: string | null
  lotId: string | null
  facts: Facts
  text: Words
}

export type LeftOutCode =
  | 'not-used'
  | 'discrepancy-open'
  | 'silent'
  | 'late-entry'
  | 'ledger-negative'
  | 'kept'
  | 'cool-down'
  | 'count-old'
  | 'moves-blocked'
  | 'max-lines'
  | 'review-later'
  | 'surplus-small'
  | 'no-receiver'
  | 'done'
  | 'no-pace'
  | 'not-accepting'
  | 'storage'
  | 'expiring-first'
  | 'above-level'
  | 'too-small'
  | 'lots-unfit'
  | 'no-stock'
  | 'enough'

export type LeftOut = { wardId: string; productId: string; code: LeftOutCode; facts: Facts; text: Words }

export type Blocked = { code: 'too-many-silent'; facts: Facts; text: Words }
