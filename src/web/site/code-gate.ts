/** Takes a code. False: not now; it is offered again as long as it is held there. */
export type OnCode = (text: string) => boolean | void

/** The same code held before the camera is one scan. */
const SAME_WITHIN_MS = 10_000

/**
 * Between the camera, which sees a code in eight pictures a second, and the table, which is to hear of it once. What the
 * table could not take (the one before is still being let in) does not count as heard.
 */
export class CodeGate {
  #last = { text: '', atMs: 0 }

  offer(text: string, atMs: number, take: OnCode): void {
    const isHeld = this.#last.text === text && atMs - this.#last.atMs < SAME_WITHIN_MS
    this.#last = { text, atMs }
    if (isHeld || text === '') return
    if (take(text) === false) this.#last = { text: '', atMs: 0 }
  }
}
