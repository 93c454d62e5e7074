import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Connection } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { exportQuota, requireQuota } from '#features/accounts/hourly-quota.ts'
import { findCampaign, selectTargetGroups } from '#features/campaigns/queries.ts'
import { findPlace, selectCollaboratorPosts } from '#features/geography/queries.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './missing-contract.ts'
import { belongsTo, selectOutermost, type Group } from './target-cells.ts'

/** A residential group has a few hundred people; a whole ward of them is still one walk of several days. */
const PEOPLE_MAX = 5000

/**
 * Who of a ward, or of one of its residential groups, still lacks a dose: by name, for a visit. Counted and written down
 * like every list of names that leaves the house.
 *
 * @throws Problem `not-found`, `export.quota`, `export.too-many`.
 */
export async function listMissingPeople(
  deps: Deps,
  actor: Actor,
  query: z.output<typeof contract.missingQuery>,
): Promise<z.output<typeof contract.MissingPeople>> {
  const { campaign: campaignId, wardId, groupId, group, step } = query
  requireReach(actor, 'person.export', { wardId })
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  const scope = { wide: false, wardIds: [wardId], siteIds: [], sessionIds: [], accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    await requireQuota(tx, actor, now, exportQuota)
    const campaign = await findCampaign(tx, campaignId)
    const ward = await findPlace(tx, wardId, today)
    const residential = groupId === undefined ? null : await findPlace(tx, groupId, today)
    if (campaign === null || ward === null) throw new Problem('not-found')
    if (groupId !== undefined && residential?.parentId !== wardId) throw new Problem('not-found')
    const groups: Group[] = await selectTargetGroups(tx, campaignId)
    const chosen = group === undefined ? selectOutermost(groups) : groups.filter(({ id }) => id === group)
    if (group !== undefined && chosen.length === 0) throw new Problem('not-found')
    const items = await selectMissing(tx, {
      wardId,
      groupId: groupId ?? null,
      antigen: campaign.antigen,
      step,
      campaignId,
      groups: chosen,
      today,
    })
    if (items.length > PEOPLE_MAX) throw new Problem('export.too-many', { limit: PEOPLE_MAX })
    const posts = groupId === undefined ? [] : (await selectCollaboratorPosts(tx, groupId)).items
    const isPosted = ({ validFrom, validTo }: (typeof posts)[number]) =>
      validFrom <= today && (validTo === null || validTo >= today)
    await appendAudit(tx, actor, now, {
      action: 'listMissingPeople',
      subjectKind: 'campaign',
      subjectId: campaignId,
      placeId: groupId ?? wardId,
      detail: { step, rows: items.length },
    })
    return {
      campaignId,
      step,
      ward: { id: ward.id, name: ward.name },
      group: residential === null ? null : { id: residential.id, name: residential.name },
      collaborators: posts.filter(isPosted).map(({ fullName }) => fullName),
      generatedAt: now.toISOString(),
      items,
    }
  })
}

type Wanted = {
  wardId: string
  groupId: string | null
  campaignId: string
  antigen: string
  step: string
  groups: readonly Group[]
  today: LocalDate
}

type Row = z.output<typeof contract.MissingPeople>['items'][number]

async function selectMissing(db: Connection, wanted: Wanted): Promise<Row[]> {
  const { wardId, groupId, campaignId, antigen, step, groups, today } = wanted
  const inGroup = groupId === null ? sql`true` : sql`p.group_id = ${groupId}`
  const { rows } = await db.execute<Row>(sql`
    SELECT p.id, p.full_name AS "fullName", p.born_on AS "bornOn", p.born_precision AS "bornPrecision", p.sex, p.phone,
           p.address, coalesce(g.name, '') AS "groupName", last.step AS "lastStep", last.given_on AS "lastGivenOn",
           tried.outcome AS "lastOutcome", tried.on_day AS "lastOutcomeOn"
    FROM person p
    LEFT JOIN LATERAL (SELECT n.name, n.code FROM place_name n WHERE n.place_id = p.group_id AND n.valid_from <= ${today}
                       ORDER BY n.valid_from DESC LIMIT 1) g ON true
    LEFT JOIN LATERAL (SELECT s.step, s.given_on FROM dose_standing s
                       WHERE s.person_id = p.id AND s.antigen = ${antigen} AND s.step IS NOT NULL
                       ORDER BY s.given_on DESC LIMIT 1) last ON true
    LEFT JOIN LATERAL (
      SELECT e.outcome, e.on_day FROM (
        SELECT f.reason AS outcome, v.session_on AS on_day, f.at FROM not_given f JOIN session v ON v.id = f.session_id
        WHERE f.person_id = p.id AND v.campaign_id = ${campaignId}
        UNION ALL
        SELECT f.outcome, v.session_on, f.at FROM screening f JOIN session v ON v.id = f.session_id
        WHERE f.person_id = p.id AND v.campaign_id = ${campaignId} AND f.outcome IN ('deferred', 'contraindicated', 'referred')
      ) e ORDER BY e.at DESC LIMIT 1) tried ON true
    WHERE p.canonical_id = p.id AND p.living = 'here' AND p.ward_id = ${wardId} AND ${inGroup} AND ${belongsTo(groups, today)}
      AND NOT EXISTS (SELECT FROM dose_standing s WHERE s.person_id = p.id AND s.antigen = ${antigen} AND s.step = ${step})
    ORDER BY g.code NULLS LAST, p.group_id, p.name_key, p.id LIMIT ${PEOPLE_MAX + 1}`)
  return rows
}
