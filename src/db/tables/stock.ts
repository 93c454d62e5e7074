import { sql } from 'drizzle-orm'
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { at, id, mustHold, on, oneOf } from './columns.ts'

export const product = pgTable('product', {
  id: id(),
  /** What it protects against; rules are keyed by it. */
  antigen: text('antigen').notNull(),
  family: text('family').notNull(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  dosesPerVial: integer('doses_per_vial').notNull(),
  maxDosesPerVial: integer('max_doses_per_vial').notNull(),
  storeClass: text('store_class').notNull(),
  thawDays: integer('thaw_days'),
  /** Minutes that one vial may be on the road in all its life; null where the label sets no limit. */
  transportMinutesMax: integer('transport_minutes_max'),
  openHours: integer('open_hours').notNull(),
  presentation: text('presentation').notNull().default(''),
  codes: jsonb('codes').$type<Record<string, string>>().notNull().default({}),
})

/** The row only identifies; expiry, quarantine and recall are events. */
export const lot = pgTable(
  'lot',
  {
    id: id(),
    productId: uuid('product_id')
      .notNull()
      .references(() => product.id),
    code: text('code').notNull(),
    codeFolded: text('code_folded').notNull(),
    /** `typed`: a phone recorded a dose of a lot that nobody had received. */
    source: text('source').notNull().default('received'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    unique('lot_code').on(t.productId, t.codeFolded),
    oneOf('lot_source', t.source, ['received', 'typed']),
  ],
)

export const lotEvent = pgTable(
  'lot_event',
  {
    id: id(),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lot.id),
    kind: text('kind').notNull(),
    /** The expiry, or the last day of the thawed time. */
    valueOn: on('value_on'),
    /** The day on which it came out of the frost. */
    thawedOn: on('thawed_on'),
    /** On the road without its store, for `transport`. */
    minutes: integer('minutes'),
    /** The event of this lot that was recorded by mistake, for `withdrawal`; with why. */
    withdrawsId: uuid('withdraws_id').unique(),
    reason: text('reason').notNull().default(''),
    decidedOn: on('decided_on').notNull(),
    documentNumber: text('document_number').notNull().default(''),
    at: at('at').notNull(),
    byId: uuid('by_id'),
  },
  (t) => [
    index('lot_event_lot').on(t.lotId),
    oneOf('lot_event_kind', t.kind, [
      'expiry',
      'thaw',
      'quarantine',
      'release',
      'recall',
      'transport',
      'withdrawal',
    ]),
    mustHold('lot_event_value', sql`${t.kind} NOT IN ('expiry', 'thaw') OR ${t.valueOn} IS NOT NULL`),
    mustHold('lot_event_transport', sql`(${t.kind} = 'transport') = (${t.minutes} IS NOT NULL)`),
    mustHold('lot_event_withdrawal', sql`(${t.kind} = 'withdrawal') = (${t.withdrawsId} IS NOT NULL)`),
  ],
)

/** Who can hold doses. The boundary kinds (supplier, used, wasted, unaccounted, overfill) keep no balance. */
export const holder = pgTable(
  'holder',
  {
    id: id(),
    kind: text('kind').notNull(),
    placeId: uuid('place_id'),
    siteId: uuid('site_id'),
    sessionId: uuid('session_id'),
    transferId: uuid('transfer_id'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    unique('holder_id_kind').on(t.id, t.kind),
    index('holder_place').on(t.placeId),
    index('holder_site').on(t.siteId),
    unique('holder_session').on(t.sessionId),
    unique('holder_transfer').on(t.transferId),
    // Made on demand by whoever needs one first: two at once must make one.
    uniqueIndex('holder_store_once')
      .on(t.kind, t.placeId)
      .where(sql`${t.kind} IN ('centre', 'ward')`),
    uniqueIndex('holder_fridge_once')
      .on(t.siteId)
      .where(sql`${t.kind} = 'fridge'`),
    uniqueIndex('holder_boundary_once')
      .on(t.kind)
      .where(sql`${t.kind} IN ('supplier', 'used', 'wasted', 'unaccounted', 'overfill')`),
    oneOf('holder_kind', t.kind, [
      'supplier',
      'centre',
      'ward',
      'fridge',
      'session',
      'transit',
      'used',
      'wasted',
      'unaccounted',
      'overfill',
    ]),
  ],
)

/**
 * Append-only ledger of integer doses. One line per (set, from, lot, day), not per dose: `dose.movement_id` names the
 * line. No foreign keys: the routines that write it have just read both holders and the lot, and a nightly check proves it.
 */
export const movement = pgTable(
  'movement',
  {
    id: id(),
    kind: text('kind').notNull(),
    fromHolderId: uuid('from_holder_id').notNull(),
    toHolderId: uuid('to_holder_id').notNull(),
    lotId: uuid('lot_id').notNull(),
    productId: uuid('product_id').notNull(),
    doses: integer('doses').notNull(),
    vials: integer('vials'),
    occurredOn: on('occurred_on').notNull(),
    recordedAt: at('recorded_at').notNull(),
    authorId: uuid('author_id'),
    causeKind: text('cause_kind').notNull(),
    causeId: uuid('cause_id'),
    reason: text('reason').notNull().default(''),
    /** Why doses were thrown away, as a code; empty for all that is not waste. */
    wasteCause: text('waste_cause').notNull().default(''),
    documentNumber: text('document_number').notNull().default(''),
  },
  (t) => [
    index('movement_from').on(t.fromHolderId, t.lotId),
    index('movement_to').on(t.toHolderId, t.lotId),
    mustHold('movement_two_ends', sql`${t.fromHolderId} <> ${t.toHolderId}`),
    mustHold('movement_doses', sql`${t.doses} > 0`),
    oneOf('movement_kind', t.kind, [
      'receipt',
      'dispatch',
      'arrival',
      'issue',
      'return',
      'use',
      'unuse',
      'waste-open',
      'waste-closed',
      'overfill',
      'difference',
      'cancel',
      'lot-merge',
    ]),
  ],
)

/** What a real holder has now; rebuilt from movements. A session may go below zero: the dose was given. */
export const balance = pgTable(
  'balance',
  {
    holderId: uuid('holder_id').notNull(),
    holderKind: text('holder_kind').notNull(),
    lotId: uuid('lot_id').notNull(),
    doses: integer('doses').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.holderId, t.lotId] }),
    foreignKey({ columns: [t.holderId, t.holderKind], foreignColumns: [holder.id, holder.kind] }),
    mustHold('balance_not_negative', sql`${t.doses} >= 0 OR ${t.holderKind} IN ('session', 'fridge')`),
  ],
)

