import { z } from 'zod'
import { defaultParams, type PlanParams } from '#domain/planner/params.ts'
import type { PlanningInput } from '#domain/planner/types.ts'
import { dayField } from '#http/fields.ts'

const id = z.string().min(1).max(100)
const label = z.string().max(200)
const whole = z.int().min(-100_000_000).max(100_000_000)
const count = z.int().min(0).max(100_000_000)
const share = z.number().min(0).max(1)
const days = z.int().min(0).max(365)
const rows = <Row extends z.ZodType>(row: Row) => z.array(row).max(1_000_000)

const wardId = id.describe('A `wardId` of `wards`.')
const productId = id.describe('A `productId` of `products`.')
const lotId = id.describe('A `lotId` of `lots`.')
const storageClass = z.string().max(40).describe('Cold store class, for instance `2-8` or `-70`.')
const givenAndEntered = 'Doses, of the ward whose store supplied the site. A correction may be negative.'

/** What may be set for one plan; the rest keeps what the campaign or measurement says. */
export const PlanParamsSchema = z.strictObject({
  paceMode: z
    .enum(['corrected', 'raw'])
    .describe(
      '`raw`: doses entered for the last seven days ÷ 7, nothing else. To show what that costs, never to plan with.',
    ),
  reviewDays: days.describe(
    'Days between two reviews of ward-to-ward surplus; expiry is looked at in every plan.',
  ),
  leadDays: days.describe('Days from approval to use at the receiver.'),
  topUpDays: days.describe('D: days of stock to which the centre fills a ward; never below leadDays + 4.'),
  pushDays: days.describe(
    'A lot at the centre this near to its last day goes beyond D, a part to every ward that may finish it.',
  ),
  floorShare: share.describe('φ: share of its pro-rata part that every ward gets, 0 to 1.'),
  floorDays: days.describe('… as far as it can use it within these days.'),
  reserveDays: days.describe(
    'Second doses due within these days are never taken; only what would expire before their turn.',
  ),
  secondDoseDays: days.describe('Second doses due within these days are useful stock.'),
  donorKeepDays: days.describe('Days of stock that a giving ward keeps.'),
  receiverBelowDays: days.describe('A ward receives from another below these days of stock …'),
  receiverUpToDays: days.describe('… and up to these.'),
  guardedKeepDays: days.describe('`donorKeepDays` where the centre keeps no stock.'),
  guardedBelowDays: days.describe('`receiverBelowDays` where the centre keeps no stock.'),
  expiryHorizonDays: days.describe('Only lots whose last day of use is this near raise the expiry alarm.'),
  maxLines: z.int().min(0).max(500).describe('Ward-to-ward lines in one plan.'),
  maxShareMoved: share.describe('Share of a ward’s stock that one plan may take, expiry risk apart, 0 to 1.'),
  minLineVials: z.int().min(1).max(1000).describe('Vials of the smallest line.'),
  coolDownDays: days.describe('Days for which a ward keeps what a plan sent it.'),
  countFreshDays: days.describe('A count this young replaces the estimate and ends silence.'),
  countOldDays: days.describe('With an older count, or none, a ward gives no more than `oldCountDoses`.'),
  oldCountDoses: count.describe('Doses.'),
  silentShareMax: share.describe('Above this share of silent wards nothing moves between wards.'),
  priorShare: share.describe('A ward’s pace is at least this share of the city’s pace per person.'),
  matureShare: z
    .number()
    .min(0.1)
    .max(1)
    .describe('A day is mature when this share of its doses is thought to be entered.'),
  paceWindowDays: z.int().min(1).max(56).describe('Weekday-weighted days from which a pace is read.'),
  lookBackDays: z.int().min(1).max(56).describe('Days beyond which no pace is read.'),
  sameZoneMinutes: count.describe('Minutes between wards of one zone, where `travel` has no row.'),
  otherZoneMinutes: count.describe('Minutes otherwise.'),
} satisfies Record<keyof PlanParams, z.ZodType>) satisfies z.ZodType<PlanParams>

/** Keeps what is known of the planner's settings, so that a campaign may carry others beside them. */
export function readParams(settings: Readonly<Record<string, unknown>>): Partial<PlanParams> {
  const known = Object.entries(settings).filter(([name]) => name in defaultParams)
  return known.length === 0 ? {} : Object.fromEntries(known)
}

/** All settings after defaults, campaign and request, proved together. */
export function resolveParams(...layers: readonly Readonly<Record<string, unknown>>[]) {
  return PlanParamsSchema.safeParse(Object.assign({ ...defaultParams }, ...layers.map(readParams)))
}

