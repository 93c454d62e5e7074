import { count, eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { decideCalls, hoursOf, leftOutReasons, type CallDecision } from '#domain/calling.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import type { StepCode } from '#domain/vaccination/steps.ts'
import { inScope, type Tx } from '#db/db.ts'
import { sessionPerson } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { loadRules } from '#features/campaigns/load-rules.ts'
import { findCampaign, findTargetGroup } from '#features/campaigns/queries.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { loadCandidates, loadSessionProducts, type Candidate } from './load-candidates.ts'
import { lockSession, requireState } from './queries.ts'

export type CallRequest = {
  targetGroupId: string
  step: StepCode
  groupId?: string | undefined
  listId?: string | undefined
  max?: number | undefined
}

const NAMED_MAX = 200
/** Rows of one INSERT; far below the 65,535 parameters of a statement. */
const ROWS_MAX = 2000

/**
 * Puts onto the session's list who is due by its day, each with an hour. Who is on the list stays as they are, so the
 * same request again calls only whom it could not call before.
 *
 * @throws Problem `not-found`, `session.wrong-state`, `session.no-product`, `rules.missing`.
 */
export async function callPeople(deps: Deps, actor: Actor, sessionId: string, request: CallRequest) {
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  const scope = { ...scopeOf(actor, 'session.plan'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const session = await lockSession(tx, sessionId)
    // Only where it stands: a mobile team's own ward does not see the people of its stop.
    requireReach(actor, 'session.plan', { wardId: session.wardId })
    requireState(session, ['planned', 'open'])
    const { step, groupId = null, listId = null } = request
    const group = await findTargetGroup(tx, request.targetGroupId)
    if (group === null || group.campaignId !== session.campaignId) throw new Problem('not-found')
    const rules = await loadRules(tx)
    if (rules === null) throw new Problem('rules.missing')
    const products = await loadSessionProducts(tx, sessionId, step)
    if (products.length === 0) throw new Problem('session.no-product')
    const { antigen } = (await findCampaign(tx, session.campaignId))!
    const { ageFrom, ageTo, codes } = group
    const filter = { ageFrom, ageTo, codes, groupId, listId, today }
    const candidates = await loadCandidates(tx, session, filter, { antigen, rules })
    const hours = hoursOf(session.slot, session.capacity, await countPerHour(tx, sessionId))
    const seats = hours.reduce((so, hour) => so + hour.seats, 0)
    const decision = decideCalls(
      candidates,
      { step, ageFrom, ageTo, codes },
      { on: session.sessionOn, products, rules, hours, max: request.max ?? seats },
    )
    const added = await insertCalls(tx, session, decision.calls, { addedAt: now, addedBy: actor.accountId })
    const calls = decision.calls.filter(({ personId }) => added.has(personId))
    if (calls.length > 0)
      await appendAudit(tx, actor, now, {
        action: 'callPeople',
        subjectKind: 'session',
        subjectId: sessionId,
        placeId: session.wardId,
        detail: { targetGroupId: group.id, step, called: calls.length, leftOut: decision.leftOut.length },
      })
    const calledBefore = decision.calledBefore + decision.calls.length - calls.length
    return summarise({ ...decision, calls, calledBefore }, candidates, seats)
  })
}

/** @returns whom it put there: who arrives or is admitted at this very moment is there already, as they came. */
async function insertCalls(
  tx: Tx,
  session: { id: string; wardId: string },
  calls: CallDecision['calls'],
  added: { addedAt: Date; addedBy: string },
): Promise<Set<string>> {
  const personIds = new Set<string>()
  for (let from = 0; from < calls.length; from += ROWS_MAX) {
    const rows = await tx
      .insert(sessionPerson)
      .values(
        calls.slice(from, from + ROWS_MAX).map(({ personId, time }) => ({
          sessionId: session.id,
          personId,
          wardId: session.wardId,
          how: 'called',
          slotTime: time,
          ...added,
        })),
      )
      .onConflictDoNothing()
      .returning({ personId: sessionPerson.personId })
    for (const { personId } of rows) personIds.add(personId)
  }
  return personIds
}

/** People on the session per hour; walk-ins and admitted people of the day have none. */
async function countPerHour(tx: Tx, sessionId: string): Promise<Map<string | null, number>> {
  const rows = await tx
    .select({ time: sessionPerson.slotTime, people: count() })
    .from(sessionPerson)
    .where(eq(sessionPerson.sessionId, sessionId))
    .groupBy(sessionPerson.slotTime)
  return new Map(rows.map((row) => [row.time, row.people]))
}

function summarise(decision: CallDecision, candidates: readonly Candidate[], seats: number) {
  const { calls, leftOut, calledBefore } = decision
  const names = new Map(candidates.map((each) => [each.personId, each.fullName]))
  const perHour = Map.groupBy(calls, ({ time, groupCode }) => JSON.stringify([time, groupCode]))
  const perReason = Map.groupBy(leftOut, (each) => each.reason)
  return {
    called: calls.length,
    calledBefore,
    seatsLeft: seats - calls.length,
    hours: [...perHour.values()].map((group) => ({
      time: group[0]!.time,
      groupCode: group[0]!.groupCode,
      persons: group.length,
    })),
    leftOut: leftOutReasons.flatMap((reason) => {
      const persons = perReason.get(reason)?.length ?? 0
      return persons === 0 ? [] : [{ reason, persons }]
    }),
    leftOutPeople: leftOut.slice(0, NAMED_MAX).map(({ personId, reason, earliestOn }) => ({
      personId,
      fullName: names.get(personId) ?? '',
      reason,
      earliestOn,
    })),
  }
}
