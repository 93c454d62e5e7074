import type { Actor, Permission, Scope } from '#domain/access.ts'
import { reaches } from '#domain/access.ts'
import { scopeOf } from '#http/access.ts'
import type { Tx } from '#db/db.ts'
import type { PeopleFilter } from './person-filter.ts'
import { searchPeople, seekInWard } from './person-queries.ts'

/** Asked for one ward of one's own, nothing but that ward is looked at: its index then bounds whatever is asked. */
export function scopeWithin(
  actor: Actor,
  permission: Permission,
  wardId: string | undefined,
): { scope: Scope; isOwnWard: boolean } {
  const scope = scopeOf(actor, permission)
  if (wardId === undefined || !reaches(scope, { wardId })) return { scope, isOwnWard: false }
  return { scope: { wide: false, wardIds: [wardId], siteIds: [], sessionIds: [] }, isOwnWard: true }
}

/** The filter with whatever the search box asks for: all of a ward's hits, elsewhere the first few. */
export async function seekPeople(
  tx: Tx,
  q: string | null,
  filter: PeopleFilter,
  isOwnWard: boolean,
): Promise<PeopleFilter> {
  if (q === null) return filter
  if (isOwnWard && filter.wardId !== undefined)
    return { ...filter, ...(await seekInWard(tx, q, filter.wardId)) }
  return { ...filter, ids: await searchPeople(tx, q, filter.year ?? null) }
}
