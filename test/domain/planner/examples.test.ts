import { addDays } from '#domain/dates.ts'
import { plan } from '#domain/planner/plan.ts'
import { describe, expect, test } from 'vitest'
import { asOf, leftOutCode, lot, sketchCity, stateOf, wardId, type WardSketch } from './city.ts'

const longLot = lot('FK0200', '2022-03-31')
/** Wards that are neither short nor rich, so that the city has a usual pace. */
const usual = (count: number): WardSketch[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `Phường ${at}`,
    daily: 60,
    stock: [{ lot: 'FK0200', doses: 480 }],
  }))

describe('a slow ward with a lot that will expire, and a fast dry ward', () => {
  const input = sketchCity(
    [
      {
        name: 'An Cựu',
        daily: 22,
        stock: [
          { lot: 'FK0112', doses: 390 },
          { lot: 'FK0200', doses: 90 },
        ],
        secondDoses: 84,
      },
      { name: 'Thuận Lộc', daily: 95, stock: [{ lot: 'FK0200', doses: 170 }] },
    ],
    [lot('FK0112', '2021-11-05'), longLot],
    [],
    { lastReviewOn: addDays(asOf, -1) },
  )

  test('gives exactly one line, with its reason in Vietnamese, English and Lao', () => {
    const { lines } = plan(input)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      rank: 1,
      rule: 'expiry',
      reasons: ['expiry', 'receiver-dry', 'guarded'],
      lotId: 'lot-FK0112',
      fromWardId: wardId(0),
      toWardId: wardId(1),
      doses: 60,
      vials: 6,
      useByOn: '2021-11-05',
    })
    expect(lines[0]!.text.vi).toBe(
      'An Cựu gửi 60 liều (6 lọ) lô FK0112 sang Thuận Lộc. ' +
        'An Cựu còn 480 liều, tiêm khoảng 22 liều/ngày (17–28), lô này dùng được đến 05/11, sẽ thừa khoảng 60 liều. ' +
        'Thuận Lộc còn 1,8 ngày, tiêm khoảng 95 liều/ngày (71–119). ' +
        'Giữ lại đủ 84 mũi 2 đã hẹn đến 28/10.',
    )
    expect(lines[0]!.text.en).toContain('Thuận Lộc has 1.8 days left and gives about 95 doses a day')
    expect(lines[0]!.text.lo).toContain('ຍັງເຫຼືອ 1,8 ມື້')
  })

  test('freezes the facts of both ends with the line', () => {
    const [line] = plan(input).lines
    expect(line!.facts.donor).toMatchObject({
      pace: 22,
      paceLow: 16.5,
      paceHigh: 27.5,
      completeness: 1,
      windowFromOn: addDays(asOf, -14),
      windowToOn: addDays(asOf, -1),
      dosesBefore: 480,
      dosesAfter: 420,
      daysBefore: 21.8,
      daysAfter: 19.1,
      secondDosesKept: 84,
    })
    expect(line!.facts.receiver).toMatchObject({
      dosesBefore: 170,
      dosesAfter: 230,
      daysBefore: 1.8,
      daysAfter: 2.4,
    })
  })
})

test('what expires and what is only too much go in one line, with both reasons', () => {
  const city = [
    {
      name: 'An Cựu',
      daily: 22,
      stock: [
        { lot: 'FK0112', doses: 390 },
        { lot: 'FK0200', doses: 90 },
      ],
    },
    { name: 'Thuận Lộc', daily: 95, stock: [{ lot: 'FK0200', doses: 170 }] },
  ]
  const { lines } = plan(sketchCity(city, [lot('FK0112', '2021-11-05'), longLot]))
  expect(lines.map((line) => [line.rule, line.doses])).toEqual([['expiry', 90]])
  expect(lines[0]!.reasons).toEqual(['expiry', 'receiver-dry', 'guarded', 'surplus', 'share-limit'])
})

