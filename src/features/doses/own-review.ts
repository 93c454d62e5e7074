import { and, eq, ne, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { reviewItem } from '#db/tables/reviews.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { loadReview, type Review } from './review-queries.ts'

/** Takes a question, or gives it back, so that two people do not look into one. @throws Problem `not-found`, `review.decided`, `request.stale`. */
export async function ownReview(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  take: boolean,
): Promise<Review> {
  const now = deps.clock()
  const { accountId } = actor
  return inScope(deps.db, { ...scopeOf(actor, 'review.decide'), accountId }, async (tx) => {
    const before = await loadReview(tx, now, id)
    if (before.state === 'decided') throw new Problem('review.decided')
    const changed = await tx
      .update(reviewItem)
      .set({
        state: take ? 'taken' : 'open',
        ownerId: take ? accountId : null,
        version: sql`${reviewItem.version} + 1`,
      })
      .where(and(eq(reviewItem.id, id), eq(reviewItem.version, version), ne(reviewItem.state, 'decided')))
      .returning({ id: reviewItem.id })
    if (changed.length === 0) throw new Problem('request.stale')
    await appendAudit(tx, actor, now, {
      action: 'ownReview',
      subjectKind: 'review-item',
      subjectId: id,
      placeId: before.wardId,
      detail: { take, version: version + 1 },
    })
    return loadReview(tx, now, id)
  })
}
