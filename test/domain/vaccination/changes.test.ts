import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DoseChange } from '#domain/vaccination/changes.ts'
import { applyChanges } from '#domain/vaccination/changes.ts'

describe('changes of a dose', () => {
  const stated = {
    personId: 'person-1',
    sessionId: 's',
    productId: 'p',
    lotId: 'l',
    statedStep: null,
    givenAt: '2021-10-01T02:00:00.000Z',
    givenOn: '2021-10-01',
  }
  const aChange = fc
    .record({
      id: fc.uuid(),
      minute: fc.integer({ min: 0, max: 9 }),
      body: fc.oneof(
        fc.constant({ kind: 'void' as const }),
        fc.constant({ kind: 'restore' as const }),
        fc.record({
          kind: fc.constant('correct' as const),
          fields: fc.record(
            { lotId: fc.constantFrom('l1', 'l2'), productId: fc.constantFrom('p1', 'p2') },
            { requiredKeys: [] },
          ),
        }),
      ),
    })
    .map(({ id, minute, body }): DoseChange =>
      Object.assign({ id, doseId: 'd', at: `2021-10-01T03:0${minute}:00.000Z`, reason: null }, body),
    )

  test('fold to the same dose in any order, and leave what was stated untouched', () => {
    const before = structuredClone(stated)
    fc.assert(
      fc.property(fc.uniqueArray(aChange, { selector: (each) => each.id, maxLength: 6 }), (changes) => {
        expect(applyChanges(stated, changes.toReversed())).toEqual(applyChanges(stated, changes))
        expect(stated).toEqual(before)
      }),
    )
  })

  test('the newest correction of each field holds, and a restore ends a void', () => {
    const change = (minute: number, body: { kind: 'void' } | { kind: 'restore' }): DoseChange => ({
      id: `c${minute}`,
      doseId: 'd',
      at: `2021-10-01T03:0${minute}:00.000Z`,
      reason: 'nhầm',
      ...body,
    })
    const correct = (minute: number, lotId: string): DoseChange => ({
      id: `c${minute}`,
      doseId: 'd',
      at: `2021-10-01T03:0${minute}:00.000Z`,
      reason: 'nhầm lô',
      kind: 'correct',
      fields: { lotId },
    })
    const changes = [
      correct(4, 'newest'),
      change(1, { kind: 'void' }),
      correct(3, 'older'),
      change(2, { kind: 'restore' }),
    ]
    expect(applyChanges(stated, changes)).toEqual({ fields: { ...stated, lotId: 'newest' }, voided: false })
    expect(applyChanges(stated, [...changes, change(5, { kind: 'void' })]).voided).toBe(true)
  })
})
