import type { Entry } from '../entry.ts'

type Bare<E> = E extends Entry ? Omit<E, 'deviceId' | 'deviceSeq' | 'clockOffsetMs'> : never
/** An entry without what the phone adds when it goes out. */
export type Fact = Bare<Entry>

/** How far the phone's clock was off when the server last stated its time. */
export type Measure = {
  /** Server minus phone. */
  offsetMs: number
  /** The server's time of the measurement, ISO. */
  serverAt: string
}

/** A fact as a phone keeps it. Written once, never changed. */
export type KeptEntry = {
  /** The id of the entry. */
  id: string
  deviceId: string
  /** Counts the entries of the device, from 1, without gaps. */
  seq: number
  fact: Fact
  /** Null when no server has been heard yet. */
  measure: Measure | null
}

/** What the server made of it. */
export type KeptReceipt = {
  outcome: 'accepted' | 'needs_review' | 'duplicate' | 'quarantined' | 'lost'
  /** What is kept there; `lost`: the statement that this entry can be read no more. */
  stored: 'accepted' | 'needs_review' | 'quarantined' | 'lost'
  reason: string | null
  flags: readonly string[]
  /** The server that gave it; one restored from a backup is another one. */
  timelineId: string
  /** The server's time of the answer, ISO. */
  at: string
}

/** What has become of a kept entry so far. */
export type Mark = {
  id: string
  /** The offset that it was first sent with, and is always sent with. Null: it could not be read so far. */
  offsetMs: number | null
  receipt: KeptReceipt | null
  /** Why it is set aside: the server would not take it when sent alone, or the phone cannot read it. It stays here. */
  trouble: { why: string; tries: number } | null
  /** Somebody has said what became of an entry that the phone can read no more; the server is told in its place. */
  lost?: LossStatement
}

/** How what a lost entry said was made good: from the paper beside it, or not at all. */
export const lossRemedies = ['entered-again', 'not-on-paper'] as const
export type LossStatement = {
  remedy: (typeof lossRemedies)[number]
  reason: string
  /** The account that says so, which need not be the author's. */
  saidBy: string
  /** ISO instant by the phone's clock. */
  saidAt: string
}

/** Why an entry does not go out that the phone itself can read no more. It stays, and is tried again. */
export const UNREADABLE = 'entry.unreadable'

/** What a phone knows of a kept entry without opening it. */
export type KeptHead = { id: string; seq: number; bytes: number; mark: Mark | null }
/** What is needed of an entry to decide when it goes out. */
export type Waiting = { id: string; seq: number; bytes: number; trouble: Mark['trouble'] }

/** A received entry is kept that long, to be offered again to a server that was restored from a backup. */
export const KEPT_MS = 14 * 24 * 60 * 60_000
export const BATCH_MAX = 50
/** Well below the megabyte that the server takes. */
export const BATCH_BYTES_MAX = 600_000

/** On this server? A receipt of another timeline says nothing. */
export function isReceived(receipt: KeptReceipt | null, timelineId: string | null): boolean {
  return receipt !== null && receipt.timelineId === timelineId
}

/** May the phone forget it? By the server's clock only: the phone's may be a year ahead. */
export function isOver(receipt: KeptReceipt | null, timelineId: string, serverAt: string): boolean {
  return (
    receipt !== null &&
    receipt.timelineId === timelineId &&
    Date.parse(serverAt) - Date.parse(receipt.at) > KEPT_MS
  )
}

/** What has no receipt of this timeline, in the order given. */
export function selectWaiting(heads: readonly KeptHead[], timelineId: string | null): Waiting[] {
  return heads
    .filter(({ mark }) => !isReceived(mark?.receipt ?? null, timelineId))
    .map(({ id, seq, bytes, mark }) => ({ id, seq, bytes, trouble: mark?.trouble ?? null }))
}

/**
 * What goes out next: the oldest, as many as fit. What made trouble before goes alone and after everything else, so
 * that it holds up nobody.
 *
 * @param isDue whether a troubled entry may be tried again now.
 */
export function chooseBatch(
  waiting: readonly Waiting[],
  sizeMax: number,
  isDue: (id: string) => boolean,
): Waiting[] {
  const inOrder = [...waiting].sort((a, b) => a.seq - b.seq)
  const batch: Waiting[] = []
  let bytes = 0
  for (const one of inOrder) {
    if (one.trouble !== null) continue
    bytes += one.bytes
    if (batch.length >= sizeMax || (batch.length > 0 && bytes > BATCH_BYTES_MAX)) break
    batch.push(one)
  }
  if (batch.length > 0) return batch
  const troubled = inOrder.find(({ trouble, id }) => trouble !== null && isDue(id))
  return troubled === undefined ? [] : [troubled]
}

/** The entry as it goes out. The same for every sending, or the server would see another content under its id. */
export function toEntry({ fact, deviceId, seq }: KeptEntry, clockOffsetMs: number): Entry {
  return { ...fact, deviceId, deviceSeq: seq, clockOffsetMs }
}