describe('surplus', () => {
  const slow: WardSketch = { name: 'Phú Hậu', daily: 30, stock: [{ lot: 'FK0200', doses: 900 }] }
  const dry: WardSketch = { name: 'Vỹ Dạ', daily: 80, stock: [{ lot: 'FK0200', doses: 100 }] }

  test('goes to the dry ward, at most a fifth of the donor’s stock', () => {
    const { lines } = plan(sketchCity([slow, dry, ...usual(4)], [longLot]))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      rule: 'surplus',
      fromWardId: wardId(0),
      toWardId: wardId(1),
      doses: 180,
    })
    expect(lines[0]!.reasons).toContain('share-limit')
    expect(lines[0]!.text.vi).toContain('tức 30 ngày tồn, mức tối đa 10.')
  })

  test('waits for the review day, and says until when', () => {
    const made = plan(
      sketchCity([slow, dry, ...usual(4)], [longLot], [], { lastReviewOn: addDays(asOf, -2) }),
    )
    expect(made.lines).toEqual([])
    expect(leftOutCode(made, 0)).toBe('review-later')
    expect(made.leftOut[0]!.text.vi).toBe('Phú Hậu dư khoảng 600 liều, sẽ xem lại vào kỳ 27/10.')
    expect(leftOutCode(made, 1)).toBe('no-stock')
  })

  test('of a ward whose fridge was not counted for a week moves only 50 doses, and a count is asked for', () => {
    const uncounted = { ...slow, stock: [{ lot: 'FK0200', doses: 900, countedOn: addDays(asOf, -8) }] }
    const made = plan(sketchCity([uncounted, dry, ...usual(4)], [longLot]))
    expect(made.lines.map((line) => line.doses)).toEqual([50])
    expect(made.lines[0]!.reasons).toContain('count-limit')
    expect(made.advice.map((row) => [row.kind, row.wardId])).toContainEqual(['count', wardId(0)])
  })

  test('is not taken from what a plan sent less than two days ago', () => {
    const transfers = [
      {
        fromHolderId: 'h-3',
        toWardId: wardId(0),
        lotId: 'lot-FK0200',
        doses: 100,
        state: 'received' as const,
        on: addDays(asOf, -1),
        planned: true,
      },
    ]
    const made = plan(sketchCity([slow, dry, ...usual(4)], [longLot], [], { transfers }))
    expect(made.lines).toEqual([])
    expect(leftOutCode(made, 0)).toBe('cool-down')
  })

  test('stays while a transfer with a discrepancy is open', () => {
    const transfers = [
      {
        fromHolderId: 'h-0',
        toWardId: wardId(2),
        lotId: 'lot-FK0200',
        doses: 100,
        state: 'discrepancy' as const,
        on: addDays(asOf, -1),
        planned: true,
      },
    ]
    const made = plan(sketchCity([slow, dry, ...usual(4)], [longLot], [], { transfers }))
    expect(made.lines).toEqual([])
    expect([leftOutCode(made, 0), leftOutCode(made, 2)]).toEqual(['discrepancy-open', 'discrepancy-open'])
  })

  test('of a slow ward with people waiting also asks for a team', () => {
    const made = plan(sketchCity([slow, dry, ...usual(4)], [longLot]))
    expect(stateOf(made, 0)).toBe('slow-stocked')
    const team = made.advice.find((row) => row.kind === 'team')
    expect(team!.text.vi).toMatch(
      /^Phú Hậu còn 24 ngày tồn nhưng thiếu khoảng \d+ mũi\/ngày: cử thêm đội tiêm/,
    )
  })
})

