import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor, Scope } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { compareTotals } from '#domain/declaration.ts'
import { Problem } from '#domain/problem.ts'
import { selectLackingDuties } from '#domain/roster-list.ts'
import type { Duty } from '#domain/roster.ts'
import { judgePunctuality } from '#domain/upload.ts'
import { overPool, transact, type Connection, type Tx } from '#db/db.ts'
import { findCampaign, type CampaignRow } from '#features/campaigns/queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { dueOf, selectDeadlines, type DeadlineRow, type ListKind } from './deadline-queries.ts'

export type OverviewView = z.infer<typeof contract.Overview>
export type OverviewRowView = OverviewView['items'][number]
export type OverviewAsked = { campaignId: string; listKind: ListKind }
export type OverviewWard = { id: string; name: string }

/** For `= ANY(…)`: one parameter, whatever its length. */
const uuids = (wards: readonly OverviewWard[]) => sql`${sql.param(wards.map(({ id }) => id))}::uuid[]`

/**
 * One snapshot on the report pool, whose role reads no name and no number: the figures of an answer fit together.
 * It looks past row-level security, so the wards are those of the actor's scope and nothing else is asked for.
 *
 * @throws Problem `not-found` when there is no such campaign.
 */
export function readWards<T>(
  deps: Deps,
  actor: Actor,
  campaignId: string,
  read: (tx: Tx, about: { campaign: CampaignRow; wards: OverviewWard[] }) => Promise<T>,
): Promise<T> {
  const scope = scopeOf(actor, 'list.read')
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  const work = async (tx: Tx) => {
    const campaign = await findCampaign(tx, campaignId)
    if (campaign === null) throw new Problem('not-found')
    return read(tx, { campaign, wards: await selectSendingWards(tx, scope, today) })
  }
  return transact(overPool(deps.database.report), work, { isolation: 'repeatable read', readOnly: true })
}

/** Wards, and in Laos the zones of health centres: those that send lists. By code. */
export async function selectSendingWards(
  db: Connection,
  scope: Scope,
  on: LocalDate,
): Promise<OverviewWard[]> {
  const reached = scope.wide ? sql`true` : sql`p.id = ANY(${sql.param(scope.wardIds)}::uuid[])`
  const { rows } = await db.execute<OverviewWard>(sql`
    SELECT p.id, n.name FROM place p JOIN place_name n ON n.place_id = p.id
    WHERE p.kind IN ('ward', 'health-centre')
      AND p.valid_from <= ${on} AND (p.valid_to IS NULL OR p.valid_to >= ${on})
      AND n.valid_from <= ${on} AND (n.valid_to IS NULL OR n.valid_to >= ${on}) AND ${reached}
    ORDER BY n.code, p.id`)
  return rows
}

/** Who has sent totals, names and staff list, who is late, and declared against uploaded. */
export function loadOverview(deps: Deps, actor: Actor, asked: OverviewAsked): Promise<OverviewView> {
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  return readWards(deps, actor, asked.campaignId, async (tx, { campaign, wards }) => {
    const deadlines = await selectDeadlines(tx, [campaign.id])
    const items = await loadOverviewRows(tx, asked, { wards, deadlines, now, today })
    return {
      campaignId: campaign.id,
      campaignName: campaign.name,
      listKind: asked.listKind,
      generatedAt: now.toISOString(),
      items,
      counts: countRows(items),
    }
  })
}

function countRows(items: readonly OverviewRowView[]): OverviewView['counts'] {
  const count = (holds: (row: OverviewRowView) => boolean) => items.filter(holds).length
  const sum = (of: (row: OverviewRowView) => number) => items.reduce((all, row) => all + of(row), 0)
  return {
    wards: items.length,
    totals: count(({ totals }) => totals.firstAt !== null),
    names: count(({ names }) => names.firstAt !== null),
    staff: count(({ staff }) => staff.firstAt !== null),
    overdue: count((row) => [row.totals, row.names, row.staff].some(({ inTime }) => inTime === 'missing')),
    declared: sum(({ totals }) => totals.total ?? 0),
    registered: sum(({ names }) => names.registered),
  }
}

type About = {
  wards: readonly OverviewWard[]
  deadlines: readonly DeadlineRow[]
  now: Date
  today: LocalDate
}

