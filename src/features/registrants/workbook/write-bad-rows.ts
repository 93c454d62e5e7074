/** Only the rows that were not taken, under their own headings, each with its reason: to be mended and sent again. */
import { type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { guardFormula } from '#domain/person-list/cells.ts'
import { REASON_HEADING, type ListRow } from '#domain/person-list/headings.ts'
import type { CollectedFile } from './collect-file.ts'

const SHEET = 'Dong chua nhan'
const [WIDTH, REASON_WIDTH] = [16, 70]

/** Every cell is text, so that phones and codes keep their zeros; formulas are guarded, for others open the file. */
export async function writeBadRowsNow(
  list: CollectedFile,
  reasons: ReadonlyMap<number, string>,
): Promise<Uint8Array> {
  const { headings, headingRows, width } = list
  const column = headings.columns.get('reason') ?? width
  const lastHeading = headingRows.length - 1
  const rows = headingRows.map((row, at) => filled(row, column, at === lastHeading ? REASON_HEADING : ''))
  for (const row of list.rows()) {
    const reason = reasons.get(row.rowNumber)
    if (reason !== undefined) rows.push(filled({ ...row, cells: row.cells.map(readableDay) }, column, reason))
  }
  const columns = Array.from({ length: column + 1 }, (_, at) => ({
    width: at === column ? REASON_WIDTH : WIDTH,
    style: { numFmt: '@' },
  }))
  const sheet: WriteSheet = { name: SHEET, rows, columns, freezePane: { rows: headingRows.length } }
  return writeXlsx({ sheets: [sheet] })
}

function filled(row: ListRow, column: number, text: string): string[] {
  const cells = Array.from({ length: Math.max(row.cells.length, column + 1) }, (_, at) => row.cells[at] ?? '')
  return cells.with(column, text).map(guardFormula)
}

/** Date cells were read as ISO; the form asks for dd/mm/yyyy. */
function readableDay(cell: string): string {
  return cell.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1')
}
