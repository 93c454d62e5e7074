import { createHash } from 'node:crypto'
import type { Actor } from '#domain/access.ts'
import { canonicalJson } from '#domain/canonical-json.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import type { ProductData } from '#domain/rules-vn/products.ts'
import type { RuleSet } from '#domain/vaccination/types.ts'
import { inScope, type Tx } from '#db/db.ts'
import { ageCut, ageRule, course, intervalRule, mixRule, ruleSet } from '#db/tables/campaigns.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { ensureStock } from '#features/stock/found-stock.ts'
import { importProducts } from '#features/stock/import-products.ts'
import type { Deps } from '#http/types.ts'
import { findRuleSet } from './load-rules.ts'
import { lockAuthority } from './queries.ts'
import { fromAgeRule, fromCourse, fromIntervalRule, fromMixRule } from './rule-rows.ts'

/** What ships for a country: rules, the products that they speak of, and where its reports cut ages. */
export type ShippedRules = {
  rules: RuleSet
  products: readonly ProductData[]
  ageCuts: readonly number[]
}

/**
 * Fills the rule tables of a new authority; from then on the tables are the rules. The same rules again change nothing.
 * Its vaccines need a store to be received in: where there are places, the centre's is founded too.
 *
 * @param actor null when the service itself is being set up.
 * @throws Problem `rules.differ` when other rules are stored: replacing them means judging every dose anew.
 */
export async function importRules(deps: Deps, actor: Actor | null, shipped: ShippedRules) {
  const hash = createHash('sha256').update(canonicalJson(shipped)).digest('hex')
  const scope = { wide: true, wardIds: [], siteIds: [], sessionIds: [], accountId: actor?.accountId ?? null }
  return inScope(deps.db, scope, async (tx) => {
    await lockAuthority(tx)
    const at = deps.clock()
    const onDay = localDateAt(at, deps.authority.timeZone)
    await ensureStock(tx, { newId: deps.newId, at, onDay })
    const found = await findRuleSet(tx)
    const products = shipped.products.length
    if (found !== null && found.hash === hash) return { ...found, added: false, products }
    if (found !== null) throw new Problem('rules.differ', { version: found.version })
    const { version } = shipped.rules
    await importProducts(tx, shipped.products, deps.newId)
    await insertRules(tx, deps, shipped)
    await tx.insert(ruleSet).values({ version, hash, recordedAt: at })
    await appendAudit(tx, actor, at, {
      action: 'importRules',
      subjectKind: 'rule-set',
      subjectId: null,
      detail: { version, hash, products },
    })
    return { version, hash, added: true, products }
  })
}

async function insertRules(tx: Tx, { newId }: Deps, { rules, ageCuts }: ShippedRules): Promise<void> {
  await tx.insert(course).values(rules.courses.map((row) => fromCourse(newId(), row)))
  await tx.insert(intervalRule).values(rules.intervalRules.map((row) => fromIntervalRule(newId(), row)))
  await tx.insert(mixRule).values(rules.mixRules.map((row) => fromMixRule(newId(), row)))
  await tx.insert(ageRule).values(rules.ageRules.map((row) => fromAgeRule(newId(), row)))
  const cuts = ageCuts.map((fromAge) => ({ fromAge }))
  if (cuts.length > 0) await tx.insert(ageCut).values(cuts).onConflictDoNothing()
}
