import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import type { MovementKind } from '#domain/stock.ts'
import { findUndecided, stateAfter, type Fate } from '#domain/transfer.ts'
import type { Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import {
  loadBox,
  mayStart,
  openTransfer,
  transferMovement,
  updateTransfer,
  type OpenTransfer,
} from './change-transfer.ts'
import { holdLots } from './lot-queries.ts'
import { loadBoundary, postMovements, type HolderEnd } from './queries.ts'
import type { ClosureBody } from './transfer-contract.ts'
import { disputeOf } from './transfer-queries.ts'

/**
 * The centre decides a dispute, vial by vial, or files the signed paper of a transfer that arrived as sent.
 *
 * @throws Problem `not-found`, `transfer.wrong-state`, `transfer.not-decided`, `stock.insufficient` (the sender
 *   has no more to have packed), `request.stale`.
 */
export async function closeTransfer(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  body: z.output<typeof ClosureBody>,
): Promise<void> {
  await asPerson(deps, actor, 'stock.manage', async (tx, by) => {
    const opened = await openTransfer(tx, actor, 'stock.manage', id, null)
    const { row, to, lines } = opened
    const same = row.state === 'closed' && row.closedBy === actor.accountId && row.decision === body.decision
    if (!mayStart('close', row, version, same)) return
    const lots = await holdLots(
      tx,
      lines.map((line) => line.lotId),
    )
    const disputes = lines.map((line) => {
      const { held, over } = disputeOf(line)
      return { lotId: line.lotId, held, over }
    })
    const undecided = findUndecided(disputes, body.fates)
    if (undecided !== null) {
      const lotCode = lots.get(undecided.lotId)?.code ?? undecided.lotId
      throw new Problem('transfer.not-decided', { ...undecided, lotCode })
    }
    const paths = await loadPaths(tx, opened)
    await postMovements(
      tx,
      body.fates.flatMap(({ lotId, fate, vials }) =>
        paths[fate].map(([kind, from, target]) =>
          transferMovement(by, id, lots.get(lotId)!, {
            kind,
            from,
            to: target,
            vials,
            reason: body.decision,
          }),
        ),
      ),
    )
    await updateTransfer(tx, id, {
      state: stateAfter('close', false),
      closedAt: by.at,
      closedBy: by.accountId,
      decision: body.decision,
    })
    await appendAudit(tx, actor, by.at, {
      action: 'closeTransfer',
      subjectKind: 'transfer',
      subjectId: id,
      placeId: to.placeId,
      detail: { fates: body.fates },
    })
  })
}

type Step = [MovementKind, HolderEnd, HolderEnd]

/** The lines of the ledger for each fate. */
async function loadPaths(tx: Tx, { row, from, to }: OpenTransfer): Promise<Record<Fate, Step[]>> {
  const box = await loadBox(tx, row.id)
  const wasted = await loadBoundary(tx, 'wasted')
  const unaccounted = await loadBoundary(tx, 'unaccounted')
  return {
    arrived: [['arrival', box, to]],
    returned: [['cancel', box, from]],
    wasted: [['waste-closed', box, wasted]],
    lost: [['difference', box, unaccounted]],
    found: [['difference', unaccounted, to]],
    'from-sender': [
      ['dispatch', from, box],
      ['arrival', box, to],
    ],
  }
}
