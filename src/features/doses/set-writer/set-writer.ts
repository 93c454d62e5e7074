import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Entry } from '#domain/entry.ts'
import { Problem } from '#domain/problem.ts'
import { isConflict, isConnectionLost, pgCode, withoutPersonalData } from '#db/pg-error.ts'
import type { Waiting } from './fact-types.ts'
import { noInput } from './judge-set.ts'
import { Lane } from './lane.ts'
import { RuleBookKeeper } from './rule-book.ts'
import type { Author, EntryReceipt, Offered } from './types.ts'
import { PeopleMoved, writeSet, type SetJob, type WriterDeps } from './write-set.ts'

/** Beyond it nothing is won. */
const SET_MAX = 256
const QUEUE_MAX = 5_000
const ATTEMPTS_MAX = 6
const PAUSE_MS = 10
/** A transaction that had failed before: 25P02. */
const FAILED_TRANSACTION = '25P02'

type Queued = {
  job: SetJob
  resolve: (receipts: EntryReceipt[]) => void
  reject: (error: unknown) => void
}

const emptyJob: Omit<SetJob, 'entries'> = {
  ...noInput,
  personIds: [],
  actorId: null,
  auditFacts: [],
  closedItemIds: [],
  releases: [],
}

/**
 * The one routine that writes doses. Whatever queued while the last set was being written is the next set; there is no
 * timer. Every entry is answered after COMMIT.
 */
export class SetWriter {
  readonly #deps: WriterDeps
  readonly #lane: Lane
  readonly #keeper = new RuleBookKeeper()
  readonly #queue: Queued[] = []
  #queued = 0
  #running: Promise<void> | null = null
  #closed = false

  constructor(deps: WriterDeps) {
    this.#deps = deps
    this.#lane = new Lane(deps.database.writer)
  }

  /** One entry, gathered with whatever else is waiting. @throws Problem `service.busy`. */
  async submit(entry: Entry, author: Author): Promise<EntryReceipt> {
    const [receipt] = await this.writeSet([{ entry, author }])
    return receipt!
  }

  /** A set of up to 500, answered in its order. @throws Problem `service.busy`; then nothing of it is kept. */
  writeSet(entries: readonly Offered[]): Promise<EntryReceipt[]> {
    return this.#enqueue({ ...emptyJob, entries })
  }

  /** Decisions, merges and releases: a set of their own, by the same path. */
  writeJob(job: Partial<SetJob>): Promise<EntryReceipt[]> {
    return this.#enqueue({ ...emptyJob, entries: [], ...job })
  }

  /** Judges people anew: after a birth date was corrected or rules were loaded. */
  async rejudge(personIds: readonly string[]): Promise<void> {
    for (let from = 0; from < personIds.length; from += SET_MAX) {
      await this.writeJob({ personIds: personIds.slice(from, from + SET_MAX) })
    }
  }

  /** When nothing is queued or being written any more, entries let out of quarantine included. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  /** Finishes what is queued and gives the connection back. */
  async close(): Promise<void> {
    this.#closed = true
    await this.idle()
    this.#lane.drop()
  }

