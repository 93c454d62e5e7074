import type { Actor, Permission } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { inScope, type Tx } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'

/** Who does it, when, on which day of the authority; and new ids for what comes of it. */
export type By = { accountId: string; at: Date; onDay: LocalDate; newId: () => string }

/** One transaction of a person at the stock, within the scope of the permission. */
export function asPerson<T>(
  deps: Deps,
  actor: Actor,
  permission: Permission,
  work: (tx: Tx, by: By) => Promise<T>,
): Promise<T> {
  const { accountId } = actor
  return inScope(deps.db, { ...scopeOf(actor, permission), accountId }, (tx) => {
    const at = deps.clock()
    return work(tx, { accountId, at, onDay: localDateAt(at, deps.authority.timeZone), newId: deps.newId })
  })
}
