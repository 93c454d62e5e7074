import { authority } from '#db/tables/accounts.ts'
import { transact } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'

/**
 * Says by hand that the database was put back from a backup, where the service cannot see it by itself (a dump loaded
 * into the same server, a hosted database). Every phone then offers again what it sent in the last 14 days; what is
 * there already is answered as a duplicate. Said without need it costs traffic and nothing else.
 *
 * @returns the new timeline.
 */
export async function announceRestore(deps: Pick<Deps, 'db' | 'clock' | 'newId'>): Promise<string> {
  const timelineId = deps.newId()
  return transact(deps.db, async (tx) => {
    const [changed] = await tx.update(authority).set({ timelineId }).returning({ id: authority.id })
    if (changed === undefined) throw new Error('There is no authority yet: nothing was restored')
    await appendAudit(tx, null, deps.clock(), {
      action: 'announceRestore',
      subjectKind: 'authority',
      subjectId: changed.id,
      detail: { timelineId },
    })
    return timelineId
  })
}
