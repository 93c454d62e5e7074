import type { EntryKind } from '#domain/entry.ts'
import { entryPayloadText } from '#domain/entry.ts'
import type { EntryFlag, EntryJudgement } from '#domain/judge-entry.ts'
import { judgeEntry } from '#domain/judge-entry.ts'
import { canonicalJson } from '#domain/canonical-json.ts'
import { acceptEntry } from './accept-entry.ts'
import { addRow, hex } from './entry-rows.ts'
import type { Facts, ReceiptRow } from './fact-types.ts'
import type { JudgedPeople } from './judge-people.ts'
import { judgePeople } from './judge-people.ts'
import { giveFlags, knowBefore } from './known-facts.ts'
import type { Probe } from './probes.ts'
import type { RuleBook } from './rule-book.ts'
import { addChange, beginState, payloadHash, type SetContext, type SetState } from './set-state.ts'
import type { Row } from './tables.ts'
import type { EntryReceipt, NewChange, NewDecision, NewMerge, Offered, StoredOutcome } from './types.ts'

/** A set, and what came with it: decisions and merges are facts like any other and are judged by the same path. */
export type SetInput = {
  entries: readonly Offered[]
  decisions: readonly NewDecision[]
  merges: readonly NewMerge[]
  changes: readonly NewChange[]
  /** Canonical ids as they are after the merges. */
  canonicalIds: ReadonlyMap<string, string>
  /** Quarantined entries that somebody lets in although their author had no right there. */
  releasedIds: ReadonlySet<string>
  /** Entries to be held, and why: the database refused them, or their phone was told lost. In quarantine nothing is lost. */
  failures: ReadonlyMap<string, string>
}

export const noInput: SetInput = {
  entries: [],
  decisions: [],
  merges: [],
  changes: [],
  canonicalIds: new Map(),
  releasedIds: new Set(),
  failures: new Map(),
}

/** One entry on its way through the judgement. */
export type Taken = {
  offered: Offered
  hash: string
  judgement: EntryJudgement
  /** It was kept in quarantine before, and is offered again. */
  isReoffer: boolean
  doseRow: Row | null
  unknownLotId: string | null
  /** People, sessions and doses that it names and nobody has sent. */
  awaits: string[]
  receipt: EntryReceipt
}

export type JudgedSet = {
  state: SetState
  judged: JudgedPeople
  /** In the order of the set. */
  receipts: EntryReceipt[]
  /** What is new, in the order in which it was judged; conflicts too, for the audit. */
  taken: Taken[]
}

/** People before visits before doses before what speaks of doses: the order of arrival does not matter. */
const turn: Record<EntryKind, number> = {
  'walk-in': 0,
  'check-in': 1,
  consent: 1,
  screening: 1,
  'not-given': 1,
  dose: 2,
  observation: 3,
  reaction: 3,
  void: 4,
  correction: 4,
}

/** Judges a set. No database and no clock: everything it knows is in the facts. */
export function judgeSet(
  input: SetInput,
  probes: readonly Probe[],
  facts: Facts,
  book: RuleBook,
  context: SetContext,
): JudgedSet {
  const state = beginState(facts, book)
  for (const [id, canonicalId] of input.canonicalIds) {
    const person = state.ground.people.get(id)
    if (person !== undefined) state.ground.people.set(id, { ...person, canonicalId })
  }
  const allowed = listAllowed(input, probes, facts)
  const stored = new Map(facts.receipts.map((receipt) => [receipt.id, receipt]))
  const receipts: EntryReceipt[] = []
  const taken = new Map<string, Taken>()
  const inTurn = input.entries
    .map((offered, ordinal) => ({ offered, ordinal }))
    .sort((a, b) => turn[a.offered.entry.kind] - turn[b.offered.entry.kind] || a.ordinal - b.ordinal)
  const conflicts: Taken[] = []
  for (const { offered, ordinal } of inTurn) {
    const failure = input.failures.get(offered.entry.id) ?? null
    const before = { isAllowed: allowed.has(ordinal), failure, stored, taken }
    const one = takeEntry(state, offered, before, context)
    receipts[ordinal] = one.receipt
    if (one.judgement.outcome === 'conflict') conflicts.push(one)
    else if (one.judgement.outcome !== 'duplicate') taken.set(offered.entry.id, one)
  }
  for (const change of input.changes) addDecidedChange(state, change)
  const decisions = [
    ...facts.decisions,
    ...input.decisions.flatMap((decision) => toDecisionRow(decision, facts)),
  ]
  const judged = judgePeople([...state.cases.values()], decisions, state.ground)
  giveFlags(state, judged, [...taken.values()], receipts)
  return {
    state: { ...state, facts: { ...facts, decisions } },
    judged,
    receipts,
    taken: [...taken.values(), ...conflicts],
  }
}

function listAllowed(
  { entries, releasedIds }: SetInput,
  probes: readonly Probe[],
  facts: Facts,
): Set<number> {
  const yes = new Set(facts.allowed)
  const refused = new Set(probes.filter((_, position) => !yes.has(position)).map(({ ordinal }) => ordinal))
  return new Set(
    entries.flatMap(({ entry }, ordinal) =>
      !refused.has(ordinal) || releasedIds.has(entry.id) ? [ordinal] : [],
    ),
  )
}

