import type { Entry } from '#domain/entry.ts'
import type { EntryFlag, EntryOutcome } from '#domain/judge-entry.ts'

/** Who stands for an entry: the account that captured it, on which device. */
export type Author = { accountId: string; deviceId: string | null }

export type Offered = { entry: Entry; author: Author }

/** What is kept of an entry; `duplicate` and `conflict` are answers and are not stored. */
export type StoredOutcome = 'accepted' | 'needs_review' | 'quarantined'

/** The answer to one entry. The same entry sent again gets the same `stored`, `reason`, `flags` and `receivedAt`. */
export type EntryReceipt = {
  id: string
  outcome: EntryOutcome
  /** Null for a conflict: nothing of it was kept. */
  stored: StoredOutcome | null
  /** Why it waits in quarantine or was refused. */
  reason: string | null
  flags: EntryFlag[]
  receivedAt: string
}

/** A decision on a review item, as the judge reads it and the table keeps it. */
export type NewDecision = {
  id: string
  itemId: string
  personId: string | null
  decision: 'this-one-counts' | 'really-two' | 'kept' | 'voided' | 'released' | 'set-aside'
  doseId: string | null
  facts: { seen: string[]; countedDoseIds: string[] }
  reason: string
  byId: string
  at: string
}

export type NewMerge = {
  id: string
  absorbedId: string
  keptId: string
  decidedAt: string
  byId: string
  reason: string
  undoesId: string | null
}

/** A dose taken back or restored by somebody who decides reviews; from the tables it comes as an entry. */
export type NewChange = {
  id: string
  doseId: string
  kind: 'void' | 'restore'
  reason: string
  byId: string
  at: string
}