  #enqueue(job: SetJob): Promise<EntryReceipt[]> {
    const size = Math.max(job.entries.length, 1)
    if (this.#closed || this.#queued + size > QUEUE_MAX) throw new Problem('service.busy', { retryAfterS: 2 })
    this.#queued += size
    const answer = new Promise<EntryReceipt[]>((resolve, reject) => {
      this.#queue.push({ job, resolve, reject })
    })
    this.#start()
    return answer
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      if (this.#queue.length > 0) this.#start()
    })
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // The next set begins at once: while the database works on it, those just answered send their next entry.
      await this.#writeGroup(this.#takeGroup())
    }
  }

  /** Plain entries are gathered; a job with anything else is a set of its own. */
  #takeGroup(): Queued[] {
    const group = [this.#queue.shift()!]
    let size = group[0]!.job.entries.length
    while (isPlain(group[0]!.job) && this.#queue[0] !== undefined && isPlain(this.#queue[0].job)) {
      size += this.#queue[0].job.entries.length
      if (size > SET_MAX) break
      group.push(this.#queue.shift()!)
    }
    for (const { job } of group) this.#queued -= Math.max(job.entries.length, 1)
    return group
  }

  async #writeGroup(group: readonly Queued[]): Promise<void> {
    const first = group[0]!.job
    const job = group.length === 1 ? first : { ...first, entries: group.flatMap(({ job }) => job.entries) }
    try {
      const receipts = await this.#writeOrSplit(job)
      let from = 0
      for (const { job, resolve } of group) {
        resolve(receipts.slice(from, from + job.entries.length))
        from += job.entries.length
      }
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  /** The fault of one entry never reaches its neighbours: what the database refuses is written one by one. */
  async #writeOrSplit(job: SetJob): Promise<EntryReceipt[]> {
    try {
      return await this.#writeAgain(job)
    } catch (error) {
      if (job.entries.length === 0 || !isRefused(error)) throw withoutPersonalData(error)
      if (job.entries.length === 1) {
        if (job.isFollowUp === true) return [] // it stays where it is
        if (!hasOnlyEntries(job)) throw withoutPersonalData(error)
        const { id } = job.entries[0]!.entry
        return this.#writeAgain({ ...job, failures: new Map([[id, `failed:${pgCode(error)}`]]) })
      }
      const receipts: EntryReceipt[] = []
      for (const entry of job.entries)
        receipts.push(...(await this.#writeOrSplit({ ...job, entries: [entry] })))
      return receipts
    }
  }

  /** Again while another transaction was in the way or the connection was lost, during COMMIT too: ids make it safe. */
  async #writeAgain(job: SetJob): Promise<EntryReceipt[]> {
    for (let count = 1; ; count++) {
      try {
        return await this.#writeOnce(job)
      } catch (error) {
        if (count >= ATTEMPTS_MAX || !isPassing(error)) throw error
        await sleep(PAUSE_MS * 2 ** count * Math.random())
      }
    }
  }

  async #writeOnce(job: SetJob): Promise<EntryReceipt[]> {
    const { client, laneId } = await this.#lane.connect()
    try {
      const { set, facts } = await writeSet(client, laneId, job, this.#deps, this.#keeper)
      const hasNews = set.taken.some(
        ({ receipt }) => receipt.stored !== null && receipt.stored !== 'quarantined',
      )
      // Entries offered again that are still held bring nothing, and ask nobody else to come.
      if (hasNews) this.#offerWaiting(job, facts.waiting)
      return set.receipts
    } catch (error) {
      await client.query('ROLLBACK').catch(() => this.#lane.drop())
      if (isConnectionLost(error)) this.#lane.drop()
      throw error
    }
  }

  /** What waited for a person, session or dose is offered again once something of theirs has arrived. */
  #offerWaiting(job: SetJob, waiting: readonly Waiting[]): void {
    if (waiting.length === 0) return
    const own = new Set(job.entries.map(({ entry }) => entry.id))
    const entries = waiting.filter(({ id }) => !own.has(id)).map((row) => openWaiting(row, this.#deps))
    if (entries.length === 0) return
    this.#queued += entries.length
    // Nobody waits for the answer; whatever goes wrong, the entries are still in quarantine.
    this.#queue.push({
      job: { ...emptyJob, entries, isFollowUp: true },
      resolve: () => undefined,
      reject: () => undefined,
    })
  }
}

export function createSetWriter(deps: WriterDeps): SetWriter {
  return new SetWriter(deps)
}

const sealedPayload = z.object({ entry: z.custom<Entry>(), clockOffsetMs: z.number() })

/** An entry out of quarantine, as it was offered. */
export function openWaiting(
  { authorId, deviceId, payload }: Omit<Waiting, 'id'>,
  { sealer }: Pick<WriterDeps, 'sealer'>,
): Offered {
  const text = sealer.open(Buffer.from(payload, 'hex')).toString()
  const { entry, clockOffsetMs } = sealedPayload.parse(JSON.parse(text))
  return { entry: { ...entry, clockOffsetMs }, author: { accountId: authorId, deviceId } }
}

function isPlain(job: SetJob): boolean {
  return hasOnlyEntries(job) && job.failures.size === 0 && job.isFollowUp !== true
}

/** Nobody is judged anew, and nothing is decided, corrected, merged, let in or written down with them. */
function hasOnlyEntries(job: SetJob): boolean {
  const besides = [job.decisions, job.changes, job.releases, job.personIds, job.auditFacts, job.closedItemIds]
  return (
    job.entries.length > 0 &&
    job.prepare === undefined &&
    job.releasedIds.size === 0 &&
    besides.every((rows) => rows.length === 0)
  )
}

/** Passes by itself: another transaction in the way, a merge in between, a lost connection. */
function isPassing(error: unknown): boolean {
  if (error instanceof PeopleMoved) return true
  return isConflict(error) || isConnectionLost(error) || pgCode(error) === FAILED_TRANSACTION
}

/** The database refuses what the entries say: a constraint, a policy, a value that fits no column. */
function isRefused(error: unknown): boolean {
  return /^(22|23|42501)/.test(pgCode(error) ?? '')
}
