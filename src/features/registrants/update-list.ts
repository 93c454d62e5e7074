import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { list } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { mustEdit } from '#http/etag.ts'
import type { Deps } from '#http/types.ts'
import type { UpdateList } from './contract.ts'
import { findList, lockList, type ListView } from './list-queries.ts'

/** New totals are dated: the first were declared at `declaredAt`. @throws Problem `not-found`, `request.stale`. */
export async function updateList(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  edit: z.infer<typeof UpdateList>,
): Promise<ListView> {
  const now = deps.clock()
  return inScope(deps.db, { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }, async (tx) => {
    const found = await lockList(tx, id)
    if (found === null) throw new Problem('not-found')
    requireReach(actor, 'list.upload', { wardId: found.wardId })
    const { dueAt: due, ...fields } = edit
    const dueAt = due === undefined || due === null ? due : new Date(due)
    if (!mustEdit(found, version, { ...fields, dueAt })) return (await findList(tx, id, now))!
    await tx
      .update(list)
      .set({
        ...fields,
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(edit.declared === undefined ? {} : { declaredAt: found.declaredAt ?? now }),
        version: version + 1,
      })
      .where(eq(list.id, id))
    await appendAudit(tx, actor, now, {
      action: 'updateList',
      subjectKind: 'list',
      subjectId: id,
      placeId: found.wardId,
      detail: { fields: Object.keys(edit), declared: edit.declared ?? found.declared, version: version + 1 },
    })
    return (await findList(tx, id, now))!
  })
}
