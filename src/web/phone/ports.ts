import type { Entry } from '#domain/entry.ts'
import type { KeptEntry, KeptHead, KeptReceipt, LossStatement, Mark, Measure } from '#domain/sync/queue.ts'

/** What surrounds the queue of a phone. The browser fills it in; so does the model that tests it. */

/** What the phone knows of its server. */
export type PhoneMemory = {
  timelineId: string | null
  measure: Measure | null
  lastReceivedAt: string | null
  /** How often it has said hello; it only grows. */
  beats: number
}

export const nothingKnown: PhoneMemory = { timelineId: null, measure: null, lastReceivedAt: null, beats: 0 }

/** An entry before the store has given it its number. */
export type NewEntry = Omit<KeptEntry, 'seq' | 'deviceId'>

export type QueueCount = {
  /** Not on the server of now, as far as this phone knows. */
  unsent: number
  /** Of these, the ones that the server would not take when last sent. */
  troubled: number
  /** All that is on this phone, the received ones of the last 14 days too. */
  kept: number
  /** Number of the newest entry; 0 before the first. */
  lastSeq: number
}

/** Everything that a phone keeps but what its entries say, as of one moment. */
export type Overview = {
  memory: PhoneMemory
  /** The oldest first. */
  heads: readonly KeptHead[]
  /** Number of the newest entry; 0 before the first. */
  lastSeq: number
}

/** The memory that survives a crash. Each method is one transaction: all of it or nothing. */
export type PhoneStore = {
  /**
   * Adds entries, numbered on in their order; resolves when they are on the disk. An id that is there is left as it is.
   *
   * @returns those that are new.
   * @throws StorageFull
   */
  add: (entries: readonly NewEntry[]) => Promise<KeptHead[]>
  /** What can be read of them, in the order asked; one that is not there, or opens no more, is left out. */
  read: (ids: readonly string[]) => Promise<KeptEntry[]>
  look: () => Promise<Overview>
  /** What became of entries, and what the answer said of the server, at once. */
  settle: (marks: readonly Mark[], memory: PhoneMemory) => Promise<void>
  /** Forgets entries and what became of them. */
  remove: (ids: readonly string[]) => Promise<void>
}

/** No room left on the phone: nothing of what was to be saved is there. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}

/** What was written could not be read back: no tick may be shown for it. */
export class NotKept extends Error {
  override readonly name = 'NotKept'
}

/** No answer, or one that is not ours: what was sent may have arrived or not. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

export type ServerSign = { serverTime: string; timelineId: string }
export type SyncReceipt = Pick<KeptReceipt, 'reason' | 'flags'> & {
  id: string
  outcome: KeptReceipt['outcome'] | 'conflict'
  stored: KeptReceipt['stored'] | null
}
export type SyncAnswer =
  | ({ kind: 'receipts'; receipts: readonly SyncReceipt[] } & ServerSign)
  | { kind: 'refused'; status: number; code: string; retryAfterMs: number | null }

/** What is known of an entry that can be read no more, and what somebody has said became of it. */
export type LostEntry = LossStatement & { id: string; seq: number; clockOffsetMs: number }

export type PhoneNetwork = {
  /** @throws Unreachable */
  sync: (entries: readonly Entry[]) => Promise<SyncAnswer>
  /** Answered like an entry: `lost`, or what the server has under its id after all. @throws Unreachable */
  tellLost: (entry: LostEntry) => Promise<SyncAnswer>
  /** Says that this phone is alive and how much it holds, and hears the server's time. @throws Unreachable */
  hello: (count: QueueCount, beat: number) => Promise<ServerSign>
}

export type PhoneDeps = {
  store: PhoneStore
  network: PhoneNetwork
  clock: {
    /** By the phone, right or wrong. */
    now: () => Date
    /** Milliseconds that only go forward, whatever is done to the clock. */
    ticks: () => number
  }
  /** 0 ≤ chance < 1. */
  random: () => number
  newId: () => string
}
