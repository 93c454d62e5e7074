import { z } from 'zod'
import { sessionSlots } from '#domain/calling.ts'
import { duties } from '#domain/roster.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { dayField, idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

export const Site = z
  .object({
    id: z.guid(),
    name: z.string(),
    kind: z.enum(['fixed', 'mobile']),
    wardId: z.guid(),
    wardName: z.string().nullable(),
    facilityCode: z.string().describe('Mã cơ sở KCB.'),
    validFrom: dayField,
    validTo: dayField.nullable(),
    fridgeId: z.guid().nullable().describe('Holder of its closed vials.'),
    version: z.int(),
  })
  .meta({ id: 'Site' })

export const SitePage = pageOf(Site).meta({ id: 'SitePage' })
export const sitesQuery = pageQuery.extend({
  wardId: idField.optional(),
  on: dayField.optional().describe('Only sites that work on this day.'),
})

export const CreateSite = z
  .strictObject({
    name: textField(120, 1),
    kind: z.enum(['fixed', 'mobile']),
    wardId: idField,
    facilityCode: textField(20).default(''),
    validFrom: dayField,
    validTo: dayField.nullable().default(null),
  })
  .meta({
    id: 'CreateSite',
    example: {
      name: 'Trạm Y tế Gia Hội',
      kind: 'fixed',
      wardId: '5d3c3b52-6a5e-8a4f-9d3d-6c1b8f0a7e21',
      facilityCode: '46012',
      validFrom: '2021-10-01',
      validTo: null,
    },
  })

export const UpdateSite = z
  .strictObject({
    name: textField(120, 1).optional(),
    facilityCode: textField(20).optional(),
    validTo: dayField.nullable().optional(),
  })
  .meta({ id: 'UpdateSite', example: { name: 'Trạm Y tế Gia Hội (mới)' } })

const PlannedVaccine = z
  .strictObject({
    productId: idField,
    lotId: idField.nullable().default(null),
    step: z.enum(plannedSteps).nullable().default(null).describe('Only for this dose; null = for any.'),
    plannedDoses: z.int().min(0).max(100_000),
  })
  .meta({ id: 'PlannedVaccine' })

export const SessionVaccine = z
  .object({
    productId: z.guid(),
    productName: z.string(),
    lotId: z.guid().nullable(),
    lotCode: z.string().nullable(),
    step: z.string().nullable(),
    plannedDoses: z.int(),
  })
  .meta({ id: 'SessionVaccine' })

export const MissingDuty = z
  .object({ duty: z.enum(duties), missing: z.int() })
  .meta({ id: 'MissingDuty', description: 'People that a duty lacks before the session may open.' })

export const Session = z
  .object({
    id: z.guid(),
    siteId: z.guid(),
    siteName: z.string(),
    siteKind: z.enum(['fixed', 'mobile']),
    wardId: z.guid().describe('Where it stands that day.'),
    wardName: z.string().nullable(),
    campaignId: z.guid(),
    sessionOn: dayField,
    slot: z.enum(sessionSlots),
    capacity: z.int(),
    state: z.enum(['planned', 'open', 'closing', 'closed', 'cancelled']),
    openedAt: instantOut.nullable(),
    closedAt: instantOut.nullable(),
    overrideReason: z.string().nullable().describe('Opened without a full crew, and why: shown in red.'),
    closeReason: z.string().nullable(),
    paperCount: z.int().nullable(),
    phoneCount: z.int().nullable(),
    called: z.int().describe('People on its list before they come.'),
    arrived: z.int(),
    given: z.int().describe('Doses stored for it.'),
    holderId: z.guid().nullable().describe('Holder of what was issued to it.'),
    vaccines: z.array(SessionVaccine),
    crewMissing: z.array(MissingDuty),
    version: z.int(),
  })
  .meta({ id: 'Session' })

export const SessionPage = pageOf(Session).meta({ id: 'SessionPage' })
export const sessionsQuery = pageQuery.extend({
  from: dayField.optional(),
  to: dayField.optional(),
  siteId: idField.optional(),
  wardId: idField.optional(),
  campaignId: idField.optional(),
  state: z.enum(['planned', 'open', 'closing', 'closed', 'cancelled']).optional(),
})

export const CreateSession = z
  .strictObject({
    siteId: idField,
    wardId: idField.optional().describe("A mobile team's stop; the site's own ward when left out."),
    campaignId: idField,
    sessionOn: dayField,
    slot: z.enum(sessionSlots).default('all-day'),
    capacity: z.int().min(1).max(20_000),
    vaccines: z.array(PlannedVaccine).max(20).default([]),
  })
  .meta({
    id: 'CreateSession',
    example: {
      siteId: '0198c7a4-3f10-7b52-9a51-3d0f8e5f6a02',
      campaignId: '0198c7a4-3f10-7b52-9a51-3d0f8e5f6a03',
      sessionOn: '2021-10-18',
      slot: 'morning',
      capacity: 300,
      vaccines: [
        { productId: '0198c7a4-3f10-7b52-9a51-3d0f8e5f6a04', lotId: null, step: null, plannedDoses: 300 },
      ],
    },
  })

export const UpdateSession = z
  .strictObject({
    capacity: z.int().min(1).max(20_000).optional(),
    vaccines: z.array(PlannedVaccine).max(20).optional(),
  })
  .meta({ id: 'UpdateSession', example: { capacity: 400 } })

export const CancelSession = z
  .strictObject({ reason: reasonField })
  .meta({ id: 'CancelSession', example: { reason: 'Mưa lũ, dời sang ngày khác' } })

export const OpenSession = z
  .strictObject({
    reason: reasonField.optional().describe('Opens although people are missing; shown in red at the centre.'),
  })
  .meta({ id: 'OpenSession', example: {} })

const count = z.int().min(0).max(100_000)

export const CloseSession = z
  .strictObject({
    paperCount: count.describe('Doses on paper.'),
    phoneCount: count.describe('Doses on the phones.'),
    reason: reasonField.optional().describe('Needed when paper, phones and server differ.'),
    stock: z
      .strictObject({
        returnTo: idField.describe('Store that takes the closed vials back.'),
        lots: z
          .array(
            z.strictObject({
              lotId: idField,
              closedVials: z.int().min(0).max(10_000),
              discardedDoses: z.int().min(0).max(100_000).nullable().default(null),
            }),
          )
          .max(50),
      })
      .optional()
      .describe('What is left, counted lot by lot; without it the vials stay in the books of the session.'),
  })
  .meta({ id: 'CloseSession', example: { paperCount: 212, phoneCount: 212 } })
