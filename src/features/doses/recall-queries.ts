import type { PoolClient } from 'pg'
import type { Scope } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { BirthPrecision } from '#domain/identity/identifiers.ts'
import { correctedDose } from '#features/registrants/corrected-dose.ts'

/** Live doses of a lot ($1), as they stand after their corrections; a twin that does not count was injected as well. */
const given = `
  SELECT s.dose_id, s.person_id, s.given_on, s.step, l.id AS lot_id, coalesce(e.site_id, d.site_id) AS site_id,
    coalesce(e.ward_id, d.ward_id) AS ward_id, e.id AS session_id, coalesce(i.name, d.place) AS site_name
  FROM dose d JOIN dose_standing s ON s.dose_id = d.id AND s.day_rank IS NOT NULL ${correctedDose}
  WHERE l.id = $1 AND (d.lot_id = $1 OR d.id IN (
    SELECT c.dose_id FROM dose_change c WHERE c.kind = 'correct' AND c.fields->>'lotId' = $1::text))`

/** Residents, and whoever was injected there ($2…$5: wide, wards, sites, sessions). */
const inScope = `($2 OR p.ward_id = ANY ($3::uuid[]) OR g.ward_id = ANY ($3::uuid[]) OR g.site_id = ANY ($4::uuid[])
  OR g.session_id = ANY ($5::uuid[]))`

const nameOf = (column: string) =>
  `coalesce((SELECT n.name FROM place_name n WHERE n.place_id = ${column} ORDER BY n.valid_from DESC LIMIT 1), '')`

const reachSql = `
WITH g AS MATERIALIZED (SELECT g.*, p.ward_id AS lives_in FROM (${given}) AS g JOIN person p ON p.id = g.person_id WHERE ${inScope})
SELECT (SELECT count(DISTINCT person_id)::integer FROM g) AS people, (SELECT count(*)::integer FROM g) AS doses,
  (SELECT count(*)::integer FROM g WHERE given_on > $6::date) AS "afterRecall",
  (SELECT min(given_on) FROM g) AS "firstOn", (SELECT max(given_on) FROM g) AS "lastOn",
  (SELECT coalesce(json_agg(w ORDER BY w.people DESC, w."wardName"), '[]') FROM (
    SELECT lives_in AS "wardId", ${nameOf('lives_in')} AS "wardName", count(DISTINCT person_id)::integer AS people FROM g GROUP BY 1) AS w) AS wards,
  (SELECT coalesce(json_agg(t ORDER BY t.doses DESC, t."siteName"), '[]') FROM (
    SELECT site_id AS "siteId", site_name AS "siteName", count(*)::integer AS doses, min(given_on) AS "firstOn", max(given_on) AS "lastOn"
    FROM g GROUP BY 1, 2) AS t) AS sites`

export type Reach = {
  people: number
  doses: number
  afterRecall: number
  firstOn: LocalDate | null
  lastOn: LocalDate | null
  wards: { wardId: string; wardName: string; people: number }[]
  sites: { siteId: string | null; siteName: string; doses: number; firstOn: LocalDate; lastOn: LocalDate }[]
}

/** Numbers only: asked as the report role, which sees no name. */
export async function loadReach(
  client: PoolClient,
  lotId: string,
  { wide, wardIds, siteIds, sessionIds }: Scope,
  recalledOn: LocalDate | null,
): Promise<Reach> {
  const values = [lotId, wide, wardIds, siteIds, sessionIds, recalledOn]
  const { rows } = await client.query<Reach>(reachSql, values)
  return rows[0]!
}

export type Recipient = {
  doseId: string
  personId: string
  nameKey: string
  fullName: string
  bornOn: LocalDate
  bornPrecision: BirthPrecision
  sex: 'male' | 'female' | 'unknown'
  wardId: string
  wardName: string
  groupName: string
  address: string
  phone: string
  step: string | null
  givenOn: LocalDate
  siteName: string
}

const recipientsSql = `
SELECT g.dose_id AS "doseId", p.id AS "personId", p.name_key AS "nameKey", p.full_name AS "fullName", p.born_on::text AS "bornOn",
  p.born_precision AS "bornPrecision", p.sex, p.ward_id AS "wardId", ${nameOf('p.ward_id')} AS "wardName",
  ${nameOf('p.group_id')} AS "groupName", p.address, p.phone, g.step, g.given_on AS "givenOn", g.site_name AS "siteName"
FROM (${given}) AS g JOIN person p ON p.id = g.person_id
WHERE ($2::uuid IS NULL OR (p.ward_id, p.name_key, g.dose_id) > ($2, $3, $4::uuid))
ORDER BY p.ward_id, p.name_key, g.dose_id LIMIT $5`

export type RecipientCursor = { wardId: string; nameKey: string; doseId: string }

/** By ward and name. Row-level security leaves only people whom the caller may see. */
export async function selectRecipients(
  client: PoolClient,
  lotId: string,
  { after, limit }: { after: RecipientCursor | null; limit: number },
): Promise<Recipient[]> {
  const values = [lotId, after?.wardId ?? null, after?.nameKey ?? null, after?.doseId ?? null, limit]
  const { rows } = await client.query<Recipient>(recipientsSql, values)
  return rows
}

const countSql = `SELECT count(*)::integer AS doses FROM (${given}) AS g JOIN person p ON p.id = g.person_id`

/** Doses of people whom the caller may see. */
export async function countRecipients(client: PoolClient, lotId: string): Promise<number> {
  const { rows } = await client.query<{ doses: number }>(countSql, [lotId])
  return rows[0]!.doses
}
