import { invitationMark, judgeInvitation, type InvitationRefusal } from '#domain/invitation-check.ts'
import { splitInvitation, type InvitationParts, type InvitationPayload } from '#domain/invitation.ts'
import type { PackParts } from './packs.ts'

export type CheckedPaper =
  | { refusal: InvitationRefusal }
  /** True, and of this authority: whoever it is for. */
  | { refusal: null; mark: string; payload: InvitationPayload }

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Reads a paper as the service would, with nothing but what the pack says: its keys, and what was revoked. */
export async function checkPaper(
  text: string,
  { authorityTag, keys, revoked }: PackParts['invitations'],
  today: string,
): Promise<CheckedPaper> {
  const parts = splitInvitation(text)
  if (parts === null) return { refusal: { code: 'invitation.unreadable', facts: {} } }
  const mark = await markOf(parts)
  const signs = {
    isOurs: hexOf(parts.payload.authorityTag) === authorityTag,
    isSigned: await isSignedByOneOf(keys, parts),
    isRevoked: revoked.includes(mark),
  }
  const refusal = judgeInvitation(parts.payload, signs, today)
  return refusal === null ? { refusal, mark, payload: parts.payload } : { refusal }
}

async function markOf({ payload }: InvitationParts): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(payload.tokenId))
  return invitationMark(new Uint8Array(hash))
}

/** The text names no key: it is one of few. */
async function isSignedByOneOf(
  keys: PackParts['invitations']['keys'],
  { signed, signature }: InvitationParts,
): Promise<boolean> {
  for (const { kty, crv, x, y } of keys) {
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, false, ['verify'])
    const how = { name: 'ECDSA', hash: 'SHA-256' }
    const bytes = new TextEncoder().encode(signed)
    if (await crypto.subtle.verify(how, key, new Uint8Array(signature), bytes)) return true
  }
  return false
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
