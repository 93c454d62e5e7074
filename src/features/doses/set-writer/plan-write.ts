import { compareText } from '#domain/ids.ts'
import { tallyDifference } from '#domain/vaccination/tally.ts'
import type { Standing } from '#domain/vaccination/types.ts'
import type { AuditFact } from '#features/accounts/audit.ts'
import { addRow, hex } from './entry-rows.ts'
import { hashColumn, quarantinePayload, type JudgedSet, type SetInput, type Taken } from './judge-set.ts'
import { planAudit } from './plan-audit.ts'
import { compareQuestions, listEntryQuestions, listPersonQuestions, selectMoot } from './questions.ts'
import type { Question } from './questions.ts'
import type { SetContext, SetState } from './set-state.ts'
import type { Row, WritePlan } from './tables.ts'
import { addCounts, countColumns, countVisit, emptyVisit, type SessionCounts } from './visits.ts'

/** All rows of a judged set. @returns the plan, and the standings that are cleared before it is written. */
export function planWrite(
  set: JudgedSet,
  input: SetInput,
  by: { actorId: string | null; auditFacts: readonly AuditFact[] },
  context: SetContext,
): { plan: WritePlan; cleared: string[] } {
  const { state, judged } = set
  const { plan } = state
  for (const one of set.taken) planReceipt(plan, one, context)
  const movements = planCounters(set, context)
  for (const { doseRow, offered } of set.taken) {
    if (doseRow === null) continue
    const counts = judged.standings.get(offered.entry.id)?.step != null
    const key = usedKey(doseRow['session_id'], doseRow['lot_id'], doseRow['given_on'])
    addRow(plan, 'dose', { ...doseRow, movement_id: counts ? (movements.get(key) ?? null) : null })
  }
  const rowOf = (standing: Standing) => standingRow(standing, judged.doses.get(standing.doseId)!.ageCell)
  for (const standing of judged.created) addRow(plan, 'standing', rowOf(standing))
  for (const standing of judged.changed) addRow(plan, 'changedStanding', rowOf(standing))
  planDecisions(plan, input)
  planQuestions(set, context)
  planAudit(set, by, context)
  return { plan, cleared: judged.changed.map(({ doseId }) => doseId) }
}

function planReceipt(plan: WritePlan, one: Taken, { now, sealer, newId }: SetContext): void {
  const { entry, author } = one.offered
  const { outcome, flags } = one.judgement
  const { reason } = one.receipt
  const at = now.toISOString()
  if (outcome === 'conflict') return
  const text = outcome === 'quarantined' ? (reason ?? '') : flags.join(',')
  if (one.isReoffer) {
    const release = { receipt_id: entry.id, outcome, reason: text, by_id: author.accountId, at }
    return addRow(plan, 'quarantineRelease', release)
  }
  addRow(plan, 'receipt', {
    id: entry.id,
    kind: entry.kind,
    payload_hash: hashColumn(one.hash),
    outcome,
    reason: text,
    author_id: author.accountId,
    device_id: entry.deviceId ?? author.deviceId,
    device_seq: entry.deviceSeq,
    captured_at: entry.capturedAt,
    clock_offset_ms: entry.clockOffsetMs,
    received_at: at,
    session_id: entry.sessionId,
    person_id: entry.personId,
  })
  if (outcome !== 'quarantined') return
  const payload = hex(sealer.seal(quarantinePayload(one.offered)))
  addRow(plan, 'quarantine', { receipt_id: entry.id, payload, why: text, awaits: one.awaits, at })
  addRow(plan, 'reviewItem', {
    id: newId(),
    kind: 'quarantine',
    subject_key: entry.id,
    person_id: null,
    ward_id: null,
    session_id: entry.sessionId,
    dose_id: null,
    facts: { doseIds: [], seen: [text], entryKind: entry.kind, authorId: author.accountId },
    opened_at: at,
  })
}

const usedKey = (sessionId: unknown, lotId: unknown, givenOn: unknown) =>
  `${String(sessionId)} ${String(lotId)} ${String(givenOn)}`

