import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { ReviewKind } from '#domain/vaccination/types.ts'
import { at, id, oneOf } from './columns.ts'

/** People whose doses must be judged again because somebody changed what is known of them: a row goes when it is done. */
export const rejudgePending = pgTable(
  'rejudge_pending',
  {
    id: id(),
    personIds: uuid('person_ids').array().notNull(),
    askedAt: at('asked_at').notNull(),
  },
  (t) => [index('rejudge_pending_order').on(t.askedAt, t.id)],
)

/** One open question, however many entries raise it. */
export const reviewItem = pgTable(
  'review_item',
  {
    id: id(),
    kind: text('kind').notNull(),
    subjectKey: text('subject_key').notNull(),
    personId: uuid('person_id'),
    wardId: uuid('ward_id'),
    sessionId: uuid('session_id'),
    doseId: uuid('dose_id'),
    facts: jsonb('facts').$type<Record<string, unknown>>().notNull().default({}),
    state: text('state').notNull().default('open'),
    ownerId: uuid('owner_id'),
    openedAt: at('opened_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    unique('review_item_once').on(t.kind, t.subjectKey),
    index('review_item_state').on(t.state, t.openedAt),
    index('review_item_person').on(t.personId), // the set writer: what is still asked about these people
    oneOf('review_item_kind', t.kind, [
      'two-phones',
      'interval',
      'unknown-lot',
      'stock-short',
      'clock',
      'stated-step',
      'recall',
      'quarantine',
      'mix',
      'age',
      'expired-lot',
      'date',
      'visit',
      'lost-entry',
    ] satisfies ReviewKind[]),
    oneOf('review_item_state', t.state, ['open', 'taken', 'decided']),
  ],
)

/** An input of the judge, like any fact. */
export const reviewDecision = pgTable(
  'review_decision',
  {
    id: id(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => reviewItem.id),
    personId: uuid('person_id'),
    decision: text('decision').notNull(),
    /** For two phones: the dose that counts. */
    doseId: uuid('dose_id'),
    /** What was seen when deciding (`seen`) and which doses count (`countedDoseIds`): the judge reads it. */
    facts: jsonb('facts').$type<Record<string, unknown>>().notNull().default({}),
    reason: text('reason').notNull(),
    byId: uuid('by_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    index('review_decision_item').on(t.itemId),
    index('review_decision_person').on(t.personId),
    oneOf('review_decision_kind', t.decision, [
      'this-one-counts',
      'really-two',
      'kept',
      'voided',
      'released',
      'set-aside',
    ]),
  ],
)
