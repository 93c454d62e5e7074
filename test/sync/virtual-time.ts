import { setImmediate as settled } from 'node:timers/promises'

type Timer = { at: number; order: number; ring: () => void }

/** Time that passes only when nothing is left to do: days of phones in milliseconds, the same for the same seed. */
export function createVirtualTime(startMs: number) {
  let now = startMs
  let order = 0
  const timers: Timer[] = []
  const pending = new Set<Promise<void>>()

  /** When nobody can do anything before time goes on. */
  async function settle(): Promise<void> {
    await settled()
    while (pending.size > 0) {
      await Promise.all(pending)
      await settled()
    }
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((ring) => {
      order += 1
      push(timers, { at: now + Math.max(0, ms), order, ring })
    })
  }

  /** Lets everything due by then happen, in order. */
  async function runUntil(at: number): Promise<void> {
    await settle()
    for (;;) {
      const next = timers[0]
      if (next === undefined || (next.at > at && next.at > now)) break
      pop(timers)
      now = Math.max(now, next.at)
      next.ring()
      await settle()
    }
    now = Math.max(now, at)
  }

  /** Work in the real world: no virtual time passes until it is done. */
  async function outside<T>(work: () => Promise<T>): Promise<T> {
    const running = work()
    const entry = running.then(
      () => undefined,
      () => undefined,
    )
    pending.add(entry)
    void entry.then(() => pending.delete(entry))
    return running
  }

  /** Days go by at once; everything that fell due meanwhile happens now, in its order. */
  function leap(ms: number): void {
    now += ms
  }

  return { now: () => now, sleep, runUntil, leap, outside }
}

export type VirtualTime = ReturnType<typeof createVirtualTime>

const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap: thousands of timers wait at once. */
function push(heap: Timer[], timer: Timer): void {
  let at = heap.push(timer) - 1
  while (at > 0) {
    const above = (at - 1) >> 1
    if (!isBefore(timer, heap[above]!)) break
    heap[at] = heap[above]!
    at = above
  }
  heap[at] = timer
}

function pop(heap: Timer[]): void {
  const last = heap.pop()!
  if (heap.length === 0) return
  let at = 0
  for (;;) {
    let below = 2 * at + 1
    if (below >= heap.length) break
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1
    if (!isBefore(heap[below]!, last)) break
    heap[at] = heap[below]!
    at = below
  }
  heap[at] = last
}
