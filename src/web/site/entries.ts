import { signal, useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { isReceived, type Mark } from '#domain/sync/queue.ts'
import { NotKept, StorageFull } from '../phone/ports.ts'
import { prepareFact, type PreparedFact, type SaidFact } from '../phone/prepare-fact.ts'
import { ApiProblem } from '../shared/api.ts'
import { newId, now } from '../shared/clock.ts'
import { account } from '../shared/session.ts'
import { addPending } from './pending.ts'
import { thisPhone } from './this-phone.ts'
import { t } from './words.ts'

/** What a page says; id and time are added when it is tapped. */
export type Fact = SaidFact
/** A fact under its id: keeping or sending it any number of times is once. */
export type Prepared = PreparedFact
/** Where a fact is that the person has been told of. */
export type Where = 'phone' | 'server'

/** How long a person waits for the server before the phone's own word has to do. */
const ANSWER_WAIT_MS = 1500
/** Where nothing can go on without the server. */
export const PATIENT_MS = 15_000

/** Why nothing can be saved on this phone now; null = all is well. Shown on every site page until it is mended. */
export const cannotSave = signal<'full' | 'not-kept' | null>(null)

export const prepare = (fact: Fact): Prepared =>
  prepareFact(fact, { newId, clock: { now, ticks: () => performance.now() } })

/**
 * Keeps facts on this phone, all or none, then waits a moment for the server. Whatever the network does, they are safe
 * when this answers.
 *
 * @throws ApiProblem when the phone could not keep them, or the server holds them back for a person to look at.
 */
export async function sendEntries(entries: readonly Prepared[], withinMs = ANSWER_WAIT_MS): Promise<Where> {
  const ids = entries.map(({ id }) => id)
  const phone = await thisPhone().catch(sayNotKept)
  const line = await phone.save(ownId(), entries).catch(sayNotKept)
  cannotSave.value = null
  const marks = await phone.answers(line, ids, withinMs)
  const { timelineId } = line.seen.memory
  const isOnServer =
    marks.length === ids.length && marks.every(({ receipt }) => isReceived(receipt, timelineId))
  addPending(entries, isOnServer)
  // Told after it is shown: what a hand has done stands on the card, whatever is made of it.
  const held = marks.map(heldBack).find((one) => one !== null)
  if (held !== undefined && held !== null) throw held
  return isOnServer ? 'server' : 'phone'
}

/** One of them. */
export const sendEntry = (entry: Prepared, withinMs?: number): Promise<Where> =>
  sendEntries([entry], withinMs)

/** The words behind a name: the two marks are never the same. */
export const whereWord = (where: Where): string => t(`queue.on-${where}`)

function ownId(): string {
  if (account.value.state !== 'here') throw new ApiProblem({ status: 401, title: t('queue.nobody') })
  return account.value.account.id
}

function sayNotKept(error: unknown): never {
  const isStorage = error instanceof NotKept || error instanceof DOMException
  if (!(error instanceof StorageFull) && !isStorage) throw error
  cannotSave.value = error instanceof StorageFull ? 'full' : 'not-kept'
  throw new ApiProblem({ title: t(`queue.${cannotSave.value}`) })
}

/** Kept by the server, but not counted: the person has to be told now. */
function heldBack({ receipt, trouble }: Mark): ApiProblem | null {
  if (receipt?.stored === 'quarantined') return new ApiProblem({ status: 202, title: t('entry.quarantined') })
  return trouble === null ? null : new ApiProblem({ status: 422, title: t('queue.trouble') })
}

/**
 * One thing at a time: a second tap while the first is on its way does nothing, and a tap after a refusal keeps the same
 * entries under the same ids.
 */
export function useTap() {
  const busy = useSignal(false)
  const problem = useSignal<ApiProblem | null>(null)
  const running = useRef(false)
  const next = useRef<(() => Promise<void>) | null>(null)
  const kept = useRef<{ key: string; entries: Prepared[] } | null>(null)

  /** Runs it unless another run is on its way. True: it went through. */
  async function run(what: () => Promise<void>): Promise<boolean> {
    if (running.current) return false
    running.current = true
    busy.value = true
    problem.value = null
    try {
      await what()
      return true
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      problem.value = error
      return false
    } finally {
      running.current = false
      busy.value = false
      const waiting = next.current
      next.current = null
      if (waiting !== null) void run(waiting)
    }
  }

  /** Runs it, if need be once the run on its way is over: of several that wait the last. For what is typed, not tapped. */
  function runNext(what: () => Promise<void>): void {
    if (running.current) next.current = what
    else void run(what)
  }

  /** Keeps facts, all or none, and sends them. @param key tells the same tap again from another one. */
  async function send(
    key: string,
    facts: readonly Fact[],
  ): Promise<{ entries: Prepared[]; where: Where } | null> {
    const entries = kept.current?.key === key ? kept.current.entries : facts.map(prepare)
    kept.current = { key, entries }
    let where: Where = 'phone'
    const sent = await run(async () => {
      where = await sendEntries(entries)
      kept.current = null
    })
    return sent ? { entries, where } : null
  }

  return { busy, problem, run, runNext, send }
}
