import type { FastifyRequest } from 'fastify'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import type { App } from './types.ts'

/** `__Host-`: only over TLS (or loopback), only for this host and every path; no script can read it. */
export const accessCookie = '__Host-muitiem-access'
export const refreshCookie = '__Host-muitiem-refresh'
export const cookieOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const

/** Turns a token into who is asking; null when it is no good. */
export type Authenticate = (token: string) => Promise<Actor | null>

/**
 * Reads the token of programs (bearer) or pages (cookie) and finds who is asking. A cookie is sent by the browser
 * whoever wrote the page, so a change asked with a cookie also needs our own header.
 */
export function registerSession(app: App, authenticate: Authenticate): void {
  app.decorateRequest('actor', null)
  app.addHook('onRequest', async (request) => {
    const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.authorization ?? '')?.[1]
    const cookie = bearer === undefined ? request.cookies[accessCookie] : undefined
    const token = bearer ?? cookie
    if (token === undefined) return
    if (cookie !== undefined && !safe(request) && request.headers['x-requested-with'] !== 'muitiem')
      throw new Problem('sign-in.other-page')
    request.actor = await authenticate(token)
  })
}

const safe = (request: FastifyRequest) => request.method === 'GET' || request.method === 'HEAD'

/** Who is asking, on a route that is not public. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor === null) throw new Problem('sign-in.required')
  return request.actor
}
