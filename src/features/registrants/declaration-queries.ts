import { and, desc, eq, sql, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeclarationBasis } from '#domain/declaration.ts'
import { fillWords, type Language, type Words } from '#domain/problem.ts'
import { judgePunctuality } from '#domain/upload.ts'
import type { Connection } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { campaign, targetGroup } from '#db/tables/campaigns.ts'
import { declaration } from '#db/tables/lists.ts'
import type * as contract from './contract.ts'
import { dueOf, selectDeadlines, type ListKind } from './deadline-queries.ts'

export type DeclarationView = z.infer<typeof contract.Declaration>

const codeWords: Words = { vi: 'Nhóm {code}', en: 'Group {code}', lo: 'ກຸ່ມ {code}' }
export const codeLabel = (code: string, language: Language): string =>
  fillWords(codeWords, language, { code })

export type DeclarationFilter = { id?: string; campaignId?: string; wardId?: string; listKind?: ListKind }

export async function findStoredDeclaration(db: Connection, id: string) {
  const [found] = await db.select().from(declaration).where(eq(declaration.id, id))
  return found ?? null
}

export async function findDeclaration(
  db: Connection,
  id: string,
  now: Date,
  language: Language,
): Promise<DeclarationView | null> {
  const [found] = await selectDeclarations(db, { id }, { limit: 1, before: null }, now, language)
  return found ?? null
}

// Outer columns are written out: drizzle leaves the table away where there is only one.
/** Declarations in scope, the newest first, each against the deadline that holds now; `limit` + 1 rows. */
export async function selectDeclarations(
  db: Connection,
  filter: DeclarationFilter,
  page: { limit: number; before: { at: string; id: string } | null },
  now: Date,
  language: Language,
): Promise<DeclarationView[]> {
  const conditions: (SQL | undefined)[] = [
    filter.id === undefined ? undefined : eq(declaration.id, filter.id),
    filter.campaignId === undefined ? undefined : eq(declaration.campaignId, filter.campaignId),
    filter.wardId === undefined ? undefined : eq(declaration.wardId, filter.wardId),
    filter.listKind === undefined ? undefined : eq(declaration.listKind, filter.listKind),
    page.before === null
      ? undefined
      : sql`(${declaration.receivedAt}, ${declaration.id}) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)`,
  ]
  const rows = await db
    .select({
      row: declaration,
      campaignName: campaign.name,
      declaredBy: account.fullName,
      wardName: sql<string>`coalesce((SELECT n.name FROM place_name n WHERE n.place_id = declaration.ward_id ORDER BY n.valid_from DESC LIMIT 1), '')`,
      current: sql<boolean>`NOT EXISTS (SELECT 1 FROM declaration d WHERE d.campaign_id = declaration.campaign_id
        AND d.ward_id = declaration.ward_id AND d.list_kind = declaration.list_kind
        AND (d.received_at, d.id) > (declaration.received_at, declaration.id))`,
    })
    .from(declaration)
    .innerJoin(campaign, eq(campaign.id, declaration.campaignId))
    .innerJoin(account, eq(account.id, declaration.declaredBy))
    .where(and(...conditions))
    .orderBy(desc(declaration.receivedAt), desc(declaration.id))
    .limit(page.limit + 1)
  const campaignIds = [...new Set(rows.map(({ row }) => row.campaignId))]
  const deadlines = await selectDeadlines(db, campaignIds)
  const groups = await loadGroupNames(db, rows)
  return rows.map(({ row, ...names }) => {
    const listKind = row.listKind as ListKind
    const basis = row.basis as DeclarationBasis
    const dueAt = dueOf(deadlines, row.campaignId, 'totals', listKind)
    const { numbers, receivedAt, ...rest } = row
    return {
      ...rest,
      ...names,
      listKind,
      basis,
      numbers: Object.entries(numbers).map(([key, persons]) => ({
        key,
        persons,
        label: basis === 'code' ? codeLabel(key, language) : (groups.get(key) ?? key),
      })),
      receivedAt: receivedAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      inTime: judgePunctuality(dueAt, receivedAt, now),
    }
  })
}

async function loadGroupNames(
  db: Connection,
  rows: readonly { row: { basis: string } }[],
): Promise<Map<string, string>> {
  if (rows.every(({ row }) => row.basis === 'code')) return new Map()
  const groups = await db.select({ id: targetGroup.id, name: targetGroup.name }).from(targetGroup)
  return new Map(groups.map(({ id, name }) => [id, name]))
}
