import type { z } from 'zod'
import { reaches, type Actor } from '#domain/access.ts'
import { maskPhone } from '#domain/identity/identifiers.ts'
import { inScope, overPool, transact, type Db } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { getLot } from '#features/stock/read-lots.ts'
import { Problem } from '#domain/problem.ts'
import { scopeOf } from '#http/access.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import type { recipientQuery } from './recall-contract.ts'
import {
  countRecipients,
  loadReach,
  selectRecipients,
  type Reach,
  type Recipient,
  type RecipientCursor,
} from './recall-queries.ts'

/** Counted by the report role, which may read no name. */
function readReach(
  deps: Deps,
  lotId: string,
  scope: Parameters<typeof loadReach>[2],
  recalledOn: string | null,
) {
  const db: Db = overPool(deps.database.report)
  return transact(db, (tx): Promise<Reach> => loadReach(tx.$client, lotId, scope, recalledOn), {
    readOnly: true,
  })
}

/** How many received a lot, where they live, where it was injected and where the rest lies. @throws Problem `not-found`. */
export async function getLotReach(deps: Deps, actor: Actor, lotId: string) {
  const { lot, events, where } = await getLot(deps, actor, lotId)
  const recall = events.find(({ kind }) => kind === 'recall') ?? null
  const recalledOn = recall?.decidedOn ?? null
  const reach = await readReach(deps, lotId, scopeOf(actor, 'stock.read'), recalledOn)
  return { lot, recalledOn, documentNumber: recall?.documentNumber ?? '', ...reach, where }
}

/**
 * Everyone who received a lot, by name, for whoever may see them; of the others only how many. Written down.
 *
 * @throws Problem `not-found`.
 */
export async function listLotRecipients(
  deps: Deps,
  actor: Actor,
  lotId: string,
  { limit, cursor }: z.output<typeof recipientQuery>,
) {
  const { events } = await getLot(deps, actor, lotId)
  const recalledOn = events.find(({ kind }) => kind === 'recall')?.decidedOn ?? null
  const scope = scopeOf(actor, 'person.read')
  const everyone = await readReach(deps, lotId, scope, null)
  const after = toPosition(cursor)
  return inScope(deps.db, { ...scope, accountId: actor.accountId }, async (tx) => {
    const rows = await selectRecipients(tx.$client, lotId, { after, limit: limit + 1 })
    const seen = await countRecipients(tx.$client, lotId)
    const page = toPage(rows, limit, ({ wardId, nameKey, doseId }) => [wardId, nameKey, doseId])
    await appendAudit(tx, actor, deps.clock(), {
      action: 'listLotRecipients',
      subjectKind: 'lot',
      subjectId: lotId,
      detail: { shown: page.items.length, first: after === null },
    })
    return {
      items: page.items.map((row) => toRecipient(actor, row, recalledOn)),
      nextCursor: page.nextCursor,
      hidden: Math.max(0, everyone.doses - seen),
    }
  })
}

export function toRecipient(actor: Actor, row: Recipient, recalledOn: string | null) {
  const { nameKey: _key, wardId, phone, ...shown } = row
  const maySeePhone = reaches(scopeOf(actor, 'list.read'), { wardId })
  return {
    ...shown,
    phone: maySeePhone ? phone : maskPhone(phone),
    afterRecall: recalledOn !== null && row.givenOn > recalledOn,
  }
}

function toPosition(cursor: string | undefined): RecipientCursor | null {
  const keys = decodeCursor(cursor, 3)
  if (keys === null) return null
  const [wardId, nameKey, doseId] = keys
  const isId = (key: unknown): key is string => typeof key === 'string' && /^[0-9a-f-]{36}$/.test(key)
  if (!isId(wardId) || typeof nameKey !== 'string' || !isId(doseId))
    throw new Problem('request.invalid', { where: '/querystring/cursor' })
  return { wardId, nameKey, doseId }
}
