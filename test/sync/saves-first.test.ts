import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { PhoneQueue } from '../../src/web/phone/phone-queue.ts'
import type { PhoneStore } from '../../src/web/phone/ports.ts'
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
