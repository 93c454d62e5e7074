import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { selectDayDoses } from './day-doses.ts'
import { platformState } from './person-filter.ts'

type Input = z.infer<typeof contract.MarkOnPlatform>

// Locked in id order, like everywhere: two officials pressing at once wait for each other.
const lockSql = `
  SELECT p.id FROM person p WHERE p.id = ANY ($1::uuid[]) AND p.canonical_id = p.id ORDER BY p.id FOR NO KEY UPDATE`

const markSql = `
  WITH asked AS (SELECT p.id, p.platform_at IS NOT NULL AS was, ${platformState} AS state FROM person p WHERE p.id = ANY ($1::uuid[]))
  UPDATE person p SET version = p.version + 1, platform_at = CASE WHEN $2 THEN $3::timestamptz END,
    platform_by = CASE WHEN $2 THEN $4::uuid END
  FROM asked a
  WHERE a.id = p.id AND a.state <> CASE WHEN $2 THEN 'entered' ELSE 'none' END
  RETURNING p.id, a.was`

const eventSql = `
  INSERT INTO person_event (id, person_id, kind, before, after, at, by_id, source)
  SELECT id, "personId", 'on-platform', jsonb_build_object('platform', was), jsonb_build_object('platform', $2::boolean), $3, $4, 'form'
  FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "personId" uuid, was boolean)`

/** “Đã lên hệ thống”, for one or for a whole day. Who is so already stays untouched, with the day on which it was said. */
export async function markOnPlatform(
  deps: Deps,
  actor: Actor,
  { entered, people }: Input,
): Promise<z.infer<typeof contract.MarkedOnPlatform>> {
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'person.edit'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const asked = await selectAsked(tx, people)
    const found = await tx.$client.query<{ id: string }>(lockSql, [asked])
    const ids = found.rows.map(({ id }) => id)
    const marked = await tx.$client.query<{ id: string; was: boolean }>(markSql, [
      ids,
      entered,
      now,
      actor.accountId,
    ])
    const events = marked.rows.map(({ id, was }) => ({ id: deps.newId(), personId: id, was }))
    await tx.$client.query(eventSql, [JSON.stringify(events), entered, now, actor.accountId])
    const counts = {
      marked: events.length,
      unchanged: ids.length - events.length,
      notHere: asked.length - ids.length,
    }
    await appendAudit(tx, actor, now, {
      action: 'markOnPlatform',
      subjectKind: 'person',
      subjectId: 'personIds' in people && people.personIds.length === 1 ? people.personIds[0]! : null,
      placeId: 'wardId' in people ? people.wardId : null,
      detail: { entered, ...counts },
    })
    return counts
  })
}

async function selectAsked(tx: Tx, people: Input['people']): Promise<string[]> {
  if ('personIds' in people) return [...new Set(people.personIds)]
  const doses = await selectDayDoses(tx, people)
  return [...new Set(doses.flatMap(({ personId }) => personId ?? []))]
}
