import { and, asc, count, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import { Problem } from '#domain/problem.ts'
import type { Connection, Tx } from '#db/db.ts'
import { authority } from '#db/tables/accounts.ts'
import { ageCut, campaign, campaignProduct, target, targetGroup } from '#db/tables/campaigns.ts'
import { coverageWard } from '#db/tables/counters.ts'
import { placeWithin } from '#db/tables/geography.ts'

export type CampaignState = 'planned' | 'open' | 'closed'

const productIds = sql<string[]>`ARRAY(
  SELECT cp.product_id::text FROM campaign_product cp WHERE cp.campaign_id = campaign.id ORDER BY cp.product_id)`

const columns = {
  id: campaign.id,
  name: campaign.name,
  antigen: campaign.antigen,
  fromOn: campaign.fromOn,
  toOn: campaign.toOn,
  state: sql<CampaignState>`${campaign.state}`,
  documentNumber: campaign.documentNumber,
  plannerParams: campaign.plannerParams,
  productIds,
  version: campaign.version,
}

/** Newest first. */
export function selectCampaigns(
  db: Connection,
  page: { limit: number; after: { fromOn: string; id: string } | null },
) {
  return db
    .select(columns)
    .from(campaign)
    .where(
      page.after === null
        ? undefined
        : sql`(${campaign.fromOn}, ${campaign.id}) < (${page.after.fromOn}::date, ${page.after.id}::uuid)`,
    )
    .orderBy(desc(campaign.fromOn), desc(campaign.id))
    .limit(page.limit + 1)
}

export type CampaignRow = Awaited<ReturnType<typeof selectCampaigns>>[number]

export async function findCampaign(db: Connection, id: string): Promise<CampaignRow | null> {
  const [row] = await db.select(columns).from(campaign).where(eq(campaign.id, id))
  return row ?? null
}

/** Locks the campaign for an edit. @throws Problem `not-found`, `request.stale`. */
export async function lockCampaign(tx: Tx, id: string, version?: number): Promise<CampaignRow> {
  const [row] = await tx.select(columns).from(campaign).where(eq(campaign.id, id)).for('no key update')
  if (row === undefined) throw new Problem('not-found')
  if (version !== undefined && row.version !== version) throw new Problem('request.stale')
  return row
}

/** One change at a time to what the whole authority shares: its rules, its age boundaries. */
export async function lockAuthority(tx: Tx): Promise<void> {
  await tx.select({ id: authority.id }).from(authority).for('no key update')
}

/** What the campaign gives, as ids of products. */
export async function selectCampaignProductIds(db: Connection, campaignId: string): Promise<string[]> {
  const rows = await db
    .select({ id: campaignProduct.productId })
    .from(campaignProduct)
    .where(eq(campaignProduct.campaignId, campaignId))
    .orderBy(asc(campaignProduct.productId))
  return rows.map((row) => row.id)
}

/** Age boundaries in order, 0 left out: everybody is above it. */
export async function loadAgeCuts(db: Connection): Promise<number[]> {
  const rows = await db.select({ fromAge: ageCut.fromAge }).from(ageCut).orderBy(asc(ageCut.fromAge))
  return rows.map((row) => row.fromAge)
}

/** Is any dose counted? Its age cell was cut by the boundaries of its day. */
export async function hasCountedDoses(db: Connection): Promise<boolean> {
  const [row] = await db.select({ found: count() }).from(coverageWard).limit(1)
  return (row?.found ?? 0) > 0
}

export function selectTargetGroups(db: Connection, campaignId: string) {
  return db
    .select()
    .from(targetGroup)
    .where(eq(targetGroup.campaignId, campaignId))
    .orderBy(asc(targetGroup.ageFrom), asc(targetGroup.name), asc(targetGroup.id))
}

export async function findTargetGroup(db: Connection, id: string) {
  const [row] = await db.select().from(targetGroup).where(eq(targetGroup.id, id))
  return row ?? null
}

export type TargetSource = 'assigned' | 'list' | 'population'

export type TargetFilter = {
  campaignId: string
  placeIds?: readonly string[]
  within?: string
  targetGroupId?: string
  /** As the targets stood then. */
  recordedBefore?: Date
}

/** The newest figure of each place, target group and dose. */
export async function selectTargets(
  db: Connection,
  filter: TargetFilter,
  page?: { limit: number; after: { placeId: string; targetGroupId: string; step: string } | null },
) {
  const { campaignId, placeIds, within, targetGroupId, recordedBefore } = filter
  const below =
    within === undefined
      ? undefined
      : db.select({ id: placeWithin.placeId }).from(placeWithin).where(eq(placeWithin.ancestorId, within))
  const after = page?.after ?? null
  const query = db
    .selectDistinctOn([target.placeId, target.targetGroupId, target.step], {
      placeId: target.placeId,
      targetGroupId: target.targetGroupId,
      step: target.step,
      persons: target.persons,
      source: sql<TargetSource>`${target.source}`,
      asOfOn: target.asOfOn,
      documentNumber: target.documentNumber,
      acceptedBy: target.acceptedBy,
      recordedAt: target.recordedAt,
    })
    .from(target)
    .where(
      and(
        eq(target.campaignId, campaignId),
        placeIds === undefined ? undefined : inArray(target.placeId, [...placeIds]),
        below === undefined ? undefined : inArray(target.placeId, below),
        targetGroupId === undefined ? undefined : eq(target.targetGroupId, targetGroupId),
        recordedBefore === undefined ? undefined : lt(target.recordedAt, recordedBefore),
        after === null
          ? undefined
          : sql`(${target.placeId}, ${target.targetGroupId}, ${target.step}) > (${after.placeId}::uuid, ${after.targetGroupId}::uuid, ${after.step})`,
      ),
    )
    .orderBy(target.placeId, target.targetGroupId, target.step, desc(target.recordedAt), desc(target.id))
  return page === undefined ? query : query.limit(page.limit + 1)
}

export type TargetRow = Awaited<ReturnType<typeof selectTargets>>[number]
