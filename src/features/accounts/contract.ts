import { z } from 'zod'
import { permissions, roles } from '#domain/access.ts'
import { SECRET_LENGTH_MAX } from '#domain/sign-in.ts'
import { idField, instantField, instantOut, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const roleField = z.enum(roles)
const secretKind = z.enum(['password', 'pin'])
const secretField = z.string().min(1).max(SECRET_LENGTH_MAX)

export const signInName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,49}$/)
  .describe('3 to 50 small letters, digits, `.`, `_`, `-`.')

/** A code, so that nobody writes a name into the audit at seven in the morning. */
const helpReason = z
  .enum(['forgotten', 'lost', 'absent', 'left', 'mistake', 'suspected', 'other'])
  .describe('Why; kept in the audit.')

export const GrantOut = z
  .object({
    id: z.string(),
    role: roleField,
    place: z.object({ id: z.string(), name: z.string() }).nullable(),
    site: z.object({ id: z.string(), name: z.string() }).nullable(),
    session: z.object({ id: z.string(), sessionOn: z.string(), siteName: z.string() }).nullable(),
    validFrom: instantOut,
    validTo: instantOut.nullable(),
  })
  .meta({
    id: 'Grant',
    description: 'A role at a place, site or session; at none of them: the whole authority.',
  })

export const Me = z
  .object({
    id: z.string(),
    signInName: z.string(),
    fullName: z.string(),
    unit: z.string(),
    task: z.string(),
    secretKind,
    mustChangeSecret: z.boolean().describe('True: nothing is permitted until `POST /v1/account/secret`.'),
    secondFactor: z.boolean(),
    authority: z.object({
      id: z.string(),
      code: z.string(),
      name: z.string(),
      country: z.enum(['VN', 'LA']),
      timeZone: z.string(),
      demo: z.boolean().describe('An invented city; nothing here is real.'),
    }),
    permissions: z.array(z.enum(permissions)).describe('Of all grants together, somewhere.'),
    grants: z.array(GrantOut).describe('Those that hold now.'),
  })
  .meta({ id: 'Me' })

export type AccountView = z.output<typeof Me>

export const AccountOut = z
  .object({
    id: z.string(),
    signInName: z.string(),
    fullName: z.string(),
    unit: z.string(),
    task: z.string(),
    phone: z.string(),
    idNumberLast4: z.string(),
    secretKind,
    mustChangeSecret: z.boolean(),
    secondFactor: z.boolean(),
    disabledAt: instantOut.nullable(),
    createdAt: instantOut,
    version: z.int(),
    grants: z.array(GrantOut).describe('Those that hold now or will.'),
  })
  .meta({ id: 'Account' })

export const signInBody = z
  .strictObject({
    signInName: z.string().trim().min(1).max(100),
    secret: secretField.describe('Password or PIN.'),
    code: z
      .string()
      .regex(/^\d{6}$/)
      .optional()
      .describe('6 digits of the authenticator app, when asked for.'),
    newSecret: secretField.optional().describe('Replaces the secret in the same step.'),
    mode: z
      .enum(['token', 'cookie'])
      .default('token')
      .describe('`cookie`: for pages; tokens travel in `__Host-` cookies and are not in the answer.'),
    deviceId: idField.optional().describe('What an earlier sign-in on this device answered.'),
  })
  .meta({
    id: 'SignIn',
    example: { signInName: 'tram-a.nhaplieu', secret: '402913', mode: 'token' },
  })

const signedIn = z.object({
  step: z.literal('signed-in'),
  accessToken: z.string().optional().describe('Bearer, 15 minutes; only in mode `token`.'),
  expiresAt: instantOut.describe('End of the access token.'),
  refreshToken: z.string().optional().describe('Works once; only in mode `token`.'),
  refreshExpiresAt: instantOut,
  deviceId: z.string().nullable().describe('Send it with the next sign-in on this device.'),
  mustChangeSecret: z.boolean(),
  account: Me,
})

export const SignedInOut = signedIn.meta({ id: 'SignedIn' })

export const SignInAnswer = z
  .discriminatedUnion('step', [
    SignedInOut,
    z.object({ step: z.literal('code') }).describe('Send the same again with `code`.'),
    z
      .object({ step: z.literal('enrol'), secret: z.string(), otpauthUri: z.string() })
      .describe(
        'First sign-in: put this into an authenticator app, then send the same again with its `code`.',
      ),
  ])
  .meta({ id: 'SignInAnswer' })

export const refreshBody = z
  .strictObject({
    refreshToken: z.string().max(4000).optional().describe('Programs; pages send their cookie.'),
  })
  .meta({ id: 'RefreshSignIn', example: {} })
  .nullish()

export const ownSecretBody = z
  .strictObject({ current: secretField, next: secretField })
  .meta({ id: 'ChangeOwnSecret', example: { current: '402913', next: '719264' } })

