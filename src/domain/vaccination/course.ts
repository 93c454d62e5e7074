import type { LocalDate } from '../dates.ts'
import { holdsOn } from './rules.ts'
import type { StepCode } from './steps.ts'
import { stepKind, stepNumber } from './steps.ts'
import type { Antigen, Course, Family, RuleSet } from './types.ts'

/** Used, and flagged, for a family without a course row: all listed families but two take two. */
const BASIC_DOSES_UNKNOWN = 2

/** How far a person has come with one antigen. */
export type CourseState = {
  basicDoses: number
  primaryDone: number
  additionalDone: boolean
  boostersDone: number
}

export function findCourse(
  rules: RuleSet,
  antigen: Antigen,
  family: Family,
  onDay: LocalDate,
): Course | null {
  return (
    rules.courses.find((row) => row.antigen === antigen && row.family === family && holdsOn(row, onDay)) ??
    null
  )
}

/** The course is that of the first basic dose; whatever family follows does not change its length. */
export function beginCourse(course: Course | null): CourseState {
  return {
    basicDoses: course?.basicDoses ?? BASIC_DOSES_UNKNOWN,
    primaryDone: 0,
    additionalDone: false,
    boostersDone: 0,
  }
}

/** The state after `step`. A later kind of dose says that the basic course was complete. */
export function advance(state: CourseState, step: StepCode): CourseState {
  const number = stepNumber(step)
  const kind = stepKind(step)
  if (kind === 'primary') return { ...state, primaryDone: Math.max(state.primaryDone, number) }
  const complete = { ...state, primaryDone: Math.max(state.primaryDone, state.basicDoses) }
  return kind === 'additional'
    ? { ...complete, additionalDone: true }
    : { ...complete, boostersDone: Math.max(state.boostersDone, number) }
}

/** Is the place for an additional dose: after the basic course, before any booster, once? */
export function additionalFits(state: CourseState): boolean {
  return state.primaryDone >= state.basicDoses && !state.additionalDone && state.boostersDone === 0
}

/** The next step when no additional dose is meant. By kind, never by count. */
export function followingStep(state: CourseState): StepCode {
  return state.primaryDone < state.basicDoses
    ? `primary-${state.primaryDone + 1}`
    : `booster-${state.boostersDone + 1}`
}
