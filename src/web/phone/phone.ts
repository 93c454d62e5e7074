import { isReceived, type LossStatement, type Mark, type Measure } from '#domain/sync/queue.ts'
import { createHttpNetwork } from './http-network.ts'
import { openPhoneStore, type KeptStore } from './idb-store.ts'
import type { Booked, PhoneBook } from './phone-book.ts'
import { countHeld, marksOf } from './overview.ts'
import { PhoneQueue, type QueueState } from './phone-queue.ts'
import type { Overview, PhoneDeps } from './ports.ts'
import type { PreparedFact } from './prepare-fact.ts'
import { SavesFirst } from './saves-first.ts'

/** One queue on this phone: of the person who works with it now, or of one who had it before. */
export type Line = Booked & {
  store: KeptStore
  queue: PhoneQueue
  /** What lay in the store when it was last looked into, and what was saved since; the rest is told from it. */
  seen: Overview
  state: QueueState
  /** On the server, where a person has to look at them before they count. */
  held: number
  /** How far the phone's clock is off; null before any server has been heard. */
  measure: Measure | null
  /** By ticks. */
  greetedAt: number | null
}

/** Told to the server that this account works with this key there. */
export type Enrol = (line: Booked, siteId: string) => Promise<'known' | 'taken' | 'later'>

/** Never longer asleep: the phone may have slept too, and no event says that the network is back. */
const REST_MAX_MS = 20_000
const GREET_EVERY_MS = 60_000

type Surroundings = Pick<PhoneDeps, 'clock' | 'random' | 'newId'>

/**
 * All queues of this phone, and what sends them as long as a page is open: every one of them, whoever is signed in. Of
 * several tabs each has this object; the browser's lock lets one at a time send.
 */
export class Phone {
  readonly #book: PhoneBook
  readonly #by: Surroundings
  readonly #enrol: Enrol
  readonly #lines = new Map<string, Line>()
  readonly #listeners = new Set<() => void>()
  readonly #saves = new SavesFirst()
  #own: { accountId: string; siteId: string | null } | null = null
  #endRest: () => void = () => undefined

  constructor(book: PhoneBook, by: Surroundings, enrol: Enrol) {
    this.#book = book
    this.#by = by
    this.#enrol = enrol
  }

  get lines(): readonly Line[] {
    return [...this.#lines.values()]
  }

  /** Called after anything has changed; answers how to stop it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Every queue that lies on this phone: before this, no count is the whole. One that does not open stops no other. */
  async openAll(): Promise<void> {
    for (const booked of await this.#book.selectAll()) await this.#open(booked).catch(reportError)
  }

  /** Who works with the phone now, and where. */
  async work(accountId: string, siteId: string | null): Promise<void> {
    if (this.#own?.accountId === accountId && (siteId === null || this.#own.siteId === siteId)) return
    this.#own = { accountId, siteId }
    await this.findLine(accountId)
    this.nudge()
  }

  /** The open one is asked for nothing: whether another tab has retired it is learned in each round. */
  async findLine(accountId: string): Promise<Line> {
    const open = this.lines.find((line) => line.accountId === accountId && !line.isRetired)
    return open ?? this.#open(await this.#book.findOwn(accountId))
  }

  /**
   * Keeps facts in the queue of this account, on the disk and read back.
   *
   * @throws StorageFull, NotKept
   */
  async save(accountId: string, facts: readonly PreparedFact[]): Promise<Line> {
    const line = await this.findLine(accountId)
    try {
      await line.queue.save(facts)
    } catch (error) {
      // A store that was closed is opened again in the next round: the next tap shall find it open.
      this.nudge()
      throw error
    }
    this.#show(line, await line.queue.seen())
    // A tap is worth a try, whatever failed before it.
    this.wake()
    return line
  }

  /** Keeps what somebody says became of an entry that can be read no more, and has the server told. */
  async sayLost(line: Line, id: string, statement: LossStatement): Promise<void> {
    await alone(sendingOf(line), () => line.queue.sayLost(id, statement))
    await this.#look(line)
    this.wake()
  }

  /** Has the server answered for all of these? Answers at the latest after `withinMs`, at once when nothing gets through. */
  async answers(line: Line, ids: readonly string[], withinMs: number): Promise<Mark[]> {
    let timer: ReturnType<typeof setTimeout> | undefined
    let stop: () => void = () => undefined
    await new Promise<void>((done) => {
      timer = setTimeout(done, withinMs)
      const look = () => {
        const marks = marksOf(line.seen, ids)
        const isAnswered = marks.length === ids.length && marks.every((mark) => mark.receipt ?? mark.trouble)
        if (isAnswered || line.state.stopped !== null) done()
      }
      stop = this.listen(look)
      look()
    })
    clearTimeout(timer)
    stop()
    return marksOf(line.seen, ids)
  }

  /** Which of these are on the server of now? */
  received(line: Line, ids: readonly string[]): ReadonlySet<string> {
    const { timelineId } = line.seen.memory
    const marks = marksOf(line.seen, ids)
    return new Set(marks.filter(({ receipt }) => isReceived(receipt, timelineId)).map(({ id }) => id))
  }

  /** Everything may be tried at once. */
  wake(): void {
    for (const line of this.#lines.values()) {
      line.queue.wake()
      line.state = { ...line.state, stopped: null }
    }
    this.nudge()
  }

  /** Ends the rest before the next round. */
  nudge(): void {
    this.#endRest()
  }

  /** Sends for ever. A fault of one round, such as a database that another tab has closed, does not end the next. */
  async run(): Promise<never> {
    for (;;) {
      let isNudged = false
      let endRest: () => void = () => undefined
      const nudged = new Promise<void>((done) => {
        endRest = done
      })
      this.#endRest = () => {
        isNudged = true
        endRest()
      }
      const restMs = await this.#round().catch((error: unknown) => {
        reportError(error)
        return REST_MAX_MS
      })
      if (isNudged) continue
      const timer = setTimeout(endRest, Math.min(restMs, REST_MAX_MS))
      await nudged
      clearTimeout(timer)
    }
  }

