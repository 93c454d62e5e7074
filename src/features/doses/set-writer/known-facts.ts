import type { KnownFacts } from '#domain/judge-entry.ts'
import { judgeEntry, refersToDose } from '#domain/judge-entry.ts'
import type { JudgedPeople } from './judge-people.ts'
import type { Taken } from './judge-set.ts'
import { visitOf } from './questions.ts'
import { canonicalOf, type SetState } from './set-state.ts'
import type { EntryReceipt, Offered, StoredOutcome } from './types.ts'

/** What can be known before the doses are judged: enough to tell what waits in quarantine. */
export function knowBefore(
  state: SetState,
  { entry }: Offered,
  isAllowed: boolean,
  hash: string,
  past: string | null,
): KnownFacts {
  const session = entry.sessionId === null ? null : (state.ground.sessions.get(entry.sessionId) ?? null)
  const personKnown = canonicalOf(state, entry.personId) !== null
  const dose = 'doseId' in entry ? (state.cases.get(entry.doseId)?.row ?? null) : null
  // Nobody can be asked for a right at a place, dose or person that has not arrived: that is why it waits.
  const isUnanswerable =
    (entry.sessionId !== null && session === null) ||
    (refersToDose(entry) && dose === null) ||
    (entry.sessionId === null && !personKnown)
  return {
    payloadHash: hash,
    receipt: past === null ? null : { payloadHash: past },
    authorAllowed: isAllowed || isUnanswerable,
    personKnown,
    session,
    dose: dose === null ? null : { recordedAt: dose.capturedAt },
    checkedIn: true,
    screening: null,
    lotKnown: true,
    balanceAfter: null,
    doseFlags: [],
  }
}

/** With the doses judged, each entry gets its flags; stock is taken in the order of arrival. */
export function giveFlags(
  state: SetState,
  judged: JudgedPeople,
  taken: Taken[],
  receipts: EntryReceipt[],
): void {
  const balances = new Map(state.facts.balances.map((row) => [`${row.holderId} ${row.lotId}`, row.doses]))
  for (const one of taken) {
    if (one.judgement.outcome === 'quarantined') continue
    const { entry } = one.offered
    const known = knowBefore(state, one.offered, true, one.hash, null)
    if (entry.kind === 'dose') Object.assign(known, knowDose(state, judged, one, balances))
    one.judgement = judgeEntry(entry, known)
    one.receipt.outcome = one.judgement.outcome
    one.receipt.stored = one.judgement.outcome as StoredOutcome
    one.receipt.flags = one.judgement.flags
  }
  const byId = new Map(taken.map((one) => [one.offered.entry.id, one.receipt]))
  for (const receipt of receipts) {
    const first = byId.get(receipt.id)
    if (receipt.outcome !== 'duplicate' || receipt.stored !== null || first === undefined) continue
    Object.assign(receipt, first, { outcome: 'duplicate' })
  }
}

function knowDose(
  state: SetState,
  judged: JudgedPeople,
  one: Taken,
  balances: Map<string, number>,
): Pick<KnownFacts, 'doseFlags' | 'lotKnown' | 'checkedIn' | 'screening' | 'balanceAfter'> {
  const { id } = one.offered.entry
  const dose = judged.doses.get(id)!
  const standing = judged.standings.get(id)!
  const { sessionId, lotId } = dose.fields
  const visits = [...state.visits.values()]
  const visit = sessionId === null ? null : visitOf(visits, sessionId, dose.canonicalId, state.ground)
  let balanceAfter: number | null = null
  if (
    standing.step !== null &&
    dose.row.source === 'administered' &&
    dose.holderId !== null &&
    lotId !== null
  ) {
    const key = `${dose.holderId} ${lotId}`
    balanceAfter = (balances.get(key) ?? 0) - 1
    balances.set(key, balanceAfter)
  }
  return {
    doseFlags: standing.flags,
    lotKnown: one.unknownLotId === null,
    checkedIn: visit?.checkedIn ?? true,
    screening: visit?.screening?.outcome ?? null,
    balanceAfter,
  }
}
