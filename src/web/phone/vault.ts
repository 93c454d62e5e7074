import { openDB, type DBSchema } from 'idb'
import { StorageFull } from './ports.ts'
import { open, seal, type Sealed } from './seal.ts'

/**
 * The people that a phone carries for its session, under the PIN of who works with it. The data key is random and no
 * script can read it; on the disk it lies wrapped by a key from the PIN. Erasing the wrapped key erases everything.
 *
 * PBKDF2-SHA-256 with 600,000 rounds (the figure that OWASP gives for it; browsers have no Argon2): half a second on a
 * cheap phone, at each unlocking. Six digits stay a million guesses: this keeps out who picks up the phone, not who
 * copies its disk and takes it home.
 */
export const ROUNDS = 600_000
const SALT_BYTES = 16
/** Then the list is erased; it is fetched again after signing in. The queue is not under the PIN and stays. */
export const WRONG_PINS_MAX = 10

type Lock = {
  salt: Uint8Array<ArrayBuffer>
  nonce: Uint8Array<ArrayBuffer>
  wrapped: ArrayBuffer
  /** End of the session's window, by the server's clock. */
  until: string
  wrongPins: number
}

interface VaultTables extends DBSchema {
  lock: { key: 'lock'; value: Lock }
  drawer: { key: string; value: Sealed }
}

export class WrongPin extends Error {
  override readonly name = 'WrongPin'
}

/** An open vault; closing means forgetting the object. */
export type Vault = {
  put: (drawer: string, content: unknown) => Promise<void>
  get: (drawer: string) => Promise<unknown>
  drawers: () => Promise<string[]>
  /** All of it or nothing. @param until the vault is kept at least so long. @throws StorageFull */
  change: (contents: ReadonlyMap<string, unknown>, removed: readonly string[], until: string) => Promise<void>
}

const strict = { durability: 'strict' } as const

export async function openVaultStore(deviceId: string) {
  const db = await openDB<VaultTables>(`muitiem-vault-${deviceId}`, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('lock')
      fresh.createObjectStore('drawer')
    },
  })

  async function erase(): Promise<void> {
    const tx = db.transaction(['lock', 'drawer'], 'readwrite', strict)
    await Promise.all([tx.objectStore('lock').clear(), tx.objectStore('drawer').clear(), tx.done])
  }

  /** A new vault in place of whatever was there. */
  async function create(pin: string, until: string): Promise<Vault> {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
    const nonce = crypto.getRandomValues(new Uint8Array(12))
    // Readable for this one moment, in which it is wrapped.
    const bare = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [
      'encrypt',
      'decrypt',
    ])
    const wrapped = await crypto.subtle.wrapKey('raw', bare, await pinKey(pin, salt), {
      name: 'AES-GCM',
      iv: nonce,
    })
    await erase()
    await db.put('lock', { salt, nonce, wrapped, until, wrongPins: 0 }, 'lock')
    return unlock(pin, until)
  }

  /**
   * @param serverNow by the server's clock as far as it is known.
   * @throws WrongPin also when there is nothing to open: after its window, or after too many wrong tries.
   */
  async function unlock(pin: string, serverNow: string): Promise<Vault> {
    await eraseIfOver(serverNow)
    const lock = await takeTry()
    if (lock === null) throw new WrongPin()
    const key = await unwrap(lock.wrapped, await pinKey(pin, lock.salt), lock.nonce)
    if (key === null) {
      if (lock.wrongPins >= WRONG_PINS_MAX) await erase()
      throw new WrongPin()
    }
    await forgetTries(lock)
    return {
      async put(drawer, content) {
        const sealed = await seal(key, drawer, content)
        const tx = db.transaction('drawer', 'readwrite', strict)
        await Promise.all([tx.store.put(sealed, drawer), tx.done])
      },
      async get(drawer) {
        const sealed = await db.get('drawer', drawer)
        return sealed === undefined ? null : open(key, drawer, sealed)
      },
      drawers: () => db.getAllKeys('drawer'),
      async change(contents, removed, until) {
        // Sealed first, since a transaction ends while one waits for anything else.
        const sealed = await Promise.all(
          [...contents].map(async ([drawer, content]) => [drawer, await seal(key, drawer, content)] as const),
        )
        const tx = db.transaction(['lock', 'drawer'], 'readwrite', strict)
        try {
          const locks = tx.objectStore('lock')
          const held = await locks.get('lock')
          // Erased meanwhile: what is written now could never be opened.
          if (held === undefined) return
          if (Date.parse(until) > Date.parse(held.until)) await locks.put({ ...held, until }, 'lock')
          const drawers = tx.objectStore('drawer')
          for (const drawer of removed) await drawers.delete(drawer)
          for (const [drawer, content] of sealed) await drawers.put(content, drawer)
          await tx.done
        } catch (error) {
          await tx.done.catch(() => undefined)
          throw isQuota(error) || isQuota(tx.error) ? new StorageFull() : error
        }
      },
    }
  }

  /** Counted as wrong before it is tried, in one transaction: neither the plug nor a second page is a way around the count. */
  async function takeTry(): Promise<Lock | null> {
    const tx = db.transaction('lock', 'readwrite', strict)
    const lock = await tx.store.get('lock')
    if (lock === undefined || lock.wrongPins >= WRONG_PINS_MAX) return null
    const counted = { ...lock, wrongPins: lock.wrongPins + 1 }
    await Promise.all([tx.store.put(counted, 'lock'), tx.done])
    return counted
  }

  /** Of this very lock: it may have been erased, or made anew, while the PIN was tried. */
  async function forgetTries({ nonce }: Lock): Promise<void> {
    const tx = db.transaction('lock', 'readwrite', strict)
    const lock = await tx.store.get('lock')
    const isSame = lock?.nonce.every((byte, at) => byte === nonce[at]) === true
    if (lock !== undefined && isSame) await tx.store.put({ ...lock, wrongPins: 0 }, 'lock')
    await tx.done
  }

  async function eraseIfOver(serverNow: string): Promise<void> {
    const lock = await db.get('lock', 'lock')
    if (lock !== undefined && Date.parse(serverNow) > Date.parse(lock.until)) await erase()
  }

  return { create, unlock, erase, eraseIfOver, close: () => db.close() }
}

const isQuota = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError'

async function pinKey(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(pin)
  const secret = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }
  return crypto.subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, [
    'wrapKey',
    'unwrapKey',
  ])
}

/** Null for another PIN: the wrapping tells by itself. */
async function unwrap(
  wrapped: ArrayBuffer,
  by: CryptoKey,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey | null> {
  try {
    const how = { name: 'AES-GCM', iv: nonce }
    return await crypto.subtle.unwrapKey('raw', wrapped, by, how, 'AES-GCM', false, ['encrypt', 'decrypt'])
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null
    throw error
  }
}
