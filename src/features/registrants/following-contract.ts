import { z } from 'zod'
import { dayField, reasonField } from '#http/fields.ts'

const Home = z.object({
  wardId: z.guid(),
  wardName: z.string(),
  groupId: z.guid().nullable(),
  groupName: z.string(),
})
const people = z.int().describe('Persons; records that were merged into them follow with them.')

export const PlaceFollowing = z
  .object({
    on: dayField,
    ground: z.string().describe('Names this very preview; confirming sends it back.'),
    people,
    moves: z.array(
      z.object({
        from: Home,
        to: Home,
        people,
        losesGroup: z.boolean().describe('The group is no more: the people stay in the ward, without one.'),
      }),
    ),
    left: z
      .array(z.object({ from: Home, reason: z.enum(['partial', 'ended']), people }))
      .describe('Who stays where they are: the place was divided, or ended without an heir.'),
  })
  .meta({
    id: 'PlaceFollowing',
    description:
      'What becomes of people’s residence where a group or ward was moved, joined or ended. Nothing is changed.',
  })

export const FollowPlaces = z.strictObject({ ground: z.string().length(64), reason: reasonField }).meta({
  id: 'FollowPlaces',
  example: { ground: '0'.repeat(64), reason: 'Sắp xếp đơn vị hành chính từ 01/7/2025' },
})

export const FollowedPlaces = z
  .object({ people, residences: z.int() })
  .meta({ id: 'FollowedPlaces', description: 'Doses keep the residence of their day.' })
