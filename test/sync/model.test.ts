import { expect, test } from 'vitest'
import { guarded } from './model.ts'
import { playStories } from './play-stories.ts'

const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

test('whatever happens to phones, network and server, everything ticked is stored once and no order matters', async () => {
  const outcomes = await playStories(range(1, 500))
  expect(outcomes.filter(({ faults }) => faults.length > 0)).toEqual([])
  expect(outcomes).toHaveLength(500)
  // The stories were not idle.
  const seen = (name: keyof (typeof outcomes)[number]['seen']) => sum(outcomes.map((one) => one.seen[name]))
  expect(seen('acked')).toBeGreaterThan(200_000)
  expect(seen('stored')).toBeGreaterThan(150_000)
  expect(seen('held')).toBeGreaterThan(1000)
  expect(seen('restores')).toBeGreaterThan(300)
  expect(seen('crashes')).toBeGreaterThan(5000)
  expect(seen('refusedByDisk')).toBeGreaterThan(1000)
}, 300_000)

test('a server that does not hold ids unique is found out', async () => {
  const outcomes = await playStories(range(1, 4), { guards: { ...guarded, uniqueIds: false } })
  const found = outcomes.filter(({ faults }) => faults.some((fault) => fault.includes('is written')))
  expect(found).toHaveLength(4)
}, 60_000)

test('a server that does not lock whom it writes about is found out', async () => {
  const outcomes = await playStories(range(1, 4), { guards: { ...guarded, lock: false } })
  const found = outcomes.filter(({ faults }) => faults.some((fault) => fault.includes('depend on the order')))
  expect(found.length).toBeGreaterThan(0)
}, 60_000)
