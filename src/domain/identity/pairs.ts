/** Answers to "is this the same person?" that were given before. */

/**
 * Pairs that were answered "another person", by `pairKey`. A side is the id of a stored person or the content key of a row
 * that is not stored yet.
 */
export type DecidedPairs = ReadonlySet<string>

/** The same for both orders. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}
