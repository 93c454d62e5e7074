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

export function writeXlsResults(
  file: Buffer,
  target: ResultTarget,
  results: ReadonlyMap<number, string>,
): Buffer {
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
    substream.records = substream.records.filter(
      ({ type }) => type !== biff.rowIndex && type !== biff.rowBlock,
    )
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

/** They belong to the formula before them: its text, or what it shares with others. */
const followers: ReadonlySet<number> = new Set([0x0207, 0x04bc, 0x0221, 0x0236, biff.continued])
/** The look of a cell that nobody formatted. */
const DEFAULT_LOOK = 15

type Place = { at: number; covering: boolean; found: boolean }

/** @param cells shared-string number by zero-based row. Every such row has a cell already: it was read. */
function fillColumn(
  records: readonly BiffRecord[],
  column: number,
  cells: ReadonlyMap<number, number>,
): BiffRecord[] {
  const places = Map.groupBy(findPlaces(records, column, cells), ([, place]) => place.at)
  const filled: BiffRecord[] = []
  let skipping = false
  for (const [at, record] of records.entries()) {
    skipping &&= followers.has(record.type)
    if (skipping) continue
    const here = places.get(at) ?? []
    for (const [row, { covering }] of here) {
      if (!covering) filled.push(stringCell(row, column, DEFAULT_LOOK, cells.get(row)!))
    }
    const covered = here.find(([, place]) => place.covering)
    if (covered === undefined) filled.push(widen(record, column, cells))
    else filled.push(...replaceIn(record, column, cells.get(covered[0])!))
    skipping = covered !== undefined && record.type === biff.formula
  }
  return filled
}

/** For each row the record that holds the column's cell, else the one before which a new cell goes. */
function findPlaces(
  records: readonly BiffRecord[],
  column: number,
  cells: ReadonlyMap<number, number>,
): Map<number, Place> {
  const places = new Map<number, Place>()
  for (const [at, record] of records.entries()) {
    const row = cellTypes.has(record.type) ? record.data.readUInt16LE(0) : -1
    if (!cells.has(row) || places.get(row)?.found === true) continue
    const first = record.data.readUInt16LE(2)
    if (first > column) places.set(row, { at, covering: false, found: true })
    else if (column <= lastColumn(record)) places.set(row, { at, covering: true, found: true })
    else places.set(row, { at: afterFollowers(records, at + 1), covering: false, found: false })
  }
  return places
}

function afterFollowers(records: readonly BiffRecord[], from: number): number {
  let at = from
  while (followers.has(records[at]?.type ?? 0)) at += 1
  return at
}

function lastColumn({ type, data }: BiffRecord): number {
  return data.readUInt16LE(type === biff.blanks || type === biff.numbers ? data.length - 2 : 2)
}

function stringCell(row: number, column: number, look: number, text: number): BiffRecord {
  const data = Buffer.alloc(10)
  data.writeUInt16LE(row)
  data.writeUInt16LE(column, 2)
  data.writeUInt16LE(look, 4)
  data.writeUInt32LE(text, 6)
  return { type: biff.stringCell, data }
}

/** A run of blanks or numbers over the column is cut into what stands before it, the new cell, and the rest. */
function replaceIn({ type, data }: BiffRecord, column: number, text: number): BiffRecord[] {
  const row = data.readUInt16LE(0)
  const first = data.readUInt16LE(2)
  if (type !== biff.blanks && type !== biff.numbers)
    return [stringCell(row, column, data.readUInt16LE(4), text)]
  const width = type === biff.blanks ? 2 : 6
  const entries = data.subarray(4, -2)
  const at = (column - first) * width
  return [
    ...runOf(type, row, first, entries.subarray(0, at), width),
    stringCell(row, column, entries.readUInt16LE(at), text),
    ...runOf(type, row, column + 1, entries.subarray(at + width), width),
  ]
}

function runOf(type: number, row: number, first: number, entries: Buffer, width: number): BiffRecord[] {
  const count = entries.length / width
  if (count === 0) return []
  const head = Buffer.alloc(4)
  head.writeUInt16LE(row)
  head.writeUInt16LE(first, 2)
  // A run of one is written as a single cell: readers expect at least two.
  if (count === 1) {
    return [
      { type: type === biff.blanks ? biff.blank : biff.packedNumber, data: Buffer.concat([head, entries]) },
    ]
  }
  const tail = Buffer.alloc(2)
  tail.writeUInt16LE(first + count - 1)
  return [{ type, data: Buffer.concat([head, entries, tail]) }]
}

/** Rows and the sheet say how far they reach: one past the last column. */
function widen(record: BiffRecord, column: number, cells: ReadonlyMap<number, number>): BiffRecord {
  const at =
    record.type === biff.dimensions
      ? 10
      : record.type === biff.row && cells.has(record.data.readUInt16LE(0))
        ? 4
        : -1
  if (at < 0 || record.data.readUInt16LE(at) > column) return record
  const data = Buffer.from(record.data)
  data.writeUInt16LE(column + 1, at)
  return { type: record.type, data }
}
