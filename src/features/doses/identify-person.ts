import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { canonicalIdentifier, type IdentifierKind } from '#domain/identity/identifiers.ts'
import { classifyScan } from '#domain/identity/scan.ts'
import { Problem } from '#domain/problem.ts'
import { sessionPerson } from '#db/tables/sessions.ts'
import type { Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireQuota, type HourlyQuota } from '#features/accounts/hourly-quota.ts'
import { readInvitationToken } from '#features/registrants/invitation-token.ts'
import type { Deps } from '#http/types.ts'
import { inSession } from './in-session.ts'
import { loadCards } from './load-cards.ts'
import type * as contract from './visit-contract.ts'

type Body = z.infer<typeof contract.IdentifyPerson>
type Identified = z.infer<typeof contract.IdentifiedPeople>
/** What is looked up: one paper of ours, or numbers that each need the birth date. */
type Sought = { how: Identified['how']; token: Buffer | null; numbers: Numbers; bornOn: LocalDate | null }
type Numbers = readonly { kind: IdentifierKind; value: string }[]

/** A scanner at a mass site reads three a minute; a copier of the town would read more. */
const identifyQuota: HourlyQuota = {
  refusal: 'identify.quota',
  actions: ['identifyPerson', 'matchWalkIn'],
  max: 400,
}
const MATCHES_MAX = 5

/**
 * Finds somebody who is not on the session's list, by our own paper or by a number and a birth date, and admits the
 * person into the session. What was scanned is neither stored nor logged; that somebody was sought is, also in vain.
 *
 * @throws Problem `not-found`, `identify.quota`, `scan.unreadable`, `identify.birth-required`, `identify.number-invalid`,
 *   `identify.nobody`, and those of an invitation.
 */
export async function identifyPerson(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  body: Body,
): Promise<Identified> {
  const now = deps.clock()
  const found = await inSession(deps, actor, 'person.identify', sessionId, async (tx, session) => {
    await requireQuota(tx, actor, now, identifyQuota)
    const sought = readSought(deps, body, localDateAt(now, deps.authority.timeZone))
    const ids = await lookUp(tx, deps, sought)
    for (const personId of ids) {
      await tx
        .insert(sessionPerson)
        .values({
          sessionId,
          personId,
          wardId: session.wardId,
          how: 'admitted',
          addedAt: now,
          addedBy: actor.accountId,
        })
        .onConflictDoNothing()
    }
    const items = await loadCards(deps, tx, session, ids)
    const about = ids.length > 0 ? ids : [null]
    await appendAudit(
      tx,
      actor,
      now,
      about.map((subjectId) => ({
        action: 'identifyPerson',
        subjectKind: 'person',
        subjectId,
        placeId: session.wardId,
        detail: { sessionId, how: sought.how, found: ids.length },
      })),
    )
    return { how: sought.how, items }
  })
  if (found.items.length === 0) throw new Problem('identify.nobody')
  return found
}

function readSought(deps: Deps, body: Body, today: LocalDate): Sought {
  if (body.number !== undefined) {
    const { kind } = body.number
    const value = canonicalIdentifier(kind, body.number.value)
    if (value === null) throw new Problem('identify.number-invalid', { kind })
    return { how: 'number', token: null, numbers: [{ kind, value }], bornOn: requireBirth(body.bornOn) }
  }
  const scan = classifyScan(body.scan ?? '', today)
  switch (scan.kind) {
    case 'invitation': {
      const read = readInvitationToken(deps, scan.token)
      if ('refusal' in read) throw new Problem(read.refusal, read.facts)
      return { how: 'invitation', token: read.tokenHash, numbers: [], bornOn: null }
    }
    case 'cccd': {
      const { idNumber, oldIdNumber, bornOn } = scan.card
      const old: Numbers = oldIdNumber === null ? [] : [{ kind: 'cmnd', value: oldIdNumber }]
      const numbers: Numbers = [{ kind: 'cccd', value: idNumber }, ...old]
      return { how: 'cccd', token: null, numbers, bornOn: requireBirth(bornOn ?? body.bornOn) }
    }
    case 'bhyt': {
      const { number, bornOn } = scan.card
      const numbers: Numbers = [{ kind: 'bhyt', value: number }]
      return { how: 'bhyt', token: null, numbers, bornOn: requireBirth(bornOn ?? body.bornOn) }
    }
    default:
      throw new Problem('scan.unreadable')
  }
}

function requireBirth(bornOn: LocalDate | undefined): LocalDate {
  if (bornOn === undefined) throw new Problem('identify.birth-required')
  return bornOn
}

type Match = { canonicalId: string; tokenState: string | null }

async function lookUp(tx: Tx, { sealer }: Deps, { token, numbers, bornOn }: Sought): Promise<string[]> {
  const { rows } = await tx.$client.query<Match>(
    `SELECT DISTINCT canonical_id AS "canonicalId", token_state AS "tokenState"
     FROM identify($1::bytea[], $2::bytea[], $3::date[]) ORDER BY 1`,
    [
      token === null ? [] : [token],
      numbers.map(({ kind, value }) => sealer.lookup(kind, value)),
      numbers.map(() => bornOn),
    ],
  )
  if (rows.some(({ tokenState }) => tokenState === 'revoked')) throw new Problem('invitation.revoked')
  return [...new Set(rows.map(({ canonicalId }) => canonicalId))].slice(0, MATCHES_MAX)
}

/**
 * Whether somebody, in the scope or not, has one of these numbers and this birth date; who it is stays unsaid. Counted like
 * finding them; whoever asks writes it down as `matchWalkIn`.
 *
 * @throws Problem `identify.quota`.
 */
export async function selectNumbered(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  numbers: Numbers,
  bornOn: LocalDate,
): Promise<string[]> {
  if (numbers.length === 0) return []
  await requireQuota(tx, actor, deps.clock(), identifyQuota)
  return lookUp(tx, deps, { how: 'number', token: null, numbers, bornOn })
}
