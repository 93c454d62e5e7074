import type { Actor, Scope } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { overPool, together, transact, type Tx } from '#db/db.ts'
import { findCampaign, type CampaignRow } from '#features/campaigns/queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { loadUnits, standing, type Unit } from './units.ts'
import { selectWards } from './wards.ts'

export type Reading = {
  campaign: CampaignRow
  /** What the report has a row for. */
  units: Unit[]
  /** All wards that the units are made of. */
  wardIds: string[]
  scope: Scope
  now: Date
  today: LocalDate
}

/**
 * One read-only snapshot on the report pool, so that figures of one answer fit together and no dose waits for them.
 *
 * @throws Problem `not-found` when there is no such campaign, or the place lies outside the actor's reach.
 */
export function readProgress<T>(
  deps: Deps,
  actor: Actor,
  asked: {
    campaign: string
    place?: string | undefined
    /** The wards of this day; today's when left out. */
    on?: LocalDate | undefined
    /** Restated on the units of this day. */
    unitsOn?: LocalDate | undefined
  },
  read: (tx: Tx, reading: Reading) => Promise<T>,
): Promise<T> {
  const scope = scopeOf(actor, 'report.read')
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  return snapshot(deps, async (tx) => {
    const within = asked.place ?? null
    const [campaign, wards] = await together(
      findCampaign(tx, asked.campaign),
      selectWards(tx, { onDay: asked.on ?? today, within, scope }),
    )
    if (campaign === null) throw new Problem('not-found')
    const { unitsOn } = asked
    const units =
      unitsOn === undefined ? wards.map(standing) : await loadUnits(tx, { wards, unitsOn, within, scope })
    const wardIds = units.flatMap(({ memberIds }) => memberIds)
    // A place above one's own is outside, even where one of its wards is within reach.
    const isSeen = within === null || scope.wide || [...scope.wardIds, ...wardIds].includes(within)
    if (!isSeen || (within !== null && units.length === 0)) throw new Problem('not-found')
    return read(tx, { campaign, units, wardIds, scope, now, today })
  })
}

export function snapshot<T>(deps: Deps, read: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(overPool(deps.database.report), read, { isolation: 'repeatable read', readOnly: true })
}
