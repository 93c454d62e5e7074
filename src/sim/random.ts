/** Chance from a seed: the same seed plays the same campaign on every machine (mulberry32). */
export type Random = ReturnType<typeof createRandom>

export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number) => Math.floor(next() * count)
  return {
    next,
    below,
    chance: (share: number) => next() < share,
    pick: <T>(from: readonly T[]): T => {
      if (from.length === 0) throw new RangeError('Nothing to pick from')
      return from[below(from.length)]!
    },
    bytes: (count: number) => Uint8Array.from({ length: count }, () => below(256)),
    /** A copy in another order (Fisher–Yates). */
    shuffled: <T>(items: readonly T[]): T[] => {
      const mixed = [...items]
      for (let at = mixed.length - 1; at > 0; at--) {
        const other = below(at + 1)
        const kept = mixed[at]!
        mixed[at] = mixed[other]!
        mixed[other] = kept
      }
      return mixed
    },
  }
}
