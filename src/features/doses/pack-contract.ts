import { z } from 'zod'
import { identifierKinds, sexes } from '#domain/identity/identifiers.ts'
import { duties } from '#domain/roster.ts'
import { doseOrigins } from '#domain/vaccination/types.ts'
import { Rules } from '#features/campaigns/contract.ts'
import { InvitationKey } from '#features/registrants/contract.ts'
import { Session } from '#features/sessions/contract.ts'
import { Product } from '#features/stock/contract.ts'
import { dayField, instantOut } from '#http/fields.ts'
import { Visit } from './visit-contract.ts'

export const PACK_PAGE_MAX = 1000

export const PackQuery = z.object({
  cursor: z
    .string()
    .max(1000)
    .regex(/^[\w-]+$/)
    .optional()
    .describe('`cursor` of the answer before; left out, or no longer known here, the pack begins anew.'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(PACK_PAGE_MAX)
    .default(PACK_PAGE_MAX)
    .describe('People in a page.'),
})

const PackDose = z
  .object({
    doseId: z.guid(),
    productId: z.guid(),
    givenOn: dayField,
    givenAt: instantOut,
    step: z.string().nullable().describe('Null for a dose that does not count.'),
    dayRank: z.int().nullable(),
    basicDoses: z.int().nullable(),
    isVoided: z.boolean(),
    origin: z.enum(doseOrigins),
    source: z.enum(['administered', 'reported']),
    isHere: z.boolean().describe('Given at this session.'),
    lotCode: z.string().describe('Only of doses given at this session.'),
  })
  .meta({ id: 'PackDose', description: 'What eligibility asks of a dose.' })

export const PackPerson = z
  .object({
    id: z.guid(),
    mergedIds: z.array(z.guid()).describe('Other ids of the same person.'),
    fullName: z.string(),
    bornOn: dayField,
    bornPrecision: z.enum(['day', 'month', 'year']),
    sex: z.enum(sexes),
    priorityCode: z.int(),
    wardId: z.guid(),
    wardName: z.string(),
    groupId: z.guid().nullable(),
    groupName: z.string(),
    phoneEnd: z.string().describe('The last four digits.'),
    numbers: z
      .array(z.object({ kind: z.enum(identifierKinds), end: z.string() }))
      .describe('The last four characters of each.'),
    slotTime: z.string().nullable().describe('Time called to, HH:MM.'),
    invitations: z
      .array(z.string())
      .describe('Of each paper that holds, the first 12 bytes of SHA-256 over its token id, as hex.'),
    doses: z.array(PackDose).describe('Of the antigen of the campaign.'),
    visit: Visit.nullable().describe('Null for who has not come yet.'),
  })
  .meta({ id: 'PackPerson', description: 'As little of a person as the tables of a session need.' })

export const PackSession = z
  .object({
    session: Session,
    until: instantOut.describe('The pack is erased then, whatever the phone does.'),
    offeredIds: z.array(z.guid()).describe('Products that the session may give.'),
    products: z.array(Product.omit({ presentation: true, codes: true, transportMinutesMax: true })),
    lots: z.array(
      z.object({
        lotId: z.guid(),
        lotCode: z.string(),
        productId: z.guid(),
        productName: z.string(),
        status: z.enum(['ok', 'quarantine', 'recalled']),
        useByOn: dayField.nullable(),
      }),
    ),
    crew: z.array(z.object({ fullName: z.string(), duty: z.enum(duties), leftAt: instantOut.nullable() })),
    wards: z.array(z.object({ id: z.guid(), name: z.string() })).describe('Where a walk-in may live.'),
  })
  .meta({ id: 'PackSession' })

export const PackRules = Rules.omit({ ageCuts: true, steps: true, hash: true }).meta({ id: 'PackRules' })

export const PackInvitations = z
  .object({
    authorityTag: z.string().describe('First four bytes of SHA-256 over the id of the authority, as hex.'),
    keys: z.array(InvitationKey.extend({ kid: z.string() })).describe('Any of these signs.'),
    revoked: z.array(z.string()).describe('Papers of this campaign that hold no longer, as `invitations`.'),
  })
  .meta({ id: 'PackInvitations' })

export const SitePack = z
  .object({
    timelineId: z.guid(),
    asOf: instantOut.describe('What was recorded by then is in it.'),
    isWhole: z.boolean().describe('The first page of a pack that replaces whatever the phone had.'),
    cursor: z.string().describe('Asks for the next page; after the last, for what has changed since.'),
    hasMore: z.boolean(),
    parts: z
      .object({
        session: PackSession.nullable(),
        rules: PackRules.nullable(),
        invitations: PackInvitations.nullable(),
      })
      .describe('Null: as before.'),
    people: z.array(PackPerson),
    removedIds: z.array(z.guid()).describe('No longer of this session, or known under another id now.'),
  })
  .meta({ id: 'SitePack', description: 'What a phone carries for one session.' })
