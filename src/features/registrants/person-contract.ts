import { z } from 'zod'
import { identifierKinds, sexes } from '#domain/identity/identifiers.ts'
import { dayField, idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const precisions = ['day', 'month', 'year'] as const
const living = ['here', 'moved', 'dead'] as const
const priorityCode = z.int().min(1).max(16).describe('Priority group of QĐ 3355/QĐ-BYT.')

const brief = {
  id: z.guid(),
  fullName: z.string(),
  bornOn: dayField,
  bornPrecision: z.enum(precisions),
  sex: z.enum(sexes),
  priorityCode: z.int(),
  wardId: z.guid(),
  wardName: z.string(),
  groupId: z.guid().nullable(),
  groupName: z.string(),
  phone: z.string().describe('Masked: the last three digits.'),
  numbers: z
    .array(z.object({ kind: z.enum(identifierKinds), masked: z.string() }))
    .describe('Masked: the last four.'),
  living: z.enum(living),
}

export const PersonBrief = z.object(brief).meta({ id: 'PersonBrief' })
export const PersonPage = pageOf(PersonBrief).meta({ id: 'PersonPage' })

export const Person = z
  .object({
    ...brief,
    address: z.string(),
    workplace: z.string(),
    policeMatch: z.enum(['none', 'match', 'differs', 'not-applicable']),
    registrations: z.array(
      z.object({
        id: z.guid(),
        campaignId: z.guid(),
        listId: z.guid().nullable(),
        listName: z.string().nullable(),
        priorityCode: z.int(),
        state: z.string(),
        createdAt: instantOut,
      }),
    ),
    version: z.int(),
  })
  .meta({ id: 'Person' })

export const peopleQuery = pageQuery.extend({
  q: textField(80, 2)
    .optional()
    .describe(
      'Part of a name with or without diacritics, or the last 4 or more digits of a number or phone: at most 10 people.',
    ),
  year: z.coerce.number().int().min(1850).max(2100).optional().describe('Year of birth, with `q`.'),
  wardId: idField.optional(),
  groupId: idField.optional(),
  listId: idField.optional(),
})

const number = z.strictObject({ kind: z.enum(identifierKinds), value: textField(40, 4) })

const editable = {
  fullName: textField(100, 2),
  sex: z.enum(sexes),
  priorityCode,
  phone: textField(30),
  address: textField(300),
  workplace: textField(200),
}

export const RegisterPerson = z
  .strictObject({
    id: idField.describe('Made by the client.'),
    listId: idField.describe('The list that the person joins.'),
    wardId: idField.describe('Where the person lives.'),
    groupId: idField.nullable().default(null),
    ...editable,
    phone: editable.phone.default(''),
    address: editable.address.default(''),
    workplace: editable.workplace.default(''),
    bornOn: dayField,
    bornPrecision: z.enum(precisions).default('day'),
    numbers: z.array(number).max(6).default([]),
    isOtherPerson: z
      .boolean()
      .default(false)
      .describe('Set after the likely ones were looked at: it is none of them.'),
  })
  .meta({
    id: 'RegisterPerson',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8059',
      listId: '01890a5d-ac96-774b-bcce-b302099a8060',
      wardId: '01890a5d-ac96-774b-bcce-b302099a8058',
      fullName: 'Nguyễn Thị Thử',
      bornOn: '1958-01-01',
      bornPrecision: 'year',
      sex: 'female',
      priorityCode: 9,
    },
  })

export const RegisteredPerson = z
  .object({
    registered: z.boolean().describe('False: nothing was stored, look at the likely ones first.'),
    person: Person.nullable(),
    likely: z.array(
      z.object({
        where: z.enum(['here', 'elsewhere']),
        reason: z.string(),
        differs: z.array(z.string()),
        person: PersonBrief.nullable().describe('Null for somebody of another ward: only that there is one.'),
      }),
    ),
  })
  .meta({ id: 'RegisteredPerson' })

export const UpdatePerson = z
  .strictObject({
    ...z.object(editable).partial().shape,
    birth: z.strictObject({ on: dayField, precision: z.enum(precisions) }).optional(),
    wardId: idField.optional().describe('Moved to this ward; the group follows or becomes empty.'),
    groupId: idField.nullable().optional(),
    living: z.enum(living).optional(),
    policeMatch: z.enum(['none', 'match', 'differs', 'not-applicable']).optional(),
    addNumbers: z.array(number).max(6).optional(),
    reason: reasonField,
  })
  .meta({ id: 'UpdatePerson', example: { phone: '0912000111', reason: 'Người dân báo đổi số' } })
