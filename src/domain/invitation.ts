/**
 * The paper with a QR code that a person brings. Its text is final; papers of the first day must be read on the last:
 *
 *     MT1.<payload, base64url without padding>.<signature, base64url without padding>
 *
 * Signature: ECDSA P-256 with SHA-256 (ES256, r ‖ s of 32 bytes each) over the ASCII text before the second point.
 * Payload, 56 bytes, numbers with the high byte first:
 *
 *     0–3    authority: the first 4 bytes of SHA-256 over its id, to tell another city's paper from a forged one
 *     4–19   token id: the first 16 bytes of an HMAC of person, campaign and issue number
 *     20–35  campaign, UUID
 *     36–51  ward that invites, UUID
 *     52–53  first valid day, days since 1970-01-01
 *     54–55  last valid day
 *
 * Nothing in it says who the person is; without the authority's key and tables it is a random number.
 */
import { dayFromNumber, dayNumber, type LocalDate } from './dates.ts'

export const INVITATION_PREFIX = 'MT1.'
const PAYLOAD_BYTES = 56
const SIGNATURE_BYTES = 64
const DAY_MAX = 0xffff

export type InvitationPayload = {
  /** 4 bytes. */
  authorityTag: Uint8Array
  /** 16 bytes. */
  tokenId: Uint8Array
  campaignId: string
  wardId: string
  validFrom: LocalDate
  /** Last valid day. */
  validTo: LocalDate
}

/** @throws RangeError when a part has another length or a day lies outside 1970–2149. */
export function encodeInvitation(invitation: InvitationPayload): Uint8Array {
  const bytes = new Uint8Array(PAYLOAD_BYTES)
  const view = new DataView(bytes.buffer)
  bytes.set(requireLength(invitation.authorityTag, 4), 0)
  bytes.set(requireLength(invitation.tokenId, 16), 4)
  bytes.set(uuidBytes(invitation.campaignId), 20)
  bytes.set(uuidBytes(invitation.wardId), 36)
  view.setUint16(52, requireDay(invitation.validFrom))
  view.setUint16(54, requireDay(invitation.validTo))
  return bytes
}

export function decodeInvitation(bytes: Uint8Array): InvitationPayload | null {
  if (bytes.length !== PAYLOAD_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    authorityTag: bytes.slice(0, 4),
    tokenId: bytes.slice(4, 20),
    campaignId: uuidText(bytes.subarray(20, 36)),
    wardId: uuidText(bytes.subarray(36, 52)),
    validFrom: dayFromNumber(view.getUint16(52)),
    validTo: dayFromNumber(view.getUint16(54)),
  }
}

export type InvitationParts = {
  /** What the signature covers, as ASCII. */
  signed: string
  payload: InvitationPayload
  signature: Uint8Array
}

export function joinInvitation(signed: string, signature: Uint8Array): string {
  return `${signed}.${toBase64url(signature)}`
}

/** What is to be signed. */
export function signedText(payload: InvitationPayload): string {
  return INVITATION_PREFIX + toBase64url(encodeInvitation(payload))
}

/** Takes the text of a scanned code apart; null when it is no invitation at all. Scanners may add a line end. */
export function splitInvitation(text: string): InvitationParts | null {
  if (text.length > 400) return null
  const match = /^(MT1\.([\w-]{75}))\.([\w-]{86})$/.exec(text.trim())
  if (match === null) return null
  const payload = fromBase64url(match[2]!)
  const signature = fromBase64url(match[3]!)
  const decoded = payload === null ? null : decodeInvitation(payload)
  if (decoded === null || signature?.length !== SIGNATURE_BYTES) return null
  return { signed: match[1]!, payload: decoded, signature }
}

function requireLength(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`Expected ${length} bytes, got ${bytes.length}`)
  return bytes
}

function requireDay(day: LocalDate): number {
  const number = dayNumber(day)
  if (number < 0 || number > DAY_MAX) throw new RangeError(`Day out of range: ${day}`)
  return number
}

function uuidBytes(id: string): Uint8Array {
  const hex = id.replaceAll('-', '')
  if (!/^[\da-f]{32}$/i.test(hex)) throw new RangeError('Not a UUID')
  return Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))
}

function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

// btoa and atob are the same on the phone and in Node.
function toBase64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCodePoint(...bytes))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Only the one spelling that we write: leftover bits must be zero, so that a paper has one text. */
function fromBase64url(text: string): Uint8Array | null {
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
    sign.codePointAt(0)!,
  )
  return toBase64url(bytes) === text ? bytes : null
}
