import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { appendAudit, type AuditFact } from '#features/accounts/audit.ts'
import { makePins, renewFirstPin } from '#features/accounts/staff-accounts.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { findRoster } from './roster-queries.ts'
import { slipsOf, type SlipView } from './send-roster.ts'

/**
 * The sheet again, for a printer that jammed or an answer that was lost: new PINs for those who have not signed in yet.
 * A PIN that somebody uses already is never taken away here.
 *
 * @throws Problem `not-found`.
 */
export async function reissueSlips(deps: Deps, actor: Actor, id: string): Promise<SlipView[]> {
  const scope = { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId }
  const waitingOf = (list: NonNullable<Awaited<ReturnType<typeof findRoster>>>) => [
    ...new Set(
      list.members.flatMap(({ accountId, isNew, signedIn }) => (isNew && !signedIn ? [accountId] : [])),
    ),
  ]
  const ahead = await inScope(deps.db, scope, (tx) => findRoster(tx, id), { readOnly: true })
  if (ahead === null) throw new Problem('not-found')
  const pins = await makePins(waitingOf(ahead).length)
  return inScope(deps.db, scope, async (tx) => {
    const list = await findRoster(tx, id)
    if (list === null) throw new Problem('not-found')
    const waiting = waitingOf(list)
    const shown = new Map<string, string>()
    const facts: AuditFact[] = []
    for (const [at, accountId] of waiting.slice(0, pins.length).entries()) {
      const { pin, hash } = pins[at]!
      // Signed in since the list was read, or somebody that the level above has to help.
      if (!(await renewFirstPin(tx, deps, actor, accountId, hash))) continue
      shown.set(accountId, pin)
      facts.push({
        action: 'resetSecret',
        subjectKind: 'account',
        subjectId: accountId,
        placeId: list.wardId,
        detail: { secretKind: 'pin', rosterId: id },
      })
    }
    const fact: AuditFact = {
      action: 'reissueSlips',
      subjectKind: 'roster',
      subjectId: id,
      placeId: list.wardId,
      detail: { slips: shown.size },
    }
    await appendAudit(tx, actor, deps.clock(), [...facts, fact])
    return slipsOf(list, shown)
  })
}
