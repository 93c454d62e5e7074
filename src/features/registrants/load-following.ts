/** Whose places have changed, and where that leaves them: by residence, never by person. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { canonicalJson } from '#domain/canonical-json.ts'
import type { LocalDate } from '#domain/dates.ts'
import { followResidence, type Residence } from '#domain/place-following.ts'
import type { Tx } from '#db/db.ts'
import { loadPlaceChanges } from '#features/geography/queries.ts'
import type * as contract from './following-contract.ts'

export type FollowingView = z.infer<typeof contract.PlaceFollowing>
export type Move = { from: Residence; to: Residence; people: number; losesGroup: boolean }
type Left = { from: Residence; reason: 'partial' | 'ended'; people: number }
export type Following = { on: LocalDate; ground: string; moves: Move[]; left: Left[] }

// Whoever is stored lives somewhere: the dead, those who left and the records of those who were merged follow as well.
const residences = `
  SELECT ward_id AS "wardId", group_id AS "groupId", count(*)::integer AS records,
    count(*) FILTER (WHERE canonical_id = id AND living <> 'withdrawn')::integer AS people
  FROM person GROUP BY ward_id, group_id ORDER BY ward_id, group_id NULLS FIRST`

/** Of the people in scope. */
export async function loadFollowing(tx: Tx, on: LocalDate): Promise<Following> {
  const { rows } = await tx.$client.query<Residence & { records: number; people: number }>(residences)
  const { index, changesFrom } = await loadPlaceChanges(tx)
  const moves: Move[] = []
  const left: Left[] = []
  for (const { wardId, groupId, people } of rows) {
    const from = { wardId, groupId }
    const found = followResidence(index, changesFrom, from, on)
    if (found.kind === 'follows') moves.push({ from, to: found.to, people, losesGroup: found.losesGroup })
    if (found.kind === 'left') left.push({ from, reason: found.reason, people })
  }
  const records = rows.map((row) => [row.wardId, row.groupId, row.records])
  const ground = createHash('sha256').update(canonicalJson({ on, moves, left, records })).digest('hex')
  return { on, ground, moves, left }
}

const names = `
  SELECT DISTINCT ON (place_id) place_id AS id, name FROM place_name
  WHERE place_id = ANY ($1::uuid[]) ORDER BY place_id, valid_from DESC`

/** The same for people: with the names of the places. */
export async function describeFollowing(
  tx: Tx,
  { on, ground, moves, left }: Following,
): Promise<FollowingView> {
  const homes = [...moves.flatMap(({ from, to }) => [from, to]), ...left.map(({ from }) => from)]
  const ids = [
    ...new Set(homes.flatMap(({ wardId, groupId }) => [wardId, ...(groupId === null ? [] : [groupId])])),
  ]
  const { rows } = await tx.$client.query<{ id: string; name: string }>(names, [ids])
  const nameOf = new Map(rows.map(({ id, name }) => [id, name]))
  const named = ({ wardId, groupId }: Residence) => ({
    wardId,
    wardName: nameOf.get(wardId) ?? '',
    groupId,
    groupName: groupId === null ? '' : (nameOf.get(groupId) ?? ''),
  })
  return {
    on,
    ground,
    people: moves.reduce((sum, { people }) => sum + people, 0),
    moves: moves.map((move) => ({ ...move, from: named(move.from), to: named(move.to) })),
    left: left.map((each) => ({ ...each, from: named(each.from) })),
  }
}
