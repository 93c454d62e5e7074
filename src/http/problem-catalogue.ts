import { z } from 'zod'
import { Problem, problems, type ProblemCode } from '#domain/problem.ts'
import { problemResponses } from './problem.ts'
import type { App } from './types.ts'

const kind = z
  .object({
    code: z.string(),
    status: z.int(),
    vi: z.string(),
    en: z.string(),
    lo: z.string(),
  })
  .meta({
    id: 'ProblemKind',
    description: 'A refusal that this service can give, with its sentence in each language.',
  })

const codes = Object.keys(problems) as ProblemCode[]
const kindOf = (code: ProblemCode) => ({ code, ...problems[code] })

/** `type` of a problem is an address; here is what stands there. */
export function problemCatalogueRoutes(app: App): void {
  const shared = { config: { access: 'public' as const } }
  app.get(
    '/problems',
    {
      ...shared,
      schema: {
        operationId: 'listProblemKinds',
        tags: ['service'],
        summary: 'Every refusal, with its words',
        response: { 200: z.array(kind), ...problemResponses },
      },
    },
    () => codes.toSorted().map(kindOf),
  )
  app.get(
    '/problems/:code',
    {
      ...shared,
      schema: {
        operationId: 'readProblemKind',
        tags: ['service'],
        summary: 'One refusal, with its words',
        params: z.object({ code: z.string().max(80) }),
        response: { 200: kind, ...problemResponses },
      },
    },
    (request) => {
      const code = codes.find((known) => known === request.params.code)
      if (code === undefined) throw new Problem('not-found')
      return kindOf(code)
    },
  )
}
