import type { LocalDate } from '../dates.ts'
import type { StepCode } from './steps.ts'

/** What a vaccine protects against (`covid-19`, `measles`…). Rules and steps are kept per antigen. */
export type Antigen = string
/** Products that count as the same vaccine in a course: `az`, `pfizer`, `vero`… */
export type Family = string
/** In a rule row: this value, or every value. A word and not null, so that unique keys work. */
export type OrAny<T extends string> = T | 'any'

export type StoreClass = 'fridge-2-8' | 'freezer-20' | 'ultra-cold-80'

export type Product = {
  id: string
  /** What rule rows name it by. */
  code: string
  antigen: Antigen
  family: Family
  name: string
  dosesPerVial: number
  /** More than this out of one vial is warned of, never refused. */
  maxDosesPerVial: number
  storeClass: StoreClass
  /** Days that a thawed closed vial keeps at 2–8 °C; null when it is not stored frozen. */
  thawDays: number | null
  /** Hours that an opened vial keeps; 0 = used at once. */
  openHours: number
}

/** Every rule row holds from `validFrom` up to, not including, `validTo`, and names its document. */
export type Dated = { validFrom: LocalDate; validTo: LocalDate | null; documentNumber: string }

/** Full years, `from ≤ age < to`; null = no upper bound. */
export type AgeWindow = { ageFrom: number; ageTo: number | null }

export type Condition = 'immuno' | 'exposed'

export type Course = Dated & { antigen: Antigen; family: Family; basicDoses: number }

/**
 * Days between two steps. A step after the first is offered only where a row of the day fits the person.
 * Rows of condition `recovered` are counted from the day of recovery instead and come on top.
 */
export type IntervalRule = Dated &
  AgeWindow & {
    id: string
    antigen: Antigen
    fromStep: OrAny<StepCode>
    toStep: StepCode
    familyBefore: OrAny<Family>
    familyAfter: OrAny<Family>
    condition: OrAny<Condition | 'recovered'>
    minDays: number
    advisedMaxDays: number | null
    verdict: 'warn' | 'refuse-before'
  }

/** Another family than the dose before. No row means: not accepted. One family never needs a row. */
export type MixRule = Dated & {
  id: string
  antigen: Antigen
  familyBefore: OrAny<Family>
  familyAfter: Family
  step: StepCode
  /** 0: the interval rules alone decide. */
  minDays: number
  needsConsent: boolean
  verdict: 'allow' | 'warn' | 'override'
}

/** Which product may be given as which step, to which ages, how much. No row means: not this product. */
export type AgeRule = Dated &
  AgeWindow & { antigen: Antigen; productCode: string; step: StepCode; volumeMl: number }

export type RuleSet = {
  version: number
  courses: readonly Course[]
  intervalRules: readonly IntervalRule[]
  mixRules: readonly MixRule[]
  ageRules: readonly AgeRule[]
}

export type BornPrecision = 'day' | 'month' | 'year'

/** What the rules need to know of a person, and nothing that tells who it is. */
export type PersonFacts = {
  /** The canonical person. */
  id: string
  bornOn: LocalDate | null
  bornPrecision: BornPrecision
  conditions: readonly Condition[]
  /** Last recovery from the disease, when known. */
  recoveredOn: LocalDate | null
}

export const doseOrigins = ['site', 'paper', 'history', 'other-place'] as const
export type DoseOrigin = (typeof doseOrigins)[number]
/** Given by us, or told to us. A reported dose counts for the person, never for stock or workload. */
export type DoseSource = 'administered' | 'reported'

/** One dose as it stands now: what was said, with its corrections applied (see `changes.ts`). */
export type DoseFact = {
  id: string
  personId: string
  antigen: Antigen
  family: Family
  productId: string
  productCode: string
  givenOn: LocalDate
  /** ISO instant, already corrected by the phone's measured offset. */
  givenAt: string
  /** The day on which the server recorded it. */
  enteredOn: LocalDate
  statedStep: StepCode | null
  origin: DoseOrigin
  source: DoseSource
  /** Expiry of the lot as decided by the day given; null when nobody knows the lot. */
  lotExpiresOn: LocalDate | null
  /** The lot was recalled, or held in quarantine, on the day given. */
  lotBlocked: boolean
  voided: boolean
}

export const doseFlags = [
  'same-day', // another dose of that antigen counts for this day
  'stated-step', // stated and computed step differ
  'history-unknown', // said to follow doses that we do not hold
  'course-unknown', // no course row for the family
  'interval',
  'not-offered', // no rule of the day offers this step to this person
  'mix',
  'product', // this product is not for this step
  'age',
  'expired',
  'recalled', // or held in quarantine that day
  'future-date',
  'before-birth',
] as const
export type DoseFlag = (typeof doseFlags)[number]

/** What a dose counts as now. A projection of all facts of the person, never edited by hand. */
export type Standing = {
  doseId: string
  /** The canonical person. */
  personId: string
  antigen: Antigen
  family: Family
  productId: string
  givenOn: LocalDate
  givenAt: string
  /** 0 is the day's first, 1, 2… are kept beside it, null is voided. Unique per person, antigen, day. */
  dayRank: number | null
  /** Set exactly when the dose counts. */
  step: StepCode | null
  /** Basic doses of the course; null when the dose does not count. */
  basicDoses: number | null
  flags: DoseFlag[]
  rulesVersion: number
}

export const reviewKinds = [
  'two-phones',
  'interval',
  'unknown-lot',
  'stock-short',
  'clock',
  'stated-step',
  'recall',
  'quarantine',
  'mix',
  'age',
  'expired-lot',
  'date',
  'visit', // given without a check-in, against the screening, or taken back late without a reason
  'lost-entry', // a phone can read one of its entries no more; somebody has said what became of it
] as const
export type ReviewKind = (typeof reviewKinds)[number]

/** One open question. However many entries raise it, its kind and subject make it one. */
export type ReviewKey = {
  kind: ReviewKind
  subjectKey: string
  doseIds: string[]
  /** What the question rests on. A decision holds while this is unchanged; else the question reopens. */
  seen: string[]
}

/** A person's answer to a question; an input of `judge`. The newest for a question holds. */
export type ReviewDecision = {
  id: string
  decidedAt: string
  kind: ReviewKind
  subjectKey: string
  seen: readonly string[]
  /** For `two-phones`: the dose that counts, or several when they were really given. */
  countedDoseIds: readonly string[]
}

export type Judgement = { standings: Standing[]; reviews: ReviewKey[] }

export function isCounted(standing: Standing): standing is Standing & { step: StepCode; basicDoses: number } {
  return standing.step !== null
}
