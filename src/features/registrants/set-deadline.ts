import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { submissionDeadline } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { lockCampaign } from '#features/campaigns/queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { SetDeadline } from './contract.ts'
import { findDeadline, selectDeadlines, type DeadlineRow } from './deadline-queries.ts'

/**
 * By when wards send something. A later one moves it, with a reason; all of them stay readable.
 *
 * @throws Problem `not-found`, `list.campaign-closed`, `deadline.kind`, `deadline.reason`, `deadline.id-used`.
 */
export async function setDeadline(
  deps: Deps,
  actor: Actor,
  input: z.output<typeof SetDeadline>,
): Promise<DeadlineRow> {
  const now = deps.clock()
  const { id = deps.newId(), ...fields } = input
  const { campaignId, submission, listKind } = fields
  if ((submission === 'staff') !== (listKind === null)) throw new Problem('deadline.kind')
  const scope = { ...scopeOf(actor, 'campaign.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    // Two who move it at once follow one another: the second is asked for its reason.
    const campaign = await lockCampaign(tx, campaignId)
    if (campaign.state === 'closed') throw new Problem('list.campaign-closed')
    const dueAt = new Date(fields.dueAt)
    const known = await findDeadline(tx, id)
    if (known !== null) {
      const same =
        known.campaignId === campaignId &&
        known.submission === submission &&
        known.listKind === listKind &&
        known.dueAt.getTime() === dueAt.getTime()
      if (!same) throw new Problem('deadline.id-used')
      return known
    }
    const before = (await selectDeadlines(tx, [campaignId])).find(
      (row) => row.submission === submission && row.listKind === listKind,
    )
    if (before !== undefined && fields.reason.length < 3) throw new Problem('deadline.reason')
    await tx
      .insert(submissionDeadline)
      .values({ ...fields, id, dueAt, receivedAt: now, setBy: actor.accountId })
    await appendAudit(tx, actor, now, {
      action: 'setDeadline',
      subjectKind: 'campaign',
      subjectId: campaignId,
      detail: { deadlineId: id, submission, listKind, dueAt, before: before?.dueAt ?? null },
    })
    return (await findDeadline(tx, id))!
  })
}
