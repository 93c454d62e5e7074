import { STATUS_CODES } from 'node:http'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastify, { LogController, type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { Problem } from '#domain/problem.ts'
import { Changes } from '#db/changes.ts'
import { accountRoutes } from '#features/accounts/routes.ts'
import { ActorCache } from '#features/accounts/actor-cache.ts'
import { loadActor } from '#features/accounts/load-actor.ts'
import { verifyAccessToken } from '#features/accounts/access-token.ts'
import { campaignRoutes } from '#features/campaigns/routes.ts'
import { certificateRoutes } from '#features/certificates/routes.ts'
import { doseRoutes } from '#features/doses/routes.ts'
import { geographyRoutes } from '#features/geography/routes.ts'
import { plannerRoutes } from '#features/planner/routes.ts'
import { supplyRoutes } from '#features/planner/supply-routes.ts'
import { registrantRoutes } from '#features/registrants/routes.ts'
import { reportRoutes } from '#features/reports/routes.ts'
import { sessionRoutes } from '#features/sessions/routes.ts'
import { stockRoutes } from '#features/stock/routes.ts'
import { registerAccess } from '#http/access.ts'
import { healthRoutes } from '#http/health.ts'
import { openLog } from '#http/log-output.ts'
import { registerOpenapi } from '#http/openapi.ts'
import { problemCatalogueRoutes } from '#http/problem-catalogue.ts'
import { registerProblems } from '#http/problem.ts'
import { securityHeaders } from '#http/security-headers.ts'
import { registerSession } from '#http/session.ts'
import { registerPages } from '#http/static.ts'
import type { App, Deps } from '#http/types.ts'

const BODY_LIMIT = 256 * 1024
const REQUEST_TIMEOUT_MS = 60_000
/** A whole site sits behind one address: 40 phones and their queues must fit. */
const REQUESTS_PER_MINUTE = 6000

/**
 * The only place where things are put together.
 *
 * @param deps.log false to be silent (tests), or a level.
 * @param deps.logTo where the log goes; standard output unless said otherwise.
 * @param deps.pages the folder of another build of the pages.
 */
export async function buildApp(
  deps: Deps & { log: false | string; logTo?: { write(line: string): void }; pages?: string },
): Promise<App> {
  let stopping = false
  const app: App = fastify({
    logger:
      deps.log === false
        ? false
        : {
            level: deps.log,
            redact: redacted,
            serializers: logSerializers,
            stream: deps.logTo ?? openLog(),
          },
    logController: new LogController({ disableRequestLogging: true }),
    // Fastify counts proxies from the nearest: as many as are known to stand in front are believed.
    trustProxy: (_address, hop) => hop < deps.config.trustProxy,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 72_000,
    genReqId: () => deps.newId(),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)

  registerProblems(app)
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers(securityHeaders)
  })
  app.addHook('onSend', async (request, reply) => {
    void reply.headers({ 'x-request-id': request.id, date: deps.clock().toUTCString() })
    // Personal data stays out of every cache; the pages' own files set their own header.
    if (reply.getHeader('cache-control') === undefined) void reply.header('cache-control', 'no-store')
  })
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, context) =>
      new Problem('request.too-many', { retryAfterS: Math.ceil(context.ttl / 1000) }),
  })
  await app.register(cookie)
  await app.register(compress, { global: true, threshold: 2048, encodings: ['br', 'gzip'] })
  await app.register(multipart, {
    limits: { fileSize: 40 * 1024 * 1024, files: 1, fields: 20, fieldSize: 100_000 },
  })
  const actors = new ActorCache()
  registerSession(app, async (token) => {
    const now = deps.clock()
    return actors.find(token, now, async () => {
      const claims = verifyAccessToken(deps.config.tokenSecret, deps.authority.id, now, token)
      if (claims === null) return null
      const actor = await loadActor(deps.db, claims, now, deps.authority.timeZone)
      return actor === null ? null : { actor, expiresAt: new Date(claims.exp * 1000) }
    })
  })
  const changesSomething = ({ method, routeOptions }: FastifyRequest, { statusCode }: FastifyReply) =>
    method !== 'GET' && method !== 'HEAD' && statusCode < 400 && routeOptions.config.changesNothing !== true
  app.addHook('onSend', async (request, reply) => {
    // Before the answer leaves, so that whoever asked for the change already meets it. Facts of a site change no right.
    const isFact = request.routeOptions.schema?.tags?.includes('doses') ?? false
    if (changesSomething(request, reply) && !isFact) actors.clear()
  })
  const changes = new Changes(deps.database.app, deps.config.database.schema)
  app.addHook('onResponse', async (request, reply) => {
    if (changesSomething(request, reply)) changes.touch()
  })
  app.addHook('preClose', async () => changes.close())
  await registerOpenapi(app)
  await registerPages(app, deps.pages)
  // From here on a route that does not say who it is for does not start; the plugins' own routes above are public.
  registerAccess(app)
  healthRoutes(app, deps, () => stopping)
  problemCatalogueRoutes(app)
  await app.register(
    async (v1) => {
      const routes = v1 as unknown as App
      accountRoutes(routes, deps)
      geographyRoutes(routes, deps)
      stockRoutes(routes, deps)
      campaignRoutes(routes, deps)
      sessionRoutes(routes, deps)
      registrantRoutes(routes, deps)
      doseRoutes(routes, deps)
      certificateRoutes(routes, deps)
      reportRoutes(routes, deps, changes)
      plannerRoutes(routes, deps)
      supplyRoutes(routes, deps)
    },
    { prefix: '/v1' },
  )
  // One line per request, when it is answered: method, route pattern, status, milliseconds.
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ req: request, res: reply, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
  app.addHook('preClose', async () => {
    stopping = true
  })
  return app
}

/** Allow-list: a request is logged as method, route pattern and id; never its address, body, query or headers. */
const logSerializers = {
  req: (request: { method: string; id: string; routeOptions?: { url?: string } }) => ({
    method: request.method,
    route: request.routeOptions?.url ?? 'unknown',
    id: request.id,
  }),
  res: (reply: { statusCode: number }) => ({
    status: reply.statusCode,
    meaning: STATUS_CODES[reply.statusCode],
  }),
}
const redacted = ['req.headers', 'req.url', 'req.query', 'err.message']
