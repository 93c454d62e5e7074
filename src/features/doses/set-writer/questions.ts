import { correctedAt, isWithinUndoWindow, clockIsWrong } from '#domain/entry.ts'
import { compareText } from '#domain/ids.ts'
import { compareInstants } from '#domain/vaccination/changes.ts'
import { isDecided } from '#domain/vaccination/review.ts'
import type { ReviewKind } from '#domain/vaccination/types.ts'
import { mayBeInjected } from '#domain/visit.ts'
import type { DecisionRow, DoseRow, OpenItem, VisitRow } from './fact-types.ts'
import type { JudgedPeople } from './judge-people.ts'
import type { Ground, StandingDose } from './standing-dose.ts'
import type { Offered } from './types.ts'

/** A question for a person to decide; its kind and subject make it one, however many entries raise it. */
export type Question = {
  kind: ReviewKind
  subjectKey: string
  personId: string | null
  wardId: string | null
  sessionId: string | null
  doseId: string | null
  doseIds: string[]
  seen: string[]
}

/** Everything that is asked about these people now; what else stands open about them is answered by the facts. */
export function listPersonQuestions(
  judged: JudgedPeople,
  visits: readonly VisitRow[],
  decisions: readonly DecisionRow[],
  ground: Ground,
): Question[] {
  const byJudge = judged.reviews.map((review): Question => {
    const dose = judged.doses.get(review.doseIds[0]!)!
    return {
      ...review,
      wardId: dose.fields.residenceId,
      sessionId: dose.fields.sessionId,
      doseId: review.doseIds[0]!,
    }
  })
  const ofVisits = [...judged.doses.values()].flatMap((dose): Question[] => {
    const seen = visitFaults(dose, visits, ground)
    if (seen.length === 0) return []
    const question: Question = {
      kind: 'visit',
      subjectKey: dose.row.id,
      personId: dose.canonicalId,
      wardId: dose.fields.residenceId,
      sessionId: dose.fields.sessionId,
      doseId: dose.row.id,
      doseIds: [dose.row.id],
      seen,
    }
    return isDecided(question, decisions) ? [] : [question]
  })
  return [...byJudge, ...ofVisits].sort(compareQuestions)
}

export function compareQuestions(a: Question, b: Question): number {
  return compareText(a.kind, b.kind) || compareText(a.subjectKey, b.subjectKey)
}

function visitFaults(dose: StandingDose, visits: readonly VisitRow[], ground: Ground): string[] {
  if (dose.voided) return isVoidUnexplained(dose.row) ? ['reason-missing'] : []
  const { sessionId } = dose.fields
  if (dose.row.source === 'reported' || sessionId === null) return []
  const { checkedIn, screening } = visitOf(visits, sessionId, dose.canonicalId, ground)
  const faults: string[] = []
  if (!checkedIn && dose.row.reason === '') faults.push('no-check-in')
  if (screening !== null && !mayBeInjected(screening.outcome)) faults.push('not-cleared')
  return faults
}

/** Under whatever id of the person each fact was stated. */
export function visitOf(
  visits: readonly VisitRow[],
  sessionId: string,
  canonicalId: string,
  { people }: Pick<Ground, 'people'>,
): Pick<VisitRow, 'checkedIn' | 'screening'> {
  const own = visits.filter(
    (visit) => visit.sessionId === sessionId && people.get(visit.personId)?.canonicalId === canonicalId,
  )
  const screenings = own.flatMap(({ screening }) => (screening === null ? [] : [screening]))
  return {
    checkedIn: own.some(({ checkedIn }) => checkedIn),
    screening: screenings.sort(compareInstants).at(-1) ?? null,
  }
}

/** Taken back after the two minutes, without saying why. */
function isVoidUnexplained(row: DoseRow): boolean {
  const last = row.changes
    .filter(({ kind }) => kind !== 'correct')
    .sort(compareInstants)
    .at(-1)
  return last?.kind === 'void' && (last.reason ?? '') === '' && !isWithinUndoWindow(row.capturedAt, last.at)
}

/** Items about these people that nobody needs to answer any more. */
export function selectMoot(items: readonly OpenItem[], asked: readonly Question[]): OpenItem[] {
  const open = new Set(asked.map(({ kind, subjectKey }) => `${kind} ${subjectKey}`))
  return items.filter(({ kind, subjectKey }) => personKinds.has(kind) && !open.has(`${kind} ${subjectKey}`))
}

/** Kinds that follow from a person's facts alone; the others are closed by the person who looks into them. */
const personKinds: ReadonlySet<ReviewKind> = new Set<ReviewKind>([
  'two-phones',
  'interval',
  'stated-step',
  'mix',
  'age',
  'expired-lot',
  'recall',
  'date',
  'visit',
])

/** Questions that an entry raises by itself: a phone's wrong clock, a lot that nobody has received. */
export function listEntryQuestions(
  { entry, author }: Offered,
  enteredOn: string,
  unknownLotId: string | null,
  wardId: string | null,
): Question[] {
  const base = { personId: null, wardId, sessionId: entry.sessionId, doseId: null, doseIds: [] }
  const questions: Question[] = []
  if (clockIsWrong(entry.clockOffsetMs)) {
    const phone = entry.deviceId ?? author.accountId
    const seen = [correctedAt(entry.capturedAt, 0), String(entry.clockOffsetMs)]
    questions.push({ ...base, kind: 'clock', subjectKey: `${phone}/${enteredOn}`, seen })
  }
  if (unknownLotId !== null) {
    const doseIds = entry.kind === 'dose' ? [entry.id] : []
    questions.push({ ...base, doseIds, kind: 'unknown-lot', subjectKey: unknownLotId, seen: [unknownLotId] })
  }
  return questions
}
