import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { campaign } from './campaigns.ts'
import { at, bytea, id, mustHold, on, oneOf } from './columns.ts'
import { place } from './geography.ts'

/** Belongs to the authority, not to a ward; `wardId` is the residence now. Numbers and phones are attributes. */
export const person = pgTable(
  'person',
  {
    id: id(),
    /** Itself, or the person it is merged into: one hop, never a chain. */
    canonicalId: uuid('canonical_id').notNull(),
    wardId: uuid('ward_id')
      .notNull()
      .references(() => place.id),
    groupId: uuid('group_id'),
    fullName: text('full_name').notNull(),
    fullNameFolded: text('full_name_folded').notNull(),
    /** Last word first: Vietnamese lists sort by tên. */
    nameKey: text('name_key').notNull(),
    bornOn: on('born_on').notNull(),
    bornPrecision: text('born_precision').notNull(),
    sex: text('sex').notNull(),
    priorityCode: smallint('priority_code').notNull(),
    phone: text('phone').notNull().default(''),
    address: text('address').notNull().default(''),
    workplace: text('workplace').notNull().default(''),
    ethnicity: text('ethnicity').notNull().default(''),
    policeMatch: text('police_match').notNull().default('none'),
    living: text('living').notNull().default('here'),
    createdAt: at('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('person_ward').on(t.wardId, t.groupId, t.nameKey),
    index('person_canonical').on(t.canonicalId),
    index('person_birth').on(t.bornOn, t.fullNameFolded), // duplicates by name and birth date
    oneOf('person_sex', t.sex, ['male', 'female', 'other', 'unknown']),
    oneOf('person_born_precision', t.bornPrecision, ['day', 'month', 'year']),
    oneOf('person_police_match', t.policeMatch, ['none', 'match', 'differs', 'not-applicable']),
    oneOf('person_living', t.living, ['here', 'moved', 'dead']),
    mustHold('person_priority', sql`${t.priorityCode} BETWEEN 1 AND 16`),
  ],
)

/** Not unique: two people with one number is a question for a person, not an error that loses a row. */
export const personIdentifier = pgTable(
  'person_identifier',
  {
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    kind: text('kind').notNull(),
    /** AES-256-GCM (12-byte nonce ‖ ciphertext ‖ tag). */
    value: bytea('value').notNull(),
    /** HMAC-SHA-256 of kind and canonical form; BHYT by its last 10 digits. */
    lookup: bytea('lookup').notNull(),
    last4: text('last4').notNull(),
    source: text('source').notNull(),
    seenOn: on('seen_on').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.kind, t.lookup] }),
    index('person_identifier_lookup').on(t.lookup),
    oneOf('person_identifier_kind', t.kind, ['cccd', 'cmnd', 'passport', 'bhyt', 'national-app', 'other']),
  ],
)

export const personEvent = pgTable(
  'person_event',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    kind: text('kind').notNull(),
    /** Only the fields that changed, old and new. */
    before: jsonb('before').$type<Record<string, unknown>>().notNull(),
    after: jsonb('after').$type<Record<string, unknown>>().notNull(),
    at: at('at').notNull(),
    byId: uuid('by_id'),
    source: text('source').notNull(),
  },
  (t) => [
    index('person_event_person').on(t.personId),
    oneOf('person_event_kind', t.kind, ['registered', 'born', 'moved-in', 'moved-out', 'died', 'corrected']),
  ],
)

/** Reversible: a row with `undoesId` takes one back, and canonical ids follow the merges that remain. */
export const merge = pgTable('merge', {
  id: id(),
  absorbedId: uuid('absorbed_id')
    .notNull()
    .references(() => person.id),
  keptId: uuid('kept_id')
    .notNull()
    .references(() => person.id),
  decidedAt: at('decided_at').notNull(),
  byId: uuid('by_id').notNull(),
  reason: text('reason').notNull(),
  undoesId: uuid('undoes_id').unique(),
})

