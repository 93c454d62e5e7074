import type { LocalDate } from '../dates.ts'
import { compareText } from '../ids.ts'
import type { Facts, ProblemCode } from '../problem.ts'
import type { CourseState } from './course.ts'
import { additionalFits, advance, beginCourse, findCourse, followingStep } from './course.ts'
import type { Succession } from './rules.ts'
import { ageFits, decideTiming, findMixRule, selectAgeRules } from './rules.ts'
import type { StepCode } from './steps.ts'
import type { Antigen, PersonFacts, Product, RuleSet, Standing } from './types.ts'
import { isCounted } from './types.ts'

/** A product that may be given now. */
export type OfferedProduct = {
  productId: string
  volumeMl: number
  /** The person signs for another vaccine than before. */
  needsConsent: boolean
  /** Allowed, with something to say to the person first. */
  advice: ('early' | 'late' | 'mix')[]
}

/** Why nothing may be given now. Each kind has its sentence in `problems/doses.ts` (see `refusalOf`). */
export type DoseRefusal =
  | { kind: 'too-early'; step: StepCode; earliestOn: LocalDate }
  | { kind: 'complete' }
  | { kind: 'given-today' }
  | { kind: 'wrong-product'; step: StepCode; productIds: string[] }
  | { kind: 'age'; step: StepCode; ageFrom: number; ageTo: number | null }
  | { kind: 'no-product' }

export type NextDose = { kind: 'due'; step: StepCode; products: OfferedProduct[] } | DoseRefusal

/**
 * Which dose, if any, a person may receive on a day. Asked before the needle, by the phone offline and by the
 * server again; hence no clock and no database. "Too early" is an answer, not an error.
 *
 * @param standings the person's, as `judge` gave them.
 * @param productsAvailable what the session holds, all of one antigen.
 */
export function decideNextDose(
  person: PersonFacts,
  standings: readonly Standing[],
  productsAvailable: readonly Product[],
  rules: RuleSet,
  onDay: LocalDate,
): NextDose {
  const antigen = productsAvailable[0]?.antigen
  if (antigen === undefined) return { kind: 'no-product' }
  if (productsAvailable.some((product) => product.antigen !== antigen)) {
    throw new RangeError('decideNextDose is asked for one antigen at a time')
  }
  const counted = selectCounted(standings, antigen)
  const previous = counted.at(-1) ?? null
  if (counted.some((standing) => standing.givenOn === onDay)) return { kind: 'given-today' }

  const answers: NextDose[] = []
  for (const product of productsAvailable) {
    const state = stateAfter(counted, rules, product, onDay)
    for (const step of candidateSteps(state)) {
      const answer = decideProduct(person, previous, product, step, rules, onDay)
      answers.push(answer)
      // The additional dose comes first where it is offered; the booster waits for it.
      if (answer.kind === 'due' || answer.kind === 'too-early') break
    }
  }
  return mergeAnswers(answers)
}

/** The refusal as a problem: its code and facts, for the phone and for the server alike. */
export function refusalOf(refusal: DoseRefusal): { code: ProblemCode; facts: Facts } {
  switch (refusal.kind) {
    case 'too-early':
      return { code: 'visit.too-early', facts: { step: refusal.step, earliestOn: refusal.earliestOn } }
    case 'complete':
      return { code: 'visit.series-complete', facts: {} }
    case 'given-today':
      return { code: 'visit.given-today', facts: {} }
    case 'wrong-product':
      return { code: 'visit.wrong-product', facts: { step: refusal.step } }
    case 'age':
      return {
        code: 'visit.age',
        facts: { step: refusal.step, ageFrom: refusal.ageFrom, ageTo: refusal.ageTo },
      }
  }
  return { code: 'visit.no-product', facts: {} }
}

type CountedStanding = Standing & { step: StepCode; basicDoses: number }

