/**
 * Who is called to a session, and for which hour. Practice in the wards: the residential groups come one after the other,
 * the oldest of each group first, an hour at a time so that nobody queues long.
 */
import { ageOn, type LocalDate } from './dates.ts'
import { compareText } from './ids.ts'
import { conditionsOfPriorityCode } from './rules-vn.ts'
import { decideNextDose } from './vaccination/eligibility.ts'
import type { StepCode } from './vaccination/steps.ts'
import type { BornPrecision, Product, RuleSet, Standing } from './vaccination/types.ts'

export const sessionSlots = ['morning', 'afternoon', 'all-day', 'evening'] as const
export type SessionSlot = (typeof sessionSlots)[number]

/** Beginnings of the hours to which people are called (phường Thạch Bàn, 2021). */
const morning = ['07:30', '08:30', '09:30'] as const
const afternoon = ['13:30', '14:30', '15:30'] as const
export const slotTimes: Record<SessionSlot, readonly string[]> = {
  morning,
  afternoon,
  'all-day': [...morning, ...afternoon],
  evening: ['17:30', '18:30', '19:30'],
}

export type CallCandidate = {
  personId: string
  /** Null when nobody knows the residential group: called last. */
  groupCode: string | null
  bornOn: LocalDate
  bornPrecision: BornPrecision
  priorityCode: number
  /** Does not wish the vaccine, or was taken off the lists. */
  withdrawn: boolean
  /** Is on this session already. */
  called: boolean
  /** Is called to another session of the campaign that has not been held yet. */
  calledElsewhere: boolean
  standings: readonly Standing[]
}

export type CallSelection = {
  step: StepCode
  ageFrom: number
  /** Exclusive; null = no upper limit. */
  ageTo: number | null
  /** Priority codes; null = all. */
  codes: readonly number[] | null
}

export const leftOutReasons = [
  'withdrawn',
  'called-elsewhere',
  'too-early',
  'other-step',
  'complete',
  'wrong-product',
  'age',
  'no-seat',
] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

export type LeftOut = {
  personId: string
  reason: LeftOutReason
  /** For `too-early`: the first day on which the dose may be given. */
  earliestOn: LocalDate | null
}

/**
 * Is the person of the group for which the call is? Ages as the counters cut them: on the day, from the birth date as it
 * is stored.
 */
export function isSelected(
  candidate: CallCandidate,
  { ageFrom, ageTo, codes }: CallSelection,
  on: LocalDate,
): boolean {
  const age = ageOn(candidate.bornOn, on)
  const inAge = age >= ageFrom && (ageTo === null || age < ageTo)
  return inAge && (codes === null || codes.includes(candidate.priorityCode))
}

/** Null when the person is due for that very dose on that day with what the session gives. */
export function findLeftOut(
  candidate: CallCandidate,
  step: StepCode,
  session: { on: LocalDate; products: readonly Product[]; rules: RuleSet },
): LeftOut | null {
  const { personId, bornOn, bornPrecision, priorityCode, standings } = candidate
  const leftOut = (reason: LeftOutReason, earliestOn: LocalDate | null = null): LeftOut => ({
    personId,
    reason,
    earliestOn,
  })
  if (candidate.withdrawn) return leftOut('withdrawn')
  if (candidate.calledElsewhere) return leftOut('called-elsewhere')
  const conditions = conditionsOfPriorityCode(priorityCode)
  const person = { id: personId, bornOn, bornPrecision, conditions, recoveredOn: null }
  const next = decideNextDose(person, standings, session.products, session.rules, session.on)
  switch (next.kind) {
    case 'due':
      return next.step === step ? null : leftOut('other-step')
    case 'too-early':
      return next.step === step ? leftOut('too-early', next.earliestOn) : leftOut('other-step')
    case 'age':
      return leftOut('age')
    case 'given-today':
    case 'complete':
      return leftOut('complete')
  }
  return leftOut('wrong-product')
}

/** An hour of the session and the people it still takes. */
export type Hour = { time: string; seats: number }

/**
 * The session's hours with the seats left in them. Every hour takes its equal part of the capacity (the first ones one
 * more where it does not divide); who is on the session without an hour takes a seat from the last hours.
 *
 * @param taken people per hour; those without one under null.
 */
export function hoursOf(
  slot: SessionSlot,
  capacity: number,
  taken: ReadonlyMap<string | null, number>,
): Hour[] {
  const times = slotTimes[slot]
  const share = Math.floor(capacity / times.length)
  const hours = times.map((time, index) => ({
    time,
    seats: Math.max(0, share + (index < capacity % times.length ? 1 : 0) - (taken.get(time) ?? 0)),
  }))
  const known = times.reduce((so, time) => so + (taken.get(time) ?? 0), 0)
  const all = [...taken.values()].reduce((so, people) => so + people, 0)
  let unplaced = all - known
  for (const hour of hours.toReversed()) {
    const given = Math.min(hour.seats, unplaced)
    hour.seats -= given
    unplaced -= given
  }
  return hours
}

export type Call = { personId: string; groupCode: string | null; time: string }

export type CallDecision = {
  calls: Call[]
  leftOut: LeftOut[]
  /** Already on this session: neither called again nor left out. */
  calledBefore: number
}

/**
 * Calls who is due, residential groups in the order of their codes, the oldest of each first, hour after hour until the
 * seats or `max` are used up. Who is not of the group asked for is in no list.
 */
export function decideCalls(
  candidates: readonly CallCandidate[],
  selection: CallSelection,
  session: {
    on: LocalDate
    products: readonly Product[]
    rules: RuleSet
    hours: readonly Hour[]
    max: number
  },
): CallDecision {
  const selected = candidates.filter((each) => isSelected(each, selection, session.on))
  const fresh = selected.filter((each) => !each.called)
  const leftOut: LeftOut[] = []
  const due: CallCandidate[] = []
  for (const candidate of fresh) {
    const reason = findLeftOut(candidate, selection.step, session)
    if (reason === null) due.push(candidate)
    else leftOut.push(reason)
  }
  const seats = session.hours.flatMap(({ time, seats }) => Array.from({ length: seats }, () => time))
  const calls: Call[] = []
  for (const { personId, groupCode } of due.sort(byGroupThenAge)) {
    const time = calls.length < session.max ? seats[calls.length] : undefined
    if (time === undefined) leftOut.push({ personId, reason: 'no-seat', earliestOn: null })
    else calls.push({ personId, groupCode, time })
  }
  return { calls, leftOut, calledBefore: selected.length - fresh.length }
}

function byGroupThenAge(a: CallCandidate, b: CallCandidate): number {
  return (
    compareGroupCodes(a.groupCode, b.groupCode) ||
    compareText(a.bornOn, b.bornOn) ||
    compareText(a.personId, b.personId)
  )
}

/** Group 2 comes before group 10, and no group comes last. */
export function compareGroupCodes(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const width = Math.max(a.length, b.length)
  return compareText(a.padStart(width, '0'), b.padStart(width, '0')) || compareText(a, b)
}
