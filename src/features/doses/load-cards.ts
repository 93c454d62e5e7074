import type { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import type { ProblemCode } from '#domain/problem.ts'
import type { Standing } from '#domain/vaccination/types.ts'
import { answerNextDose, describeVisit, needsGuardian } from '#domain/visit-card.ts'
import { foldVisit, type Visit } from '#domain/visit.ts'
import type { Tx } from '#db/db.ts'
import { selectPeople } from '#features/registrants/person-queries.ts'
import type { Deps } from '#http/types.ts'
import { selectDoseNames, selectVisitEvents, type DoseNames } from './card-queries.ts'
import { loadHistory, type History } from './load-history.ts'
import type { StandingDose } from './set-writer/standing-dose.ts'
import { toPersonFacts } from './set-writer/standing-dose.ts'
import type * as contract from './visit-contract.ts'

export type PersonCard = z.infer<typeof contract.PersonCard>
export type CardSession = { id: string; campaignId: string; sessionOn: string }

/**
 * Cards of people whom the scope of the transaction shows, under their canonical ids; others are left out. The doses are
 * read as the set writer reads them, whatever id they were stated under, and judged by the same rules.
 *
 * @returns in the order asked, each person once.
 */
export async function loadCards(
  deps: Deps,
  tx: Tx,
  session: CardSession,
  personIds: readonly string[],
): Promise<PersonCard[]> {
  if (personIds.length === 0) return []
  const history = await loadHistory(deps.database.writer, session, personIds)
  const canonicalIds = [...new Set(personIds.flatMap((id) => history.people.get(id)?.canonicalId ?? []))]
  const page = { limit: canonicalIds.length, after: null }
  const briefs = new Map(
    (await selectPeople(tx, { ids: canonicalIds }, page)).map(({ person }) => [person.id, person]),
  )
  const shown = canonicalIds.filter((id) => briefs.has(id))
  const members = [...history.people.values()].filter(({ canonicalId }) => shown.includes(canonicalId))
  const events = await selectVisitEvents(
    tx,
    session.id,
    members.map(({ id }) => id),
  )
  const own = [...history.doses.values()].filter((dose) => shown.includes(dose.canonicalId))
  const names = await selectDoseNames(
    tx,
    own.map(({ row }) => row.id),
  )
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  return shown.map((id) => {
    const doses = own.filter((dose) => dose.canonicalId === id)
    const person = briefs.get(id)!
    return {
      person,
      needsGuardian: needsGuardian(person.bornOn, session.sessionOn),
      doses: doses.map((dose) => cardDose(dose, history.standings.get(dose.row.id)!, names)),
      next: nextDoseOf(id, history, today),
      ...describeVisit(visitOf(id, doses, events, history, session.id), now.toISOString()),
    }
  })
}

/** What may be given to the person today with what the session has. */
export function nextDoseOf(
  canonicalId: string,
  history: Pick<History, 'people' | 'standings' | 'products' | 'rules'>,
  today: string,
): PersonCard['next'] {
  const person = toPersonFacts(history.people.get(canonicalId)!)
  const standings = [...history.standings.values()].filter(({ personId }) => personId === canonicalId)
  return answerNextDose(person, standings, history.products, history.rules, today)
}

/** What somebody has done at a session so far, whatever id the facts were stated under. */
export function visitOf(
  canonicalId: string,
  doses: readonly StandingDose[],
  events: Awaited<ReturnType<typeof selectVisitEvents>>,
  history: History,
  sessionId: string,
): Visit {
  const own = events
    .filter(({ personId }) => history.people.get(personId)?.canonicalId === canonicalId)
    .map(({ event }) => event)
  const here = doses.filter((dose) => dose.fields.sessionId === sessionId)
  const given = here.map(({ row, fields }) => ({
    kind: 'given' as const,
    id: row.id,
    at: new Date(fields.givenAt).toISOString(),
    doseId: row.id,
  }))
  const voided = here
    .filter((dose) => dose.voided)
    .map(({ row }) => ({ kind: 'voided' as const, id: row.id, at: row.recordedAt, doseId: row.id }))
  return foldVisit([...own, ...given, ...voided])
}

function cardDose(
  { row, fields, product, voided }: StandingDose,
  standing: Standing,
  names: ReadonlyMap<string, DoseNames>,
): PersonCard['doses'][number] {
  const name = names.get(row.id)
  return {
    doseId: row.id,
    givenOn: fields.givenOn,
    givenAt: new Date(fields.givenAt).toISOString(),
    productId: fields.productId,
    productName: product.name,
    lotCode: name?.lotCode ?? '',
    step: standing.step,
    isVoided: voided,
    flags: standing.flags,
    origin: row.origin,
    source: row.source,
    sessionId: fields.sessionId,
    place: name?.place ?? '',
  }
}

/** The refusal that the rules give, or null when a dose is due. */
export function refusalOfNext(
  next: PersonCard['next'],
): { code: ProblemCode; facts: Record<string, unknown> } | null {
  return next.code === null ? null : { code: next.code as ProblemCode, facts: next.facts }
}