function selectCounted(standings: readonly Standing[], antigen: Antigen): CountedStanding[] {
  return standings
    .filter((standing) => standing.antigen === antigen)
    .filter(isCounted)
    .sort((a, b) => compareText(a.givenOn, b.givenOn) || (a.dayRank ?? 0) - (b.dayRank ?? 0))
}

function stateAfter(
  counted: CountedStanding[],
  rules: RuleSet,
  product: Product,
  onDay: LocalDate,
): CourseState {
  const begun = beginCourse(findCourse(rules, product.antigen, product.family, onDay))
  const basicDoses = counted.at(-1)?.basicDoses ?? begun.basicDoses
  return counted.reduce<CourseState>((state, dose) => advance(state, dose.step), { ...begun, basicDoses })
}

function candidateSteps(state: CourseState): StepCode[] {
  return additionalFits(state) ? ['additional-1', followingStep(state)] : [followingStep(state)]
}

function decideProduct(
  person: PersonFacts,
  previous: CountedStanding | null,
  product: Product,
  step: StepCode,
  rules: RuleSet,
  onDay: LocalDate,
): NextDose {
  const succession: Succession = {
    antigen: product.antigen,
    from: previous && { step: previous.step, family: previous.family, givenOn: previous.givenOn },
    to: { step, family: product.family, givenOn: onDay },
  }
  const timing = decideTiming(rules, succession, person)
  if (!timing.offered) return { kind: 'complete' }
  // Past its time the additional dose gives way to the booster (CV 3309: 28 days to 3 months).
  const isLate = timing.advisedByOn !== null && onDay > timing.advisedByOn
  if (step === 'additional-1' && isLate) return { kind: 'complete' }

  const mix = findMixRule(rules, succession)
  const isMix = previous !== null && previous.family !== product.family
  const ages = selectAgeRules(rules, product.code, step, onDay)
  if (ages.length === 0 || (isMix && (mix === null || mix.verdict === 'override'))) {
    return { kind: 'wrong-product', step, productIds: [product.id] }
  }
  const dosage = ages.find((row) => ageFits(row, person, onDay))
  if (dosage === undefined) return { kind: 'age', step, ageFrom: ages[0]!.ageFrom, ageTo: ages[0]!.ageTo }

  const isEarly = timing.earliestOn !== null && onDay < timing.earliestOn
  if (isEarly && timing.verdict === 'refuse-before') {
    return { kind: 'too-early', step, earliestOn: timing.earliestOn! }
  }
  const advice: OfferedProduct['advice'] = []
  if (isEarly) advice.push('early')
  if (isLate) advice.push('late')
  if (mix?.verdict === 'warn') advice.push('mix')
  const offered = {
    productId: product.id,
    volumeMl: dosage.volumeMl,
    needsConsent: mix?.needsConsent ?? false,
    advice,
  }
  return { kind: 'due', step, products: [offered] }
}

/** Due beats waiting, waiting beats the wrong vaccine, and "complete" is said only when nothing else is. */
function mergeAnswers(answers: NextDose[]): NextDose {
  const due = answers.filter((answer) => answer.kind === 'due')
  if (due[0] !== undefined) {
    const { step } = due[0]
    const products = due.filter((answer) => answer.step === step).flatMap((answer) => answer.products)
    return { kind: 'due', step, products }
  }
  const early = answers
    .filter((answer) => answer.kind === 'too-early')
    .sort((a, b) => compareText(a.earliestOn, b.earliestOn))
  if (early[0] !== undefined) return early[0]
  const age = answers.find((answer) => answer.kind === 'age')
  if (age !== undefined) return age
  const wrong = answers.filter((answer) => answer.kind === 'wrong-product')
  if (wrong[0] !== undefined) {
    const productIds = [...new Set(wrong.flatMap((answer) => answer.productIds))]
    return { kind: 'wrong-product', step: wrong[0].step, productIds }
  }
  return { kind: 'complete' }
}
