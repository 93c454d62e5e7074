/** The official's own workbook, given back with what became of each row. Text gets a column and a byte order mark. */
import { stringify } from 'csv-stringify/sync'
import { guardFormula, openFormula } from '#domain/person-list/cells.ts'
import { RESULT_HEADING } from '#domain/person-list/headings.ts'
import { parseText } from '#http/file-reading/read-text.ts'
import type { ResultTarget } from './list-file.ts'
import { writeXlsResults } from './write-xls.ts'
import { writeXlsxResults } from './write-xlsx.ts'

/** @param results by row number as Excel shows it; rows without an entry keep their cell. */
export function fillResults(
  file: Buffer,
  target: ResultTarget,
  results: ReadonlyMap<number, string>,
): Buffer {
  if (target.kind === 'xlsx') return writeXlsxResults(file, target, results)
  return target.kind === 'xls' ? writeXlsResults(file, target, results) : fillText(file, target, results)
}

/** Guarded against formulas: the file is opened by other people than the one who typed it. */
function fillText(file: Buffer, target: ResultTarget, results: ReadonlyMap<number, string>): Buffer {
  const column = target.resultColumn
  const texts = new Map(results)
  if (target.headingRow !== null) texts.set(target.headingRow, RESULT_HEADING)
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
  // Line breaks inside a heading are quoted whatever ends a row, else they would end it.
  const options = { delimiter, bom: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ }
  return Buffer.from(stringify(filled, options))
}
