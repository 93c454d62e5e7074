/** The door to files of registrants: both functions open them in a process of their own. */
import type { ListRow } from '#domain/person-list/headings.ts'
import { type ListLimits, listLimits } from './limits.ts'
import type { ListFile, ResultTarget } from './list-file.ts'
import { runChild } from './run-child.ts'

/**
 * The rows of the first sheet with a list's headings, as text.
 * @throws Problem list.file-empty, -kind, -macro, -locked, -too-large, -unpacked, -damaged, -encoding, -too-heavy,
 * list.rows-too-many, list.columns-too-many, list.cell-too-long, list.headings-missing
 */
export async function readList(
  file: Buffer,
  fileName: string,
  limits: ListLimits = listLimits,
): Promise<ListFile> {
  const rows: ListRow[] = []
  for (const answer of await runChild({ job: 'read', file, fileName, limits }, limits)) {
    if (answer.answer === 'rows') for (const row of answer.rows) rows.push(row)
    if (answer.answer === 'list') return { ...answer.list, rows }
  }
  throw new Error('The reading process ended without a list')
}

/** The same file with the result column filled. @throws Problem list.file-damaged, list.file-too-heavy */
export async function writeResults(
  file: Buffer,
  target: ResultTarget,
  results: ReadonlyMap<number, string>,
  limits: ListLimits = listLimits,
): Promise<Buffer> {
  for (const answer of await runChild({ job: 'write', file, target, results }, limits)) {
    if (answer.answer === 'file') return Buffer.from(answer.file)
  }
  throw new Error('The writing process ended without a file')
}
