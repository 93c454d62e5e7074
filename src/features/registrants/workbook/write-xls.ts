/** The same .xls with one column filled, in its own record stream; see `biff.ts`. */
import * as sheetJs from '@e965/xlsx'
import { RESULT_HEADING } from '#domain/person-list/headings.ts'
import { Problem } from '#domain/problem.ts'
import { type BiffRecord, addStrings, biff, findSheetStart, readSubstreams, writeSubstreams } from './biff.ts'
import type { ResultTarget } from './list-file.ts'

type Entry = { content: Buffer; size: number }
type Containers = {
  read(file: Buffer, options: { type: 'buffer' }): object
  find(container: object, path: string): Entry | null
  write(container: object, options: { type: 'buffer' }): Buffer
}
const containers = sheetJs.CFB as Containers

export function writeXlsResults(file: Buffer, target: ResultTarget, results: ReadonlyMap<number, string>): Buffer {
  const texts = new Map(results)
  if (target.headingRow !== null) texts.set(target.headingRow, RESULT_HEADING)
  const container = containers.read(file, { type: 'buffer' })
  const entry = containers.find(container, '/Workbook')
  if (entry === null) throw new Problem('list.file-damaged')
  const substreams = readSubstreams(Buffer.from(entry.content))
  const globals = substreams[0]!
  const start = findSheetStart(globals, target.sheetName)
  const sheet = substreams.find((substream) => substream.start === start)
  if (sheet === undefined) throw new Problem('list.file-damaged')
  const numbers = addStrings(globals, texts.values())
  const cells = new Map([...texts].map(([rowNumber, text]) => [rowNumber - 1, numbers.get(text)!]))
  sheet.records = fillColumn(sheet.records, target.resultColumn, cells)
  // Both hold positions that have moved; readers do without.
  for (const substream of substreams) {
    substream.records = substream.records.filter(({ type }) => type !== biff.rowIndex && type !== biff.rowBlock)
  }
  entry.content = writeSubstreams(substreams)
  entry.size = entry.content.length
  return containers.write(container, { type: 'buffer' })
}

const cellTypes: ReadonlySet<number> = new Set([
  biff.formula,
  biff.numbers,
  biff.blanks,
  biff.richText,
  biff.stringCell,
  biff.blank,
  biff.number,
  biff.label,
  biff.truth,
  biff.packedNumber,
])

/** @param cells shared-string number by zero-based row. Every such row has a cell already: it was read. */
function fillColumn(records: readonly BiffRecord[], column: number, cells: ReadonlyMap<number, number>): BiffRecord[] {
  const filled: BiffRecord[] = []
  let open: { row: number; text: number } | null = null
  let inCells = false
  for (const record of records) {
    const isCell = cellTypes.has(record.type)
    const row = isCell ? record.data.readUInt16LE(0) : -1
    const first = isCell ? record.data.readUInt16LE(2) : -1
    if (open !== null && (row !== open.row || first > column) && (isCell || endsCells(record, inCells))) {
      filled.push(stringCell(open.row, column, 0x0f, open.text))
      open = null
    }
    inCells = isCell || (inCells && !endsCells(record, inCells))
    if (!isCell) {
      filled.push(widen(record, column, cells))
      continue
    }
    const text = cells.get(row)
    const isFirstOfRow = filled.findLast(({ type }) => cellTypes.has(type))?.data.readUInt16LE(0) !== row
    if (text !== undefined && isFirstOfRow) open = { row, text }
    if (open !== null && first > column) {
      filled.push(stringCell(row, column, 0x0f, open.text))
      open = null
    }
    const covers = open !== null && first <= column && column <= lastColumn(record)
    if (!covers) filled.push(record)
    else {
      filled.push(...replaceIn(record, column, open!.text))
      open = null
    }
  }
  return filled
}
