import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { repairWords } from '#domain/person-list/words.ts'
import type { RepairKind } from '#domain/person-list/problems.ts'
import type { Language } from '#domain/problem.ts'
import type { RowCounts } from '#domain/upload.ts'
import type { Connection, Tx } from '#db/db.ts'
import { upload } from '#db/tables/registrants.ts'
import type * as contract from './contract.ts'
import type { ResultTarget } from './workbook/list-file.ts'

export type UploadView = z.infer<typeof contract.Upload>
export type StoredUpload = typeof upload.$inferSelect

/** What `upload.mapping` holds: how the file was read, and where its results go. */
export type UploadMapping = {
  target: ResultTarget
  columns: { field: string; column: string }[]
  unknownColumns: { column: string; text: string }[]
  repairs: { kind: RepairKind; cells: number }[]
  ignoredRows: number
}

export function mappingOf(row: StoredUpload): UploadMapping {
  return row.mapping as UploadMapping
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

const rowCounts = {
  undecided: sql<number>`(SELECT count(*)::integer FROM upload_row r WHERE r.upload_id = upload.id AND r.outcome = 'suspected' AND r.committed_at IS NULL AND coalesce(r.decision, 'later') = 'later')`,
  taken: sql<number>`(SELECT count(*)::integer FROM upload_row r WHERE r.upload_id = upload.id AND r.committed_at IS NOT NULL)`,
}

/** Uploads of a list, newest first; `limit` + 1 rows. */
export async function selectUploads(
  db: Connection,
  listId: string,
  page: { limit: number; before: { at: string; id: string } | null },
  language: Language,
): Promise<UploadView[]> {
  const rows = await db
    .select({ row: upload, ...rowCounts })
    .from(upload)
    .where(
      sql`${upload.listId} = ${listId} AND ${
        page.before === null
          ? sql`true`
          : sql`(${upload.uploadedAt}, ${upload.id}) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)`
      }`,
    )
    .orderBy(sql`${upload.uploadedAt} DESC, ${upload.id} DESC`)
    .limit(page.limit + 1)
  return rows.map(({ row, ...counts }) => toView(row, counts, language))
}

export async function findUpload(db: Connection, id: string, language: Language): Promise<UploadView | null> {
  const [found] = await db
    .select({ row: upload, ...rowCounts })
    .from(upload)
    .where(eq(upload.id, id))
  return found === undefined ? null : toView(found.row, found, language)
}

export async function findStoredUpload(db: Connection, id: string): Promise<StoredUpload | null> {
  const [found] = await db.select().from(upload).where(eq(upload.id, id))
  return found ?? null
}

export async function lockUpload(tx: Tx, id: string): Promise<StoredUpload | null> {
  const [found] = await tx.select().from(upload).where(eq(upload.id, id)).for('update')
  return found ?? null
}

function toView(
  row: StoredUpload,
  counts: { undecided: number; taken: number },
  language: Language,
): UploadView {
  const { columns, unknownColumns, repairs, ignoredRows } = mappingOf(row)
  return {
    id: row.id,
    listId: row.listId,
    fileName: row.fileName,
    fileHash: row.fileHash,
    fileKind: row.fileKind as UploadView['fileKind'],
    bytes: row.bytes,
    state: row.state as UploadView['state'],
    counts: countsOf(row),
    undecided: counts.undecided,
    taken: counts.taken,
    columns,
    unknownColumns,
    repairs: repairs.map(({ kind, cells }) => ({ kind, cells, says: repairWords[kind][language] })),
    ignoredRows,
    uploadedAt: row.uploadedAt.toISOString(),
    committedAt: row.committedAt?.toISOString() ?? null,
    version: row.version,
  }
}
