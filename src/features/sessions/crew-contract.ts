import { z } from 'zod'
import { duties } from '#domain/roster.ts'
import { idField, instantOut, textField } from '#http/fields.ts'
import { MissingDuty } from './contract.ts'

const duty = z.enum(duties)

export const CrewPost = z
  .object({
    id: z.guid(),
    sessionId: z.guid(),
    accountId: z.guid(),
    fullName: z.string(),
    unit: z.string(),
    duty,
    assignedAt: instantOut,
    joinedAt: instantOut.nullable(),
    leftAt: instantOut.nullable(),
    present: z.boolean(),
  })
  .meta({ id: 'CrewPost' })

export const Crew = z.object({ items: z.array(CrewPost), missing: z.array(MissingDuty) }).meta({ id: 'Crew' })

export const AssignCrew = z.strictObject({ accountId: idField, duty }).meta({
  id: 'AssignCrew',
  example: { accountId: '0198c7a4-3f10-7b52-9a51-3d0f8e5f6a06', duty: 'scanner' },
})

export const CreateCrewAccount = z
  .strictObject({
    signInName: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{2,39}$/)
      .describe('Small letters, digits, `.`, `_`, `-`.'),
    fullName: textField(120, 1),
    unit: textField(120).default(''),
    task: textField(120).default(''),
    phone: textField(20).default(''),
    idNumberLast4: z
      .string()
      .regex(/^\d{4}$|^$/)
      .default(''),
    duty,
  })
  .meta({
    id: 'CreateCrewAccount',
    example: {
      signInName: 'giahoi.nhaplieu2',
      fullName: 'Trần Thị Thử',
      unit: 'UBND phường',
      duty: 'data-entry',
    },
  })

export const CreatedCrewAccount = z
  .object({
    post: CrewPost,
    signInName: z.string(),
    secretKind: z.enum(['password', 'pin']),
    secret: z.string().describe('Shown here once.'),
  })
  .meta({ id: 'CreatedCrewAccount' })

export const Presence = z
  .strictObject({
    present: z.boolean().describe('True on joining, false on leaving.'),
    deviceId: idField.optional(),
  })
  .meta({ id: 'Presence', example: { present: true } })
