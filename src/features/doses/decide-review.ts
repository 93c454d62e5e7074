import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { answersOf } from '#domain/vaccination/review.ts'
import { quarantine, receipt } from '#db/tables/doses.ts'
import { reviewDecision } from '#db/tables/reviews.ts'
import { inScope, type Tx } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './review-contract.ts'
import { loadReview, type Review } from './review-queries.ts'
import { openWaiting } from './set-writer/set-writer.ts'
import type { NewDecision, Offered } from './set-writer/types.ts'
import type { SetJob } from './set-writer/write-set.ts'
import { setWriterOf } from './the-writer.ts'

type Body = z.infer<typeof contract.DecideReview>

/**
 * Answers a question. The decision is a fact like any other: it goes through the set writer, and the doses of the person
 * are judged again with it.
 *
 * @param version of the question as it was read; null from who does not say: another dose may have come since.
 * @throws Problem `not-found`, `request.stale`, `review.decided`, `review.wrong-decision`, `review.still-held`.
 */
export async function decideReview(
  deps: Deps,
  actor: Actor,
  itemId: string,
  version: number | null,
  body: Body,
): Promise<Review> {
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'review.decide'), accountId: actor.accountId }
  const asked = await inScope(deps.db, scope, async (tx) => {
    const item = await loadReview(tx, now, itemId)
    const [same] = await tx.select().from(reviewDecision).where(eq(reviewDecision.id, body.id))
    if (same !== undefined && same.itemId === itemId) return { item, job: null }
    if (item.state === 'decided' || same !== undefined) throw new Problem('review.decided')
    if (version !== null && item.version !== version) throw new Problem('request.stale')
    requireAnswer(item, body)
    const waiting = body.decision === 'released' ? await openHeld(tx, deps, item.subjectKey) : null
    return { item, job: makeJob(item, body, actor, now, waiting) }
  })
  if (asked.job !== null) await setWriterOf(deps).writeJob(asked.job)
  return inScope(deps.db, scope, (tx) => loadReview(tx, now, itemId))
}

function requireAnswer({ kind, doses }: Review, { decision, doseId, countedDoseIds }: Body): void {
  const wrong = new Problem('review.wrong-decision', { kind })
  if (!answersOf(kind).includes(decision)) throw wrong
  const own = new Set(doses.map((dose) => dose.doseId))
  const needsDose = decision === 'this-one-counts' || decision === 'voided'
  if (needsDose && (doseId === undefined || !own.has(doseId))) throw wrong
  if (decision !== 'really-two') return
  if (countedDoseIds === undefined || !countedDoseIds.every((id) => own.has(id))) throw wrong
}

async function openHeld(tx: Tx, deps: Deps, receiptId: string): Promise<Offered> {
  const [row] = await tx
    .select({ authorId: receipt.authorId, deviceId: receipt.deviceId, payload: quarantine.payload })
    .from(receipt)
    .innerJoin(quarantine, eq(quarantine.receiptId, receipt.id))
    .where(eq(receipt.id, receiptId))
  if (row === undefined) throw new Problem('not-found')
  return openWaiting({ ...row, payload: row.payload.toString('hex') }, deps)
}

function makeJob(
  item: Review,
  body: Body,
  actor: Actor,
  now: Date,
  waiting: Offered | null,
): Partial<SetJob> {
  const at = now.toISOString()
  const { decision, reason } = body
  const doseId = decision === 'voided' || decision === 'this-one-counts' ? (body.doseId ?? null) : null
  const countedDoseIds =
    decision === 'this-one-counts' && doseId !== null
      ? [doseId]
      : decision === 'really-two'
        ? (body.countedDoseIds ?? [])
        : []
  const fact: NewDecision = {
    id: body.id,
    itemId: item.id,
    personId: item.personId,
    decision,
    doseId,
    facts: { seen: item.seen, countedDoseIds },
    reason,
    byId: actor.accountId,
    at,
  }
  const isHeld = item.kind === 'quarantine'
  const outcome = decision === 'released' ? ('accepted' as const) : ('set-aside' as const)
  const release = { receiptId: item.subjectKey, outcome, reason, byId: actor.accountId, at }
  return {
    entries: waiting === null ? [] : [waiting],
    releasedIds: new Set(waiting === null ? [] : [item.subjectKey]),
    releases: isHeld ? [release] : [],
    decisions: [fact],
    changes:
      decision === 'voided' && doseId !== null
        ? [{ id: body.id, doseId, kind: 'void', reason, byId: actor.accountId, at }]
        : [],
    personIds: item.personId === null ? [] : [item.personId],
    // What follows from a person's doses closes by itself when the judge asks no more.
    closedItemIds: item.personId === null ? [item.id] : [],
    actorId: actor.accountId,
    auditFacts: [
      {
        action: 'decideReview',
        subjectKind: 'review-item',
        subjectId: item.id,
        placeId: item.wardId,
        detail: { kind: item.kind, decision, doseId, countedDoseIds, personId: item.personId },
      },
    ],
  }
}
