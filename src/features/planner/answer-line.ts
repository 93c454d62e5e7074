import type { z } from 'zod'
import { plan } from '#domain/planner/plan.ts'
import { fillWords, Problem, problems, type Facts, type Words } from '#domain/problem.ts'
import { PlanningInputSchema } from './input-schema.ts'
import type { PlanProblemSchema } from './output-schema.ts'

type LineProblem = z.output<typeof PlanProblemSchema>['problem']

/** One line of JSON in, one line of JSON out: the plan, or the problem that kept it from being made. */
export function answerLine(text: string, line: number): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refuse(line, 'request.invalid', '/', error instanceof Error ? error.message : 'Not JSON')
  }
  const parsed = PlanningInputSchema.safeParse(value)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    return refuse(line, 'request.invalid', `/${path.map(String).join('/')}`, message)
  }
  try {
    return JSON.stringify(plan(parsed.data))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code !== 'plan.input-unknown' && error.code !== 'plan.input-twice') throw error
    const where = String(error.facts['id'])
    return refuse(line, error.code, where, fillWords(problems[error.code], 'en', error.facts), error.facts)
  }
}

function refuse(
  line: number,
  code: LineProblem['code'],
  where: string,
  detail: string,
  facts: Facts = { where },
): string {
  const speak = (language: keyof Words) => fillWords(problems[code], language, facts)
  const text = { vi: speak('vi'), en: speak('en'), lo: speak('lo') }
  return JSON.stringify({ problem: { line, code, where, detail, text } } satisfies z.output<
    typeof PlanProblemSchema
  >)
}
