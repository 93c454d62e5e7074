import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { App } from './types.ts'

const PAGES = join(import.meta.dirname, '../../dist/web')

/**
 * Serves the built pages: files with a hash in their name for a year, the shell fresh each time. Every address that is
 * not the service's own is the shell's business.
 */
export async function registerPages(app: App): Promise<void> {
  if (!existsSync(join(PAGES, 'index.html'))) return
  await app.register(fastifyStatic, {
    root: join(PAGES, 'assets'),
    prefix: '/assets/',
    maxAge: '365d',
    immutable: true,
    decorateReply: false,
    schemaHide: true,
    wildcard: true,
    logLevel: 'warn',
    config: { access: 'public', rateLimit: false },
  } as Parameters<typeof app.register>[1])
  const shell = await readFile(join(PAGES, 'index.html'), 'utf8')
  for (const url of [
    '/',
    '/sign-in',
    '/centre',
    '/centre/*',
    '/ward',
    '/ward/*',
    '/site',
    '/site/*',
    '/account',
    '/setup/*',
  ]) {
    app.get(url, { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
      void reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache')
      return reply.serializer(String).send(shell)
    })
  }
}
