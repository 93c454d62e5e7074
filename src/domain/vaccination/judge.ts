import type { LocalDate } from '../dates.ts'
import { compareText } from '../ids.ts'
import { compareInstants } from './changes.ts'
import type { CourseState } from './course.ts'
import { additionalFits, advance, beginCourse, findCourse, followingStep } from './course.ts'
import { selectReviews, sameDayKey } from './review.ts'
import type { Succession } from './rules.ts'
import { ageFits, birthRange, decideTiming, findIntervalRule, findMixRule, selectAgeRules } from './rules.ts'
import type { StepCode } from './steps.ts'
import { compareSteps } from './steps.ts'
import type {
  DoseFact,
  DoseFlag,
  Judgement,
  PersonFacts,
  ReviewDecision,
  RuleSet,
  Standing,
} from './types.ts'

/**
 * What each dose of a person counts as. The phone, the server and the rebuild call this and nothing else.
 *
 * A function of the facts, never of the order in which they arrived: per antigen and day one dose counts (the
 * one a decision names, several when they were really given, else the earliest), and steps follow from a walk
 * over the counted doses by day. A dose is never refused here; what is wrong with it is flagged by the rules
 * of its own day.
 *
 * @param facts all doses of the canonical person, whatever id they were recorded under, corrections applied.
 */
export function judge(
  facts: readonly DoseFact[],
  decisions: readonly ReviewDecision[],
  person: PersonFacts,
  rules: RuleSet,
): Judgement {
  const antigens = [...new Set(facts.map((fact) => fact.antigen))].sort(compareText)
  const standings = antigens.flatMap((antigen) =>
    judgeAntigen(
      facts.filter((fact) => fact.antigen === antigen),
      decisions,
      person,
      rules,
    ),
  )
  return { standings, reviews: selectReviews(standings, facts, decisions, person) }
}

function judgeAntigen(
  facts: DoseFact[],
  decisions: readonly ReviewDecision[],
  person: PersonFacts,
  rules: RuleSet,
): Standing[] {
  const standings: Standing[] = []
  let walk: Walk | null = null
  for (const [day, doses] of byDay(facts.filter((fact) => !fact.voided))) {
    const named = selectNamed(decisions, sameDayKey(person.id, doses[0]!.antigen, day))
    const ranked = rankDay(doses, named)
    const reallyGiven = ranked.filter((fact) => named.includes(fact.id)).length
    for (const [dayRank, fact] of ranked.entries()) {
      if (dayRank < Math.max(reallyGiven, 1)) {
        walk = takeStep(walk, fact, person, rules)
        standings.push(stand(fact, person, rules, { dayRank, ...walk }))
      } else {
        const flags: DoseFlag[] = ['same-day', ...plainFlags(fact, person)]
        standings.push(stand(fact, person, rules, { dayRank, step: null, state: null, flags }))
      }
    }
  }
  for (const fact of facts.filter((each) => each.voided).sort((a, b) => compareText(a.id, b.id))) {
    standings.push(stand(fact, person, rules, { dayRank: null, step: null, state: null, flags: [] }))
  }
  return standings
}

type Place = { dayRank: number | null; step: StepCode | null; state: CourseState | null; flags: DoseFlag[] }

function stand(fact: DoseFact, person: PersonFacts, rules: RuleSet, place: Place): Standing {
  return {
    doseId: fact.id,
    personId: person.id,
    antigen: fact.antigen,
    family: fact.family,
    productId: fact.productId,
    givenOn: fact.givenOn,
    givenAt: fact.givenAt,
    dayRank: place.dayRank,
    step: place.step,
    basicDoses: place.state?.basicDoses ?? null,
    flags: place.flags,
    rulesVersion: rules.version,
  }
}

function byDay(facts: DoseFact[]): [LocalDate, DoseFact[]][] {
  return Object.entries(Object.groupBy(facts, (fact) => fact.givenOn))
    .map(([day, doses]): [LocalDate, DoseFact[]] => [day, doses ?? []])
    .sort(([a], [b]) => compareText(a, b))
}

