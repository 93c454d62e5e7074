import { addDays } from '#domain/dates.ts'
import { plan } from '#domain/planner/plan.ts'
import { describe, expect, test } from 'vitest'
import { asOf, leftOutCode, lot, product, sketchCity, wardId, type WardSketch } from './city.ts'

const longLot = lot('FK0200', '2022-03-31')

describe('the centre', () => {
  test('fills to ten days of stock, second doses first, and the text says so', () => {
    const made = plan(
      sketchCity(
        [
          {
            name: 'An Hòa',
            daily: 20,
            persons: 2500,
            secondDoses: 90,
            stock: [{ lot: 'FK0200', doses: 10 }],
          },
          { name: 'Vỹ Dạ', daily: 80, stock: [{ lot: 'FK0200', doses: 160 }] },
        ],
        [longLot],
        [{ lot: 'FK0200', doses: 5000 }],
      ),
    )
    expect(made.lines.map((line) => [line.rule, line.toWardId, line.facts.receiver.daysAfter])).toEqual([
      ['second-doses', wardId(0), 10],
      ['top-up', wardId(1), 10],
    ])
    expect(made.lines[0]!.text.vi).toContain(
      'An Hòa có 90 mũi 2 phải tiêm đến 28/10, trong tủ chỉ còn 10 liều.',
    )
    expect(made.lines[1]!.text.vi).toContain('Bù cho Vỹ Dạ đủ khoảng 10 ngày tiêm.')
  })

  test('offers to the province what no ward can finish', () => {
    const made = plan(
      sketchCity(
        [{ name: 'An Hòa', daily: 20, stock: [{ lot: 'FK0200', doses: 200 }] }],
        [longLot, lot('GA01', '2021-10-25')],
        [{ lot: 'GA01', doses: 400 }],
      ),
    )
    const offer = made.advice.find((row) => row.kind === 'offer')
    expect(offer!.text.vi).toBe(
      'Trung tâm: khoảng 240 liều lô GA01 không phường nào dùng kịp đến 25/10. Đề nghị tỉnh điều chuyển.',
    )
  })

  test('does not take for cover of second doses what a ward can hardly finish', () => {
    const made = plan(
      sketchCity(
        [
          { name: 'An Hòa', daily: 20, secondDoses: 140 },
          { name: 'Vỹ Dạ', daily: 20 },
        ],
        [lot('GA01', addDays(asOf, 2)), longLot],
        [
          { lot: 'GA01', doses: 120 },
          { lot: 'FK0200', doses: 140 },
        ],
      ),
    )
    const sent = (code: string) =>
      made.lines.find((line) => line.toWardId === wardId(0) && line.lotId === `lot-${code}`)!.doses
    // At 25 a day at most 50 of the lot of two days are used: the others wait for their turn with the long lot.
    expect(sent('FK0200')).toBeGreaterThanOrEqual(90)
    const ample = made.lines.find((line) => line.lotId === 'lot-GA01')!
    expect(ample.text.vi).toContain('để lại trung tâm thì lô này cũng hết hạn')
  })

  test('lets go more of what it would lose the fewer days a ward has for it', () => {
    const sent = (days: number) =>
      plan(
        sketchCity(
          [{ name: 'An Hòa', daily: 20 }],
          [lot('GA01', addDays(asOf, days))],
          [{ lot: 'GA01', doses: 2000 }],
        ),
      ).lines[0]!.doses
    // Of 20 a day: always as much as five more days would use.
    expect([sent(2), sent(5), sent(10)]).toEqual([140, 200, 300])
  })

  test('serves a new ward by its planned sessions', () => {
    const sessions = Array.from({ length: 14 }, (_, day) => ({
      wardId: wardId(0),
      productId: product.productId,
      on: addDays(asOf, day),
      capacityDoses: 100,
    }))
    const made = plan(
      sketchCity([{ name: 'Mới', days: 0 }], [longLot], [{ lot: 'FK0200', doses: 5000 }], { sessions }),
    )
    expect(made.pace[0]).toMatchObject({ source: 'sessions', dosesPerDay: 70 })
    expect(made.lines.map((line) => line.doses)).toEqual([700])
  })

  test('sends nothing blocked, nothing without a cold store and nothing that travelled too long', () => {
    const ward: WardSketch = { name: 'Vỹ Dạ', daily: 80 }
    const centre = [{ lot: 'FK0200', doses: 500 }]
    const planWith = (more: Partial<ReturnType<typeof lot>>) =>
      plan(sketchCity([ward], [lot('FK0200', '2022-03-31', more)], centre))
    expect(planWith({}).lines).toHaveLength(1)
    expect(planWith({ status: 'quarantine' }).lines).toEqual([])
    expect(planWith({ excursion: true }).lines).toEqual([])
    const noStore = plan(sketchCity([{ ...ward, ward: { storage: [] } }], [longLot], centre))
    expect([noStore.lines.length, leftOutCode(noStore, 0)]).toEqual([0, 'storage'])
    const travelled = sketchCity(
      [ward],
      [lot('FK0200', '2022-03-31', { transportMinutesUsed: 700 })],
      centre,
      {
        products: [{ ...product, transportMinutesMax: 720 }],
      },
    )
    expect([plan(travelled).lines.length, leftOutCode(plan(travelled), 0)]).toEqual([0, 'lots-unfit'])
  })

  test('counts what is on the road at the receiver and nowhere else', () => {
    const transfers = [
      {
        fromHolderId: 'centre',
        toWardId: wardId(0),
        lotId: 'lot-FK0200',
        doses: 800,
        state: 'approved' as const,
        on: asOf,
        planned: true,
      },
    ]
    const made = plan(
      sketchCity([{ name: 'Vỹ Dạ', daily: 80 }], [longLot], [{ lot: 'FK0200', doses: 1000 }], { transfers }),
    )
    expect(made.lines).toEqual([])
    expect(made.city[0]!.centreDoses).toBe(200)
    expect(made.pace[0]).toMatchObject({ inTransitDoses: 800, daysOfStock: 10 })
  })
})