type Before = {
  isAllowed: boolean
  failure: string | null
  stored: ReadonlyMap<string, ReceiptRow>
  taken: ReadonlyMap<string, Taken>
}

function takeEntry(state: SetState, offered: Offered, before: Before, context: SetContext): Taken {
  const { entry } = offered
  const hash = payloadHash(entry)
  const earlier = before.taken.get(entry.id)
  const receipt = before.stored.get(entry.id) ?? null
  const isWaiting = receipt !== null && receipt.outcome === 'quarantined' && receipt.release === null
  const isReoffer = isWaiting && receipt.payloadHash === hash
  const past = earlier?.hash ?? (isReoffer ? null : receipt?.payloadHash) ?? null
  const known = knowBefore(state, offered, before.isAllowed, hash, past)
  const judgement = quarantineUnknown(state, offered, judgeEntry(entry, known))
  // Also where it would have waited for something else: the arrival of that must not let it in.
  const isHeld = before.failure !== null && !['duplicate', 'conflict'].includes(judgement.outcome)
  if (isHeld) Object.assign(judgement, { outcome: 'quarantined', reason: null, flags: [] })
  const answer: EntryReceipt = {
    id: entry.id,
    outcome: judgement.outcome,
    stored: null,
    reason: isHeld ? before.failure : judgement.reason,
    flags: [],
    receivedAt: context.now.toISOString(),
  }
  const one: Taken = {
    offered,
    hash,
    judgement,
    isReoffer,
    doseRow: null,
    unknownLotId: null,
    awaits: [],
    receipt: answer,
  }
  if (judgement.outcome === 'conflict') return one
  if (judgement.outcome === 'duplicate') {
    // Filled in when the flags of the first are known.
    one.receipt = earlier === undefined ? toDuplicate(receipt!) : answer
    return one
  }
  if (judgement.outcome === 'quarantined') {
    if (isReoffer)
      return { ...one, judgement: { ...judgement, outcome: 'duplicate' }, receipt: toDuplicate(receipt) }
    answer.stored = 'quarantined'
    return { ...one, awaits: isHeld ? [] : listMissing(state, offered) }
  }
  return { ...one, ...acceptEntry(state, offered, context) }
}

function listMissing({ ground, cases }: SetState, { entry }: Offered): string[] {
  const fields = entry.kind === 'correction' ? entry.fields : {}
  const people = [entry.kind === 'walk-in' ? null : entry.personId, fields.personId]
  return [
    ...people.filter((id) => id != null && !ground.people.has(id)),
    ...[entry.sessionId, fields.sessionId].filter((id) => id != null && !ground.sessions.has(id)),
    ...['doseId' in entry ? entry.doseId : null].filter((id) => id !== null && !cases.has(id)),
  ].filter((id) => id != null)
}

/** The answer that was given the first time. */
function toDuplicate({ id, outcome, reason, release, receivedAt }: ReceiptRow): EntryReceipt {
  const stored: StoredOutcome =
    release === null ? outcome : release.outcome === 'set-aside' ? 'quarantined' : release.outcome
  const text = release?.reason ?? reason
  const flags = stored === 'quarantined' || text === '' ? [] : (text.split(',') as EntryFlag[])
  return {
    id,
    outcome: 'duplicate',
    stored,
    reason: stored === 'quarantined' ? text : null,
    flags,
    receivedAt: new Date(receivedAt).toISOString(),
  }
}

/** What a correction names must exist as well, and a product must be one of ours. */
function quarantineUnknown(state: SetState, { entry }: Offered, judgement: EntryJudgement): EntryJudgement {
  if (judgement.outcome !== 'accepted' && judgement.outcome !== 'needs_review') return judgement
  const { products, sessions, people } = state.ground
  const named = entry.kind === 'correction' ? entry.fields : entry.kind === 'dose' ? entry : null
  const wait = (reason: EntryJudgement['reason']): EntryJudgement => ({
    outcome: 'quarantined',
    reason,
    flags: [],
  })
  if (named?.productId !== undefined && !products.has(named.productId)) return wait('product-unknown')
  if (named?.personId !== undefined && !people.has(named.personId)) return wait('person-unknown')
  if (named?.sessionId != null && !sessions.has(named.sessionId)) return wait('session-unknown')
  return judgement
}

function addDecidedChange(state: SetState, { id, doseId, kind, reason, byId, at }: NewChange): void {
  if (!state.cases.has(doseId)) return
  addChange(state, { id, doseId, at, reason, kind })
  addRow(state.plan, 'doseChange', { id, dose_id: doseId, kind, fields: {}, reason, by_id: byId, at })
}

function toDecisionRow(decision: NewDecision, facts: Facts) {
  const item = facts.items.find(({ id }) => id === decision.itemId)
  if (item === undefined) return []
  const { id, at: decidedAt, personId } = decision
  return [{ id, decidedAt, kind: item.kind, subjectKey: item.subjectKey, personId, ...decision.facts }]
}

/** The payload as it waits in quarantine: exactly what was hashed, and the measured offset beside it. */
export function quarantinePayload(offered: Offered): string {
  const { entry } = offered
  return canonicalJson({ entry: JSON.parse(entryPayloadText(entry)), clockOffsetMs: entry.clockOffsetMs })
}

export const hashColumn = (hash: string): string => hex(Buffer.from(hash, 'hex'))
