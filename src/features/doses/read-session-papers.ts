import { eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { screeningFormHead } from '#domain/screening-form.ts'
import { person } from '#db/tables/registrants.ts'
import { site } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { keysOf, selectSessionPeople } from '#features/sessions/people-queries.ts'
import { decodeCursor, toPage, type pageQuery } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { inSession } from './in-session.ts'
import { loadCards } from './load-cards.ts'
import type * as contract from './visit-contract.ts'

/**
 * What is printed the evening before: who is called, by hour, with what they are due, and what their forms need. A page
 * of people at a time, each page written down like every reading of people.
 *
 * @throws Problem `not-found`.
 */
export async function readSessionPapers(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  query: z.infer<typeof pageQuery>,
): Promise<z.infer<typeof contract.SessionPapers>> {
  const after = decodeCursor(query.cursor, 2)
  return inSession(deps, actor, 'person.read', sessionId, async (tx, session) => {
    const page = {
      limit: query.limit,
      after: after && { hour: String(after[0]), personId: String(after[1]) },
    }
    const rows = await selectSessionPeople(tx, session, page)
    const { items, nextCursor } = toPage(rows, query.limit, keysOf)
    const called = items.filter(({ how }) => how === 'planned' || how === 'called')
    const ids = called.map(({ personId }) => personId)
    const cards = new Map((await loadCards(deps, tx, session, ids)).map((card) => [card.person.id, card]))
    const addresses = await tx
      .select({ id: person.id, canonicalId: person.canonicalId, address: person.address })
      .from(person)
      .where(inArray(person.id, ids))
    const known = new Map(addresses.map((row) => [row.id, row]))
    const [place] = await tx.select({ name: site.name }).from(site).where(eq(site.id, session.siteId))
    await appendAudit(tx, actor, deps.clock(), {
      action: 'readSessionPapers',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: session.wardId,
      detail: { rows: called.length },
    })
    return {
      ...screeningFormHead(),
      siteName: place!.name,
      sessionOn: session.sessionOn,
      people: called.flatMap(({ personId, slotTime }) => {
        const row = known.get(personId)
        const card = row && cards.get(row.canonicalId)
        return card === undefined || row === undefined ? [] : [{ card, address: row.address, slotTime }]
      }),
      nextCursor,
    }
  })
}
