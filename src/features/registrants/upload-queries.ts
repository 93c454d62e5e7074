import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { repairWords } from '#domain/person-list/words.ts'
import { nowhere } from '#domain/access.ts'
import type { ListLayout } from '#domain/person-list/layouts.ts'
import type { RepairKind } from '#domain/person-list/problems.ts'
import { fillWords, Problem, problems, type Facts, type Language, type ProblemCode } from '#domain/problem.ts'
import { isUnread, type RowCounts, type UploadPhase, type UploadState } from '#domain/upload.ts'
import { inScope, type Connection, type Db, type ScopeSetting, type Tx } from '#db/db.ts'
import { upload } from '#db/tables/lists.ts'
import type * as contract from './contract.ts'
import type { ReadColumns, ReadRows } from './list-reading.ts'
import type { ResultTarget } from './workbook/list-file.ts'

export type UploadView = z.infer<typeof contract.Upload>
export type StoredUpload = typeof upload.$inferSelect

/** What `upload.mapping` holds: how the file was read, and where its results go. */
export type UploadMapping = {
  /** Null until the file has been read. */
  target: ResultTarget | null
  layout: ListLayout | null
  ignoredRows: number
} & ReadColumns &
  ReadRows

const unread: UploadMapping = {
  target: null,
  layout: null,
  columns: [],
  unknownColumns: [],
  mappedColumns: [],
  repairs: [],
  rowsWithWarnings: 0,
  ignoredRows: 0,
}

export function mappingOf(row: Pick<StoredUpload, 'mapping'>): UploadMapping {
  return { ...unread, ...row.mapping }
}

/** What `upload.instructions` holds: what the official said about reading the file. */
export type UploadInstructions = { refusedRepairs: RepairKind[]; layout: ListLayout | null }

export function instructionsOf(row: Pick<StoredUpload, 'instructions'>): UploadInstructions {
  return { refusedRepairs: [], layout: null, ...row.instructions }
}

/** A list is read and confirmed inside its own ward, whoever sends it: what it meets must not depend on who asks. */
export function wardScope(wardId: string, accountId: string | null): ScopeSetting {
  return { ...nowhere, wardIds: [wardId], accountId }
}

/** Of the queue, which belongs to all wards; only ids leave. */
export const everyWard: ScopeSetting = { ...nowhere, wide: true, accountId: null }

// Wards in turn: the second upload of a ward waits for the first of every other.
const queue = `
  SELECT id AS "uploadId", ward_id AS "wardId", row_number() OVER (ORDER BY state = 'queued', turn, queued_at, id)::integer AS place, state
  FROM (SELECT id, ward_id, state, queued_at, row_number() OVER (PARTITION BY ward_id ORDER BY queued_at, id) AS turn
        FROM upload WHERE state IN ('queued', 'reading')) AS waiting`

/** What waits, in the order in which it is taken; what is being read first, for its reader may have died. */
export async function selectQueue(tx: Tx): Promise<{ uploadId: string; wardId: string }[]> {
  const { rows } = await tx.$client.query<{ uploadId: string; wardId: string }>(
    `${queue} ORDER BY place LIMIT 100`,
  )
  return rows
}

/** Uploads that are read before each of these, of all wards; only of those that wait. */
export async function selectPositions(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await tx.$client.query<{ id: string; place: number }>(
    `SELECT "uploadId" AS id, place FROM (${queue}) AS q WHERE "uploadId" = ANY ($1::uuid[]) AND state = 'queued'`,
    [ids],
  )
  return new Map(rows.map(({ id, place }) => [id, place]))
}

export function countsOf(row: StoredUpload): RowCounts {
  return {
    rowsRead: row.rowsRead,
    new: row.rowsNew,
    changed: row.rowsChanged,
    same: row.rowsSame,
    duplicate: row.rowsDuplicate,
    suspected: row.rowsSuspected,
    rejected: row.rowsRejected,
  }
}

export function countColumns(counts: RowCounts) {
  return {
    rowsRead: counts.rowsRead,
    rowsNew: counts.new,
    rowsChanged: counts.changed,
    rowsSame: counts.same,
    rowsDuplicate: counts.duplicate,
    rowsSuspected: counts.suspected,
    rowsRejected: counts.rejected,
  }
}

const nameOf = (column: 'uploaded_by' | 'committed_by' | 'undone_by') =>
  sql<string>`coalesce((SELECT a.full_name FROM account a WHERE a.id = upload.${sql.raw(column)}), '')`

