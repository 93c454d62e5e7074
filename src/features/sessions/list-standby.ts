import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { rankStandby, type Standby } from '#domain/standby.ts'
import { sessionPerson } from '#db/tables/sessions.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { loadRules } from '#features/campaigns/load-rules.ts'
import { findCampaign } from '#features/campaigns/queries.ts'
import type { Deps } from '#http/types.ts'
import { loadOpenDoses, loadStandby, selectHomeGroups, type StandbyPerson } from './load-standby.ts'
import type * as contract from './people-contract.ts'
import { lockSession, requireSession, requireState, type LockedSession } from './queries.ts'

type View = z.infer<typeof contract.StandbyList>

/**
 * Whom the lead of an open session may ring up to finish a vial: for each dose that is left three people of its ward, no
 * more, with what is needed to call them. It is the one place where a site sees people who are not on its list yet, so
 * each look is audited, and there is nothing to see while no vial is open.
 *
 * @throws Problem `not-found`, `session.wrong-state`, `rules.missing`.
 */
export async function listStandby(deps: Deps, actor: Actor, sessionId: string): Promise<View> {
  return inOpenSession(deps, actor, sessionId, async (tx, session) => {
    const { dosesLeft, people } = await findStandby(tx, deps, session)
    if (people.length > 0)
      await appendAudit(tx, actor, deps.clock(), {
        action: 'listStandby',
        subjectKind: 'session',
        subjectId: sessionId,
        placeId: session.wardId,
        detail: { dosesLeft, personIds: people.map(({ candidate }) => candidate.personId) },
      })
    return {
      dosesLeft,
      items: people.map(({ candidate, step, why }) => ({
        personId: candidate.personId,
        fullName: candidate.fullName,
        bornYear: Number(candidate.bornOn.slice(0, 4)),
        phone: candidate.phone,
        groupCode: candidate.groupCode,
        step,
        why,
      })),
    }
  })
}

/**
 * Puts somebody of the standby list onto the session, so that its phones find them at the door. Twice is once.
 *
 * @throws Problem `not-found` for anybody who is not on that list, and those of `listStandby`.
 */
export async function callStandby(
  deps: Deps,
  actor: Actor,
  { sessionId, personId }: { sessionId: string; personId: string },
): Promise<void> {
  await inOpenSession(deps, actor, sessionId, async (tx, session) => {
    const { people } = await findStandby(tx, deps, session)
    const found = people.find(({ candidate }) => candidate.personId === personId)
    if (found === undefined) throw new Problem('not-found')
    if (found.why === 'called-here') return
    const now = deps.clock()
    await tx
      .insert(sessionPerson)
      .values({
        sessionId,
        personId,
        wardId: session.wardId,
        how: 'called',
        addedAt: now,
        addedBy: actor.accountId,
      })
      .onConflictDoNothing()
    await appendAudit(tx, actor, now, {
      action: 'callStandby',
      subjectKind: 'person',
      subjectId: personId,
      placeId: session.wardId,
      detail: { sessionId },
    })
  })
}

/** In the scope of the session's own ward and of nothing else, whoever asks. */
async function inOpenSession<T>(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  work: (tx: Tx, session: LockedSession) => Promise<T>,
): Promise<T> {
  const found = await inScope(deps.db, { ...nowhere, accountId: actor.accountId }, async (tx) => {
    const session = await lockSession(tx, sessionId)
    requireSession(actor, 'session.run', session)
    requireState(session, ['open'])
    return session
  })
  const scope = { ...nowhere, wardIds: [found.wardId], sessionIds: [sessionId], accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => work(tx, await lockSession(tx, sessionId)))
}

const nowhere = { wide: false, wardIds: [], siteIds: [], sessionIds: [] }

async function findStandby(
  tx: Tx,
  deps: Deps,
  session: LockedSession,
): Promise<{ dosesLeft: number; people: Standby<StandbyPerson>[] }> {
  const { dosesLeft, products } = await loadOpenDoses(tx, session.id)
  const first = products[0]
  if (dosesLeft === 0 || first === undefined) return { dosesLeft, people: [] }
  const rules = await loadRules(tx)
  if (rules === null) throw new Problem('rules.missing')
  const { antigen } = (await findCampaign(tx, session.campaignId))!
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  const candidates = await loadStandby(tx, session, { antigen, rules, today })
  const homeGroups = await selectHomeGroups(tx, session)
  const own = products.filter((product) => product.antigen === antigen)
  return {
    dosesLeft,
    people: rankStandby(candidates, { on: today, products: own, rules, homeGroups }, dosesLeft),
  }
}
