import { z } from 'zod'
import { joinDuties } from '#domain/join.ts'
import { SECRET_LENGTH_MAX } from '#domain/sign-in.ts'
import { sessionSlots } from '#domain/calling.ts'
import { SignedInOut } from '#features/accounts/contract.ts'
import { idField, instantOut, textField } from '#http/fields.ts'

const code = z.string().trim().min(1).max(200).describe('What the shift’s QR says after the `#`.')
const pin = z.string().min(1).max(SECRET_LENGTH_MAX)
const duty = z.enum(joinDuties)
const claim = z
  .string()
  .regex(/^[\w-]{22,43}$/)
  .describe('At least 128 random bits, made by the phone that asks and known to it alone.')
const example = { code: 'MTJ1.0198c7a43f107b529a513d0f8e5f6a06.r15m00.AAAAAAAAAAAAAAAAAAAAAA' }

export const joinCodeQuery = z.object({
  paper: z
    .enum(['true', 'false'])
    .default('false')
    .describe('True: for printing; good until the day of the session is over.'),
})

export const JoinCode = z
  .object({
    code: z.string(),
    validUntil: instantOut,
    publicUrl: z.string().describe('Where phones reach the service, as its configuration says.'),
  })
  .meta({ id: 'JoinCode', description: 'Names a session and nothing else; opens no door by itself.' })

export const LookAtShift = z.strictObject({ code }).meta({ id: 'LookAtShift', example })

export const Shift = z
  .object({
    sessionId: z.guid(),
    siteId: z.guid(),
    siteName: z.string(),
    wardName: z.string().nullable(),
    sessionOn: z.string().meta({ format: 'date' }),
    slot: z.enum(sessionSlots),
  })
  .meta({ id: 'Shift' })

export const JoinShift = z
  .strictObject({
    code,
    who: textField(120, 2).describe('Own whole name, phone or identity number, or sign-in name.'),
    pin,
    mode: z.enum(['token', 'cookie']).default('token'),
    deviceId: idField.optional().describe('What an earlier sign-in on this device answered.'),
  })
  .meta({ id: 'JoinShift', example: { ...example, who: 'Trần Thị Thử', pin: '402913', mode: 'token' } })

export const JoinedShift = z
  .object({ sessionId: z.guid(), siteId: z.guid(), signedIn: SignedInOut })
  .meta({ id: 'JoinedShift' })

export const AskToJoin = z
  .strictObject({
    id: idField.describe('Of the request, made by the phone: safe to send again.'),
    code,
    fullName: textField(120, 2),
    phone: textField(20).default(''),
    duty,
    pin: pin.describe('6 digits that the person chooses; nobody else ever sees them.'),
    claim,
  })
  .meta({
    id: 'AskToJoin',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8070',
      ...example,
      fullName: 'Lê Văn Thử',
      phone: '0912345678',
      duty: 'scanner',
      pin: '582046',
      claim: 'AAAAAAAAAAAAAAAAAAAAAA',
    },
  })

export const AskedToJoin = z.object({ id: z.guid(), expiresAt: instantOut }).meta({ id: 'AskedToJoin' })

export const ClaimJoin = z
  .strictObject({ claim })
  .meta({ id: 'ClaimJoin', example: { claim: 'AAAAAAAAAAAAAAAAAAAAAA' } })

export const JoinAnswer = z
  .discriminatedUnion('state', [
    z.object({ state: z.literal('waiting'), expiresAt: instantOut }),
    z.object({ state: z.literal('refused') }).describe('By the lead, or nobody answered in time.'),
    z
      .object({ state: z.literal('admitted'), signInName: z.string(), code: z.string() })
      .describe('Join with this name, the chosen PIN and this code.'),
  ])
  .meta({ id: 'JoinAnswer' })

export const JoinRequest = z
  .object({
    id: z.guid(),
    fullName: z.string(),
    phone: z.string(),
    duty,
    askedAt: instantOut,
    expiresAt: instantOut,
  })
  .meta({ id: 'JoinRequest' })

export const JoinRequestList = z.object({ items: z.array(JoinRequest) }).meta({ id: 'JoinRequestList' })

export const DecideJoin = z
  .strictObject({ admit: z.boolean(), duty: duty.optional().describe('Another one than was asked for.') })
  .meta({ id: 'DecideJoin', example: { admit: true } })

export const DecidedJoin = z
  .object({ id: z.guid(), state: z.enum(['admitted', 'refused']), signInName: z.string().nullable() })
  .meta({ id: 'DecidedJoin' })
