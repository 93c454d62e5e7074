/** Takes a code. False: not now; it is offered again as long as it is held there. */
export type OnCode = (text: string) => boolean | void

/** The same code held before the camera is one scan. */
const SAME_WITHIN_MS = 10_000
/** How long it may take to show up again in a camera that has rested. */
const STILL_THERE_MS = 3_000

/**
 * Between the camera, which sees a code in eight pictures a second, and the table, which is to hear of it once. What the
 * table could not take (the one before is still being let in) does not count as heard.
 */
export class CodeGate {
  #last = { text: '', atMs: 0 }

  /**
   * The camera is on again after a card was looked at: the paper that led to it is often still held there, and is no new
   * scan. It would put the card back in the place of the word that its person was let in.
   */
  resume(atMs: number): void {
    const { text, atMs: seenAtMs } = this.#last
    this.#last = { text, atMs: Math.max(seenAtMs, atMs - SAME_WITHIN_MS + STILL_THERE_MS) }
  }

  offer(text: string, atMs: number, take: OnCode): void {
    const isHeld = this.#last.text === text && atMs - this.#last.atMs < SAME_WITHIN_MS
    this.#last = { text, atMs }
    if (isHeld || text === '') return
    if (take(text) === false) this.#last = { text: '', atMs: 0 }
  }
}
