import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { dose, doseChange, doseStanding } from '#db/tables/doses.ts'
import { inScope, type ScopeSetting, type Tx } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { RestoredDose } from './review-contract.ts'

/** What a change of a recorded dose by its desk begins and ends with; between them the set writer writes it. */

export const deskScope = (actor: Actor): ScopeSetting => ({
  ...scopeOf(actor, 'review.decide'),
  accountId: actor.accountId,
})

export type ChangedDose = { personId: string; placeId: string | null; isDone: boolean }

/**
 * @param id of the change, made by the client: the same again is done already.
 * @throws Problem `not-found`, `conflict` where it changed another dose.
 */
export async function findChangedDose(tx: Tx, doseId: string, id: string): Promise<ChangedDose> {
  const [row] = await tx
    .select({ personId: dose.personId, placeId: dose.wardId })
    .from(dose)
    .where(eq(dose.id, doseId))
  if (row === undefined) throw new Problem('not-found')
  const [same] = await tx.select({ doseId: doseChange.doseId }).from(doseChange).where(eq(doseChange.id, id))
  if (same !== undefined && same.doseId !== doseId) throw new Problem('conflict')
  return { ...row, isDone: same !== undefined }
}

/** How the dose stands after it. */
export async function readChangedDose(
  deps: Deps,
  actor: Actor,
  doseId: string,
): Promise<z.output<typeof RestoredDose>> {
  const [standing] = await inScope(deps.db, deskScope(actor), (tx) =>
    tx.select().from(doseStanding).where(eq(doseStanding.doseId, doseId)),
  )
  const { step, dayRank, flags } = standing!
  return { doseId, step, dayRank, flags }
}
