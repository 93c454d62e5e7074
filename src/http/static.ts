import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { App } from './types.ts'

const PAGES = join(import.meta.dirname, '../../dist/web')

/** Addresses that belong to the service itself: there, "not found" is a problem and never a page. */
const OWN = /^\/(v1|docs|assets|problems|livez|readyz|metrics)(\/|$)/

/**
 * Serves the built pages: files with a hash in their name for a year, the shell fresh each time. Every address that is
 * not the service's own is the shell's business: it knows its pages, and says itself when there is none.
 */
export async function registerPages(app: App): Promise<void> {
  if (!existsSync(join(PAGES, 'index.html'))) return
  await app.register(fastifyStatic, {
    root: join(PAGES, 'assets'),
    prefix: '/assets/',
    maxAge: '365d',
    immutable: true,
    preCompressed: true,
    decorateReply: false,
    schemaHide: true,
    logLevel: 'warn',
  })
  const shell = await readFile(join(PAGES, 'index.html'), 'utf8')
  app.get('/*', { config: { access: 'public' }, schema: { hide: true } }, (request, reply) => {
    const wantsPage = request.headers.accept?.includes('text/html') === true
    if (OWN.test(request.url) || !wantsPage) return reply.callNotFound()
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .serializer(String)
      .send(shell)
  })
}
