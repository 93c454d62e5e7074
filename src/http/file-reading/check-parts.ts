/**
 * Everything in an .xlsx unpacked once without keeping it, before anything is believed: sizes in a directory can lie,
 * a part may declare entities that multiply, or be an archive again. On the way formulas without a value are noted.
 */
import { Problem } from '#domain/problem.ts'
import { type FileLimits, unpackedProblem } from './limits.ts'
import { SHEET_COLUMNS, columnOfReference } from './xlsx-parts.ts'
import { type ZipEntry, unpackEntry } from './zip.ts'

/** Enough of the end of a chunk to hold what may go on in the next one. */
const TAIL = 4096
const archives = ['504b0304', '504b0506', '1f8b08', '526172211a', '377abcaf'].map((mark) =>
  Buffer.from(mark, 'hex'),
)
const UTF16_MARKS: ReadonlySet<string> = new Set(['fffe', 'feff', '3c00', '003c'])

/**
 * @returns by sheet part: the cells (row × 16,384 + column) that are formulas without a value.
 * @throws Problem list.file-unpacked, list.file-nested, list.file-entities, list.file-damaged
 */
export async function checkParts(
  entries: readonly ZipEntry[],
  limits: FileLimits,
): Promise<Map<string, Set<number>>> {
  if (entries.length > limits.zipEntries) throw unpackedProblem(limits)
  const unsolved = new Map<string, Set<number>>()
  let total = 0
  for (const entry of entries) {
    let tail = Buffer.alloc(0)
    let isFirst = true
    for await (const chunk of unpackEntry(entry)) {
      total += chunk.length
      if (total > limits.unpackedBytes) throw unpackedProblem(limits)
      if (isFirst) refuseStart(chunk)
      isFirst = false
      const seen = Buffer.concat([tail, chunk])
      if (seen.includes('<!DOCTYPE') || seen.includes('<!ENTITY')) throw new Problem('list.file-entities')
      if (entry.name.startsWith('xl/worksheets/') && (seen.includes('<f') || seen.includes(':f'))) {
        noteUnsolved(seen.toString('latin1'), cellsOf(unsolved, entry.name))
      }
      tail = seen.subarray(-TAIL)
    }
  }
  return unsolved
}

/** XML in two bytes a letter would hide from the search for entities. */
function refuseStart(chunk: Buffer): void {
  if (archives.some((mark) => chunk.subarray(0, mark.length).equals(mark)))
    throw new Problem('list.file-nested')
  const start = chunk.subarray(0, 2).toString('hex')
  if (UTF16_MARKS.has(start)) throw new Problem('list.file-damaged')
}

function cellsOf(unsolved: Map<string, Set<number>>, part: string): Set<number> {
  const cells = unsolved.get(part) ?? new Set()
  unsolved.set(part, cells)
  return cells
}

const formulaCell =
  /<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*?(?:\/>|>[^<]*<\/(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*\/>|<(?:\w+:)?v><\/(?:\w+:)?v>)?\s*<\/(?:\w+:)?c>/g

/** A text formula may well come to nothing; a number never does. */
function noteUnsolved(xml: string, cells: Set<number>): void {
  for (const [, attributes] of xml.matchAll(formulaCell)) {
    if (/\st\s*=\s*["']str["']/.test(attributes!)) continue
    const [, letters, row] = /\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']/.exec(attributes!) ?? []
    const column = letters === undefined ? null : columnOfReference(letters)
    if (column !== null) cells.add(Number(row) * SHEET_COLUMNS + column)
  }
}
