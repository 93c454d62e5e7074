/** The rows of an upload in the database: written and read as sets. */
import type { RowProblem, RowRepair } from '#domain/person-list/problems.ts'
import type { RowOutcome } from '#domain/person-list/words.ts'
import type { RowDecision } from '#domain/upload.ts'
import type { RowJudgement, RowMatch, StagedRow } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import type { ParsedRow, StagedPerson } from './staged-person.ts'

/** Rows of one statement: bounds the text that is built for it. */
const SLICE = 2000

export type NewRow = Omit<StagedRow, 'elsewhere' | 'person'> & {
  person: StagedPerson | null
  problems: readonly RowProblem[]
  repairs: readonly RowRepair[]
}

export type UploadRowState = NewRow & {
  outcome: RowOutcome
  decision: RowDecision | null
  personId: string | null
  repeatsRow: number | null
  match: RowMatch | null
  committedAt: string | null
}

export function* slices<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += SLICE) yield rows.slice(at, at + SLICE)
}

const insert = `
  INSERT INTO upload_row (upload_id, row_number, ward_id, parsed, content_key, problems, repairs, outcome, match, person_id, repeats_row)
  SELECT $1, "rowNumber", $2, parsed, "contentKey", problems, repairs, outcome, match, "personId", "repeatsRow"
  FROM jsonb_to_recordset($3::jsonb) AS r ("rowNumber" integer, parsed jsonb, "contentKey" text, problems jsonb,
    repairs jsonb, outcome text, match jsonb, "personId" uuid, "repeatsRow" integer)`

export async function insertUploadRows(
  tx: Tx,
  upload: { id: string; wardId: string },
  rows: readonly NewRow[],
  judgements: readonly RowJudgement[],
): Promise<void> {
  const judged = new Map(judgements.map((judgement) => [judgement.rowNumber, judgement]))
  for (const slice of slices(rows)) {
    const records = slice.map(({ rowNumber, person, repeat, contentKey, problems, repairs }) => {
      const { outcome, match, personId, repeatsRow } = judged.get(rowNumber)!
      const parsed: ParsedRow | undefined = person === null ? undefined : { person, repeat }
      return {
        rowNumber,
        parsed,
        contentKey,
        problems,
        repairs,
        outcome,
        match: match ?? undefined,
        personId,
        repeatsRow,
      }
    })
    await tx.$client.query(insert, [upload.id, upload.wardId, JSON.stringify(records)])
  }
}

const renew = `
  UPDATE upload_row u SET outcome = r.outcome, match = r.match, person_id = r."personId", repeats_row = r."repeatsRow",
    decision = CASE WHEN u.outcome = r.outcome AND u.person_id IS NOT DISTINCT FROM r."personId" THEN u.decision END
  FROM jsonb_to_recordset($2::jsonb) AS r ("rowNumber" integer, outcome text, match jsonb, "personId" uuid, "repeatsRow" integer)
  WHERE u.upload_id = $1 AND u.row_number = r."rowNumber"`

/** A preview judged anew; a decision stays where its question is the same. */
export async function renewUploadRows(
  tx: Tx,
  uploadId: string,
  judgements: readonly RowJudgement[],
): Promise<void> {
  for (const slice of slices(judgements)) {
    const records = slice.map(({ rowNumber, outcome, match, personId, repeatsRow }) => ({
      rowNumber,
      outcome,
      personId,
      repeatsRow,
      match: match ?? undefined,
    }))
    await tx.$client.query(renew, [uploadId, JSON.stringify(records)])
  }
}

type StoredRow = Omit<UploadRowState, 'person' | 'repeat'> & { parsed: ParsedRow | null }

const select = `
  SELECT row_number AS "rowNumber", parsed, content_key AS "contentKey", problems, repairs, outcome, decision,
         person_id AS "personId", repeats_row AS "repeatsRow", match, to_json(committed_at)#>>'{}' AS "committedAt"
  FROM upload_row WHERE upload_id = $1`

export type RowFilter = { after?: number; limit?: number; outcome?: RowOutcome; undecided?: boolean }

export async function selectUploadRows(
  tx: Tx,
  uploadId: string,
  filter: RowFilter = {},
): Promise<UploadRowState[]> {
  const { rows } = await tx.$client.query<StoredRow>(
    `${select} AND row_number > $2 AND ($3::text IS NULL OR outcome = $3)
       AND (NOT $4::boolean OR (outcome = 'suspected' AND committed_at IS NULL AND coalesce(decision, 'later') = 'later'))
     ORDER BY row_number LIMIT $5`,
    [uploadId, filter.after ?? 0, filter.outcome ?? null, filter.undecided ?? false, filter.limit ?? null],
  )
  return rows.map(toState)
}

function toState({ parsed, ...row }: StoredRow): UploadRowState {
  return { ...row, person: parsed?.person ?? null, repeat: parsed?.repeat ?? null }
}
