import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { account, device } from './accounts.ts'
import { at, bytea, id, mustHold, on, oneOf } from './columns.ts'
import { person } from './registrants.ts'
import { session } from './sessions.ts'

/** The one door: every fact of a site, online or offline, under the id its phone gave it. No foreign keys: facts arrive before people. */
export const receipt = pgTable(
  'receipt',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(),
    payloadHash: bytea('payload_hash').notNull(),
    outcome: text('outcome').notNull(),
    reason: text('reason').notNull().default(''),
    authorId: uuid('author_id').notNull(),
    deviceId: uuid('device_id'),
    deviceSeq: bigint('device_seq', { mode: 'number' }),
    /** The phone's clock. */
    capturedAt: at('captured_at').notNull(),
    /** Server minus phone, as measured. */
    clockOffsetMs: bigint('clock_offset_ms', { mode: 'number' }).notNull().default(0),
    receivedAt: at('received_at').notNull(),
    sessionId: uuid('session_id'),
    personId: uuid('person_id'),
  },
  (t) => [
    index('receipt_session').on(t.sessionId, t.receivedAt),
    oneOf('receipt_outcome', t.outcome, ['accepted', 'needs_review', 'quarantined']),
    oneOf('receipt_kind', t.kind, [
      'walk-in',
      'check-in',
      'consent',
      'screening',
      'not-given',
      'dose',
      'observation',
      'reaction',
      'void',
      'correction',
    ]),
  ],
)

/** Kept whole until a person has decided; released by offering it again under the same id. */
export const quarantine = pgTable(
  'quarantine',
  {
    receiptId: uuid('receipt_id').primaryKey(),
    /** AES-256-GCM. */
    payload: bytea('payload').notNull(),
    why: text('why').notNull(),
    /** People, sessions and doses that it names and nobody had sent: it is offered again when one arrives. */
    awaits: uuid('awaits')
      .array()
      .notNull()
      .default(sql`'{}'`),
    at: at('at').notNull(),
  },
  (t) => [index('quarantine_awaits').using('gin', t.awaits)],
)

/** A quarantined entry that was offered again and accepted, or put aside for good with a reason. */
export const quarantineRelease = pgTable('quarantine_release', {
  receiptId: uuid('receipt_id').primaryKey(),
  outcome: text('outcome').notNull(),
  reason: text('reason').notNull(),
  byId: uuid('by_id').notNull(),
  at: at('at').notNull(),
})

/** An entry that its phone can read no more, and what somebody has said became of what it held. */
export const lostEntry = pgTable(
  'lost_entry',
  {
    entryId: uuid('entry_id').primaryKey(),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => device.id),
    deviceSeq: bigint('device_seq', { mode: 'number' }).notNull(),
    authorId: uuid('author_id').notNull(),
    /** As its phone has it; need not be the author. */
    saidBy: uuid('said_by')
      .notNull()
      .references(() => account.id),
    remedy: text('remedy').notNull(),
    reason: text('reason').notNull(),
    /** Corrected device time. */
    saidAt: at('said_at').notNull(),
    /** Server minus phone, as measured. */
    clockOffsetMs: bigint('clock_offset_ms', { mode: 'number' }).notNull(),
    receivedAt: at('received_at').notNull(),
    /** Where the phone worked; the session only if its site had one alone on that day. */
    siteId: uuid('site_id'),
    wardId: uuid('ward_id'),
    sessionId: uuid('session_id'),
  },
  (t) => [
    index('lost_entry_device').on(t.deviceId),
    oneOf('lost_entry_remedy', t.remedy, ['entered-again', 'not-on-paper']),
  ],
)

const visitFact = () => ({
  id: id(),
  personId: uuid('person_id')
    .notNull()
    .references(() => person.id),
  sessionId: uuid('session_id')
    .notNull()
    .references(() => session.id),
  /** Corrected device time. */
  at: at('at').notNull(),
  authorId: uuid('author_id').notNull(),
})

export const checkIn = pgTable(
  'check_in',
  {
    ...visitFact(),
    how: text('how').notNull(),
    /** Why the person was let in although a rule said no. */
    reason: text('reason').notNull().default(''),
  },
  (t) => [
    index('check_in_session').on(t.sessionId, t.personId),
    oneOf('check_in_how', t.how, ['invitation', 'cccd', 'bhyt', 'search', 'walk-in', 'family']),
  ],
)

export const consent = pgTable(
  'consent',
  {
    ...visitFact(),
    agreed: text('agreed').notNull(),
    by: text('given_by').notNull(),
    guardianName: text('guardian_name').notNull().default(''),
    guardianRelation: text('guardian_relation').notNull().default(''),
  },
  (t) => [
    index('consent_session').on(t.sessionId, t.personId),
    oneOf('consent_agreed', t.agreed, ['agreed', 'refused']),
    oneOf('consent_by', t.by, ['self', 'guardian']),
  ],
)

export const screening = pgTable(
  'screening',
  {
    ...visitFact(),
    outcome: text('outcome').notNull(),
    /** Numbers of the form's items that were answered yes. */
    findings: text('findings')
      .array()
      .notNull()
      .default(sql`'{}'`),
    vitals: jsonb('vitals').$type<Record<string, number>>().notNull().default({}),
    examinerName: text('examiner_name').notNull().default(''),
    note: text('note').notNull().default(''),
  },
  (t) => [
    index('screening_session').on(t.sessionId, t.personId),
    oneOf('screening_outcome', t.outcome, ['eligible', 'caution', 'deferred', 'contraindicated', 'referred']),
  ],
)

/** Came, or was called, and was not injected: for a reason that the screening does not already give. */
export const notGiven = pgTable('not_given', { ...visitFact(), reason: text('reason').notNull() }, (t) => [
  index('not_given_session').on(t.sessionId, t.personId),
  oneOf('not_given_reason', t.reason, ['refused', 'absent', 'no-vaccine', 'fever', 'left', 'other']),
])

