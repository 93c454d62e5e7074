import type { Pool } from 'pg'

/** Kept no longer, though nothing was committed: the day goes on. */
const KEEP_MS = 30_000
/** Views of other reach or of other questions, the oldest looked at first to go. */
const VIEWS_MAX = 50

type View<T> = { value: T; state: string; day: string; readAtMs: number }

/**
 * What was read last, answered again for as long as nothing whatever was committed in the database since: asked of the
 * database itself, which costs one statement instead of twenty, so that no answer is older than the question. Readings
 * asked for while one runs share the next.
 */
export class KeptViews<T> {
  readonly #pool: Pool
  readonly #views = new Map<string, View<T>>()
  readonly #running = new Map<string, Promise<T>>()
  readonly #waiting = new Map<string, Promise<T>>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** @param day the calendar day of now: what is kept of yesterday is not today's. */
  async read(key: string, day: string, load: () => Promise<T>): Promise<T> {
    const kept = this.#views.get(key)
    if (kept !== undefined && kept.day === day && performance.now() - kept.readAtMs < KEEP_MS) {
      if ((await this.#state()) === kept.state) return kept.value
    }
    return this.#readAnew(key, day, load)
  }

  /** One after the other: whoever comes while one is being read may have seen what it has not. */
  #readAnew(key: string, day: string, load: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key)
    if (running === undefined) return this.#run(key, day, load)
    const waiting = this.#waiting.get(key)
    if (waiting !== undefined) return waiting
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.#waiting.delete(key)
        return this.#run(key, day, load)
      })
    this.#waiting.set(key, next)
    return next
  }

  #run(key: string, day: string, load: () => Promise<T>): Promise<T> {
    const reading = this.#load(key, day, load).finally(() => this.#running.delete(key))
    this.#running.set(key, reading)
    return reading
  }

  async #load(key: string, day: string, load: () => Promise<T>): Promise<T> {
    // Asked first: what is committed between this and the reading makes the next question read again.
    const state = await this.#state()
    const value = await load()
    this.#views.delete(key)
    this.#views.set(key, { value, state, day, readAtMs: performance.now() })
    const [oldest] = this.#views.keys()
    if (this.#views.size > VIEWS_MAX && oldest !== undefined) this.#views.delete(oldest)
    return value
  }

  /** Differs as soon as anything that changes something has begun or ended. */
  async #state(): Promise<string> {
    const { rows } = await this.#pool.query<{ state: string }>('SELECT pg_current_snapshot()::text AS state')
    return rows[0]!.state
  }
}
