import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'

/** Changes within it are told together: one notification per tick, never one inside a transaction that writes. */
const TICK_MS = 250
const RECONNECT_MS = 1_000

/**
 * That something was committed, told to every replica on this database by LISTEN/NOTIFY. It carries no content: whoever
 * follows reads again. After a lost connection everybody is told once, because something may have been missed.
 */
export class Changes {
  readonly #pool: Pool
  readonly #channel: string
  readonly #followers = new Set<() => void>()
  #tick: NodeJS.Timeout | null = null
  #isListening = false
  #client: PoolClient | null = null
  #closed = false

  /** @param name one for each authority of the database. */
  constructor(pool: Pool, name: string) {
    this.#pool = pool
    this.#channel = `"changes ${name.replaceAll('"', '')}"`
  }

  /** After COMMIT. */
  touch(): void {
    if (this.#closed) return
    this.#tick ??= setTimeout(() => {
      this.#tick = null
      // Lost with the connection: the next change, or the followers' own look now and then, makes up for it.
      this.#pool.query(`NOTIFY ${this.#channel}`).catch(() => undefined)
    }, TICK_MS)
  }

  /** @returns ends it. */
  follow(onChange: () => void): () => void {
    this.#followers.add(onChange)
    if (!this.#isListening) void this.#listen()
    return () => void this.#followers.delete(onChange)
  }

  close(): void {
    this.#closed = true
    this.#followers.clear()
    if (this.#tick !== null) clearTimeout(this.#tick)
    this.#client?.release(true)
    this.#client = null
  }

  async #listen(): Promise<void> {
    this.#isListening = true
    while (!this.#closed) {
      try {
        await this.#listenOnce()
      } catch {
        // The database is away; so it is for every request, which says so.
      }
      if (!this.#closed) await sleep(RECONNECT_MS, undefined, { ref: false })
      this.#tell()
    }
  }

  /** Returns when the connection has ended. */
  async #listenOnce(): Promise<void> {
    const client = await this.#pool.connect()
    if (this.#closed) return client.release()
    this.#client = client
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve())
      client.on('end', () => resolve())
    })
    client.on('notification', () => this.#tell())
    try {
      await client.query(`LISTEN ${this.#channel}`)
      await ended
    } finally {
      // Unless `close` has given it back.
      if (this.#client === client) client.release(true)
      this.#client = null
    }
  }

  #tell(): void {
    for (const onChange of this.#followers) onChange()
  }
}
