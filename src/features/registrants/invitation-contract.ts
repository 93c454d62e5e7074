import { z } from 'zod'
import { dayField, idField, instantOut, reasonField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

export const IssueInvitations = z
  .strictObject({
    campaignId: idField,
    to: z
      .union([
        z.strictObject({ listId: idField }),
        z.strictObject({ groupId: idField }),
        z.strictObject({ personIds: z.array(idField).min(1).max(500) }),
      ])
      .describe(
        'Everybody on a list, in a residential group, or these people; who has a valid one keeps it.',
      ),
    validTo: dayField.optional().describe('Last day; the end of the campaign when left out.'),
  })
  .meta({
    id: 'IssueInvitations',
    example: {
      campaignId: '01890a5d-ac96-774b-bcce-b302099a8057',
      to: { groupId: '01890a5d-ac96-774b-bcce-b302099a8058' },
    },
  })

export const IssuedInvitations = z
  .object({
    issued: z.int(),
    existing: z.int().describe('Had a valid one already.'),
    notHere: z.int().describe('Asked for, but living in another ward, dead or moved away.'),
  })
  .meta({ id: 'IssuedInvitations' })

export const Invitation = z
  .object({
    id: z.guid(),
    personId: z.guid(),
    campaignId: z.guid(),
    wardId: z.guid(),
    fullName: z.string(),
    birthYear: z.int(),
    issueNumber: z.int(),
    validFrom: dayField,
    validTo: dayField,
    issuedAt: instantOut,
    revokedAt: instantOut.nullable(),
    revokedReason: z.string().nullable(),
  })
  .meta({ id: 'Invitation', description: 'Without its code: that is only drawn.' })

export const InvitationPage = pageOf(Invitation).meta({ id: 'InvitationPage' })

export const invitationsQuery = pageQuery.extend({
  campaignId: idField.optional(),
  groupId: idField.optional(),
  listId: idField.optional(),
  personId: idField.optional(),
})

export const RevokeInvitation = z
  .strictObject({ reason: reasonField })
  .meta({ id: 'RevokeInvitation', example: { reason: 'Mất giấy mời' } })

export const sheetQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Invitations in a page of the answer.'),
  campaignId: idField,
  groupId: idField.optional(),
  listId: idField.optional(),
  personId: idField.optional(),
})

/** The whole sheet in one file. */
export const sheetPaperQuery = sheetQuery.omit({ limit: true, cursor: true })

export const SheetPage = pageOf(
  z.object({
    invitationId: z.guid(),
    fullName: z.string(),
    birthYear: z.int(),
    groupName: z.string(),
    sessionOn: dayField.nullable(),
    slot: z.string().nullable(),
    slotTime: z.string().nullable().describe('Time called to, HH:MM.'),
    siteName: z.string().nullable(),
    validTo: dayField,
    qrSvg: z.string().describe('A whole SVG document.'),
  }),
).meta({ id: 'InvitationSheetPage', description: 'What is printed, eight to an A4 page.' })

export const InvitationKey = z
  .object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    alg: z.literal('ES256'),
    use: z.literal('sig'),
  })
  .meta({
    id: 'InvitationKey',
    description: 'Public key as JWK (RFC 7517), so that a phone can check a code offline.',
  })
