import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { campaign } from '#db/tables/campaigns.ts'
import { list } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { CreateList } from './contract.ts'
import { findList, findListPlace, type ListView } from './list-queries.ts'

/** @throws Problem `not-found`, `list.place-kind`, `list.campaign-closed`, `list.id-used`. */
export async function createList(
  deps: Deps,
  actor: Actor,
  input: z.infer<typeof CreateList>,
): Promise<ListView> {
  requireReach(actor, 'list.upload', { wardId: input.wardId })
  const now = deps.clock()
  const { id = deps.newId(), dueAt, ...fields } = input
  return inScope(deps.db, { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }, async (tx) => {
    const before = await findList(tx, id, now)
    if (before !== null) {
      if (before.wardId !== input.wardId || before.name !== input.name) throw new Problem('list.id-used')
      return before
    }
    const on = localDateAt(now, deps.authority.timeZone)
    if ((await findListPlace(tx, input.wardId, on)) === null) throw new Problem('list.place-kind')
    await requireOpenCampaign(tx, input.campaignId)
    const hasDeclared = Object.keys(input.declared).length > 0
    await tx.insert(list).values({
      ...fields,
      id,
      state: 'open',
      dueAt: dueAt === null ? null : new Date(dueAt),
      declaredAt: hasDeclared ? now : null,
    })
    await appendAudit(tx, actor, now, {
      action: 'createList',
      subjectKind: 'list',
      subjectId: id,
      placeId: input.wardId,
      detail: { campaignId: input.campaignId, kind: input.kind, declared: input.declared },
    })
    return (await findList(tx, id, now))!
  })
}

export async function requireOpenCampaign(tx: Tx, id: string) {
  const [found] = await tx.select().from(campaign).where(eq(campaign.id, id))
  if (found === undefined) throw new Problem('not-found')
  if (found.state === 'closed') throw new Problem('list.campaign-closed')
  return found
}
