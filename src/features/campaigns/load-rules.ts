import { asc, desc } from 'drizzle-orm'
import type { RuleSet } from '#domain/vaccination/types.ts'
import type { Connection } from '#db/db.ts'
import { ageRule, course, intervalRule, mixRule, ruleSet } from '#db/tables/campaigns.ts'
import { toAgeRule, toCourse, toIntervalRule, toMixRule } from './rule-rows.ts'

/** Number and hash of the rules in force; null before they were first loaded. */
export async function findRuleSet(db: Connection): Promise<{ version: number; hash: string } | null> {
  const { version, hash } = ruleSet
  const [row] = await db.select({ version, hash }).from(ruleSet).orderBy(desc(version)).limit(1)
  return row ?? null
}

/** Arrays of its own, so that an answer may be made of it. */
export type LoadedRules = { [Key in keyof RuleSet]: Mutable<RuleSet[Key]> } & { hash: string }
type Mutable<T> = T extends readonly (infer Item)[] ? Item[] : T

/** The dated rules as the domain takes them; null before they were first loaded. */
export async function loadRules(db: Connection): Promise<LoadedRules | null> {
  const found = await findRuleSet(db)
  if (found === null) return null
  const courses = await db.select().from(course).orderBy(asc(course.family), asc(course.validFrom))
  const intervals = await db.select().from(intervalRule).orderBy(asc(intervalRule.id))
  const mixes = await db.select().from(mixRule).orderBy(asc(mixRule.id))
  const ages = await db
    .select()
    .from(ageRule)
    .orderBy(asc(ageRule.productCode), asc(ageRule.step), asc(ageRule.ageFrom), asc(ageRule.validFrom))
  return {
    ...found,
    courses: courses.map(toCourse),
    intervalRules: intervals.map(toIntervalRule),
    mixRules: mixes.map(toMixRule),
    ageRules: ages.map(toAgeRule),
  }
}
