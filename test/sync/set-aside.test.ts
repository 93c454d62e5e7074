import { expect, test } from 'vitest'
import { UNREADABLE } from '#domain/sync/queue.ts'
import { PhoneQueue } from '../../src/web/phone/phone-queue.ts'
import type { PhoneStore } from '../../src/web/phone/ports.ts'
import { createDisk, createMemoryStore } from './memory-store.ts'

const ids = Array.from({ length: 9 }, (_, at) => `01890a5d-ac96-774b-bcce-b302099a800${at}`)
const serverTime = '2021-10-18T01:00:05.000Z'
const HOUR_MS = 3_600_000

/** A queue whose disk has spoilt some of what it keeps, and what the server got of it. */
function open() {
  const spoilt = new Set<string>()
  const got: { id: string; clockOffsetMs: number }[] = []
  const whole = createMemoryStore(createDisk(ids[0]!), () => Promise.resolve())
  const store: PhoneStore = {
    ...whole,
    read: async (wanted) => (await whole.read(wanted)).filter(({ id }) => !spoilt.has(id)),
  }
  let next = 0
  let ticks = 0
  const queue = new PhoneQueue({
    store,
    network: {
      sync: (entries) => {
        got.push(...entries.map(({ id, clockOffsetMs }) => ({ id, clockOffsetMs })))
        const receipts = entries.map(({ id }) => ({
          id,
          outcome: 'accepted' as const,
          stored: 'accepted' as const,
          reason: null,
          flags: [],
        }))
        return Promise.resolve({ kind: 'receipts', serverTime, timelineId: 'one', receipts })
      },
      hello: () => Promise.resolve({ serverTime, timelineId: 'one' }),
    },
    clock: { now: () => new Date('2021-10-18T01:00:00Z'), ticks: () => ticks },
    random: () => 0.5,
    newId: () => ids[(next += 1)]!,
  })
  const save = async () => {
    const fact = queue.prepare({
      kind: 'check-in',
      personId: ids[0]!,
      sessionId: ids[0]!,
      how: 'search',
      reason: '',
    })
    await queue.save([fact])
    return fact.id
  }
  const drain = async () => {
    while ((await queue.attempt()) === 0);
  }
  return { queue, spoilt, got, save, drain, pass: () => (ticks += 2 * HOUR_MS) }
}

test('an entry that the phone can read no more stays, is counted, and holds up no other', async () => {
  const { queue, spoilt, got, save, drain } = open()
  const [first, bad, last] = [await save(), await save(), await save()]
  spoilt.add(bad)
  await drain()
  expect(got.map(({ id }) => id)).toEqual([first, last])
  const { heads } = await queue.look()
  expect(heads.find(({ id }) => id === bad)?.mark?.trouble).toEqual({ why: UNREADABLE, tries: 1 })
  expect(await queue.state()).toMatchObject({ unsent: 1, troubled: 1, kept: 3, stopped: null })
  const later = await save()
  await drain()
  expect(got.map(({ id }) => id)).toEqual([first, last, later])
})

test('when it can be read after all, it goes out with the clock’s offset like any other', async () => {
  const { queue, spoilt, got, save, drain, pass } = open()
  const bad = await save()
  spoilt.add(bad)
  await drain()
  expect(got).toEqual([])
  spoilt.clear()
  pass()
  await drain()
  expect(got).toEqual([{ id: bad, clockOffsetMs: 5000 }])
  expect(await queue.state()).toMatchObject({ unsent: 0, troubled: 0, kept: 1 })
})
