import { randomInt } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'

const FIRST_LANE = 16
const LANES = 16

/**
 * The writer's own connection and audit lane. The lane is held by an advisory lock of that connection, so it is free
 * again the moment the connection ends; the row itself is locked by every set, so that sharing it is slow, not wrong.
 */
export class Lane {
  readonly #pool: Pool
  #held: { client: PoolClient; laneId: number } | null = null

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async connect(): Promise<{ client: PoolClient; laneId: number }> {
    this.#held ??= await take(this.#pool)
    return this.#held
  }

  /** Gives the connection up; the next set opens another and takes a lane again. */
  drop(): void {
    this.#held?.client.release(true)
    this.#held = null
  }
}

async function take(pool: Pool): Promise<{ client: PoolClient; laneId: number }> {
  const client = await pool.connect()
  client.on('error', ignoreBetweenSets)
  try {
    const start = randomInt(LANES)
    for (let count = 0; count < LANES; count++) {
      const laneId = FIRST_LANE + ((start + count) % LANES)
      // Named by schema: authorities share a database, and with it the space of advisory locks.
      const { rows } = await client.query<{ taken: boolean }>(
        "SELECT pg_try_advisory_lock(hashtext(current_schema() || ' audit lane'), $1) AS taken",
        [laneId],
      )
      if (rows[0]?.taken === true) return { client, laneId }
    }
    return { client, laneId: FIRST_LANE + start }
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** A connection that breaks while nothing runs on it: the next statement says so and it is dropped then. */
function ignoreBetweenSets(): void {}
