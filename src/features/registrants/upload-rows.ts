/** The rows of an upload in the database: read as sets, and judged anew as a set. */
import type { RowProblem, RowRepair } from '#domain/person-list/problems.ts'
import type { RowOutcome } from '#domain/person-list/words.ts'
import type { WrittenRow } from '#domain/person-list/written.ts'
import type { RowDecision } from '#domain/upload.ts'
import type { PersonChange, RowMatch, StagedRow } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import type { ParsedRow, StagedPerson } from './staged-person.ts'

export type UploadRowState = Omit<StagedRow, 'elsewhere' | 'person'> & {
  person: StagedPerson | null
  problems: readonly RowProblem[]
  repairs: readonly RowRepair[]
  written: WrittenRow | null
  outcome: RowOutcome
  decision: RowDecision | null
  personId: string | null
  repeatsRow: number | null
  match: RowMatch | null
  change: PersonChange | null
  committedAt: string | null
}

/** Rows of one statement: bounds the text that is built for it. */
const SLICE = 2000

export function* slices<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += SLICE) yield rows.slice(at, at + SLICE)
}

/** Rows of an upload ($1) as `StagedRow`, for the judge. */
export const rowsForJudge = `
  SELECT json_build_object('rowNumber', row_number, 'person', parsed->'person', 'contentKey', content_key, 'repeat', repeat,
                           'elsewhere', NULL) AS row
  FROM upload_row WHERE upload_id = $1`

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

type StoredRow = Omit<UploadRowState, 'person'> & { parsed: ParsedRow | null }

const select = `
  SELECT row_number AS "rowNumber", parsed, content_key AS "contentKey", problems, repairs, written, outcome, decision, change, repeat,
         person_id AS "personId", repeats_row AS "repeatsRow", match, to_json(committed_at)#>>'{}' AS "committedAt"
  FROM upload_row WHERE upload_id = $1`

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
  const { rows } = await tx.$client.query<StoredRow>(
    `${select} AND row_number > $2 AND ($3::text IS NULL OR outcome = $3)
       AND (NOT $4::boolean OR (outcome = 'suspected' AND committed_at IS NULL AND coalesce(decision, 'later') = 'later'))
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
  return rows.map(toState)
}

/** What rows of the file state that others repeat, by their numbers. */
export async function selectStatedRows(
  tx: Tx,
  uploadId: string,
  rowNumbers: readonly number[],
): Promise<Map<number, StagedPerson>> {
  if (rowNumbers.length === 0) return new Map()
  const { rows } = await tx.$client.query<{ rowNumber: number; parsed: ParsedRow }>(
    `SELECT row_number AS "rowNumber", parsed FROM upload_row
     WHERE upload_id = $1 AND row_number = ANY ($2::integer[]) AND parsed IS NOT NULL`,
    [uploadId, rowNumbers],
  )
  return new Map(rows.map(({ rowNumber, parsed }) => [rowNumber, parsed.person]))
}

function toState({ parsed, ...row }: StoredRow): UploadRowState {
  return { ...row, person: parsed?.person ?? null }
}
