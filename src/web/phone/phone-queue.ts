import { decideOffset, measureOffset, needsMeasure } from '#domain/sync/clock.ts'
import { readRefusal } from '#domain/sync/pace.ts'
import {
  chooseBatch,
  isOver,
  selectWaiting,
  toEntry,
  UNREADABLE,
  type KeptEntry,
  type LossStatement,
  type Mark,
  type Waiting,
} from '#domain/sync/queue.ts'
import { countQueue, marksOf } from './overview.ts'
import {
  NotKept,
  Unreachable,
  type Overview,
  type PhoneDeps,
  type PhoneMemory,
  type QueueCount,
  type ServerSign,
  type SyncAnswer,
  type SyncReceipt,
} from './ports.ts'
import { prepareFact, type PreparedFact, type SaidFact } from './prepare-fact.ts'
import { SavesFirst } from './saves-first.ts'
import { SendingPace } from './sending-pace.ts'

/** The queue as a person should see it. */
export type QueueState = QueueCount & {
  stopped: SendingPace['stopped']
  lastReceivedAt: string | null
}

/**
 * What a phone has captured, on its way to the server. Everything that matters is in the store: this object may die at
 * any moment and be made again. Nothing is ever taken out of the store without the server's receipt and 14 days.
 *
 * One at a time may send from one store (`attempt` is for one runner); any number may save.
 */
export class PhoneQueue {
  readonly #deps: PhoneDeps
  readonly #saves: SavesFirst
  readonly #pace: SendingPace
  #seen: Overview | null = null

  /** @param saves shared by all queues whose sending is to give way to a save in any of them. */
  constructor(deps: PhoneDeps, saves = new SavesFirst()) {
    this.#deps = deps
    this.#saves = saves
    this.#pace = new SendingPace(deps)
  }

