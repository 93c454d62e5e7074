import { eq, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { isGtin } from '#domain/identity/gs1.ts'
import { Problem } from '#domain/problem.ts'
import { product } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import { selectProducts } from './stock-queries.ts'

export async function listProducts(deps: Deps) {
  return { items: await selectProducts(deps.db) }
}

/**
 * From now on a scanned pack with this GTIN is this product.
 *
 * @throws Problem `not-found`, `stock.code-unreadable` (wrong check digit), `stock.code-taken`.
 */
export async function setProductGtin(deps: Deps, actor: Actor, productId: string, gtin: string) {
  if (!isGtin(gtin)) throw new Problem('stock.code-unreadable')
  return asPerson(deps, actor, 'stock.manage', async (tx, by) => {
    const rows = await tx.select().from(product).orderBy(product.id).for('update')
    const found = rows.find((row) => row.id === productId)
    if (found === undefined) throw new Problem('not-found')
    if (found.codes['gtin'] === gtin) return found
    if (rows.some((row) => row.codes['gtin'] === gtin)) throw new Problem('stock.code-taken')
    await tx
      .update(product)
      .set({ codes: sql`${product.codes} || jsonb_build_object('gtin', ${gtin}::text)` })
      .where(eq(product.id, productId))
    await appendAudit(tx, actor, by.at, {
      action: 'setProductGtin',
      subjectKind: 'product',
      subjectId: productId,
      detail: { gtin },
    })
    return { ...found, codes: { ...found.codes, gtin } }
  })
}
