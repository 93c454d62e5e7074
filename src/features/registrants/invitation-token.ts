/** Signs and checks the text of an invitation; its format is in `#domain/invitation.ts`. */
import { createHash, createPublicKey, sign, verify } from 'node:crypto'
import type { z } from 'zod'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { judgeInvitation } from '#domain/invitation-check.ts'
import { joinInvitation, signedText, splitInvitation } from '#domain/invitation.ts'
import type { Facts, ProblemCode } from '#domain/problem.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'

type Keys = Pick<Deps, 'config' | 'sealer' | 'authority'>

export type IssuedTo = { personId: string; campaignId: string; issueNumber: number }

/** 16 bytes: an HMAC, so that a sheet can be printed again and one paper can be revoked. */
export function invitationTokenId(
  deps: Pick<Deps, 'sealer'>,
  { personId, campaignId, issueNumber }: IssuedTo,
): Buffer {
  return deps.sealer.lookup('invitation', `${personId}\n${campaignId}\n${issueNumber}`).subarray(0, 16)
}

/** What the database keeps: from it nobody can make a paper. */
export function tokenHashOf(tokenId: Uint8Array): Buffer {
  return createHash('sha256').update(tokenId).digest()
}

export function authorityTag(authority: { id: string }): Buffer {
  return createHash('sha256').update(authority.id).digest().subarray(0, 4)
}

export type SignableInvitation = IssuedTo & { wardId: string; validFrom: LocalDate; validTo: LocalDate }

export function signInvitation(deps: Keys, invitation: SignableInvitation): string {
  const { campaignId, wardId, validFrom, validTo } = invitation
  const signed = signedText({
    authorityTag: authorityTag(deps.authority),
    tokenId: invitationTokenId(deps, invitation),
    campaignId,
    wardId,
    validFrom,
    validTo,
  })
  const key = { key: deps.config.invitationPrivateKey, dsaEncoding: 'ieee-p1363' } as const
  return joinInvitation(signed, sign('sha256', Buffer.from(signed), key))
}

export type ReadInvitation =
  | { tokenHash: Buffer; campaignId: string; wardId: string; validFrom: LocalDate; validTo: LocalDate }
  | { refusal: ProblemCode; facts: Facts }

/**
 * Reads a scanned code without the database. Refusals: `invitation.unreadable`, `.foreign`, `.forged`, `.not-yet-valid`,
 * `.expired`. Whether it was revoked is a question for the database (`identify` answers `token_state`).
 */
export function readInvitationToken(deps: Keys & Pick<Deps, 'clock'>, text: string): ReadInvitation {
  const parts = splitInvitation(text)
  if (parts === null) return { refusal: 'invitation.unreadable', facts: {} }
  const { authorityTag: tag, tokenId, campaignId, wardId, validFrom, validTo } = parts.payload
  const isOurs = authorityTag(deps.authority).equals(tag)
  const key = { key: createPublicKey(deps.config.invitationPrivateKey), dsaEncoding: 'ieee-p1363' } as const
  const isSigned = verify('sha256', Buffer.from(parts.signed), key, parts.signature)
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  // Revoked or not is asked of the database.
  const refusal = judgeInvitation(parts.payload, { isOurs, isSigned, isRevoked: false }, today)
  if (refusal !== null) return { refusal: refusal.code, facts: refusal.facts }
  return { tokenHash: tokenHashOf(tokenId), campaignId, wardId, validFrom, validTo }
}

/** The public half, as phones take it. */
export function invitationKey(deps: Pick<Deps, 'config'>): z.infer<typeof contract.InvitationKey> {
  const { x, y } = createPublicKey(deps.config.invitationPrivateKey).export({ format: 'jwk' })
  if (x === undefined || y === undefined) throw new Error('The invitation key is no elliptic key')
  return { kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig' }
}
