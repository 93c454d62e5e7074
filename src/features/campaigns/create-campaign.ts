import { and, eq, inArray } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { campaign, campaignProduct } from '#db/tables/campaigns.ts'
import { product } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { findCampaign, type CampaignRow } from './queries.ts'

export type NewCampaign = {
  name: string
  antigen: string
  fromOn: LocalDate
  toOn: LocalDate
  documentNumber: string
  plannerParams: Record<string, unknown>
  productIds: string[]
}

/** @throws Problem `campaign.name-taken`, `campaign.dates`, `campaign.wrong-product`. */
export async function createCampaign(deps: Deps, actor: Actor, input: NewCampaign): Promise<CampaignRow> {
  const { productIds, ...row } = input
  requireDates(row)
  const id = deps.newId()
  const scope = { ...scopeOf(actor, 'campaign.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    await requireFreeName(tx, row.name, id)
    await tx.insert(campaign).values({ ...row, id, state: 'planned' })
    await setProducts(tx, { id, antigen: row.antigen }, productIds)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'createCampaign',
      subjectKind: 'campaign',
      subjectId: id,
      detail: { antigen: row.antigen, fromOn: row.fromOn, toOn: row.toOn, products: productIds.length },
    })
    return (await findCampaign(tx, id))!
  })
}

export function requireDates({ fromOn, toOn }: { fromOn: LocalDate; toOn: LocalDate }): void {
  if (toOn < fromOn) throw new Problem('campaign.dates', { fromOn })
}

/** Two campaigns of one name cannot be told apart in a list; it also makes a repeated request harmless. */
export async function requireFreeName(tx: Tx, name: string, exceptId: string): Promise<void> {
  const rows = await tx.select({ id: campaign.id }).from(campaign).where(eq(campaign.name, name))
  if (rows.some((row) => row.id !== exceptId)) throw new Problem('campaign.name-taken')
}

/** @throws Problem `campaign.wrong-product` for one that is unknown or protects against something else. */
export async function setProducts(
  tx: Tx,
  { id, antigen }: { id: string; antigen: string },
  productIds: readonly string[],
): Promise<void> {
  const wanted = [...new Set(productIds)]
  if (wanted.length > 0) {
    const known = await tx
      .select({ id: product.id })
      .from(product)
      .where(and(inArray(product.id, wanted), eq(product.antigen, antigen)))
    if (known.length < wanted.length) throw new Problem('campaign.wrong-product', { antigen })
  }
  await tx.delete(campaignProduct).where(eq(campaignProduct.campaignId, id))
  if (wanted.length > 0)
    await tx.insert(campaignProduct).values(wanted.map((productId) => ({ campaignId: id, productId })))
}
