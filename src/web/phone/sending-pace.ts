import { afterCut, larger, smaller, waitAfter, waitInTrouble } from '#domain/sync/pace.ts'
import { BATCH_MAX, type Waiting } from '#domain/sync/queue.ts'
import type { PhoneDeps } from './ports.ts'

/** When a queue sends next, and how much at once. In memory only: after a crash everything is tried once more. */
export class SendingPace {
  /** Why nothing goes out now. */
  stopped: 'sign-in' | 'unreachable' | null = null
  size = BATCH_MAX
  readonly #deps: Pick<PhoneDeps, 'clock' | 'random'>
  #failures = 0
  #quietUntil = 0
  /** When a troubled entry may be tried again, by ticks. */
  readonly #dueAt = new Map<string, number>()

  constructor(deps: Pick<PhoneDeps, 'clock' | 'random'>) {
    this.#deps = deps
  }

  /** Milliseconds in which nothing is sent; 0 = it may be tried now. */
  quietMs(): number {
    return Math.max(0, this.#quietUntil - this.#deps.clock.ticks())
  }

  /** Everything may be tried at once. */
  wake(): void {
    this.#failures = 0
    this.#quietUntil = 0
    this.stopped = null
    this.#dueAt.clear()
  }

  pause(stopped: SendingPace['stopped'], retryAfterMs: number | null): void {
    const { clock, random } = this.#deps
    this.#failures += 1
    this.stopped = stopped
    const waitMs = Math.max(waitAfter(this.#failures, random()), retryAfterMs ?? 0)
    this.#quietUntil = clock.ticks() + waitMs
  }

  wasCut(sent: number): void {
    this.size = afterCut(sent)
    this.pause('unreachable', null)
  }

  wasTooMuch(sent: number): void {
    this.size = smaller(sent)
  }

  wentThrough(): void {
    this.#failures = 0
    this.size = larger(this.size)
  }

  isDue(id: string): boolean {
    return (this.#dueAt.get(id) ?? 0) <= this.#deps.clock.ticks()
  }

  /** An entry in trouble waits for itself alone. */
  delay(id: string, tries: number): void {
    const { clock, random } = this.#deps
    this.#dueAt.set(id, clock.ticks() + waitInTrouble(tries, random()))
  }

  hurry(id: string): void {
    this.#dueAt.delete(id)
  }

  /** Milliseconds until the first of these may be tried; null where there is none. */
  untilDue(waiting: readonly Waiting[]): number | null {
    if (waiting.length === 0) return null
    const first = Math.min(...waiting.map(({ id }) => this.#dueAt.get(id) ?? 0))
    return Math.max(0, first - this.#deps.clock.ticks())
  }
}
