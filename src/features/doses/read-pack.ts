import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { sessionWindow } from '#domain/session-window.ts'
import type { Tx } from '#db/db.ts'
import { authority } from '#db/tables/accounts.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { inSession, type LoadedSession } from './in-session.ts'
import type * as contract from './pack-contract.ts'
import { openCursor, sealCursor, tagOf, type PackCursor } from './pack-cursor.ts'
import { loadPackParts, type PackParts } from './pack-parts.ts'
import { loadPackPeople } from './pack-people.ts'
import { countPackPeople, readSnapshot, selectGoneIds, selectPackIds } from './pack-queries.ts'

type SitePack = z.infer<typeof contract.SitePack>
type Query = z.infer<typeof contract.PackQuery>

const noParts = { session: null, rules: null, invitations: null }

/**
 * What a phone of the crew carries for its session, page by page; with the cursor of the last page, what has changed
 * since. A pack that begins anew is written down, what follows it is part of it.
 *
 * @returns also a tag of the content: the same as before means that nothing has changed.
 * @throws Problem `forbidden`, `not-found`, `pack.not-now`.
 */
export function readPack(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  { cursor, limit }: Query,
): Promise<{ pack: SitePack; tag: string }> {
  const { sealer, database, clock } = deps
  const owner = `${actor.accountId}\n${sessionId}`
  return inSession(deps, actor, 'pack.read', sessionId, async (tx, session) => {
    const asOf = clock()
    requireWindow(deps, session, asOf)
    const timelineId = await readTimeline(tx)
    // Before anything else is read: what is committed after it comes again with the next question.
    const snapshot = await readSnapshot(database.writer)
    const had = openCursor(sealer, owner, cursor)
    const at = follow(had, { timelineId, snapshot })
    const isFirst = at.afterId === null
    const ids = await selectPackIds(
      database.writer,
      { sessionId, afterId: at.afterId, limit: limit + 1 },
      at.since,
    )
    const hasMore = ids.length > limit
    const asked = ids.slice(0, limit)
    const people = await loadPackPeople(deps, tx, session, asked)
    const seen = new Set(people.map(({ id }) => id))
    const hidden = asked.filter((id) => !seen.has(id))
    const gone = isFirst && at.since !== null ? await selectGoneIds(database.writer, sessionId, at.since) : []
    const removedIds = at.since === null ? [] : [...gone, ...hidden]
    const loaded = isFirst ? await loadPackParts(deps, tx, actor, session) : null
    const parts = loaded === null ? noParts : unlessKnown(loaded, at.tags)
    const tags = loaded === null ? at.tags : tagsOf(loaded)
    const isWhole = isFirst && at.since === null
    if (isWhole)
      await appendAudit(tx, actor, asOf, {
        action: 'readPack',
        subjectKind: 'session',
        subjectId: sessionId,
        placeId: session.wardId,
        detail: { people: await countPackPeople(database.writer, sessionId) },
      })
    const content = { timelineId, isWhole, hasMore, parts, people, removedIds }
    const next: PackCursor = hasMore
      ? { ...at, afterId: asked.at(-1)!, tags }
      : { timelineId, since: at.snapshot, snapshot: at.snapshot, afterId: null, tags }
    // Nothing new: the same question next time, so that its answer can be known to be the same.
    const isSame = !isWhole && cursor !== undefined && isEmpty(content)
    const nextCursor = isSame ? cursor : sealCursor(sealer, owner, next)
    return { pack: { ...content, asOf: asOf.toISOString(), cursor: nextCursor }, tag: tagOf(content) }
  })
}

/** Where to read on. A cursor of another timeline, or of a time that this server has not reached, begins anew. */
function follow(had: PackCursor | null, now: Pick<PackCursor, 'timelineId' | 'snapshot'>): PackCursor {
  const isOurs = had !== null && had.timelineId === now.timelineId
  if (!isOurs || BigInt(had.snapshot) > BigInt(now.snapshot))
    return { ...now, since: null, afterId: null, tags: {} }
  return had.afterId === null ? { ...had, snapshot: now.snapshot } : had
}

/** @throws Problem `pack.not-now`. */
function requireWindow({ authority: { timeZone } }: Deps, session: LoadedSession, now: Date): void {
  const { validFrom, validTo } = sessionWindow(session, timeZone, now)
  if (now < validFrom || now >= validTo) throw new Problem('pack.not-now', { day: session.sessionOn })
}

async function readTimeline(tx: Tx): Promise<string> {
  const [here] = await tx.select({ timelineId: authority.timelineId }).from(authority)
  return here!.timelineId
}

const tagsOf = (parts: PackParts): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, tagOf(part)]))

/** Rules and keys change once a campaign: a phone that has them is not sent them again. */
function unlessKnown(parts: PackParts, had: Record<string, string>): SitePack['parts'] {
  const now = tagsOf(parts)
  return {
    session: now['session'] === had['session'] ? null : parts.session,
    rules: now['rules'] === had['rules'] ? null : parts.rules,
    invitations: now['invitations'] === had['invitations'] ? null : parts.invitations,
  }
}

function isEmpty({ parts, people, removedIds }: Pick<SitePack, 'parts' | 'people' | 'removedIds'>): boolean {
  return people.length === 0 && removedIds.length === 0 && Object.values(parts).every((part) => part === null)
}
