import { and, asc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { isStepCode, stepWords } from '#domain/vaccination/steps.ts'
import { confirmationSlip } from '#db/tables/certificates.ts'
import { site } from '#db/tables/sessions.ts'
import type { Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { inSession, type LoadedSession } from '#features/doses/in-session.ts'
import { loadCards, type PersonCard } from '#features/doses/load-cards.ts'
import { findPerson, type PersonView } from '#features/registrants/person-queries.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'

export type Slip = z.infer<typeof contract.ConfirmationSlip>

/**
 * The slip of one visit, not before half an hour after the last injection. Printing again makes a copy with a count; both
 * are kept.
 *
 * @throws Problem `not-found`, `slip.too-early`, `slip.no-dose`.
 */
export async function issueSlip(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  personId: string,
): Promise<Slip> {
  return inSession(deps, actor, 'slip.issue', sessionId, async (tx, session) => {
    const [card] = await loadCards(deps, tx, session, [personId])
    const person = card === undefined ? null : await findPerson(tx, card.person.id)
    if (card === undefined || person === null) throw new Problem('not-found')
    if (card.slip.state === 'no-dose') throw new Problem('slip.no-dose')
    if (card.slip.readyAt !== null) throw new Problem('slip.too-early', { readyAt: card.slip.readyAt })
    const slip = await insertSlip(tx, deps, actor, session, card)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'issueSlip',
      subjectKind: 'person',
      subjectId: person.id,
      placeId: session.wardId,
      detail: { slipId: slip.id, sessionId, copy: slip.copy },
    })
    return { ...slip, ...(await describe(tx, deps, session, card, person)) }
  })
}

type Issued = Pick<Slip, 'id' | 'number' | 'copy' | 'issuedAt'>

async function insertSlip(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  session: LoadedSession,
  card: PersonCard,
): Promise<Issued> {
  // Two prints at once take turns, so that each is a copy of its own.
  await tx.$client.query('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', [
    session.id,
    card.person.id,
  ])
  const earlier = await tx
    .select({ number: confirmationSlip.number })
    .from(confirmationSlip)
    .where(and(eq(confirmationSlip.sessionId, session.id), eq(confirmationSlip.personId, card.person.id)))
    .orderBy(asc(confirmationSlip.copy))
  const id = deps.newId()
  const copy = earlier.length + 1
  const first = earlier[0]?.number ?? numberOf(deps, session, id)
  const number = copy === 1 ? first : `${first}/${copy}`
  const issuedAt = deps.clock()
  await tx.insert(confirmationSlip).values({
    id,
    number,
    personId: card.person.id,
    sessionId: session.id,
    doseIds: card.visit.doseIds,
    issuedAt,
    issuedBy: actor.accountId,
    copy,
  })
  return { id, number, copy, issuedAt: issuedAt.toISOString() }
}

/** Authority, day, and ten random characters: nobody can count slips or guess another's. */
function numberOf({ authority }: Deps, { sessionOn }: LoadedSession, id: string): string {
  return `${authority.code}-${sessionOn.replaceAll('-', '')}-${id.replaceAll('-', '').slice(-10).toUpperCase()}`
}

async function describe(
  tx: Tx,
  deps: Deps,
  session: LoadedSession,
  card: PersonCard,
  person: PersonView,
): Promise<Omit<Slip, keyof Issued>> {
  const [place] = await tx.select({ name: site.name }).from(site).where(eq(site.id, session.siteId))
  const { id, fullName, bornOn, bornPrecision, sex, address, wardName, phone, numbers } = person
  return {
    authorityName: deps.authority.name,
    siteName: place?.name ?? '',
    sessionOn: session.sessionOn,
    person: { id, fullName, bornOn, bornPrecision, sex, address, wardName, phone, numbers },
    doses: card.doses
      .filter(({ isVoided, step }) => !isVoided && step !== null)
      .map(({ doseId, givenAt, givenOn, productName, lotCode, step, place: where, sessionId }) => ({
        doseId,
        givenAt,
        givenOn,
        productName,
        lotCode,
        step,
        stepWords: step !== null && isStepCode(step) ? stepWords(step) : null,
        place: where,
        isHere: sessionId === session.id,
      })),
    severeReaction: card.visit.severeReaction,
  }
}

/** Every print of a person's slip at a session. @throws Problem `not-found`. */
export async function listSlips(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  personId: string,
): Promise<z.infer<typeof contract.SlipList>> {
  return inSession(deps, actor, 'slip.issue', sessionId, async (tx) => {
    const person = await findPerson(tx, personId)
    if (person === null) throw new Problem('not-found')
    const rows = await tx
      .select()
      .from(confirmationSlip)
      .where(and(eq(confirmationSlip.sessionId, sessionId), eq(confirmationSlip.personId, person.id)))
      .orderBy(asc(confirmationSlip.copy))
    return {
      items: rows.map(({ id, number, copy, issuedAt, issuedBy }) => ({
        id,
        number,
        copy,
        issuedAt: issuedAt.toISOString(),
        issuedBy,
      })),
    }
  })
}
