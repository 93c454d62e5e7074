import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { diffRows } from '#domain/live-rows.ts'
import type { Changes } from '#db/changes.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { progressQuery } from './contract.ts'
import { KeptViews } from './kept-view.ts'
import { loadProgress } from './load-progress.ts'

type Query = z.output<typeof progressQuery>
type Progress = Awaited<ReturnType<typeof loadProgress>>

/** At most so often, and never more than a fifth of the time: the board must not slow the doses that it shows. */
const REST_MS = 500
const REST_FACTOR = 4
/** Looked at without any change, too: the day goes on. */
const LOOK_MS = 30_000
/** A page that was away for a moment is told only what changed since. */
const PAST_MAX = 20
/** So that nobody in between takes the silence for an end. */
const COMMENT_MS = 15_000

/** One reading of one view, whoever of the same reach follows it. */
class Feed {
  readonly #load: () => Promise<Progress>
  readonly #name: string
  readonly #past = new Map<string, Progress>()
  #count = 0
  #current: { id: string; progress: Progress } | null = null
  #news = Promise.withResolvers<void>()
  #changed = Promise.withResolvers<void>()
  #followers = 0
  #isRunning = false
  #ended = false

  constructor(name: string, load: () => Promise<Progress>) {
    this.#name = name
    this.#load = load
  }

  get isIdle(): boolean {
    return this.#followers === 0
  }

  get isEnded(): boolean {
    return this.#ended
  }

  /** The first reading fails to whoever asked for it; a later one ends the streams, and who comes again is told why. */
  async start(): Promise<void> {
    if (this.isIdle) this.#put(await this.#load())
  }

  #run(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    void this.#keepUp().finally(() => {
      this.#isRunning = false
      if (!this.isIdle && !this.#ended) this.#run()
    })
  }

  async #keepUp(): Promise<void> {
    while (!this.isIdle && !this.#ended) {
      await Promise.race([this.#changed.promise, sleep(LOOK_MS, undefined, { ref: false })])
      this.#changed = Promise.withResolvers<void>()
      if (this.isIdle || this.#ended) return
      const beganAt = performance.now()
      try {
        this.#put(await this.#load())
      } catch {
        return this.end()
      }
      await sleep(Math.max(REST_MS, (performance.now() - beganAt) * REST_FACTOR), undefined, { ref: false })
    }
  }

  touch(): void {
    this.#changed.resolve()
  }

  end(): void {
    this.#ended = true
    this.#changed.resolve()
    this.#news.resolve()
  }

  /** @param untilMs by `performance.now()`. */
  async *follow(lastEventId: string | null, untilMs: number): AsyncGenerator<string> {
    this.#followers += 1
    this.#run()
    try {
      yield 'retry: 1000\n\n'
      let seen = lastEventId === null ? undefined : this.#past.get(lastEventId)
      let seenId = seen === undefined ? null : lastEventId
      while (!this.#ended) {
        const news = this.#news.promise
        const { id, progress } = this.#current!
        if (id !== seenId) yield messageOf(id, seen, progress)
        ;[seen, seenId] = [progress, id]
        const leftMs = untilMs - performance.now()
        if (leftMs <= 0) return
        const heard = await Promise.race([
          news.then(() => true),
          sleep(Math.min(leftMs, COMMENT_MS), false, { ref: false }),
        ])
        if (!heard) yield ': \n\n'
      }
    } finally {
      this.#followers -= 1
      if (this.isIdle) this.touch()
    }
  }

  #put(progress: Progress): void {
    const id = `${this.#name}-${++this.#count}`
    this.#current = { id, progress }
    this.#past.set(id, progress)
    const [oldest] = this.#past.keys()
    if (this.#past.size > PAST_MAX && oldest !== undefined) this.#past.delete(oldest)
    this.#news.resolve()
    this.#news = Promise.withResolvers<void>()
  }
}

function messageOf(id: string, before: Progress | undefined, { items, ...head }: Progress): string {
  const data =
    before === undefined
      ? { ...head, items }
      : { ...head, ...diffRows(before.items, items, ({ place }) => place.id) }
  const event = before === undefined ? 'snapshot' : 'changes'
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Whoever has the same reach and asks the same is told the same. */
const keyOf = (actor: Actor, query: Query) => JSON.stringify([scopeOf(actor, 'report.read'), query])

/** Everybody who follows progress: views are read once for all of the same reach. */
export class ProgressFeeds {
  readonly #deps: Deps
  readonly #feeds = new Map<string, Feed>()
  #unfollow: (() => void) | null = null
  readonly #changes: Changes
  readonly #views: KeptViews<Progress>

  constructor(deps: Deps, changes: Changes) {
    this.#deps = deps
    this.#changes = changes
    this.#views = new KeptViews(deps.database.report)
  }

  /** What a stream would begin with, at this moment. @throws Problem those of `loadProgress`. */
  read(actor: Actor, query: Query): Promise<Progress> {
    const today = localDateAt(this.#deps.clock(), this.#deps.authority.timeZone)
    return this.#views.read(keyOf(actor, query), today, () => loadProgress(this.#deps, actor, query))
  }

  /**
   * Events: first the whole (`snapshot`), then what changed (`changes`: the head, changed rows, and `keys` when wards came
   * or went). After `seconds` the stream ends and the page comes again, so that rights are asked anew.
   *
   * @throws Problem those of `loadProgress`.
   */
  async follow(
    actor: Actor,
    query: Query,
    { lastEventId, seconds }: { lastEventId: string | null; seconds: number },
  ): Promise<AsyncGenerator<string>> {
    this.#unfollow ??= this.#changes.follow(() => this.#touchAll())
    const key = keyOf(actor, query)
    let feed = this.#feeds.get(key)
    if (feed === undefined || feed.isEnded) {
      feed = new Feed(this.#deps.newId().slice(-8), () => this.read(actor, query))
      this.#dropIdle()
      this.#feeds.set(key, feed)
    }
    await feed.start()
    return feed.follow(lastEventId, performance.now() + seconds * 1_000)
  }

  close(): void {
    this.#unfollow?.()
    for (const feed of this.#feeds.values()) feed.end()
    this.#feeds.clear()
  }

  #touchAll(): void {
    for (const feed of this.#feeds.values()) feed.touch()
  }

  /** Kept a while for pages that come again; gone when another view is opened. */
  #dropIdle(): void {
    for (const [key, feed] of this.#feeds) if (feed.isIdle) this.#feeds.delete(key)
  }
}
