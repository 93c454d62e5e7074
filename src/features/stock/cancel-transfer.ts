import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { stateAfter } from '#domain/transfer.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import { loadBox, mayStart, openTransfer, transferMovement, updateTransfer } from './change-transfer.ts'
import { holdLots } from './lot-queries.ts'
import { postMovements } from './queries.ts'
import type { CancellationBody } from './transfer-contract.ts'

/**
 * Called off: before dispatch nothing has moved (a ward may object), under way everything goes back to the sender.
 *
 * @throws Problem `not-found`, `transfer.wrong-sender`, `transfer.wrong-state`, `request.stale`.
 */
export async function cancelTransfer(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  { reason }: z.output<typeof CancellationBody>,
): Promise<void> {
  await asPerson(deps, actor, 'stock.move', async (tx, by) => {
    const { row, from, lines } = await openTransfer(tx, actor, 'stock.move', id, 'from')
    const same = row.state === 'cancelled' && row.closedBy === actor.accountId && row.decision === reason
    if (!mayStart('cancel', row, version, same)) return
    const sent = lines.filter((line) => (line.dispatchedVials ?? 0) > 0)
    if (row.state === 'dispatched') {
      const lots = await holdLots(
        tx,
        sent.map((line) => line.lotId),
      )
      const box = await loadBox(tx, id)
      await postMovements(
        tx,
        sent.map((line) =>
          transferMovement(by, id, lots.get(line.lotId)!, {
            kind: 'cancel',
            from: box,
            to: from,
            vials: line.dispatchedVials ?? 0,
            reason,
          }),
        ),
      )
    }
    await updateTransfer(tx, id, {
      state: stateAfter('cancel', false),
      closedAt: by.at,
      closedBy: by.accountId,
      decision: reason,
    })
    await appendAudit(tx, actor, by.at, {
      action: 'cancelTransfer',
      subjectKind: 'transfer',
      subjectId: id,
      placeId: from.placeId,
      detail: { stateBefore: row.state },
    })
  })
}
