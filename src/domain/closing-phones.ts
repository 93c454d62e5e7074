/** Phones of a session in the count at its closing. */

/** A phone as the server knows it. */
export type PhoneOfSession = {
  /** Null: entered at the server itself, by no phone of its own queue. */
  deviceId: string | null
  /** Doses of the session that stand and came from it. */
  given: number
  /** What it said it still held, when last heard. */
  unsent: number
  /** ISO. */
  heardAt: string | null
}

/** A phone that is on and has a network is heard every minute. */
const HEARD_MS = 10 * 60_000

/**
 * What a phone will show when somebody looks: the server's own number, as long as the phone was heard just now and held
 * nothing back. Null: it has to be looked at.
 */
export function expectedOnPhone(phone: PhoneOfSession, now: string): number | null {
  if (phone.deviceId === null) return phone.given
  if (phone.unsent > 0 || phone.heardAt === null) return null
  return Date.parse(now) - Date.parse(phone.heardAt) <= HEARD_MS ? phone.given : null
}

/** Phones that show another number than the server has from them. */
export function differingPhones<P extends PhoneOfSession>(
  phones: readonly P[],
  counted: (phone: P) => number | null,
): P[] {
  return phones.filter((phone) => {
    const count = counted(phone)
    return count !== null && count !== phone.given
  })
}
