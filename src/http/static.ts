import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { App } from './types.ts'

const PAGES = join(import.meta.dirname, '../../dist/web')

/** Addresses that belong to the service itself: there, "not found" is a problem and never a page. */
const OWN = /^\/(v1|docs|assets|problems|livez|readyz|metrics)(\/|$)/

const HOME = /^\/(\?|$)/

/** What has one name for ever: asked for anew each time, so that a new build is heard of. */
const fixed = [
  ['sw.js', 'text/javascript; charset=utf-8'],
  ['manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
] as const

/**
 * Serves the built pages: files with a hash in their name for a year, the shell fresh each time. Every address that is
 * not the service's own is the shell's business: it knows its pages, and says itself when there is none.
 */
export async function registerPages(app: App, folder = PAGES): Promise<void> {
  // The last file of a build.
  if (!existsSync(join(folder, 'sw.js'))) return
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    maxAge: '365d',
    immutable: true,
    preCompressed: true,
    decorateReply: false,
    schemaHide: true,
    logLevel: 'warn',
  })
  for (const [name, type] of fixed) {
    const content = await readFile(join(folder, name), 'utf8')
    app.get(`/${name}`, { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').serializer(String).send(content),
    )
  }
  const shell = await readFile(join(folder, 'index.html'), 'utf8')
  app.get('/*', { config: { access: 'public' }, schema: { hide: true } }, (request, reply) => {
    // Whoever watches whether the service is there asks for its address with no wish of their own.
    const wantsPage = HOME.test(request.url) || request.headers.accept?.includes('text/html') === true
    if (OWN.test(request.url) || !wantsPage) return reply.callNotFound()
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .serializer(String)
      .send(shell)
  })
}
