/**
 * The process in which a staff list from a stranger's file is opened: no secrets in its environment, a capped heap, and
 * it is killed when it takes too long. One job, then it ends; it also ends when its parent does.
 */
import type { ListRow } from '#domain/person-list/headings.ts'
import { Problem } from '#domain/problem.ts'
import type { SheetRow } from '#domain/roster-list.ts'
import { problemOfFile } from '#http/file-reading/file-error.ts'
import type { FileLimits } from '#http/file-reading/limits.ts'
import { openSheets } from '#http/file-reading/sheets.ts'

export type RosterFileJob = { file: Uint8Array; fileName: string; limits: FileLimits; rowsMax: number }
export type RosterFileAnswer =
  | { answer: 'sheets'; sheets: SheetRow[][] }
  | { answer: 'problem'; code: Problem['code']; facts: Problem['facts'] }
  | { answer: 'bug' }

/** With titles, sums and signatures around them. */
const LINES_MAX = 2000
const COLUMNS_MAX = 60
const CELL_MAX = 300
const SHEETS_MAX = 10

async function readSheets({ file, fileName, limits, rowsMax }: RosterFileJob): Promise<SheetRow[][]> {
  const content = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const { sheets } = await openSheets(content, fileName, limits)
  const found: SheetRow[][] = []
  for await (const { rows } of sheets) {
    found.push(await takeLines(rows, rowsMax))
    if (found.length === SHEETS_MAX) break
  }
  return found
}

/** Lines with anything in them; a sheet of a thousand empty ones is a short one. */
async function takeLines(
  rows: AsyncIterable<ListRow> | Iterable<ListRow>,
  rowsMax: number,
): Promise<SheetRow[]> {
  const lines: SheetRow[] = []
  for await (const { rowNumber, cells } of rows) {
    if (cells.every((cell) => cell === '')) continue
    if (lines.length === LINES_MAX) throw new Problem('roster.file-rows', { limit: rowsMax })
    lines.push({ rowNumber, cells: cells.slice(0, COLUMNS_MAX).map((cell) => cell.slice(0, CELL_MAX)) })
  }
  return lines
}

function answerOf(error: unknown): RosterFileAnswer {
  const problem = problemOfFile(error)
  return problem === null
    ? { answer: 'bug' }
    : { answer: 'problem', code: problem.code, facts: problem.facts }
}

function send(answer: RosterFileAnswer): void {
  process.send!(answer, undefined, undefined, () => process.disconnect())
}

process.on('disconnect', () => process.exit(0))
process.once('message', (job: RosterFileJob) => {
  readSheets(job).then(
    (sheets) => send({ answer: 'sheets', sheets }),
    (error: unknown) => send(answerOf(error)),
  )
})
