import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './grouping-contract.ts'
import { loadGrouping, scopeOfGrouping } from './load-grouping.ts'

const given = 'jsonb_to_recordset($1::jsonb) AS g ("eventId" uuid, "personId" uuid, "groupId" uuid)'

// In id order, as the set writer locks people.
const lockSql = `SELECT p.id FROM person p JOIN ${given} ON g."personId" = p.id ORDER BY p.id FOR NO KEY UPDATE OF p`

const groupSql = `
  WITH done AS (
    UPDATE person p SET group_id = g."groupId", version = p.version + 1 FROM ${given}
    WHERE p.id = g."personId" AND p.group_id IS NULL AND p.living = 'here' AND p.ward_id = $2
    RETURNING p.id, g."eventId", g."groupId")
  INSERT INTO person_event (id, person_id, kind, before, after, reason, at, by_id, source)
  SELECT "eventId", id, 'corrected', '{"groupId": null}', jsonb_build_object('groupId', "groupId"), $3, $4, $5, 'form' FROM done`

/**
 * Sets the residential group of many people who have none, as previewed. Nobody's group is changed, and each person's
 * history says who set it and why.
 *
 * @throws Problem `not-found`, `person.place-unknown`, `grouping.stale` when somebody has changed since the preview.
 */
export async function groupPeople(
  deps: Deps,
  actor: Actor,
  { ground, reason, ...asked }: z.infer<typeof contract.GroupPeople>,
): Promise<z.infer<typeof contract.GroupedPeople>> {
  const now = deps.clock()
  return inScope(deps.db, scopeOfGrouping(actor, asked), async (tx) => {
    const loaded = await loadGrouping(tx, deps, asked)
    if (loaded.ground !== ground) throw new Problem('grouping.stale')
    const rows = JSON.stringify(loaded.given.map((each) => ({ ...each, eventId: deps.newId() })))
    await tx.$client.query(lockSql, [rows])
    const { rowCount } = await tx.$client.query(groupSql, [rows, asked.wardId, reason, now, actor.accountId])
    if (rowCount !== loaded.people) throw new Problem('grouping.stale')
    await appendAudit(tx, actor, now, {
      action: 'groupPeople',
      subjectKind: 'place',
      subjectId: asked.wardId,
      placeId: asked.wardId,
      detail: {
        byAddress: asked.groupId === null,
        people: loaded.people,
        groups: loaded.groups.map(({ id, people }) => ({ id, people })),
      },
    })
    return { people: loaded.people, left: loaded.left }
  })
}
