import { covidProducts } from './rules-vn/products.ts'
import { covidAgeRules, covidCourses } from './rules-vn/courses.ts'
import { covidIntervalRules, covidMixRules } from './rules-vn/intervals.ts'
import type { Condition, RuleSet } from './vaccination/types.ts'

/**
 * The Vietnamese rules as they were published, each row with its dates and document. This is what a new
 * authority's rule tables are filled with; from then on the tables are the rules and are edited there.
 */
export const vietnamRules: RuleSet = {
  version: 1,
  courses: covidCourses,
  intervalRules: covidIntervalRules,
  mixRules: covidMixRules,
  ageRules: covidAgeRules,
}

export const vietnamProducts = covidProducts

/** Where reports and orders draw their lines (QĐ 3355, CV 8688, CV 1535, CV 3309). */
export const vietnamAgeCuts: readonly number[] = [5, 12, 18, 50, 65]

/**
 * Priority codes of high exposure in the sense of CV 3309/BYT-DP: health 1, front line 2, army 3, police 4,
 * essential services and transport 7, teachers 8.
 */
const exposedCodes: ReadonlySet<number> = new Set([1, 2, 3, 4, 7, 8])

/** What a priority code (1–16) says of a person's conditions. */
export function conditionsOfPriorityCode(code: number): Condition[] {
  return exposedCodes.has(code) ? ['exposed'] : []
}
