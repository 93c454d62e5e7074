import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { at, id, mustHold, on, oneOf } from './columns.ts'

export const campaign = pgTable(
  'campaign',
  {
    id: id(),
    name: text('name').notNull(),
    antigen: text('antigen').notNull(),
    fromOn: on('from_on').notNull(),
    toOn: on('to_on').notNull(),
    state: text('state').notNull(),
    documentNumber: text('document_number').notNull().default(''),
    retentionUntil: on('retention_until'),
    legalHold: boolean('legal_hold').notNull().default(false),
    /** Settings of the planner for this campaign: D, φ, whether the centre keeps stock. */
    plannerParams: jsonb('planner_params').$type<Record<string, unknown>>().notNull().default({}),
    version: integer('version').notNull().default(1),
  },
  (t) => [oneOf('campaign_state', t.state, ['planned', 'open', 'closed'])],
)

/** Age boundaries. A dose's age cell is the number of cuts at or below the age on the day given. */
export const ageCut = pgTable('age_cut', { fromAge: smallint('from_age').primaryKey() })

/** A set of elementary cells chosen at reading; its ages must be cuts. */
export const targetGroup = pgTable('target_group', {
  id: id(),
  campaignId: uuid('campaign_id')
    .notNull()
    .references(() => campaign.id),
  name: text('name').notNull(),
  ageFrom: smallint('age_from').notNull(),
  /** Exclusive; null = no upper limit. */
  ageTo: smallint('age_to'),
  /** Priority codes 1–16; null = all. */
  codes: smallint('codes').array(),
  goalPercent: numeric('goal_percent', { precision: 5, scale: 2, mode: 'number' }).notNull().default(95),
  version: integer('version').notNull().default(1),
})

/** Newest per key holds. */
export const target = pgTable(
  'target',
  {
    id: id(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    placeId: uuid('place_id').notNull(),
    targetGroupId: uuid('target_group_id')
      .notNull()
      .references(() => targetGroup.id),
    step: text('step').notNull(),
    persons: integer('persons').notNull(),
    source: text('source').notNull(),
    asOfOn: on('as_of_on').notNull(),
    documentNumber: text('document_number').notNull().default(''),
    acceptedBy: text('accepted_by').notNull().default(''),
    recordedAt: at('recorded_at').notNull(),
    recordedBy: uuid('recorded_by'),
  },
  (t) => [
    index('target_key').on(t.campaignId, t.placeId, t.targetGroupId, t.step, t.recordedAt),
    mustHold('target_persons', sql`${t.persons} >= 0`),
    oneOf('target_source', t.source, ['assigned', 'list', 'population']),
  ],
)

export const step = pgTable('step', {
  code: text('code').primaryKey(),
  kind: text('kind').notNull(),
  number: smallint('number').notNull(),
  position: smallint('position').notNull(),
})

export const ruleSet = pgTable('rule_set', {
  version: integer('version').primaryKey(),
  hash: text('hash').notNull(),
  recordedAt: at('recorded_at').notNull(),
  documentNumber: text('document_number').notNull().default(''),
  /** Everything that was loaded, to the letter: what held before stays readable when the tables hold a later version. */
  content: jsonb('content').$type<Record<string, unknown>>().notNull().default({}),
})

export const course = pgTable('course', {
  id: id(),
  antigen: text('antigen').notNull(),
  family: text('family').notNull(),
  basicDoses: smallint('basic_doses').notNull(),
  validFrom: on('valid_from').notNull(),
  validTo: on('valid_to'),
  documentNumber: text('document_number').notNull(),
})

export const intervalRule = pgTable(
  'interval_rule',
  {
    id: id(),
    antigen: text('antigen').notNull(),
    fromStep: text('from_step').notNull(),
    toStep: text('to_step').notNull(),
    familyBefore: text('family_before'),
    familyAfter: text('family_after'),
    ageFrom: smallint('age_from').notNull().default(0),
    ageTo: smallint('age_to'),
    condition: text('condition').notNull().default('any'),
    minDays: integer('min_days').notNull(),
    advisedMaxDays: integer('advised_max_days'),
    verdict: text('verdict').notNull(),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to'),
    documentNumber: text('document_number').notNull(),
  },
  (t) => [
    oneOf('interval_rule_condition', t.condition, ['any', 'immuno', 'exposed', 'recovered']),
    oneOf('interval_rule_verdict', t.verdict, ['warn', 'refuse-before']),
  ],
)

export const mixRule = pgTable(
  'mix_rule',
  {
    id: id(),
    antigen: text('antigen').notNull(),
    familyBefore: text('family_before').notNull(),
    familyAfter: text('family_after').notNull(),
    step: text('step'),
    minDays: integer('min_days'),
    needsConsent: boolean('needs_consent').notNull().default(false),
    verdict: text('verdict').notNull(),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to'),
    documentNumber: text('document_number').notNull(),
  },
  (t) => [oneOf('mix_rule_verdict', t.verdict, ['allow', 'warn', 'override'])],
)

export const ageRule = pgTable('age_rule', {
  id: id(),
  antigen: text('antigen').notNull(),
  productCode: text('product_code').notNull(),
  step: text('step'),
  ageFrom: smallint('age_from').notNull(),
  ageTo: smallint('age_to'),
  volumeMl: numeric('volume_ml', { precision: 4, scale: 2, mode: 'number' }).notNull(),
  validFrom: on('valid_from').notNull(),
  validTo: on('valid_to'),
  documentNumber: text('document_number').notNull(),
})

/** Which campaign gives which product. */
export const campaignProduct = pgTable(
  'campaign_product',
  {
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    productId: uuid('product_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.campaignId, t.productId] })],
)
