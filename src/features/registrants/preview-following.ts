import { mayAnywhere, type Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type ScopeSetting, type Tx } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { describeFollowing, loadFollowing, type FollowingView } from './load-following.ts'

/** @throws Problem `forbidden`: whoever keeps the places may not see people by that alone. */
export function scopeOfFollowing(actor: Actor): ScopeSetting {
  if (!mayAnywhere(actor, 'person.edit')) throw new Problem('forbidden')
  return { ...scopeOf(actor, 'person.edit'), accountId: actor.accountId }
}

/** @throws Problem `forbidden`. */
export function previewFollowing(deps: Deps, actor: Actor): Promise<FollowingView> {
  const on = localDateAt(deps.clock(), deps.authority.timeZone)
  const read = async (tx: Tx) => describeFollowing(tx, await loadFollowing(tx, on))
  return inScope(deps.db, scopeOfFollowing(actor), read, { readOnly: true })
}