  prepare(said: SaidFact): PreparedFact {
    return prepareFact(said, this.#deps)
  }

  /**
   * Keeps facts, all or none, and reads them back. Only after this may a tick be shown.
   *
   * @throws StorageFull, NotKept
   */
  save(facts: readonly PreparedFact[]): Promise<void> {
    return this.#saves.save(() => this.#save(facts))
  }

  /**
   * Keeps what somebody says became of an entry that this phone can read no more; the server is told next. The first word
   * holds, and an entry that can be read needs none. One runner at a time, as for sending.
   */
  async sayLost(id: string, statement: LossStatement): Promise<void> {
    const { heads, memory } = await this.look()
    const [mark] = marksOf({ heads }, [id])
    if (mark?.trouble?.why !== UNREADABLE || mark.lost !== undefined) return
    await this.#settle([{ ...mark, lost: statement }], memory)
    this.#pace.hurry(id)
  }

  /** Everything in the store but what the entries say. */
  async look(): Promise<Overview> {
    await this.#saves.turn()
    this.#seen = await this.#deps.store.look()
    return this.#seen
  }

  /**
   * One step of sending.
   *
   * @returns milliseconds until the next step is worth while; null when nothing waits.
   */
  async attempt(): Promise<number | null> {
    const quietMs = this.#pace.quietMs()
    if (quietMs > 0) return quietMs
    const seen = await this.look()
    const waiting = selectWaiting(seen.heads, seen.memory.timelineId)
    const batch = chooseBatch(waiting, this.#pace.size, (id) => this.#pace.isDue(id))
    if (batch.length === 0) return this.#pace.untilDue(waiting)
    try {
      await this.#send(batch, seen)
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      this.#pace.wasCut(batch.length)
    }
    return this.#pace.quietMs()
  }

  /** Says hello: the centre sees a live phone and its queue, the phone sees whether the server is still the same. */
  async greet(): Promise<void> {
    try {
      await this.#greet()
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
    }
  }

  /** The network is back, somebody has signed in, or a hand has pressed "send": everything may be tried at once. */
  wake(): void {
    this.#pace.wake()
  }

  async state(): Promise<QueueState> {
    return this.stateAt(await this.look())
  }

  /** As it was in that moment, and what it does about it now. */
  stateAt(seen: Overview): QueueState {
    return { ...countQueue(seen), stopped: this.#pace.stopped, lastReceivedAt: seen.memory.lastReceivedAt }
  }

  /** What was there when the store was last looked into, and what was saved here since. */
  async seen(): Promise<Overview> {
    if (this.#seen !== null) return this.#seen
    const found = await this.#deps.store.look()
    // What was saved or looked at meanwhile is newer.
    return (this.#seen ??= found)
  }

  /** A measurement that another tab has made since is missed: an older one is as true, and is put right at sending. */
  async #save(facts: readonly PreparedFact[]): Promise<void> {
    const { store } = this.#deps
    const { measure } = (await this.seen()).memory
    const added = await store.add(facts.map((fact) => ({ id: fact.id, fact, measure })))
    const there = new Map((await store.read(facts.map(({ id }) => id))).map((kept) => [kept.id, kept]))
    for (const fact of facts) {
      const kept = there.get(fact.id)
      if (kept === undefined || JSON.stringify(kept.fact) !== JSON.stringify(fact)) throw new NotKept()
    }
    const { memory, heads, lastSeq } = await this.seen()
    const fresh = added.filter(({ id }) => heads.every((head) => head.id !== id))
    const seqs = fresh.map(({ seq }) => seq)
    this.#seen = { memory, heads: [...heads, ...fresh], lastSeq: Math.max(lastSeq, ...seqs) }
  }

  async #settle(marks: readonly Mark[], memory: PhoneMemory): Promise<void> {
    await this.#saves.turn()
    await this.#deps.store.settle(marks, memory)
  }

  async #greet(): Promise<void> {
    const { store, network, clock } = this.#deps
    const seen = await this.look()
    // On the disk before it goes out: the same number is never said twice.
    const before = { ...seen.memory, beats: seen.memory.beats + 1 }
    await this.#settle([], before)
    const sentMs = clock.now().getTime()
    const sign = await network.hello(countQueue(seen), before.beats)
    await this.#settle([], learn(before, sign, sentMs, clock.now().getTime()))
    const over = seen.heads.filter(({ mark }) =>
      isOver(mark?.receipt ?? null, sign.timelineId, sign.serverTime),
    )
    if (over.length > 0) await store.remove(over.map(({ id }) => id))
  }

  async #send(batch: readonly Waiting[], { heads, memory }: Overview): Promise<void> {
    const { store, network, clock } = this.#deps
    const ids = batch.map(({ id }) => id)
    await this.#saves.turn()
    const kept = await store.read(ids)
    if (kept.length < ids.length) {
      const unread = batch.filter(({ id }) => kept.every((entry) => entry.id !== id))
      await this.#passOver(unread, { heads, memory })
      return
    }
    if (kept.some(({ fact, measure }) => needsMeasure(fact.capturedAt, measure, memory.measure))) {
      await this.#greet()
      return
    }
    const marks = await this.#fixOffsets(kept, memory, marksOf({ heads }, ids))
    const sentMs = clock.now().getTime()
    const answer = await network.sync(kept.map((entry) => toEntry(entry, marks.get(entry.id)!.offsetMs!)))
    await this.#takeAnswer(answer, marks, memory, sentMs)
  }

  async #takeAnswer(
    answer: SyncAnswer,
    marks: ReadonlyMap<string, Mark>,
    memory: PhoneMemory,
    sentMs: number,
  ): Promise<void> {
    if (answer.kind === 'refused') return this.#takeRefusal(answer, [...marks.values()], memory)
    const after = learn(memory, answer, sentMs, this.#deps.clock.now().getTime())
    const settled = answer.receipts.flatMap((receipt) => {
      const mark = marks.get(receipt.id)
      return mark === undefined ? [] : [this.#takeReceipt(mark, receipt, answer)]
    })
    const received = settled.filter(({ receipt }) => receipt?.timelineId === answer.timelineId)
    await this.#settle(settled, {
      ...after,
      lastReceivedAt: received.length > 0 ? answer.serverTime : after.lastReceivedAt,
    })
    this.#pace.stopped = null
    if (settled.length === 0) this.#pace.pause('unreachable', null)
    else this.#pace.wentThrough()
  }