/** Doses named by the newest decision about this day. */
function selectNamed(decisions: readonly ReviewDecision[], subjectKey: string): readonly string[] {
  const newest = decisions
    .filter((decision) => decision.kind === 'two-phones' && decision.subjectKey === subjectKey)
    .sort((a, b) => compareInstants({ at: a.decidedAt, id: a.id }, { at: b.decidedAt, id: b.id }))
    .at(-1)
  return newest?.countedDoseIds ?? []
}

/** The named first, then by time and id. A decision about doses that are gone names nobody. */
function rankDay(doses: DoseFact[], named: readonly string[]): DoseFact[] {
  return [...doses].sort(
    (a, b) =>
      Number(named.includes(b.id)) - Number(named.includes(a.id)) ||
      compareInstants({ at: a.givenAt, id: a.id }, { at: b.givenAt, id: b.id }),
  )
}

type Walk = { fact: DoseFact; state: CourseState; step: StepCode; flags: DoseFlag[] }

/** One step on: which step the counted dose is, and what the rules of its day say of it. */
function takeStep(before: Walk | null, fact: DoseFact, person: PersonFacts, rules: RuleSet): Walk {
  const { family, givenOn } = fact
  const course = before === null ? findCourse(rules, fact.antigen, family, givenOn) : null
  const state = before?.state ?? beginCourse(course)
  const from = before && { step: before.step, family: before.fact.family, givenOn: before.fact.givenOn }
  const additional: Succession = {
    antigen: fact.antigen,
    from,
    to: { step: 'additional-1', family, givenOn },
  }
  const mayBeAdditional =
    fact.statedStep === 'additional-1' &&
    additionalFits(state) &&
    findIntervalRule(rules, additional, person) !== null
  const computed = mayBeAdditional ? 'additional-1' : followingStep(state)

  const flags: DoseFlag[] = []
  if (before === null && course === null) flags.push('course-unknown')
  // The first dose we hold, said to be a later one: there is a history that we do not know, and it is not dose 1.
  const followsUnknown =
    before === null && fact.statedStep !== null && compareSteps(fact.statedStep, computed) > 0
  const step = followsUnknown && fact.statedStep !== null ? fact.statedStep : computed
  if (followsUnknown) flags.push('history-unknown')
  else if (fact.statedStep !== null && fact.statedStep !== computed) flags.push('stated-step')

  const succession = { antigen: fact.antigen, from, to: { step, family, givenOn } }
  flags.push(...ruleFlags(fact, succession, person, rules), ...plainFlags(fact, person))
  return { fact, state: advance(state, step), step, flags }
}

function ruleFlags(fact: DoseFact, succession: Succession, person: PersonFacts, rules: RuleSet): DoseFlag[] {
  const flags: DoseFlag[] = []
  const { from, to } = succession
  const timing = decideTiming(rules, succession, person)
  if (!timing.offered) flags.push('not-offered')
  if (timing.earliestOn !== null && to.givenOn < timing.earliestOn) flags.push('interval')
  if (from !== null && from.family !== to.family) {
    if (findMixRule(rules, succession)?.verdict !== 'allow') flags.push('mix')
  }
  const ages = selectAgeRules(rules, fact.productCode, to.step, to.givenOn)
  if (ages.length === 0) flags.push('product')
  else if (!ages.some((row) => ageFits(row, person, to.givenOn))) flags.push('age')
  return flags
}

/** What is wrong with a dose by itself, counted or not. */
function plainFlags(fact: DoseFact, person: PersonFacts): DoseFlag[] {
  const flags: DoseFlag[] = []
  if (fact.lotExpiresOn !== null && fact.givenOn > fact.lotExpiresOn) flags.push('expired')
  if (fact.lotBlocked) flags.push('recalled')
  if (fact.givenOn > fact.enteredOn) flags.push('future-date')
  if (person.bornOn !== null && fact.givenOn < birthRange(person.bornOn, person.bornPrecision)[0]) {
    flags.push('before-birth')
  }
  return flags
}
