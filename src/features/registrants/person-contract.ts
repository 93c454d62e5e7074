import { z } from 'zod'
import { identifierKinds, sexes } from '#domain/identity/identifiers.ts'
import { livingStates } from '#domain/residence.ts'
import { dayField, idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const precisions = ['day', 'month', 'year'] as const
export const policeMatches = ['none', 'match', 'differs', 'not-applicable'] as const
/** `outdated`: a dose was recorded after somebody said that all is entered. */
export const platformStates = ['none', 'entered', 'outdated'] as const
const yesNo = z.enum(['yes', 'no'])
const stepField = z.string().regex(/^(primary|additional|booster)-[1-9]\d?$/)
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
  living: z.enum(livingStates),
  policeMatch: z.enum(policeMatches),
  platform: z.enum(platformStates).describe('Whether it is entered on the national platform.'),
  lastStep: z.string().nullable().describe('The last dose that counts, as a step.'),
}

export const PersonBrief = z.object(brief).meta({ id: 'PersonBrief' })
export const PersonPage = pageOf(PersonBrief).meta({ id: 'PersonPage' })

export const Person = z
  .object({
    ...brief,
    address: z.string(),
    workplace: z.string(),
    householdNumber: z.string().describe('As the household book (sổ A0) numbers it.'),
    householdRelation: z.string().describe('Who they are to the head of the household.'),
    ethnicity: z.string(),
    collaborators: z.array(z.string()).describe('Population collaborators of the residential group today.'),
    guardian: z
      .object({ id: z.guid().nullable(), name: z.string(), relation: z.string() })
      .nullable()
      .describe('Who answers for a child.'),
    platformAt: instantOut.nullable(),
    platformByName: z.string().nullable(),
    doses: z
      .array(
        z.object({
          id: z.guid(),
          step: z.string(),
          givenOn: dayField,
          productName: z.string(),
          lotCode: z.string(),
          place: z.string(),
        }),
      )
      .describe('Those that count, in the order in which they were given.'),
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

/** Which people; every stated part must hold. */
export const peopleFilter = z.object({
  year: z.coerce.number().int().min(1850).max(2100).optional().describe('Year of birth.'),
  wardId: idField.optional(),
  groupId: idField.optional(),
  grouped: yesNo.optional().describe('Has a residential group.'),
  listId: idField.optional().describe('On this list.'),
  priorityCode: z.coerce.number().int().min(1).max(16).optional(),
  living: z.enum(livingStates).optional(),
  policeMatch: z.enum(policeMatches).optional(),
  phone: yesNo.optional().describe('Has a phone.'),
  number: yesNo.optional().describe('Has any number of a card.'),
  birth: z.enum(['uncertain']).optional().describe('Of whose birth the day is not known.'),
  withStep: stepField.optional().describe('Has this dose, as a step: `primary-1`.'),
  withoutStep: stepField.optional().describe('Does not have this dose.'),
  invited: yesNo.optional().describe('Has an invitation that holds today.'),
  platform: z.enum(platformStates).optional(),
})

export const peopleQuery = pageQuery.extend(peopleFilter.shape)

export const peopleCountQuery = peopleFilter.extend({ wardId: idField.describe('One of your wards.') })

export const PeopleCount = z
  .object({ people: z.int() })
  .meta({ id: 'PeopleCount', description: 'How many people of the ward the filter means.' })

/** A name or number is asked for in a body: addresses are kept and shown. */
export const SearchPeople = z
  .strictObject({
    q: textField(80, 2).describe(
      'Part of a name with or without diacritics, or the last 4 or more digits of a number or phone. In a ward of yours page by page, else at most 10 people.',
    ),
    ...peopleQuery.shape,
  })
  .meta({
    id: 'SearchPeople',
    example: { q: 'nguyen van', wardId: '01890a5d-ac96-774b-bcce-b302099a8058', living: 'here' },
  })

const number = z.strictObject({ kind: z.enum(identifierKinds), value: textField(40, 4) })

const editable = {
  fullName: textField(100, 2),
  sex: z.enum(sexes),
  priorityCode,
  phone: textField(30),
  address: textField(300),
  workplace: textField(200),
  householdNumber: textField(40),
  householdRelation: textField(60),
  ethnicity: textField(60),
}

export const LIKELY_MAX = 10
/** What is said once the likely ones were shown. */
export const otherPerson = {
  isOtherPerson: z
    .boolean()
    .default(false)
    .describe('Set after the likely ones were looked at: it is none of them.'),
  otherThan: z
    .array(idField)
    .max(LIKELY_MAX)
    .default([])
    .describe('Who was looked at and is somebody else: these pairs are not asked about again.'),
}

const guardian = z.strictObject({ name: textField(100), relation: textField(40) })

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
    householdNumber: editable.householdNumber.default(''),
    householdRelation: editable.householdRelation.default(''),
    ethnicity: editable.ethnicity.default(''),
    bornOn: dayField,
    bornPrecision: z.enum(precisions).default('day'),
    numbers: z.array(number).max(6).default([]),
    ...otherPerson,
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
    groupId: idField.nullable().optional().describe('Another group of the same ward.'),
    policeMatch: z.enum(policeMatches).optional(),
    guardian: guardian.optional().describe('An empty name: nobody.'),
    addNumbers: z.array(number).max(6).optional(),
    removeNumbers: z
      .array(z.strictObject({ kind: z.enum(identifierKinds), masked: textField(40, 4) }))
      .max(6)
      .optional()
      .describe('Numbers that are not theirs, as the card shows them.'),
    reason: reasonField,
  })
  .meta({
    id: 'UpdatePerson',
    description: 'What was written wrong or has changed. A move or a death is an event of its own.',
    example: { phone: '0912000111', reason: 'Người dân báo đổi số' },
  })