/** What the rows of an upload, and the accounts that touched it, say of it. */
const counted = {
  undecided: sql<number>`(SELECT count(*)::integer FROM upload_row r WHERE r.upload_id = upload.id AND r.outcome = 'suspected' AND r.committed_at IS NULL AND coalesce(r.decision, 'later') = 'later')`,
  uploadedBy: nameOf('uploaded_by'),
  committedBy: nameOf('committed_by'),
  undoneBy: nameOf('undone_by'),
}
type Counted = { undecided: number } & Record<'uploadedBy' | 'committedBy' | 'undoneBy', string>

/** Uploads of a list or of a ward, newest first; `limit` + 1 rows. */
export async function selectUploads(
  db: Connection,
  of: { listId: string } | { wardId: string },
  page: { limit: number; before: { at: string; id: string } | null },
  language: Language,
): Promise<UploadView[]> {
  const rows = await db
    .select({ row: upload, ...counted })
    .from(upload)
    .where(
      sql`${'listId' in of ? eq(upload.listId, of.listId) : eq(upload.wardId, of.wardId)} AND ${
        page.before === null
          ? sql`true`
          : sql`(${upload.uploadedAt}, ${upload.id}) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)`
      }`,
    )
    .orderBy(sql`${upload.uploadedAt} DESC, ${upload.id} DESC`)
    .limit(page.limit + 1)
  return rows.map(({ row, ...rest }) => toView(row, rest, language))
}

export async function findUpload(db: Connection, id: string, language: Language): Promise<UploadView | null> {
  const [found] = await db
    .select({ row: upload, ...counted })
    .from(upload)
    .where(eq(upload.id, id))
  return found === undefined ? null : toView(found.row, found, language)
}

export async function findStoredUpload(db: Connection, id: string): Promise<StoredUpload | null> {
  const [found] = await db.select().from(upload).where(eq(upload.id, id))
  return found ?? null
}

/** @throws Problem `not-found`. */
export async function requireUpload(db: Connection, id: string): Promise<StoredUpload> {
  const stored = await findStoredUpload(db, id)
  if (stored === null) throw new Problem('not-found')
  return stored
}

/** Uploads of one ward that are confirmed or taken back wait for each other: each meets the people of the one before. */
export async function lockWard(tx: Tx, wardId: string): Promise<void> {
  await tx.execute(sql`SELECT 1 FROM place WHERE id = ${wardId} FOR NO KEY UPDATE`)
}

export async function lockUpload(tx: Tx, id: string): Promise<StoredUpload | null> {
  // While it is read its rows refer to it: whoever cancels it does not wait for them.
  const [found] = await tx.select().from(upload).where(eq(upload.id, id)).for('no key update')
  return found ?? null
}

function toView(row: StoredUpload, { undecided, ...names }: Counted, language: Language): UploadView {
  const { layout, columns, unknownColumns, mappedColumns, repairs, rowsWithWarnings, ignoredRows } =
    mappingOf(row)
  const state = row.state as UploadState
  return {
    id: row.id,
    listId: row.listId,
    fileName: row.fileName,
    fileHash: row.fileHash,
    fileKind: row.fileKind === '' ? null : (row.fileKind as UploadView['fileKind']),
    bytes: row.bytes,
    state,
    progress: isUnread(state) ? { phase: row.phase as UploadPhase, rows: row.progress } : null,
    position: null,
    refusal: describeRefusal(row, language),
    layout,
    refusedRepairs: instructionsOf(row).refusedRepairs,
    counts: countsOf(row),
    undecided,
    taken: row.rowsTaken,
    columns,
    unknownColumns,
    mappedColumns: mappedColumns as UploadView['mappedColumns'],
    repairs: repairs.map((noted) => ({ ...noted, says: repairWords[noted.kind][language] })),
    rowsWithWarnings,
    ignoredRows,
    uploadedAt: row.uploadedAt.toISOString(),
    uploadedBy: names.uploadedBy,
    committedAt: row.committedAt?.toISOString() ?? null,
    committedBy: names.committedBy,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoneBy: names.undoneBy,
    undoneReason: row.undoneReason,
    version: row.version,
  }
}

/** In the language of whoever asks: the code was kept, not the sentence. */
function describeRefusal({ refusal }: StoredUpload, language: Language): UploadView['refusal'] {
  if (refusal === null) return null
  const { code, facts } = refusal as { code: ProblemCode; facts: Facts }
  return { code, title: fillWords(problems[code], language, facts) }
}

/** The same with its place in the queue, which is counted over all wards. */
export async function withPositions<T extends UploadView | null>(db: Db, views: readonly T[]): Promise<T[]> {
  const waiting = views.flatMap((view) => (view?.state === 'queued' ? [view.id] : []))
  if (waiting.length === 0) return [...views]
  const positions = await inScope(db, everyWard, (tx) => selectPositions(tx, waiting), { readOnly: true })
  return views.map((view) => (view === null ? view : { ...view, position: positions.get(view.id) ?? null }))
}
