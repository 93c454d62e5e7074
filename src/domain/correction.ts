import { addDays, isoWeekday, type LocalDate } from './dates.ts'

/**
 * The correction desk. Whoever sees a person's record, and the person through them, may ask that something in it be put
 * right which they may not put right themselves. A request and what was done with it are facts; its state and its owner
 * follow from them. The desk changes no record: it names the change that was made elsewhere.
 */

export const identitySubjects = ['name', 'birth', 'sex', 'number', 'phone', 'address', 'residence'] as const
export const doseSubjects = ['dose-missing', 'dose-not-given', 'dose-of-another', 'dose-details'] as const
export const correctionSubjects = [...identitySubjects, ...doseSubjects] as const
export type CorrectionSubject = (typeof correctionSubjects)[number]

export const correctionOwners = ['ward', 'centre'] as const
export type CorrectionOwner = (typeof correctionOwners)[number]

/** For whom the asker speaks. */
export const correctionVoices = ['person', 'guardian', 'staff'] as const
export type CorrectionVoice = (typeof correctionVoices)[number]

export const correctionStates = ['open', 'taken', 'done', 'refused'] as const
export type CorrectionState = (typeof correctionStates)[number]

export const correctionActs = ['take', 'give-back', 'hand-over', 'done', 'refuse'] as const
export type CorrectionAct = (typeof correctionActs)[number]

/** What a done request leads to: a fact that somebody wrote where such facts are written. */
export const correctionOutcomes = ['person-event', 'dose-change', 'dose', 'review-decision', 'merge'] as const
export type CorrectionOutcome = (typeof correctionOutcomes)[number]

/** Does the request speak of one dose that the record has? */
export function namesDose(subject: CorrectionSubject): boolean {
  return subject !== 'dose-missing' && (doseSubjects as readonly string[]).includes(subject)
}

/**
 * Who has to answer at first: the ward of residence keeps who people are, and the papers by which a missing dose is
 * entered; a dose that is recorded is changed by the centre alone.
 */
export function ownerOf(subject: CorrectionSubject): CorrectionOwner {
  return namesDose(subject) ? 'centre' : 'ward'
}

/** As what the asker may answer requests about this person: none, one or both. */
export type Offices = readonly CorrectionOwner[]

/** Nobody asks themselves: who owns such requests about this person puts it right instead. */
export function mayAsk(subject: CorrectionSubject, offices: Offices): boolean {
  return !offices.includes(ownerOf(subject))
}

/** The centre answers for a ward that does not. */
export function mayAnswer(owner: CorrectionOwner, offices: Offices): boolean {
  return offices.includes(owner) || offices.includes('centre')
}

export type CorrectionStanding = { state: CorrectionState; owner: CorrectionOwner }

/** Acts that a request in this state allows; none after it was answered: who is not content asks anew. */
export function actsOf(state: CorrectionState): readonly CorrectionAct[] {
  if (state === 'open') return ['take', 'hand-over', 'done', 'refuse']
  if (state === 'taken') return ['give-back', 'hand-over', 'done', 'refuse']
  return []
}

/** Handed over, a request is open again: somebody of the other office has to take it. */
export function afterAct(standing: CorrectionStanding, act: CorrectionAct): CorrectionStanding {
  const { owner } = standing
  if (act === 'take') return { state: 'taken', owner }
  if (act === 'give-back') return { state: 'open', owner }
  if (act === 'hand-over') return { state: 'open', owner: owner === 'ward' ? 'centre' : 'ward' }
  return { state: act === 'done' ? 'done' : 'refused', owner }
}

export function standingOf(subject: CorrectionSubject, acts: readonly CorrectionAct[]): CorrectionStanding {
  return acts.reduce(afterAct, { state: 'open', owner: ownerOf(subject) })
}

/** Who holds personal data answers a request about it within two working days (Luật 91/2025/QH15; before it NĐ 13/2023). */
export const CORRECTION_WORKING_DAYS = 2

/** The last day on which the answer is in time; Saturdays and Sundays are not counted. */
export function answerDueOn(askedOn: LocalDate): LocalDate {
  let day = askedOn
  for (let left = CORRECTION_WORKING_DAYS; left > 0;) {
    day = addDays(day, 1)
    if (isoWeekday(day) <= 5) left -= 1
  }
  return day
}

/** Asked on this day or earlier and not answered, a request is overdue today. */
export function overdueAskedOn(today: LocalDate): LocalDate {
  let day = today
  while (answerDueOn(day) >= today) day = addDays(day, -1)
  return day
}
