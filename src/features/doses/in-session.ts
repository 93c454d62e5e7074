import type { Actor, Permission } from '#domain/access.ts'
import { inScope, type Tx } from '#db/db.ts'
import { loadSession, requireSession } from '#features/sessions/queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'

export type LoadedSession = Awaited<ReturnType<typeof loadSession>>

/** A transaction in the scope of a permission, about one session within reach. @throws Problem `forbidden`, `not-found`. */
export function inSession<T>(
  deps: Deps,
  actor: Actor,
  permission: Permission,
  sessionId: string,
  work: (tx: Tx, session: LoadedSession) => Promise<T>,
): Promise<T> {
  const scope = { ...scopeOf(actor, permission), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const session = await loadSession(tx, sessionId)
    requireSession(actor, permission, session)
    return work(tx, session)
  })
}
