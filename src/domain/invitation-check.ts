import type { LocalDate } from './dates.ts'
import type { InvitationPayload } from './invitation.ts'
import type { Facts, ProblemCode } from './problem.ts'

export type InvitationRefusal = { code: ProblemCode; facts: Facts }

/**
 * What is wrong with a paper that could be taken apart; null = nothing. In this order, since only a signature of ours
 * makes what stands in it worth reading: another authority's paper is foreign, not forged.
 *
 * @param isOurs its authority is this one.
 * @param isSigned with a key of this authority.
 * @param isRevoked unknown where it has to be asked for later.
 */
export function judgeInvitation(
  { validFrom, validTo }: Pick<InvitationPayload, 'validFrom' | 'validTo'>,
  { isOurs, isSigned, isRevoked }: { isOurs: boolean; isSigned: boolean; isRevoked: boolean },
  today: LocalDate,
): InvitationRefusal | null {
  if (!isOurs) return { code: 'invitation.foreign', facts: {} }
  if (!isSigned) return { code: 'invitation.forged', facts: {} }
  if (today < validFrom) return { code: 'invitation.not-yet-valid', facts: { from: validFrom } }
  if (today > validTo) return { code: 'invitation.expired', facts: { to: validTo } }
  return isRevoked ? { code: 'invitation.revoked', facts: {} } : null
}

const MARK_BYTES = 12

/**
 * How a pack names a paper: the first 12 bytes of SHA-256 over its token id, as hex. Whoever holds the pack cannot make
 * a paper of it, and two papers never share one.
 *
 * @param tokenHash SHA-256 over the token id.
 */
export function invitationMark(tokenHash: Uint8Array): string {
  return Array.from(tokenHash.subarray(0, MARK_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
