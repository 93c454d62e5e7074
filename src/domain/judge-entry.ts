import type { Entry } from './entry.ts'
import { clockIsWrong, correctedAt, isWithinUndoWindow } from './entry.ts'
import type { ProblemCode } from './problem.ts'
import type { ScreeningOutcome } from './visit.ts'
import { mayBeInjected } from './visit.ts'
import type { DoseFlag } from './vaccination/types.ts'

export type EntryOutcome = 'accepted' | 'needs_review' | 'duplicate' | 'conflict' | 'quarantined'

/** Why an entry waits in quarantine. The last three end by themselves when what is missing arrives. */
export type QuarantineReason =
  | 'author-not-allowed'
  | 'product-unknown'
  | 'person-unknown'
  | 'session-unknown'
  | 'dose-unknown'

export type EntryFlag =
  | DoseFlag
  | 'clock' // the phone's clock is off by more than five minutes
  | 'unknown-lot'
  | 'stock-short' // the session's books are below zero after it
  | 'late' // for a session already closed
  | 'no-check-in' // no check-in of that person there, and no reason given
  | 'not-cleared' // screened, and not for an injection here
  | 'reason-missing' // voided after the two minutes, without a reason

/** Flags that are worth knowing and ask nobody anything. */
const silentFlags: ReadonlySet<EntryFlag> = new Set<EntryFlag>(['late'])

/** What is already known when an entry arrives; read by the caller, as a set. */
export type KnownFacts = {
  /** Hash of this entry's payload (see `entryPayloadText`). */
  payloadHash: string
  /** What is stored under the same id. */
  receipt: { payloadHash: string } | null
  /** Whether the author's grants reached the place at the corrected time of capture. */
  authorAllowed: boolean
  personKnown: boolean
  /** Null when the entry names no session. */
  session: { isClosed: boolean } | null
  /** The dose that a void, correction or reaction speaks of, and when it was recorded, corrected. */
  dose: { recordedAt: string } | null
  /** For a dose: the visit so far. */
  checkedIn: boolean
  screening: ScreeningOutcome | null
  lotKnown: boolean
  /** For a dose: what the session's books hold of the lot afterwards; null when no stock moves. */
  balanceAfter: number | null
  /** For a dose: the flags of its standing after `judge`. */
  doseFlags: readonly DoseFlag[]
}

export type EntryJudgement = {
  outcome: EntryOutcome
  reason: QuarantineReason | ProblemCode | null
  flags: EntryFlag[]
}

/**
 * What becomes of an entry. A fact is never refused: it is kept, and what is wrong with it is flagged. Only what
 * cannot be attached to anyone, or was not the author's to write, waits in quarantine; only another content
 * under a used id is not stored.
 */
export function judgeEntry(entry: Entry, known: KnownFacts): EntryJudgement {
  if (known.receipt !== null) {
    return known.receipt.payloadHash === known.payloadHash
      ? { outcome: 'duplicate', reason: null, flags: [] }
      : { outcome: 'conflict', reason: 'entry.conflict', flags: [] }
  }
  const reason = quarantineReason(entry, known)
  if (reason !== null) return { outcome: 'quarantined', reason, flags: [] }
  const flags = [...new Set([...commonFlags(entry, known), ...kindFlags(entry, known)])]
  const asks = flags.some((flag) => !silentFlags.has(flag))
  return { outcome: asks ? 'needs_review' : 'accepted', reason: null, flags }
}

/** Does the entry speak of a dose recorded earlier? */
export function refersToDose(entry: Entry): boolean {
  return entry.kind === 'void' || entry.kind === 'correction' || entry.kind === 'reaction'
}

function quarantineReason(entry: Entry, known: KnownFacts): QuarantineReason | null {
  if (!known.authorAllowed) return 'author-not-allowed'
  if (entry.kind !== 'walk-in' && !known.personKnown) return 'person-unknown'
  if (entry.sessionId !== null && known.session === null) return 'session-unknown'
  if (refersToDose(entry) && known.dose === null) return 'dose-unknown'
  return null
}

function commonFlags(entry: Entry, known: KnownFacts): EntryFlag[] {
  const flags: EntryFlag[] = []
  if (clockIsWrong(entry.clockOffsetMs)) flags.push('clock')
  if (known.session?.isClosed === true) flags.push('late')
  return flags
}

function kindFlags(entry: Entry, known: KnownFacts): EntryFlag[] {
  if (entry.kind === 'void') {
    const voidedAt = correctedAt(entry.capturedAt, entry.clockOffsetMs)
    const isUndo = known.dose !== null && isWithinUndoWindow(known.dose.recordedAt, voidedAt)
    return isUndo || entry.reason !== '' ? [] : ['reason-missing']
  }
  if (entry.kind !== 'dose') return []
  const flags: EntryFlag[] = [...known.doseFlags]
  if (entry.source === 'reported') return flags
  if (!known.lotKnown) flags.push('unknown-lot')
  if (known.balanceAfter !== null && known.balanceAfter < 0) flags.push('stock-short')
  if (!known.checkedIn && entry.reason === '') flags.push('no-check-in')
  if (known.screening !== null && !mayBeInjected(known.screening)) flags.push('not-cleared')
  return flags
}
