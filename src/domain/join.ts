/**
 * Joining a shift: the lead shows a code that names a session and nothing else, and whoever scans it signs in there with
 * their own name and PIN. The code opens no door by itself; it only says which one is meant, and for how long.
 *
 *     MTJ1.<session, 32 hex digits>.<last second, base 36>.<seal, base64url of 16 bytes>
 *
 * It travels in the fragment of an address, which browsers keep to themselves: no log and no proxy ever sees it.
 */
import { canonicalPhone } from './identity/identifiers.ts'
import { foldPersonName } from './identity/names.ts'
import type { Duty } from './roster.ts'

export const JOIN_SEAL_BYTES = 16
/** On a screen it is drawn anew long before it ends; who has begun to type must still come through. */
export const SCREEN_CODE_MS = 15 * 60_000
export const SCREEN_CODE_FRESH_MS = 5 * 60_000

/** What somebody may do who is on no list and whom the lead lets in. */
export const joinDuties = ['scanner', 'data-entry'] as const satisfies readonly Duty[]
export type JoinDuty = (typeof joinDuties)[number]

/** Nobody waits longer at the door, and no more people at once. */
export const JOIN_REQUEST_MS = 30 * 60_000
export const JOIN_REQUESTS_MAX = 20

export type JoinCode = {
  /** What the seal covers. */
  sealed: string
  sessionId: string
  validUntil: Date
  seal: string
}

/** What is to be sealed. Fractions of a second are dropped. */
export function joinText(sessionId: string, validUntil: Date): string {
  const second = Math.floor(validUntil.getTime() / 1000)
  return `MTJ1.${sessionId.replaceAll('-', '').toLowerCase()}.${second.toString(36)}`
}

const shape = /^(MTJ1\.([\da-f]{32})\.([1-9a-z][\da-z]{0,7}))\.([\w-]{22})$/

/** Null for any text that we do not write. Scanners may add a line end. */
export function splitJoinCode(text: string): JoinCode | null {
  const match = shape.exec(text.trim().slice(0, 200))
  if (match === null) return null
  const [, sealed, hex, second, seal] = match as unknown as [string, string, string, string, string]
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { sealed, sessionId, validUntil: new Date(Number.parseInt(second, 36) * 1000), seal }
}

/** The address that a phone's own camera opens. */
export const joinAddress = (origin: string, path: string, code: string): string => `${origin}${path}#${code}`

/** The code in whatever a scanner has read: the address, or the code alone. Null when there is none. */
export function findJoinCode(scanned: string): string | null {
  const text = scanned.trim().slice(0, 400)
  const after = text.slice(text.indexOf('#') + 1)
  return splitJoinCode(after) === null ? null : after
}

export type JoinState = 'open' | 'over' | 'ended'

/** Is this code good for the session at that moment? `over`: scan the newest; `ended`: nobody joins any more. */
export function judgeJoin(
  session: { state: string; windowEndsAt: Date },
  validUntil: Date,
  now: Date,
): JoinState {
  if (session.state === 'closed' || session.state === 'closing' || session.state === 'cancelled')
    return 'ended'
  if (now >= session.windowEndsAt) return 'ended'
  return now > validUntil ? 'over' : 'open'
}

export type Joiner = { accountId: string; signInName: string; fullName: string; phone: string }

/**
 * Which of the crew has typed this: a sign-in name, a phone number or a whole name, diacritics or not. Several where
 * people share what was typed: they are asked for something that only one of them has.
 */
export function selectJoiners<J extends Joiner>(typed: string, crew: readonly J[]): J[] {
  const signInName = typed.trim().toLowerCase()
  const exact = crew.filter((one) => one.signInName === signInName)
  if (exact.length > 0) return exact
  const phone = canonicalPhone(typed)
  if (phone !== null) {
    const byPhone = crew.filter((one) => canonicalPhone(one.phone) === phone)
    if (byPhone.length > 0) return byPhone
  }
  const name = foldPersonName(typed)
  return name === '' ? [] : crew.filter((one) => foldPersonName(one.fullName) === name)
}
