import { createHash, randomInt } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { canonicalJson } from '#domain/canonical-json.ts'
import type { Tx } from '#db/db.ts'
import { auditEntry, auditLane } from '#db/tables/accounts.ts'

/**
 * One change or one read, as the audit keeps it. `detail` holds ids, codes, days, counts and numbers of papers; a name,
 * somebody's number, or a sentence that somebody typed stays in the row it was written to.
 */
export type AuditFact = {
  action: string
  subjectKind: string
  subjectId: string | null
  placeId?: string | null
  detail?: Record<string, unknown>
}

export type AuditRow = AuditFact & {
  lane: number
  seq: number
  at: Date
  actorId: string | null
  deviceId: string | null
}

const APP_LANES = 16

/** The hash of a row covers the one before it in its lane; `detail` enters as the text that is stored. */
export function chainHash(previous: Buffer, row: AuditRow, detail: string): Buffer {
  const text = [
    row.lane,
    row.seq,
    row.at.toISOString(),
    row.actorId ?? '',
    row.deviceId ?? '',
    row.action,
    row.subjectKind,
    row.subjectId ?? '',
    row.placeId ?? '',
    detail,
  ].join('\n')
  return createHash('sha256').update(previous).update(text).digest()
}

/** Chains facts onto a lane whose row the caller has locked. Pure: writes nothing. */
export function chainFacts(
  lane: { id: number; seq: number; head: Buffer },
  by: { actorId: string | null; deviceId: string | null; at: Date },
  facts: readonly AuditFact[],
) {
  let { seq, head } = lane
  const rows = facts.map((fact) => {
    seq += 1
    const row: AuditRow = {
      ...fact,
      lane: lane.id,
      seq,
      at: by.at,
      actorId: by.actorId,
      deviceId: by.deviceId,
    }
    const detail = canonicalJson(fact.detail ?? {})
    head = chainHash(head, row, detail)
    return {
      lane: lane.id,
      seq,
      at: by.at,
      actorId: by.actorId,
      deviceId: by.deviceId,
      action: fact.action,
      subjectKind: fact.subjectKind,
      subjectId: fact.subjectId,
      placeId: fact.placeId ?? null,
      detail,
      hash: head,
    }
  })
  return { rows, seq, head }
}

/**
 * Writes what was done, in the same transaction, last before COMMIT: it takes any free lane and holds it to the end.
 * When all are taken it waits for one at random.
 */
export async function appendAudit(
  tx: Tx,
  by: Pick<Actor, 'accountId' | 'deviceId'> | null,
  at: Date,
  facts: AuditFact | readonly AuditFact[],
): Promise<void> {
  const all = Array.isArray(facts) ? (facts as readonly AuditFact[]) : [facts as AuditFact]
  if (all.length === 0) return
  const columns = { id: auditLane.id, seq: auditLane.seq, head: auditLane.head }
  const start = randomInt(APP_LANES)
  const free = await tx
    .select(columns)
    .from(auditLane)
    .where(eq(auditLane.kind, 'app'))
    .orderBy(sql`(${auditLane.id} + ${start}) % ${APP_LANES}`)
    .limit(1)
    .for('update', { skipLocked: true })
  const [lane] =
    free.length > 0
      ? free
      : await tx
          .select(columns)
          .from(auditLane)
          .where(and(eq(auditLane.kind, 'app'), eq(auditLane.id, start)))
          .for('update')
  if (lane === undefined) throw new Error('No audit lane')
  const { rows, seq, head } = chainFacts(
    lane,
    { actorId: by?.accountId ?? null, deviceId: by?.deviceId ?? null, at },
    all,
  )
  await tx.insert(auditEntry).values(rows)
  await tx.update(auditLane).set({ seq, head }).where(eq(auditLane.id, lane.id))
}
