import type { Actor } from '#domain/access.ts'
import type { MovementKind } from '#domain/stock.ts'
import type { WasteCause } from '#domain/wastage.ts'
import type { Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { By } from './begin.ts'
import type { LotFacts } from './lot-queries.ts'
import { findMovement, loadMovement, type MovementView } from './movement-queries.ts'
import { requireSame } from './once.ts'
import { postMovements, type Holder } from './queries.ts'

/** A movement that one person asks for at one place: the line has the client's id. */
export type AskedMovement = {
  id: string
  kind: MovementKind
  from: Holder
  to: Holder
  facts: LotFacts
  doses: number
  reason: string
  wasteCause?: WasteCause
}

/** What a request with this id has already moved; null = nothing yet. @throws Problem `stock.id-used`. */
export async function findSameMovement(tx: Tx, asked: AskedMovement): Promise<MovementView | null> {
  const before = await findMovement(tx, asked.id)
  if (before === null) return null
  const { id, kind, fromHolderId, toHolderId, lotId, doses, reason, wasteCause } = before
  requireSame(
    { id, kind, fromHolderId, toHolderId, lotId, doses, reason, wasteCause },
    {
      id: asked.id,
      kind: asked.kind,
      fromHolderId: asked.from.id,
      toHolderId: asked.to.id,
      lotId: asked.facts.id,
      doses: asked.doses,
      reason: asked.reason,
      wasteCause: asked.wasteCause ?? '',
    },
  )
  return before
}

/** Writes the line and its audit row. @throws Problem `stock.insufficient`. */
export async function postAsked(
  tx: Tx,
  actor: Actor,
  by: By,
  asked: AskedMovement,
  action: string,
): Promise<MovementView> {
  const { id, kind, from, to, facts, doses, reason, wasteCause } = asked
  const { productId, dosesPerVial } = facts
  await postMovements(tx, [
    {
      id,
      kind,
      from,
      to,
      lot: { id: facts.id, productId, dosesPerVial },
      doses,
      occurredOn: by.onDay,
      recordedAt: by.at,
      authorId: by.accountId,
      causeKind: kind,
      causeId: id,
      reason,
      ...(wasteCause === undefined ? {} : { wasteCause }),
    },
  ])
  await appendAudit(tx, actor, by.at, {
    action,
    subjectKind: 'movement',
    subjectId: id,
    placeId: from.placeId ?? to.placeId,
    detail: { fromHolderId: from.id, toHolderId: to.id, lotId: facts.id, doses },
  })
  return loadMovement(tx, id)
}
