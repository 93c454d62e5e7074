import { isOver, isReceived, type KeptEntry, type Mark } from '#domain/sync/queue.ts'
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
  const receiptOf = (id: string) => disk.marks.get(id)?.receipt ?? null
  return {
    add: (entries) =>
      transaction(() => {
        if (disk.isFull) throw new StorageFull()
        for (const { id, fact, measure } of entries) {
          if (disk.entries.has(id)) continue
          const kept = { id, deviceId: disk.deviceId, seq: disk.nextSeq, fact, measure }
          disk.entries.set(id, { kept, bytes: JSON.stringify(fact).length })
          disk.nextSeq += 1
        }
      }),
    read: (ids) => transaction(() => ids.flatMap((id) => disk.entries.get(id)?.kept ?? [])),
    selectWaiting: (timelineId) =>
      transaction(() =>
        [...disk.entries.values()]
          .filter(({ kept }) => !isReceived(receiptOf(kept.id), timelineId))
          .map(({ kept: { id, seq }, bytes }) => ({
            id,
            seq,
            bytes,
            trouble: disk.marks.get(id)?.trouble ?? null,
          })),
      ),
    readMarks: (ids) => transaction(() => ids.flatMap((id) => disk.marks.get(id) ?? [])),
    settle: (marks, memory) =>
      transaction(() => {
        for (const mark of marks) disk.marks.set(mark.id, mark)
        disk.memory = memory
      }),
    readMemory: () => transaction(() => disk.memory),
    count: (timelineId) =>
      transaction(() => {
        const unsent = [...disk.entries.keys()].filter((id) => !isReceived(receiptOf(id), timelineId))
        const troubled = unsent.filter((id) => (disk.marks.get(id)?.trouble ?? null) !== null)
        const kept = disk.entries.size
        return { unsent: unsent.length, troubled: troubled.length, kept, lastSeq: disk.nextSeq - 1 }
      }),
    forget: (timelineId, serverAt) =>
      transaction(() => {
        for (const id of disk.entries.keys()) {
          if (!isOver(receiptOf(id), timelineId, serverAt)) continue
          disk.entries.delete(id)
          disk.marks.delete(id)
        }
      }),
  }
}
