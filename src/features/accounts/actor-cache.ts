import type { Actor } from '#domain/access.ts'

/** Other replicas learn of a change within this time; this one at once (`clear`). The bar is a minute. */
const KEPT_MS = 30_000
/** Tokens of a whole city's staff; beyond it the oldest goes. */
const KEPT_MAX = 5_000

type Kept = { actor: Actor; at: number; until: number }
/** Who a token belongs to, and when it ends. */
export type Known = { actor: Actor; expiresAt: Date }

/**
 * Who a token belongs to, remembered for some seconds: a phone that enters a dose every half minute would otherwise ask
 * three questions of the database for each one, and a signature checked again that has not changed.
 */
export class ActorCache {
  readonly #kept = new Map<string, Kept>()

  /** @param load checks the token and asks the database; null (no such actor) is never kept. */
  async find(token: string, now: Date, load: () => Promise<Known | null>): Promise<Actor | null> {
    const kept = this.#kept.get(token)
    const at = now.getTime()
    if (kept !== undefined && at >= kept.at && at < kept.until) return kept.actor
    const known = await load()
    this.#kept.delete(token)
    if (known === null) return null
    const { actor, expiresAt } = known
    if (this.#kept.size >= KEPT_MAX) {
      const [oldest] = this.#kept.keys()
      if (oldest !== undefined) this.#kept.delete(oldest)
    }
    this.#kept.set(token, { actor, at, until: Math.min(at + KEPT_MS, expiresAt.getTime()) })
    return actor
  }

  /** After any change to accounts, grants, places, sites or sessions. */
  clear(): void {
    this.#kept.clear()
  }
}
