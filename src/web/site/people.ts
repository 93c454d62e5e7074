import { signal } from '@preact/signals'
import { readPersonQuery } from '#domain/person-search/query.ts'
import { foldVisit } from '#domain/visit.ts'
import type { PackPerson } from '#domain/site-pack/pack.ts'
import { packs, type OpenPack } from '../pack/packs.ts'
import { ApiProblem } from '../shared/api.ts'
import { now } from '../shared/clock.ts'
import type { Prepared } from './entries.ts'
import { pending } from './pending.ts'
import { visits, type Card, type Identified, type MatchBody, type Matches } from './visits.ts'

/** As long as somebody waits for the service when the phone can answer by itself. */
const PATIENCE_MS = 1500
/** After a question without an answer the phone answers at once, so that nobody waits for each. */
const AWAY_MS = 10_000

/** When the service may be asked again, by the phone's clock. */
const awayUntilMs = signal(0)
addEventListener('online', () => {
  awayUntilMs.value = 0
})

const isAway = () => !navigator.onLine || now().getTime() < awayUntilMs.value

/** No answer, or none that says anything of what was asked. */
export const isUnanswered = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && (error.code === 'unreachable' || error.status >= 500)

/**
 * The service's answer; the phone's own where the service does not answer and the session's pack is open. What the
 * service refuses is refused: it has seen more.
 *
 * @throws ApiProblem
 */
export async function askOr<T>(
  sessionId: string,
  ask: () => Promise<T>,
  answer: (open: OpenPack) => T | Promise<T>,
): Promise<T> {
  const open = packs.peek().get(sessionId)
  if (open === undefined) return ask()
  if (isAway()) return answer(open)
  try {
    return await within(ask())
  } catch (error) {
    if (!isUnanswered(error)) throw error
    awayUntilMs.value = now().getTime() + AWAY_MS
    return answer(open)
  }
}

function within<T>(asked: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new ApiProblem({ code: 'unreachable', title: '' })), PATIENCE_MS)
  })
  return Promise.race([asked, tooLate]).finally(() => clearTimeout(timer))
}

/** What the tables ask about people of one session. */
export const people = {
  identify: (sessionId: string, body: Parameters<typeof visits.identify>[1]): Promise<Identified> =>
    askOr(
      sessionId,
      () => visits.identify(sessionId, body),
      (open) => open.identify(body),
    ),
  /** @param typed words and a year of birth in any order, or the end of a number. */
  search(sessionId: string, typed: string): Promise<{ items: Card[] }> {
    const { text, year } = readPersonQuery(typed)
    return askOr(
      sessionId,
      () => visits.search(sessionId, { q: text, ...(year === null ? {} : { year }) }),
      (open) => ({ items: open.search(typed) }),
    )
  },
  /** @throws ApiProblem also when the phone does not know the person. */
  card: (sessionId: string, personId: string): Promise<Card> =>
    askOr(
      sessionId,
      () => visits.card(sessionId, personId),
      (open) => {
        const card = knownCard(open, personId)
        if (card === null) throw new ApiProblem({ code: 'unreachable', title: '' })
        return card
      },
    ),
  match: (sessionId: string, body: MatchBody): Promise<Matches> =>
    askOr(
      sessionId,
      () => visits.match(sessionId, body),
      (open) => open.match(body, peopleWrittenHere(open)),
    ),
}

/** Somebody of the list, or written down on this phone and still on the way. */
export function knownCard(open: OpenPack, personId: string): Card | null {
  const listed = open.card(personId)
  if (listed !== null) return listed
  const written = writtenHere(open, personId)
  // Nobody has looked up what they had before.
  return written === null ? null : { ...open.cardOf(written), asOf: null }
}

const writtenHere = (open: OpenPack, personId: string): PackPerson | null =>
  peopleWrittenHere(open).find(({ id }) => id === personId) ?? null

/** Written down at this door, and not yet on the list of this phone. */
const peopleWrittenHere = (open: OpenPack): PackPerson[] =>
  pending.peek().flatMap(({ fact }) => (fact.kind === 'walk-in' ? [toPackPerson(open, fact)] : []))

function toPackPerson({ pack }: OpenPack, fact: Extract<Prepared, { kind: 'walk-in' }>): PackPerson {
  const {
    personId,
    fullName,
    bornOn,
    bornPrecision,
    sex,
    priorityCode,
    wardId,
    groupId,
    phone,
    identifiers,
  } = fact
  return {
    id: personId,
    mergedIds: [],
    fullName,
    bornOn,
    bornPrecision,
    sex,
    priorityCode,
    wardId,
    wardName: pack.parts.session.wards.find(({ id }) => id === wardId)?.name ?? '',
    groupId,
    groupName: '',
    phoneEnd: phone.slice(-4),
    numbers: identifiers.map(({ kind, value }) => ({ kind, end: value.slice(-4) })),
    slotTime: null,
    invitations: [],
    doses: [],
    visit: foldVisit([]),
  }
}
