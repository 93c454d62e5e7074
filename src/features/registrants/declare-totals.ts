import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { findOverlap, totalOf } from '#domain/declaration.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { declaration } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { selectTargetGroups } from '#features/campaigns/queries.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { DeclareTotals } from './contract.ts'
import { requireOpenCampaign } from './create-list.ts'
import { findDeclaration, findStoredDeclaration, type DeclarationView } from './declaration-queries.ts'
import { findListPlace } from './list-queries.ts'

type Input = z.output<typeof DeclareTotals>

/**
 * What a ward says it will send. A later declaration follows the earlier one and does not change it; one that comes
 * after the deadline is kept and marked late.
 *
 * @throws Problem `not-found`, `list.place-kind`, `list.campaign-closed`, `declaration.group`, `declaration.overlap`,
 * `declaration.id-used`.
 */
export async function declareTotals(
  deps: Deps,
  actor: Actor,
  input: Input,
  language: Language,
): Promise<DeclarationView> {
  requireReach(actor, 'list.upload', { wardId: input.wardId })
  const now = deps.clock()
  const { id = deps.newId(), numbers: stated, ...fields } = input
  const scope = { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const numbers = Object.fromEntries(stated.map(({ key, persons }) => [key, persons]))
    const before = await findStoredDeclaration(tx, id)
    if (before !== null) {
      const { campaignId, wardId, listKind, basis } = before
      const asBefore = { campaignId, wardId, listKind, basis, note: before.note }
      if (!isDeepStrictEqual(asBefore, asStated(fields)) || !isDeepStrictEqual(before.numbers, numbers))
        throw new Problem('declaration.id-used')
      return (await findDeclaration(tx, id, now, language))!
    }
    const on = localDateAt(now, deps.authority.timeZone)
    if ((await findListPlace(tx, input.wardId, on)) === null) throw new Problem('list.place-kind')
    await requireOpenCampaign(tx, input.campaignId)
    if (Object.keys(numbers).length < stated.length) throw new Problem('declaration.group', { key: '' })
    await requireGroups(tx, input)
    const total = totalOf(numbers)
    await tx
      .insert(declaration)
      .values({ ...fields, id, numbers, total, receivedAt: now, declaredBy: actor.accountId })
    await appendAudit(tx, actor, now, {
      action: 'declareTotals',
      subjectKind: 'declaration',
      subjectId: id,
      placeId: input.wardId,
      detail: { campaignId: input.campaignId, listKind: input.listKind, basis: input.basis, total, numbers },
    })
    return (await findDeclaration(tx, id, now, language))!
  })
}

const asStated = ({ campaignId, wardId, listKind, basis, note }: Omit<Input, 'id' | 'numbers'>) => ({
  campaignId,
  wardId,
  listKind,
  basis,
  note,
})

/** Every key is a group of this campaign, each once, and no person belongs to two of them. */
async function requireGroups(tx: Tx, { campaignId, basis, numbers }: Input): Promise<void> {
  if (basis === 'code') {
    const strange = numbers.find(({ key }) => !/^([1-9]|1[0-6])$/.test(key))
    if (strange !== undefined) throw new Problem('declaration.group', { key: strange.key })
    return
  }
  const groups = await selectTargetGroups(tx, campaignId)
  const named = numbers.map(({ key }) => {
    const group = groups.find(({ id }) => id === key)
    if (group === undefined) throw new Problem('declaration.group', { key })
    return group
  })
  const overlap = findOverlap(named)
  if (overlap !== null)
    throw new Problem('declaration.overlap', { first: overlap[0].name, second: overlap[1].name })
}
