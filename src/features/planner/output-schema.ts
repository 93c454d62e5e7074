import { z } from 'zod'
import type { Plan } from '#domain/planner/plan-types.ts'
import { PlanParamsSchema } from './input-schema.ts'

export const outDay = z.string().meta({ format: 'date' })
const id = z.string()
const doses = z.number().describe('Doses.')
const pace = z.number().describe('Doses a day, corrected for late entry; the mean of a week.')
const daysOfStock = z.number().nullable().describe('Days at that pace; null where nothing is used.')

export const words = z
  .object({ vi: z.string(), en: z.string(), lo: z.string() })
  .meta({ id: 'Words', description: 'One sentence in each language.' })
const facts = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]),
  )
  .describe('The figures of the sentence, frozen with the plan.')

const states = ['slow-stocked', 'slow-dry', 'late-entry', 'silent', 'on-pace', 'done'] as const
const rules = ['second-doses', 'expiry', 'floor', 'top-up', 'surplus'] as const
const limits = ['receiver-dry', 'scarce', 'share-limit', 'count-limit', 'guarded'] as const

const SideFacts = z
  .object({
    state: z.enum(states).nullable(),
    pace: pace.nullable(),
    paceLow: z.number().nullable().describe('25 % below.'),
    paceHigh: z.number().nullable().describe('25 % above.'),
    windowFromOn: outDay.nullable().describe('Oldest day from which the pace was read.'),
    windowToOn: outDay.nullable(),
    completeness: z
      .number()
      .nullable()
      .describe('Share of the window’s doses thought to be entered, 0 to 1.'),
    dosesBefore: doses,
    dosesAfter: doses,
    daysBefore: daysOfStock,
    daysAfter: daysOfStock,
    secondDosesKept: z.int().describe('Second doses of the next days that stay. Doses.'),
  })
  .meta({ id: 'PlanSide', description: 'One end of a line; `after` = every line carried out.' })

const LineFacts = z.object({
  donor: SideFacts,
  receiver: SideFacts,
  expiryRiskDoses: z.number().describe('Doses of this lot that the donor would not finish.'),
  secondDosesThroughOn: outDay.describe('Second doses booked up to this day stay at the donor.'),
})

export const PlanLine = z.object({
  rank: z.int().describe('From 1, the most important first.'),
  rule: z.enum(rules),
  reasons: z
    .array(z.enum([...rules, ...limits]))
    .readonly()
    .describe('The rule first, then what held or limited it.'),
  productId: id,
  lotId: id,
  fromHolderId: id,
  fromWardId: id.nullable().describe('Null: the centre.'),
  toHolderId: id,
  toWardId: id,
  doses: z.int().describe('vials × dosesPerVial.'),
  vials: z.int().describe('Whole, unopened.'),
  dosesPerVial: z.int(),
  useByOn: outDay.describe('Last day of use of the lot, by label and thawing.'),
  travelMinutes: z.number(),
  facts: LineFacts,
  text: words,
})

export const Advice = z.object({
  kind: z
    .enum(['team', 'count', 'offer'])
    .describe('Send a team, count a fridge, offer doses to the province.'),
  wardId: id.nullable().describe('Null: the centre.'),
  productId: id.nullable(),
  lotId: id.nullable(),
  facts,
  text: words,
})

const leftOutCodes = [
  'not-used',
  'discrepancy-open',
  'silent',
  'late-entry',
  'ledger-negative',
  'kept',
  'cool-down',
  'count-old',
  'moves-blocked',
  'max-lines',
  'review-later',
  'surplus-small',
  'no-receiver',
  'done',
  'no-pace',
  'not-accepting',
  'storage',
  'expiring-first',
  'above-level',
  'too-small',
  'lots-unfit',
  'no-stock',
  'enough',
] as const

export const LeftOut = z.object({
  wardId: id,
  productId: id,
  code: z.enum(leftOutCodes),
  facts,
  text: words,
})

export const PaceRow = z.object({
  wardId: id,
  productId: id,
  state: z.enum(states),
  dosesPerDay: pace,
  low: z.number().describe('25 % below.'),
  high: z.number().describe('25 % above.'),
  source: z
    .enum(['entries', 'sessions', 'prior', 'raw'])
    .describe('Entries, planned sessions, a share of the city’s pace, or entries at face value.'),
  windowFromOn: outDay.nullable(),
  windowToOn: outDay.nullable(),
  windowDays: z.number().describe('Days in the window, weekday-weighted.'),
  stockOutDaysSkipped: z.int(),
  completeness: z.number().describe('Share of the window’s doses thought to be entered, 0 to 1.'),
  ownShare: z
    .number()
    .describe('Share of the pace from the ward’s own entries, 0 to 1; the rest is the city’s, by persons.'),
  matureLagDays: z.int().describe('Days after which 80 % of a day’s doses are entered here.'),
  daysWithoutEntry: z.int().describe('Recent days with stock and next to no entries.'),
  ledgerDoses: doses,
  hiddenDoses: z.number().describe('Given, thought not yet entered, and taken off the ledger. Doses.'),
  stockDoses: z.number().describe('Physical estimate of closed vials. Doses.'),
  inTransitDoses: z.number().describe('Promised or on the road to here. Doses.'),
  spoilingDoses: z.number().describe('Of both, doses that expire before their turn comes.'),
  daysOfStock,
  secondDosesDue: z.int().describe('Doses due within `reserveDays`.'),
  remainingDoses: z
    .number()
    .describe('First doses still wanted and second doses due within `secondDoseDays`.'),
  expiryRiskDoses: z.number().describe('Doses that first-expiry-first use cannot finish.'),
  floorGapDoses: z.number().describe('Doses missing to the fairness floor.'),
})

export const Blocked = z.object({ code: z.literal('too-many-silent'), facts, text: words })

export const CityRow = z.object({
  productId: id,
  dosesPerDay: pace,
  centreDoses: doses,
  filledToDays: z
    .number()
    .nullable()
    .describe('Days of stock to which the centre fills; null: nothing to give.'),
  guarded: z.boolean().describe('The centre keeps no stock of it.'),
  weekdayFactors: z.array(z.number()).readonly().describe('Monday to Sunday, sum 7.'),
  completeness: z
    .array(z.number())
    .readonly()
    .describe('Share of a day’s doses entered within 0, 1, 2 … days.'),
})

/** What `plan()` answers: the output of `npm run plan`, and what a stored plan keeps. */
export const PlanOutputSchema = z
  .object({
    asOf: outDay,
    params: PlanParamsSchema,
    lines: z.array(PlanLine).readonly(),
    advice: z.array(Advice).readonly(),
    leftOut: z.array(LeftOut).readonly().describe('One row for each ward and product without a line.'),
    pace: z.array(PaceRow).readonly().describe('One row for each ward and product in use there.'),
    blocked: z.array(Blocked).readonly().describe('What kept a part of the plan from being made.'),
    city: z.array(CityRow).readonly(),
  })
  .meta({
    id: 'PlanOutput',
    description: 'One plan: what goes where, and why, and why not.',
  }) satisfies z.ZodType<Plan>

/** The answer to a line that is no planning input. */
export const PlanProblemSchema = z
  .object({
    problem: z.object({
      line: z.int().describe('Of standard input, from 1.'),
      code: z.enum(['request.invalid', 'plan.input-unknown', 'plan.input-twice']),
      where: z.string().describe('JSON pointer into the line, or the id that is unknown or twice there.'),
      detail: z.string(),
      text: words,
    }),
  })
  .meta({ id: 'PlanProblem' })