/** Everything the planner is told, in the words of `domain/planner/types.ts`. */
export const PlanningInputSchema = z
  .strictObject({
    asOf: dayField.describe('The planning day, in the authority’s zone. What was recorded later is ignored.'),
    deadlineOn: dayField.nullable().default(null).describe('Day by which everybody is to be vaccinated.'),
    lastReviewOn: dayField
      .nullable()
      .default(null)
      .describe('Day of the last plan with a ward-to-ward line of surplus that was carried out.'),
    params: PlanParamsSchema.partial().optional().describe('Settings that differ from the defaults.'),
    products: rows(
      z.strictObject({
        productId: id,
        code: label.describe('Unique: orders the products of a plan.'),
        name: label,
        storageClass,
        thawDays: days.nullable().default(null).describe('Days of use after thawing; null: never frozen.'),
        transportMinutesMax: count
          .nullable()
          .default(null)
          .describe('Minutes that one vial may travel in all its life; null: no limit.'),
      }),
    ),
    lots: rows(
      z.strictObject({
        lotId: id,
        code: label,
        productId,
        dosesPerVial: z.int().min(1).max(1000),
        expiresOn: dayField.describe('Last day of use by the label.'),
        thawedOn: dayField.nullable().default(null),
        transportMinutesUsed: count.default(0),
        status: z.enum(['ok', 'quarantine', 'recalled']).default('ok'),
        excursion: z.boolean().default(false).describe('A temperature excursion that nobody has cleared.'),
      }),
    ),
    wards: rows(
      z.strictObject({
        wardId: id,
        code: label.describe('Unique: the last word in every tie.'),
        name: label,
        holderId: id.describe('The store that signs for what arrives.'),
        targetPersons: count,
        eligiblePersons: count.describe('Persons who still wait for a first (or single) dose.'),
        needAtStartDoses: count.describe(
          'Doses needed when the campaign began: the fairness floor follows it.',
        ),
        minStockDays: days.default(0).describe('Days of stock that stay when the ward gives.'),
        acceptsTransfers: z.boolean().default(true),
        keepsStock: z.boolean().optional().describe('What is there stays there: the ward gives nothing.'),
        teamDosesPerDay: count
          .optional()
          .describe('Doses a day that a team sent there adds to its own pace.'),
        storage: z
          .array(
            z.strictObject({
              storageClass,
              freeDoses: count
                .nullable()
                .describe('Room beyond what is there or on its way; null: not limited.'),
            }),
          )
          .max(20)
          .describe('A class without a row cannot be kept here.'),
        zone: label.nullable().default(null).describe('Wards of one zone are near to each other.'),
      }),
    ),
    stock: rows(
      z.strictObject({
        holderId: id,
        holderKind: z.enum(['centre', 'ward', 'fridge']),
        wardId: wardId.nullable().describe('Null at the centre.'),
        lotId,
        doses: whole.describe(
          'Closed vials by the ledger, in doses, in transit left out. May be below zero.',
        ),
        issuedDoses: count.default(0).describe('Issued to sessions; not used, returned or written off yet.'),
        count: z
          .strictObject({ countedOn: dayField, doses: whole })
          .nullable()
          .default(null)
          .describe('Last physical count, carried forward with the movements recorded since. Doses.'),
      }),
    ).describe('One row for each holder and lot: the ledger of the wards and the stock of the centre.'),
    entries: rows(
      z.strictObject({
        wardId,
        productId,
        administeredOn: dayField,
        enteredOn: dayField,
        doses: whole.describe(givenAndEntered),
      }),
    ).describe(
      'Doses by day given and day entered: the delay of entry is learned from them. Eight weeks are read.',
    ),
    givenBefore: rows(z.strictObject({ wardId, productId, doses: whole }))
      .default([])
      .describe('Doses given before the oldest row of `entries`.'),
    closings: rows(z.strictObject({ wardId, productId, on: dayField, doses: whole }))
      .default([])
      .describe('Closed vials of a ward at the end of a day, by the ledger as now known. Doses.'),
    stockOuts: rows(z.strictObject({ wardId, productId, on: dayField }))
      .default([])
      .describe('Days on which the site said that it ran out.'),
    dueDoses: rows(z.strictObject({ wardId, productId, dueOn: dayField, doses: count }))
      .default([])
      .describe('Second doses due or booked and not given yet; an overdue one counts as due now.'),
    sessions: rows(z.strictObject({ wardId, productId, on: dayField, capacityDoses: count }))
      .default([])
      .describe(
        'Past and coming sessions. Where a product has any, only wards that plan or know it take part.',
      ),
    transfers: rows(
      z.strictObject({
        fromHolderId: id,
        toWardId: wardId,
        lotId,
        doses: count,
        state: z
          .enum(['approved', 'dispatched', 'received', 'discrepancy'])
          .describe(
            'approved: still in the donor’s ledger. dispatched: on the road, counted at the receiver.',
          ),
        on: dayField.describe('Day of the last change of state.'),
        planned: z.boolean().describe('Came from a plan: plans do not take it back within `coolDownDays`.'),
      }),
    ).default([]),
    arrivals: rows(z.strictObject({ productId, on: dayField, doses: count }))
      .default([])
      .describe('Expected deliveries to the centre.'),
    travel: rows(z.strictObject({ fromWardId: wardId.nullable(), toWardId: wardId, minutes: count }))
      .default([])
      .describe('Minutes by road, the same both ways. `fromWardId` null: the centre.'),
  })
  .meta({
    id: 'PlanningInput',
    description:
      'One line of `npm run plan`. Doses, vials and persons are whole numbers; days are YYYY-MM-DD; the order of rows never matters.',
  }) satisfies z.ZodType<PlanningInput>
