import type { AccountView } from './session.ts'

const KEPT = 'muitiem-account'
/** As long as an outreach session may be away from every network. */
const REMEMBERED_MS = 5 * 24 * 60 * 60_000

type Kept = { account: AccountView; at: string }

/** Keeps who works with this browser, so that it opens without a network. Nothing of the people of the city. */
export function rememberAccount(account: AccountView, now: Date): void {
  const kept: Kept = { account, at: now.toISOString() }
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept))
  } catch {
    // No room, or a browser that keeps nothing: it opens with a network only.
  }
}

export function recallAccount(now: Date): AccountView | null {
  const text = localStorage.getItem(KEPT)
  if (text === null) return null
  const { account, at } = JSON.parse(text) as Kept
  // A clock that was set back makes it no older: the service says what holds as soon as it is reached.
  return now.getTime() - Date.parse(at) > REMEMBERED_MS ? null : account
}

/** @param key of what another tab has written; null: all of it was cleared. */
export const isRememberedAt = (key: string | null): boolean => key === null || key === KEPT

export const forgetAccount = (): void => localStorage.removeItem(KEPT)
