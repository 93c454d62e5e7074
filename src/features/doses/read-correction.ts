import type { z } from 'zod'
import { mayAnywhere, type Actor } from '#domain/access.ts'
import { mayAnswer } from '#domain/correction.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { officesOf, openPhoto, openReason, openSaid } from './ask-correction.ts'
import type * as contract from './correction-contract.ts'
import {
  loadCorrection,
  selectChanges,
  selectSteps,
  type MadeChange,
  type StepRow,
} from './correction-queries.ts'

/**
 * One request with what was said, what was done with it, and what was changed in the record since. The reading is audited.
 *
 * @throws Problem `not-found`.
 */
export async function readCorrection(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<z.output<typeof contract.CorrectionDetail>> {
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'correction.ask'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const today = { now, timeZone: deps.authority.timeZone }
    const { correction, said, photo } = await loadCorrection(tx, today, id)
    const { person, askedAt, owner, isElsewhere } = correction
    const changes = await selectChanges(tx, person.id, new Date(askedAt))
    const steps = await selectSteps(tx, id)
    await appendAudit(tx, actor, now, {
      action: 'readCorrection',
      subjectKind: 'person',
      subjectId: person.id,
      placeId: person.wardId,
      detail: { requestId: id },
    })
    return {
      ...correction,
      ...openSaid(deps, said),
      photo: openPhoto(deps, photo),
      steps: steps.map((step) => ({
        act: step.act,
        at: step.at.toISOString(),
        byName: step.byName ?? '',
        reason: openReason(deps, step.reason),
        outcome: outcomeOf(step, changes),
      })),
      changes,
      mayAnswer:
        !isElsewhere &&
        mayAnywhere(actor, 'correction.answer') &&
        mayAnswer(owner, officesOf(actor, person.wardId)),
    }
  })
}

/** A change that who asks may not see is named by its kind alone. */
function outcomeOf(step: StepRow, changes: readonly MadeChange[]): MadeChange | null {
  const { outcomeKind: kind, outcomeId: id } = step
  if (kind === null || id === null) return null
  const known = changes.find((one) => one.kind === kind && one.id === id)
  return known ?? { kind, id, what: '', at: step.at.toISOString(), byName: null }
}
