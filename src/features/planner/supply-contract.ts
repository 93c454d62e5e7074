import { z } from 'zod'
import { dayField, idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { outDay } from './output-schema.ts'

const DOSES_MOST = 10_000_000
const storageClass = textField(40, 1).describe(
  'Cold store class, such as `fridge-2-8` or `freezer-20`; what keeps thawed lies at 2–8 °C.',
)
const minutes = z.int().min(1).max(2880).describe('By road, the same both ways.')

export const WardSupplyBody = z
  .strictObject({
    minStockDays: z.int().min(0).max(60).describe('Days of stock that the ward never gives away.'),
    acceptsTransfers: z.boolean(),
    rooms: z
      .array(z.strictObject({ storageClass, capacityDoses: z.int().min(0).max(DOSES_MOST) }))
      .max(10)
      .refine(
        (rooms) => new Set(rooms.map((room) => room.storageClass)).size === rooms.length,
        'A class twice',
      )
      .describe(
        'Cold stores of the ward. None named: room is not limited. A class not named: no such store.',
      ),
    roads: z
      .array(z.strictObject({ fromWardId: idField.nullable().describe('Null: the centre.'), minutes }))
      .max(500)
      .refine((roads) => new Set(roads.map((road) => road.fromWardId)).size === roads.length, 'A place twice')
      .describe('Travel times to this ward that are known; others are guessed from the district.'),
    reason: reasonField,
  })
  .meta({
    id: 'WardSupplyBody',
    example: {
      minStockDays: 2,
      acceptsTransfers: true,
      rooms: [{ storageClass: 'fridge-2-8', capacityDoses: 2000 }],
      roads: [{ fromWardId: null, minutes: 25 }],
      reason: 'Đo lại tủ lạnh ngày 15/10',
    },
  })

export const ExpectedArrivalBody = z
  .strictObject({
    productId: idField,
    arrivesOn: dayField,
    doses: z.int().min(0).max(DOSES_MOST).describe('0 withdraws the announcement.'),
    documentNumber: textField(100),
  })
  .meta({
    id: 'ExpectedArrivalBody',
    example: {
      productId: '018f0000-0000-7000-8000-0000000000d1',
      arrivesOn: '2021-10-25',
      doses: 12_000,
      documentNumber: '1234/SYT-NVY',
    },
  })

const WardSupply = z.object({
  wardId: z.guid(),
  wardName: z.string(),
  minStockDays: z.int(),
  acceptsTransfers: z.boolean(),
  rooms: z.array(z.object({ storageClass: z.string(), capacityDoses: z.int() })),
  roads: z.array(z.object({ fromWardId: z.guid().nullable(), minutes: z.int() })),
  reason: z.string(),
  setBy: z.string().nullable().describe('Name of the account; null: nobody has said anything yet.'),
  receivedAt: instantOut.nullable(),
})

export const PlanSupply = z
  .object({
    wards: z.array(WardSupply).describe('Every ward, by name of place code.'),
    arrivals: z
      .array(
        z.object({
          id: z.guid(),
          productId: z.guid(),
          productName: z.string(),
          arrivesOn: outDay,
          doses: z.int(),
          documentNumber: z.string(),
          setBy: z.string(),
          receivedAt: instantOut,
        }),
      )
      .describe('What is announced for today and later, soonest first.'),
  })
  .meta({ id: 'PlanSupply', description: 'What the planner is told beside stock and doses.' })
