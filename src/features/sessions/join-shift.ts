import { and, eq, exists, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import { siteRoles } from '#domain/access.ts'
import { foldPersonName } from '#domain/identity/names.ts'
import { selectJoiners, type Joiner } from '#domain/join.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { accessGrant, account } from '#db/tables/accounts.ts'
import { crewPost } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { signIn, type SignedIn } from '#features/accounts/sign-in.ts'
import { findByNumber } from '#features/accounts/staff-accounts.ts'
import { lanesOf, takeTry } from '#features/accounts/throttle.ts'
import type { Deps } from '#http/types.ts'
import { openJoinCode } from './join-code.ts'
import { lockSession, type SessionRow } from './queries.ts'
import { updatePresence } from './record-presence.ts'

export type JoinInput = { code: string; who: string; pin: string; deviceId?: string; address: string }

/**
 * Signs somebody of the crew in at the session that the code names, and puts them down as present. The sign-in ends with
 * the session's window. Wrong tries are counted on the same lanes as those of the sign-in page, whatever was typed for a
 * name, so that no second door doubles the guesses.
 *
 * @throws Problem `join.failed` (nobody of the crew, or another PIN), `join.several-names`, `join.sign-in-instead`,
 *   `sign-in.too-many`, and those of `openJoinCode`.
 */
export async function joinShift(
  deps: Deps,
  input: JoinInput,
): Promise<{ session: SessionRow; signedIn: SignedIn }> {
  const { session, windowEndsAt } = await openJoinCode(deps, deps.db, input.code)
  const { who, pin, address } = input
  const found = await findJoiners(deps, session, who)
  // No sign-in name has this shape: nobody's account is found by it, after the same work.
  const stranger = `? ${foldPersonName(who)}`
  if (found.length > 1) {
    await takeTry(deps, lanesOf(deps.sealer, { signInName: stranger, address, deviceId: null }))
    throw new Problem('join.several-names')
  }
  const answer = await signIn(deps, {
    signInName: found[0]?.signInName ?? stranger,
    secret: pin,
    address,
    endsAt: windowEndsAt,
    ...(input.deviceId === undefined ? {} : { deviceId: input.deviceId }),
  }).catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'sign-in.failed' ? new Problem('join.failed') : error
  })
  if (answer.step !== 'signed-in') throw new Problem('join.sign-in-instead')
  await recordJoining(deps, session, answer)
  return { session, signedIn: answer }
}

/** Who works there and may have typed this. */
async function findJoiners(deps: Deps, session: SessionRow, who: string): Promise<Joiner[]> {
  const crew = await selectCrewAccounts(deps, session)
  const byName = selectJoiners(who, crew)
  if (byName.length > 0) return byName
  const ids = await findByNumber(
    deps.db,
    deps,
    crew.map(({ accountId }) => accountId),
    who,
  )
  return crew.filter(({ accountId }) => ids.includes(accountId))
}

/** With a post at the session, or a right at its site that holds now. */
function selectCrewAccounts({ db, clock }: Deps, session: SessionRow): Promise<Joiner[]> {
  const now = clock()
  const posted = db
    .select({ one: sql`1` })
    .from(crewPost)
    .where(
      and(eq(crewPost.sessionId, session.id), eq(crewPost.accountId, account.id), isNull(crewPost.endedAt)),
    )
  const granted = db
    .select({ one: sql`1` })
    .from(accessGrant)
    .where(
      and(
        eq(accessGrant.accountId, account.id),
        inArray(accessGrant.role, [...siteRoles]),
        or(eq(accessGrant.sessionId, session.id), eq(accessGrant.siteId, session.siteId)),
        lte(accessGrant.validFrom, now),
        or(isNull(accessGrant.validTo), gt(accessGrant.validTo, now)),
      ),
    )
  return db
    .select({
      accountId: account.id,
      signInName: account.signInName,
      fullName: account.fullName,
      phone: account.phone,
    })
    .from(account)
    .where(and(isNull(account.disabledAt), or(exists(posted), exists(granted))))
}

async function recordJoining(deps: Deps, session: SessionRow, signedIn: SignedIn): Promise<void> {
  const { accountId, deviceId } = signedIn
  const { id: sessionId, wardId } = session
  const now = deps.clock()
  const scope = { wide: false, wardIds: [], siteIds: [], sessionIds: [sessionId], accountId }
  await inScope(deps.db, scope, async (tx) => {
    await lockSession(tx, sessionId)
    await updatePresence(tx, now, { sessionId, accountId, present: true, deviceId })
    await appendAudit(tx, { accountId, deviceId }, now, {
      action: 'joinShift',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: wardId,
      detail: { familyId: signedIn.familyId },
    })
  })
}
