import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import type { CheckInEntry } from '#domain/entry.ts'
import { fillWords, Problem, problems, type Facts, type Language, type ProblemCode } from '#domain/problem.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { inSession, type LoadedSession } from './in-session.ts'
import { loadCards, refusalOfNext, type PersonCard } from './load-cards.ts'
import { authorOf } from './put-entry.ts'
import { setWriterOf } from './the-writer.ts'
import type * as contract from './visit-contract.ts'

type Body = z.infer<typeof contract.CheckInPeople>
type Asked = Body['people'][number]
type Refusal = { code: ProblemCode; facts: Facts }

/** Refusals that a reason may override: what a rule says, never what is not there. */
const overridable: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'visit.too-early',
  'visit.series-complete',
  'visit.given-today',
  'visit.wrong-product',
  'visit.age',
])

/**
 * The question at the door, which may be refused; whoever may come in is checked in through the one door. A family on
 * one phone comes in together, each answered alone.
 *
 * @returns an answer for each. When nobody could be checked in, the first refusal is thrown.
 * @throws Problem `not-found`, `session.not-open`, `session.wrong-day`, `visit.…`.
 */
export async function checkInPeople(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  body: Body,
  language: Language,
): Promise<z.infer<typeof contract.CheckedInPeople>> {
  const answers = await inSession(deps, actor, 'entry.check-in', sessionId, async (tx, session) => {
    const ids = body.people.map(({ entryId }) => entryId)
    const { rows } = await tx.$client.query<{ id: string }>(
      'SELECT id FROM receipt WHERE id = ANY ($1::uuid[])',
      [ids],
    )
    // What was answered before is answered again, whatever has happened since.
    const repeated = new Set(rows.map(({ id }) => id))
    const cards = await loadCards(
      deps,
      tx,
      session,
      body.people.map(({ personId }) => personId),
    )
    const canonical = await selectCanonical(
      deps,
      body.people.map(({ personId }) => personId),
    )
    const asked = body.people.map((person) => {
      const card = cards.find((each) => each.person.id === canonical.get(person.personId))
      const refusal = repeated.has(person.entryId) ? null : decideCheckIn(deps, session, card, person)
      return { person, refusal }
    })
    await appendAudit(tx, actor, deps.clock(), {
      action: 'checkInPeople',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: session.wardId,
      detail: {
        asked: asked.length,
        refused: asked.flatMap(({ refusal }) => (refusal === null ? [] : [refusal.code])),
        overridden: asked.flatMap(({ person }) => (person.override === undefined ? [] : [person.entryId])),
      },
    })
    return asked
  })
  const first = answers.find(({ refusal }) => refusal !== null)?.refusal
  if (first != null && answers.every(({ refusal }) => refusal !== null))
    throw new Problem(first.code, first.facts)
  const entries = answers
    .filter(({ refusal }) => refusal === null)
    .map(({ person }) => ({ entry: toEntry(sessionId, body, person), author: authorOf(actor) }))
  const receipts = new Map(
    (await setWriterOf(deps).writeSet(entries)).map((receipt) => [receipt.id, receipt]),
  )
  return {
    items: answers.map(({ person: { personId, entryId }, refusal }) => ({
      personId,
      entryId,
      receipt: receipts.get(entryId) ?? null,
      refusal:
        refusal === null
          ? null
          : { ...refusal, title: fillWords(problems[refusal.code], language, refusal.facts) },
    })),
  }
}

async function selectCanonical(deps: Deps, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await deps.database.writer.query<{ id: string; canonicalId: string }>(
    'SELECT id, canonical_id AS "canonicalId" FROM person WHERE id = ANY ($1::uuid[])',
    [ids],
  )
  return new Map(rows.map(({ id, canonicalId }) => [id, canonicalId]))
}

function decideCheckIn(
  deps: Deps,
  session: LoadedSession,
  card: PersonCard | undefined,
  { override }: Asked,
): Refusal | null {
  const { timeZone } = deps.authority
  if (card === undefined) return { code: 'not-found', facts: {} }
  if (session.state !== 'open') return { code: 'session.not-open', facts: {} }
  const today = localDateAt(deps.clock(), timeZone)
  if (session.sessionOn !== today)
    return { code: 'session.wrong-day', facts: { sessionOn: session.sessionOn } }
  const { checkedInAt } = card.visit
  if (checkedInAt !== null)
    return { code: 'visit.already-in', facts: { at: checkedInAt, time: clockTime(checkedInAt, timeZone) } }
  const refusal = refusalOfNext(card.next)
  if (refusal === null || (override !== undefined && overridable.has(refusal.code))) return null
  return { code: refusal.code, facts: refusal.facts as Facts }
}

function clockTime(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  )
}

function toEntry(sessionId: string, body: Body, person: Asked): CheckInEntry {
  const { deviceId, capturedAt, clockOffsetMs } = body
  return {
    kind: 'check-in',
    id: person.entryId,
    deviceId,
    deviceSeq: null,
    capturedAt,
    clockOffsetMs,
    personId: person.personId,
    sessionId,
    how: person.how,
    reason: person.override ?? '',
  }
}
