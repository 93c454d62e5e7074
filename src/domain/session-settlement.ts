/**
 * What a session gives back when it closes, lot by lot. People count the closed vials that are left and, if they
 * can, the doses thrown away with opened ones; the ledger says how many doses were given.
 */
export type SettlementCount = {
  /** Doses of the lot that the books still have in the session: issued − given − already written off. */
  bookDoses: number
  /** Whole vials issued to the session less those it gave back or wrote off closed. */
  vialsIssued: number
  closedVials: number
  /** Doses left in opened vials and discarded; null = not counted, then all that is left is that. */
  discardedDoses: number | null
  dosesPerVial: number
  maxDosesPerVial: number
}

/** Doses, all ≥ 0: bookDoses = returned + discarded + missing − overfill − found. */
export type Settlement = {
  returned: number
  discarded: number
  /** Drawn beyond the label from opened vials: negative wastage. */
  overfill: number
  /** To and from `unaccounted`. */
  missing: number
  found: number
}

/** Null when more closed vials are counted than were issued: then somebody must count again. */
export function settle(count: SettlementCount): Settlement | null {
  const { bookDoses, vialsIssued, closedVials, discardedDoses, dosesPerVial, maxDosesPerVial } = count
  if (closedVials > vialsIssued) return null
  const returned = closedVials * dosesPerVial
  const opened = vialsIssued - closedVials
  const rest = bookDoses - returned
  // What was not counted cannot be more than opened vials can hold.
  const discarded = discardedDoses ?? Math.min(Math.max(rest, 0), opened * dosesPerVial)
  const left = rest - discarded
  const overfill = Math.min(Math.max(-left, 0), opened * (maxDosesPerVial - dosesPerVial))
  return {
    returned,
    discarded,
    overfill,
    missing: Math.max(left, 0),
    found: Math.max(-left, 0) - overfill,
  }
}
