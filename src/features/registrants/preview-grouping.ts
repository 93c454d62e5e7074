import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { inScope } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './grouping-contract.ts'
import { loadGrouping, scopeOfGrouping, type GroupingAsked } from './load-grouping.ts'

/** How many would get which group; nobody is named. @throws Problem `not-found`, `person.place-unknown`. */
export function previewGrouping(
  deps: Deps,
  actor: Actor,
  asked: GroupingAsked,
): Promise<z.infer<typeof contract.GroupingPreview>> {
  return inScope(
    deps.db,
    scopeOfGrouping(actor, asked),
    async (tx) => {
      const { given: _given, ...counts } = await loadGrouping(tx, deps, asked)
      return counts
    },
    { readOnly: true },
  )
}