export async function loadOverviewRows(
  tx: Tx,
  asked: OverviewAsked,
  { wards, deadlines, now, today }: About,
): Promise<OverviewRowView[]> {
  const declared = await selectDeclared(tx, asked, wards)
  const sent = await selectSent(tx, asked, wards)
  const staffed = await loadStaffed(tx, asked.campaignId, wards, today)
  const state = (submission: 'totals' | 'names' | 'staff', firstAt: string | null) => {
    const dueAt = dueOf(deadlines, asked.campaignId, submission, asked.listKind)
    const doneAt = firstAt === null ? null : new Date(firstAt)
    const inTime = judgePunctuality(dueAt, doneAt, now)
    return { dueAt: dueAt?.toISOString() ?? null, inTime, firstAt: doneAt?.toISOString() ?? null }
  }
  return wards.map(({ id, name }) => {
    const totals = declared.get(id)
    const names = sent.get(id)
    const staff = staffed(id)
    const registered = names?.registered ?? 0
    const { state: comparison, difference } = compareTotals(totals?.total ?? null, registered)
    return {
      wardId: id,
      wardName: name,
      totals: {
        ...state('totals', totals?.firstAt ?? null),
        declarationId: totals?.declarationId ?? null,
        total: totals?.total ?? null,
        lastAt: totals === undefined ? null : new Date(totals.lastAt).toISOString(),
        versions: totals?.versions ?? 0,
      },
      names: {
        ...state('names', names?.firstAt ?? null),
        lists: names?.lists ?? 0,
        uploads: names?.uploads ?? 0,
        registered,
      },
      staff: { ...state('staff', staff.firstAt), ...staff.counts },
      comparison,
      difference,
    }
  })
}

type Declared = {
  wardId: string
  declarationId: string
  total: number
  firstAt: string
  lastAt: string
  versions: number
}

async function selectDeclared(
  tx: Tx,
  { campaignId, listKind }: OverviewAsked,
  wards: readonly OverviewWard[],
) {
  const { rows } = await tx.execute<Declared>(sql`
    SELECT ward_id AS "wardId", (array_agg(id ORDER BY received_at DESC, id DESC))[1] AS "declarationId",
           (array_agg(total ORDER BY received_at DESC, id DESC))[1] AS total,
           to_json(min(received_at))#>>'{}' AS "firstAt", to_json(max(received_at))#>>'{}' AS "lastAt",
           count(*)::integer AS versions
    FROM declaration WHERE campaign_id = ${campaignId} AND list_kind = ${listKind} AND ward_id = ANY(${uuids(wards)})
    GROUP BY ward_id`)
  return new Map(rows.map((row) => [row.wardId, row]))
}

type Sent = { wardId: string; lists: number; uploads: number; registered: number; firstAt: string | null }

async function selectSent(tx: Tx, { campaignId, listKind }: OverviewAsked, wards: readonly OverviewWard[]) {
  const { rows } = await tx.execute<Sent>(sql`
    WITH own AS (SELECT id, ward_id FROM list
      WHERE campaign_id = ${campaignId} AND kind = ${listKind} AND ward_id = ANY(${uuids(wards)}))
    SELECT own.ward_id AS "wardId", count(*)::integer AS lists,
           coalesce(sum(u.uploads), 0)::integer AS uploads, to_json(min(u.first_at))#>>'{}' AS "firstAt",
           (SELECT count(DISTINCT r.person_id)::integer FROM registration r JOIN own o ON o.id = r.list_id
             WHERE o.ward_id = own.ward_id AND r.state <> 'withdrawn') AS registered
    FROM own LEFT JOIN LATERAL (SELECT count(*) AS uploads, min(committed_at) AS first_at FROM upload
      WHERE list_id = own.id AND state = 'committed') u ON true
    GROUP BY own.ward_id`)
  return new Map(rows.map((row) => [row.wardId, row]))
}

type Member = { wardId: string; siteId: string; firstAt: string; accountId: string; duty: Duty }

/** Staff lists are of the campaign, whatever the kind of list; each site in force should have one with its crew on it. */
async function loadStaffed(tx: Tx, campaignId: string, wards: readonly OverviewWard[], today: LocalDate) {
  const { rows: members } = await tx.execute<Member>(sql`
    SELECT r.ward_id AS "wardId", r.site_id AS "siteId", to_json(r.received_at)#>>'{}' AS "firstAt",
           m.account_id AS "accountId", m.duty
    FROM roster r JOIN roster_member m ON m.roster_id = r.id
    WHERE r.campaign_id = ${campaignId} AND r.ward_id = ANY(${uuids(wards)})`)
  const { rows: sites } = await tx.execute<{ wardId: string; siteId: string }>(sql`
    SELECT ward_id AS "wardId", id AS "siteId" FROM site
    WHERE ward_id = ANY(${uuids(wards)}) AND valid_from <= ${today} AND (valid_to IS NULL OR valid_to >= ${today})`)
  const bySite = Map.groupBy(members, ({ siteId }) => siteId)
  const lacks = (siteId: string) =>
    selectLackingDuties((bySite.get(siteId) ?? []).map(({ accountId, duty }) => ({ key: accountId, duty })))
      .length > 0
  return (wardId: string) => {
    const own = members.filter((member) => member.wardId === wardId)
    const times = own.map(({ firstAt }) => firstAt).toSorted((a, b) => Date.parse(a) - Date.parse(b))
    return {
      firstAt: times[0] ?? null,
      counts: {
        people: new Set(own.map(({ accountId }) => accountId)).size,
        sites: new Set(own.map(({ siteId }) => siteId)).size,
        sitesLacking: sites.filter((site) => site.wardId === wardId && lacks(site.siteId)).length,
      },
    }
  }
}
