import type { Actor } from '#domain/access.ts'
import type { Duty } from '#domain/roster.ts'
import { inScope } from '#db/db.ts'
import { createAccount } from '#features/accounts/create-account.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { assignCrew } from './assign-crew.ts'
import { lockSession, requireSession, requireState } from './queries.ts'
import { sessionWindow } from '#domain/session-window.ts'

export type NewCrewAccount = {
  signInName: string
  fullName: string
  unit: string
  task: string
  phone: string
  idNumberLast4: string
  duty: Duty
}

/**
 * An account for somebody who works at this session only, with the duty. Making it and posting it are two transactions:
 * should the second fail, the account is there and is posted by `assignCrew`.
 *
 * @throws Problem `not-found`, `session.wrong-state`, `account.name-taken`, and those of `giveGrant`.
 */
export async function createCrewAccount(deps: Deps, actor: Actor, sessionId: string, input: NewCrewAccount) {
  const { duty, ...person } = input
  const scope = { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId }
  const window = await inScope(deps.db, scope, async (tx) => {
    const session = await lockSession(tx, sessionId)
    requireSession(actor, 'session.staff', session)
    requireState(session, ['planned', 'open'])
    return sessionWindow(session, deps.authority.timeZone, deps.clock())
  })
  const grant = { role: duty, sessionId, ...window, reason: 'crew' }
  const { accountId, ...created } = await createAccount(deps, actor, { ...person, grants: [grant] })
  const { post } = await assignCrew(deps, actor, sessionId, { accountId, duty })
  return { post, ...created }
}
