import type { LocalDate } from './dates.ts'
import { parseGs1, type Gs1Code } from './identity/gs1.ts'
import type { LotStatus } from './stock.ts'

/** Lot codes are compared without spaces, dashes and case: `FK 0112` on the box is `fk0112` on the paper. */
export function foldLotCode(code: string): string {
  return code
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s-]+/g, '')
}

export type LotCheck = 'scanned' | 'typed'

/**
 * How somebody made sure that what is in the hand is this lot: by the barcode of the pack, or by the code printed on
 * the vial. Null when it is another lot, or another product.
 *
 * @param gtin of the product where it is known; an unknown one is not compared.
 */
export function checkLotSeen(
  seen: string,
  lot: { code: string; gtin: string | null },
  onDay: LocalDate,
): LotCheck | null {
  const folded = foldLotCode(lot.code)
  if (foldLotCode(seen) === folded) return 'typed'
  const pack = parseGs1(seen, onDay)
  if (pack === null || !pack.lotReadings.some((reading) => foldLotCode(reading) === folded)) return null
  return lot.gtin !== null && pack.gtin !== null && pack.gtin !== lot.gtin ? null : 'scanned'
}

/** What is to be said about a pack that was just scanned, before it is taken in. */
export const packFindings = [
  'product-unknown',
  'lot-unclear',
  'expiry-missing',
  'expired',
  'recalled',
  'expiry-differs',
  'quarantine',
  'lot-known',
  'lot-new',
] as const
export type PackFinding = (typeof packFindings)[number]

/**
 * A scanned pack against what the books know.
 *
 * @param known the lot of that product and code; null when it is not in the books.
 */
export function judgePack(
  pack: Gs1Code,
  known: { productId: string | null; lot: { expiresOn: LocalDate | null; status: LotStatus } | null },
  onDay: LocalDate,
): PackFinding[] {
  const { lot } = known
  const found: Record<PackFinding, boolean> = {
    'product-unknown': known.productId === null,
    'lot-unclear': pack.lot === null,
    'expiry-missing': pack.expiresOn === null,
    expired: pack.expiresOn !== null && pack.expiresOn < onDay,
    recalled: lot?.status === 'recalled',
    'expiry-differs': lot !== null && lot.expiresOn !== null && differs(pack.expiresOn, lot.expiresOn),
    quarantine: lot?.status === 'quarantine',
    'lot-known': lot !== null,
    'lot-new': lot === null && known.productId !== null && pack.lot !== null,
  }
  return packFindings.filter((finding) => found[finding])
}

const differs = (scanned: LocalDate | null, booked: LocalDate) => scanned !== null && scanned !== booked
