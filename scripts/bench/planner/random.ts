/** Seeded: the same seed gives the same instance on every machine. */
export type Random = {
  /** From 0 up to and without 1. */
  next: () => number
  /** Mean 0, deviation 1. */
  normal: () => number
  /** A whole number from 0 up to and without `count`. */
  below: (count: number) => number
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return { next, normal, below: (count) => Math.floor(next() * count) }
}

/** Fisher–Yates; the first `count` of a shuffled copy. */
export function draw<Item>(random: Random, items: readonly Item[], count: number): Item[] {
  const left = [...items]
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(random.below(left.length), 1)[0]!,
  )
}
