import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { inScope } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import { deskScope, findChangedDose, readChangedDose } from './dose-change.ts'
import type * as contract from './review-contract.ts'
import { setWriterOf } from './the-writer.ts'

/** Takes the taking back of a dose back: a fact of its own, judged by the set writer. @throws Problem `not-found`, `conflict`. */
export async function restoreDose(
  deps: Deps,
  actor: Actor,
  doseId: string,
  { id, reason }: z.infer<typeof contract.RestoreDose>,
): Promise<z.infer<typeof contract.RestoredDose>> {
  const found = await inScope(deps.db, deskScope(actor), (tx) => findChangedDose(tx, doseId, id))
  const { personId, placeId, isDone } = found
  if (!isDone) {
    await setWriterOf(deps).writeJob({
      changes: [
        { id, doseId, kind: 'restore', reason, byId: actor.accountId, at: deps.clock().toISOString() },
      ],
      actorId: actor.accountId,
      auditFacts: [
        {
          action: 'restoreDose',
          subjectKind: 'person',
          subjectId: personId,
          placeId,
          detail: { doseId, changeId: id },
        },
      ],
    })
  }
  return readChangedDose(deps, actor, doseId)
}
