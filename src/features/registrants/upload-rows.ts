/** The rows of an upload in the database: read as sets, and judged anew as a set. */
import type { RowProblem, RowRepair } from '#domain/person-list/problems.ts'
import type { RowOutcome } from '#domain/person-list/words.ts'
import type { WrittenRow } from '#domain/person-list/written.ts'
import type { RowDecision } from '#domain/upload.ts'
import type { ListedPerson, PersonChange, RowMatch, StagedRow } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import { listedPerson, statedColumns } from './stated-columns.ts'

export type UploadRowState = Omit<StagedRow, 'elsewhere'> & {
  problems: readonly RowProblem[]
  repairs: readonly RowRepair[]
  written: WrittenRow | null
  outcome: RowOutcome
  decision: RowDecision | null
  personId: string | null
  repeatsRow: number | null
  match: RowMatch | null
  change: PersonChange | null
  isTaken: boolean
}

/**
 * When a row `r` of an upload `u` put somebody on the list, or null. A row that asked nothing was taken with its upload, and
 * bears no mark of its own: to mark fifty thousand cost as much as to write them. One that asked bears its own, for it may
 * have been answered later. `actionOf` says which rows are taken; a test holds the two equal.
 */
export const takenAt = `
  CASE WHEN r.outcome = 'suspected' THEN r.committed_at
       WHEN r.outcome IN ('new', 'changed') OR (r.outcome IN ('same', 'duplicate') AND r.person_id IS NOT NULL)
         THEN u.committed_at END`

/** Rows that put somebody on a list, as a relation: with `person_id`, who it was, and `taken_at`. */
export const takenRows = `(
  SELECT r.upload_id, r.row_number, r.id, coalesce(r.person_id, r.id) AS person_id, ${takenAt} AS taken_at, r.content_key,
    r.match, r.decision, ${statedColumns.map((column) => `r.${column}`).join(', ')}
  FROM upload_row r JOIN upload u ON u.id = r.upload_id WHERE u.committed_at IS NOT NULL AND ${takenAt} IS NOT NULL)`

/** Rows of one statement: bounds the text that is built for it. */
const SLICE = 2000

export function* slices<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += SLICE) yield rows.slice(at, at + SLICE)
}

const statedPerson = `CASE WHEN r.full_name IS NOT NULL THEN ${listedPerson} END`

/** Rows of an upload ($1) as `StagedRow`, for the judge. */
export const rowsForJudge = `
  SELECT json_build_object('rowNumber', row_number, 'person', ${statedPerson}, 'contentKey', content_key, 'repeat', repeat,
                           'elsewhere', NULL) AS row
  FROM upload_row r WHERE upload_id = $1`

const isMoved = `(u.outcome, u.person_id, u.repeats_row, coalesce(u.match->'changes', '[]'))
  IS DISTINCT FROM (j.outcome, j.person_id, j.repeats_row, coalesce(j.match->'changes', '[]'))`

/** Rows that would now come to something else than was shown. */
export async function countMovedRows(tx: Tx, uploadId: string): Promise<number> {
  const { rows } = await tx.$client.query<{ moved: number }>(
    `SELECT count(*)::integer AS moved FROM upload_row u JOIN judged j USING (row_number) WHERE u.upload_id = $1 AND ${isMoved}`,
    [uploadId],
  )
  return rows[0]!.moved
}

// A decision stays where its question is the same.
const renew = `
  UPDATE upload_row u SET outcome = j.outcome, match = j.match, person_id = j.person_id, repeats_row = j.repeats_row,
    change = j.change,
    decision = CASE WHEN u.outcome = j.outcome AND u.person_id IS NOT DISTINCT FROM j.person_id THEN u.decision END
  FROM judged j
  WHERE u.upload_id = $1 AND u.row_number = j.row_number AND (${isMoved} OR u.change IS DISTINCT FROM j.change)`

/** A preview judged anew, from `judged`. */
export async function renewUploadRows(tx: Tx, uploadId: string): Promise<void> {
  await tx.$client.query(renew, [uploadId])
}

const select = `
  SELECT row_number AS "rowNumber", ${statedPerson} AS person, content_key AS "contentKey", problems, repairs, written, outcome, decision, change, repeat,
         person_id AS "personId", repeats_row AS "repeatsRow", match, ${takenAt} IS NOT NULL AS "isTaken"
  FROM upload_row r JOIN upload u ON u.id = r.upload_id WHERE upload_id = $1`

export type RowFilter = {
  after?: number
  limit?: number
  outcome?: RowOutcome | undefined
  undecided?: boolean | undefined
  warned?: boolean | undefined
}

export async function selectUploadRows(
  tx: Tx,
  uploadId: string,
  filter: RowFilter = {},
): Promise<UploadRowState[]> {
  const { rows } = await tx.$client.query<UploadRowState>(
    `${select} AND row_number > $2 AND ($3::text IS NULL OR outcome = $3)
       AND (NOT $4::boolean OR (outcome = 'suspected' AND r.committed_at IS NULL AND coalesce(decision, 'later') = 'later'))
       AND (NOT $5::boolean OR problems @> '[{"severity": "warning"}]')
     ORDER BY row_number LIMIT $6`,
    [
      uploadId,
      filter.after ?? 0,
      filter.outcome ?? null,
      filter.undecided ?? false,
      filter.warned ?? false,
      filter.limit ?? null,
    ],
  )
  return rows
}

/** What rows of the file state that others repeat, by their numbers. */
export async function selectStatedRows(
  tx: Tx,
  uploadId: string,
  rowNumbers: readonly number[],
): Promise<Map<number, ListedPerson>> {
  if (rowNumbers.length === 0) return new Map()
  const { rows } = await tx.$client.query<{ rowNumber: number; person: ListedPerson }>(
    `SELECT row_number AS "rowNumber", ${listedPerson} AS person FROM upload_row r
     WHERE upload_id = $1 AND row_number = ANY ($2::integer[]) AND full_name IS NOT NULL`,
    [uploadId, rowNumbers],
  )
  return new Map(rows.map(({ rowNumber, person }) => [rowNumber, person]))
}
