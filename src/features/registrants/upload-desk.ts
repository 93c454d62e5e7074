/**
 * The queue of uploads and its reader. The queue is the table: what waits in it outlives the process, and several services
 * share it. One file at a time is read here, wards in turn.
 */
import type { FastifyBaseLogger } from 'fastify'
import { Problem } from '#domain/problem.ts'
import { isUnread } from '#domain/upload.ts'
import { inScope } from '#db/db.ts'
import { pgCode } from '#db/pg-error.ts'
import type { Deps } from '#http/types.ts'
import { NotToBeRead, readUpload, refuseUpload, requeueUpload, type Reading } from './read-upload.ts'
import { everyWard, selectQueue } from './upload-queries.ts'

/** How often another service's uploads, and those of one that died, are looked for. */
const LOOK_MS = 3_000

export class UploadDesk {
  readonly #deps: Deps
  readonly #log: FastifyBaseLogger
  readonly #stop = new AbortController()
  readonly #listeners = new Map<string, Set<() => void>>()
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #wanted = false
  /** Of the upload that is being read. */
  #current: { uploadId: string; abort: AbortController } | null = null

  constructor(deps: Deps, log: FastifyBaseLogger) {
    this.#deps = deps
    this.#log = log
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), LOOK_MS)
    this.#timer.unref()
    this.wake()
  }

  /** What is being read goes back to its place in the queue. */
  async stop(): Promise<void> {
    this.#stop.abort()
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#current?.abort.abort()
    for (const listeners of this.#listeners.values()) for (const hear of listeners) hear()
    await this.#running
  }

  get isStopped(): boolean {
    return this.#stop.signal.aborted
  }

  wake(): void {
    if (this.isStopped) return
    this.#wanted = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  /** It is cancelled: reading it further is in vain. */
  drop(uploadId: string): void {
    if (this.#current?.uploadId === uploadId) this.#current.abort.abort()
    this.#changed(uploadId)
  }

  /** Answers when something of the upload changed here, and at the latest after `ms`: it may have changed elsewhere. */
  async change(uploadId: string, ms: number): Promise<void> {
    if (this.isStopped) return
    await new Promise<void>((resolve) => {
      const listeners = this.#listeners.get(uploadId) ?? new Set()
      this.#listeners.set(uploadId, listeners)
      const hear = () => {
        clearTimeout(timer)
        listeners.delete(hear)
        if (listeners.size === 0) this.#listeners.delete(uploadId)
        resolve()
      }
      const timer = setTimeout(hear, ms)
      listeners.add(hear)
    })
  }

  #changed(uploadId: string): void {
    for (const hear of this.#listeners.get(uploadId) ?? []) hear()
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.isStopped) {
      this.#wanted = false
      try {
        while (!this.isStopped && (await this.#readNext())) continue
      } catch (error) {
        // The database is away: the next look finds what was left.
        this.#log.warn(
          { sqlState: pgCode(error), name: (error as Error).name },
          'The queue of uploads was left',
        )
      }
    }
  }

  /** @returns false when nothing that waits can be had. */
  async #readNext(): Promise<boolean> {
    const { db } = this.#deps
    const queue = await inScope(db, everyWard, (tx) => selectQueue(tx), { readOnly: true })
    for (const { uploadId, wardId } of queue) {
      if (this.isStopped) return false
      if (await this.#readOne(uploadId, wardId)) return true
    }
    return false
  }

  async #readOne(uploadId: string, wardId: string): Promise<boolean> {
    const abort = new AbortController()
    this.#current = { uploadId, abort }
    const reading: Reading = {
      uploadId,
      wardId,
      signal: abort.signal,
      onChange: () => this.#changed(uploadId),
      attempt: null,
    }
    try {
      await readUpload(this.#deps, reading)
      return true
    } catch (error) {
      if (error instanceof NotToBeRead) return false
      if (error instanceof Problem) await refuseUpload(this.#deps, reading, error)
      else await this.#giveBack(reading, error as Error)
      return true
    } finally {
      this.#current = null
    }
  }

  async #giveBack(reading: Reading, error: Error): Promise<void> {
    const stopped = reading.signal.aborted
    // The message of a database error can quote a row: only its kind and place go to the log.
    if (!stopped)
      this.#log.error(
        { name: error.name, sqlState: pgCode(error), stack: placesOf(error) },
        'An upload failed',
      )
    await requeueUpload(this.#deps, reading, !stopped)
  }
}

function placesOf(error: Error): string {
  // A message of several lines stands in the stack too.
  const places = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return places.slice(0, 7).join('\n')
}

/** Waits until the upload has been read, at most `ms`. */
export async function waitUntilRead(
  desk: UploadDesk,
  uploadId: string,
  ms: number,
  look: () => Promise<{ state: Parameters<typeof isUnread>[0] }>,
): Promise<void> {
  const until = performance.now() + ms
  for (;;) {
    const left = until - performance.now()
    if (left <= 0 || desk.isStopped) return
    const changed = desk.change(uploadId, Math.min(left, 1000))
    if (!isUnread((await look()).state)) return
    await changed
  }
}
