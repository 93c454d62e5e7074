import { z } from 'zod'
import { defaultParams, type PlanParams } from '#domain/planner/params.ts'
import type { PlanningInput } from '#domain/planner/types.ts'
import { dayField } from '#http/fields.ts'

const id = z.string().min(1).max(100)
const whole = z.int().min(-100_000_000).max(100_000_000)
const count = z.int().min(0).max(100_000_000)
const share = z.number().min(0).max(1)
const days = z.int().min(0).max(365)
const rows = <Row extends z.ZodType>(row: Row) => z.array(row).max(1_000_000)

/** What may be set for one plan; the rest keeps what the campaign or measurement says. */
export const PlanParamsSchema = z.strictObject({
  paceMode: z.enum(['corrected', 'raw']),
  reviewDays: days,
  leadDays: days,
  topUpDays: days,
  floorShare: share,
  floorDays: days,
  reserveDays: days,
  secondDoseDays: days,
  donorKeepDays: days,
  receiverBelowDays: days,
  receiverUpToDays: days,
  guardedKeepDays: days,
  guardedBelowDays: days,
  expiryHorizonDays: days,
  maxLines: z.int().min(0).max(500),
  maxShareMoved: share,
  minLineVials: z.int().min(1).max(1000),
  coolDownDays: days,
  countFreshDays: days,
  countOldDays: days,
  oldCountDoses: count,
  silentShareMax: share,
  priorShare: share,
  matureShare: z.number().min(0.1).max(1),
  paceWindowDays: z.int().min(1).max(56),
  lookBackDays: z.int().min(1).max(56),
  sameZoneMinutes: count,
  otherZoneMinutes: count,
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
    asOf: dayField,
    deadlineOn: dayField.nullable(),
    lastReviewOn: dayField.nullable(),
    params: z
      .record(z.string(), z.unknown())
      .refine((params) => resolveParams(params).success, 'Not settings of the planner')
      .transform(readParams)
      .optional(),
    products: rows(
      z.strictObject({
        productId: id,
        code: z.string(),
        name: z.string(),
        storageClass: z.string(),
        thawDays: days.nullable(),
        transportMinutesMax: count.nullable(),
      }),
    ),
    lots: rows(
      z.strictObject({
        lotId: id,
        code: z.string(),
        productId: id,
        dosesPerVial: z.int().min(1).max(1000),
        expiresOn: dayField,
        thawedOn: dayField.nullable(),
        transportMinutesUsed: count,
        status: z.enum(['ok', 'quarantine', 'recalled']),
        excursion: z.boolean(),
      }),
    ),
    wards: rows(
      z.strictObject({
        wardId: id,
        code: z.string(),
        name: z.string(),
        holderId: id,
        targetPersons: count,
        eligiblePersons: count,
        needAtStartDoses: count,
        minStockDays: days,
        acceptsTransfers: z.boolean(),
        storage: z.array(z.strictObject({ storageClass: z.string(), freeDoses: count.nullable() })).max(20),
        zone: z.string().nullable(),
      }),
    ),
    stock: rows(
      z.strictObject({
        holderId: id,
        holderKind: z.enum(['centre', 'ward', 'fridge']),
        wardId: id.nullable(),
        lotId: id,
        doses: whole,
        issuedDoses: count,
        count: z.strictObject({ countedOn: dayField, doses: whole }).nullable(),
      }),
    ),
    entries: rows(
      z.strictObject({
        wardId: id,
        productId: id,
        administeredOn: dayField,
        enteredOn: dayField,
        doses: whole,
      }),
    ),
    givenBefore: rows(z.strictObject({ wardId: id, productId: id, doses: whole })),
    closings: rows(z.strictObject({ wardId: id, productId: id, on: dayField, doses: whole })),
    stockOuts: rows(z.strictObject({ wardId: id, productId: id, on: dayField })),
    dueDoses: rows(z.strictObject({ wardId: id, productId: id, dueOn: dayField, doses: count })),
    sessions: rows(z.strictObject({ wardId: id, productId: id, on: dayField, capacityDoses: count })),
    transfers: rows(
      z.strictObject({
        fromHolderId: id,
        toWardId: id,
        lotId: id,
        doses: count,
        state: z.enum(['approved', 'dispatched', 'received', 'discrepancy']),
        on: dayField,
        planned: z.boolean(),
      }),
    ),
    arrivals: rows(z.strictObject({ productId: id, on: dayField, doses: count })),
    travel: rows(z.strictObject({ fromWardId: id.nullable(), toWardId: id, minutes: count })),
  })
  .meta({ id: 'PlanningInput' }) satisfies z.ZodType<PlanningInput>
