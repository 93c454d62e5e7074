import { integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { on } from './columns.ts'

/** By residence, no date: what the board reads, flat for ever. */
export const coverageWard = pgTable(
  'coverage_ward',
  {
    wardId: uuid('ward_id').notNull(),
    antigen: text('antigen').notNull(),
    step: text('step').notNull(),
    ageCell: smallint('age_cell').notNull(),
    priorityCode: smallint('priority_code').notNull(),
    doses: integer('doses').notNull(),
  },
  (t) => [primaryKey({ columns: [t.wardId, t.antigen, t.step, t.ageCell, t.priorityCode] })],
)

export const coverageDay = pgTable(
  'coverage_day',
  {
    wardId: uuid('ward_id').notNull(),
    givenOn: on('given_on').notNull(),
    antigen: text('antigen').notNull(),
    step: text('step').notNull(),
    ageCell: smallint('age_cell').notNull(),
    doses: integer('doses').notNull(),
  },
  (t) => [primaryKey({ columns: [t.wardId, t.givenOn, t.antigen, t.step, t.ageCell] })],
)

/** By place of injection: the planner's delay triangle and the workload report in one. */
export const entryDelay = pgTable(
  'entry_delay',
  {
    givenOn: on('given_on').notNull(),
    wardId: uuid('ward_id').notNull(),
    siteId: uuid('site_id').notNull(),
    productId: uuid('product_id').notNull(),
    step: text('step').notNull(),
    enteredOn: on('entered_on').notNull(),
    doses: integer('doses').notNull(),
  },
  (t) => [primaryKey({ columns: [t.givenOn, t.wardId, t.siteId, t.productId, t.step, t.enteredOn] })],
)
