import { createSecretKey, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'

/** One algorithm, one key, fixed issuer and type; 15 minutes. */
const ALGORITHM = 'HS256'
export const ACCESS_TOKEN_SECONDS = 15 * 60

const keys = new Map<string, KeyObject>()

/** Made once for each secret: from a text, the library would try every kind of key at every request. */
function keyOf(secret: string): KeyObject {
  const known = keys.get(secret)
  if (known !== undefined) return known
  const key = createSecretKey(Buffer.from(secret))
  keys.set(secret, key)
  return key
}

const claims = z.object({
  sub: z.guid(),
  /** Session version of the account: raised on disable, reset and role change. */
  ver: z.int(),
  /** Sign-in family, so that one sign-in can be ended. */
  fam: z.guid(),
  dev: z.guid().nullable(),
  typ: z.literal('access'),
  /** Seconds since 1970; at this second it is no good any more. */
  exp: z.int(),
})
export type AccessClaims = z.infer<typeof claims>

export function issueAccessToken(
  secret: string,
  authorityId: string,
  now: Date,
  claim: Omit<AccessClaims, 'typ' | 'exp'>,
): string {
  const iat = Math.floor(now.getTime() / 1000)
  return jwt.sign({ ...claim, typ: 'access', iat, exp: iat + ACCESS_TOKEN_SECONDS }, keyOf(secret), {
    algorithm: ALGORITHM,
    issuer: 'muitiem',
    audience: authorityId,
  })
}

/** Null for anything but a live token of this authority: another authority's token is unknown here. */
export function verifyAccessToken(
  secret: string,
  authorityId: string,
  now: Date,
  token: string,
): AccessClaims | null {
  try {
    const payload = jwt.verify(token, keyOf(secret), {
      algorithms: [ALGORITHM],
      issuer: 'muitiem',
      audience: authorityId,
      clockTimestamp: Math.floor(now.getTime() / 1000),
    })
    return claims.parse(payload)
  } catch {
    return null
  }
}
