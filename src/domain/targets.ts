/** Targets of a ward and of its parts (residential groups, villages): they are set by different hands and must agree. */

export type PartsCheck = {
  whole: number
  /** Sum over the parts that have a target. */
  parts: number
  partsSet: number
  partsTotal: number
  verdict: 'over' | 'under'
}

/**
 * Compares the target of a ward with those of its parts. Parts that are still missing may make up what is lacking, so
 * too little is said only when every part is set.
 *
 * @param parts persons of each part; null where no target is set yet.
 * @returns null when there is nothing to say.
 */
export function checkParts(whole: number | null, parts: readonly (number | null)[]): PartsCheck | null {
  const set = parts.filter((persons) => persons !== null)
  if (whole === null || set.length === 0) return null
  const sum = set.reduce((so, persons) => so + persons, 0)
  const found = { whole, parts: sum, partsSet: set.length, partsTotal: parts.length }
  if (sum > whole) return { ...found, verdict: 'over' }
  return set.length === parts.length && sum < whole ? { ...found, verdict: 'under' } : null
}
