import { z } from 'zod'
import { sexes } from '#domain/identity/identifiers.ts'
import { dayField, idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { otherPerson } from './person-contract.ts'

const happened = { on: dayField.describe('The day on which it happened.'), reason: reasonField }

/** The first line of the union is the commonest; `example` shows it. */
export const RecordPersonEvent = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('died'), ...happened }),
    z.strictObject({
      kind: z.literal('moved-ward'),
      wardId: idField.describe('The ward of this authority that sees the person from now on.'),
      groupId: idField.nullable().default(null),
      ...happened,
    }),
    z.strictObject({
      kind: z.literal('moved-away'),
      to: textField(200).default('').describe('Where to, in words.'),
      ...happened,
    }),
    z.strictObject({
      kind: z.literal('moved-in'),
      from: textField(200).default('').describe('Where from, in words.'),
      ...happened,
    }),
    z.strictObject({ kind: z.literal('mistaken'), reason: reasonField }),
  ])
  .meta({
    id: 'RecordPersonEvent',
    description:
      'A death stops calls and papers; a move to another ward hands the person over; `mistaken` takes back a death or a move that was another person’s.',
    example: { kind: 'died', on: '2021-10-15', reason: 'Gia đình báo, có giấy chứng tử' },
  })

export const personEventKinds = [
  'registered',
  'born',
  'moved-in',
  'moved-out',
  'died',
  'corrected',
  'on-platform',
  'withdrawn',
  'place-changed',
] as const

const value = z.union([z.string(), z.number(), z.boolean()]).nullable()

export const PersonEvent = z
  .object({
    id: z.guid(),
    kind: z.enum(personEventKinds),
    happenedOn: dayField.nullable(),
    reason: z.string(),
    at: instantOut,
    byName: z.string().nullable().describe('Null for what the service did by itself.'),
    source: z.enum(['form', 'upload', 'site', 'other']),
    changes: z.array(
      z.object({
        field: z.string(),
        before: value,
        after: value.describe('Places by name; numbers and phones by their last digits.'),
      }),
    ),
  })
  .meta({ id: 'PersonEvent' })

export const PersonHistory = z
  .object({ items: z.array(PersonEvent) })
  .meta({ id: 'PersonHistory', description: 'Everything that was ever said about a person, newest first.' })

export const guardianRelations = ['mother', 'father', 'grandparent', 'other'] as const

export const RegisterChild = z
  .strictObject({
    id: idField.describe('Made by the client.'),
    fullName: textField(100, 2),
    bornOn: dayField,
    sex: z.enum(sexes),
    priorityCode: z.int().min(1).max(16).default(16),
    relation: z.enum(guardianRelations).describe('What the person of the card is to the child.'),
    ...otherPerson,
  })
  .meta({
    id: 'RegisterChild',
    description: 'A birth. The child lives where its guardian lives, and has the guardian’s phone.',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8059',
      fullName: 'Nguyễn Bé Thử',
      bornOn: '2021-10-12',
      sex: 'female',
      relation: 'mother',
    },
  })

export const MarkOnPlatform = z
  .strictObject({
    entered: z.boolean().describe('True: entered on the national platform. False: it was marked by mistake.'),
    people: z
      .union([
        z.strictObject({ personIds: z.array(idField).min(1).max(500) }),
        z.strictObject({ givenOn: dayField, wardId: idField }),
        z.strictObject({ givenOn: dayField, siteId: idField }),
      ])
      .describe('These people, or your residents with a dose of that day: in the ward, or at the site.'),
  })
  .meta({
    id: 'MarkOnPlatform',
    example: {
      entered: true,
      people: { givenOn: '2021-10-17', wardId: '01890a5d-ac96-774b-bcce-b302099a8058' },
    },
  })

export const MarkedOnPlatform = z
  .object({
    marked: z.int(),
    unchanged: z.int().describe('Were so already, and had no newer dose.'),
    notHere: z.int().describe('Asked for, but living in another ward.'),
  })
  .meta({ id: 'MarkedOnPlatform' })
