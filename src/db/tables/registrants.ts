import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
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