/** A clock and a count for people; the ledger does not need it. */
export const openVial = pgTable(
  'open_vial',
  {
    id: id(),
    sessionId: uuid('session_id').notNull(),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lot.id),
    openedAt: at('opened_at').notNull(),
    discardBy: at('discard_by').notNull(),
    nominalDoses: integer('nominal_doses').notNull(),
    closedAt: at('closed_at'),
    byId: uuid('by_id'),
  },
  (t) => [index('open_vial_session').on(t.sessionId)],
)

/** Doses on their way between two holders, through a transit holder of their own. */
export const transfer = pgTable(
  'transfer',
  {
    id: id(),
    fromHolderId: uuid('from_holder_id')
      .notNull()
      .references(() => holder.id),
    toHolderId: uuid('to_holder_id')
      .notNull()
      .references(() => holder.id),
    planLineId: uuid('plan_line_id'),
    state: text('state').notNull(),
    approvedAt: at('approved_at').notNull(),
    approvedBy: uuid('approved_by').notNull(),
    dispatchedAt: at('dispatched_at'),
    dispatchedBy: uuid('dispatched_by'),
    /** Names on the handover paper: who handed over, who carried. */
    handedOverBy: text('handed_over_by').notNull().default(''),
    carriedBy: text('carried_by').notNull().default(''),
    dispatchedTenths: integer('dispatched_tenths_celsius'),
    receivedAt: at('received_at'),
    receivedBy: uuid('received_by'),
    /** Name of the person who signed for the doses. */
    signedBy: text('signed_by').notNull().default(''),
    receivedTenths: integer('received_tenths_celsius'),
    /** What the logger in the box saw on the way. */
    temperatureMin: integer('temperature_min_tenths'),
    temperatureMax: integer('temperature_max_tenths'),
    closedAt: at('closed_at'),
    closedBy: uuid('closed_by'),
    /** Why it was sent; what the sender noted; why the counts differ; what was decided, or why it was called off. */
    reason: text('reason').notNull().default(''),
    dispatchNote: text('dispatch_note').notNull().default(''),
    receptionNote: text('reception_note').notNull().default(''),
    decision: text('decision').notNull().default(''),
    documentNumber: text('document_number').notNull().default(''),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('transfer_from').on(t.fromHolderId),
    index('transfer_to').on(t.toHolderId),
    oneOf('transfer_state', t.state, [
      'approved',
      'dispatched',
      'received',
      'discrepancy',
      'closed',
      'cancelled',
    ]),
  ],
)

export const transferLine = pgTable(
  'transfer_line',
  {
    id: id(),
    transferId: uuid('transfer_id')
      .notNull()
      .references(() => transfer.id),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lot.id),
    approvedDoses: integer('approved_doses').notNull(),
    approvedVials: integer('approved_vials').notNull(),
    /** The sender's count of the shelf before packing. */
    shelfVials: integer('shelf_vials'),
    dispatchedDoses: integer('dispatched_doses'),
    dispatchedVials: integer('dispatched_vials'),
    receivedDoses: integer('received_doses'),
    receivedVials: integer('received_vials'),
    /** Of those received: broken, frozen, without a label. */
    damagedVials: integer('damaged_vials'),
    /** How the sender made sure of the lot when packing: its code `scanned` or `typed`; empty = neither. */
    lotCheck: text('lot_check').notNull().default(''),
    /** Codes of what differs, by the rule of `domain/transfer.ts`. */
    differences: text('differences')
      .array()
      .notNull()
      .default(sql`'{}'`),
    reason: text('reason').notNull().default(''),
  },
  (t) => [unique('transfer_line_lot').on(t.transferId, t.lotId)],
)

export const stockCount = pgTable(
  'stock_count',
  {
    id: id(),
    holderId: uuid('holder_id')
      .notNull()
      .references(() => holder.id),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lot.id),
    countedDoses: integer('counted_doses').notNull(),
    bookDoses: integer('book_doses').notNull(),
    at: at('at').notNull(),
    byId: uuid('by_id').notNull(),
    reason: text('reason').notNull().default(''),
  },
  (t) => [
    index('stock_count_holder').on(t.holderId, t.lotId, t.at),
    mustHold('stock_count_not_negative', sql`${t.countedDoses} >= 0`),
  ],
)
