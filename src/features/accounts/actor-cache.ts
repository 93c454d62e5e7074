import type { Actor } from '#domain/access.ts'

/** Other replicas learn of a change within this time; this one at once (`clear`). The bar is a minute. */
const KEPT_MS = 30_000
/** Tokens of a whole city's staff; beyond it the oldest goes. */
const KEPT_MAX = 5_000

type Kept = { actor: Actor; at: number }

/**
 * Who a token belongs to, remembered for some seconds: a phone that enters a dose every half minute would otherwise ask
 * three questions of the database for each one.
 */
export class ActorCache {
  readonly #kept = new Map<string, Kept>()

  /** @param load asks the database; null (no such actor) is never kept. */
  async find(token: string, now: Date, load: () => Promise<Actor | null>): Promise<Actor | null> {
    const kept = this.#kept.get(token)
    const age = kept === undefined ? Infinity : now.getTime() - kept.at
    if (kept !== undefined && age >= 0 && age < KEPT_MS) return kept.actor
    const actor = await load()
    this.#kept.delete(token)
    if (actor === null) return null
    if (this.#kept.size >= KEPT_MAX) {
      const [oldest] = this.#kept.keys()
      if (oldest !== undefined) this.#kept.delete(oldest)
    }
    this.#kept.set(token, { actor, at: now.getTime() })
    return actor
  }

  /** After any change to accounts, grants, places, sites or sessions. */
  clear(): void {
    this.#kept.clear()
  }
}
