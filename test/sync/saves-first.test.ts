import { setTimeout } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { PhoneQueue } from '../../src/web/phone/phone-queue.ts'
import type { PhoneStore } from '../../src/web/phone/ports.ts'
import { SavesFirst } from '../../src/web/phone/saves-first.ts'
import { createDisk, createMemoryStore } from './memory-store.ts'

const ids = Array.from({ length: 9 }, (_, at) => `01890a5d-ac96-774b-bcce-b302099a800${at}`)
const at = new Date('2021-10-18T01:00:00Z')
const STEP_MS = 4

/** A queue whose disk takes its time, and a list of what was asked of it, in order. */
function open() {
  const asked: string[] = []
  const disk = createDisk(ids[0]!)
  const store = createMemoryStore(disk, async () => {
    await setTimeout(STEP_MS)
  })
  const told =
    <A extends unknown[], R>(name: string, ask: (...args: A) => R) =>
    (...args: A): R => {
      asked.push(name)
      return ask(...args)
    }
  const watched: PhoneStore = {
    add: told('add', store.add),
    read: (wanted) => told(`read ${wanted.length}`, store.read)(wanted),
    look: told('look', store.look),
    settle: told('settle', store.settle),
    remove: told('remove', store.remove),
  }
  let next = 0
  const queue = new PhoneQueue({
    store: watched,
    network: {
      sync: (entries) =>
        Promise.resolve({
          kind: 'receipts',
          serverTime: at.toISOString(),
          timelineId: 'one',
          receipts: entries.map(({ id }) => ({
            id,
            outcome: 'accepted',
            stored: 'accepted',
            reason: null,
            flags: [],
          })),
        }),
      tellLost: () => Promise.reject(new Error('asked')),
      hello: () => Promise.resolve({ serverTime: at.toISOString(), timelineId: 'one' }),
    },
    clock: { now: () => at, ticks: () => 0 },
    random: () => 0.5,
    newId: () => ids[(next += 1)]!,
  })
  const prepare = () =>
    queue.prepare({ kind: 'check-in', personId: ids[0]!, sessionId: ids[0]!, how: 'search', reason: '' })
  return { queue, asked, prepare }
}

test('wherever a sending has got to, a save is asked of the disk next, and nothing else until it is read back', async () => {
  for (let waitMs = 0; waitMs < 12 * STEP_MS; waitMs += 3) {
    const { queue, asked, prepare } = open()
    await queue.save([prepare(), prepare()])
    const sending = queue.attempt().then(() => queue.attempt())
    await setTimeout(waitMs)
    const before = asked.length
    await queue.save([prepare()])
    expect(asked.slice(before, before + 2)).toEqual(['add', 'read 1'])
    await sending
    while ((await queue.attempt()) !== null);
    expect(await queue.state()).toMatchObject({ unsent: 0, kept: 3, lastSeq: 3 })
  }
})

test('what was saved is in the count at once, without asking the disk again', async () => {
  const { queue, asked, prepare } = open()
  await queue.look()
  const fact = prepare()
  await Promise.all([queue.save([fact]), queue.save([fact])])
  await queue.save([prepare()])
  const before = asked.length
  expect(queue.stateAt(await queue.seen())).toMatchObject({ unsent: 2, kept: 2, lastSeq: 2 })
  expect(asked.length).toBe(before)
})

test('a save that never ends holds sending up for seconds, not for ever', async () => {
  vi.useFakeTimers()
  try {
    const saves = new SavesFirst()
    void saves.save(() => new Promise(() => undefined))
    let hasGone = false
    const turn = saves.turn().then(() => (hasGone = true))
    await vi.advanceTimersByTimeAsync(4000)
    expect(hasGone).toBe(false)
    await vi.advanceTimersByTimeAsync(2000)
    expect(hasGone).toBe(true)
    await turn
  } finally {
    vi.useRealTimers()
  }
})

test('two first saves at one moment are both in the count, whichever look at the disk comes last', async () => {
  const disk = createDisk(ids[0]!)
  const store = createMemoryStore(disk, () => Promise.resolve())
  const looks: (() => void)[] = []
  // What each saw is of the moment when it was asked; the second is answered after the first save has ended.
  const slow: PhoneStore = {
    ...store,
    look: async () => {
      const found = await store.look()
      await new Promise<void>((go) => {
        looks.push(go)
      })
      return found
    },
  }
  let next = 0
  const queue = new PhoneQueue({
    store: slow,
    network: {
      sync: () => Promise.reject(new Error('asked')),
      tellLost: () => Promise.reject(new Error('asked')),
      hello: () => Promise.reject(new Error('asked')),
    },
    clock: { now: () => at, ticks: () => 0 },
    random: () => 0.5,
    newId: () => ids[(next += 1)]!,
  })
  const fact = () =>
    queue.prepare({ kind: 'check-in', personId: ids[0]!, sessionId: ids[0]!, how: 'search', reason: '' })
  const [first, second] = [queue.save([fact()]), queue.save([fact()])]
  await setTimeout(5)
  looks[0]!()
  await first
  looks[1]!()
  await second
  expect(queue.stateAt(await queue.seen())).toMatchObject({ unsent: 2, kept: 2 })
})
