import { toBuffer, toString } from 'qrcode'
import type { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { signInvitation, type SignableInvitation } from './invitation-token.ts'

export type InvitationView = z.infer<typeof contract.Invitation>
export type SheetItem = z.infer<typeof contract.SheetPage>['items'][number]
export type InvitationFilter = {
  id?: string | undefined
  campaignId?: string | undefined
  groupId?: string | undefined
  listId?: string | undefined
  personId?: string | undefined
}

type NamedRow = InvitationView & { nameKey: string }
/** Instants come as dates and leave as text in UTC. */
type Stored<T> = Omit<T, 'issuedAt' | 'revokedAt'> & { issuedAt: Date; revokedAt: Date | null }

function withInstants<T extends NamedRow>(row: Stored<T>) {
  const revokedAt = row.revokedAt?.toISOString() ?? null
  return { ...row, issuedAt: row.issuedAt.toISOString(), revokedAt }
}

export type NamePage = { limit: number; after: { nameKey: string; id: string } | null }

const columns = `
  v.id, v.person_id AS "personId", v.campaign_id AS "campaignId", v.ward_id AS "wardId", p.full_name AS "fullName",
  extract(year FROM p.born_on)::integer AS "birthYear", v.issue_number AS "issueNumber", v.valid_from::text AS "validFrom",
  v.valid_to::text AS "validTo", v.issued_at AS "issuedAt", v.revoked_at AS "revokedAt",
  v.revoked_reason AS "revokedReason", p.name_key AS "nameKey"`

/** In the order of the names; joined with people, so that only who may see the person sees the paper. */
const from = 'FROM invitation v JOIN person p ON p.id = v.person_id'
const filtered = `
  ($1::uuid IS NULL OR v.id = $1) AND ($2::uuid IS NULL OR v.campaign_id = $2)
  AND ($3::uuid IS NULL OR p.group_id = $3) AND ($5::uuid IS NULL OR v.person_id = $5)
  AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM registration r WHERE r.list_id = $4 AND r.person_id = v.person_id))
  AND ($6::text IS NULL OR (p.name_key, v.id) > ($6, $7::uuid))`

function values(filter: InvitationFilter, page: NamePage) {
  const { id = null, campaignId = null, groupId = null, listId = null, personId = null } = filter
  return [
    id,
    campaignId,
    groupId,
    listId,
    personId,
    page.after?.nameKey ?? null,
    page.after?.id ?? null,
    page.limit + 1,
  ]
}

/** `limit` + 1 rows. */
export async function selectInvitations(
  tx: Tx,
  filter: InvitationFilter,
  page: NamePage,
): Promise<NamedRow[]> {
  const text = `SELECT ${columns} ${from} WHERE ${filtered} ORDER BY p.name_key, v.id LIMIT $8`
  return (await tx.$client.query<Stored<NamedRow>>(text, values(filter, page))).rows.map(withInstants)
}

/** @throws Problem `not-found` */
export async function requireInvitation(tx: Tx, id: string): Promise<InvitationView> {
  const [found] = await selectInvitations(tx, { id }, { limit: 1, after: null })
  if (found === undefined) throw new Problem('not-found')
  const { nameKey: _key, ...invitation } = found
  return invitation
}

export type SheetRow = NamedRow &
  Omit<SheetItem, 'invitationId' | 'qrSvg' | 'fullName' | 'birthYear' | 'validTo'>

/** Papers that hold today, each with the next session to which the person is called; `limit` + 1 rows. */
export async function selectSheet(
  tx: Tx,
  filter: InvitationFilter,
  page: NamePage,
  today: string,
): Promise<SheetRow[]> {
  const text = `
    SELECT ${columns}, s.session_on::text AS "sessionOn", s.slot, s.slot_time AS "slotTime", s.site_name AS "siteName",
      coalesce((SELECT n.name FROM place_name n WHERE n.place_id = p.group_id ORDER BY n.valid_from DESC LIMIT 1), '') AS "groupName"
    ${from} LEFT JOIN LATERAL (
      SELECT e.session_on, e.slot, c.slot_time, t.name AS site_name
      FROM session_person c JOIN session e ON e.id = c.session_id JOIN site t ON t.id = e.site_id
      WHERE c.person_id = p.id AND c.how IN ('planned', 'called') AND e.campaign_id = v.campaign_id
        AND e.session_on >= $9 AND e.state <> 'cancelled'
      ORDER BY e.session_on, c.slot_time NULLS LAST LIMIT 1) s ON true
    WHERE v.revoked_at IS NULL AND v.valid_to >= $9 AND ${filtered}
    ORDER BY p.name_key, v.id LIMIT $8`
  return (await tx.$client.query<Stored<SheetRow>>(text, [...values(filter, page), today])).rows.map(
    withInstants,
  )
}

/** Medium correction: a folded or wet corner still reads. */
const drawing = { errorCorrectionLevel: 'M', margin: 4 } as const

export function drawSvg(
  deps: Pick<Deps, 'config' | 'sealer' | 'authority'>,
  invitation: SignableInvitation,
): Promise<string> {
  return toString(signInvitation(deps, invitation), { ...drawing, type: 'svg' })
}

export function drawPng(
  deps: Pick<Deps, 'config' | 'sealer' | 'authority'>,
  invitation: SignableInvitation,
): Promise<Buffer> {
  return toBuffer(signInvitation(deps, invitation), { ...drawing, type: 'png', scale: 8 })
}

export async function drawSheetItem(
  deps: Pick<Deps, 'config' | 'sealer' | 'authority'>,
  row: SheetRow,
): Promise<SheetItem> {
  const { id, fullName, birthYear, groupName, sessionOn, slot, slotTime, siteName, validTo } = row
  const qrSvg = await drawSvg(deps, row)
  return {
    invitationId: id,
    fullName,
    birthYear,
    groupName,
    sessionOn,
    slot,
    slotTime,
    siteName,
    validTo,
    qrSvg,
  }
}
