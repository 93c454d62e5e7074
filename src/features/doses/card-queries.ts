import type { VisitEvent } from '#domain/visit.ts'
import type { Tx } from '#db/db.ts'
import { correctedDose } from '#features/registrants/corrected-dose.ts'

type EventRow = {
  personId: string
  kind: 'checked-in' | 'consented' | 'screened' | 'not-given' | 'observed' | 'reaction' | 'left' | 'held'
  id: string
  at: Date
  value: string
  endedAt: Date | null
}

const eventsSql = `
SELECT person_id AS "personId", 'checked-in' AS kind, id, at, '' AS value, NULL::timestamptz AS "endedAt"
  FROM check_in WHERE session_id = $1 AND person_id = ANY ($2::uuid[])
UNION ALL SELECT person_id, 'consented', id, at, agreed, NULL FROM consent WHERE session_id = $1 AND person_id = ANY ($2::uuid[])
UNION ALL SELECT person_id, 'screened', id, at, outcome, NULL FROM screening WHERE session_id = $1 AND person_id = ANY ($2::uuid[])
UNION ALL SELECT person_id, CASE reason WHEN 'left' THEN 'left' ELSE 'not-given' END, id, at, reason, NULL
  FROM not_given WHERE session_id = $1 AND person_id = ANY ($2::uuid[])
UNION ALL SELECT person_id, 'observed', id, at, '', ended_at FROM observation WHERE session_id = $1 AND person_id = ANY ($2::uuid[])
UNION ALL SELECT person_id, 'reaction', id, at, severity, NULL FROM reaction WHERE session_id = $1 AND person_id = ANY ($2::uuid[])
UNION ALL SELECT r.person_id, 'held', r.id, r.captured_at, '', NULL FROM receipt r
  WHERE r.session_id = $1 AND r.person_id = ANY ($2::uuid[]) AND r.kind = 'dose' AND r.outcome = 'quarantined'
    AND NOT EXISTS (SELECT FROM quarantine_release q WHERE q.receipt_id = r.id)`

/** What happened at one session to these people, without the doses that stand. */
export async function selectVisitEvents(
  tx: Tx,
  sessionId: string,
  personIds: readonly string[],
): Promise<{ personId: string; event: VisitEvent }[]> {
  const { rows } = await tx.$client.query<EventRow>(eventsSql, [sessionId, personIds])
  return rows.map((row) => ({ personId: row.personId, event: toEvent(row) }))
}

function toEvent({ kind, id, at, value, endedAt }: EventRow): VisitEvent {
  const happened = { id, at: at.toISOString() }
  switch (kind) {
    case 'consented':
      return { ...happened, kind, agreed: value === 'agreed' }
    case 'screened':
      return { ...happened, kind, outcome: value as Extract<VisitEvent, { kind: 'screened' }>['outcome'] }
    case 'not-given':
      return { ...happened, kind, reason: value as Extract<VisitEvent, { kind: 'not-given' }>['reason'] }
    case 'observed':
      return { ...happened, kind, endedAt: endedAt!.toISOString() }
    case 'held':
      return { ...happened, kind, doseId: id }
    case 'reaction':
      return { ...happened, kind, severity: value === 'severe' ? 'severe' : 'common' }
    default:
      return { ...happened, kind }
  }
}

export type DoseNames = { lotCode: string; place: string }

/** Lot and place in words, of the doses that the scope shows. */
export async function selectDoseNames(tx: Tx, doseIds: readonly string[]): Promise<Map<string, DoseNames>> {
  const { rows } = await tx.$client.query<DoseNames & { id: string }>(
    `SELECT d.id, coalesce(l.code, d.lot_text) AS "lotCode", coalesce(nullif(d.place, ''), i.name, '') AS place
     FROM dose d ${correctedDose}
     WHERE d.id = ANY ($1::uuid[])`,
    [doseIds],
  )
  return new Map(rows.map(({ id, lotCode, place }) => [id, { lotCode, place }]))
}
