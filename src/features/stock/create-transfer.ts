import { Problem } from '#domain/problem.ts'
import { vialsOf } from '#domain/stock.ts'
import type { Tx } from '#db/db.ts'
import { transfer, transferLine } from '#db/tables/stock.ts'
import type { By } from './begin.ts'
import { stores } from './find-store.ts'
import { holdLots, requireUsable } from './lot-queries.ts'
import { lockBalances, type Holder } from './queries.ts'
import { selectPromised } from './transfer-queries.ts'

export type NewTransfer = {
  id: string
  from: Holder
  to: Holder
  lines: readonly { lotId: string; doses: number }[]
  planLineId: string | null
  reason: string
  documentNumber: string
}

/**
 * An approved transfer: vials promised, nothing moved yet. Writes no audit row: whoever approves has one.
 *
 * @throws Problem `transfer.same-place`, `transfer.lines-differ` (a lot twice), `stock.wrong-holder`,
 *   `stock.not-whole-vials`, `stock.lot-expired`, `stock.lot-quarantined`, `stock.lot-recalled`,
 *   `stock.insufficient` (what other approved transfers were promised is not there), `not-found`.
 */
export async function createTransfer(tx: Tx, by: By, wanted: NewTransfer): Promise<void> {
  const { id, from, to, lines, planLineId, reason, documentNumber } = wanted
  if (from.id === to.id) throw new Problem('transfer.same-place')
  for (const end of [from, to])
    if (!stores.includes(end.kind)) throw new Problem('stock.wrong-holder', { kind: end.kind })
  const lotIds = lines.map((line) => line.lotId)
  if (new Set(lotIds).size < lotIds.length) throw new Problem('transfer.lines-differ')

  const lots = await holdLots(tx, lotIds)
  // Locked, so that two orders at once cannot promise the same vials.
  const balances = await lockBalances(
    tx,
    lotIds.map((lotId) => ({ holder: from, lotId })),
  )
  const promised = await selectPromised(tx, from.id, lotIds)
  const rows = lines.map(({ lotId, doses }) => {
    const facts = lots.get(lotId)!
    const vials = vialsOf(doses, facts.dosesPerVial)
    if (vials === null)
      throw new Problem('stock.not-whole-vials', { lotId, doses, dosesPerVial: facts.dosesPerVial })
    requireUsable(facts, by.onDay)
    const there = (balances.get(`${from.id} ${lotId}`) ?? 0) - (promised.get(lotId) ?? 0)
    if (there < doses) throw new Problem('stock.insufficient', { holderId: from.id, lotId, there, doses })
    return { id: by.newId(), transferId: id, lotId, approvedDoses: doses, approvedVials: vials }
  })
  await tx.insert(transfer).values({
    id,
    fromHolderId: from.id,
    toHolderId: to.id,
    planLineId,
    state: 'approved',
    approvedAt: by.at,
    approvedBy: by.accountId,
    reason,
    documentNumber,
  })
  await tx.insert(transferLine).values(rows)
}
