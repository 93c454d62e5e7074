import type { KeptEntry, Mark } from '#domain/sync/queue.ts'
import { nothingKnown, StorageFull, type PhoneStore } from '../../src/web/phone/ports.ts'

/** What a phone's disk holds; it outlives any number of crashes. */
export type Disk = {
  readonly deviceId: string
  readonly entries: Map<string, { kept: KeptEntry; bytes: number }>
  readonly marks: Map<string, Mark>
  memory: typeof nothingKnown
  nextSeq: number
  isFull: boolean
}

export function createDisk(deviceId: string): Disk {
  return { deviceId, entries: new Map(), marks: new Map(), memory: nothingKnown, nextSeq: 1, isFull: false }
}

/**
 * A store on such a disk. Each step is asked of `pass`, before and after it takes effect, so that a test can let the
 * phone die in between.
 */
export function createMemoryStore(disk: Disk, pass: () => Promise<void>): PhoneStore {
  async function transaction<T>(work: () => T): Promise<T> {
    await pass()
    const result = work()
    await pass()
    return result
  }
  return {
    add: (entries) =>
      transaction(() => {
        if (disk.isFull) throw new StorageFull()
        return entries.flatMap(({ id, fact, measure }) => {
          if (disk.entries.has(id)) return []
          const head = { id, seq: disk.nextSeq, bytes: JSON.stringify(fact).length }
          const kept = { id, deviceId: disk.deviceId, seq: head.seq, fact, measure }
          disk.entries.set(id, { kept, bytes: head.bytes })
          disk.nextSeq += 1
          return [{ ...head, mark: null }]
        })
      }),
    read: (ids) => transaction(() => ids.flatMap((id) => disk.entries.get(id)?.kept ?? [])),
    look: () =>
      transaction(() => ({
        memory: disk.memory,
        heads: [...disk.entries.values()].map(({ kept: { id, seq }, bytes }) => ({
          id,
          seq,
          bytes,
          mark: disk.marks.get(id) ?? null,
        })),
        lastSeq: disk.nextSeq - 1,
      })),
    settle: (marks, memory) =>
      transaction(() => {
        for (const mark of marks) disk.marks.set(mark.id, mark)
        disk.memory = memory
      }),
    remove: (ids) =>
      transaction(() => {
        for (const id of ids) {
          disk.entries.delete(id)
          disk.marks.delete(id)
        }
      }),
  }
}
