/**
 * The process in which a staff list from a stranger's file is opened: no secrets in its environment, a capped heap, and
 * it is killed when it takes too long. One job, then it ends; it also ends when its parent does.
 */
import * as sheetJs from '@e965/xlsx'
import type { SheetRow } from '#domain/roster-list.ts'
import { openTextFile } from '#http/file-reading/text-file.ts'

export type RosterFileAnswer = { sheets: SheetRow[][] } | { unreadable: true }

const ROWS_MAX = 2000
const COLUMNS_MAX = 60
const CELL_MAX = 300
const UNPACKED_MAX = 40 * 1024 * 1024
const SHEETS_MAX = 10

function readSheets(file: Buffer): SheetRow[][] {
  const head = file.subarray(0, 4).toString('hex')
  if (head === '504b0304') refuseHuge(file)
  else if (head !== 'd0cf11e0') return [toRows(readText(file))]
  const workbook = sheetJs.read(file, { type: 'buffer', dense: true, sheetRows: ROWS_MAX, bookVBA: false })
  return workbook.SheetNames.slice(0, SHEETS_MAX).map((name) =>
    toRows(
      sheetJs.utils.sheet_to_json<unknown[]>(workbook.Sheets[name]!, {
        header: 1,
        // The bare value: what a cell shows may be 9.1E+10.
        raw: true,
        blankrows: true,
        defval: '',
        range: 0,
      }),
    ),
  )
}

/** Sizes as the archive tells them; one that lies meets the cap of this process. */
function refuseHuge(file: Buffer): void {
  const end = file.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end < 0 || end + 22 > file.length) throw new Error('No directory')
  let at = file.readUInt32LE(end + 16)
  let unpacked = 0
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    unpacked += file.readUInt32LE(at + 24)
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  if (unpacked > UNPACKED_MAX) throw new Error('Too large')
}

/** NUL bytes belong to programs, unless every second byte of the text is one. */
function readText(file: Buffer): unknown[][] {
  const { rows, encoding } = openTextFile(file)
  if (!encoding.startsWith('utf-16') && file.includes(0)) throw new Error('No text')
  return [...rows]
}

const toRows = (rows: unknown[][]): SheetRow[] =>
  rows.slice(0, ROWS_MAX).map((cells, at) => ({
    rowNumber: at + 1,
    cells: cells.slice(0, COLUMNS_MAX).map((cell) => textOf(cell).slice(0, CELL_MAX)),
  }))

function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell.toFixed(0) : String(cell)
  return ''
}

function answerOf(file: Uint8Array): RosterFileAnswer {
  try {
    return { sheets: readSheets(Buffer.from(file.buffer, file.byteOffset, file.byteLength)) }
  } catch {
    // A library's message may quote cells: that it failed is enough.
    return { unreadable: true }
  }
}

process.on('disconnect', () => process.exit(0))
process.once('message', (file: Uint8Array) => {
  process.send!(answerOf(file), undefined, undefined, () => process.disconnect())
})
