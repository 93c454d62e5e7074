import type { z } from 'zod'
import {
  answerDueOn,
  correctionStates,
  doseSubjects,
  namesDose,
  overdueAskedOn,
  standingOf,
  type CorrectionAct,
  type CorrectionSubject,
} from '#domain/correction.ts'
import { addDays, daysBetween, localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { startOfDay } from '#domain/session-window.ts'
import type { Tx } from '#db/db.ts'
import { correctedDose } from '#features/registrants/corrected-dose.ts'
import type * as contract from './correction-contract.ts'

export type Correction = z.output<typeof contract.Correction>
export type MadeChange = z.output<typeof contract.CorrectionDetail>['changes'][number]
type Query = z.output<typeof contract.correctionsQuery>
/** The instant that it is, and the calendar by which days are counted. */
export type Today = { now: Date; timeZone: string }

type Row = {
  id: string
  personId: string
  fullName: string
  bornOn: string
  wardId: string
  wardName: string | null
  isElsewhere: boolean
  subject: CorrectionSubject
  dose: Correction['dose']
  voice: Correction['voice']
  askedAt: Date
  askedByName: string | null
  acts: CorrectionAct[]
  lastAt: Date | null
  lastByName: string | null
}

// Of the person that was asked about as they are known now: moved since, they are found with their new ward. Merged into a
// record of another ward they are that ward's to answer; who asked in the old one still reads what became of it, under the
// record that they know.
const source = `
  correction_request r JOIN person s ON s.id = r.person_id
  LEFT JOIN person k ON k.id = s.canonical_id JOIN person p ON p.id = coalesce(k.id, s.id)
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(c.act ORDER BY c.number), '{}') AS acts, max(c.at) AS last_at,
           (array_agg(c.by_id ORDER BY c.number DESC))[1] AS last_by
    FROM correction_step c WHERE c.request_id = r.id) t`

const columns = `
  r.id, p.id AS "personId", p.full_name AS "fullName", p.born_on::text AS "bornOn", p.ward_id AS "wardId",
  (SELECT n.name FROM place_name n WHERE n.place_id = p.ward_id ORDER BY n.valid_from DESC LIMIT 1) AS "wardName",
  k.id IS NULL AS "isElsewhere", r.subject, r.voice, r.asked_at AS "askedAt",
  (SELECT a.full_name FROM account a WHERE a.id = r.asked_by) AS "askedByName", t.acts, t.last_at AS "lastAt",
  (SELECT a.full_name FROM account a WHERE a.id = t.last_by) AS "lastByName",
  (SELECT json_build_object('id', d.id, 'givenOn', n.given_on, 'productName', t.name, 'lotCode', coalesce(l.code, d.lot_text))
   FROM dose d JOIN dose_standing n ON n.dose_id = d.id ${correctedDose} WHERE d.id = r.dose_id) AS dose`

/** `standingOf` in SQL, to choose rows by; what a row says of itself comes from the rule. */
const lastAct = `t.acts[cardinality(t.acts)]`
const stateOf = `CASE ${lastAct} WHEN 'take' THEN 'taken' WHEN 'done' THEN 'done' WHEN 'refuse' THEN 'refused' ELSE 'open' END`
const centreFirst = doseSubjects.filter(namesDose).map((subject) => `'${subject}'`)
const ownerOf = `CASE WHEN (r.subject IN (${centreFirst.join(', ')})) <> (cardinality(array_positions(t.acts, 'hand-over')) % 2 = 1) THEN 'centre' ELSE 'ward' END`

export function toCorrection(row: Row, { now, timeZone }: Today): Correction {
  const { id, subject, dose, voice, acts } = row
  const standing = standingOf(subject, acts)
  const askedOn = localDateAt(row.askedAt, timeZone)
  const isAnswered = standing.state === 'done' || standing.state === 'refused'
  const until = localDateAt(isAnswered && row.lastAt !== null ? row.lastAt : now, timeZone)
  const dueOn = answerDueOn(askedOn)
  return {
    id,
    person: {
      id: row.personId,
      fullName: row.fullName,
      bornOn: row.bornOn,
      wardId: row.wardId,
      wardName: row.wardName ?? '',
    },
    isElsewhere: row.isElsewhere,
    subject,
    dose,
    voice,
    askedAt: row.askedAt.toISOString(),
    askedByName: row.askedByName ?? '',
    ...standing,
    takenByName: standing.state === 'taken' ? row.lastByName : null,
    ageDays: Math.max(0, daysBetween(askedOn, until)),
    dueOn,
    isOverdue: !isAnswered && dueOn < until,
    version: acts.length + 1,
  }
}

const statesOf: Record<Query['state'], readonly Correction['state'][]> = {
  waiting: ['open', 'taken'],
  answered: ['done', 'refused'],
  all: correctionStates,
  open: ['open'],
  taken: ['taken'],
  done: ['done'],
  refused: ['refused'],
}

/** Oldest first, `limit` + 1 rows. */
export async function selectCorrections(
  tx: Tx,
  today: Today,
  filter: Omit<Query, 'limit' | 'cursor'>,
  page: { limit: number; after: { askedAt: string; id: string } | null },
): Promise<Correction[]> {
  const { rows } = await tx.$client.query<Row>(
    `SELECT ${columns} FROM ${source}
     WHERE ${stateOf} = ANY ($1::text[]) AND ($2::text IS NULL OR ${ownerOf} = $2) AND ($3::uuid IS NULL OR p.ward_id = $3)
       AND ($4::uuid IS NULL OR s.canonical_id = (SELECT a.canonical_id FROM person a WHERE a.id = $4))
       AND ($5::timestamptz IS NULL OR r.asked_at < $5)
       AND ($6::timestamptz IS NULL OR (r.asked_at, r.id) > ($6, $7::uuid))
     ORDER BY r.asked_at, r.id LIMIT $8`,
    [
      filter.overdue
        ? statesOf[filter.state].filter((state) => state === 'open' || state === 'taken')
        : statesOf[filter.state],
      filter.owner ?? null,
      filter.wardId ?? null,
      filter.personId ?? null,
      filter.overdue ? overdueBefore(today) : null,
      page.after?.askedAt ?? null,
      page.after?.id ?? null,
      page.limit + 1,
    ],
  )
  return rows.map((row) => toCorrection(row, today))
}

/** Requests asked before this instant and not answered are overdue. */
function overdueBefore({ now, timeZone }: Today): Date {
  return startOfDay(addDays(overdueAskedOn(localDateAt(now, timeZone)), 1), timeZone)
}

export type Found = { correction: Correction; said: Buffer; photo: Buffer | null; askedPersonId: string }

/** @throws Problem `not-found`. */
export async function loadCorrection(tx: Tx, today: Today, id: string): Promise<Found> {
  const { rows } = await tx.$client.query<Row & Omit<Found, 'correction'>>(
    `SELECT ${columns}, r.said, r.photo, r.person_id AS "askedPersonId" FROM ${source} WHERE r.id = $1`,
    [id],
  )
  const row = rows[0]
  if (row === undefined) throw new Problem('not-found')
  const { said, photo, askedPersonId } = row
  return { correction: toCorrection(row, today), said, photo, askedPersonId }
}

/** How many wait for an answer by the office of who asks: of the centre all, of a ward its own. */
export async function countCorrections(
  tx: Tx,
  today: Today,
  isCentre: boolean,
): Promise<{ open: number; overdue: number }> {
  const { rows } = await tx.$client.query<{ open: number; overdue: number }>(
    `SELECT count(*)::integer AS open, count(*) FILTER (WHERE r.asked_at < $2)::integer AS overdue FROM ${source}
     WHERE ${stateOf} IN ('open', 'taken') AND ($1 OR ${ownerOf} = 'ward') AND k.id IS NOT NULL`,
    [isCentre, overdueBefore(today)],
  )
  return rows[0]!
}

export type StepRow = {
  act: CorrectionAct
  at: Date
  byName: string | null
  reason: Buffer | null
  outcomeKind: MadeChange['kind'] | null
  outcomeId: string | null
}

export async function selectSteps(tx: Tx, requestId: string): Promise<StepRow[]> {
  const { rows } = await tx.$client.query<StepRow>(
    `SELECT c.act, c.at, c.reason, c.outcome_kind AS "outcomeKind", c.outcome_id AS "outcomeId",
       (SELECT a.full_name FROM account a WHERE a.id = c.by_id) AS "byName"
     FROM correction_step c WHERE c.request_id = $1 ORDER BY c.number`,
    [requestId],
  )
  return rows
}

/** More is changed in no record while a request waits; a fault that writes without end is not read without end. */
const CHANGES_MAX = 50

/** What was changed in a record since it was asked to be put right, wherever it was changed. */
export async function selectChanges(tx: Tx, personId: string, since: Date): Promise<MadeChange[]> {
  const { rows } = await tx.$client.query<Omit<MadeChange, 'at'> & { at: Date; byId: string | null }>(
    `WITH same AS MATERIALIZED (SELECT id FROM person WHERE canonical_id = $1), own AS MATERIALIZED (
       SELECT d.id, d.recorded_at, d.author_id FROM dose d WHERE d.person_id IN (SELECT id FROM same)
       UNION
       SELECT d.id, d.recorded_at, d.author_id FROM dose_standing n JOIN dose d ON d.id = n.dose_id WHERE n.person_id = $1
       UNION
       SELECT d.id, d.recorded_at, d.author_id FROM correction_request r JOIN dose d ON d.id = r.dose_id
       WHERE r.person_id IN (SELECT id FROM same))
     SELECT x.kind, x.id, x.what, x.at, a.full_name AS "byName" FROM (
       SELECT 'person-event' AS kind, e.id, e.kind AS what, e.at, e.by_id FROM person_event e
       WHERE e.person_id IN (SELECT id FROM same) AND e.kind <> 'on-platform'
       UNION ALL
       SELECT 'dose-change', c.id, c.kind, c.at, c.by_id FROM dose_change c JOIN own ON own.id = c.dose_id
       UNION ALL
       SELECT 'dose', own.id, 'recorded', own.recorded_at, own.author_id FROM own
       UNION ALL
       SELECT 'review-decision', v.id, v.decision, v.at, v.by_id FROM review_decision v
       WHERE v.person_id IN (SELECT id FROM same) AND v.decision <> 'voided'
       UNION ALL
       SELECT 'merge', m.id, CASE WHEN m.undoes_id IS NULL THEN 'merged' ELSE 'unmerged' END, m.decided_at, m.by_id FROM merge m
       WHERE m.kept_id IN (SELECT id FROM same) OR m.absorbed_id IN (SELECT id FROM same)) x
     LEFT JOIN account a ON a.id = x.by_id
     WHERE x.at >= $2 ORDER BY x.at DESC, x.id LIMIT ${CHANGES_MAX}`,
    [personId, since],
  )
  return rows.map(({ kind, id, what, at, byName }) => ({ kind, id, what, at: at.toISOString(), byName }))
}
