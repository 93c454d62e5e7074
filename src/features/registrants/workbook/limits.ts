/** What a list of registrants may cost us (settled limits). */
import type { ListLimits } from '#http/file-reading/limits.ts'

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

/**
 * How far reading gives way to whoever enters a dose at that moment (`nice`): two thirds of what others get. At ten it got a tenth,
 * and on a busy machine stood still with its transaction open; at two, doses were as fast as at five (p95 38 and 61 ms).
 */
export const READING_PRIORITY = 2

/** The largest upload that any kind of file allows: for the route's own limit. */
export const LIST_BYTES_MAX = Math.max(...Object.values(listLimits.bytes))