describe('progress is not what was entered', () => {
  // Both wards give 60 doses a day and have 480 in the fridge; the second enters ten days late.
  const late: WardSketch = {
    name: 'Thủy Biều',
    daily: 60,
    delay: 10,
    stock: [{ lot: 'FK0200', doses: 1080, countedOn: addDays(asOf, -3) }],
  }
  const dry: WardSketch = { name: 'Vỹ Dạ', daily: 80, stock: [{ lot: 'FK0200', doses: 100 }] }

  test('a ward that enters late is not robbed: it is asked to count', () => {
    const made = plan(sketchCity([late, dry, ...usual(6)], [longLot]))
    const row = made.pace.find((pace) => pace.wardId === wardId(0))!
    expect(row).toMatchObject({ dosesPerDay: 60, state: 'late-entry', matureLagDays: 10 })
    expect(row.stockDoses).toBeGreaterThanOrEqual(480)
    expect(row.stockDoses).toBeLessThanOrEqual(540)
    expect(made.lines).toEqual([])
    expect(leftOutCode(made, 0)).toBe('enough')
    expect(made.advice.map((advice) => [advice.kind, advice.wardId])).toContainEqual(['count', wardId(0)])
  })

  test('the raw pace would rob it', () => {
    const made = plan(sketchCity([late, dry, ...usual(6)], [longLot], [], { params: { paceMode: 'raw' } }))
    expect(made.lines.map((line) => line.fromWardId)).toContain(wardId(0))
  })

  test('a ward that falls silent is a question, not a donor', () => {
    const silent: WardSketch = {
      name: 'Hương Vinh',
      daily: 60,
      quietDays: 4,
      stock: [{ lot: 'FK0200', doses: 1500, countedOn: addDays(asOf, -3) }],
    }
    const made = plan(sketchCity([silent, dry, ...usual(6)], [longLot]))
    expect(made.lines).toEqual([])
    expect(stateOf(made, 0)).toBe('silent')
    expect(made.leftOut[0]!.text.vi).toBe(
      'Không chuyển từ Hương Vinh: 4 ngày gần như chưa nhập liệu, cần kiểm đếm tủ trước.',
    )
    expect(made.pace[0]!.dosesPerDay).toBe(60)
    expect(made.advice).toHaveLength(1)
    expect(made.advice[0]!.text.vi).toContain('Gọi điện, kiểm đếm tủ')

    const counted = plan(
      sketchCity(
        [{ ...silent, stock: [{ lot: 'FK0200', doses: 1500, countedOn: asOf }] }, dry, ...usual(6)],
        [longLot],
      ),
    )
    expect(stateOf(counted, 0)).not.toBe('silent')
    expect(counted.lines.map((line) => line.fromWardId)).toEqual([wardId(0)])
  })

  test('with more than a quarter of the wards silent nothing moves between wards, the centre goes on', () => {
    const silent = (name: string): WardSketch => ({
      name,
      daily: 60,
      quietDays: 4,
      stock: [{ lot: 'FK0200', doses: 600, countedOn: addDays(asOf, -3) }],
    })
    const rich: WardSketch = { name: 'Phú Hậu', daily: 30, stock: [{ lot: 'FK0200', doses: 900 }] }
    const city = [silent('A'), silent('B'), rich, dry]
    const made = plan(sketchCity(city, [longLot]))
    expect(made.blocked.map((row) => row.code)).toEqual(['too-many-silent'])
    expect(made.lines).toEqual([])
    expect(leftOutCode(made, 2)).toBe('moves-blocked')
    const supplied = plan(sketchCity(city, [longLot], [{ lot: 'FK0200', doses: 500 }]))
    expect(supplied.lines.map((line) => [line.fromWardId, line.toWardId])).toEqual([[null, wardId(3)]])
  })
})

test('a ward that was dry for ten days keeps its pace and is never called slow-stocked', () => {
  const made = plan(sketchCity([{ name: 'Kim Long', daily: 60, dryDays: 10 }, ...usual(5)], [longLot]))
  expect(made.pace[0]).toMatchObject({ dosesPerDay: 60, stockOutDaysSkipped: 10, state: 'slow-dry' })
})

test('a ward that needs nobody any more is done', () => {
  const made = plan(sketchCity([{ name: 'Kim Long', eligible: 0 }, ...usual(2)], [longLot]))
  expect([stateOf(made, 0), leftOutCode(made, 0)]).toEqual(['done', 'done'])
})
