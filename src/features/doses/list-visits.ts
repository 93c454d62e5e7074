import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { shortNameOf } from '#domain/identity/short-name.ts'
import { compareText } from '#domain/ids.ts'
import { foldVisit, type VisitEvent } from '#domain/visit.ts'
import type { Tx } from '#db/db.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { selectVisitEvents } from './card-queries.ts'
import { inSession } from './in-session.ts'
import type * as contract from './visit-contract.ts'

type Row = z.infer<typeof contract.VisitRow>
type VisitPerson = { id: string; canonicalId: string; fullName: string; bornOn: string }
type Given = { id: string; personId: string; at: Date; voided: boolean }

/** Stated for the session or moved there, and not moved away by the newest correction. */
export const dosesOfSession = `
  SELECT d.id FROM dose d LEFT JOIN LATERAL (
    SELECT c.fields->>'sessionId' AS id FROM dose_change c
    WHERE c.dose_id = d.id AND c.kind = 'correct' AND c.fields ? 'sessionId' ORDER BY c.at DESC, c.id DESC LIMIT 1) moved ON true
  WHERE (d.session_id = $1
         OR d.id IN (SELECT c.dose_id FROM dose_change c WHERE c.fields->>'sessionId' = $1::text AND c.fields ? 'sessionId'))
    AND coalesce(moved.id::uuid, d.session_id) = $1`

/** Sorts who has not come before everybody else. */
const keysOf = ({ since, personId }: Row): [string, string] => [since ?? '', personId]

/**
 * Who stands at which table: the people of a session in these states, as far as the caller may see them, who has waited
 * longest first. Initials and a year, so that it may be asked every few seconds without opening anybody's card.
 *
 * @throws Problem `not-found`.
 */
export async function listVisits(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  query: z.infer<typeof contract.ListVisits>,
): Promise<z.infer<typeof contract.VisitList>> {
  const after = decodeCursor(query.cursor, 2)
  return inSession(deps, actor, 'person.read', sessionId, async (tx) => {
    const people = await selectVisitPeople(tx, sessionId)
    const ids = people.map(({ id }) => id)
    const events = await selectVisitEvents(tx, sessionId, ids)
    const rows = toRows(people, [...events, ...toEvents(await selectGiven(tx, sessionId))])
      .filter(({ visit }) => query.state.includes(visit.state))
      .sort((a, b) => compareKeys(keysOf(a), keysOf(b)))
      .filter((row) => after === null || compareKeys(keysOf(row), [String(after[0]), String(after[1])]) > 0)
    return toPage(rows, query.limit, keysOf)
  })
}

function compareKeys(a: readonly [string, string], b: readonly [string, string]): number {
  return compareText(a[0], b[0]) || compareText(a[1], b[1])
}

/** Everybody of the session whom the scope shows: planned, called, come, or injected without having been checked in. */
async function selectVisitPeople(tx: Tx, sessionId: string): Promise<VisitPerson[]> {
  const { rows } = await tx.$client.query<VisitPerson>(
    `SELECT p.id, p.canonical_id AS "canonicalId", p.full_name AS "fullName", p.born_on::text AS "bornOn"
     FROM person p WHERE p.id IN (SELECT person_id FROM session_person WHERE session_id = $1
                                  UNION SELECT person_id FROM session_canonical WHERE session_id = $1
                                  UNION SELECT s.person_id FROM dose_standing s WHERE s.dose_id IN (${dosesOfSession}))`,
    [sessionId],
  )
  return rows
}

/** Doses of the session as they stand after corrections; without a rank in its day, a dose was taken back. */
async function selectGiven(tx: Tx, sessionId: string): Promise<Given[]> {
  const { rows } = await tx.$client.query<Given>(
    `SELECT d.id, s.person_id AS "personId", d.given_at AS at, s.day_rank IS NULL AS voided
     FROM dose d JOIN dose_standing s ON s.dose_id = d.id WHERE d.id IN (${dosesOfSession})`,
    [sessionId],
  )
  return rows
}

function toEvents(given: readonly Given[]): { personId: string; event: VisitEvent }[] {
  return given.flatMap(({ id, personId, at, voided }) => {
    const happened = { id, at: at.toISOString(), doseId: id }
    const event = { personId, event: { ...happened, kind: 'given' as const } }
    return voided ? [event, { personId, event: { ...happened, kind: 'voided' as const } }] : [event]
  })
}

/** One row for each person, whatever ids the facts were stated under. */
function toRows(
  people: readonly VisitPerson[],
  events: readonly { personId: string; event: VisitEvent }[],
): Row[] {
  const byId = new Map(people.map((person) => [person.id, person]))
  const own = Map.groupBy(events, ({ personId }) => byId.get(personId)?.canonicalId ?? personId)
  const kept = new Map(people.map((person) => [person.canonicalId, byId.get(person.canonicalId) ?? person]))
  return [...kept].map(([personId, { fullName, bornOn }]) => {
    const theirs = (own.get(personId) ?? []).map(({ event }) => event)
    return {
      personId,
      shortName: shortNameOf(fullName),
      bornYear: Number(bornOn.slice(0, 4)),
      since:
        theirs
          .map(({ at }) => at)
          .sort(compareText)
          .at(-1) ?? null,
      visit: foldVisit(theirs),
    }
  })
}