/** What was reported, and never changes. What it counts as now is its standing. */
export const dose = pgTable(
  'dose',
  {
    id: id(),
    /** As stated; the canonical person is in the standing. */
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    /** Null for a dose of history that no session of ours gave. */
    sessionId: uuid('session_id').references(() => session.id),
    /** Ward and site of injection; null for history given elsewhere. */
    wardId: uuid('ward_id'),
    siteId: uuid('site_id'),
    /** Ward and group of residence on that day. */
    residenceId: uuid('residence_id').notNull(),
    groupId: uuid('group_id'),
    campaignId: uuid('campaign_id'),
    antigen: text('antigen').notNull(),
    productId: uuid('product_id').notNull(),
    lotId: uuid('lot_id'),
    /** For history: the lot as written on the slip. */
    lotText: text('lot_text').notNull().default(''),
    movementId: uuid('movement_id'),
    statedStep: text('stated_step'),
    givenAt: at('given_at').notNull(),
    givenOn: on('given_on').notNull(),
    /** Corrected time of entry on the phone: grants are judged by it. */
    capturedAt: at('captured_at').notNull(),
    recordedAt: at('recorded_at').notNull(),
    /** The server's day of recording. */
    enteredOn: on('entered_on').notNull(),
    authorId: uuid('author_id').notNull(),
    vaccinatorName: text('vaccinator_name').notNull().default(''),
    /** As the birth date was known then; the standing has what is counted. */
    ageCell: smallint('age_cell').notNull(),
    priorityCode: smallint('priority_code').notNull(),
    origin: text('origin').notNull(),
    source: text('source').notNull(),
    place: text('place').notNull().default(''),
    reason: text('reason').notNull().default(''),
    volumeMl: numeric('volume_ml', { precision: 4, scale: 2, mode: 'number' }),
    arm: text('arm').notNull().default(''),
  },
  (t) => [
    index('dose_person').on(t.personId),
    index('dose_session').on(t.sessionId),
    index('dose_lot').on(t.lotId),
    index('dose_residence').on(t.residenceId, t.givenOn),
    index('dose_movement').on(t.movementId),
    oneOf('dose_origin', t.origin, ['site', 'paper', 'history', 'other-place']),
    oneOf('dose_source', t.source, ['administered', 'reported']),
    mustHold(
      'dose_administered_here',
      sql`${t.source} = 'reported' OR (${t.sessionId} IS NOT NULL AND ${t.lotId} IS NOT NULL)`,
    ),
  ],
)

/** Undo, correction and restore are facts of their own; the newest correction of a field holds. */
export const doseChange = pgTable(
  'dose_change',
  {
    id: id(),
    doseId: uuid('dose_id')
      .notNull()
      .references(() => dose.id),
    kind: text('kind').notNull(),
    fields: jsonb('fields').$type<Record<string, unknown>>().notNull().default({}),
    reason: text('reason').notNull(),
    byId: uuid('by_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    index('dose_change_dose').on(t.doseId),
    oneOf('dose_change_kind', t.kind, ['void', 'correct', 'restore']),
  ],
)

export const observation = pgTable(
  'observation',
  {
    ...visitFact(),
    startedAt: at('started_at').notNull(),
    endedAt: at('ended_at').notNull(),
    note: text('note').notNull().default(''),
  },
  (t) => [index('observation_session').on(t.sessionId, t.personId)],
)

/** A reaction after injection (AEFI). */
export const reaction = pgTable(
  'reaction',
  {
    ...visitFact(),
    doseId: uuid('dose_id').notNull(),
    onsetAt: at('onset_at').notNull(),
    where: text('where_seen').notNull(),
    severity: text('severity').notNull(),
    grade: smallint('grade'),
    symptoms: text('symptoms')
      .array()
      .notNull()
      .default(sql`'{}'`),
    treatment: text('treatment').notNull().default(''),
    outcome: text('outcome').notNull().default(''),
  },
  (t) => [
    index('reaction_session').on(t.sessionId, t.personId),
    index('reaction_dose').on(t.doseId),
    oneOf('reaction_severity', t.severity, ['common', 'severe']),
    oneOf('reaction_where', t.where, ['site', 'home', 'facility']),
  ],
)

/** What each dose counts as now: a projection of all facts of the person, written as differences. */
export const doseStanding = pgTable(
  'dose_standing',
  {
    doseId: uuid('dose_id').primaryKey(),
    /** Canonical. */
    personId: uuid('person_id').notNull(),
    antigen: text('antigen').notNull(),
    givenOn: on('given_on').notNull(),
    /** 0 counts; 1, 2… are kept beside it; null is voided. */
    dayRank: smallint('day_rank'),
    step: text('step'),
    flags: text('flags')
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Under which it is counted: of the birth date as it is known now, on the day given. */
    ageCell: smallint('age_cell').notNull().default(0),
    rulesVersion: integer('rules_version').notNull(),
  },
  (t) => [
    // Reads a person's history, and lets one dose of a day be counted only.
    uniqueIndex('dose_standing_day').on(t.personId, t.antigen, t.givenOn, t.dayRank),
    uniqueIndex('dose_standing_step')
      .on(t.personId, t.antigen, t.step)
      .where(sql`step IS NOT NULL`),
    // Counted means: has a step. Rank 0 always is; a later rank is when a review says "really two".
    mustHold(
      'dose_standing_counted',
      sql`(${t.step} IS NULL OR ${t.dayRank} IS NOT NULL) AND (${t.dayRank} IS DISTINCT FROM 0 OR ${t.step} IS NOT NULL)`,
    ),
  ],
)
