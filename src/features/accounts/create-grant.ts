import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { scopeOf } from '#http/access.ts'
import { inScope } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'
import { giveGrant, type NewGrant } from './give-grant.ts'
import { loadHelped } from './help.ts'

/** Gives a role to an account of one's own places. @throws Problem those of `loadHelped` and `giveGrant`, `account.disabled`. */
export async function createGrant(
  deps: Deps,
  actor: Actor,
  accountId: string,
  grant: NewGrant,
): Promise<string> {
  const setting = { ...scopeOf(actor, 'account.help'), accountId: actor.accountId }
  return inScope(deps.db, setting, async (tx) => {
    const helped = await loadHelped(tx, deps, actor, accountId)
    if (helped.account.disabledAt !== null) throw new Problem('account.disabled')
    const { grantId, fact } = await giveGrant(tx, deps, actor, accountId, grant)
    await appendAudit(tx, actor, deps.clock(), fact)
    return grantId
  })
}
