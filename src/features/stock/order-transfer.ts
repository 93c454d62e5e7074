import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { compareText } from '#domain/ids.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import { createTransfer } from './create-transfer.ts'
import { resolveStore } from './find-store.ts'
import { claimId, requireSame } from './once.ts'
import { targetOf } from './queries.ts'
import type { TransferBody } from './transfer-contract.ts'
import { findTransfer, selectTransferLines } from './transfer-queries.ts'

/**
 * The centre orders vials from one store to another.
 *
 * @throws what `createTransfer` throws, and Problem `not-found`, `stock.id-used`.
 */
export async function orderTransfer(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof TransferBody>,
): Promise<string> {
  return asPerson(deps, actor, 'stock.manage', async (tx, by) => {
    await claimId(tx, body.id)
    const from = await resolveStore(tx, body.from, by)
    const to = await resolveStore(tx, body.to, by)
    requireReach(actor, 'stock.manage', targetOf(from))
    requireReach(actor, 'stock.manage', targetOf(to))
    const { id, lines, reason, documentNumber } = body
    const before = await findTransfer(tx, id)
    if (before !== null) {
      const linesBefore = await selectTransferLines(tx, [id])
      const ordered = lines.toSorted((a, b) => compareText(a.lotId, b.lotId))
      requireSame(
        [before.fromHolderId, before.toHolderId, before.reason, before.documentNumber, before.planLineId],
        [from.id, to.id, reason, documentNumber, null],
      )
      requireSame(
        linesBefore
          .filter((line) => line.approvedDoses > 0)
          .map((line) => ({ lotId: line.lotId, doses: line.approvedDoses })),
        ordered,
      )
      return id
    }
    await createTransfer(tx, by, { id, from, to, lines, planLineId: null, reason, documentNumber })
    await appendAudit(tx, actor, by.at, {
      action: 'orderTransfer',
      subjectKind: 'transfer',
      subjectId: id,
      placeId: to.placeId,
      detail: { fromHolderId: from.id, toHolderId: to.id, lines },
    })
    return id
  })
}