/** Counters, ledger and balances: only ever differences of what counts. @returns the ledger line of each cell. */
function planCounters({ state, judged, taken }: JudgedSet, context: SetContext): Map<string, string> {
  const { plan } = state
  const tally = tallyDifference(judged.before, judged.after)
  plan.coverageWard = tally.coverageWard.map(({ wardId, antigen, step, ageCell, priorityCode, doses }) => ({
    ward_id: wardId,
    antigen,
    step,
    age_cell: ageCell,
    priority_code: priorityCode,
    doses,
  }))
  plan.coverageDay = tally.coverageDay.map(({ wardId, givenOn, antigen, step, ageCell, doses }) => ({
    ward_id: wardId,
    given_on: givenOn,
    antigen,
    step,
    age_cell: ageCell,
    doses,
  }))
  plan.entryDelay = tally.entryDelay.map((cell) => ({
    given_on: cell.givenOn,
    ward_id: cell.wardId,
    site_id: cell.siteId,
    product_id: cell.productId,
    step: cell.step,
    entered_on: cell.enteredOn,
    doses: cell.doses,
  }))
  planSessionCounts(state, judged.given, tally.sessionCounted, taken)
  return planStock(state, tally.used, context)
}

function planSessionCounts(
  state: SetState,
  given: ReadonlyMap<string, number>,
  counted: readonly { sessionId: string; doses: number }[],
  taken: readonly Taken[],
): void {
  const sums = new Map<string, SessionCounts>()
  for (const [key, visit] of state.visits) {
    const before = state.visitsBefore.get(key) ?? emptyVisit(visit.sessionId, visit.personId)
    if (before === visit) continue
    addCounts(sums, visit.sessionId, countVisit(before), -1)
    addCounts(sums, visit.sessionId, countVisit(visit), 1)
  }
  for (const [sessionId, doses] of given) addCounts(sums, sessionId, { given: doses }, 1)
  for (const { sessionId, doses } of counted) addCounts(sums, sessionId, { counted: doses }, 1)
  for (const { offered, judgement } of taken) {
    const { entry } = offered
    if (entry.kind !== 'reaction' || judgement.outcome === 'quarantined' || judgement.outcome === 'conflict')
      continue
    addCounts(sums, entry.sessionId, { [`reactions_${entry.severity}`]: 1 }, 1)
  }
  state.plan.sessionCount = [...sums]
    .filter(([, counts]) => Object.values(counts).some((by) => by !== 0))
    .sort(([a], [b]) => compareText(a, b))
    .map(([sessionId, counts]) => ({
      session_id: sessionId,
      ...Object.fromEntries(countColumns.map((column) => [column, counts[column] ?? 0])),
    }))
}

type Used = { holderId: string; lotId: string; productId: string; occurredOn: string; doses: number }

/** One ledger line per holder, lot and day; one balance per holder and lot. */
function planStock(state: SetState, used: readonly Used[], { newId, now }: SetContext): Map<string, string> {
  const { plan, facts } = state
  const lines = new Map<string, string>()
  if (used.length === 0) return lines
  const usedHolderId = facts.usedHolderId
  if (usedHolderId === null) throw new Error('There is no holder for used doses')
  const sessionOf = new Map([...state.ground.sessions.values()].map((session) => [session.holderId, session]))
  const setId = newId()
  const sums = new Map<string, { holder_id: string; lot_id: string; doses: number }>()
  for (const { holderId, lotId, productId, occurredOn, doses } of used) {
    const isUse = doses > 0
    const id = newId()
    addRow(plan, 'movement', {
      id,
      kind: isUse ? 'use' : 'unuse',
      from_holder_id: isUse ? holderId : usedHolderId,
      to_holder_id: isUse ? usedHolderId : holderId,
      lot_id: lotId,
      product_id: productId,
      doses: Math.abs(doses),
      occurred_on: occurredOn,
      recorded_at: now.toISOString(),
      cause_kind: 'set',
      cause_id: setId,
    })
    if (isUse) lines.set(usedKey(sessionOf.get(holderId)?.id, lotId, occurredOn), id)
    const key = `${holderId}/${lotId}`
    const sum = sums.get(key) ?? { holder_id: holderId, lot_id: lotId, doses: 0 }
    sums.set(key, { ...sum, doses: sum.doses - doses })
  }
  const keys = [...sums.keys()].sort(compareText)
  plan.balance = keys.map((key) => sums.get(key)!)
  for (const key of keys) {
    const session = sessionOf.get(sums.get(key)!.holder_id)
    const question: Question = {
      kind: 'stock-short',
      subjectKey: key,
      personId: null,
      wardId: session?.wardId ?? null,
      sessionId: session?.id ?? null,
      doseId: null,
      doseIds: [],
      seen: [key],
    }
    addRow(plan, 'stockShort', questionRow(question, { newId, now }))
    addRow(plan, 'stockEnough', { subject_key: key })
  }
  return lines
}

