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
    /** As the household book numbers its households, and who the person is to the head of theirs. */
    householdNumber: text('household_number').notNull().default(''),
    householdRelation: text('household_relation').notNull().default(''),
    policeMatch: text('police_match').notNull().default('none'),
    living: text('living').notNull().default('here'),
    /** Who answers for a child: by name, and by id where they are known here. */
    guardianId: uuid('guardian_id'),
    guardianName: text('guardian_name').notNull().default(''),
    guardianRelation: text('guardian_relation').notNull().default(''),
    /** Entered on the national platform: when somebody said so, and who. A dose recorded later is not there yet. */
    platformAt: at('platform_at'),
    platformBy: uuid('platform_by'),
    createdAt: at('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('person_ward').on(t.wardId, t.groupId, t.nameKey),
    index('person_name').on(t.wardId, t.nameKey, t.id), // a ward's people page by page
    index('person_canonical').on(t.canonicalId),
    index('person_birth').on(t.bornOn, t.fullNameFolded), // duplicates by name and birth date
    oneOf('person_sex', t.sex, ['male', 'female', 'other', 'unknown']),
    oneOf('person_born_precision', t.bornPrecision, ['day', 'month', 'year']),
    oneOf('person_police_match', t.policeMatch, ['none', 'match', 'differs', 'not-applicable']),
    oneOf('person_living', t.living, ['here', 'moved', 'dead', 'withdrawn']),
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
    index('person_identifier_last4').on(t.last4),
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
    /** The day on which it happened; null where only the day of writing is known. */
    happenedOn: on('happened_on'),
    reason: text('reason').notNull().default(''),
    at: at('at').notNull(),
    byId: uuid('by_id'),
    source: text('source').notNull(),
  },
  (t) => [
    index('person_event_person').on(t.personId),
    oneOf('person_event_kind', t.kind, [
      'registered',
      'born',
      'moved-in',
      'moved-out',
      'died',
      'corrected',
      'on-platform',
      'withdrawn',
      'place-changed',
    ]),
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

/**
 * Answers to "the same person?" that made no merge: another person, later, or asked anew. Of a pair the newest holds. The
 * row of a list that was answered before it became anybody is known by its content.
 */
export const pairDecision = pgTable(
  'pair_decision',
  {
    id: id(),
    /** Who was found. */
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    /** Who was compared: made of the row in the same transaction, or kept before. */
    otherId: uuid('other_id').notNull(),
    /** Content key of the row that was compared. */
    rowKey: text('row_key'),
    verdict: text('verdict').notNull(),
    reason: text('reason').notNull().default(''),
    /** Where it was decided. */
    wardId: uuid('ward_id')
      .notNull()
      .references(() => place.id),
    uploadId: uuid('upload_id'),
    decidedAt: at('decided_at').notNull(),
    byId: uuid('by_id').notNull(),
  },
  (t) => [
    index('pair_decision_person').on(t.personId),
    index('pair_decision_other').on(t.otherId),
    index('pair_decision_ward')
      .on(t.wardId)
      .where(sql`row_key IS NOT NULL`),
    oneOf('pair_decision_verdict', t.verdict, ['different', 'later', 'open']),
    mustHold('pair_decision_two', sql`${t.personId} <> ${t.otherId}`),
  ],
)

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

/** By when wards send what: set by the centre, moved by a later row with its reason. The newest per key holds. */
export const submissionDeadline = pgTable(
  'submission_deadline',
  {
    id: id(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    submission: text('submission').notNull(),
    /** Null for the staff list, which belongs to no kind of list. */
    listKind: text('list_kind'),
    dueAt: at('due_at').notNull(),
    reason: text('reason').notNull().default(''),
    documentNumber: text('document_number').notNull().default(''),
    receivedAt: at('received_at').notNull(),
    setBy: uuid('set_by').notNull(),
  },
  (t) => [
    index('submission_deadline_campaign').on(t.campaignId),
    oneOf('submission_deadline_submission', t.submission, ['totals', 'names', 'staff']),
    oneOf('submission_deadline_list_kind', t.listKind, [
      'ward',
      'enterprise',
      'school',
      'history',
      'household',
    ]),
    mustHold('submission_deadline_kind', sql`(${t.submission} = 'staff') = (${t.listKind} IS NULL)`),
  ],
)

/** Totals first, names later: what a ward says it will send, group by group. The newest per ward and kind holds. */
export const declaration = pgTable(
  'declaration',
  {
    id: id(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaign.id),
    wardId: uuid('ward_id')
      .notNull()
      .references(() => place.id),
    listKind: text('list_kind').notNull(),
    basis: text('basis').notNull(),
    /** Persons by priority code (`9`) or by id of the target group. */
    numbers: jsonb('numbers').$type<Record<string, number>>().notNull(),
    total: integer('total').notNull(),
    note: text('note').notNull().default(''),
    receivedAt: at('received_at').notNull(),
    declaredBy: uuid('declared_by').notNull(),
  },
  (t) => [
    index('declaration_ward').on(t.campaignId, t.listKind, t.wardId, t.receivedAt),
    oneOf('declaration_list_kind', t.listKind, ['ward', 'enterprise', 'school', 'history', 'household']),
    oneOf('declaration_basis', t.basis, ['code', 'target-group']),
    mustHold('declaration_total', sql`${t.total} >= 0`),
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
    /** By content; empty until the file has been opened. */
    fileKind: text('file_kind').notNull().default(''),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** What the official said about reading it: repairs not wanted, the layout. */
    instructions: jsonb('instructions').$type<Record<string, unknown>>().notNull().default({}),
    /** How it was read: columns, unknown headings, repairs. */
    mapping: jsonb('mapping').$type<Record<string, unknown>>().notNull().default({}),
    state: text('state').notNull(),
    /** Where the reading is, and how many rows are behind it; both start anew when it is taken up again. */
    phase: text('phase').notNull().default('waiting'),
    progress: integer('progress').notNull().default(0),
    /** How often a process has begun to read it: a file that ends processes is not tried for ever. */
    attempts: smallint('attempts').notNull().default(0),
    /** When it was put into the queue, last. */
    queuedAt: at('queued_at').notNull(),
    /** Hash of everybody whom the rows were held against: while it stands, so does the preview. */
    ground: text('ground'),
    rowsRead: integer('rows_read').notNull().default(0),
    rowsNew: integer('rows_new').notNull().default(0),
    rowsChanged: integer('rows_changed').notNull().default(0),
    rowsSame: integer('rows_same').notNull().default(0),
    rowsDuplicate: integer('rows_duplicate').notNull().default(0),
    rowsSuspected: integer('rows_suspected').notNull().default(0),
    rowsRejected: integer('rows_rejected').notNull().default(0),
    /** Rows whose people were put on the list. */
    rowsTaken: integer('rows_taken').notNull().default(0),
    refusal: jsonb('refusal').$type<Record<string, unknown>>(),
    uploadedBy: uuid('uploaded_by').notNull(),
    uploadedAt: at('uploaded_at').notNull(),
    committedAt: at('committed_at'),
    committedBy: uuid('committed_by'),
    undoneAt: at('undone_at'),
    undoneBy: uuid('undone_by'),
    undoneReason: text('undone_reason').notNull().default(''),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('upload_list').on(t.listId),
    index('upload_ward').on(t.wardId, t.uploadedAt),
    index('upload_queue')
      .on(t.queuedAt)
      .where(sql`state IN ('queued', 'reading')`),
    uniqueIndex('upload_once')
      .on(t.listId, t.fileHash)
      .where(sql`state = 'committed'`),
    oneOf('upload_state', t.state, [
      'queued',
      'reading',
      'preview',
      'committed',
      'cancelled',
      'refused',
      'undone',
    ]),
    oneOf('upload_phase', t.phase, ['waiting', 'opening', 'reading', 'matching', 'done']),
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
    /** What the row makes bears this id: the person, the registration, the event. */
    id: uuid('id').notNull(),
    wardId: uuid('ward_id').notNull(),
    /** The person as the list states them, numbers sealed; null for a row with an error. */
    parsed: jsonb('parsed').$type<Record<string, unknown>>(),
    /** What a row with an error says, numbers masked, for its sender to find it again. */
    written: jsonb('written').$type<Record<string, unknown>>(),
    /** Keyed hash of all that the row states: an equal one was sent before. */
    contentKey: text('content_key'),
    /** What the same person is looked for by: folded name, birth, group, lookup hashes of numbers. */
    fullNameFolded: text('full_name_folded'),
    nameKey: text('name_key'),
    bornOn: on('born_on'),
    groupId: uuid('group_id'),
    lookups: bytea('lookups').array().notNull().default([]),
    problems: jsonb('problems').$type<unknown[]>().notNull().default([]),
    repairs: jsonb('repairs').$type<unknown[]>().notNull().default([]),
    outcome: text('outcome').notNull(),
    /** The earlier row of the file that it repeats or may repeat, and why. */
    repeat: jsonb('repeat').$type<Record<string, unknown>>(),
    /** What it changes of the person found: before, after, new numbers. */
    change: jsonb('change').$type<Record<string, unknown>>(),
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
    // The few that somebody must look at, among fifty thousand: asked for with every look at the upload.
    index('upload_row_suspected')
      .on(t.uploadId, t.rowNumber)
      .where(sql`outcome = 'suspected'`),
    oneOf('upload_row_outcome', t.outcome, ['new', 'changed', 'same', 'duplicate', 'suspected', 'rejected']),
    oneOf('upload_row_decision', t.decision, ['same-person', 'other-person', 'later']),
  ],
)

/** What a ward said once about a heading that nobody knew: asked never again. */
export const headingMapping = pgTable(
  'heading_mapping',
  {
    wardId: uuid('ward_id').notNull(),
    /** As `UnknownHeading.key` gives it. */
    heading: text('heading').notNull(),
    /** A field of a list, or `ignore`. */
    field: text('field').notNull(),
    receivedAt: at('received_at').notNull(),
    mappedBy: uuid('mapped_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.wardId, t.heading] })],
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
    index('registration_upload').on(t.uploadId),
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
