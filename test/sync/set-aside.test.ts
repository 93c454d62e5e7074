import { describe, expect, test } from 'vitest'
import { UNREADABLE, type LossStatement } from '#domain/sync/queue.ts'
import { PhoneQueue } from '../../src/web/phone/phone-queue.ts'
import { countHeld, selectUnreadable } from '../../src/web/phone/overview.ts'
import { Unreachable, type LostEntry, type PhoneStore } from '../../src/web/phone/ports.ts'
import { createDisk, createMemoryStore } from './memory-store.ts'

const ids = Array.from({ length: 9 }, (_, at) => `01890a5d-ac96-774b-bcce-b302099a800${at}`)
const serverTime = '2021-10-18T01:00:05.000Z'
const HOUR_MS = 3_600_000

/** A queue whose disk has spoilt some of what it keeps, and what the server got of it. */
function open() {
  const spoilt = new Set<string>()
  const got: { id: string; clockOffsetMs: number }[] = []
  const told: LostEntry[] = []
  const server = { timelineId: 'one', isAway: false }
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
        return Promise.resolve({ kind: 'receipts', serverTime, timelineId: server.timelineId, receipts })
      },
      tellLost: (entry) => {
        if (server.isAway) return Promise.reject(new Unreachable())
        told.push(entry)
        const outcome = 'lost' as const
        const receipts = [{ id: entry.id, outcome, stored: outcome, reason: null, flags: [] }]
        return Promise.resolve({ kind: 'receipts', serverTime, timelineId: server.timelineId, receipts })
      },
      hello: () => Promise.resolve({ serverTime, timelineId: server.timelineId }),
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
  return { queue, spoilt, got, told, server, save, drain, pass: () => (ticks += 2 * HOUR_MS) }
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

describe('what somebody says became of an entry that can be read no more', () => {
  const statement: LossStatement = {
    remedy: 'entered-again',
    reason: 'sổ giấy trang 3',
    saidBy: ids[0]!,
    saidAt: '2021-10-18T02:00:00.000Z',
  }

  test('is kept at once and told once; only then is the entry counted no more, and it stays on the phone', async () => {
    const { queue, spoilt, told, server, save, drain, pass } = open()
    const bad = await save()
    spoilt.add(bad)
    await drain()
    server.isAway = true
    await queue.sayLost(bad, statement)
    await drain()
    expect(await queue.state()).toMatchObject({ unsent: 1, stopped: 'unreachable' })
    expect(selectUnreadable(await queue.look())).toEqual([])
    // The first word holds.
    await queue.sayLost(bad, { ...statement, remedy: 'not-on-paper' })
    server.isAway = false
    pass()
    await drain()
    expect(told).toEqual([{ ...statement, id: bad, seq: 1, clockOffsetMs: 5000 }])
    expect(await queue.state()).toMatchObject({ unsent: 0, troubled: 0, kept: 1, stopped: null })
    pass()
    await drain()
    expect(told).toHaveLength(1)
    expect(countHeld(await queue.look())).toBe(0)
  })

  test('is told again to a server that was put back from a backup', async () => {
    const { queue, spoilt, told, server, save, drain, pass } = open()
    const [bad, good] = [await save(), await save()]
    spoilt.add(bad)
    await drain()
    await queue.sayLost(bad, statement)
    await drain()
    server.timelineId = 'two'
    await queue.greet()
    expect(await queue.state()).toMatchObject({ unsent: 2 })
    await drain()
    pass()
    await drain()
    expect(told.map(({ id }) => id)).toEqual([bad, bad])
    expect(await queue.state()).toMatchObject({ unsent: 0 })
    expect((await queue.look()).heads.find(({ id }) => id === good)?.mark?.receipt?.stored).toBe('accepted')
  })

  test('is not taken of an entry that can be read, and gives way to the entry should it be read after all', async () => {
    const { queue, spoilt, got, told, save, drain, pass } = open()
    const [bad, good] = [await save(), await save()]
    await queue.sayLost(good, statement)
    spoilt.add(bad)
    await drain()
    await queue.sayLost(bad, statement)
    spoilt.clear()
    pass()
    await drain()
    expect(told).toEqual([])
    expect(got.map(({ id }) => id)).toEqual([good, bad])
  })
})
