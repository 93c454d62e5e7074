import { z } from 'zod'
import { idField, reasonField } from '#http/fields.ts'
import { peopleFilter } from './person-contract.ts'

const asked = {
  wardId: idField.describe('One ward; whoever lives elsewhere is left alone.'),
  groupId: idField
    .nullable()
    .describe('The group of that ward; null: the one that each person’s address names.'),
  people: z
    .union([
      z.strictObject({ personIds: z.array(idField).min(1).max(500) }),
      z.strictObject({ filter: z.strictObject(peopleFilter.omit({ wardId: true }).shape) }),
    ])
    .describe('These people, or all whom the filter shows.'),
}

const example = {
  wardId: '01890a5d-ac96-774b-bcce-b302099a8058',
  groupId: null,
  people: { filter: { listId: '01890a5d-ac96-774b-bcce-b302099a8060' } },
}

export const PreviewGrouping = z.strictObject(asked).meta({ id: 'PreviewGrouping', example })

export const GroupPeople = z
  .strictObject({ ...asked, ground: z.string().length(64), reason: reasonField })
  .meta({
    id: 'GroupPeople',
    example: { ...example, ground: '0'.repeat(64), reason: 'Theo sổ hộ của tổ trưởng' },
  })

export const GroupingPreview = z
  .object({
    ground: z.string().describe('Names this very preview; confirming sends it back.'),
    people: z.int().describe('Who gets a group.'),
    groups: z.array(z.object({ id: z.guid(), name: z.string(), people: z.int() })),
    unread: z
      .int()
      .describe('Whose address names no group of the ward, or more than one: they stay without.'),
    grouped: z.int().describe('Who have a group already and keep it.'),
    notHere: z.int().describe('Who do not live in the ward.'),
    left: z.int().describe('Beyond what one confirmation takes; ask again for them.'),
  })
  .meta({
    id: 'GroupingPreview',
    description: 'What setting a residential group would do to people who have none. Nothing is changed.',
  })

export const GroupedPeople = z
  .object({ people: z.int(), left: z.int().describe('Still to be asked for.') })
  .meta({ id: 'GroupedPeople', description: 'Doses keep the residence of their day.' })
