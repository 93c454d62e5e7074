import { dispatchTransfer } from '#features/stock/dispatch-transfer.ts'
import { orderTransfer } from '#features/stock/order-transfer.ts'
import { receiveTransfer } from '#features/stock/receive-transfer.ts'
import { balance } from '#db/tables/stock.ts'
import { and, eq } from 'drizzle-orm'
import type { City, Lot } from './city.ts'
import type { Deps } from './stage.ts'

const FRIDGE_TENTHS = 45
const signedBy = 'Phạm Thị Ký Nhận'

/** What the books say of a lot in a store. */
export async function stockOf(deps: Deps, holderId: string, lotId: string): Promise<number> {
  const [row] = await deps.db
    .select({ doses: balance.doses })
    .from(balance)
    .where(and(eq(balance.holderId, holderId), eq(balance.lotId, lotId)))
  return row?.doses ?? 0
}

/** From order to signature: the centre sends a ward's fridge its vials. */
export async function supplyFridge(
  deps: Deps,
  city: City,
  { fridgeId, lot, vials }: { fridgeId: string; lot: Lot; vials: number },
): Promise<void> {
  const transferId = await orderTransfer(deps, city.actor, {
    id: deps.newId(),
    from: { holderId: city.centreId },
    to: { holderId: fridgeId },
    lines: [{ lotId: lot.id, doses: vials * lot.dosesPerVial }],
    reason: 'Phân bổ đầu đợt',
    documentNumber: '',
  })
  await carryTransfer(deps, city, { transferId, fromHolderId: city.centreId, lot, vials })
}

/** An approved transfer on its way: shelf counted, packed, counted again and signed for. */
export async function carryTransfer(
  deps: Deps,
  { actor }: City,
  {
    transferId,
    fromHolderId,
    lot,
    vials,
  }: { transferId: string; fromHolderId: string; lot: Lot; vials: number },
): Promise<void> {
  const shelfVials = (await stockOf(deps, fromHolderId, lot.id)) / lot.dosesPerVial
  await dispatchTransfer(deps, actor, transferId, 1, {
    lines: [{ lotId: lot.id, shelfVials, vials, lotSeen: '' }],
    temperatureTenths: FRIDGE_TENTHS,
    handedOverBy: 'Trần Thị Bàn Giao',
    carriedBy: 'Lê Văn Vận Chuyển',
    note: '',
  })
  await receiveTransfer(deps, actor, transferId, 2, {
    lines: [{ lotId: lot.id, vials, damagedVials: 0 }],
    signedBy,
    temperatureTenths: FRIDGE_TENTHS,
    loggerMinTenths: 38,
    loggerMaxTenths: 61,
    note: '',
  })
}
