import { addDays } from '#domain/dates.ts'
import { plan } from '#domain/planner/plan.ts'
import { roomFor } from '#domain/planner/stock-lots.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { asOf, leftOutCode, lot, sketchCity, wardId } from './city.ts'

const longLot = lot('FK0200', '2022-03-31')

test('what expires before its turn is no stock: the centre fills the ward to ten days without it, and says so', () => {
  // 40 a day on three days: 120 of 150 are used, which is three days of stock.
  const made = plan(
    sketchCity(
      [{ name: 'Kim Long', daily: 40, stock: [{ lot: 'FK0112', doses: 150 }] }],
      [lot('FK0112', addDays(asOf, 2)), longLot],
      [{ lot: 'FK0200', doses: 2000 }],
    ),
  )
  expect(made.pace[0]).toMatchObject({ stockDoses: 150, spoilingDoses: 30, daysOfStock: 3 })
  expect(made.lines.map((line) => [line.lotId, line.doses])).toEqual([['lot-FK0200', 280]])
  expect(made.lines[0]!.facts.receiver).toMatchObject({ dosesBefore: 150, daysBefore: 3, daysAfter: 10 })
  expect(made.lines[0]!.text.vi).toContain(
    'Kim Long còn 3 ngày, tiêm khoảng 40 liều/ngày (30–50). Số ngày này không tính khoảng 30 liều tại Kim Long sẽ hết hạn trước khi đến lượt dùng.',
  )
  expect(made.lines[0]!.text.en).toContain('leave out about 30 doses at Kim Long')
})

test('what would expire at one ward goes to the other before the centre fills that with what keeps longer', () => {
  const made = plan(
    sketchCity(
      [
        { name: 'An Cựu', daily: 20, stock: [{ lot: 'FK0112', doses: 500 }] },
        { name: 'Vỹ Dạ', daily: 80, stock: [{ lot: 'FK0200', doses: 100 }] },
      ],
      [lot('FK0112', addDays(asOf, 9)), longLot],
      [{ lot: 'FK0200', doses: 5000 }],
      { lastReviewOn: addDays(asOf, -1) },
    ),
  )
  const lines = made.lines.map((line) => [line.rule, line.fromWardId, line.toWardId, line.lotId, line.doses])
  // 200 of 500 are used at An Cựu by the last day; then 400 bring Vỹ Dạ from five days to ten.
  expect(lines).toEqual([
    ['expiry', wardId(0), wardId(1), 'lot-FK0112', 300],
    ['top-up', null, wardId(1), 'lot-FK0200', 400],
  ])
  expect(leftOutCode(made, 0)).toBeUndefined()
})

test('what would expire before its turn leaves although more second doses are booked than can be given', () => {
  const city = (secondDoses: number) =>
    plan(
      sketchCity(
        [
          { name: 'An Cựu', daily: 20, stock: [{ lot: 'FK0112', doses: 500 }], secondDoses },
          { name: 'Vỹ Dạ', daily: 80, stock: [{ lot: 'FK0200', doses: 100 }] },
        ],
        [lot('FK0112', addDays(asOf, 9)), longLot],
        [],
        { lastReviewOn: addDays(asOf, -1) },
      ),
    )
  // At 25 a day, the most that its pace may be, An Cựu gives 175 in seven days, and 250 before the lot expires.
  const [few, many] = [city(100).lines[0]!, city(450).lines[0]!]
  expect([few.rule, few.doses, few.facts.donor.secondDosesKept]).toEqual(['expiry', 300, 100])
  expect(few.text.vi).toContain('Giữ lại đủ 100 mũi 2 đã hẹn đến 28/10.')
  expect([many.rule, many.doses, many.facts.donor.secondDosesKept]).toEqual(['expiry', 250, 250])
  expect(many.text.vi).toContain('Đến 28/10 đã hẹn 450 mũi 2, nhưng nhiều nhất chỉ tiêm kịp khoảng 175;')
})

test('second doses for which a session is planned stay, however slow the ward was', () => {
  const session = { wardId: wardId(0), productId: 'p-1', on: addDays(asOf, 3), capacityDoses: 300 }
  const made = plan(
    sketchCity(
      [
        { name: 'An Cựu', daily: 5, stock: [{ lot: 'FK0112', doses: 300 }], secondDoses: 300 },
        { name: 'Vỹ Dạ', daily: 80 },
      ],
      [lot('FK0112', addDays(asOf, 5)), longLot],
      [],
      { sessions: [session, { ...session, wardId: wardId(1), capacityDoses: 500 }] },
    ),
  )
  expect(made.lines).toEqual([])
})

test('a lot of the last days is counted by their weekdays', () => {
  // Friday, Saturday and Sunday: this city gives nothing at the weekend.
  const weekdays = (ward: number) =>
    Array.from({ length: 40 }, (_, at) => addDays(asOf, -1 - at))
      .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
      .map((day) => ({
        wardId: wardId(ward),
        productId: 'p-1',
        administeredOn: day,
        enteredOn: day,
        doses: 70,
      }))
  const made = plan(
    sketchCity(
      [{ name: 'Kim Long', days: 0, stock: [{ lot: 'FK0112', doses: 150 }] }],
      [lot('FK0112', addDays(asOf, 2))],
      [],
      { entries: weekdays(0) },
    ),
  )
  expect(made.pace[0]!.dosesPerDay).toBeCloseTo(50, -1)
  // A plain mean of 50 on three days would use all.
  expect(made.pace[0]!.spoilingDoses).toBeGreaterThan(60)

  // What leaves on Friday arrives on Saturday: nobody uses it before the lot expires on Sunday.
  const late = plan(
    sketchCity(
      [
        { name: 'Kim Long', days: 0 },
        { name: 'Vỹ Dạ', days: 0 },
      ],
      [lot('FK0112', addDays(asOf, 2))],
      [{ lot: 'FK0112', doses: 500 }],
      { entries: [...weekdays(0), ...weekdays(1)] },
    ),
  )
  for (const line of late.lines) expect(line.doses).toBeLessThanOrEqual(100)
})

test('room for a lot is never less because of vaccine that will spoil, and what is let in can be finished', () => {
  const layer = fc.record({ useBy: fc.integer({ min: 1, max: 30 }), doses: fc.integer({ min: 0, max: 900 }) })
  fc.assert(
    fc.property(
      fc.array(layer, { maxLength: 4 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 80 }),
      (rows, useBy, pace) => {
        const usableIn = (days: number, without: number) => pace * (days - without)
        const layers = rows.toSorted((a, b) => a.useBy - b.useBy)
        const room = roomFor(layers, useBy, usableIn, 0, 1)
        let used = 0
        const finishable = layers.map((row) => {
          const doses = Math.max(0, Math.min(row.doses, pace * (row.useBy + 1) - used))
          used += doses
          return { ...row, doses }
        })
        expect(room).toBeCloseTo(roomFor(finishable, useBy, usableIn, 0, 1), 6)
        const all = [...finishable, { useBy, doses: room }].toSorted((a, b) => a.useBy - b.useBy)
        let before = 0
        for (const row of all) {
          before += row.doses
          if (row.doses > 0) expect(before).toBeLessThanOrEqual(pace * (row.useBy + 1) + 1e-6)
        }
      },
    ),
    { numRuns: 300, seed: 6616 },
  )
})
