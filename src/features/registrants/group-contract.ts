import { z } from 'zod'
import { CollaboratorPost } from '#features/geography/contract.ts'
import { dayField, idField } from '#http/fields.ts'

export const groupsQuery = z.object({ wardId: idField })

const WardGroup = z
  .object({
    id: z.guid(),
    kind: z.enum(['group', 'village']),
    code: z.string(),
    name: z.string(),
    validFrom: dayField.describe('May lie ahead: announced, not yet in force.'),
    validTo: dayField.nullable().describe('Last day; null while it lasts.'),
    version: z.int(),
    people: z.int().describe('Who live in it today, the dead and those who moved away left out.'),
    collaborators: z.array(CollaboratorPost).describe('Of today and of later days.'),
  })
  .meta({ id: 'WardGroup' })

export const WardGroups = z
  .object({
    on: dayField,
    items: z.array(WardGroup),
    peopleWithoutGroup: z
      .int()
      .describe(
        'Who live in the ward without a group; those of an ended one are seen by `previewFollowing`.',
      ),
  })
  .meta({
    id: 'WardGroups',
    description: 'The residential groups or villages of a ward that last, or will, by code.',
    example: {
      on: '2021-10-18',
      items: [
        {
          id: '5d3c3b52-6a5e-8a4f-9d3d-6c1b8f0a7e21',
          kind: 'group',
          code: '07',
          name: 'Tổ dân phố 7',
          validFrom: '2021-07-01',
          validTo: null,
          version: 1,
          people: 214,
          collaborators: [],
        },
      ],
      peopleWithoutGroup: 3,
    },
  })
