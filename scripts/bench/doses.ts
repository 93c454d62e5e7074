import { availableParallelism, loadavg } from 'node:os'
import { verifyAudit } from '#features/accounts/verify-audit.ts'
import { openBenchGround, type BenchGround } from './ground.ts'
import { loadDoses, loadgen, type LoadResult } from './load.ts'
import { People } from './people.ts'
import { findReference, type Reference } from './reference.ts'
import { readSums } from './sums.ts'

const CONNECTIONS = 64
const REFERENCE_CLIENTS = [8, 16, 32]
const FIRST_PEOPLE = 25_000
const WARM_UP_DOSES = 3_200
const WARM_UP_SECONDS = 1
/** How many more people wait than the last run took, since the next may be faster. */
const HEADROOM = 1.6
/** The first bar of the service, and where it must go (`performance.md`). */
const BAR = 1.0

export type DosesReport = {
  ours_per_s: number
  reference_per_s: number
  reference: string
  loadgen: string
  ratio: number
  hot_ratio: number
  one_connection_ratio: number
  p99_ms: number
  errors: number
  sums_exact: boolean
}

type Round = { ours: LoadResult; reference: number; ratio: number }
type Tally = { accepted: number; byReference: number; errors: number }

/**
 * Doses over HTTP against the best that the database does with one call per dose, interleaved in one run: each ratio
 * is of neighbours in time, and the median of all repetitions counts.
 *
 * @param say takes a line of what was measured.
 */
export async function benchDoses(
  options: { seconds: number; repetitions: number },
  say: (line: string) => void,
): Promise<DosesReport> {
  // Many reference clients get more of a busy machine than one service does: then the ratio says little.
  say(`${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)} before the start`)
  const ground = await openBenchGround()
  try {
    const reference = await findReference(ground)
    const people = { spread: new People(ground.client, 'spread'), hot: new People(ground.client, 'hot') }
    const tally: Tally = { accepted: 0, byReference: 0, errors: 0 }
    const course = new Course(ground, reference, options.seconds, tally)
    await course.warmUp([people.spread, people.hot])
    const rounds: Record<'spread' | 'hot' | 'one', Round[]> = { spread: [], hot: [], one: [] }
    for (let repetition = 1; repetition <= options.repetitions; repetition++) {
      rounds.spread.push(await course.run(people.spread, CONNECTIONS, REFERENCE_CLIENTS))
      rounds.hot.push(await course.run(people.hot, CONNECTIONS, REFERENCE_CLIENTS))
      rounds.one.push(await course.run(people.spread, 1, [1]))
      for (const [name, all] of Object.entries(rounds))
        say(`${repetition}. ${name.padEnd(6)} ${describe(all.at(-1)!)}`)
    }
    const sumsExact = await proveSums(ground, tally, say)
    const report: DosesReport = {
      ours_per_s: Math.round(median(rounds.spread.map(({ ours }) => ours.perSecond))),
      reference_per_s: Math.round(median(rounds.spread.map((round) => round.reference))),
      reference: reference.name,
      loadgen,
      ratio: ratioOf(rounds.spread),
      hot_ratio: ratioOf(rounds.hot),
      one_connection_ratio: ratioOf(rounds.one),
      p99_ms: median(rounds.spread.map(({ ours }) => ours.p99Ms)),
      errors: tally.errors,
      sums_exact: sumsExact,
    }
    say(
      `bar: ratio ${report.ratio} ${report.ratio >= BAR ? '≥' : '<'} ${BAR.toFixed(1)}: ${report.ratio >= BAR ? 'met' : 'NOT met'}`,
    )
    return report
  } finally {
    await ground.close()
  }
}

/** Runs one measurement after the other on one ground, and counts every dose that anybody was promised. */
class Course {
  readonly #ground: BenchGround
  readonly #reference: Reference
  readonly #seconds: number
  readonly #tally: Tally
  /** Doses per second last seen, by load: how many make up the wanted seconds. */
  readonly #seen = new Map<string, number>()

  constructor(ground: BenchGround, reference: Reference, seconds: number, tally: Tally) {
    this.#ground = ground
    this.#reference = reference
    this.#seconds = seconds
    this.#tally = tally
  }

  /** Fills caches on both sides, and finds out how fast this machine is. */
  async warmUp(all: readonly People[]): Promise<void> {
    for (const people of all) {
      await people.ensure(FIRST_PEOPLE)
      await this.#load(people, CONNECTIONS, WARM_UP_DOSES)
      for (const clients of REFERENCE_CLIENTS) await this.#refer(people, clients, WARM_UP_SECONDS)
    }
    await this.#load(all[0]!, 1, WARM_UP_DOSES / 10)
    await this.#refer(all[0]!, 1, WARM_UP_SECONDS)
    await this.#ground.client.query('VACUUM ANALYZE')
  }

  /** The service, then the reference with each number of clients; its best one counts. */
  async run(people: People, connections: number, clients: readonly number[]): Promise<Round> {
    const amount = Math.round(this.#expect(people, connections) * this.#seconds)
    const ours = await this.#load(people, connections, Math.max(amount, connections))
    let best = 0
    for (const count of clients) best = Math.max(best, await this.#refer(people, count, this.#seconds))
    return { ours, reference: best, ratio: ours.perSecond / best }
  }

  async #load(people: People, connections: number, amount: number): Promise<LoadResult> {
    const result = await loadDoses(this.#ground, people, connections, amount)
    this.#tally.accepted += result.accepted
    this.#tally.errors += result.errors
    this.#seen.set(`ours ${people.spread} ${connections}`, result.perSecond)
    return result
  }

  async #refer(people: People, clients: number, seconds: number): Promise<number> {
    const key = `reference ${people.spread} ${clients}`
    await people.ensure(Math.max(Math.ceil((this.#seen.get(key) ?? 0) * seconds * HEADROOM), FIRST_PEOPLE))
    const { doses, perSecond } = await this.#reference.measure(people, clients, seconds)
    this.#tally.byReference += doses
    this.#seen.set(key, perSecond)
    return perSecond
  }

  #expect(people: People, connections: number): number {
    return this.#seen.get(`ours ${people.spread} ${connections}`)!
  }
}

/** Every sum equals the doses that were answered, and each audit lane is whole. */
async function proveSums(
  { client, db }: BenchGround,
  { accepted, byReference }: Tally,
  say: (line: string) => void,
): Promise<boolean> {
  const answered = accepted + byReference
  const sums = await readSums(client)
  const { broken } = await verifyAudit(db)
  say(`answered ${answered} (service ${accepted}, reference ${byReference}): ${JSON.stringify(sums)}`)
  say(`audit chain: ${broken.length === 0 ? 'whole' : `broken on ${broken.length} lanes`}`)
  return broken.length === 0 && Object.values(sums).every((sum) => sum === answered)
}

function describe({ ours, reference, ratio }: Round): string {
  return `ours ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99Ms} ms), reference ${reference.toFixed(0)}/s, ratio ${ratio.toFixed(2)}`
}

const ratioOf = (rounds: readonly Round[]) => Number(median(rounds.map(({ ratio }) => ratio)).toFixed(2))

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
