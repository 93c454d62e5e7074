import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  fillWords,
  languages,
  Problem,
  problems,
  type Facts,
  type Language,
  type ProblemCode,
} from '#domain/problem.ts'
import { pgCode, violatedConstraint } from '#db/pg-error.ts'
import type { App } from './types.ts'

/** RFC 9457. Programs read `code` and `facts`; people read `title`. */
export const problemSchema = z
  .object({
    type: z.string().describe('Stable address of this kind of problem, `/problems/{code}`.'),
    title: z.string().describe('What is wrong and how to mend it, in the language asked for.'),
    status: z.int(),
    code: z.string().describe('Stable code; never changes once released.'),
    requestId: z.string(),
    facts: z.record(z.string(), z.unknown()).optional(),
    errors: z
      .array(z.object({ pointer: z.string(), message: z.string() }))
      .optional()
      .describe('For `request.invalid`: each field that is wrong.'),
  })
  .meta({ id: 'Problem' })

/** Put into every route's `response`: each refusal has this shape. */
export const problemResponses = {
  '4xx': {
    description: 'Refused: the code says why, the title how to mend it.',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
  '5xx': {
    description: 'Failed or busy: nothing is half done; try again.',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const

const MAX_ERRORS = 20

export function languageOf(request: FastifyRequest): Language {
  const asked = request.headers['accept-language']?.slice(0, 2).toLowerCase()
  return languages.find((language) => language === asked) ?? 'vi'
}

function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  facts: Facts = {},
  errors?: { pointer: string; message: string }[],
) {
  const { status } = problems[code]
  const all = { requestId: request.id, ...facts }
  if (typeof facts['retryAfterS'] === 'number') void reply.header('retry-after', String(facts['retryAfterS']))
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      type: `/problems/${code}`,
      title: fillWords(problems[code], languageOf(request), all),
      status,
      code,
      requestId: request.id,
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
      ...(errors === undefined ? {} : { errors }),
    })
}

/** Refusals of the framework and the database, in our words. Null = a bug. */
function translate(error: FastifyError): { code: ProblemCode; facts?: Facts } | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return { code: 'request.too-large' }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return { code: 'request.media-type' }
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return { code: 'request.invalid', facts: { where: 'body' } }
  }
  if (error.statusCode === 400) return { code: 'request.invalid', facts: { where: 'body' } }
  if (error.statusCode === 404) return { code: 'not-found' }
  if (error.statusCode === 413) return { code: 'request.too-large' }
  if (error.statusCode === 415) return { code: 'request.media-type' }
  if (error.statusCode === 503) return { code: 'service.busy', facts: { retryAfterS: 5 } }
  const sqlState = pgCode(error)
  // Constraints are the last word when two requests race; use cases refuse by name before them.
  if (sqlState === '23505' || sqlState === '23P01')
    return { code: 'conflict', facts: { constraint: violatedConstraint(error) ?? '' } }
  // Server going away, too many connections, statement time-out, connect time-out of the pool.
  if (sqlState !== null && /^(08|53|57)/.test(sqlState))
    return { code: 'service.busy', facts: { retryAfterS: 5 } }
  if (
    /ECONNREFUSED|ENOENT|ECONNRESET|timeout exceeded when trying to connect|Connection terminated/.test(
      error.message,
    )
  )
    return { code: 'service.busy', facts: { retryAfterS: 5 } }
  return null
}

export function registerProblems(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof Problem) {
      request.log.info({ problem: error.code }, 'refused')
      return sendProblem(request, reply, error.code, error.facts)
    }
    if (hasZodFastifySchemaValidationErrors(error)) {
      const errors = error.validation.slice(0, MAX_ERRORS).map((issue) => ({
        pointer: `/${error.validationContext ?? 'body'}${issue.instancePath}`,
        message: issue.message ?? '',
      }))
      return sendProblem(request, reply, 'request.invalid', { where: errors[0]?.pointer ?? '/' }, errors)
    }
    const known = translate(error)
    if (known !== null) {
      request.log.info({ problem: known.code }, 'refused')
      return sendProblem(request, reply, known.code, known.facts)
    }
    // The message of a database error can quote a row; only its kind and place go to the log.
    request.log.error({ name: error.name, sqlState: pgCode(error), stack: stackOf(error) }, 'failed')
    return sendProblem(request, reply, 'service.failed')
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'not-found'))
}

/** Where it happened, without the message: that may hold personal data. */
function stackOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return lines.slice(0, 12).join('\n')
}
