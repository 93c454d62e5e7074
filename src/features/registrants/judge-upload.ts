import { judgeRows, type RowJudgement, type StagedRow } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import { selectElsewhere, selectKnownPeople } from './match-queries.ts'

/** What each row comes to as things stand now: asked for the preview, and again before anything is stored. */
export async function judgeUpload(
  tx: Tx,
  list: { listId: string; wardId: string },
  rows: readonly Omit<StagedRow, 'elsewhere'>[],
): Promise<RowJudgement[]> {
  const asked = rows.map(({ person }) => person)
  const people = await selectKnownPeople(tx, list, asked)
  const elsewhere = await selectElsewhere(tx, list.wardId, rows)
  return judgeRows(
    rows.map((row) => ({ ...row, elsewhere: elsewhere.get(row.rowNumber) ?? null })),
    people,
  )
}
