import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { isOver, isReceived, type KeptEntry, type Mark } from '#domain/sync/queue.ts'
import { nothingKnown, StorageFull, type NewEntry, type PhoneMemory, type PhoneStore } from './ports.ts'
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

/** What a person is shown of an entry: nothing of what it says. */
export type KeptHead = { id: string; seq: number; mark: Mark | null }

export type KeptStore = PhoneStore & {
  /** Everything on this phone, the oldest first. */
  selectHeads: () => Promise<KeptHead[]>
  close: () => void
}

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
    async read(ids) {
      const [bodies, heads] = await Promise.all([
        Promise.all(ids.map((id) => db.get('body', id))),
        Promise.all(ids.map((id) => db.get('head', id))),
      ])
      const kept = await Promise.all(
        bodies.map(async (body, at): Promise<KeptEntry[]> => {
          const head = heads[at]
          if (body === undefined || head === undefined) return []
          const content = (await open(key, body.id, body.sealed)) as Pick<KeptEntry, 'fact' | 'measure'>
          return [{ id: body.id, deviceId, seq: head.seq, ...content }]
        }),
      )
      return kept.flat()
    },
    async selectWaiting(timelineId) {
      const { heads, marks } = await readAll(db)
      return heads
        .filter(({ id }) => !isReceived(marks.get(id)?.receipt ?? null, timelineId))
        .map((head) => ({ ...head, trouble: marks.get(head.id)?.trouble ?? null }))
    },
    async readMarks(ids) {
      const marks = await Promise.all(ids.map((id) => db.get('mark', id)))
      return marks.filter((mark) => mark !== undefined)
    },
    async settle(marks, memory) {
      const tx = db.transaction(['mark', 'about'], 'readwrite', strict)
      const puts = marks.map((mark) => tx.objectStore('mark').put(mark))
      await Promise.all([...puts, tx.objectStore('about').put(memory, 'memory'), tx.done])
    },
    async readMemory() {
      return { ...nothingKnown, ...((await db.get('about', 'memory')) as PhoneMemory | undefined) }
    },
    async count(timelineId) {
      const { heads, marks } = await readAll(db)
      const unsent = heads.filter(({ id }) => !isReceived(marks.get(id)?.receipt ?? null, timelineId))
      const troubled = unsent.filter(({ id }) => (marks.get(id)?.trouble ?? null) !== null)
      const next = ((await db.get('about', 'next-seq')) as number | undefined) ?? 1
      return { unsent: unsent.length, troubled: troubled.length, kept: heads.length, lastSeq: next - 1 }
    },
    async forget(timelineId, serverAt) {
      const over = (await db.getAll('mark')).filter(({ receipt }) => isOver(receipt, timelineId, serverAt))
      if (over.length === 0) return
      const tx = db.transaction(['head', 'body', 'mark'], 'readwrite', strict)
      const gone = over.flatMap(({ id }) => [
        tx.objectStore('head').delete(id),
        tx.objectStore('body').delete(id),
        tx.objectStore('mark').delete(id),
      ])
      await Promise.all([...gone, tx.done])
    },
    async selectHeads() {
      const { heads, marks } = await readAll(db)
      return heads
        .map(({ id, seq }) => ({ id, seq, mark: marks.get(id) ?? null }))
        .sort((a, b) => a.seq - b.seq)
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

/** Sealed first, since a transaction ends while one waits for anything else; numbered inside it. */
async function add(
  db: IDBPDatabase<PhoneTables>,
  key: CryptoKey,
  entries: readonly NewEntry[],
): Promise<void> {
  const bodies = await Promise.all(
    entries.map(async ({ id, fact, measure }) => ({
      id,
      sealed: await seal(key, id, { fact, measure }),
      bytes: JSON.stringify(fact).length,
    })),
  )
  const tx = db.transaction(['head', 'body', 'about'], 'readwrite', strict)
  try {
    const about = tx.objectStore('about')
    let seq = ((await about.get('next-seq')) as number | undefined) ?? 1
    for (const { id, sealed, bytes } of bodies) {
      if ((await tx.objectStore('head').getKey(id)) !== undefined) continue
      await tx.objectStore('head').add({ id, seq, bytes })
      await tx.objectStore('body').add({ id, sealed })
      seq += 1
    }
    await about.put(seq, 'next-seq')
    await tx.done
  } catch (error) {
    await tx.done.catch(() => undefined)
    throw isQuota(error) || isQuota(tx.error) ? new StorageFull() : error
  }
}

const isQuota = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError'

async function readAll(db: IDBPDatabase<PhoneTables>): Promise<{ heads: Head[]; marks: Map<string, Mark> }> {
  const tx = db.transaction(['head', 'mark'])
  const [heads, marks] = await Promise.all([tx.objectStore('head').getAll(), tx.objectStore('mark').getAll()])
  return { heads, marks: new Map(marks.map((mark) => [mark.id, mark])) }
}
