import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import type { Residence } from '#domain/place-following.ts'
import { Problem } from '#domain/problem.ts'
import { inEveryWard, inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { lockAuthority } from '#features/campaigns/queries.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './following-contract.ts'
import { loadFollowing, type Move } from './load-following.ts'
import { scopeOfFollowing } from './preview-following.ts'
import { slices } from './upload-rows.ts'

const relation = `jsonb_to_recordset($1::jsonb) AS m (move integer, from_ward uuid, from_group uuid, to_ward uuid, to_group uuid,
  before jsonb, after jsonb)`
const livesThere = 'p.ward_id = m.from_ward AND p.group_id IS NOT DISTINCT FROM m.from_group'

// In id order, as the set writer locks people.
const lockPeople = `
  SELECT p.id, p.canonical_id AS "canonicalId", m.move FROM person p JOIN ${relation} ON ${livesThere}
  ORDER BY p.id FOR NO KEY UPDATE OF p`

// Those who were locked, and nobody who came to live there since.
const movePeople = `
  UPDATE person p SET ward_id = m.to_ward, group_id = m.to_group, version = p.version + 1
  FROM jsonb_to_recordset($2::jsonb) AS e (person_id uuid, move integer) JOIN ${relation} USING (move)
  WHERE p.id = e.person_id`

const tellPeople = `
  INSERT INTO person_event (id, person_id, kind, before, after, happened_on, reason, at, by_id, source)
  SELECT e.id, e.person_id, 'place-changed', m.before, m.after, $3::date, $4, $5, $6, 'places'
  FROM jsonb_to_recordset($2::jsonb) AS e (id uuid, person_id uuid, move integer) JOIN ${relation} USING (move)`

/**
 * People follow their places into the units in force today, as previewed. Doses keep the residence of their day, and what was
 * changed is taken back by the next change of the places, never by hand.
 *
 * @throws Problem `following.stale` when people or places have changed since the preview.
 */
export async function followPlaces(
  deps: Deps,
  actor: Actor,
  { ground, reason }: z.infer<typeof contract.FollowPlaces>,
): Promise<z.infer<typeof contract.FollowedPlaces>> {
  const now = deps.clock()
  const on = localDateAt(now, deps.authority.timeZone)
  const followed = await inScope(deps.db, scopeOfFollowing(actor), async (tx) => {
    await tx.$client.query(`SET LOCAL statement_timeout = '120s'`)
    await lockAuthority(tx)
    const { moves, left, ground: found } = await loadFollowing(tx, on)
    if (found !== ground) throw new Problem('following.stale')
    const told = { on, reason, at: now, byId: actor.accountId }
    // The wards to which people come may be others than those whose people may be seen.
    const ids = await inEveryWard(tx, () => moveAll(tx, deps, moves, told))
    await deps.rejudging.ask(tx, ids)
    const people = moves.reduce((sum, move) => sum + move.people, 0)
    await appendAudit(tx, actor, now, {
      action: 'followPlaces',
      subjectKind: 'place',
      subjectId: null,
      detail: {
        on,
        people,
        residences: moves.length,
        left: left.reduce((sum, each) => sum + each.people, 0),
      },
    })
    return { people, residences: moves.length }
  })
  void deps.rejudging.run()
  return followed
}

type Told = { on: string; reason: string; at: Date; byId: string }

/** @returns everybody whose row was changed, by the person that is kept. */
async function moveAll(tx: Tx, deps: Deps, moves: readonly Move[], told: Told): Promise<string[]> {
  const records = JSON.stringify(moves.map(({ from, to }, move) => ({ move, ...columnsOf(from, to) })))
  const locked = await tx.$client.query<{ id: string; canonicalId: string; move: number }>(lockPeople, [
    records,
  ])
  for (const slice of slices(locked.rows)) {
    const events = JSON.stringify(slice.map(({ id, move }) => ({ id: deps.newId(), person_id: id, move })))
    await tx.$client.query(movePeople, [records, events])
    const { on, reason, at, byId } = told
    await tx.$client.query(tellPeople, [records, events, on, reason, at, byId])
  }
  return [...new Set(locked.rows.map(({ canonicalId }) => canonicalId))]
}

/** Only what changed is told. */
function columnsOf(from: Residence, to: Residence) {
  const fields = (['wardId', 'groupId'] as const).filter((field) => from[field] !== to[field])
  const said = (home: Residence) => Object.fromEntries(fields.map((field) => [field, home[field]]))
  return {
    from_ward: from.wardId,
    from_group: from.groupId,
    to_ward: to.wardId,
    to_group: to.groupId,
    before: said(from),
    after: said(to),
  }
}
