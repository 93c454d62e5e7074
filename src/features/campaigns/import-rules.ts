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
import { hasCountedDoses, loadAgeCuts, lockAuthority } from './queries.ts'
import { fromAgeRule, fromCourse, fromIntervalRule, fromMixRule } from './rule-rows.ts'

/** What ships for a country: rules, the products that they speak of, and where its reports cut ages. */
export type ShippedRules = {
  rules: RuleSet
  products: readonly ProductData[]
  ageCuts: readonly number[]
}

/**
 * Fills the rule tables; from then on the tables are the rules. The same rules again change nothing; a later version takes
 * the place of what is there, kept to the letter beside its number, and everybody is judged by it in the background.
 * Its vaccines need a store to be received in: where there are places, the centre's is founded too.
 *
 * @param actor null when the service itself is being set up.
 * @throws Problem `rules.differ` when other rules of this or a later version are stored, `age-cut.after-doses`.
 */
export async function importRules(deps: Deps, actor: Actor | null, shipped: ShippedRules) {
  const hash = createHash('sha256').update(canonicalJson(shipped)).digest('hex')
  const scope = { wide: true, wardIds: [], siteIds: [], sessionIds: [], accountId: actor?.accountId ?? null }
  const answer = await inScope(deps.db, scope, async (tx) => {
    await lockAuthority(tx)
    const at = deps.clock()
    const onDay = localDateAt(at, deps.authority.timeZone)
    await ensureStock(tx, { newId: deps.newId, at, onDay })
    const found = await findRuleSet(tx)
    const products = shipped.products.length
    if (found !== null && found.hash === hash) return { ...found, added: false, products }
    const { version } = shipped.rules
    if (found !== null && version <= found.version)
      throw new Problem('rules.differ', { version: found.version })
    await importProducts(tx, shipped.products, deps.newId)
    await insertAgeCuts(tx, shipped.ageCuts)
    for (const table of [course, intervalRule, mixRule, ageRule]) await tx.delete(table)
    await insertRules(tx, deps, shipped.rules)
    await tx.insert(ruleSet).values({ version, hash, recordedAt: at, content: { ...shipped } })
    await appendAudit(tx, actor, at, {
      action: 'importRules',
      subjectKind: 'rule-set',
      subjectId: null,
      detail: { version, hash, products },
    })
    return { version, hash, added: true, products }
  })
  // Long where many doses are kept: nobody waits for it, and it goes on where it stopped.
  if (answer.added) void deps.rejudging.run()
  return answer
}

/** Doses are counted under the cells between the boundaries, so none is added once there are any. */
async function insertAgeCuts(tx: Tx, ageCuts: readonly number[]): Promise<void> {
  const held = new Set(await loadAgeCuts(tx))
  const added = ageCuts.filter((fromAge) => !held.has(fromAge)).map((fromAge) => ({ fromAge }))
  if (added.length === 0) return
  if (await hasCountedDoses(tx)) throw new Problem('age-cut.after-doses')
  await tx.insert(ageCut).values(added)
}

async function insertRules(tx: Tx, { newId }: Deps, rules: RuleSet): Promise<void> {
  await tx.insert(course).values(rules.courses.map((row) => fromCourse(newId(), row)))
  await tx.insert(intervalRule).values(rules.intervalRules.map((row) => fromIntervalRule(newId(), row)))
  await tx.insert(mixRule).values(rules.mixRules.map((row) => fromMixRule(newId(), row)))
  await tx.insert(ageRule).values(rules.ageRules.map((row) => fromAgeRule(newId(), row)))
}
