import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { at, bytea, id, mustHold, on, oneOf } from './columns.ts'

/** One row: the health authority that this schema belongs to. */
export const authority = pgTable(
  'authority',
  {
    id: id(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    country: text('country').notNull(),
    timeZone: text('time_zone').notNull(),
    /** Changes when the database is restored from a backup, so that phones offer again what they sent after it. */
    timelineId: uuid('timeline_id').notNull(),
    pgSystemId: text('pg_system_id').notNull(),
    pgTimeline: integer('pg_timeline').notNull(),
    demo: boolean('demo').notNull().default(false),
  },
  (t) => [oneOf('authority_country', t.country, ['VN', 'LA'])],
)

export const account = pgTable(
  'account',
  {
    id: id(),
    signInName: text('sign_in_name').notNull().unique(),
    fullName: text('full_name').notNull(),
    unit: text('unit').notNull().default(''),
    task: text('task').notNull().default(''),
    phone: text('phone').notNull().default(''),
    idNumberLast4: text('id_number_last4').notNull().default(''),
    /** argon2id, PHC string. */
    secretHash: text('secret_hash').notNull(),
    secretKind: text('secret_kind').notNull(),
    mustChangeSecret: boolean('must_change_secret').notNull().default(false),
    /** AES-GCM, key derived from IDENTIFIER_SECRET. */
    totpSecret: bytea('totp_secret'),
    totpConfirmedAt: at('totp_confirmed_at'),
    /** The last accepted 30-second step: a code works once. */
    totpLastStep: bigint('totp_last_step', { mode: 'number' }),
    disabledAt: at('disabled_at'),
    /** Raised on disable, reset and role change: older access tokens stop within a minute. */
    sessionVersion: integer('session_version').notNull().default(1),
    createdAt: at('created_at').notNull(),
    createdBy: uuid('created_by'),
    version: integer('version').notNull().default(1),
  },
  (t) => [oneOf('account_secret_kind', t.secretKind, ['password', 'pin'])],
)

/** Numbers of staff, sealed: by number and name together somebody of an earlier list is known again. */
export const accountNumber = pgTable(
  'account_number',
  {
    accountId: uuid('account_id')
      .notNull()
      .references(() => account.id),
    kind: text('kind').notNull(),
    value: bytea('value').notNull(),
    lookup: bytea('lookup').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.lookup] }),
    index('account_number_lookup').on(t.lookup),
    oneOf('account_number_kind', t.kind, ['cccd', 'cmnd', 'passport', 'other']),
  ],
)

/** Ended, never deleted: a late entry is judged by the grant of its hour. No target at all = the whole authority. */
export const accessGrant = pgTable(
  'access_grant',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => account.id),
    role: text('role').notNull(),
    placeId: uuid('place_id'),
    siteId: uuid('site_id'),
    sessionId: uuid('session_id'),
    validFrom: at('valid_from').notNull(),
    validTo: at('valid_to'),
    givenBy: uuid('given_by'),
    reason: text('reason').notNull().default(''),
  },
  (t) => [
    index('access_grant_account').on(t.accountId), // every request: what may this account do now
    mustHold('access_grant_one_target', sql`num_nonnulls(${t.placeId}, ${t.siteId}, ${t.sessionId}) <= 1`),
    oneOf('access_grant_role', t.role, [
      'ward-official',
      'scanner',
      'data-entry',
      'screening',
      'vaccinator',
      'site-lead',
      'city-centre',
      'supervisor',
      'admin',
    ]),
  ],
)

/**
 * Projection of grants that the writer's policy on `dose` reads: one row per permission and target (ward, site,
 * session, or the nil uuid for the whole authority).
 */
export const grantReach = pgTable(
  'grant_reach',
  {
    accountId: uuid('account_id').notNull(),
    permission: text('permission').notNull(),
    targetId: uuid('target_id').notNull(),
    validFrom: at('valid_from').notNull(),
    validTo: at('valid_to'),
    grantId: uuid('grant_id')
      .notNull()
      .references(() => accessGrant.id),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.permission, t.targetId, t.grantId] })],
)

export const device = pgTable('device', {
  id: id(),
  accountId: uuid('account_id')
    .notNull()
    .references(() => account.id),
  siteId: uuid('site_id'),
  /** ECDSA P-256, SPKI DER; null for a browser that has not enrolled a key. */
  publicKey: bytea('public_key'),
  firstSeenAt: at('first_seen_at').notNull(),
  lastHeartbeatAt: at('last_heartbeat_at'),
  /** Number of the newest heartbeat: one that was kept and played again is older, and says nothing. */
  beat: bigint('beat', { mode: 'number' }).notNull().default(0),
  queueLength: integer('queue_length').notNull().default(0),
  lastSeq: bigint('last_seq', { mode: 'number' }).notNull().default(0),
  clockOffsetMs: bigint('clock_offset_ms', { mode: 'number' }).notNull().default(0),
  /** Lost, stolen or handed on: it is no known device from then on. */
  endedAt: at('ended_at'),
})

/** One sign-in and all its refresh tokens; reuse of an old one after the grace ends the family. */
export const signInFamily = pgTable(
  'sign_in_family',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => account.id),
    deviceId: uuid('device_id'),
    refreshHash: bytea('refresh_hash').notNull(),
    previousHash: bytea('previous_hash'),
    previousUntil: at('previous_until'),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
    revokedReason: text('revoked_reason'),
  },
  (t) => [index('sign_in_family_account').on(t.accountId)],
)

/** Wrong tries, per account and network, so that an attacker slows himself and not the 7 a.m. shift. */
export const signInThrottle = pgTable('sign_in_throttle', {
  key: text('key').primaryKey(),
  failures: integer('failures').notNull(),
  lastAt: at('last_at').notNull(),
  blockedUntil: at('blocked_until'),
})

/** 32 hash chains: one for all would make every commit wait for every other. */
export const auditLane = pgTable(
  'audit_lane',
  {
    id: smallint('id').primaryKey(),
    kind: text('kind').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    head: bytea('head').notNull(),
  },
  (t) => [oneOf('audit_lane_kind', t.kind, ['app', 'writer'])],
)

export const auditEntry = pgTable(
  'audit_entry',
  {
    lane: smallint('lane').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: at('at').notNull(),
    actorId: uuid('actor_id'),
    deviceId: uuid('device_id'),
    action: text('action').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id'),
    placeId: uuid('place_id'),
    /** Canonical JSON exactly as hashed; jsonb would not give the bytes back. */
    detail: text('detail').notNull(),
    hash: bytea('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.lane, t.seq] }),
    index('audit_entry_subject').on(t.subjectId), // who looked at or changed this person
    index('audit_entry_actor').on(t.actorId, t.at), // what did this account do
    index('audit_entry_at').using('brin', t.at), // what happened that day; rows come in order of time, so it costs nothing
  ],
)

/** Heads of all lanes, printed on the day's report and sent off the machine. */
export const auditAnchor = pgTable('audit_anchor', {
  id: id(),
  on: on('on_day').notNull(),
  at: at('at').notNull(),
  heads: text('heads').notNull(),
  digest: bytea('digest').notNull(),
})
