import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { ageCut } from '#db/tables/campaigns.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { hasCountedDoses, loadAgeCuts, lockAuthority } from './queries.ts'

/**
 * Adds an age boundary. Cells of doses are numbered by the boundaries, so none is added once doses are counted.
 *
 * @returns all boundaries. One that is there already is no change.
 * @throws Problem `age-cut.after-doses`.
 */
export async function createAgeCut(deps: Deps, actor: Actor, fromAge: number): Promise<number[]> {
  const scope = { ...scopeOf(actor, 'campaign.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    await lockAuthority(tx)
    const cuts = await loadAgeCuts(tx)
    if (cuts.includes(fromAge)) return cuts
    if (await hasCountedDoses(tx)) throw new Problem('age-cut.after-doses')
    await tx.insert(ageCut).values({ fromAge })
    await appendAudit(tx, actor, deps.clock(), {
      action: 'createAgeCut',
      subjectKind: 'age-cut',
      subjectId: null,
      detail: { fromAge },
    })
    return loadAgeCuts(tx)
  })
}
