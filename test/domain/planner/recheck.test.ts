import { problems } from '#domain/problem.ts'
import { recheckLine, type LineGround } from '#domain/planner/recheck.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

const facts = { expiryRiskDoses: 0, donor: { secondDosesKept: 84, paceHigh: 25 } }
const line = { doses: 60, dosesPerVial: 10, fromWardId: 'ward-a', facts }
const limit = { countOldDays: 7, oldCountDoses: 50 }
const ground: LineGround = {
  asOf: '2021-10-22',
  lot: { status: 'ok', excursion: false, useByOn: '2021-11-05' },
  donor: {
    lotDoses: 100,
    countedDoses: 100,
    countAgeDays: 7,
    productDoses: 200,
    secondDosesDue: 84,
    discrepancyOpen: false,
  },
  receiver: { acceptsTransfers: true, discrepancyOpen: false, freeDoses: null },
}
const { lot, donor, receiver } = ground

test('a line whose ground still holds is approved, whatever was entered since', () => {
  expect(recheckLine(line, ground, limit)).toEqual({ ok: true })
})

test.each<[string, LineGround]>([
  ['plan.line-lot-blocked', { ...ground, lot: { ...lot, status: 'quarantine' } }],
  ['plan.line-lot-blocked', { ...ground, lot: { ...lot, status: 'recalled' } }],
  ['plan.line-lot-blocked', { ...ground, lot: { ...lot, excursion: true } }],
  ['plan.line-lot-expired', { ...ground, lot: { ...lot, useByOn: '2021-10-22' } }],
  ['plan.line-discrepancy-open', { ...ground, donor: { ...donor, discrepancyOpen: true } }],
  ['plan.line-discrepancy-open', { ...ground, receiver: { ...receiver, discrepancyOpen: true } }],
  ['plan.line-donor-short', { ...ground, donor: { ...donor, lotDoses: 59 } }],
  ['plan.line-count-short', { ...ground, donor: { ...donor, countedDoses: 50 } }],
  ['plan.line-count-old', { ...ground, donor: { ...donor, countAgeDays: 8 } }],
  ['plan.line-count-old', { ...ground, donor: { ...donor, countedDoses: null, countAgeDays: null } }],
  ['plan.line-second-doses', { ...ground, donor: { ...donor, productDoses: 143 } }],
  ['plan.line-receiver-refuses', { ...ground, receiver: { ...receiver, acceptsTransfers: false } }],
  ['plan.line-receiver-room', { ...ground, receiver: { ...receiver, freeDoses: 59 } }],
])('%s: the line is refused with a sentence that all its facts fill', (code, now) => {
  const check = recheckLine(line, now, limit)
  expect(check).toMatchObject({ ok: false, code })
  if (check.ok) throw new Error('refused above')
  const named = problems[check.code].vi.match(/\{\w+\}/g) ?? []
  for (const name of named) expect(Object.keys(check.facts)).toContain(name.slice(1, -1))
})

test('an edited line still needs whole vials', () => {
  expect(recheckLine({ ...line, doses: 55 }, ground, limit)).toMatchObject({
    code: 'plan.line-not-whole-vials',
  })
  expect(recheckLine({ ...line, doses: 0 }, ground, limit)).toMatchObject({
    code: 'plan.line-not-whole-vials',
  })
})

test('what would expire before its turn may leave although more second doses are booked; what the plan keeps stays', () => {
  const spoils = (kept: number) => ({
    ...line,
    facts: { expiryRiskDoses: 60, donor: { secondDosesKept: kept, paceHigh: 25 } },
  })
  const left = (doses: number) => ({ ...ground, donor: { ...donor, productDoses: 60 + doses } })
  // Of 50 that stay the ward may have used 25 since the morning.
  expect(recheckLine(spoils(50), left(25), limit)).toEqual({ ok: true })
  for (const [told, now] of [
    [spoils(50), left(24)],
    [spoils(84), left(58)],
    [{ ...spoils(50), doses: 70 }, left(60)],
  ] as const)
    expect(recheckLine(told, now, { ...limit, oldCountDoses: 100 })).toMatchObject({
      code: 'plan.line-second-doses',
    })
})

test('what is approved never takes a second dose, nor more than is there or fits', () => {
  const doses = fc.integer({ min: 0, max: 30 }).map((vials) => vials * 10)
  fc.assert(
    fc.property(doses, doses, doses, doses, doses, (wanted, lotDoses, others, secondDosesDue, freeDoses) => {
      const productDoses = lotDoses + others
      const now = {
        ...ground,
        donor: { ...donor, lotDoses, countedDoses: null, countAgeDays: 0, productDoses, secondDosesDue },
        receiver: { ...receiver, freeDoses },
      }
      const fits =
        wanted > 0 && wanted <= lotDoses && wanted <= freeDoses && productDoses - wanted >= secondDosesDue
      expect(recheckLine({ ...line, doses: wanted }, now, limit).ok).toBe(fits)
    }),
  )
})

test('the centre counts all day; a small line needs no count', () => {
  const old = { ...ground, donor: { ...donor, countAgeDays: null } }
  expect(recheckLine({ ...line, fromWardId: null }, old, limit)).toEqual({ ok: true })
  expect(recheckLine({ ...line, doses: 50 }, old, limit)).toEqual({ ok: true })
})
