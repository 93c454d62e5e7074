import { chainFacts, type AuditFact } from '#features/accounts/audit.ts'
import { addRow, hex } from './entry-rows.ts'
import type { JudgedSet, Taken } from './judge-set.ts'
import type { SetContext, SetState } from './set-state.ts'

/** One row for each change, under its own author; a conflict is an attempt and is kept too. */
export function planAudit(
  { state, taken }: JudgedSet,
  by: { actorId: string | null; auditFacts: readonly AuditFact[] },
  { now, laneId }: SetContext,
): void {
  const stored = state.facts.lane
  if (stored === null) throw new Error(`There is no audit lane ${laneId}`)
  let lane = { id: laneId, seq: stored.seq, head: Buffer.from(stored.head, 'hex') as Buffer }
  const chain = (actorId: string | null, deviceId: string | null, facts: readonly AuditFact[]) => {
    const chained = chainFacts(lane, { actorId, deviceId, at: now }, facts)
    lane = { id: laneId, seq: chained.seq, head: chained.head }
    for (const row of chained.rows) {
      addRow(state.plan, 'audit', {
        lane: row.lane,
        seq: row.seq,
        at: now.toISOString(),
        actor_id: row.actorId,
        device_id: row.deviceId,
        action: row.action,
        subject_kind: row.subjectKind,
        subject_id: row.subjectId,
        place_id: row.placeId,
        detail: row.detail,
        hash: hex(row.hash),
      })
    }
  }
  for (const one of taken) {
    const { author, entry } = one.offered
    chain(author.accountId, entry.deviceId ?? author.deviceId, [entryAudit(state, one)])
  }
  if (by.auditFacts.length > 0) chain(by.actorId, null, by.auditFacts)
  if (state.plan.audit !== undefined) state.plan.lane = [{ id: laneId, seq: lane.seq, head: hex(lane.head) }]
}

function entryAudit(state: SetState, { offered, judgement, receipt, isReoffer }: Taken): AuditFact {
  const { entry } = offered
  const { outcome, flags } = judgement
  const { reason } = receipt
  return {
    action: 'putEntry',
    subjectKind: 'person',
    subjectId: entry.personId,
    placeId: state.ground.sessions.get(entry.sessionId ?? '')?.wardId ?? null,
    detail: {
      entryId: entry.id,
      kind: entry.kind,
      outcome,
      ...(reason === null ? {} : { reason }),
      ...(flags.length === 0 ? {} : { flags }),
      ...(isReoffer ? { again: true } : {}),
      ...('doseId' in entry ? { doseId: entry.doseId } : {}),
    },
  }
}