  /** Before anything goes out, it is written down with which offset, so that every sending says the same. */
  async #fixOffsets(
    kept: readonly KeptEntry[],
    memory: PhoneMemory,
    known: readonly Mark[],
  ): Promise<Map<string, Mark>> {
    const marks = new Map(known.map((mark) => [mark.id, mark]))
    const fresh = kept
      .map(({ id, fact, measure }): Mark => {
        const offsetMs = decideOffset(fact.capturedAt, measure, memory.measure!)
        return { id, receipt: null, trouble: null, ...marks.get(id), offsetMs }
      })
      .filter(({ id }) => (marks.get(id)?.offsetMs ?? null) === null)
    if (fresh.length > 0) await this.#settle(fresh, memory)
    for (const mark of fresh) marks.set(mark.id, mark)
    return marks
  }

  /**
   * Entries that the phone cannot open hold up no other. They stay as they are, are shown, and are tried again; once
   * somebody has said what became of one, that is told in its place.
   */
  async #passOver(
    unread: readonly Waiting[],
    { heads, memory }: Pick<Overview, 'heads' | 'memory'>,
  ): Promise<void> {
    const known = new Map(heads.map(({ id, mark }) => [id, mark]))
    const first = unread[0]!
    const mark = known.get(first.id)
    if (unread.length === 1 && mark?.lost !== undefined) return this.#tellLost(first, mark, memory)
    const marks = unread.map(({ id }) =>
      this.#trouble(known.get(id) ?? { id, offsetMs: null, receipt: null, trouble: null }, UNREADABLE),
    )
    await this.#settle(marks, memory)
  }

  async #tellLost({ id, seq }: Waiting, mark: Mark, memory: PhoneMemory): Promise<void> {
    const { network, clock } = this.#deps
    if (memory.measure === null) return this.#greet()
    const sentMs = clock.now().getTime()
    const clockOffsetMs = memory.measure.offsetMs
    const answer = await network.tellLost({ ...mark.lost!, id, seq, clockOffsetMs })
    await this.#takeAnswer(answer, new Map([[id, mark]]), memory, sentMs)
  }

  #takeReceipt(mark: Mark, { outcome, stored, reason, flags }: SyncReceipt, sign: ServerSign): Mark {
    if (outcome === 'conflict' || stored === null) return this.#trouble(mark, reason ?? 'entry.conflict')
    const { timelineId, serverTime: at } = sign
    return { ...mark, trouble: null, receipt: { outcome, stored, reason, flags, timelineId, at } }
  }

  async #takeRefusal(
    { status, code, retryAfterMs }: Extract<SyncAnswer, { kind: 'refused' }>,
    marks: readonly Mark[],
    memory: PhoneMemory,
  ): Promise<void> {
    const refusal = readRefusal(status)
    if (refusal !== 'content') {
      this.#pace.pause(refusal === 'sign-in' ? 'sign-in' : 'unreachable', retryAfterMs)
      return
    }
    // A server in trouble answers 500 to everything: it is given time, however small the batch.
    if (status === 500) this.#pace.pause(null, retryAfterMs)
    if (marks.length > 1) {
      this.#pace.wasTooMuch(marks.length)
      return
    }
    await this.#settle(
      marks.map((mark) => this.#trouble(mark, code)),
      memory,
    )
  }

  #trouble(mark: Mark, why: string): Mark {
    const tries = (mark.trouble?.tries ?? 0) + 1
    this.#pace.delay(mark.id, tries)
    return { ...mark, trouble: { why, tries } }
  }
}

function learn(before: PhoneMemory, sign: ServerSign, sentMs: number, gotMs: number): PhoneMemory {
  const measure = measureOffset(before.measure, sign.serverTime, sentMs, gotMs)
  return { ...before, timelineId: sign.timelineId, measure }
}