  /** Sends until nothing more gets through. @returns whether everything that can go out is on the server. */
  async drain(): Promise<boolean> {
    let restMs = 0
    while (restMs === 0) restMs = await this.#round()
    return this.lines.every(({ state, siteIds }) => state.unsent === state.troubled || siteIds.length === 0)
  }

  /** One step for every queue. @returns milliseconds until the next one is worth while. */
  async #round(): Promise<number> {
    await this.#saves.turn()
    await this.openAll()
    let restMs = REST_MAX_MS
    for (const line of this.lines) {
      const nextMs = await this.#tend(line).catch((error: unknown) => this.#reopen(line, error))
      restMs = Math.min(restMs, nextMs ?? REST_MAX_MS)
    }
    return restMs
  }

  async #tend(line: Line): Promise<number | null> {
    const nextMs = await alone(sendingOf(line), () => this.#step(line))
    await this.#look(line)
    return nextMs
  }

  /** The browser may have closed its store, as phones do to pages that sleep. Whatever it is, the other queues go on. */
  async #reopen(line: Line, error: unknown): Promise<null> {
    reportError(error)
    line.store.close()
    await this.#openStore(line.key).then(
      (opened) => Object.assign(line, opened),
      (reason: unknown) => reportError(reason),
    )
    return null
  }

  async #step(line: Line): Promise<number | null> {
    await this.#enrolAt(line)
    if (line.siteIds.length === 0) return null
    const { clock } = this.#by
    const isOwn = line.accountId === this.#own?.accountId && !line.isRetired
    const isDue = line.greetedAt === null || clock.ticks() - line.greetedAt >= GREET_EVERY_MS
    if (isDue && (isOwn || line.state.kept > 0)) {
      line.greetedAt = clock.ticks()
      await line.queue.greet()
    }
    return line.queue.attempt()
  }

  /** Once for each site; with no network it is tried again in the next round. */
  async #enrolAt(line: Line): Promise<void> {
    const own = this.#own
    if (own === null || own.siteId === null || line.accountId !== own.accountId || line.isRetired) return
    if (line.siteIds.includes(own.siteId)) return
    const { deviceId } = line.key
    const answer = await this.#enrol(line, own.siteId)
    if (answer === 'known') {
      await this.#book.addSite(deviceId, own.siteId)
      line.siteIds = [...line.siteIds, own.siteId]
    }
    if (answer !== 'taken') return
    await this.#book.retire(deviceId)
    line.isRetired = true
    await this.findLine(line.accountId)
    this.nudge()
  }

  async #open(booked: Booked): Promise<Line> {
    const { deviceId } = booked.key
    const open = this.#lines.get(deviceId)
    if (open !== undefined) {
      // Another tab may have been at a further site, or have retired it.
      open.siteIds = booked.siteIds
      open.isRetired = booked.isRetired
      return open
    }
    const { store, queue } = await this.#openStore(booked.key)
    const seen = await queue.look()
    const raced = this.#lines.get(deviceId)
    if (raced !== undefined) {
      store.close()
      return raced
    }
    const line: Line = { ...booked, store, queue, greetedAt: null, ...viewOf(queue, seen) }
    this.#lines.set(deviceId, line)
    this.#tell()
    return line
  }

  async #openStore(key: Booked['key']): Promise<Pick<Line, 'store' | 'queue'>> {
    const store = await openPhoneStore(key.deviceId)
    const network = createHttpNetwork(key)
    return { store, queue: new PhoneQueue({ store, network, ...this.#by }, this.#saves) }
  }

  async #look(line: Line): Promise<void> {
    this.#show(line, await line.queue.look())
  }

  #show(line: Line, seen: Overview): void {
    Object.assign(line, viewOf(line.queue, seen))
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function viewOf(queue: PhoneQueue, seen: Overview): Pick<Line, 'seen' | 'state' | 'held' | 'measure'> {
  return { seen, state: queue.stateAt(seen), held: countHeld(seen), measure: seen.memory.measure }
}

/** Whoever changes what is known of a queue holds this. */
const sendingOf = ({ key }: Line) => `muitiem-send-${key.deviceId}`

/** One tab at a time; where the browser knows no locks, the server sorts out what is sent twice. */
async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? await navigator.locks.request(name, work) : work()
}
