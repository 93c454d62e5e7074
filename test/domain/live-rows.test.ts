import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyRows, diffRows } from '#domain/live-rows.ts'

type Row = { id: string; doses: number }
const keyOf = ({ id }: Row) => id
const list = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), doses: fc.integer({ min: 0, max: 3 }) }),
  { selector: keyOf },
)

test('a followed list is the list, whatever came, went, changed or moved', () => {
  fc.assert(
    fc.property(list, list, (before, after) => {
      expect(applyRows(before, diffRows(before, after, keyOf), keyOf)).toEqual(after)
    }),
  )
})

test('only what changed is told', () => {
  const before = [
    { id: 'a', doses: 1 },
    { id: 'b', doses: 2 },
  ]
  const after = [
    { id: 'a', doses: 1 },
    { id: 'b', doses: 3 },
  ]
  expect(diffRows(before, after, keyOf)).toEqual({ rows: [{ id: 'b', doses: 3 }], keys: null })
  expect(diffRows(before, before, keyOf)).toEqual({ rows: [], keys: null })
})

test('changes of another list are not taken', () => {
  const one = [{ id: 'a', doses: 1 }]
  expect(applyRows(one, { rows: [{ id: 'z', doses: 1 }], keys: null }, keyOf)).toBeNull()
  expect(applyRows(one, { rows: [], keys: ['a', 'z'] }, keyOf)).toBeNull()
})