export const list = pgTable(
  'list',
  {
    id: id(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    kind: text('kind').notNull(),
    wardId: uuid('ward_id')
      .notNull()
      .references(() => place.id),
    name: text('name').notNull(),
    state: text('state').notNull(),
    dueAt: at('due_at'),
    /** Totals first, names later: persons per priority code or group, as declared by the deadline. */
    declared: jsonb('declared').$type<Record<string, number>>().notNull().default({}),
    declaredAt: at('declared_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('list_ward').on(t.wardId),
    oneOf('list_kind', t.kind, ['ward', 'enterprise', 'school', 'history', 'household']),
    oneOf('list_state', t.state, ['open', 'submitted', 'closed']),
  ],
)

export const upload = pgTable(
  'upload',
  {
    id: id(),
    listId: uuid('list_id')
      .notNull()
      .references(() => list.id),
    wardId: uuid('ward_id').notNull(),
    fileHash: text('file_hash').notNull(),
    fileName: text('file_name').notNull(),
    fileKind: text('file_kind').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    mapping: jsonb('mapping').$type<Record<string, unknown>>().notNull().default({}),
    state: text('state').notNull(),
    rowsRead: integer('rows_read').notNull().default(0),
    rowsNew: integer('rows_new').notNull().default(0),
    rowsChanged: integer('rows_changed').notNull().default(0),
    rowsSame: integer('rows_same').notNull().default(0),
    rowsDuplicate: integer('rows_duplicate').notNull().default(0),
    rowsSuspected: integer('rows_suspected').notNull().default(0),
    rowsRejected: integer('rows_rejected').notNull().default(0),
    refusal: jsonb('refusal').$type<Record<string, unknown>>(),
    uploadedBy: uuid('uploaded_by').notNull(),
    uploadedAt: at('uploaded_at').notNull(),
    committedAt: at('committed_at'),
    committedBy: uuid('committed_by'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('upload_list').on(t.listId),
    uniqueIndex('upload_once')
      .on(t.listId, t.fileHash)
      .where(sql`state = 'committed'`),
    oneOf('upload_state', t.state, ['preview', 'committed', 'cancelled', 'undone']),
    mustHold(
      'upload_closes',
      sql`${t.rowsRead} = ${t.rowsNew} + ${t.rowsChanged} + ${t.rowsSame} + ${t.rowsDuplicate} + ${t.rowsSuspected} + ${t.rowsRejected}`,
    ),
  ],
)

/** The file itself, encrypted, kept until its result has been given back; erased on cancel and after 30 days. */
export const uploadFile = pgTable('upload_file', {
  uploadId: uuid('upload_id')
    .primaryKey()
    .references(() => upload.id),
  content: bytea('content').notNull(),
})

export const uploadRow = pgTable(
  'upload_row',
  {
    uploadId: uuid('upload_id')
      .notNull()
      .references(() => upload.id),
    /** As Excel shows it, from 1. */
    rowNumber: integer('row_number').notNull(),
    wardId: uuid('ward_id').notNull(),
    /** The person as the list states them, numbers sealed; null for a row with an error. */
    parsed: jsonb('parsed').$type<Record<string, unknown>>(),
    /** Keyed hash of all that the row states: an equal one was sent before. */
    contentKey: text('content_key'),
    problems: jsonb('problems').$type<unknown[]>().notNull().default([]),
    repairs: jsonb('repairs').$type<unknown[]>().notNull().default([]),
    outcome: text('outcome').notNull(),
    /** Where and why it was found, and which fields differ. */
    match: jsonb('match').$type<Record<string, unknown>>(),
    /** What the official decided for a suspected row: the same person, another person, or later. */
    decision: text('decision'),
    /** The person found (duplicate, same, changed, suspected) or made (new). */
    personId: uuid('person_id'),
    /** For a duplicate inside the file: the row it repeats. */
    repeatsRow: integer('repeats_row'),
    /** When the row's person was listed; a doubtful row may be decided after the others were taken. */
    committedAt: at('committed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.uploadId, t.rowNumber] }),
    oneOf('upload_row_outcome', t.outcome, ['new', 'changed', 'same', 'duplicate', 'suspected', 'rejected']),
    oneOf('upload_row_decision', t.decision, ['same-person', 'other-person', 'later']),
  ],
)

export const registration = pgTable(
  'registration',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    listId: uuid('list_id').references(() => list.id),
    uploadId: uuid('upload_id').references(() => upload.id),
    wardId: uuid('ward_id').notNull(),
    priorityCode: smallint('priority_code').notNull(),
    wish: boolean('wish').notNull().default(true),
    state: text('state').notNull().default('listed'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    unique('registration_once').on(t.personId, t.campaignId, t.listId),
    index('registration_list').on(t.listId),
    oneOf('registration_state', t.state, ['listed', 'confirmed', 'invited', 'withdrawn', 'moved']),
  ],
)

/** A paper with a QR code. The token id is an HMAC of (key, person, issue number): reprintable, revocable one by one. */
export const invitation = pgTable(
  'invitation',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    wardId: uuid('ward_id').notNull(),
    issueNumber: smallint('issue_number').notNull(),
    /** SHA-256 of the token id. */
    tokenHash: bytea('token_hash').notNull().unique(),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to').notNull(),
    issuedAt: at('issued_at').notNull(),
    issuedBy: uuid('issued_by'),
    revokedAt: at('revoked_at'),
    revokedReason: text('revoked_reason'),
  },
  (t) => [unique('invitation_issue').on(t.personId, t.campaignId, t.issueNumber)],
)
