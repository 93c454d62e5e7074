import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { searchPeople } from '#features/registrants/person-queries.ts'
import type { Deps } from '#http/types.ts'
import { inSession } from './in-session.ts'
import { loadCards, type PersonCard } from './load-cards.ts'
import type * as contract from './visit-contract.ts'

/** People of the caller's scope by name or last digits, as cards: at most ten. @throws Problem `not-found`. */
export async function searchSession(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  { q, year }: z.infer<typeof contract.SearchPeople>,
): Promise<{ items: PersonCard[] }> {
  return inSession(deps, actor, 'person.search', sessionId, async (tx, session) => {
    const ids = await searchPeople(tx, q, year ?? null)
    const items = await loadCards(deps, tx, session, ids)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'searchSession',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: session.wardId,
      detail: { found: items.map(({ person }) => person.id) },
    })
    return { items }
  })
}

/** One card; the reading is written down. @throws Problem `not-found`. */
export async function readCard(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  personId: string,
): Promise<PersonCard> {
  return inSession(deps, actor, 'person.read', sessionId, async (tx, session) => {
    const [card] = await loadCards(deps, tx, session, [personId])
    if (card === undefined) throw new Problem('not-found')
    await appendAudit(tx, actor, deps.clock(), {
      action: 'readCard',
      subjectKind: 'person',
      subjectId: card.person.id,
      placeId: session.wardId,
      detail: { sessionId },
    })
    return card
  })
}
