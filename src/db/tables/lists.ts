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
import { person } from './registrants.ts'

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
    /** What a row with an error says, numbers masked, for its sender to find it again. */
    written: jsonb('written').$type<Record<string, unknown>>(),
    /** Keyed hash of all that the row states: an equal one was sent before. */
    contentKey: text('content_key'),
    fullNameFolded: text('full_name_folded'),
    nameKey: text('name_key'),
    /** The person as the list states them; all null for a row with an error. */
    livesInId: uuid('lives_in_id'),
    groupId: uuid('group_id'),
    fullName: text('full_name'),
    bornOn: on('born_on'),
    bornPrecision: text('born_precision'),
    sex: text('sex'),
    priorityCode: smallint('priority_code'),
    phone: text('phone'),
    address: text('address'),
    workplace: text('workplace'),
    householdNumber: text('household_number'),
    householdRelation: text('household_relation'),
    ethnicity: text('ethnicity'),
    /** Their numbers, side by side: kind, sealed, hash to look for, last four. */
    numberKinds: text('number_kinds').array().notNull().default([]),
    numbersSealed: bytea('numbers_sealed').array().notNull().default([]),
    lookups: bytea('lookups').array().notNull().default([]),
    numbersLast4: text('numbers_last4').array().notNull().default([]),
    /** Null where the list tells of none. */
    earlierDoses: jsonb('earlier_doses').$type<unknown[]>(),
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
    /** The person found (duplicate, same, changed, suspected), or made of a doubtful row; a new one bears the row's own id. */
    personId: uuid('person_id'),
    /** For a duplicate inside the file: the row it repeats. */
    repeatsRow: integer('repeats_row'),
    /** When the person of a doubtful row was listed: it may be answered after the others, which were taken with the upload. */
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
