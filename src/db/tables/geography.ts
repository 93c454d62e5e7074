import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Outline } from '#domain/outlines.ts'
import { at, bytea, id, mustHold, on, oneOf } from './columns.ts'

/** Every rule, target, change of expiry and decision points at the paper it rests on. */
export const document = pgTable('document', {
  id: id(),
  number: text('number').notNull(),
  issuedOn: on('issued_on').notNull(),
  issuer: text('issuer').notNull(),
  title: text('title').notNull(),
  fileHash: bytea('file_hash'),
})

/** One id = one territory. A change of territory ends the row and starts another. */
export const place = pgTable(
  'place',
  {
    id: id(),
    kind: text('kind').notNull(),
    parentId: uuid('parent_id'),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to'),
    /** Lao outreach zone 0–3: at the health centre, walking distance, day trip, overnight. */
    zone: smallint('zone'),
    tags: text('tags')
      .array()
      .notNull()
      .default(sql`'{}'`),
    documentId: uuid('document_id').references(() => document.id),
    population: integer('population'),
    populationInvented: boolean('population_invented').notNull().default(false),
    tileColumn: smallint('tile_column'),
    tileRow: smallint('tile_row'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('place_parent').on(t.parentId),
    oneOf('place_kind', t.kind, [
      'country',
      'province',
      'district',
      'ward',
      'group',
      'village',
      'health-centre',
    ]),
    mustHold('place_zone', sql`${t.zone} BETWEEN 0 AND 3`),
    mustHold('place_validity', sql`${t.validTo} IS NULL OR ${t.validTo} >= ${t.validFrom}`),
  ],
)

/** Codes and names are looked up with a date: 19756 was Phú Hiệp, then Gia Hội. */
export const placeName = pgTable(
  'place_name',
  {
    placeId: uuid('place_id')
      .notNull()
      .references(() => place.id),
    kind: text('kind').notNull(),
    /** Codes of groups and villages are unique within their parent only; null = within the country. */
    withinId: uuid('within_id'),
    code: text('code').notNull(),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to'),
    documentId: uuid('document_id').references(() => document.id),
  },
  (t) => [primaryKey({ columns: [t.placeId, t.validFrom] }), index('place_name_code').on(t.code)],
)

export const placeChange = pgTable(
  'place_change',
  {
    fromId: uuid('from_id')
      .notNull()
      .references(() => place.id),
    toId: uuid('to_id')
      .notNull()
      .references(() => place.id),
    part: text('part').notNull(),
    on: on('on_day').notNull(),
    documentId: uuid('document_id').references(() => document.id),
  },
  (t) => [
    primaryKey({ columns: [t.fromId, t.toId, t.on] }),
    oneOf('place_change_part', t.part, ['whole', 'partial', 'rename']),
  ],
)

/** Closure over parents with dates; depth 0 is the place itself. The middle level is optional: nothing counts levels. */
export const placeWithin = pgTable(
  'place_within',
  {
    placeId: uuid('place_id')
      .notNull()
      .references(() => place.id),
    ancestorId: uuid('ancestor_id')
      .notNull()
      .references(() => place.id),
    depth: smallint('depth').notNull(),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to'),
  },
  (t) => [
    primaryKey({ columns: [t.placeId, t.ancestorId, t.validFrom] }),
    index('place_within_ancestor').on(t.ancestorId),
  ],
)

/** A health centre's zone is not administrative: it owns villages. */
export const catchmentVillage = pgTable(
  'catchment_village',
  {
    centreId: uuid('centre_id')
      .notNull()
      .references(() => place.id),
    villageId: uuid('village_id')
      .notNull()
      .references(() => place.id),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to'),
  },
  (t) => [
    primaryKey({ columns: [t.centreId, t.villageId, t.validFrom] }),
    mustHold('catchment_village_validity', sql`${t.validTo} IS NULL OR ${t.validTo} >= ${t.validFrom}`),
  ],
)

export const collaboratorPost = pgTable(
  'collaborator_post',
  {
    id: id(),
    accountId: uuid('account_id'),
    fullName: text('full_name').notNull(),
    groupId: uuid('group_id')
      .notNull()
      .references(() => place.id),
    validFrom: on('valid_from').notNull(),
    validTo: on('valid_to'),
    documentId: uuid('document_id').references(() => document.id),
  },
  (t) => [
    unique('collaborator_post_once').on(t.groupId, t.fullName, t.validFrom),
    mustHold('collaborator_post_validity', sql`${t.validTo} IS NULL OR ${t.validTo} >= ${t.validFrom}`),
  ],
)

/** A file of ward outlines as it was taken in; the newest is what the map draws. */
export const outlineSet = pgTable(
  'outline_set',
  {
    id: id(),
    name: text('name').notNull(),
    /** Drawn by a program for a city that never was. */
    invented: boolean('invented').notNull().default(false),
    receivedAt: at('received_at').notNull(),
    uploadedBy: uuid('uploaded_by').notNull(),
  },
  (t) => [index('outline_set_received').on(t.receivedAt)],
)

export const placeOutline = pgTable(
  'place_outline',
  {
    setId: uuid('set_id')
      .notNull()
      .references(() => outlineSet.id),
    placeId: uuid('place_id')
      .notNull()
      .references(() => place.id),
    /** Polygons of rings of [longitude, latitude], ready to be drawn. */
    outline: jsonb('outline').$type<Outline>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.setId, t.placeId] })],
)
