import { z } from 'zod'
import { PlanningInputSchema } from './input-schema.ts'
import { PlanOutputSchema, PlanProblemSchema } from './output-schema.ts'

/** The words of `npm run plan`, for programs outside that drive the planner day by day. */
export function plannerJsonSchema(): Record<string, unknown> {
  const parts = {
    PlanningInput: z.toJSONSchema(PlanningInputSchema, { io: 'input' }),
    PlanOutput: z.toJSONSchema(PlanOutputSchema),
    PlanProblem: z.toJSONSchema(PlanProblemSchema),
  }
  const all: Record<string, unknown> = {}
  for (const [name, { $schema: _, $defs, ...schema }] of Object.entries(parts)) {
    // A part that is used by another one stands in its `$defs` already, and at the top only points there.
    Object.assign(all, { [name]: schema }, $defs)
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Planner: npm run -s plan',
    description:
      'JSON lines: `input` on standard input, one a line; each is answered by one line, `output` or `problem`.',
    type: 'object',
    properties: {
      input: { $ref: '#/$defs/PlanningInput' },
      output: { $ref: '#/$defs/PlanOutput' },
      problem: { $ref: '#/$defs/PlanProblem' },
    },
    $defs: all,
  }
}
