import { z } from 'zod'
import { transferStates } from '#domain/transfer.ts'
import { dayField, idField, instantOut, reasonField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { PlanParamsSchema } from './input-schema.ts'
import {
  Advice,
  Blocked,
  CityRow,
  LeftOut,
  PaceRow,
  PlanLine,
  PlanOutputSchema,
  outDay,
  words,
} from './output-schema.ts'

export const ProposePlanBody = z
  .strictObject({
    campaignId: idField,
    asOf: dayField.optional().describe('Today when left out; never later.'),
    params: z
      .record(z.string().max(40), z.union([z.string().max(20), z.number()]))
      .optional()
      .describe('Settings of the planner for this plan only, over those of the campaign.'),
  })
  .meta({
    id: 'ProposePlanBody',
    example: { campaignId: '018f0000-0000-7000-8000-0000000000c1', params: { topUpDays: 10 } },
  })

export const WhatIfBody = z
  .strictObject({
    campaignId: idField,
    params: PlanParamsSchema.partial()
      .optional()
      .describe(
        'Settings to try over those of the campaign: days of stock D (`topUpDays`), floor (`floorShare`) …',
      ),
    teams: z
      .array(z.strictObject({ wardId: idField, dosesPerDay: z.int().min(1).max(100_000) }))
      .max(500)
      .default([])
      .describe('Teams sent to wards, as doses a day added to the ward’s own pace.'),
    arrivals: z
      .array(
        z.strictObject({
          productId: idField,
          doses: z.int().min(1).max(10_000_000),
          dosesPerVial: z.int().min(1).max(1000),
          expiresOn: dayField,
        }),
      )
      .max(20)
      .default([])
      .describe('Vaccine that would lie at the centre today.'),
    holdWards: z.array(idField).max(500).default([]).describe('Wards that neither give nor receive.'),
  })
  .meta({
    id: 'WhatIfBody',
    example: {
      campaignId: '018f0000-0000-7000-8000-0000000000c1',
      params: { topUpDays: 7, floorShare: 0.9 },
    },
  })

const Effect = z
  .object({
    finishOn: outDay
      .nullable()
      .describe('Day by which 95 % of what is wanted is given at today’s paces; null: not in 120 days.'),
    givenDoses: z.int(),
    unmetDoses: z.int().describe('Wanted and not given in 120 days.'),
    expiredDoses: z.int(),
    lowestShare: z
      .number()
      .nullable()
      .describe('Doses received by the worst served ward, by its need, as a share of the city’s.'),
    lowestWardId: z.string().nullable(),
  })
  .meta({
    id: 'PlanEffect',
    description: 'What becomes of the city if a plan is carried out: to compare plans, no promise.',
  })

export const WhatIf = z
  .object({
    plan: PlanOutputSchema,
    effect: Effect,
    presentLines: z.int().describe('Lines of the plan as things stand.'),
    presentEffect: Effect,
  })
  .meta({
    id: 'WhatIf',
    description: 'A plan that might be and the plan as things stand, side by side; nothing is kept.',
  })

const vials = z.int().min(1).max(1_000_000)
export const LineDecisionBody = z
  .discriminatedUnion('verdict', [
    z.strictObject({ verdict: z.literal('approved') }),
    z.strictObject({ verdict: z.literal('changed'), vials, reason: reasonField }),
    z.strictObject({ verdict: z.literal('refused'), reason: reasonField }),
  ])
  .meta({
    id: 'LineDecisionBody',
    example: { verdict: 'changed', vials: 8, reason: 'Phường gửi giữ thêm hai lọ cho buổi lưu động' },
  })

export const LineDecision = z
  .object({
    verdict: z.enum(['approved', 'changed', 'refused', 'ground-gone']),
    vials: z.int().nullable(),
    reason: z.string(),
    refusal: z
      .object({ code: z.string(), text: words })
      .nullable()
      .describe('For `ground-gone`: what had changed since the plan was made.'),
    transfer: z.object({ id: z.guid(), state: z.enum(transferStates) }).nullable(),
    by: z.string().describe('Name of the account.'),
    at: instantOut,
  })
  .meta({ id: 'LineDecision' })

const named = z.object({ productName: z.string(), lotCode: z.string() })
const StoredLine = PlanLine.extend({
  id: z.guid(),
  fromName: z.string().nullable().describe('Null: the centre.'),
  toName: z.string(),
  ...named.shape,
  decision: LineDecision.nullable(),
}).meta({ id: 'PlanLine' })

const head = {
  id: z.guid(),
  campaignId: z.guid(),
  asOfOn: outDay,
  proposedAt: instantOut,
  proposedBy: z.string().describe('Name of the account.'),
  inputHash: z.string().describe('SHA-256 of the canonical input: the same facts have the same hash.'),
}
const wardName = { wardName: z.string() }

export const StoredPlan = z
  .object({
    ...head,
    expired: z
      .boolean()
      .describe('Older than 24 hours, or there is a newer plan: nothing more may be approved.'),
    newerPlanId: z.guid().nullable().describe('The newest plan of the campaign, when it is another one.'),
    params: PlanParamsSchema,
    lines: z.array(StoredLine),
    leftOut: z.array(LeftOut.extend(wardName)).describe('Wards without a line, each with its reason.'),
    advice: z.array(Advice.extend({ wardName: z.string().nullable() })),
    pace: z.array(PaceRow.extend(wardName)),
    blocked: z.array(Blocked),
    city: z.array(CityRow),
  })
  .meta({
    id: 'Plan',
    description: 'What the planner proposes and what people decided. Nothing moves by itself.',
  })

export const PlanHead = z
  .object({ ...head, lines: z.int(), decided: z.int(), doses: z.int().describe('Proposed to move.') })
  .meta({ id: 'PlanHead' })
export const PlanPage = pageOf(PlanHead).meta({ id: 'PlanPage' })
export const plansQuery = pageQuery.extend({ campaign: idField.optional() })

const LineOutcome = z
  .object({
    fromOn: outDay.describe('Day of receipt.'),
    toOn: outDay.describe('Last day looked at: D days with the day of receipt, or today.'),
    givenDoses: z.int().describe('Doses of the product given at the receiver in those days, as now entered.'),
    usedDoses: z
      .int()
      .describe('Of what was received: what lay at the receiver before is taken to be used first.'),
    receiver: z
      .enum(['used', 'partly-used', 'not-used', 'open'])
      .describe('`used`: nine tenths of it. `open`: the D days are not over.'),
    donorDryDays: z
      .int()
      .nullable()
      .describe(
        'Days since dispatch on which the donor had no more than a vial or ran out; null: the centre.',
      ),
    donor: z.enum(['not-missed', 'missed', 'open']).nullable(),
  })
  .meta({ id: 'LineOutcome' })

export const PlanOutcome = z
  .object({
    planId: z.guid(),
    asOfOn: outDay,
    days: z.number().describe('D: days of stock to which the plan filled; within them a line is to be used.'),
    readOn: outDay.describe('Entries and ledger as known then: today, or six weeks after the plan.'),
    lines: z
      .array(
        z.object({
          lineId: z.guid(),
          rank: z.int(),
          productId: z.guid(),
          fromWardId: z.guid().nullable().describe('Null: the centre.'),
          toWardId: z.guid(),
          plannedDoses: z.int(),
          receivedDoses: z.int().nullable(),
          transferState: z.enum(transferStates).nullable().describe('Null: no transfer was made.'),
          outcome: LineOutcome.nullable().describe('Null: not received.'),
        }),
      )
      .describe('Lines with a decision.'),
  })
  .meta({
    id: 'PlanOutcome',
    description: 'What then happened with a plan: did the receiver use it, did the donor miss it?',
  })
