import type { z } from 'zod'
import type { LocalDate } from '#domain/dates.ts'
import type { Tx } from '#db/db.ts'
import type * as contract from './group-contract.ts'

type GroupsView = z.infer<typeof contract.WardGroups>
type Group = GroupsView['items'][number]
type Post = Group['collaborators'][number]

// A group that starts later has the name that it will start with. Codes that are numbers are read as numbers.
const groups = `
  SELECT g.id, g.kind, n.code, n.name, g.valid_from::text AS "validFrom", g.valid_to::text AS "validTo", g.version
  FROM place g CROSS JOIN LATERAL (
    SELECT code, name FROM place_name WHERE place_id = g.id AND valid_from <= greatest($2::date, g.valid_from)
    ORDER BY valid_from DESC LIMIT 1) n
  WHERE g.parent_id = $1 AND g.kind IN ('group', 'village') AND (g.valid_to IS NULL OR g.valid_to >= $2::date)
  ORDER BY length(n.code), n.code, g.id`

const posts = `
  SELECT id, group_id AS "groupId", account_id AS "accountId", full_name AS "fullName",
    valid_from::text AS "validFrom", valid_to::text AS "validTo"
  FROM collaborator_post WHERE group_id = ANY ($1::uuid[]) AND (valid_to IS NULL OR valid_to >= $2::date)
  ORDER BY valid_from, id`

const residents = `
  SELECT group_id AS "groupId", count(*)::integer AS people FROM person
  WHERE ward_id = $1 AND canonical_id = id AND living = 'here' GROUP BY group_id`

/** Of the ward, with whoever of its people is in scope. */
export async function selectWardGroups(tx: Tx, wardId: string, on: LocalDate): Promise<GroupsView> {
  const { rows: found } = await tx.$client.query<Omit<Group, 'people' | 'collaborators'>>(groups, [
    wardId,
    on,
  ])
  const held = await tx.$client.query<Post>(posts, [found.map(({ id }) => id), on])
  const lived = await tx.$client.query<{ groupId: string | null; people: number }>(residents, [wardId])
  const postsOf = Map.groupBy(held.rows, ({ groupId }) => groupId)
  const peopleOf = new Map(lived.rows.map(({ groupId, people }) => [groupId, people]))
  const items = found.map((group) => ({
    ...group,
    people: peopleOf.get(group.id) ?? 0,
    collaborators: postsOf.get(group.id) ?? [],
  }))
  return { on, items, peopleWithoutGroup: peopleOf.get(null) ?? 0 }
}
