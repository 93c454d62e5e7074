import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Sealer } from '#db/seal.ts'

/**
 * A refresh token is `family.nonce.seal`. The seal tells one of ours from any other text, so that a made-up token
 * cannot end anybody's sign-in. The next token follows from the one before and our key: whoever lost the answer
 * and asks again gets the same next token, not a second one.
 */
export const refreshTokenShape =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([\w-]{43})\.([\w-]{43})$/

const sealOf = (sealer: Sealer, familyId: string, nonce: string) =>
  sealer.lookup('refresh token', `${familyId}.${nonce}`)

export function makeRefreshToken(sealer: Sealer, familyId: string, nonce: Buffer = randomBytes(32)): string {
  const text = nonce.toString('base64url')
  return `${familyId}.${text}.${sealOf(sealer, familyId, text).toString('base64url')}`
}

/** The family of a token that we made, current or not; null for any other text. */
export function familyOfToken(sealer: Sealer, token: string): string | null {
  const [, familyId, nonce, seal] = refreshTokenShape.exec(token) ?? []
  if (familyId === undefined || nonce === undefined || seal === undefined) return null
  return timingSafeEqual(sealOf(sealer, familyId, nonce), Buffer.from(seal, 'base64url')) ? familyId : null
}

export function nextRefreshToken(sealer: Sealer, familyId: string, token: string): string {
  return makeRefreshToken(sealer, familyId, sealer.lookup('next refresh token', token))
}

/** What the database keeps. The nonce is 256 random bits: a plain hash cannot be searched. */
export function hashRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
