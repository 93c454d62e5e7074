import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { groupReader, judgeGrouping } from '#domain/grouping.ts'
import type { Living } from '#domain/residence.ts'
import type { ScopeSetting, Tx } from '#db/db.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './grouping-contract.ts'
import { filterOn, peopleConditions, type PeopleFilter } from './person-filter.ts'
import { requireResidence } from './person-queries.ts'
import { scopeWithin } from './seek-people.ts'

/** They are locked together: a dose of one of them waits as long as all of them take. */
const GROUPED_AT_ONCE_MAX = 5000

export type GroupingAsked = z.infer<typeof contract.PreviewGrouping>
type Given = { personId: string; groupId: string }
export type Loaded = z.infer<typeof contract.GroupingPreview> & { given: readonly Given[] }

// In force that day, by the name that it has then.
const groupsSql = `
  SELECT g.id, n.name FROM place g CROSS JOIN LATERAL (
    SELECT code, name FROM place_name WHERE place_id = g.id AND valid_from <= $2::date ORDER BY valid_from DESC LIMIT 1) n
  WHERE g.parent_id = $1 AND g.kind IN ('group', 'village') AND g.valid_from <= $2::date
    AND (g.valid_to IS NULL OR g.valid_to >= $2::date)
  ORDER BY length(n.code), n.code, g.id`

type Found = { id: string; groupId: string | null; living: Living; address: string }

/** That ward alone, of those whom the caller may edit. @throws Problem `not-found`. */
export function scopeOfGrouping(actor: Actor, { wardId }: GroupingAsked): ScopeSetting {
  requireReach(actor, 'person.edit', { wardId })
  return { ...scopeWithin(actor, 'person.edit', wardId).scope, accountId: actor.accountId }
}

/** Who would get which group. @throws Problem `person.place-unknown` for a group that is not one of the ward today. */
export async function loadGrouping(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'authority'>,
  asked: GroupingAsked,
): Promise<Loaded> {
  const on = localDateAt(deps.clock(), deps.authority.timeZone)
  const { wardId, groupId } = asked
  await requireResidence(tx, { wardId, groupId, on })
  const groups = await tx.$client.query<{ id: string; name: string }>(groupsSql, [wardId, on])
  const readGroup = groupId === null ? groupReader(groups.rows) : () => groupId
  const found = await selectAsked(tx, asked, on)
  const judged = Map.groupBy(found, judgeGrouping)
  const open = judged.get('open') ?? []
  const all = open.flatMap(({ id, address }): Given[] => {
    const read = readGroup(address)
    return read === null ? [] : [{ personId: id, groupId: read }]
  })
  const given = all.slice(0, GROUPED_AT_ONCE_MAX)
  const lines = given.map(({ personId, groupId: to }) => `${personId} ${to}\n`)
  const peopleOf = Map.groupBy(given, ({ groupId: to }) => to)
  const strangers = 'personIds' in asked.people ? new Set(asked.people.personIds).size - found.length : 0
  return {
    ground: createHash('sha256').update(lines.join('')).digest('hex'),
    given,
    people: given.length,
    groups: groups.rows.flatMap(({ id, name }) => {
      const people = peopleOf.get(id)?.length ?? 0
      return people === 0 ? [] : [{ id, name, people }]
    }),
    unread: open.length - all.length,
    grouped: judged.get('grouped')?.length ?? 0,
    notHere: (judged.get('not-here')?.length ?? 0) + strangers,
    left: all.length - given.length,
  }
}

/** By id, so that what one confirmation takes is always the same. */
async function selectAsked(tx: Tx, { wardId, people }: GroupingAsked, on: LocalDate): Promise<Found[]> {
  const { where, values } = peopleConditions(filterOf(people, wardId, on))
  const { rows } = await tx.$client.query<Found>(
    `SELECT p.id, p.group_id AS "groupId", p.living, CASE WHEN p.group_id IS NULL THEN p.address ELSE '' END AS address
     FROM person p WHERE ${where} ORDER BY p.id`,
    values,
  )
  return rows
}

function filterOf(people: GroupingAsked['people'], wardId: string, on: LocalDate): PeopleFilter {
  if ('personIds' in people) return { wardId, ids: people.personIds }
  return { ...filterOn(people.filter, on), wardId }
}
