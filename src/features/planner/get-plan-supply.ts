import { inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { account } from '#db/tables/accounts.ts'
import { selectWards } from '#features/reports/wards.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { PlanSupply } from './supply-contract.ts'
import { selectExpectedArrivals, selectWardSupply } from './supply-queries.ts'

/** What the planner is told beside stock and doses, of the wards that the caller reaches; what nobody has said, as planned with. */
export async function getPlanSupply(deps: Deps, actor: Actor): Promise<z.output<typeof PlanSupply>> {
  const scope = scopeOf(actor, 'plan.read')
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  const wards = await selectWards(deps.db, { onDay: today, within: null, scope })
  const said = await selectWardSupply(
    deps.db,
    wards.map((ward) => ward.id),
  )
  const arrivals = await selectExpectedArrivals(deps.db, today)
  const people = [...said.values(), ...arrivals].map(({ setBy }) => setBy)
  const rows = await deps.db
    .select({ id: account.id, name: account.fullName })
    .from(account)
    .where(inArray(account.id, people))
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const unsaid = {
    minStockDays: 0,
    acceptsTransfers: true,
    rooms: [],
    roads: [],
    reason: '',
    setBy: null,
    receivedAt: null,
  }
  return {
    wards: wards.map(({ id, name }) => {
      const known = said.get(id)
      const setBy = known === undefined ? null : (names.get(known.setBy) ?? '')
      return { ...unsaid, ...known, wardId: id, wardName: name, setBy }
    }),
    arrivals: arrivals.map((row) => ({ ...row, setBy: names.get(row.setBy) ?? '' })),
  }
}
