import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { account } from './accounts.ts'
import { campaign } from './campaigns.ts'
import { at, bytea, id, mustHold, on, oneOf } from './columns.ts'
import { place } from './geography.ts'
import { lot, product } from './stock.ts'

export const site = pgTable(
  'site',
  {
    id: id(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    wardId: uuid('ward_id')
      .notNull()
      .references(() => place.id),
    facilityCode: text('facility_code').notNull().default(''),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to'),
    version: integer('version').notNull().default(1),
  },
  (t) => [index('site_ward').on(t.wardId), oneOf('site_kind', t.kind, ['fixed', 'mobile'])],
)

export const session = pgTable(
  'session',
  {
    id: id(),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id),
    /** Where it stands that day: a mobile team's stop. */
    wardId: uuid('ward_id')
      .notNull()
      .references(() => place.id),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    sessionOn: on('session_on').notNull(),
    slot: text('slot').notNull().default('all-day'),
    capacity: integer('capacity').notNull(),
    state: text('state').notNull(),
    openedAt: at('opened_at'),
    openedBy: uuid('opened_by'),
    closedAt: at('closed_at'),
    closedBy: uuid('closed_by'),
    /** Opened without the crew rule met: the lead's reason, shown in red at the centre. */
    overrideReason: text('override_reason'),
    /** Three-way check at closing: paper and phones against what the server has. */
    paperCount: integer('paper_count'),
    phoneCount: integer('phone_count'),
    closeReason: text('close_reason'),
    joinCodeHash: text('join_code_hash'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('session_site_day').on(t.siteId, t.sessionOn),
    index('session_ward_day').on(t.wardId, t.sessionOn),
    oneOf('session_state', t.state, ['planned', 'open', 'closing', 'closed', 'cancelled']),
    oneOf('session_slot', t.slot, ['morning', 'afternoon', 'all-day', 'evening']),
    mustHold('session_capacity', sql`${t.capacity} BETWEEN 1 AND 20000`),
  ],
)

export const sessionVaccine = pgTable(
  'session_vaccine',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id),
    productId: uuid('product_id')
      .notNull()
      .references(() => product.id),
    lotId: uuid('lot_id').references(() => lot.id),
    step: text('step'),
    plannedDoses: integer('planned_doses').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.productId] })],
)

/** Who does what at a session; present while joined and not left. */
export const crewPost = pgTable(
  'crew_post',
  {
    id: id(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id),
    accountId: uuid('account_id')
      .notNull()
      .references(() => account.id),
    duty: text('duty').notNull(),
    deviceId: uuid('device_id'),
    assignedAt: at('assigned_at').notNull(),
    joinedAt: at('joined_at'),
    leftAt: at('left_at'),
    /** Taken off the crew; never deleted, since entries of that hour are judged by the grant. */
    endedAt: at('ended_at'),
    /** The grant that the post gave for the session's window. */
    grantId: uuid('grant_id'),
  },
  (t) => [
    index('crew_post_session').on(t.sessionId),
    oneOf('crew_post_duty', t.duty, ['scanner', 'data-entry', 'screening', 'vaccinator', 'site-lead']),
  ],
)

/** A staff list of a site: who works there on these days, as the ward sent it. Its accounts and posts came with it. */
export const roster = pgTable(
  'roster',
  {
    id: id(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id),
    /** Of the site: what its policy compares. */
    wardId: uuid('ward_id')
      .notNull()
      .references(() => place.id),
    fromOn: on('from_on').notNull(),
    toOn: on('to_on').notNull(),
    fileName: text('file_name').notNull().default(''),
    /** Keyed hash of all that was sent: the same request again is the same list. */
    contentKey: bytea('content_key').notNull(),
    receivedAt: at('received_at').notNull(),
    sentBy: uuid('sent_by').notNull(),
  },
  (t) => [
    index('roster_ward').on(t.campaignId, t.wardId, t.receivedAt),
    mustHold('roster_days', sql`${t.toOn} >= ${t.fromOn}`),
  ],
)

export const rosterMember = pgTable(
  'roster_member',
  {
    rosterId: uuid('roster_id')
      .notNull()
      .references(() => roster.id),
    position: integer('position').notNull(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => account.id),
    duty: text('duty').notNull(),
    /** As the list words it. */
    task: text('task').notNull().default(''),
    /** The account was made for this list; else it was known by number and name. */
    isNew: boolean('is_new').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.rosterId, t.position] }),
    oneOf('roster_member_duty', t.duty, ['scanner', 'data-entry', 'screening', 'vaccinator', 'site-lead']),
  ],
)

