import { z } from 'zod'
import type { Plan } from '#domain/planner/plan-types.ts'
import { transferStates } from '#domain/transfer.ts'
import { dayField, idField, instantOut, reasonField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { PlanParamsSchema } from './input-schema.ts'

const outDay = z.string().meta({ format: 'date' })
const id = z.string()
const words = z
  .object({ vi: z.string(), en: z.string(), lo: z.string() })
  .meta({ id: 'Words', description: 'One sentence in each language.' })
const facts = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]),
)
const states = ['slow-stocked', 'slow-dry', 'late-entry', 'silent', 'on-pace', 'done'] as const

const SideFacts = z
  .object({
    state: z.enum(states).nullable(),
    pace: z.number().nullable().describe('Doses a day, corrected for late entry.'),
    paceLow: z.number().nullable(),
    paceHigh: z.number().nullable(),
    windowFromOn: outDay.nullable(),
    windowToOn: outDay.nullable(),
    completeness: z.number().nullable().describe('Share of the window’s doses thought to be entered.'),
    dosesBefore: z.number(),
    dosesAfter: z.number(),
    daysBefore: z.number().nullable(),
    daysAfter: z.number().nullable(),
    secondDosesKept: z.int(),
  })
  .meta({ id: 'PlanSide', description: 'One end of a line; `after` = every line carried out.' })

const LineFacts = z.object({
  donor: SideFacts,
  receiver: SideFacts,
  expiryRiskDoses: z.number(),
  secondDosesThroughOn: outDay,
})

const PlanLine = z.object({
  rank: z.int(),
  rule: z.enum(['second-doses', 'expiry', 'floor', 'top-up', 'surplus']),
  reasons: z
    .array(
      z.enum([
        'second-doses',
        'expiry',
        'floor',
        'top-up',
        'surplus',
        'receiver-dry',
        'scarce',
        'share-limit',
        'count-limit',
        'guarded',
      ]),
    )
    .readonly(),
  productId: id,
  lotId: id,
  fromHolderId: id,
  fromWardId: id.nullable().describe('Null: the centre.'),
  toHolderId: id,
  toWardId: id,
  doses: z.int(),
  vials: z.int(),
  dosesPerVial: z.int(),
  useByOn: outDay,
  travelMinutes: z.number(),
  facts: LineFacts,
  text: words,
})

const Advice = z.object({
  kind: z.enum(['team', 'count', 'offer']),
  wardId: id.nullable(),
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

const LeftOut = z.object({ wardId: id, productId: id, code: z.enum(leftOutCodes), facts, text: words })

const PaceRow = z.object({
  wardId: id,
  productId: id,
  state: z.enum(states),
  dosesPerDay: z.number(),
  low: z.number(),
  high: z.number(),
  source: z.enum(['entries', 'sessions', 'prior', 'raw']),
  windowFromOn: outDay.nullable(),
  windowToOn: outDay.nullable(),
  windowDays: z.number(),
  stockOutDaysSkipped: z.int(),
  completeness: z.number(),
  matureLagDays: z.int(),
  daysWithoutEntry: z.int(),
  ledgerDoses: z.number(),
  hiddenDoses: z.number(),
  stockDoses: z.number(),
  inTransitDoses: z.number(),
  daysOfStock: z.number().nullable(),
  secondDosesDue: z.int(),
  remainingDoses: z.number(),
  expiryRiskDoses: z.number(),
  floorGapDoses: z.number(),
})

const Blocked = z.object({ code: z.literal('too-many-silent'), facts, text: words })
const CityRow = z.object({
  productId: id,
  dosesPerDay: z.number(),
  centreDoses: z.number(),
  filledToDays: z.number().nullable(),
  guarded: z.boolean(),
  weekdayFactors: z.array(z.number()).readonly(),
  completeness: z.array(z.number()).readonly(),
})

/** What `plan()` answers: the output of `npm run plan`, and what a stored plan keeps. */
export const PlanOutputSchema = z
  .object({
    asOf: outDay,
    params: PlanParamsSchema,
    lines: z.array(PlanLine).readonly(),
    advice: z.array(Advice).readonly(),
    leftOut: z.array(LeftOut).readonly(),
    pace: z.array(PaceRow).readonly(),
    blocked: z.array(Blocked).readonly(),
    city: z.array(CityRow).readonly(),
  })
  .meta({ id: 'PlanOutput' }) satisfies z.ZodType<Plan>

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
