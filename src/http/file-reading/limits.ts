/** What a list file may cost us. Over a limit the file is refused and the limit named; it is never cut. */
import { Problem } from '#domain/problem.ts'

export type ListKind = 'xls' | 'xlsx' | 'csv'

export type ListLimits = {
  /** Size of the file itself, in bytes. */
  bytes: Readonly<Record<ListKind, number>>
  /** All parts of an .xlsx unpacked, in bytes, and their number; also what the rows come to as text. */
  unpackedBytes: number
  zipEntries: number
  /** Rows with anything in them below the headings. */
  rows: Readonly<Record<ListKind, number>>
  columns: number
  cellCharacters: number
  /** The whole memory of the reading process. An .xls is held whole by its library. */
  memoryMb: Readonly<Record<ListKind, number>>
  /** Until the first rows come, and then between two batches. */
  timeoutMs: number
}

/** What opening a file asks for; rows and cells are counted by whoever reads them. */
export type FileLimits = Pick<ListLimits, 'bytes' | 'unpackedBytes' | 'zipEntries'>

const MB = 1024 * 1024

export function unpackedProblem(limits: FileLimits): Problem {
  return new Problem('list.file-unpacked', {
    limitMb: Math.floor(limits.unpackedBytes / MB),
    limitEntries: limits.zipEntries,
  })
}
