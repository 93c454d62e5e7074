import { z } from 'zod'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { dayField, idField, instantOut, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

export const stepField = z.enum(plannedSteps).describe('Kind and number of a dose; "mũi n" is its label.')
const age = z.int().min(0).max(120)
const words = z.object({ vi: z.string(), en: z.string(), lo: z.string() })

/** What a campaign may set of the planner; what is left out keeps its measured default. */
export const PlannerParams = z
  .strictObject({
    centreKeepsStock: z.boolean().optional(),
    reviewDays: z.int().min(1).max(30).optional(),
    leadDays: z.int().min(0).max(14).optional(),
    topUpDays: z
      .int()
      .min(4)
      .max(60)
      .optional()
      .describe('D: days of stock to which the centre fills a ward.'),
    floorShare: z.number().min(0).max(1).optional().describe('φ: share of its part that every ward gets.'),
    floorDays: z.int().min(1).max(60).optional(),
    reserveDays: z.int().min(0).max(60).optional(),
    secondDoseDays: z.int().min(0).max(90).optional(),
    maxLines: z.int().min(1).max(200).optional(),
    maxShareMoved: z.number().min(0).max(1).optional(),
    minLineVials: z.int().min(1).max(100).optional(),
    coolDownDays: z.int().min(0).max(60).optional(),
  })
  .meta({ id: 'PlannerParams', example: { topUpDays: 10, floorShare: 0.8 } })

export const Campaign = z
  .object({
    id: z.guid(),
    name: z.string(),
    antigen: z.string(),
    fromOn: dayField,
    toOn: dayField,
    state: z.enum(['planned', 'open', 'closed']),
    documentNumber: z.string(),
    plannerParams: z.record(z.string(), z.unknown()),
    productIds: z.array(z.guid()),
    version: z.int(),
  })
  .meta({ id: 'Campaign' })

export const CampaignPage = pageOf(Campaign).meta({ id: 'CampaignPage' })
export const campaignsQuery = pageQuery

const antigenField = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,39}$/)
  .describe('What the vaccines protect against, such as `covid-19`.')

export const CreateCampaign = z
  .strictObject({
    name: textField(160, 1),
    antigen: antigenField,
    fromOn: dayField,
    toOn: dayField,
    documentNumber: textField(120).default(''),
    plannerParams: PlannerParams.default({}),
    productIds: z.array(idField).max(50).default([]),
  })
  .meta({
    id: 'CreateCampaign',
    example: {
      name: 'Tiêm vắc xin COVID-19 đợt tháng 10/2021',
      antigen: 'covid-19',
      fromOn: '2021-10-18',
      toOn: '2021-12-31',
      documentNumber: '6616/UBND',
      plannerParams: { topUpDays: 10 },
      productIds: [],
    },
  })

export const UpdateCampaign = z
  .strictObject({
    name: textField(160, 1).optional(),
    fromOn: dayField.optional(),
    toOn: dayField.optional(),
    documentNumber: textField(120).optional(),
    plannerParams: PlannerParams.optional(),
    productIds: z.array(idField).max(50).optional(),
  })
  .meta({ id: 'UpdateCampaign', example: { toOn: '2022-01-31' } })

export const AgeCuts = z.object({ items: z.array(age) }).meta({
  id: 'AgeCuts',
  description: 'Age boundaries in full years; 0 is always one.',
})
export const CreateAgeCut = z
  .strictObject({ fromAge: z.int().min(1).max(120) })
  .meta({ id: 'CreateAgeCut', example: { fromAge: 50 } })

const codes = z.array(z.int().min(1).max(16)).min(1).max(16)
const goalPercent = z.number().min(1).max(100).multipleOf(0.01)

export const TargetGroup = z
  .object({
    id: z.guid(),
    campaignId: z.guid(),
    name: z.string(),
    ageFrom: age,
    ageTo: age.nullable().describe('Exclusive; null = no upper limit.'),
    codes: z.array(z.int()).nullable().describe('Priority codes 1–16; null = all.'),
    goalPercent: z.number().describe('Reached when strictly more than this share has had the dose.'),
    version: z.int(),
  })
  .meta({ id: 'TargetGroup' })

export const TargetGroups = z.object({ items: z.array(TargetGroup) }).meta({ id: 'TargetGroups' })

export const CreateTargetGroup = z
  .strictObject({
    name: textField(120, 1),
    ageFrom: age,
    ageTo: age.nullable().default(null),
    codes: codes.nullable().default(null),
    goalPercent: goalPercent.default(95),
  })
  .meta({
    id: 'CreateTargetGroup',
    example: { name: 'Từ 18 tuổi', ageFrom: 18, ageTo: null, codes: null, goalPercent: 95 },
  })

