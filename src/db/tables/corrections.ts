import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { at, bytea, id, mustHold, oneOf } from './columns.ts'
import { dose } from './doses.ts'
import { person } from './registrants.ts'

/** Somebody asked that a record be put right. What became of it is in the steps. */
export const correctionRequest = pgTable(
  'correction_request',
  {
    id: id(),
    /** As asked; the canonical person is found from it. */
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    subject: text('subject').notNull(),
    doseId: uuid('dose_id').references(() => dose.id),
    /** What is wrong, what it should be, and by which paper: names and numbers may stand in it. AES-256-GCM. */
    said: bytea('said').notNull(),
    /** Of the slip, if one was taken: a small JPEG. AES-256-GCM. */
    photo: bytea('photo'),
    /** For whom the asker spoke. */
    voice: text('voice').notNull(),
    askedAt: at('asked_at').notNull(),
    askedBy: uuid('asked_by').notNull(),
  },
  (t) => [
    index('correction_request_person').on(t.personId),
    index('correction_request_order').on(t.askedAt, t.id),
    oneOf('correction_request_subject', t.subject, [
      'name',
      'birth',
      'sex',
      'number',
      'phone',
      'address',
      'residence',
      'dose-missing',
      'dose-not-given',
      'dose-of-another',
      'dose-details',
    ]),
    oneOf('correction_request_voice', t.voice, ['person', 'guardian', 'staff']),
    mustHold(
      'correction_request_dose',
      sql`(${t.doseId} IS NOT NULL) = (${t.subject} IN ('dose-not-given', 'dose-of-another', 'dose-details'))`,
    ),
  ],
)

export const correctionStep = pgTable(
  'correction_step',
  {
    id: id(),
    requestId: uuid('request_id')
      .notNull()
      .references(() => correctionRequest.id),
    /** 1, 2… of the request. */
    number: integer('number').notNull(),
    act: text('act').notNull(),
    /** What was said with it: names and numbers may stand in it. AES-256-GCM. */
    reason: bytea('reason'),
    /** The fact by which the record was put right, for `done`. */
    outcomeKind: text('outcome_kind'),
    outcomeId: uuid('outcome_id'),
    at: at('at').notNull(),
    byId: uuid('by_id').notNull(),
  },
  (t) => [
    unique('correction_step_order').on(t.requestId, t.number),
    oneOf('correction_step_act', t.act, ['take', 'give-back', 'hand-over', 'done', 'refuse']),
    oneOf('correction_step_outcome', t.outcomeKind, [
      'person-event',
      'dose-change',
      'dose',
      'review-decision',
      'merge',
    ]),
    mustHold(
      'correction_step_done',
      sql`(${t.act} = 'done') = (${t.outcomeId} IS NOT NULL) AND (${t.outcomeId} IS NULL) = (${t.outcomeKind} IS NULL)`,
    ),
    mustHold(
      'correction_step_reason',
      sql`${t.act} NOT IN ('hand-over', 'refuse') OR ${t.reason} IS NOT NULL`,
    ),
  ],
)