function standingRow(standing: Standing, ageCell: number): Row {
  const { doseId, personId, antigen, givenOn, dayRank, step, flags, rulesVersion } = standing
  return {
    dose_id: doseId,
    person_id: personId,
    antigen,
    given_on: givenOn,
    day_rank: dayRank,
    step,
    flags,
    age_cell: ageCell,
    rules_version: rulesVersion,
  }
}

function planDecisions(plan: WritePlan, { decisions, merges, canonicalIds }: SetInput): void {
  plan.reviewDecision = decisions.map(
    ({ id, itemId, personId, decision, doseId, facts, reason, byId, at }) => ({
      id,
      item_id: itemId,
      person_id: personId,
      decision,
      dose_id: doseId,
      facts,
      reason,
      by_id: byId,
      at,
    }),
  )
  plan.merge = merges.map(({ id, absorbedId, keptId, decidedAt, byId, reason, undoesId }) => ({
    id,
    absorbed_id: absorbedId,
    kept_id: keptId,
    decided_at: decidedAt,
    by_id: byId,
    reason,
    undoes_id: undoesId,
  }))
  plan.canonical = [...canonicalIds].map(([id, canonicalId]) => ({ id, canonical_id: canonicalId }))
}

function questionRow(question: Question, { newId, now }: Pick<SetContext, 'newId' | 'now'>): Row {
  const { kind, subjectKey, personId, wardId, sessionId, doseId, doseIds, seen } = question
  return {
    id: newId(),
    kind,
    subject_key: subjectKey,
    person_id: personId,
    ward_id: wardId,
    session_id: sessionId,
    dose_id: doseId,
    facts: { doseIds, seen },
    opened_at: now.toISOString(),
  }
}

function planQuestions({ state, judged, taken }: JudgedSet, context: SetContext): void {
  const { plan, facts, ground } = state
  const ofPeople = listPersonQuestions(judged, [...state.visits.values()], facts.decisions, ground)
  const ofEntries = taken
    .filter(({ judgement }) => judgement.outcome === 'accepted' || judgement.outcome === 'needs_review')
    .flatMap(({ offered, unknownLotId }) => {
      const wardId = ground.sessions.get(offered.entry.sessionId ?? '')?.wardId ?? null
      return listEntryQuestions(offered, context.today, unknownLotId, wardId)
    })
  const asked = new Map(
    [...ofPeople, ...ofEntries].map((question) => [`${question.kind} ${question.subjectKey}`, question]),
  )
  for (const question of [...asked.values()].sort(compareQuestions)) {
    addRow(plan, 'reviewItem', questionRow(question, context))
  }
  for (const { id } of selectMoot(facts.items, ofPeople)) addRow(plan, 'closedItem', { id })
  // What waited in quarantine and has come in needs no decision any more.
  for (const { isReoffer, offered, judgement } of taken) {
    if (isReoffer && judgement.outcome !== 'quarantined')
      addRow(plan, 'releasedItem', { subject_key: offered.entry.id })
  }
}
