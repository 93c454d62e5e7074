import { localDateAt } from '#domain/dates.ts'
import { parseGs1, type Gs1Code } from '#domain/identity/gs1.ts'
import { judgePack, type PackFinding } from '#domain/lot-pack.ts'
import type { ProductList } from '#features/stock/contract.ts'
import type { Lot, LotPage } from '#features/stock/lot-contract.ts'
import { api } from '../shared/api.ts'
import { serverNow } from '../shared/clock.ts'
import type { Out } from '../shared/contract.ts'

export type ProductView = Out<typeof ProductList>['items'][number]

/** A scanned pack with what the books know of it. */
export type ReadPack = {
  text: string
  code: Gs1Code
  product: ProductView | null
  lot: Out<typeof Lot> | null
  findings: PackFinding[]
}

/** Null when the text is no code of a pack. */
export async function readPack(
  text: string,
  products: readonly ProductView[],
  timeZone: string,
): Promise<ReadPack | null> {
  const today = localDateAt(serverNow(), timeZone)
  const code = parseGs1(text, today)
  if (code === null) return null
  const product = products.find(({ codes }) => code.gtin !== null && codes['gtin'] === code.gtin) ?? null
  const lot =
    product === null || code.lot === null
      ? null
      : ((
          await api.get<Out<typeof LotPage>>('/v1/lots', {
            query: { productId: product.id, code: code.lot },
          })
        ).items[0] ?? null)
  const findings = judgePack(code, { productId: product?.id ?? null, lot }, today)
  return { text, code, product, lot, findings }
}