export const UpdateTargetGroup = z
  .strictObject({
    name: textField(120, 1).optional(),
    ageFrom: age.optional(),
    ageTo: age.nullable().optional(),
    codes: codes.nullable().optional(),
    goalPercent: goalPercent.optional(),
  })
  .meta({ id: 'UpdateTargetGroup', example: { goalPercent: 90 } })

const targetShape = {
  placeId: idField,
  targetGroupId: idField,
  step: stepField,
  persons: z.int().min(0).max(50_000_000),
  source: z.enum(['assigned', 'list', 'population']),
  asOfOn: dayField.describe('Day of the figure.'),
  documentNumber: textField(120).default(''),
  acceptedBy: textField(120).default('').describe('Who accepted it for the place.'),
}

export const PutTargets = z
  .strictObject({ rows: z.array(z.strictObject(targetShape)).min(1).max(800) })
  .meta({
    id: 'PutTargets',
    example: {
      rows: [
        {
          placeId: '5d3c3b52-6a5e-8a4f-9d3d-6c1b8f0a7e21',
          targetGroupId: '0198c7a4-3f10-7b52-9a51-3d0f8e5f6a01',
          step: 'primary-1',
          persons: 12500,
          source: 'assigned',
          asOfOn: '2021-10-15',
          documentNumber: '6616/UBND',
          acceptedBy: '',
        },
      ],
    },
  })

export const TargetWarning = z
  .object({
    placeId: z.guid().describe('The ward whose parts do not add up to it.'),
    targetGroupId: z.guid(),
    step: z.string(),
    whole: z.int(),
    parts: z.int(),
    partsSet: z.int(),
    partsTotal: z.int(),
    verdict: z.enum(['over', 'under']),
  })
  .meta({ id: 'TargetWarning' })

export const StoredTargets = z
  .object({ stored: z.int(), unchanged: z.int(), warnings: z.array(TargetWarning) })
  .meta({ id: 'StoredTargets' })

export const Target = z
  .object({
    placeId: z.guid(),
    targetGroupId: z.guid(),
    step: z.string(),
    persons: z.int(),
    source: z.enum(['assigned', 'list', 'population']),
    asOfOn: dayField,
    documentNumber: z.string(),
    acceptedBy: z.string(),
    recordedAt: instantOut,
  })
  .meta({ id: 'Target', description: 'The newest figure for a place, target group and dose.' })

export const TargetPage = pageOf(Target).meta({ id: 'TargetPage' })
export const targetsQuery = pageQuery.extend({
  placeId: idField.optional(),
  within: idField.optional().describe('This place and everything below it.'),
  targetGroupId: idField.optional(),
})

export const ImportRules = z
  .strictObject({ source: z.enum(['vietnam']) })
  .meta({ id: 'ImportRules', example: { source: 'vietnam' } })

export const ImportedRules = z
  .object({ version: z.int(), hash: z.string(), added: z.boolean(), products: z.int() })
  .meta({ id: 'ImportedRules' })

const dated = {
  validFrom: dayField,
  validTo: dayField.nullable().describe('First day on which it no longer holds; null while it lasts.'),
  documentNumber: z.string(),
}
const agesOf = { ageFrom: z.int(), ageTo: z.int().nullable() }

const ruleSetShape = {
  version: z.int(),
  courses: z.array(z.object({ antigen: z.string(), family: z.string(), basicDoses: z.int(), ...dated })),
  intervalRules: z.array(
    z.object({
      id: z.string(),
      antigen: z.string(),
      fromStep: z.string(),
      toStep: z.string(),
      familyBefore: z.string(),
      familyAfter: z.string(),
      condition: z.enum(['any', 'immuno', 'exposed', 'recovered']),
      minDays: z.int(),
      advisedMaxDays: z.int().nullable(),
      verdict: z.enum(['warn', 'refuse-before']),
      ...agesOf,
      ...dated,
    }),
  ),
  mixRules: z.array(
    z.object({
      id: z.string(),
      antigen: z.string(),
      familyBefore: z.string(),
      familyAfter: z.string(),
      step: z.string(),
      minDays: z.int(),
      needsConsent: z.boolean(),
      verdict: z.enum(['allow', 'warn', 'override']),
      ...dated,
    }),
  ),
  ageRules: z.array(
    z.object({
      antigen: z.string(),
      productCode: z.string(),
      step: z.string(),
      volumeMl: z.number(),
      ...agesOf,
      ...dated,
    }),
  ),
}

export const Rules = z
  .object({
    ...ruleSetShape,
    hash: z.string(),
    ageCuts: z.array(z.int()),
    steps: z.array(z.object({ code: z.string(), words })),
  })
  .meta({ id: 'Rules', description: 'Everything that a phone needs to judge a dose as the server does.' })
