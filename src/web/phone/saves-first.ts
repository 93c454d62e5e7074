/** A save takes tens of milliseconds. One that hangs, as a disk of a phone that slept may, holds no sending up for ever. */
const PATIENCE_MS = 5000

/**
 * A person waits for a save, nobody for a sending: whoever sends asks here before each step, and gives way as long as
 * anything is being saved. It is for speed only: sending beside a save is safe.
 */
export class SavesFirst {
  #running = 0
  #waiting: (() => void)[] = []

  async save<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
      if (this.#running === 0) for (const go of this.#waiting.splice(0)) go()
    }
  }

  /** Answers when nothing is being saved, or when that takes too long. */
  async turn(): Promise<void> {
    let isLate = false
    while (this.#running > 0 && !isLate)
      isLate = await new Promise<boolean>((done) => {
        const timer = setTimeout(() => done(true), PATIENCE_MS)
        this.#waiting.push(() => {
          clearTimeout(timer)
          done(false)
        })
      })
  }
}
