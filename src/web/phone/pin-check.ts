import { openDB, type DBSchema } from 'idb'
import { account } from '../shared/session.ts'
import { ROUNDS, WRONG_PINS_MAX } from './vault.ts'

/**
 * Knows the PIN of whoever works with this phone again without a network and without keeping it: a key derived from it
 * with the same 600,000 rounds as the vault's. What it opens is the screen; the list of people has its own lock.
 */
type Check = { accountId: string; salt: Uint8Array<ArrayBuffer>; key: ArrayBuffer; wrongPins: number }

interface CheckTables extends DBSchema {
  check: { key: string; value: Check }
}

export type PinAnswer = 'right' | 'wrong' | 'gone'

/** Those who need the PIN while it is at hand, such as the vault of the list. */
const listeners = new Set<(accountId: string, pin: string) => void>()

/** The one found right last: whoever needs it may be loaded only later. Gone with the page. */
let latest: { accountId: string; pin: string } | null = null

/** Called with each PIN that was found right, by the service or by this phone, the last one too. @returns how to stop it. */
export function onPin(listener: (accountId: string, pin: string) => void): () => void {
  listeners.add(listener)
  if (latest !== null) listener(latest.accountId, latest.pin)
  return () => listeners.delete(listener)
}

// Whoever comes after them has no use for it, and must not be taken for them.
account.subscribe((current) => {
  if (current.state === 'here' && current.account.id !== latest?.accountId) latest = null
})

function tell(accountId: string, pin: string): void {
  latest = { accountId, pin }
  for (const listener of listeners) listener(accountId, pin)
}

const openChecks = () =>
  openDB<CheckTables>('muitiem-pin', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('check', { keyPath: 'accountId' })
    },
  })

type Checks = Awaited<ReturnType<typeof openChecks>>

async function withChecks<T>(work: (db: Checks) => Promise<T>): Promise<T> {
  const db = await openChecks()
  try {
    return await work(db)
  } finally {
    db.close()
  }
}

/** The service has just taken this PIN. */
export async function keepPin(accountId: string, pin: string): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const key = await derive(pin, salt)
  await withChecks((db) => db.put('check', { accountId, salt, key, wrongPins: 0 }))
  tell(accountId, pin)
}

export const knowsPin = (accountId: string): Promise<boolean> =>
  withChecks(async (db) => (await db.getKey('check', accountId)) !== undefined)

/**
 * `gone`: too many wrong ones, or never known here. The person signs in again; nothing that waits is lost. The check stays,
 * used up, until the service takes a PIN: a phone whose sign-in could not be ended, with no network, stays locked.
 */
export async function tryPin(accountId: string, pin: string): Promise<PinAnswer> {
  return withChecks(async (db) => {
    const check = await takeTry(db, accountId)
    if (check === null) return 'gone'
    if (!isSame(await derive(pin, check.salt), check.key))
      return check.wrongPins < WRONG_PINS_MAX ? 'wrong' : 'gone'
    await forgetTries(db, check)
    tell(accountId, pin)
    return 'right'
  })
}

/**
 * Counted as wrong before it is tried, so that closing the page is no way around the count; read and counted in one
 * transaction, so that several pages at once are none either. Null: used up, or never known here.
 */
async function takeTry(db: Checks, accountId: string): Promise<Check | null> {
  const tx = db.transaction('check', 'readwrite')
  const check = await tx.store.get(accountId)
  if (check === undefined || check.wrongPins >= WRONG_PINS_MAX) return null
  const counted = { ...check, wrongPins: check.wrongPins + 1 }
  await Promise.all([tx.store.put(counted), tx.done])
  return counted
}

/** Of this very PIN: the service may have taken another one while it was tried. */
async function forgetTries(db: Checks, { accountId, key }: Check): Promise<void> {
  const tx = db.transaction('check', 'readwrite')
  const check = await tx.store.get(accountId)
  if (check !== undefined && isSame(check.key, key)) await tx.store.put({ ...check, wrongPins: 0 })
  await tx.done
}

async function derive(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const bytes = new TextEncoder().encode(pin)
  const secret = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits'])
  return crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, secret, 256)
}

function isSame(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)]
  return left.length === right.length && left.reduce((diff, byte, i) => diff | (byte ^ right[i]!), 0) === 0
}
