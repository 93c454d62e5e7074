/**
 * A person waits for a save, nobody for a sending: whoever sends asks here before each step, and gives way as long as
 * anything is being saved.
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

  /** Answers when nothing is being saved. */
  async turn(): Promise<void> {
    while (this.#running > 0)
      await new Promise<void>((go) => {
        this.#waiting.push(go)
      })
  }
}
