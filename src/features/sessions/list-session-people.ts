import type { Actor } from '#domain/access.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import { toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { keysOf, selectSessionPeople } from './people-queries.ts'
import { loadSession, requireSession } from './queries.ts'

/** A page of the session's list; reading it is written down like every reading of people. @throws Problem `not-found`. */
export async function listSessionPeople(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  page: { limit: number; after: { hour: string; personId: string } | null },
) {
  const scope = { ...scopeOf(actor, 'person.read'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const session = await loadSession(tx, sessionId)
    requireSession(actor, 'person.read', session)
    const rows = await selectSessionPeople(tx, session, page)
    const answer = toPage(rows, page.limit, keysOf)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'listSessionPeople',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: session.wardId,
      detail: { rows: answer.items.length },
    })
    return answer
  })
}
