import { inArray } from 'drizzle-orm'
import type { ProductData } from '#domain/rules-vn/products.ts'
import type { Tx } from '#db/db.ts'
import { product } from '#db/tables/stock.ts'

/**
 * Puts products into the authority's table by code; those that are there stay as people have edited them.
 *
 * @returns the id of each code given.
 */
export async function importProducts(
  tx: Tx,
  products: readonly ProductData[],
  newId: () => string,
): Promise<Map<string, string>> {
  if (products.length === 0) return new Map()
  await tx
    .insert(product)
    .values(products.map((each) => ({ ...each, id: newId() })))
    .onConflictDoNothing({ target: product.code })
  const rows = await tx
    .select({ id: product.id, code: product.code })
    .from(product)
    .where(
      inArray(
        product.code,
        products.map((each) => each.code),
      ),
    )
  return new Map(rows.map((row) => [row.code, row.id]))
}
