import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchGround } from './ground.ts'
import { prepareDose } from './load.ts'
import { placeOf, type People } from './people.ts'

export type DoseStream = {
  /** Of the doses that were answered so far. */
  readonly latenciesMs: readonly number[]
  stop(): Promise<{ latenciesMs: readonly number[]; errors: number }>
}

/** Doses at a fixed rate, whatever the answers take, until it is stopped: what a city enters while lists are read. */
export function startDoses(ground: BenchGround, people: People, perSecond: number): DoseStream {
  const { address, tokens } = ground
  const latenciesMs: number[] = []
  const underWay = new Set<Promise<void>>()
  let errors = 0
  const stopping = new AbortController()

  async function enter(): Promise<void> {
    // Only sites whose official is signed in.
    while (tokens[placeOf(people.next, people.spread).site] === undefined) people.next += 1
    const { path, ...request } = prepareDose(ground, people)
    const startedMs = performance.now()
    const answer = await fetch(`${address}${path}`, request)
    const body = await answer.text()
    latenciesMs.push(performance.now() - startedMs)
    if (answer.status === 201 && body.includes('"outcome":"accepted"')) return
    errors += 1
    if (errors === 1) console.error(`First error: ${answer.status} ${body.slice(0, 300)}`)
  }

  const running = (async () => {
    const startedMs = performance.now()
    for (let count = 0; !stopping.signal.aborted; count += 1) {
      const dueMs = startedMs + (count * 1000) / perSecond
      const waitMs = dueMs - performance.now()
      if (waitMs > 0) await sleep(waitMs)
      const entry = enter()
        .catch(() => void (errors += 1))
        .finally(() => underWay.delete(entry))
      underWay.add(entry)
    }
    await Promise.all(underWay)
  })()
  return {
    latenciesMs,
    async stop() {
      stopping.abort()
      await running
      return { latenciesMs, errors }
    },
  }
}
