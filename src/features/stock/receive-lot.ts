import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import { parseGs1 } from '#domain/identity/gs1.ts'
import { foldLotCode } from '#domain/lot-pack.ts'
import { Problem } from '#domain/problem.ts'
import type { Connection, Tx } from '#db/db.ts'
import { lot, lotEvent, product } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { asPerson, type By } from './begin.ts'
import type { ReceiptBody } from './contract.ts'
import { resolveStore } from './find-store.ts'
import { ensureStock } from './found-stock.ts'
import { findLotByCode, holdLot, lotStandingOn, requireUsable } from './lot-queries.ts'
import { findMovement, loadMovement } from './movement-queries.ts'
import { claimId, requireSame } from './once.ts'
import { loadBoundary, postMovements, targetOf } from './queries.ts'
import { toLot } from './read-lots.ts'

type Receipt = z.output<typeof ReceiptBody>
type Pack = { productId: string; lotCode: string; expiresOn: LocalDate }

/**
 * Vaccine arrives from the supplier in the centre's store, or in a ward's where the centre keeps none. A lot seen
 * for the first time gets its expiry from the receipt; one that is known keeps what was decided about it.
 *
 * @throws Problem `not-found`, `stock.code-…`, `stock.lot-…`, `stock.day-wrong`, `stock.id-used`.
 */
export async function receiveLot(deps: Deps, actor: Actor, receipt: Receipt) {
  return asPerson(deps, actor, 'stock.manage', async (tx, by) => {
    await claimId(tx, receipt.id)
    await ensureStock(tx, by)
    const to = await resolveStore(tx, receipt.to, by)
    requireReach(actor, 'stock.manage', targetOf(to))
    const receivedOn = receipt.receivedOn ?? by.onDay
    if (receivedOn > by.onDay) throw new Problem('stock.day-wrong', { day: receivedOn })
    const pack = await readPack(tx, receipt, by.onDay)
    const before = await findMovement(tx, receipt.id)
    const lotId = await ensureLot(tx, pack, receipt, receivedOn, by)
    const facts = await holdLot(tx, lotId)
    const { vials, documentNumber } = receipt
    const asked = { kind: 'receipt', toHolderId: to.id, lotId, vials, documentNumber }
    if (before !== null) {
      const { kind, toHolderId, lotId: lotBefore, vials: vialsBefore, documentNumber: paper } = before
      requireSame({ kind, toHolderId, lotId: lotBefore, vials: vialsBefore, documentNumber: paper }, asked)
      requireSame(before.occurredOn, receipt.receivedOn ?? before.occurredOn)
      requireSame(
        facts.events.some((event) => event.valueOn === pack.expiresOn),
        true,
      )
      return { lot: toLot(facts, by.onDay), movement: before }
    }
    const { expiresOn } = lotStandingOn(facts, by.onDay)
    if (expiresOn !== null && expiresOn !== pack.expiresOn)
      throw new Problem('stock.lot-expiry-differs', { lotCode: facts.code, expiresOn })
    requireUsable(facts, receivedOn, { quarantinedToo: true })
    await postMovements(tx, [
      {
        id: receipt.id,
        kind: 'receipt',
        from: await loadBoundary(tx, 'supplier'),
        to,
        lot: { id: lotId, productId: facts.productId, dosesPerVial: facts.dosesPerVial },
        doses: vials * facts.dosesPerVial,
        occurredOn: receivedOn,
        recordedAt: by.at,
        authorId: by.accountId,
        causeKind: 'receipt',
        causeId: receipt.id,
        documentNumber,
      },
    ])
    const movement = await loadMovement(tx, receipt.id)
    await appendAudit(tx, actor, by.at, {
      action: 'receiveLot',
      subjectKind: 'lot',
      subjectId: lotId,
      placeId: to.placeId,
      detail: { movementId: receipt.id, toHolderId: to.id, doses: movement.doses },
    })
    return { lot: toLot(facts, by.onDay), movement }
  })
}

/** What is on the box: typed, or read from its barcode; where both are given they must agree. */
async function readPack(db: Connection, receipt: Receipt, onDay: LocalDate): Promise<Pack> {
  const scanned = receipt.gs1 === undefined ? null : parseGs1(receipt.gs1, onDay)
  if (receipt.gs1 !== undefined && scanned === null) throw new Problem('stock.code-unreadable')
  const gtin = scanned?.gtin ?? null
  const scannedProduct = gtin === null ? null : await findProductByGtin(db, gtin)
  // A scanner that drops separators leaves several readings: a typed lot must be one of them.
  const readings = scanned?.lotReadings ?? []
  const typed = receipt.lotCode
  if (typed !== undefined && readings.length > 0 && !readings.some((each) => sameLot(each, typed)))
    throw new Problem('stock.code-differs', { field: 'lotCode' })
  return {
    productId: agree('productId', receipt.productId, scannedProduct),
    lotCode: typed ?? agree('lotCode', undefined, scanned?.lot ?? null),
    expiresOn: agree('expiresOn', receipt.expiresOn, scanned?.expiresOn ?? null),
  }
}

const sameLot = (a: string, b: string) => foldLotCode(a) === foldLotCode(b)

function agree(field: string, typed: string | undefined, scanned: string | null): string {
  if (typed !== undefined && scanned !== null && typed !== scanned)
    throw new Problem('stock.code-differs', { field })
  const known = typed ?? scanned
  if (known === null) throw new Problem('stock.lot-code-missing', { missing: field })
  return known
}

async function findProductByGtin(db: Connection, gtin: string): Promise<string | null> {
  const [found] = await db
    .select({ id: product.id })
    .from(product)
    .where(sql`${product.codes} ->> 'gtin' = ${gtin}`)
  return found?.id ?? null
}

/** The lot of this pack; one that a phone had typed becomes a received one, with the expiry of the paper from now on. */
async function ensureLot(
  tx: Tx,
  pack: Pack,
  receipt: Receipt,
  receivedOn: LocalDate,
  by: By,
): Promise<string> {
  const codeFolded = foldLotCode(pack.lotCode)
  const [known] = await tx.select({ id: product.id }).from(product).where(eq(product.id, pack.productId))
  if (known === undefined) throw new Problem('not-found')
  await tx
    .insert(lot)
    .values({
      id: by.newId(),
      productId: pack.productId,
      code: pack.lotCode,
      codeFolded,
      createdAt: by.at,
    })
    .onConflictDoNothing()
  const found = await findLotByCode(tx, pack.productId, codeFolded)
  if (found === null) throw new Error('A lot that was just made is not there')
  // Two first receipts of one lot at once: the second waits here and finds the expiry of the first.
  await tx.select({ id: lot.id }).from(lot).where(eq(lot.id, found.id)).for('no key update')
  if (found.source === 'typed') await tx.update(lot).set({ source: 'received' }).where(eq(lot.id, found.id))
  const expiries = await tx
    .select({ id: lotEvent.id })
    .from(lotEvent)
    .where(sql`${lotEvent.lotId} = ${found.id} AND ${lotEvent.kind} = 'expiry'`)
    .limit(1)
  if (expiries.length === 0 || found.source === 'typed')
    await tx.insert(lotEvent).values({
      id: by.newId(),
      lotId: found.id,
      kind: 'expiry',
      valueOn: pack.expiresOn,
      decidedOn: receivedOn,
      documentNumber: receipt.documentNumber,
      at: by.at,
      byId: by.accountId,
    })
  return found.id
}
