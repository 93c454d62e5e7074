import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { EntryBody, EntryReceipt } from '#features/doses/entry-contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { newId, now } from '../shared/clock.ts'
import type { In, Out } from '../shared/contract.ts'
import { t } from './words.ts'

export type Body = In<typeof EntryBody>
/** What a page says; when and by which clock is added here. */
export type Fact = Body extends infer B
  ? B extends unknown
    ? Omit<B, 'capturedAt' | 'clockOffsetMs'>
    : never
  : never
export type Receipt = Out<typeof EntryReceipt>

/** Server minus this device, as measured at the last answer. */
let clockOffsetMs = 0

/** Learns from a time that the server has just stated how far this clock is off. */
export function learnServerTime(instant: string): void {
  clockOffsetMs = Date.parse(instant) - now().getTime()
}

/** The offset to send with what is captured now. */
export const entryClock = (): number => clockOffsetMs

/** Now, by the server's clock as far as it is known. */
export const serverNow = (): Date => new Date(now().getTime() + clockOffsetMs)

const WAITS_MS = [600, 1500, 3000]

/** A fact under its id. It goes out once; the same words under the same id may be sent any number of times. */
export type Prepared = { id: string; body: Body }

export function prepare(fact: Fact): Prepared {
  return { id: newId(), body: { ...fact, capturedAt: now().toISOString(), clockOffsetMs } }
}

/** Sends it, and again while no answer comes. @throws ApiProblem with the last refusal, or when it waits in quarantine. */
export async function sendEntry({ id, body }: Prepared): Promise<Receipt> {
  for (const waitMs of [...WAITS_MS, null]) {
    try {
      const receipt = await api.put<Receipt>(`/v1/entries/${id}`, body)
      learnServerTime(receipt.outcome === 'duplicate' ? serverNow().toISOString() : receipt.receivedAt)
      if (receipt.stored === 'quarantined')
        throw new ApiProblem({ status: 202, title: t('entry.quarantined') })
      return receipt
    } catch (error) {
      if (waitMs === null || !mayPass(error)) throw error
      await new Promise((done) => setTimeout(done, waitMs))
    }
  }
  throw new Error('Not reached')
}

/** No answer, or one that says "not now": the entry may be stored or not, and the same id finds out. */
function mayPass(error: unknown): boolean {
  return (
    error instanceof ApiProblem &&
    (error.code === 'unreachable' || error.status >= 500 || error.status === 429)
  )
}

/**
 * One thing at a time: a second tap while the first is on its way does nothing, and a tap after a lost answer sends the
 * same entries under the same ids again.
 */
export function useTap() {
  const busy = useSignal(false)
  const problem = useSignal<ApiProblem | null>(null)
  const running = useRef(false)
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
    }
  }

  /** Sends facts one after the other. @param key tells the same tap again from another one. */
  async function send(key: string, facts: readonly Fact[]): Promise<Prepared[] | null> {
    const entries = kept.current?.key === key ? kept.current.entries : facts.map(prepare)
    kept.current = { key, entries }
    const sent = await run(async () => {
      for (const entry of entries) await sendEntry(entry)
      kept.current = null
    })
    return sent ? entries : null
  }

  return { busy, problem, run, send }
}
