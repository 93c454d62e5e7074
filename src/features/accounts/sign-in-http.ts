import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { isLoopback } from '#domain/sign-in.ts'
import { accessCookie, cookieOptions, refreshCookie } from '#http/session.ts'
import type { Deps } from '#http/types.ts'
import {
  ACCESS_TOKEN_SECONDS,
  issueAccessToken,
  verifyAccessToken,
  type AccessClaims,
} from './access-token.ts'
import type { SignedInOut } from './contract.ts'
import type { SignedIn } from './sign-in.ts'
import { viewMe } from './views.ts'

/** Which phone or browser this is; it says nothing about who. */
const deviceCookie = '__Host-muitiem-device'
const DEVICE_SECONDS = 400 * 86_400

/** A secret is never asked for over a line that others can read. @throws Problem `sign-in.needs-tls`. */
export function requireTls(request: FastifyRequest): void {
  if (request.protocol !== 'https' && !isLoopback(request.ip)) throw new Problem('sign-in.needs-tls')
}

export function deviceOf(request: FastifyRequest, stated: string | undefined): string | undefined {
  const cookie = request.cookies[deviceCookie]
  return stated ?? (cookie !== undefined && /^[0-9a-f-]{36}$/.test(cookie) ? cookie : undefined)
}

/**
 * The refresh token of a program (body) or page (cookie). A browser sends a cookie whoever wrote the page, so that our
 * own header is asked for as well. @throws Problem `sign-in.other-page`.
 */
export function refreshTokenOf(
  request: FastifyRequest,
  stated: string | undefined,
): { token: string; mode: 'token' | 'cookie' } | null {
  if (stated !== undefined) return { token: stated, mode: 'token' }
  const token = request.cookies[refreshCookie]
  if (token === undefined) return null
  if (request.headers['x-requested-with'] !== 'muitiem') throw new Problem('sign-in.other-page')
  return { token, mode: 'cookie' }
}

/** The claims of the request's access token; null when it has none that is good. */
export function claimsOf(deps: Deps, request: FastifyRequest): AccessClaims | null {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? request.cookies[accessCookie]
  if (token === undefined) return null
  return verifyAccessToken(deps.config.tokenSecret, deps.authority.id, deps.clock(), token)
}

/** Tokens for a program in the body, for a page in cookies that no script can read. */
export async function sendSignedIn(
  deps: Deps,
  reply: FastifyReply,
  mode: 'token' | 'cookie',
  signedIn: SignedIn,
): Promise<z.output<typeof SignedInOut>> {
  const now = deps.clock()
  const accessToken = issueAccessToken(deps.config.tokenSecret, deps.authority.id, now, {
    sub: signedIn.accountId,
    ver: signedIn.sessionVersion,
    fam: signedIn.familyId,
    dev: signedIn.deviceId,
  })
  const me = await viewMe(deps.db, deps, signedIn.accountId)
  const { refreshToken, refreshExpiresAt, deviceId } = signedIn
  if (mode === 'cookie') {
    const seconds = Math.floor((refreshExpiresAt.getTime() - now.getTime()) / 1000)
    void reply.setCookie(accessCookie, accessToken, { ...cookieOptions, maxAge: ACCESS_TOKEN_SECONDS })
    void reply.setCookie(refreshCookie, refreshToken, { ...cookieOptions, maxAge: seconds })
    if (deviceId !== null)
      void reply.setCookie(deviceCookie, deviceId, { ...cookieOptions, maxAge: DEVICE_SECONDS })
  }
  return {
    step: 'signed-in',
    ...(mode === 'token' ? { accessToken, refreshToken } : {}),
    expiresAt: new Date(now.getTime() + ACCESS_TOKEN_SECONDS * 1000).toISOString(),
    refreshExpiresAt: refreshExpiresAt.toISOString(),
    deviceId,
    mustChangeSecret: me.mustChangeSecret,
    account: me,
  }
}

/** The device stays known: it is the person who left. */
export function clearCookies(reply: FastifyReply): void {
  void reply.clearCookie(accessCookie, cookieOptions)
  void reply.clearCookie(refreshCookie, cookieOptions)
}
