import type { Entry } from '#domain/entry.ts'
import type { EntryReceipt, Offered } from '#features/doses/set-writer/types.ts'
import type { Random } from '#sim/random.ts'
import { PhoneQueue } from '../../src/web/phone/phone-queue.ts'
import type { PreparedFact } from '../../src/web/phone/prepare-fact.ts'
import {
  StorageFull,
  Unreachable,
  type PhoneNetwork,
  type ServerSign,
  type SyncAnswer,
} from '../../src/web/phone/ports.ts'
import { Restored } from './memory-door.ts'
import { createDisk, createMemoryStore, type Disk } from './memory-store.ts'
import type { VirtualTime } from './virtual-time.ts'

/** How bad the network is: shares of requests. */
export type Weather = {
  lost: number
  answerLost: number
  late: number
  twice: number
  busy: number
  broken: number
}

export const storm: Weather = { lost: 0.1, answerLost: 0.1, late: 0.05, twice: 0.1, busy: 0.05, broken: 0.04 }
export const calm: Weather = { lost: 0, answerLost: 0, late: 0, twice: 0, busy: 0, broken: 0 }

/** The server, in memory or the real one. */
export type Door = {
  readonly timelineId: string
  sync: (offered: readonly Offered[]) => Promise<ServerSign & { receipts: EntryReceipt[] }>
}

/** What stands between all phones and the door. */
export type Surroundings = {
  time: VirtualTime
  random: Random
  newId: () => string
  door: Door
  weather: Weather
  downUntil: number
  /** Entries on which the server falls over, until it is mended. */
  poison: Set<string>
}

const GIVE_UP_MS = 5000
const IDLE_MS = 20_000
const GREET_MS = 60_000
/** What the front lets through, less than the phone would send. */
const FRONT_MAX = 30

/** One life of the app on a phone: ended by a crash, and everything in memory with it. */
type Life = { dead: boolean; queue: PhoneQueue; stepsLeft: number }

export class ModelPhone {
  readonly accountId: string
  readonly disk: Disk
  readonly acked = new Map<string, PreparedFact>()
  readonly tried = new Map<string, PreparedFact>()
  online = true
  skewMs = 0
  readonly #around: Surroundings
  #life: Life

  constructor(around: Surroundings, accountId: string, deviceId: string) {
    this.#around = around
    this.accountId = accountId
    this.disk = createDisk(deviceId)
    this.#life = this.#begin()
  }

  now(): string {
    return new Date(this.#around.time.now() + this.skewMs).toISOString()
  }

  /** As a page does it: prepared once, saved once or, by a nervous finger, twice. */
  async tap(said: Parameters<PhoneQueue['prepare']>[0][], isDouble: boolean): Promise<PreparedFact[]> {
    const { queue } = this.#life
    const facts = said.map((one) => queue.prepare(one))
    for (const fact of facts) this.tried.set(fact.id, fact)
    const save = async () => {
      try {
        await queue.save(facts)
        for (const fact of facts) this.acked.set(fact.id, fact)
      } catch (error) {
        if (!(error instanceof StorageFull)) throw error
      }
    }
    const saved = isDouble ? Promise.all([save(), save()]) : save()
    // A crash in between leaves the promise open for ever: nobody may wait for it.
    await Promise.race([saved, this.#around.time.sleep(1)])
    return facts
  }

  wake(): void {
    this.#life.queue.wake()
  }

  /** Dies in the middle of what it does next, and is started again. */
  crash(afterSteps: number): void {
    this.#life.stepsLeft = afterSteps
  }

  /** Starts the app again, whatever it was doing. */
  restart(): void {
    this.#life.dead = true
    this.#life = this.#begin()
  }

  get isDead(): boolean {
    return this.#life.dead
  }

  async state() {
    return this.#life.queue.state()
  }

  #begin(): Life {
    const { time, random, newId } = this.#around
    const pass = async () => {
      life.stepsLeft -= 1
      if (life.stepsLeft < 0) life.dead = true
      if (life.dead) await new Promise(() => undefined)
    }
    const life: Life = {
      dead: false,
      stepsLeft: Number.POSITIVE_INFINITY,
      queue: new PhoneQueue({
        store: createMemoryStore(this.disk, pass),
        network: this.#network(() => life.dead),
        clock: { now: () => new Date(time.now() + this.skewMs), ticks: () => time.now() },
        random: () => random.next(),
        newId,
      }),
    }
    void this.#run(life)
    return life
  }

  /** What the app does by itself: sends, waits, greets. */
  async #run(life: Life): Promise<void> {
    const { time } = this.#around
    let greetAt = 0
    while (!life.dead) {
      if (time.now() >= greetAt) {
        await life.queue.greet()
        greetAt = time.now() + GREET_MS
      }
      const waitMs = await life.queue.attempt()
      await time.sleep(Math.max(1, Math.min(waitMs ?? IDLE_MS, IDLE_MS)))
    }
  }

  #network(isDead: () => boolean): PhoneNetwork {
    const request = async <T>(work: () => Promise<T>): Promise<T> => {
      const answer = await this.#carry(work)
      if (isDead()) await new Promise(() => undefined)
      return answer
    }
    return {
      sync: (entries) => request(() => this.#answer(entries)),
      tellLost: () => Promise.reject(new Error('No disk of the model forgets')),
      hello: () =>
        request((): Promise<ServerSign> => {
          const { time, door } = this.#around
          const serverTime = new Date(time.now()).toISOString()
          return Promise.resolve({ serverTime, timelineId: door.timelineId })
        }),
    }
  }

  async #carry<T>(work: () => Promise<T>): Promise<T> {
    const around = this.#around
    const { time, random, weather } = around
    const fail = async (): Promise<never> => {
      await time.sleep(GIVE_UP_MS)
      throw new Unreachable()
    }
    await time.sleep(5 + random.below(200))
    if (!this.online || random.chance(weather.lost)) return fail()
    const arrives = async () => {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof Restored)) throw error
        return null
      }
    }
    if (random.chance(weather.late)) {
      void time.sleep(GIVE_UP_MS + random.below(120_000)).then(arrives)
      return fail()
    }
    if (random.chance(weather.twice)) void time.sleep(random.below(90_000)).then(arrives)
    const answer = await arrives()
    await time.sleep(5 + random.below(200))
    if (answer === null || !this.online || random.chance(weather.answerLost)) return fail()
    return answer
  }

  async #answer(entries: readonly Entry[]): Promise<SyncAnswer> {
    const { random, weather, door, poison, time, downUntil } = this.#around
    const refused = (status: number, retryAfterMs: number | null = null): SyncAnswer => {
      return { kind: 'refused', status, code: `http-${status}`, retryAfterMs }
    }
    if (time.now() < downUntil || random.chance(weather.busy)) return refused(503, 2000)
    if (random.chance(weather.broken)) return refused(random.pick([500, 502]))
    if (entries.length > FRONT_MAX) return refused(413)
    const bad = entries.find(({ id }) => poison.has(id))
    if (bad !== undefined) return refused(bad.id.endsWith('0') ? 500 : 400)
    const author = { accountId: this.accountId, deviceId: this.disk.deviceId }
    return { kind: 'receipts', ...(await door.sync(entries.map((entry) => ({ entry, author })))) }
  }
}
