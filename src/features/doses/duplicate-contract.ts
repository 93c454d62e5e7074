import { z } from 'zod'
import { identifierKinds } from '#domain/identity/identifiers.ts'
import { matchReasons } from '#domain/identity/match.ts'
import { PersonBrief } from '#features/registrants/contract.ts'
import { idField, instantOut, reasonField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const states = ['open', 'later', 'different'] as const

export const duplicatesQuery = pageQuery.extend({
  wardId: idField.describe('Whose residents are asked about.'),
  state: z
    .enum(states)
    .default('open')
    .describe('`open`: nobody has answered yet. `later`: put off. `different`: answered "not the same".'),
})

export const Duplicate = z
  .object({
    person: PersonBrief.describe('A resident of the ward.'),
    other: PersonBrief.nullable().describe('Null for somebody who lives outside the scope of who asks.'),
    elsewhere: z
      .object({ wardId: z.guid(), wardName: z.string() })
      .nullable()
      .describe('In which ward the other lives: all that is told of them outside the scope.'),
    kind: z.enum(['duplicate', 'suspected']).describe('`duplicate`: one number and a like name.'),
    reason: z.enum(matchReasons),
    differs: z.array(z.enum(['name', 'birth', 'sex'])),
    otherNumbers: z
      .array(z.enum(identifierKinds))
      .describe('Kinds of numbers of which each has another: both are kept after a merge.'),
    doses: z.tuple([z.int(), z.int()]).nullable().describe('Counted doses of the one and of the other.'),
    proposedKeptId: z.guid().nullable().describe('The better attested record; either may be kept.'),
    state: z.enum(states),
  })
  .meta({ id: 'Duplicate', description: 'Two records that may be one person.' })

export const DuplicatePage = pageOf(Duplicate).meta({
  id: 'DuplicatePage',
  description: 'A page may hold fewer than asked for, or none, and still have a next one.',
})

export const DuplicateCounts = z
  .object({
    items: z.array(
      z.object({
        wardId: z.guid(),
        wardName: z.string(),
        open: z.int().nullable().describe('Pairs that nobody has answered; null until the ward was counted.'),
        countedAt: instantOut.nullable(),
      }),
    ),
  })
  .meta({
    id: 'DuplicateCounts',
    description:
      'Counted in the background, ward by ward, and kept for two minutes: ask again for what is null.',
  })

const decisionId = idField.describe('Of the decision, made by the client: safe to send again.')

export const DecideDuplicates = z
  .strictObject({
    decisions: z
      .array(
        z.discriminatedUnion('verdict', [
          z.strictObject({
            id: decisionId,
            verdict: z.literal('same-person'),
            keptId: idField,
            absorbedId: idField,
          }),
          z.strictObject({
            id: decisionId,
            verdict: z.enum(['different', 'later', 'open']).describe('`open` takes an earlier answer back.'),
            personId: idField,
            otherId: idField,
          }),
        ]),
      )
      .min(1)
      .max(100),
    reason: reasonField,
  })
  .meta({
    id: 'DecideDuplicates',
    example: {
      decisions: [
        {
          id: '01890a5d-ac96-774b-bcce-b302099a8067',
          verdict: 'same-person',
          keptId: '01890a5d-ac96-774b-bcce-b302099a8057',
          absorbedId: '01890a5d-ac96-774b-bcce-b302099a8064',
        },
        {
          id: '01890a5d-ac96-774b-bcce-b302099a8068',
          verdict: 'different',
          personId: '01890a5d-ac96-774b-bcce-b302099a8069',
          otherId: '01890a5d-ac96-774b-bcce-b302099a8070',
        },
      ],
      reason: 'Đối chiếu tại trạm y tế',
    },
  })

export const DecidedDuplicates = z
  .object({
    items: z.array(
      z.object({
        id: z.guid(),
        code: z.string().nullable().describe('Null: done. Else why not; the others are done all the same.'),
      }),
    ),
  })
  .meta({ id: 'DecidedDuplicates' })
