/** What a code on a vial or carton says about the lots of a session: asked before the needle, never after it. */
import type { LocalDate } from './dates.ts'
import { parseGs1 } from './identity/gs1.ts'
import { foldLotCode } from './lot-pack.ts'

export type LotAtTable = { lotId: string; lotCode: string; blocked: string | null }

export type LotScan<L> =
  /** One of the session's, and it may be injected. */
  | { kind: 'here'; lot: L }
  /** One of the session's, and its books say no. */
  | { kind: 'blocked'; lot: L }
  /** The pack itself says that its last day is over. */
  | { kind: 'expired'; code: string; expiresOn: LocalDate }
  | { kind: 'unknown'; code: string }
  /** The lots of the session have not been read yet: nothing can be said of it. */
  | { kind: 'unread'; code: string }
  /** No code of a pack. */
  | { kind: 'unreadable' }

const LOT_MAX = 20

/**
 * Reads GS1 (Data Matrix, scanner gun, as printed in brackets) or a bare lot number that was typed. Scanners often drop the
 * sign that ends a lot: of several readings the one counts that the session has.
 *
 * @param lots of the session; null as long as they have not been read.
 */
export function scanLot<L extends LotAtTable>(
  text: string,
  lots: readonly L[] | null,
  on: LocalDate,
): LotScan<L> {
  const code = parseGs1(text, on)
  const readings = code === null ? bareLot(text) : code.lotReadings
  const first = readings[0]
  if (first === undefined) return { kind: 'unreadable' }
  const lot = readings.flatMap(
    (reading) => lots?.find((one) => foldLotCode(one.lotCode) === foldLotCode(reading)) ?? [],
  )[0]
  const expiresOn = code?.expiresOn ?? null
  if (expiresOn !== null && expiresOn < on) return { kind: 'expired', code: lot?.lotCode ?? first, expiresOn }
  if (lot === undefined) return { kind: lots === null ? 'unread' : 'unknown', code: code?.lot ?? first }
  return lot.blocked === null ? { kind: 'here', lot } : { kind: 'blocked', lot }
}

/** Letters, digits and what is printed between them; a name or an address is none. */
function bareLot(text: string): string[] {
  const trimmed = text.trim()
  const isLot =
    trimmed.length <= LOT_MAX && /^[A-Za-z0-9][A-Za-z0-9 ./-]*$/.test(trimmed) && /\d/.test(trimmed)
  return isLot ? [trimmed] : []
}
