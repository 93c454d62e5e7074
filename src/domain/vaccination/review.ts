import type { LocalDate } from '../dates.ts'
import { compareText } from '../ids.ts'
import { compareInstants } from './changes.ts'
import type {
  Antigen,
  DoseFact,
  DoseFlag,
  PersonFacts,
  ReviewDecision,
  ReviewKey,
  ReviewKind,
  Standing,
} from './types.ts'

/** Two doses of one antigen on one day are one question, however many phones raise it. */
export function sameDayKey(personId: string, antigen: Antigen, givenOn: LocalDate): string {
  return `${personId}/${antigen}/${givenOn}`
}

/** Which question a flag asks a person. `same-day` is asked once per day, by `selectReviews` itself. */
const questionOf: Record<Exclude<DoseFlag, 'same-day'>, ReviewKind> = {
  'stated-step': 'stated-step',
  'history-unknown': 'stated-step',
  'course-unknown': 'mix',
  interval: 'interval',
  'not-offered': 'interval',
  mix: 'mix',
  product: 'mix',
  age: 'age',
  expired: 'expired-lot',
  recalled: 'recall',
  'future-date': 'date',
  'before-birth': 'date',
}

/**
 * The questions that the standings leave open. One is closed by a decision that saw the same facts, and opens
 * again when they have changed since.
 */
export function selectReviews(
  standings: readonly Standing[],
  facts: readonly DoseFact[],
  decisions: readonly ReviewDecision[],
  person: PersonFacts,
): ReviewKey[] {
  const asked = [...sameDayQuestions(standings, person.id), ...flagQuestions(standings, facts)]
  return asked
    .filter((review) => !isDecided(review, decisions))
    .sort((a, b) => compareText(a.kind, b.kind) || compareText(a.subjectKey, b.subjectKey))
}

function sameDayQuestions(standings: readonly Standing[], personId: string): ReviewKey[] {
  const live = standings.filter((standing) => standing.dayRank !== null)
  const days = Map.groupBy(live, (standing) => sameDayKey(personId, standing.antigen, standing.givenOn))
  return [...days]
    .filter(([, doses]) => doses.length > 1)
    .map(([subjectKey, doses]): ReviewKey => {
      const doseIds = doses.map((dose) => dose.doseId).sort(compareText)
      return { kind: 'two-phones', subjectKey, doseIds, seen: doseIds }
    })
}

function flagQuestions(standings: readonly Standing[], facts: readonly DoseFact[]): ReviewKey[] {
  const stated = new Map(facts.map((fact) => [fact.id, fact.statedStep]))
  return standings.flatMap((standing) => {
    const flags = standing.flags.filter((flag) => flag !== 'same-day')
    return [...Map.groupBy(flags, (flag) => questionOf[flag])].map(([kind, why]): ReviewKey => ({
      kind,
      subjectKey: standing.doseId,
      doseIds: [standing.doseId],
      seen: [
        ...why.toSorted(compareText),
        standing.givenOn,
        standing.productId,
        standing.step ?? 'not-counted',
        stated.get(standing.doseId) ?? 'not-stated',
      ],
    }))
  })
}

/** Has somebody answered this question, having seen what it rests on now? */
export function isDecided(review: ReviewKey, decisions: readonly ReviewDecision[]): boolean {
  const newest = decisions
    .filter((decision) => decision.kind === review.kind && decision.subjectKey === review.subjectKey)
    .sort((a, b) => compareInstants({ at: a.decidedAt, id: a.id }, { at: b.decidedAt, id: b.id }))
    .at(-1)
  return newest !== undefined && newest.seen.join(' ') === review.seen.join(' ')
}

/** What a person may say to a question. */
export const reviewAnswers = [
  'this-one-counts',
  'really-two',
  'kept',
  'voided',
  'released',
  'set-aside',
] as const
export type ReviewAnswer = (typeof reviewAnswers)[number]

/** Kinds about a stock book, a clock, a lot or a phone: nothing is taken back there, it is looked into and kept. */
const keptOnly: ReadonlySet<ReviewKind> = new Set<ReviewKind>([
  'unknown-lot',
  'stock-short',
  'clock',
  'recall',
  'lost-entry',
])

export function answersOf(kind: ReviewKind): readonly ReviewAnswer[] {
  if (kind === 'two-phones') return ['this-one-counts', 'really-two', 'voided']
  if (kind === 'quarantine') return ['released', 'set-aside']
  return keptOnly.has(kind) ? ['kept'] : ['kept', 'voided']
}

/**
 * The answer that may be given to many questions of a kind at once: one that takes nothing back and that the next look
 * can undo. Null where each has to be looked at by itself.
 */
export function bulkAnswerOf(kind: ReviewKind): ReviewAnswer | null {
  if (kind === 'quarantine') return 'released'
  return keptOnly.has(kind) || kind === 'stated-step' ? 'kept' : null
}