/** Somebody on no list who stands at the door of a session and waits for its lead. */
export const joinRequest = pgTable(
  'join_request',
  {
    id: id(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id),
    /** Of the session: what its policy compares. */
    wardId: uuid('ward_id').notNull(),
    fullName: text('full_name').notNull(),
    phone: text('phone').notNull().default(''),
    duty: text('duty').notNull(),
    /** Of the PIN that the person chose, argon2id; moved to the account when admitted, forgotten when not. */
    secretHash: text('secret_hash'),
    /** Of what only the asking phone knows. */
    claimHash: bytea('claim_hash').notNull(),
    askedAt: at('asked_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    state: text('state').notNull().default('waiting'),
    decidedAt: at('decided_at'),
    decidedBy: uuid('decided_by'),
    /** Made by admitting. */
    accountId: uuid('account_id').references(() => account.id),
  },
  (t) => [
    index('join_request_session').on(t.sessionId, t.state),
    oneOf('join_request_state', t.state, ['waiting', 'admitted', 'refused']),
    oneOf('join_request_duty', t.duty, ['scanner', 'data-entry']),
    mustHold(
      'join_request_decided',
      sql`(${t.state} = 'waiting') = (${t.decidedAt} IS NULL) AND (${t.state} = 'admitted') = (${t.accountId} IS NOT NULL) AND (${t.state} = 'waiting') = (${t.secretHash} IS NOT NULL)`,
    ),
  ],
)

/** The people of a session, and so what its site may see and its phones carry. */
export const sessionPerson = pgTable(
  'session_person',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id),
    personId: uuid('person_id').notNull(),
    /** Ward where the session stands; lets its ward count without seeing the person. */
    wardId: uuid('ward_id').notNull(),
    how: text('how').notNull(),
    /** Time called to, `HH:MM`. */
    slotTime: text('slot_time'),
    addedAt: at('added_at').notNull(),
    addedBy: uuid('added_by'),
  },
  (t) => [
    primaryKey({ columns: [t.sessionId, t.personId] }),
    index('session_person_person').on(t.personId), // the policy on person asks: is this person in one of my sessions
    oneOf('session_person_how', t.how, ['planned', 'called', 'walk-in', 'admitted']),
  ],
)

/**
 * Who is on the list of a session under a record that was merged into another one: the record that is kept, which may be
 * on no list itself. Its site sees it as long as the merge holds. Written with merges, from `person.canonical_id`.
 */
export const sessionCanonical = pgTable(
  'session_canonical',
  {
    sessionId: uuid('session_id').notNull(),
    listedId: uuid('listed_id').notNull(),
    personId: uuid('person_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.sessionId, t.listedId] }),
    // Taken off the list, nothing of them is left.
    foreignKey({
      name: 'session_canonical_listed_fk',
      columns: [t.sessionId, t.listedId],
      foreignColumns: [sessionPerson.sessionId, sessionPerson.personId],
    }).onDelete('cascade'),
    index('session_canonical_person').on(t.personId), // the policy on person asks, as of session_person
  ],
)

/**
 * Who was on the list of a session and is no longer: written by a trigger, so that every phone that carries them learns
 * it, whoever took them off and why.
 */
export const sessionPersonGone = pgTable(
  'session_person_gone',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id),
    personId: uuid('person_id').notNull(),
    /** Of the session: what its policy compares. */
    wardId: uuid('ward_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.personId] })],
)

/** Kept by the set writer; feeds the daily report and "given but not entered". */
export const sessionCount = pgTable('session_count', {
  sessionId: uuid('session_id').primaryKey(),
  arrived: integer('arrived').notNull().default(0),
  eligible: integer('eligible').notNull().default(0),
  caution: integer('caution').notNull().default(0),
  deferred: integer('deferred').notNull().default(0),
  contraindicated: integer('contraindicated').notNull().default(0),
  referred: integer('referred').notNull().default(0),
  refused: integer('refused').notNull().default(0),
  absent: integer('absent').notNull().default(0),
  /** Doses stored, counted or not. */
  given: integer('given').notNull().default(0),
  counted: integer('counted').notNull().default(0),
  reactionsCommon: integer('reactions_common').notNull().default(0),
  reactionsSevere: integer('reactions_severe').notNull().default(0),
  observed: integer('observed').notNull().default(0),
})
