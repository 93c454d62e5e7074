import { isLocalDate } from './dates.ts'
import { formatFormDay } from './form-days.ts'
import { accountProblems } from './problems/accounts.ts'
import { campaignProblems } from './problems/campaigns.ts'
import { doseProblems } from './problems/doses.ts'
import { generalProblems } from './problems/general.ts'
import { geographyProblems } from './problems/geography.ts'
import { plannerProblems } from './problems/planner.ts'
import { listProblems } from './problems/lists.ts'
import { registrantProblems } from './problems/registrants.ts'
import { sessionProblems } from './problems/sessions.ts'
import { stockProblems } from './problems/stock.ts'

export const languages = ['vi', 'en', 'lo'] as const
export type Language = (typeof languages)[number]

/** One sentence in each language; `{fact}` is replaced by the fact of that name. */
export type Words = Record<Language, string>

/** What a refusal says to a program (`status`) and to a person. The code never changes once released. */
export type ProblemWords = Words & { status: number }

/** Every refusal the service can give. A code without a row here does not compile. */
export const problems = {
  ...generalProblems,
  ...accountProblems,
  ...geographyProblems,
  ...campaignProblems,
  ...sessionProblems,
  ...listProblems,
  ...registrantProblems,
  ...doseProblems,
  ...stockProblems,
  ...plannerProblems,
} satisfies Record<string, ProblemWords>

export type ProblemCode = keyof typeof problems

/** Facts are for programs and fill the sentence; they never carry personal data. */
export type Facts = Record<string, string | number | boolean | null | readonly string[]>

/** A refusal: expected, explained, and mended by the person who reads it. A bug is an `Error`. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly facts: Facts
  constructor(code: ProblemCode, facts: Facts = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.facts = facts
  }
}

export function fillWords(words: Words, language: Language, facts: Facts = {}): string {
  return words[language].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in facts ? wordFact(facts[name]) : whole,
  )
}

/** A day is said as people write it. */
const wordFact = (fact: Facts[string] | undefined): string =>
  typeof fact === 'string' && isLocalDate(fact) ? formatFormDay(fact) : String(fact)
