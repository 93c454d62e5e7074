import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { at, id } from './columns.ts'
import { person } from './registrants.ts'

/** The confirmation slip (giấy xác nhận) handed over after observation. */
export const confirmationSlip = pgTable(
  'confirmation_slip',
  {
    id: id(),
    number: text('number').notNull().unique(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    sessionId: uuid('session_id'),
    doseIds: uuid('dose_ids').array().notNull(),
    issuedAt: at('issued_at').notNull(),
    issuedBy: uuid('issued_by').notNull(),
    copy: integer('copy').notNull().default(1),
  },
  (t) => [
    index('confirmation_slip_person').on(t.personId),
    unique('confirmation_slip_copy').on(t.personId, t.sessionId, t.copy),
  ],
)
