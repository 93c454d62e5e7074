import { and, inArray } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { checkParts, type PartsCheck } from '#domain/targets.ts'
import { inScope, type Tx } from '#db/db.ts'
import { target } from '#db/tables/campaigns.ts'
import { place } from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { inForce } from '#features/geography/queries.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import {
  lockCampaign,
  selectTargetGroups,
  selectTargets,
  type TargetRow,
  type TargetSource,
} from './queries.ts'

export type NewTarget = {
  placeId: string
  targetGroupId: string
  step: string
  persons: number
  source: TargetSource
  asOfOn: LocalDate
  documentNumber: string
  acceptedBy: string
}

export type TargetWarning = PartsCheck & { placeId: string; targetGroupId: string; step: string }

/**
 * Stores figures beside the older ones; the newest of a place, target group and dose holds. A row equal to it is not
 * stored again, so a repeated request changes nothing. Wards whose parts do not add up are named, not refused.
 *
 * @throws Problem `not-found`, `campaign.wrong-state`, `target.row-twice`, `target.unknown-place`,
 *   `target.unknown-group`. Rows are numbered from 1.
 */
export async function putTargets(
  deps: Deps,
  actor: Actor,
  campaignId: string,
  rows: readonly NewTarget[],
): Promise<{ stored: number; unchanged: number; warnings: TargetWarning[] }> {
  requireOnce(rows)
  for (const row of rows) requireReach(actor, 'campaign.manage', { wardId: row.placeId })
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'campaign.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    if (campaign.state === 'closed') throw new Problem('campaign.wrong-state', { state: campaign.state })
    await requireKnown(tx, campaignId, rows)
    const placeIds = [...new Set(rows.map((row) => row.placeId))]
    const current = await selectTargets(tx, { campaignId, placeIds })
    const newest = new Map(current.map((row) => [keyOf(row), row]))
    const fresh = rows.filter((row) => !isSame(newest.get(keyOf(row)), row))
    if (fresh.length > 0) {
      const stored = fresh.map((row) => ({
        ...pick(row),
        id: deps.newId(),
        campaignId,
        recordedAt: laterThan(newest.get(keyOf(row)), now),
        recordedBy: actor.accountId,
      }))
      await tx.insert(target).values(stored)
      await appendAudit(tx, actor, now, {
        action: 'putTargets',
        subjectKind: 'campaign',
        subjectId: campaignId,
        detail: { stored: fresh.length, places: placeIds.length },
      })
    }
    const on = localDateAt(now, deps.authority.timeZone)
    const warnings = await selectWarnings(tx, { campaignId, placeIds, on })
    return { stored: fresh.length, unchanged: rows.length - fresh.length, warnings }
  })
}

type Key = { placeId: string; targetGroupId: string; step: string }
const keyOf = ({ placeId, targetGroupId, step }: Key) => `${placeId} ${targetGroupId} ${step}`

function pick({
  placeId,
  targetGroupId,
  step,
  persons,
  source,
  asOfOn,
  documentNumber,
  acceptedBy,
}: NewTarget) {
  return { placeId, targetGroupId, step, persons, source, asOfOn, documentNumber, acceptedBy }
}

function isSame(newest: TargetRow | undefined, row: NewTarget): boolean {
  return (
    newest !== undefined &&
    newest.persons === row.persons &&
    newest.source === row.source &&
    newest.asOfOn === row.asOfOn &&
    newest.documentNumber === row.documentNumber &&
    newest.acceptedBy === row.acceptedBy
  )
}

/** Later than what it replaces even within one millisecond, or when the clock was put back. */
function laterThan(newest: TargetRow | undefined, now: Date): Date {
  return newest === undefined || newest.recordedAt < now ? now : new Date(newest.recordedAt.getTime() + 1)
}

function requireOnce(rows: readonly NewTarget[]): void {
  const seen = new Set<string>()
  for (const [index, row] of rows.entries()) {
    if (seen.has(keyOf(row))) throw new Problem('target.row-twice', { row: index + 1 })
    seen.add(keyOf(row))
  }
}

async function requireKnown(tx: Tx, campaignId: string, rows: readonly NewTarget[]): Promise<void> {
  const groups = new Set((await selectTargetGroups(tx, campaignId)).map((group) => group.id))
  const found = await tx
    .select({ id: place.id })
    .from(place)
    .where(
      inArray(
        place.id,
        rows.map((row) => row.placeId),
      ),
    )
  const places = new Set(found.map((row) => row.id))
  for (const [index, row] of rows.entries()) {
    if (!places.has(row.placeId)) throw new Problem('target.unknown-place', { row: index + 1 })
    if (!groups.has(row.targetGroupId)) throw new Problem('target.unknown-group', { row: index + 1 })
  }
}

/** The wards touched, whole or in part, whose parts do not add up to them. */
async function selectWarnings(
  tx: Tx,
  { campaignId, placeIds, on }: { campaignId: string; placeIds: readonly string[]; on: LocalDate },
): Promise<TargetWarning[]> {
  const touched = await tx
    .select({ id: place.id, kind: place.kind, parentId: place.parentId })
    .from(place)
    .where(inArray(place.id, [...placeIds]))
  const isPart = (kind: string) => kind === 'group' || kind === 'village'
  const wholes = [...new Set(touched.map((row) => (isPart(row.kind) ? row.parentId : row.id)))].filter(
    (id) => id !== null,
  )
  const parts = await tx
    .select({ id: place.id, parentId: place.parentId })
    .from(place)
    .where(
      and(inArray(place.parentId, wholes), inArray(place.kind, ['group', 'village']), inForce(place, on)),
    )
  const targets = await selectTargets(tx, {
    campaignId,
    placeIds: [...wholes, ...parts.map((part) => part.id)],
  })
  const persons = new Map(targets.map((row) => [keyOf(row), row.persons]))
  return targets
    .filter((row) => wholes.includes(row.placeId))
    .flatMap(({ placeId, targetGroupId, step, persons: whole }) => {
      const own = parts.filter((part) => part.parentId === placeId)
      const figures = own.map((part) => persons.get(keyOf({ placeId: part.id, targetGroupId, step })) ?? null)
      const check = checkParts(whole, figures)
      return check === null ? [] : [{ placeId, targetGroupId, step, ...check }]
    })
}
