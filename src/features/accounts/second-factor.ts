import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import type { Tx } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'

const PERIOD_S = 30
const SECRET_BYTES = 20

/** What an authenticator app needs: shown once, as text and as the address behind a QR code. */
export type Enrolment = { secret: string; otpauthUri: string }

export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32
}

const totpOf = (secret: string, label = '', issuer = '') =>
  new TOTP({
    secret: Secret.fromBase32(secret),
    period: PERIOD_S,
    digits: 6,
    algorithm: 'SHA1',
    label,
    issuer,
  })

export function enrolmentOf(secret: string, signInName: string, authorityName: string): Enrolment {
  return { secret, otpauthUri: totpOf(secret, signInName, `Mũi Tiêm ${authorityName}`).toString() }
}

/**
 * The step of a code that is right now, or was within one step before or after (a phone's clock is never exact).
 * Null = wrong.
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const totp = totpOf(secret)
  const timestamp = now.getTime()
  const delta = totp.validate({ token: code, timestamp, window: 1 })
  return delta === null ? null : totp.counter({ timestamp }) + delta
}

/** Uses the code up: of two requests with the same code one gets true. Also confirms a first enrolment. */
export async function useCode(tx: Tx, accountId: string, step: number, confirmedAt: Date): Promise<boolean> {
  const used = await tx
    .update(account)
    .set({ totpLastStep: step, totpConfirmedAt: confirmedAt })
    .where(and(eq(account.id, accountId), or(isNull(account.totpLastStep), lt(account.totpLastStep, step))))
    .returning({ id: account.id })
  return used.length === 1
}
