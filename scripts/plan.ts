/**
 * The planner without a database: JSON lines in, JSON lines out.
 *   npm run -s plan < inputs.jsonl > plans.jsonl
 * Each line is one input (the words of src/domain/planner/types.ts) and is answered by one plan. A line that is no
 * input is answered with {"line":…,"error":…} and makes the command fail at its end.
 */
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { plan } from '#domain/planner/plan.ts'
import { PlanOutputSchema } from '#features/planner/contract.ts'
import { PlanningInputSchema } from '#features/planner/input-schema.ts'

/** The answer to one line, as text. */
function answer(text: string): { text: string; ok: boolean } {
  try {
    const input = PlanningInputSchema.parse(JSON.parse(text))
    return { text: JSON.stringify(PlanOutputSchema.parse(plan(input))), ok: true }
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    return { text: reason, ok: false }
  }
}

let line = 0
for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  line += 1
  if (text.trim() === '') continue
  const { ok, text: said } = answer(text)
  process.stdout.write(`${ok ? said : JSON.stringify({ line, error: said })}\n`)
  if (!ok) process.exitCode = 1
}
