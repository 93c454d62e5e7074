import type { LocalDate } from '../dates.ts'
import { addDays, ageOn } from '../dates.ts'
import { compareText } from '../ids.ts'
import type { StepCode } from './steps.ts'
import type {
  AgeRule,
  AgeWindow,
  Antigen,
  Dated,
  Family,
  IntervalRule,
  MixRule,
  PersonFacts,
  RuleSet,
} from './types.ts'

export function holdsOn(row: Dated, day: LocalDate): boolean {
  return row.validFrom <= day && (row.validTo === null || day < row.validTo)
}

/**
 * Could the person be of this age on the day? A birth known only by its year or month is given the benefit
 * of the doubt; an unknown birth fits.
 */
export function ageFits(window: AgeWindow, person: PersonFacts, day: LocalDate): boolean {
  if (person.bornOn === null) return true
  const [earliest, latest] = birthRange(person.bornOn, person.bornPrecision)
  const [youngest, oldest] = [ageOn(latest, day), ageOn(earliest, day)]
  return oldest >= window.ageFrom && (window.ageTo === null || youngest < window.ageTo)
}

/** First and last day on which the person may have been born. */
export function birthRange(
  bornOn: LocalDate,
  precision: PersonFacts['bornPrecision'],
): [LocalDate, LocalDate] {
  if (precision === 'day') return [bornOn, bornOn]
  if (precision === 'year') return [`${bornOn.slice(0, 4)}-01-01`, `${bornOn.slice(0, 4)}-12-31`]
  const first = `${bornOn.slice(0, 7)}-01`
  return [first, addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1)]
}

/** One dose following another, as the rules see it. */
export type Succession = {
  antigen: Antigen
  from: { step: StepCode; family: Family; givenOn: LocalDate } | null
  to: { step: StepCode; family: Family; givenOn: LocalDate }
}

function is<T extends string>(rule: T | 'any', value: T): boolean {
  return rule === 'any' || rule === value
}

function appliesTo(row: IntervalRule, { antigen, to }: Succession, person: PersonFacts): boolean {
  return (
    row.antigen === antigen &&
    row.toStep === to.step &&
    is(row.familyAfter, to.family) &&
    holdsOn(row, to.givenOn) &&
    ageFits(row, person, to.givenOn)
  )
}

/** The narrower row wins: rules for one vaccine stand beside the general ones. */
function narrowness(row: IntervalRule): number {
  return [row.fromStep, row.familyBefore, row.familyAfter, row.condition].filter((key) => key !== 'any')
    .length
}

/** The row that decides the days between two doses; null when the rules of the day offer no such step. */
export function findIntervalRule(
  rules: RuleSet,
  succession: Succession,
  person: PersonFacts,
): IntervalRule | null {
  const { from } = succession
  if (from === null) return null
  const fitting = rules.intervalRules.filter(
    (row) =>
      appliesTo(row, succession, person) &&
      is(row.fromStep, from.step) &&
      is(row.familyBefore, from.family) &&
      row.condition !== 'recovered' &&
      (row.condition === 'any' || person.conditions.includes(row.condition)),
  )
  fitting.sort((a, b) => narrowness(b) - narrowness(a) || a.minDays - b.minDays || compareText(a.id, b.id))
  return fitting[0] ?? null
}

/** The first day that recovery from the disease leaves open; null when it closes none. */
function recoveryOpensOn(rules: RuleSet, succession: Succession, person: PersonFacts): LocalDate | null {
  const { recoveredOn } = person
  if (recoveredOn === null || recoveredOn > succession.to.givenOn) return null
  const days = rules.intervalRules
    .filter(
      (row) =>
        row.condition === 'recovered' &&
        appliesTo(row, succession, person) &&
        is(row.fromStep, succession.from?.step ?? 'any') &&
        is(row.familyBefore, succession.from?.family ?? 'any'),
    )
    .map((row) => row.minDays)
  return days.length === 0 ? null : addDays(recoveredOn, Math.max(...days))
}

/** The row for a change of family; null when there is none, and so no such mix. */
export function findMixRule(rules: RuleSet, { antigen, from, to }: Succession): MixRule | null {
  if (from === null || from.family === to.family) return null
  const fitting = rules.mixRules.filter(
    (row) =>
      row.antigen === antigen &&
      row.step === to.step &&
      row.familyAfter === to.family &&
      is(row.familyBefore, from.family) &&
      holdsOn(row, to.givenOn),
  )
  return fitting.find((row) => row.familyBefore !== 'any') ?? fitting[0] ?? null
}

export type Timing = {
  /** Whether the rules of the day offer this step at all. */
  offered: boolean
  earliestOn: LocalDate | null
  /** After this day it is late, which is said and never refused. */
  advisedByOn: LocalDate | null
  verdict: IntervalRule['verdict']
}

/** From when the later dose of a succession may be given. */
export function decideTiming(rules: RuleSet, succession: Succession, person: PersonFacts): Timing {
  const recovery = recoveryOpensOn(rules, succession, person)
  const { from } = succession
  if (from === null)
    return { offered: true, earliestOn: recovery, advisedByOn: null, verdict: 'refuse-before' }
  const rule = findIntervalRule(rules, succession, person)
  const advisedMaxDays = rule?.advisedMaxDays ?? null
  const minDays = Math.max(rule?.minDays ?? 0, findMixRule(rules, succession)?.minDays ?? 0)
  const interval = addDays(from.givenOn, minDays)
  return {
    offered: rule !== null,
    earliestOn: recovery !== null && recovery > interval ? recovery : interval,
    advisedByOn: advisedMaxDays === null ? null : addDays(from.givenOn, advisedMaxDays),
    verdict: rule?.verdict ?? 'refuse-before',
  }
}

/** Age rows of a product and step on a day: whose, and how much. */
export function selectAgeRules(
  rules: RuleSet,
  productCode: string,
  step: StepCode,
  day: LocalDate,
): AgeRule[] {
  return rules.ageRules.filter(
    (row) => row.productCode === productCode && row.step === step && holdsOn(row, day),
  )
}
