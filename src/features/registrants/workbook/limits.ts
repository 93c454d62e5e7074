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

const MB = 1024 * 1024

export const listLimits: ListLimits = {
  bytes: { xlsx: 20 * MB, csv: 40 * MB, xls: 20 * MB },
  unpackedBytes: 200 * MB,
  zipEntries: 200,
  rows: { xlsx: 50_000, csv: 50_000, xls: 20_000 },
  columns: 60,
  cellCharacters: 1000,
  memoryMb: { xlsx: 300, csv: 300, xls: 700 },
  timeoutMs: 60_000,
}

/** The largest upload that any kind of file allows: for the route's own limit. */
export const LIST_BYTES_MAX = Math.max(...Object.values(listLimits.bytes))

export function unpackedProblem(limits: ListLimits): Problem {
  return new Problem('list.file-unpacked', {
    limitMb: Math.floor(limits.unpackedBytes / MB),
    limitEntries: limits.zipEntries,
  })
}
