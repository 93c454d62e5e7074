import { eq, sql } from 'drizzle-orm'
import { reaches, type Actor, type Permission } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import type { MovementKind } from '#domain/stock.ts'
import { mayDo, type TransferAct } from '#domain/transfer.ts'
import type { Tx } from '#db/db.ts'
import { transfer } from '#db/tables/stock.ts'
import { scopeOf } from '#http/access.ts'
import type { By } from './begin.ts'
import type { LotFacts } from './lot-queries.ts'
import {
  findHolder,
  findHolderOfTransfer,
  targetOf,
  type Holder,
  type HolderEnd,
  type MovementLine,
} from './queries.ts'
import {
  lockTransfer,
  selectTransferLines,
  type TransferLineRow,
  type TransferRow,
} from './transfer-queries.ts'

export type OpenTransfer = {
  row: TransferRow
  from: Holder
  to: Holder
  lines: TransferLineRow[]
}

/**
 * The transfer, locked, for somebody who reaches one of its ends; outside both it does not exist.
 *
 * @param side the end that alone may do this; null = either.
 * @throws Problem `not-found`, `transfer.wrong-sender`, `transfer.wrong-receiver`.
 */
export async function openTransfer(
  tx: Tx,
  actor: Actor,
  permission: Permission,
  id: string,
  side: 'from' | 'to' | null,
): Promise<OpenTransfer> {
  const row = await lockTransfer(tx, id)
  if (row === null) throw new Problem('not-found')
  const from = await findHolder(tx, row.fromHolderId)
  const to = await findHolder(tx, row.toHolderId)
  if (from === null || to === null) throw new Error('A transfer without its ends')
  const scope = scopeOf(actor, permission)
  const reached = { from: reaches(scope, targetOf(from)), to: reaches(scope, targetOf(to)) }
  if (!reached.from && !reached.to) throw new Problem('not-found')
  if (side !== null && !reached[side])
    throw new Problem(side === 'from' ? 'transfer.wrong-sender' : 'transfer.wrong-receiver')
  return { row, from, to, lines: await selectTransferLines(tx, [id]) }
}

/**
 * Somebody who has seen `version` asks for this act.
 *
 * @returns false when this very act was done already by this person with this content (`same`): a retry.
 * @throws Problem `request.stale`, `transfer.wrong-state`.
 */
export function mayStart(act: TransferAct, row: TransferRow, version: number, same: boolean): boolean {
  if (row.version === version + 1 && same) return false
  if (row.version !== version) throw new Problem('request.stale', { version: row.version })
  if (!mayDo(act, row.state)) throw new Problem('transfer.wrong-state', { state: row.state })
  return true
}

export async function updateTransfer(
  tx: Tx,
  id: string,
  values: Partial<Omit<TransferRow, 'id' | 'version'>>,
): Promise<void> {
  await tx
    .update(transfer)
    .set({ ...values, version: sql`${transfer.version} + 1` })
    .where(eq(transfer.id, id))
}

export async function loadBox(tx: Tx, transferId: string): Promise<Holder> {
  const box = await findHolderOfTransfer(tx, transferId)
  if (box === null) throw new Error('A transfer that was dispatched without its transit holder')
  return box
}

/** A line of the ledger for vials of one lot of a transfer. */
export function transferMovement(
  by: By,
  transferId: string,
  facts: LotFacts,
  move: { kind: MovementKind; from: HolderEnd; to: HolderEnd; vials: number; reason?: string },
): MovementLine {
  const { kind, from, to, vials, reason } = move
  return {
    id: by.newId(),
    kind,
    from,
    to,
    lot: { id: facts.id, productId: facts.productId, dosesPerVial: facts.dosesPerVial },
    doses: vials * facts.dosesPerVial,
    occurredOn: by.onDay,
    recordedAt: by.at,
    authorId: by.accountId,
    causeKind: 'transfer',
    causeId: transferId,
    ...(reason === undefined ? {} : { reason }),
  }
}
