import type { Pool } from 'pg'
import type { Product, RuleSet, Standing } from '#domain/vaccination/types.ts'
import type { PersonRow } from './set-writer/fact-types.ts'
import { judgePeople } from './set-writer/judge-people.ts'
import { nothingAsked, readFacts } from './set-writer/read-facts.ts'
import { RuleBookKeeper } from './set-writer/rule-book.ts'
import type { StandingDose } from './set-writer/standing-dose.ts'

export type History = {
  /** Everybody asked for, and everybody who is the same person, by id. */
  people: Map<string, PersonRow>
  /** As they were given, one after the other. */
  doses: Map<string, StandingDose>
  standings: Map<string, Standing>
  rules: RuleSet
  /** What may be given at the session: planned for it, or in its books. */
  products: Product[]
}

const keepers = new WeakMap<Pool, RuleBookKeeper>()

const offeredSql = `
SELECT p.id FROM product p
WHERE p.antigen = (SELECT c.antigen FROM campaign c WHERE c.id = $2)
  AND (EXISTS (SELECT FROM session_vaccine v WHERE v.session_id = $1 AND v.product_id = p.id)
    OR EXISTS (SELECT FROM holder h JOIN balance b ON b.holder_id = h.id JOIN lot l ON l.id = b.lot_id
               WHERE h.session_id = $1 AND l.product_id = p.id AND b.doses > 0))
ORDER BY p.id`

/** Ids of the products that may be given at a session. @param pool of the writer's role. */
export async function selectOffered(
  pool: Pool,
  { id, campaignId }: { id: string; campaignId: string },
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(offeredSql, [id, campaignId])
  return rows.map((row) => row.id)
}

/**
 * The doses of people as the set writer reads and judges them; no name, phone or number is in it. Who may see the people
 * is the caller's question.
 *
 * @param pool of the writer's role: it sees every dose, also those stated under an id that was merged since.
 */
export async function loadHistory(
  pool: Pool,
  session: { id: string; campaignId: string },
  personIds: readonly string[],
): Promise<History> {
  const asked = await pool.query<{ id: string }>(
    'SELECT DISTINCT canonical_id AS id FROM person WHERE id = ANY ($1::uuid[])',
    [personIds],
  )
  const facts = await readFacts(pool, { ...nothingAsked, canonicalIds: asked.rows.map(({ id }) => id) })
  const productIds = await selectOffered(pool, session)
  const keeper = keepers.get(pool) ?? new RuleBookKeeper()
  keepers.set(pool, keeper)
  const book = await keeper.current(pool, facts.rulesVersion, [
    ...productIds,
    ...facts.doses.map(({ productId }) => productId),
  ])
  const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))
  const people = byId(facts.people.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
  const ground = {
    ...book,
    ageCuts: facts.ageCuts,
    people,
    sessions: byId(facts.sessions),
    lots: byId(facts.lots),
  }
  const cases = facts.doses.map(({ standing, ...row }) => ({ row, changesBefore: row.changes, standing }))
  const { doses, standings } = judgePeople(cases, facts.decisions, ground)
  return {
    people,
    doses: byGivenAt(doses),
    standings,
    rules: book.rules,
    products: productIds.map((id) => book.products.get(id)!),
  }
}

/** A time may be stated in any zone, so it is compared as an instant. */
function byGivenAt(doses: ReadonlyMap<string, StandingDose>): Map<string, StandingDose> {
  const keyed = [...doses].map(([id, dose]) => ({ id, dose, at: Date.parse(dose.fields.givenAt) }))
  const inOrder = keyed.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  return new Map(inOrder.map(({ id, dose }) => [id, dose]))
}
