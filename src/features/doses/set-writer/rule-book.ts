import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'
import type { Product, RuleSet } from '#domain/vaccination/types.ts'
import { loadRules } from '#features/campaigns/load-rules.ts'

/** The dated rules and the products, as the judge takes them. */
export type RuleBook = { rules: RuleSet; products: ReadonlyMap<string, Product> }

const noRules: RuleSet = { version: 0, courses: [], intervalRules: [], mixRules: [], ageRules: [] }

const productsSql = `
SELECT id, code, antigen, family, name, doses_per_vial AS "dosesPerVial", max_doses_per_vial AS "maxDosesPerVial",
       store_class AS "storeClass", thaw_days AS "thawDays", open_hours AS "openHours" FROM product`

/**
 * Kept between sets and read again when a set names another version of the rules or a product that is not in it.
 * Rules come with a new version each time; a product's antigen, family and code never change.
 */
export class RuleBookKeeper {
  #book: RuleBook | null = null

  async current(
    sender: Pool | PoolClient,
    version: number | null,
    productIds: readonly string[],
  ): Promise<RuleBook> {
    const book = this.#book
    const isCurrent = book !== null && book.rules.version === (version ?? 0)
    if (isCurrent && productIds.every((id) => book.products.has(id))) return book
    const rules = (await loadRules(drizzle(sender))) ?? noRules
    const { rows } = await sender.query<Product>(productsSql)
    this.#book = { rules, products: new Map(rows.map((row) => [row.id, row])) }
    return this.#book
  }
}
