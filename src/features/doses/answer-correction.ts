import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { canonicalJson } from '#domain/canonical-json.ts'
import { actsOf, mayAnswer } from '#domain/correction.ts'
import { Problem } from '#domain/problem.ts'
import { correctionStep } from '#db/tables/corrections.ts'
import { inScope } from '#db/db.ts'
import { violatedConstraint } from '#db/pg-error.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { officesOf, openReason } from './ask-correction.ts'
import type * as contract from './correction-contract.ts'
import { loadCorrection, selectChanges } from './correction-queries.ts'
import { readCorrection } from './read-correction.ts'

type Body = z.output<typeof contract.AnswerCorrection>

/**
 * Takes a request, gives it back, hands it to the other office, or answers it: refused with a reason, or done, naming the
 * change of the record that did it. The desk itself changes no record. Safe to send again under the same id.
 *
 * @throws Problem `not-found`, `correction.other-office`, `request.stale`, `correction.act-closed`, `correction.reason-needed`,
 *   `correction.outcome-unknown`, `conflict`.
 */
export async function answerCorrection(
  deps: Deps,
  actor: Actor,
  requestId: string,
  version: number,
  { id, act, reason, outcome }: Body,
): Promise<z.output<typeof contract.CorrectionDetail>> {
  const now = deps.clock()
  const { accountId } = actor
  const today = { now, timeZone: deps.authority.timeZone }
  await inScope(deps.db, { ...scopeOf(actor, 'correction.answer'), accountId }, async (tx) => {
    const { correction } = await loadCorrection(tx, today, requestId)
    const [same] = await tx.select().from(correctionStep).where(eq(correctionStep.id, id))
    if (same !== undefined) {
      const stored = [same.requestId, same.act, openReason(deps, same.reason), same.outcomeId]
      if (canonicalJson(stored) !== canonicalJson([requestId, act, reason, outcome?.id ?? null]))
        throw new Problem('conflict')
      return
    }
    const { person, owner, state, isElsewhere } = correction
    if (isElsewhere || !mayAnswer(owner, officesOf(actor, person.wardId)))
      throw new Problem('correction.other-office')
    if (correction.version !== version) throw new Problem('request.stale')
    if (!actsOf(state).includes(act)) throw new Problem('correction.act-closed')
    const needsReason = act === 'hand-over' || act === 'refuse'
    if (needsReason && reason.length < 3) throw new Problem('correction.reason-needed')
    if ((act === 'done') !== (outcome !== undefined)) throw new Problem('correction.outcome-unknown')
    if (outcome !== undefined) {
      const changes = await selectChanges(tx, person.id, new Date(correction.askedAt))
      if (!changes.some((one) => one.kind === outcome.kind && one.id === outcome.id))
        throw new Problem('correction.outcome-unknown')
    }
    await tx
      .insert(correctionStep)
      .values({
        id,
        requestId,
        number: version,
        act,
        reason: reason === '' ? null : deps.sealer.seal(reason),
        outcomeKind: outcome?.kind ?? null,
        outcomeId: outcome?.id ?? null,
        at: now,
        byId: accountId,
      })
      .catch((error: unknown) => {
        // Somebody else went on from the same state.
        if (violatedConstraint(error) === 'correction_step_order') throw new Problem('request.stale')
        throw error
      })
    await appendAudit(tx, actor, now, {
      action: 'answerCorrection',
      subjectKind: 'person',
      subjectId: person.id,
      placeId: person.wardId,
      detail: { requestId, act, outcome: outcome ?? null },
    })
  })
  return readCorrection(deps, actor, requestId)
}
