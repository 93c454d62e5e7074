/**
 * As much of the .xls record stream (BIFF8, [MS-XLS]) as is needed to give a workbook back with one column filled:
 * records are copied, not understood, so fonts, colours, widths, merges and other sheets stay as they were.
 */
import { Problem } from '#domain/problem.ts'

export type BiffRecord = { type: number; data: Buffer }
/** One sheet, or the workbook's globals, which come first. `start` is where other records say it is. */
export type Substream = { start: number; records: BiffRecord[] }

export const biff = {
  formula: 0x0006,
  endOfSubstream: 0x000a,
  continued: 0x003c,
  sheet: 0x0085,
  numbers: 0x00bd,
  blanks: 0x00be,
  richText: 0x00d6,
  rowBlock: 0x00d7,
  strings: 0x00fc,
  stringCell: 0x00fd,
  stringIndex: 0x00ff,
  dimensions: 0x0200,
  blank: 0x0201,
  number: 0x0203,
  label: 0x0204,
  truth: 0x0205,
  row: 0x0208,
  rowIndex: 0x020b,
  packedNumber: 0x027e,
  startOfSubstream: 0x0809,
} as const

const HEADER = 4
/** A record holds no more than this; longer content goes on in `continued` records. */
export const RECORD_MAX = 8224

/** @throws Problem list.file-damaged */
export function readSubstreams(stream: Buffer): Substream[] {
  const substreams: Substream[] = []
  let records: BiffRecord[] = []
  let start = 0
  let depth = 0
  let at = 0
  while (at + HEADER <= stream.length) {
    const type = stream.readUInt16LE(at)
    const end = at + HEADER + stream.readUInt16LE(at + 2)
    if (end > stream.length) throw new Problem('list.file-damaged')
    if (depth === 0 && type !== biff.startOfSubstream) break // padding after the last sheet
    records.push({ type, data: stream.subarray(at + HEADER, end) })
    if (type === biff.startOfSubstream) depth += 1 // charts lie inside sheets
    if (type === biff.endOfSubstream) depth -= 1
    at = end
    if (depth > 0) continue
    substreams.push({ start, records })
    records = []
    start = at
  }
  if (depth !== 0 || substreams.length === 0) throw new Problem('list.file-damaged')
  return substreams
}

/** Puts the stream together again and tells the globals where each sheet now starts. */
export function writeSubstreams(substreams: readonly Substream[]): Buffer {
  const moved = new Map<number, number>()
  let size = 0
  for (const { start, records } of substreams) {
    moved.set(start, size)
    size += records.reduce((total, record) => total + HEADER + record.data.length, 0)
  }
  const parts = substreams.flatMap(({ records }) =>
    records.flatMap((record) => packRecord(moveSheet(record, moved))),
  )
  return Buffer.concat(parts)
}

function packRecord({ type, data }: BiffRecord): Buffer[] {
  const header = Buffer.alloc(HEADER)
  header.writeUInt16LE(type)
  header.writeUInt16LE(data.length, 2)
  return [header, data]
}

function moveSheet(record: BiffRecord, moved: ReadonlyMap<number, number>): BiffRecord {
  if (record.type !== biff.sheet) return record
  const start = moved.get(record.data.readUInt32LE(0))
  if (start === undefined) throw new Problem('list.file-damaged')
  const data = Buffer.from(record.data)
  data.writeUInt32LE(start)
  return { type: record.type, data }
}

/** The start of the sheet of this name; null when there is none. */
export function findSheetStart(globals: Substream, name: string): number | null {
  const found = globals.records.find(({ type, data }) => type === biff.sheet && sheetName(data) === name)
  return found === undefined ? null : found.data.readUInt32LE(0)
}

function sheetName(data: Buffer): string {
  const wide = (data[7]! & 1) === 1
  return wide ? data.toString('utf16le', 8, 8 + data[6]! * 2) : data.toString('latin1', 8, 8 + data[6]!)
}

/**
 * Adds texts to the workbook's shared strings. The index for fast search is left out: readers do without.
 * @returns the number under which each text now stands.
 */
export function addStrings(globals: Substream, texts: Iterable<string>): Map<string, number> {
  const { records } = globals
  const found = records.findIndex((record) => record.type === biff.strings)
  const at = found < 0 ? records.length - 1 : found
  const head = found < 0 ? Buffer.alloc(8) : Buffer.from(records[at]!.data)
  const first = head.readUInt32LE(4)
  const numbers = new Map<string, number>()
  for (const text of texts) if (!numbers.has(text)) numbers.set(text, first + numbers.size)
  head.writeUInt32LE(head.readUInt32LE(0) + numbers.size, 0)
  head.writeUInt32LE(first + numbers.size, 4)
  let end = at + (found < 0 ? 0 : 1)
  while (records[end]?.type === biff.continued) end += 1
  const kept = found < 0 ? [] : records.slice(at + 1, end)
  globals.records = [
    ...records.slice(0, at),
    { type: biff.strings, data: head },
    ...kept,
    ...packStrings(numbers.keys()),
    ...records.slice(end),
  ].filter((record) => record.type !== biff.stringIndex)
  return numbers
}

/** Whole strings only in each record: one cut in two would need a header of its own. */
function packStrings(texts: Iterable<string>): BiffRecord[] {
  const records: BiffRecord[] = []
  let parts: Buffer[] = []
  let size = 0
  for (const text of texts) {
    const body = Buffer.from(text, 'utf16le')
    const header = Buffer.from([text.length & 0xff, text.length >> 8, 1])
    if (size + header.length + body.length > RECORD_MAX) {
      records.push({ type: biff.continued, data: Buffer.concat(parts) })
      parts = []
      size = 0
    }
    parts.push(header, body)
    size += header.length + body.length
  }
  if (size > 0) records.push({ type: biff.continued, data: Buffer.concat(parts) })
  return records
}
