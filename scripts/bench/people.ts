import type { Client } from 'pg'

/** Spread over 200 sessions and 8 lots, or all at one session with one lot. */
export type Spread = 'spread' | 'hot'

export const SITES = 200
const LOTS = 8

/** An id of the invented city, as `bench.id` makes it. */
export function benchId(kind: number, number: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  return `01890a5d-${hex(kind, 4)}-7000-8000-${hex(number, 12)}`
}

/** Whose dose comes where, from which lot and by whom: the same rule as in `doses.sql`. */
export function placeOf(number: number, spread: Spread) {
  const scattered = (number * 40_503) % 65_536
  const site = spread === 'hot' ? 0 : scattered % SITES
  const lot = spread === 'hot' ? 0 : Math.floor(scattered / SITES) % LOTS
  return {
    site,
    personId: benchId(spread === 'hot' ? 9 : 8, number),
    sessionId: benchId(3, site),
    lotId: benchId(4, lot),
  }
}

/** People without a dose, made before a measurement and taken in turn by whoever is measured. */
export class People {
  readonly #client: Client
  readonly #spread: Spread
  #laid = 0
  /** The first whom nobody has vaccinated yet. */
  next = 1

  constructor(client: Client, spread: Spread) {
    this.#client = client
    this.#spread = spread
  }

  get spread(): Spread {
    return this.#spread
  }

  /** Lays down as many as are missing to have `count` waiting. */
  async ensure(count: number): Promise<void> {
    const wanted = this.next + count
    if (wanted <= this.#laid) return
    await this.#client.query('SELECT bench.lay_people($1, $2, $3, $4)', [
      this.#spread === 'hot',
      this.#laid + 1,
      wanted,
      new Date(),
    ])
    this.#laid = wanted
  }

  /** Lets the reference take people from here; its sequence counts for all its connections. */
  async lend(): Promise<void> {
    await this.#client.query('SELECT setval($1::regclass, $2, false)', [`bench.${this.#spread}`, this.next])
  }

  /** After the reference: whoever it took is vaccinated. */
  async takeBack(): Promise<void> {
    const { rows } = await this.#client.query<{ next: number }>(
      `SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END AS next FROM bench.${this.#spread}`,
    )
    this.next = rows[0]!.next
  }
}
