import { api, ApiProblem } from '../shared/api.ts'
import { formatInstant } from '../shared/days.ts'
import type { SessionView } from './table-choice.ts'
import { people as ask } from './people.ts'
import { refusalSentence, type Card } from './visits.ts'
import { t } from './words.ts'

/** Longer than an answer takes, shorter than a queue of people notices. */
const ASK_MS = 1500

/** Why somebody may not come in now, and the card that says so. */
export type Refused = { card: Card; sentence: string }

/**
 * Letting somebody in is a question: it is asked once more when the network answers, since another phone may have let
 * them in or the session may have closed. Without an answer the check-in is a fact, which is kept and flagged.
 *
 * @returns by person, only those who are refused.
 */
export async function askAtDoor(
  session: SessionView,
  people: readonly { card: Card; hasReason: boolean }[],
  timeZone: string,
): Promise<ReadonlyMap<string, Refused>> {
  const [now, ...cards] = await Promise.all([
    unlessAway(api.get<SessionView>(`/v1/sessions/${session.id}`)),
    ...people.map(({ card }) => unlessAway(ask.card(session.id, card.person.id))),
  ])
  const refused = people.flatMap(({ card, hasReason }, at): [string, Refused][] => {
    const newest = cards[at] ?? card
    const sentence =
      (now ?? session).state === 'open' ? refusalOf(newest, hasReason, timeZone) : t('session.not-open')
    return sentence === null ? [] : [[card.person.id, { card: newest, sentence }]]
  })
  return new Map(refused)
}

function refusalOf({ visit, next }: Card, hasReason: boolean, timeZone: string): string | null {
  if (visit.checkedInAt !== null)
    return refusalSentence('visit.already-in', {
      time: formatInstant(visit.checkedInAt, timeZone).slice(11),
    })
  if (next.kind === 'due' || hasReason) return null
  return refusalSentence(next.code ?? '', next.facts)
}

/** Null when no answer comes in time. */
async function unlessAway<T>(asked: Promise<T>): Promise<T | null> {
  const timeout = new Promise<null>((done) => setTimeout(() => done(null), ASK_MS))
  const answer = asked.catch((error: unknown) => {
    if (error instanceof ApiProblem) return null
    throw error
  })
  return Promise.race([answer, timeout])
}
