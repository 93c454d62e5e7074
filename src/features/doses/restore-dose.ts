import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { dose, doseChange, doseStanding } from '#db/tables/doses.ts'
import { inScope } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './review-contract.ts'
import { setWriterOf } from './the-writer.ts'

/** Takes the taking back of a dose back: a fact of its own, judged by the set writer. @throws Problem `not-found`, `conflict`. */
export async function restoreDose(
  deps: Deps,
  actor: Actor,
  doseId: string,
  { id, reason }: z.infer<typeof contract.RestoreDose>,
): Promise<z.infer<typeof contract.RestoredDose>> {
  const scope = { ...scopeOf(actor, 'review.decide'), accountId: actor.accountId }
  const found = await inScope(deps.db, scope, async (tx) => {
    const [row] = await tx
      .select({ personId: dose.personId, wardId: dose.wardId })
      .from(dose)
      .where(eq(dose.id, doseId))
    if (row === undefined) throw new Problem('not-found')
    const [same] = await tx
      .select({ doseId: doseChange.doseId })
      .from(doseChange)
      .where(eq(doseChange.id, id))
    if (same !== undefined && same.doseId !== doseId) throw new Problem('conflict')
    return { ...row, isDone: same !== undefined }
  })
  const { personId, wardId: placeId, isDone } = found
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
  const [standing] = await inScope(deps.db, scope, (tx) =>
    tx.select().from(doseStanding).where(eq(doseStanding.doseId, doseId)),
  )
  const { step, dayRank, flags } = standing!
  return { doseId, step, dayRank, flags }
}
