/** The official's own workbook, given back with what became of each row. Text gets a column and a byte order mark. */
import { stringify } from 'csv-stringify/sync'
import * as sheetJs from '@e965/xlsx'
import { guardFormula, openFormula } from '#domain/person-list/cells.ts'
import { RESULT_HEADING } from '#domain/person-list/headings.ts'
import { Problem } from '#domain/problem.ts'
import type { ResultTarget } from './list-file.ts'
import { parseText } from './read-text.ts'
import { cellsOf, openXls } from './read-xls.ts'
import { writeXlsxResults } from './write-xlsx.ts'

/** @param results by row number as Excel shows it; rows without an entry keep their cell. */
export function fillResults(
  file: Buffer,
  target: ResultTarget,
  results: ReadonlyMap<number, string>,
): Buffer {
  if (target.kind === 'xlsx') return writeXlsxResults(file, target, results)
  const texts = new Map(results)
  if (target.headingRow !== null) texts.set(target.headingRow, RESULT_HEADING)
  return target.kind === 'xls' ? fillXls(file, target, texts) : fillText(file, target.resultColumn, texts)
}

/** SheetJS keeps sheets, cells, merges and widths, and loses fonts, colours and borders. */
function fillXls(file: Buffer, target: ResultTarget, texts: ReadonlyMap<number, string>): Buffer {
  const workbook = openXls(file)
  const sheet = workbook.Sheets[target.sheetName]
  if (sheet === undefined) throw new Problem('list.file-damaged')
  const rows = cellsOf(sheet)
  for (const [rowNumber, text] of texts) {
    const cells = (rows[rowNumber - 1] ??= [])
    cells[target.resultColumn] = { ...cells[target.resultColumn], t: 's', v: text, w: text }
  }
  widenRange(sheet, target.resultColumn)
  return sheetJs.write(workbook, { type: 'buffer', bookType: 'biff8' }) as Buffer
}

function widenRange(sheet: sheetJs.WorkSheet, column: number): void {
  const range = sheetJs.utils.decode_range(sheet['!ref'] ?? 'A1')
  range.e.c = Math.max(range.e.c, column)
  sheet['!ref'] = sheetJs.utils.encode_range(range)
}

/** Guarded against formulas: the file is opened by other people than the one who typed it. */
function fillText(file: Buffer, column: number, texts: ReadonlyMap<number, string>): Buffer {
  const { rows, delimiter } = parseText(file)
  const filled = rows.map((cells, at) => {
    const text = texts.get(at + 1)
    const padded =
      text === undefined
        ? cells
        : Array.from({ length: Math.max(cells.length, column) }, (_, i) => cells[i] ?? '')
    return (text === undefined ? padded : padded.toSpliced(column, 1, text)).map((cell) =>
      guardFormula(openFormula(cell)),
    )
  })
  return Buffer.from(stringify(filled, { delimiter, bom: true, record_delimiter: '\r\n' }))
}
