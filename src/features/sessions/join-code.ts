import { timingSafeEqual } from 'node:crypto'
import { addDays } from '#domain/dates.ts'
import { joinText, JOIN_SEAL_BYTES, judgeJoin, SCREEN_CODE_MS, splitJoinCode } from '#domain/join.ts'
import { Problem } from '#domain/problem.ts'
import type { Connection } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import { everySession } from './create-session.ts'
import { findSession, type SessionRow } from './queries.ts'
import { sessionWindow, startOfDay } from '#domain/session-window.ts'

type Needs = Pick<Deps, 'sealer' | 'clock' | 'authority'>

const sealOf = ({ sealer }: Pick<Deps, 'sealer'>, sealed: string) =>
  sealer.lookup('join code', sealed).subarray(0, JOIN_SEAL_BYTES)

export function makeJoinCode(deps: Pick<Deps, 'sealer'>, sessionId: string, validUntil: Date): string {
  const sealed = joinText(sessionId, validUntil)
  return `${sealed}.${sealOf(deps, sealed).toString('base64url')}`
}

/** For a screen, drawn anew every few minutes; for paper, until the day of the session is over. */
export function nextJoinCode(deps: Needs, session: { id: string; sessionOn: string }, forPaper: boolean) {
  const now = deps.clock()
  const validUntil = forPaper
    ? startOfDay(addDays(session.sessionOn, 1), deps.authority.timeZone)
    : new Date(now.getTime() + SCREEN_CODE_MS)
  return { code: makeJoinCode(deps, session.id, validUntil), validUntil: validUntil.toISOString() }
}

/** A session that somebody may join now. */
export type JoinableSession = { session: SessionRow; windowEndsAt: Date }

/** @throws Problem `join.bad-code`, `join.code-over`, `join.ended`. */
export async function openJoinCode(deps: Needs, db: Connection, code: string): Promise<JoinableSession> {
  const parts = splitJoinCode(code)
  if (parts === null) throw new Problem('join.bad-code')
  const given = Buffer.from(parts.seal, 'base64url')
  if (!timingSafeEqual(given, sealOf(deps, parts.sealed))) throw new Problem('join.bad-code')
  const session = await findSession(db, everySession, parts.sessionId)
  if (session === null) throw new Problem('join.bad-code')
  const now = deps.clock()
  const { validTo: windowEndsAt } = sessionWindow(session, deps.authority.timeZone, now)
  const state = judgeJoin({ state: session.state, windowEndsAt }, parts.validUntil, now)
  if (state === 'ended') throw new Problem('join.ended')
  if (state === 'over') throw new Problem('join.code-over')
  return { session, windowEndsAt }
}
