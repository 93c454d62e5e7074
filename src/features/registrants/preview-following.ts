import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { inScope, type ScopeSetting, type Tx } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { describeFollowing, loadFollowing, type FollowingView } from './load-following.ts'

export const scopeOfFollowing = (actor: Actor): ScopeSetting => ({
  ...scopeOf(actor, 'group.manage'),
  accountId: actor.accountId,
})

export function previewFollowing(deps: Deps, actor: Actor): Promise<FollowingView> {
  const on = localDateAt(deps.clock(), deps.authority.timeZone)
  const read = async (tx: Tx) => describeFollowing(tx, await loadFollowing(tx, on))
  return inScope(deps.db, scopeOfFollowing(actor), read, { readOnly: true })
}
