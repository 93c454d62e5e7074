/** How two names of people compare, once folded. Vietnamese names share most of their words, so likeness goes by words. */

/**
 * `near`: the same tên, and họ and đệm the same but for one slip, words left out or words in another order.
 * `near-given`: all the same but for one slip in the tên. Siblings and twins differ in a whole tên or a whole đệm.
 */
export type NameLikeness = 'same' | 'near' | 'near-given' | 'other'

export function compareNames(a: string, b: string): NameLikeness {
  if (a === b) return 'same'
  const [startA, startB] = [a.lastIndexOf(' ') + 1, b.lastIndexOf(' ') + 1]
  const [givenA, givenB] = [a.slice(startA), b.slice(startB)]
  if (isRunTogether(a, b)) return 'near'
  if (startA === 0 || startB === 0) return 'other'
  if (givenA === givenB)
    return isNearBefore(a.slice(0, startA - 1), b.slice(0, startB - 1)) ? 'near' : 'other'
  if (a.length === b.length && bagOf(a.split(' ')) === bagOf(b.split(' '))) return 'near'
  return a.slice(0, startA) === b.slice(0, startB) && isOneSlip(givenA, givenB) ? 'near-given' : 'other'
}

/** The same letters with fewer spaces. */
function isRunTogether(a: string, b: string): boolean {
  if (a[0] !== b[0] || a.length === b.length || a.at(-1) !== b.at(-1)) return false
  return a.replaceAll(' ', '') === b.replaceAll(' ', '')
}

function bagOf(words: readonly string[]): string {
  return words.toSorted().join(' ')
}

/** What stands before an equal tên. */
function isNearBefore(a: string, b: string): boolean {
  const [left, right] = [a.split(' '), b.split(' ')]
  const [long, short] = left.length >= right.length ? [left, right] : [right, left]
  if (long.length === short.length + 1 && isWithin(short, long)) return true
  if (long.length !== short.length) return short.length === 1 && long[0] === short[0]
  const unlike = long.flatMap((word, at) => (word === short[at] ? [] : [[word, short[at]!] as const]))
  if (unlike.length === 1) return isOneSlip(...unlike[0]!)
  return bagOf(long) === bagOf(short)
}

/** Are the words of `short` the words of `long` in their order, some left out? */
function isWithin(short: readonly string[], long: readonly string[]): boolean {
  let at = 0
  for (const word of long) if (word === short[at]) at += 1
  return at === short.length
}

/** One letter or digit more, less, other, or two neighbours swapped. */
export function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  return (
    (left.length <= 1 && right.length <= 1) ||
    (left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0])
  )
}
