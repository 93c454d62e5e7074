import { desc, ne } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { overPool, transact, type Tx } from '#db/db.ts'
import { campaign } from '#db/tables/campaigns.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { selectDeadlines, type ListKind } from './deadline-queries.ts'
import { loadOverviewRows, selectSendingWards, type OverviewRowView } from './load-overview.ts'

export type OwedView = z.infer<typeof contract.Owed>

/** More campaigns than these do not run at once. */
const CAMPAIGNS_MAX = 20

/** All that one's own wards send by a deadline, sent or not; the nearest deadline first. */
export function loadOwed(deps: Deps, actor: Actor): Promise<OwedView[]> {
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  const work = async (tx: Tx) => {
    const campaigns = await tx
      .select({ id: campaign.id, name: campaign.name })
      .from(campaign)
      .where(ne(campaign.state, 'closed'))
      .orderBy(desc(campaign.fromOn), desc(campaign.id))
      .limit(CAMPAIGNS_MAX)
    const deadlines = await selectDeadlines(
      tx,
      campaigns.map(({ id }) => id),
    )
    const wards = await selectSendingWards(tx, scopeOf(actor, 'list.upload'), today)
    const owed: OwedView[] = []
    for (const { id: campaignId, name: campaignName } of campaigns) {
      const set = deadlines.filter((row) => row.campaignId === campaignId)
      const kinds = new Set(set.flatMap(({ listKind }) => (listKind === null ? [] : [listKind as ListKind])))
      // The staff list belongs to no kind: it is told once.
      const asked = kinds.size === 0 && set.length > 0 ? ['ward' as const] : [...kinds]
      for (const [at, listKind] of asked.entries()) {
        const rows = await loadOverviewRows(tx, { campaignId, listKind }, { wards, deadlines, now, today })
        for (const row of rows) owed.push(...owedOf(row, { campaignId, campaignName, listKind }, at === 0))
      }
    }
    return owed.toSorted(
      (a, b) => a.dueAt.localeCompare(b.dueAt) || a.wardName.localeCompare(b.wardName, 'vi'),
    )
  }
  return transact(overPool(deps.database.report), work, { isolation: 'repeatable read', readOnly: true })
}

function owedOf(
  row: OverviewRowView,
  of: { campaignId: string; campaignName: string; listKind: ListKind },
  withStaff: boolean,
): OwedView[] {
  const { wardId, wardName } = row
  const told = withStaff ? (['totals', 'names', 'staff'] as const) : (['totals', 'names'] as const)
  return told.flatMap((submission) => {
    const { dueAt, inTime, firstAt } = row[submission]
    if (dueAt === null) return []
    const listKind = submission === 'staff' ? null : of.listKind
    return [{ ...of, wardId, wardName, submission, listKind, dueAt, inTime, doneAt: firstAt }]
  })
}
