import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { KeptEntry, KeptHead, Mark } from '#domain/sync/queue.ts'
import {
  nothingKnown,
  StorageFull,
  type NewEntry,
  type Overview,
  type PhoneMemory,
  type PhoneStore,
} from './ports.ts'
import { makeSealingKey, open, seal, type Sealed } from './seal.ts'

/** What can be read of an entry without opening it. */
type Head = { id: string; seq: number; bytes: number }
type Body = { id: string; sealed: Sealed }

interface PhoneTables extends DBSchema {
  head: { key: string; value: Head }
  /** Written once, never changed; gone only with its receipt and after its days. */
  body: { key: string; value: Body }
  mark: { key: string; value: Mark }
  about: { key: 'memory' | 'next-seq' | 'key'; value: PhoneMemory | number | CryptoKey }
}

/**
 * What each version of the store has added, in order. A later one is put at the end and no earlier one changes: whatever
 * an old app has kept opens under a new one.
 */
const steps: ((db: IDBPDatabase<PhoneTables>) => void)[] = [
  (db) => {
    db.createObjectStore('head', { keyPath: 'id' })
    db.createObjectStore('body', { keyPath: 'id' })
    db.createObjectStore('mark', { keyPath: 'id' })
    db.createObjectStore('about')
  },
]
const VERSION = steps.length
/** Committed means: on the disk, whatever happens to the power. */
const strict = { durability: 'strict' } as const
const nameOf = (deviceId: string) => `muitiem-queue-${deviceId}`

export type KeptStore = PhoneStore & { close: () => void }

/**
 * The queue of one person on one phone, in IndexedDB. Its key cannot be read by any script and lies beside it, not under
 * the PIN: a queue must go out when its author has signed out, has forgotten the PIN or has given the phone to somebody
 * else. The lists of people lie under the PIN (`vault.ts`).
 */
export async function openPhoneStore(deviceId: string): Promise<KeptStore> {
  const db = await openDB<PhoneTables>(nameOf(deviceId), VERSION, {
    upgrade(older, from) {
      for (const step of steps.slice(from)) step(older)
    },
    // Another tab with a newer app waits for this one otherwise.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
  const key = await findKey(db)
  return {
    add: (entries) => add(db, key, entries),
    read: (ids) => read(db, key, deviceId, ids),
    look: () => look(db),
    async settle(marks, memory) {
      const tx = db.transaction(['mark', 'about'], 'readwrite', strict)
      const puts = marks.map((mark) => tx.objectStore('mark').put(mark))
      await Promise.all([...puts, tx.objectStore('about').put(memory, 'memory'), tx.done])
    },
    async remove(ids) {
      const tx = db.transaction(['head', 'body', 'mark'], 'readwrite', strict)
      const gone = ids.flatMap((id) => [
        tx.objectStore('head').delete(id),
        tx.objectStore('body').delete(id),
        tx.objectStore('mark').delete(id),
      ])
      await Promise.all([...gone, tx.done])
    },
    close: () => db.close(),
  }
}

/** Made once and kept; two tabs that open at one moment end with the same. */
async function findKey(db: IDBPDatabase<PhoneTables>): Promise<CryptoKey> {
  const made = await makeSealingKey()
  const tx = db.transaction('about', 'readwrite', strict)
  const found = await tx.store.get('key')
  if (!(found instanceof CryptoKey)) await tx.store.put(made, 'key')
  await tx.done
  return found instanceof CryptoKey ? found : made
}

/**
 * Sealed first, since a transaction ends while one waits for anything else; numbered inside it. A person waits for this:
 * what can be asked of the disk at once is asked at once.
 */
async function add(
  db: IDBPDatabase<PhoneTables>,
  key: CryptoKey,
  entries: readonly NewEntry[],
): Promise<KeptHead[]> {
  const all = await Promise.all(
    entries.map(async ({ id, fact, measure }) => ({
      id,
      sealed: await seal(key, id, { fact, measure }),
      bytes: JSON.stringify(fact).length,
    })),
  )
  const tx = db.transaction(['head', 'body', 'about'], 'readwrite', strict)
  try {
    const [heads, bodies, about] = [tx.objectStore('head'), tx.objectStore('body'), tx.objectStore('about')]
    const [next, known] = await Promise.all([
      about.get('next-seq'),
      Promise.all(all.map(({ id }) => heads.getKey(id))),
    ])
    const firstSeq = (next as number | undefined) ?? 1
    const fresh = all
      .filter((_, at) => known[at] === undefined)
      .map((one, at) => ({ ...one, seq: firstSeq + at }))
    const puts = fresh.flatMap(({ id, sealed, seq, bytes }): Promise<unknown>[] => [
      heads.add({ id, seq, bytes }),
      bodies.add({ id, sealed }),
    ])
    const numbered = about.put(firstSeq + fresh.length, 'next-seq')
    tx.commit()
    await Promise.all([...puts, numbered, tx.done])
    return fresh.map(({ id, seq, bytes }) => ({ id, seq, bytes, mark: null }))
  } catch (error) {
    await tx.done.catch(() => undefined)
    throw isQuota(error) || isQuota(tx.error) ? new StorageFull() : error
  }
}

const isQuota = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError'

async function read(
  db: IDBPDatabase<PhoneTables>,
  key: CryptoKey,
  deviceId: string,
  ids: readonly string[],
): Promise<KeptEntry[]> {
  const tx = db.transaction(['head', 'body'])
  const rows = await Promise.all(
    ids.map((id) => Promise.all([tx.objectStore('head').get(id), tx.objectStore('body').get(id)])),
  )
  const kept = await Promise.all(
    rows.map(async ([head, body]): Promise<KeptEntry[]> => {
      if (head === undefined || body === undefined) return []
      const content = await openBody(key, body)
      return content === null ? [] : [{ id: body.id, deviceId, seq: head.seq, ...content }]
    }),
  )
  return kept.flat()
}

/** Null when it opens no more: a disk that has changed a byte of it, or a key that is gone. Nobody else waits for it. */
async function openBody(
  key: CryptoKey,
  { id, sealed }: Body,
): Promise<Pick<KeptEntry, 'fact' | 'measure'> | null> {
  try {
    return (await open(key, id, sealed)) as Pick<KeptEntry, 'fact' | 'measure'>
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null
    throw error
  }
}

async function look(db: IDBPDatabase<PhoneTables>): Promise<Overview> {
  const tx = db.transaction(['head', 'mark', 'about'])
  const [heads, marks, memory, next] = await Promise.all([
    tx.objectStore('head').getAll(),
    tx.objectStore('mark').getAll(),
    tx.objectStore('about').get('memory'),
    tx.objectStore('about').get('next-seq'),
  ])
  const byId = new Map(marks.map((mark) => [mark.id, mark]))
  return {
    memory: { ...nothingKnown, ...(memory as PhoneMemory | undefined) },
    heads: heads
      .map((head) => ({ ...head, mark: byId.get(head.id) ?? null }))
      .toSorted((a, b) => a.seq - b.seq),
    lastSeq: ((next as number | undefined) ?? 1) - 1,
  }
}