export const grantBody = z
  .strictObject({
    role: roleField,
    placeId: idField.optional(),
    siteId: idField.optional(),
    sessionId: idField.optional(),
    validFrom: instantField.optional().describe('Default: now; a day back at most.'),
    validTo: instantField.optional().describe('Default: until ended.'),
    reason: textField(500).optional(),
  })
  .refine((grant) => [grant.placeId, grant.siteId, grant.sessionId].filter(Boolean).length <= 1, {
    error: 'One of placeId, siteId and sessionId at most',
  })
  .meta({
    id: 'NewGrant',
    example: { role: 'data-entry', siteId: '0f000000-0000-4000-8000-000000000002' },
  })

const personFields = {
  fullName: textField(100, 2),
  unit: textField(200),
  task: textField(200),
  phone: z.string().regex(/^(\+?\d{8,15})?$/),
  idNumberLast4: z.string().regex(/^(\d{4})?$/),
}

export const accountBody = z
  .strictObject({
    signInName,
    fullName: personFields.fullName,
    unit: personFields.unit.default(''),
    task: personFields.task.default(''),
    phone: personFields.phone.default(''),
    idNumberLast4: personFields.idNumberLast4.default(''),
    grants: z.array(grantBody).max(10).default([]),
  })
  .meta({
    id: 'NewAccount',
    example: {
      signInName: 'tram-a.nhaplieu',
      fullName: 'Nguyễn Thị Mẫu',
      unit: 'Trạm Y tế phường A',
      grants: [{ role: 'data-entry', siteId: '0f000000-0000-4000-8000-000000000002' }],
    },
  })

export const NewAccountOut = z
  .object({
    account: AccountOut,
    secretKind,
    secret: z.string().describe('Shown once; changed at the first sign-in.'),
  })
  .meta({ id: 'CreatedAccount' })

export const accountEditBody = z
  .strictObject(personFields)
  .partial()
  .refine((edit) => Object.keys(edit).length > 0, { error: 'Nothing to change' })
  .meta({ id: 'EditAccount', example: { unit: 'Trạm Y tế phường B' } })

export const accountQuery = z.strictObject({
  ...pageQuery.shape,
  role: roleField.optional(),
  siteId: idField.optional(),
  disabled: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
})

/** A name is personal data: it goes in a body, never in an address that proxies keep. */
export const accountSearchBody = z
  .strictObject({ ...accountQuery.shape, text: textField(100, 1), disabled: z.boolean().optional() })
  .meta({ id: 'SearchAccounts', example: { text: 'nguyen mau', limit: 20 } })

export const AccountPage = pageOf(AccountOut).meta({ id: 'AccountPage' })

export const reasonBody = z
  .strictObject({ reason: helpReason })
  .meta({ id: 'HelpReason', example: { reason: 'left' } })

export const resetBody = z
  .strictObject({
    reason: helpReason,
    secretKind: secretKind.optional().describe('Default: what the roles need.'),
    secondFactor: z.boolean().default(false).describe('Also forget the authenticator app.'),
  })
  .meta({ id: 'ResetSecret', example: { reason: 'forgotten' } })

export const ResetOut = z
  .object({ secretKind, secret: z.string().describe('Shown once; changed at the next sign-in.') })
  .meta({ id: 'ResetSecretAnswer' })

export const swapBody = z.strictObject({ grantId: idField, toAccountId: idField, reason: helpReason }).meta({
  id: 'SwapGrant',
  example: {
    grantId: '0f000000-0000-4000-8000-000000000003',
    toAccountId: '0f000000-0000-4000-8000-000000000004',
    reason: 'absent',
  },
})

export const lostPhoneBody = z
  .strictObject({ deviceId: idField.optional().describe('Default: all phones of this person.') })
  .meta({ id: 'LostPhone', example: {} })

export const auditQuery = z.strictObject({
  ...pageQuery.shape,
  actorId: idField.optional().describe('Who did it.'),
  subjectId: idField.optional().describe('To whom or what.'),
  action: z
    .string()
    .regex(/^[A-Za-z-]{1,60}$/)
    .optional(),
  from: instantField.optional().describe('Default: a day before `until`, or all when an id is given.'),
  until: instantField.optional().describe('Default: now.'),
})

export const AuditEntryOut = z
  .object({
    lane: z.int(),
    seq: z.int(),
    at: instantOut,
    actorId: z.string().nullable(),
    actorName: z.string().nullable(),
    deviceId: z.string().nullable(),
    action: z.string(),
    subjectKind: z.string(),
    subjectId: z.string().nullable(),
    placeId: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    hash: z.string().describe('Chained, SHA-256, hexadecimal.'),
  })
  .meta({ id: 'AuditEntry' })

export const AuditPage = pageOf(AuditEntryOut).meta({ id: 'AuditPage' })
export const idParams = z.strictObject({ id: idField })
export const grantParams = z.strictObject({ id: idField, grantId: idField })
