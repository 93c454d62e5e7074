/** Where the candidates for a match lie, so that nobody is compared with everybody. */
import type { MatchSubject } from './match.ts'

/**
 * Two people can only match when one is filed under a key under which the other is sought. Each kind of evidence has its
 * key: a number; name and day of birth; ward and day of birth, day and month in either order; group, name and year, or
 * month and day; and, for a birth without a day, all who were born in that year in the group. Keys are hashes: two that
 * meet by chance cost a comparison and nothing else.
 */
export function matchKeys(subject: MatchSubject): { filed: number[]; sought: number[] } {
  const { fullNameFolded, bornOn, bornPrecision, identifiers, wardKey, groupKey } = subject
  const both = identifiers.map(({ kind, key }) => hash(hash(1, kind), key))
  const [year, month, day] = [Number(bornOn.slice(0, 4)), Number(bornOn.slice(5, 7)), Number(bornOn.slice(8))]
  const name = hash(2, fullNameFolded)
  const ward = hash(3, wardKey)
  const hasDay = bornPrecision === 'day'
  // Also of a birth without a day: on one and the same list it tells rows apart as it is written.
  both.push(mix(name, year * 10_000 + month * 100 + day))
  if (hasDay) {
    const [first, second] = month < day ? [month, day] : [day, month]
    both.push(mix(ward, year * 10_000 + first * 100 + second))
  }
  if (groupKey === null) return { filed: both, sought: both }
  const group = hash(ward, groupKey)
  both.push(mix(mix(group, year), name))
  if (hasDay) both.push(mix(mix(group, -month * 100 - day), name))
  const [known, vague] = [mix(group, year * 2), mix(group, year * 2 + 1)]
  return hasDay
    ? { filed: [...both, known], sought: [...both, vague] }
    : { filed: [...both, vague], sought: [...both, known, vague] }
}

/** 31 bits, so that a key is the cheapest kind of number. */
function mix(seed: number, value: number): number {
  const mixed = Math.imul(seed ^ value ^ (value >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) & 0x3fffffff
}

function hash(seed: number, text: string): number {
  let hashed = seed
  for (let at = 0; at < text.length; at++) hashed = Math.imul(hashed ^ text.charCodeAt(at), 0x01000193)
  return mix(hashed, text.length)
}

/** More people than this on one key say nothing (a list of one school and year), and would cost the square. */
const BUCKET_MAX = 50

/** People under their keys: a chain for each key, the newest first. Each costs the same, however many there are. */
export class MatchIndex<T> {
  readonly #values: T[] = []
  readonly #heads = new Map<number, number>()
  readonly #owners: number[] = []
  readonly #next: number[] = []
  /** In which search a value was found last. */
  readonly #seen: number[] = []
  #searches = 0

  /** @param states the person as known in one or more ways. */
  add(value: T, ...states: readonly MatchSubject[]): void {
    const owner = this.#values.push(value) - 1
    this.#seen.push(0)
    for (const state of states) {
      for (const key of matchKeys(state).filed) {
        const head = this.#heads.get(key)
        if (head !== undefined && this.#owners[head] === owner) continue
        this.#next.push(head ?? -1)
        this.#heads.set(key, this.#owners.push(owner) - 1)
      }
    }
  }

  /** Everybody whom the subject may match, each once, in the order in which they were added. */
  find(subject: MatchSubject): T[] {
    this.#searches += 1
    const found: number[] = []
    for (const key of matchKeys(subject).sought) {
      let at = this.#heads.get(key) ?? -1
      for (let count = 0; at >= 0 && count < BUCKET_MAX; count++) {
        const owner = this.#owners[at]!
        if (this.#seen[owner] !== this.#searches) found.push(owner)
        this.#seen[owner] = this.#searches
        at = this.#next[at]!
      }
    }
    return found.sort((a, b) => a - b).map((owner) => this.#values[owner]!)
  }
}
