import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { LineFacts, Plan } from '#domain/planner/plan-types.ts'
import type { PlanningInput } from '#domain/planner/types.ts'
import type { Facts, ProblemCode } from '#domain/problem.ts'
import { campaign } from './campaigns.ts'
import { at, id, mustHold, on, oneOf } from './columns.ts'
import { place } from './geography.ts'
import { product } from './stock.ts'

/** A plan keeps what it read and what it said; only its state moves. */
export const plan = pgTable(
  'plan',
  {
    id: id(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    asOfOn: on('as_of_on').notNull(),
    proposedAt: at('proposed_at').notNull(),
    proposedBy: uuid('proposed_by').notNull(),
    inputHash: text('input_hash').notNull(),
    input: jsonb('input').$type<PlanningInput>().notNull(),
    output: jsonb('output').$type<Plan>().notNull(),
  },
  (t) => [index('plan_campaign').on(t.campaignId, t.proposedAt)],
)

export const planLine = pgTable(
  'plan_line',
  {
    id: id(),
    planId: uuid('plan_id')
      .notNull()
      .references(() => plan.id),
    rank: integer('rank').notNull(),
    fromHolderId: uuid('from_holder_id').notNull(),
    toHolderId: uuid('to_holder_id').notNull(),
    lotId: uuid('lot_id').notNull(),
    doses: integer('doses').notNull(),
    vials: integer('vials').notNull(),
    rule: text('rule').notNull(),
    facts: jsonb('facts').$type<LineFacts>().notNull(),
  },
  (t) => [unique('plan_line_rank').on(t.planId, t.rank)],
)

/** One verdict a line: a named person kept it, changed it with a reason, or refused it with a reason. */
export const planDecision = pgTable(
  'plan_decision',
  {
    id: id(),
    lineId: uuid('line_id')
      .notNull()
      .references(() => planLine.id)
      .unique(),
    verdict: text('verdict').notNull(),
    vials: integer('vials'),
    reason: text('reason').notNull().default(''),
    /** For `ground-gone`: the problem's code and facts, so that asking again gets the same answer. */
    refusal: jsonb('refusal').$type<{ code: ProblemCode; facts: Facts }>(),
    transferId: uuid('transfer_id'),
    byId: uuid('by_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [oneOf('plan_decision_verdict', t.verdict, ['approved', 'changed', 'refused', 'ground-gone'])],
)

/** Doses of one cold store class that a ward's fridges hold. */
export type StoreRoom = { storageClass: string; capacityDoses: number }
/** Minutes by road, the same both ways; `fromWardId` null is the centre. */
export type RoadTime = { fromWardId: string | null; minutes: number }

/** How a ward can be supplied, as the centre knows it: the last word counts, all of them stay. */
export const wardSupply = pgTable(
  'ward_supply',
  {
    id: id(),
    /** Which word came last, also within one instant. */
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    wardId: uuid('ward_id')
      .notNull()
      .references(() => place.id),
    minStockDays: integer('min_stock_days').notNull(),
    acceptsTransfers: boolean('accepts_transfers').notNull(),
    /** Empty: nobody has measured it, so room is not limited. A class that is not named has no store there. */
    rooms: jsonb('rooms').$type<StoreRoom[]>().notNull(),
    roads: jsonb('roads').$type<RoadTime[]>().notNull(),
    reason: text('reason').notNull(),
    setBy: uuid('set_by').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [
    index('ward_supply_ward').on(t.wardId, t.seq),
    mustHold('ward_supply_days', sql`${t.minStockDays} BETWEEN 0 AND 60`),
  ],
)

/** Vaccine that the province has announced. A later word on the same arrival replaces it; no doses withdraws it. */
export const expectedArrival = pgTable(
  'expected_arrival',
  {
    id: id(),
    /** Which word came last, also within one instant. */
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    arrivalId: uuid('arrival_id').notNull(),
    productId: uuid('product_id')
      .notNull()
      .references(() => product.id),
    arrivesOn: on('arrives_on').notNull(),
    doses: integer('doses').notNull(),
    documentNumber: text('document_number').notNull(),
    setBy: uuid('set_by').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [
    index('expected_arrival_arrival').on(t.arrivalId, t.seq),
    mustHold('expected_arrival_doses', sql`${t.doses} >= 0`),
  ],
)
