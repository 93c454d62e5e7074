import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { problemResponses } from './problem.ts'
import type { App, Deps } from './types.ts'

/** Alive = the process answers; ready = the database answers too. */
export function healthRoutes(app: App, deps: Deps, isStopping: () => boolean): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from request to answer, by operation and status class',
    labelNames: ['operation', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const refused = new Counter({
    name: 'http_refused_total',
    help: 'Answers with status 4xx or 5xx, by operation',
    labelNames: ['operation', 'status'],
    registers: [registry],
  })
  const pools = new Gauge({
    name: 'database_connections',
    help: 'Connections of each pool: total, idle, waiting requests',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [name, pool] of [
        ['app', deps.database.app],
        ['writer', deps.database.writer],
        ['report', deps.database.report],
      ] as const) {
        this.set({ pool: name, state: 'total' }, pool.totalCount)
        this.set({ pool: name, state: 'idle' }, pool.idleCount)
        this.set({ pool: name, state: 'waiting' }, pool.waitingCount)
      }
    },
  })
  void pools

  app.addHook('onResponse', async (request, reply) => {
    const operation = request.routeOptions.schema?.operationId ?? 'other'
    duration.observe(
      { operation, status: `${Math.floor(reply.statusCode / 100)}xx` },
      reply.elapsedTime / 1000,
    )
    if (reply.statusCode >= 400) refused.inc({ operation, status: String(reply.statusCode) })
  })

  const status = z.object({ status: z.literal('ok') })
  app.get(
    '/livez',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'livez',
        tags: ['service'],
        summary: 'The process answers',
        response: { 200: status, ...problemResponses },
      },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'readyz',
        tags: ['service'],
        summary: 'The database answers and the service is not stopping',
        response: { 200: status, ...problemResponses },
      },
    },
    async () => {
      if (isStopping()) throw new Problem('service.busy', { retryAfterS: 5 })
      await deps.database.app.query('SELECT 1')
      return { status: 'ok' as const }
    },
  )
  app.get(
    '/metrics',
    // Counts without names; a reverse proxy keeps it private (see the README), a bearer of a supervisor reads it too.
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'metrics',
        tags: ['service'],
        summary: 'Figures for Prometheus',
        response: { 200: z.string(), ...problemResponses },
      },
    },
    async (_request, reply) => {
      void reply.type(registry.contentType).serializer((body: unknown) => String(body))
      return registry.metrics()
    },
  )
}
