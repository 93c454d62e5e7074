import type { LocalDate } from '#domain/dates.ts'
import type { Tx } from '#db/db.ts'
import { correctedDose } from './corrected-dose.ts'
import { briefColumns, canonicalOf, toBrief, type BriefRow, type PersonCard } from './person-queries.ts'

const columns = `
  p.address, p.workplace, p.household_number AS "householdNumber", p.household_relation AS "householdRelation", p.ethnicity,
  p.guardian_id AS "guardianId", p.guardian_name AS "guardianName",
  p.guardian_relation AS "guardianRelation", p.platform_at AS "platformAt",
  (SELECT a.full_name FROM account a WHERE a.id = p.platform_by) AS "platformByName", p.version,
  coalesce((SELECT json_agg(c.full_name ORDER BY c.full_name) FROM collaborator_post c WHERE c.group_id = p.group_id
            AND c.valid_from <= $2 AND (c.valid_to IS NULL OR c.valid_to >= $2)), '[]') AS collaborators,
  coalesce((SELECT json_agg(json_build_object('id', s.dose_id, 'step', s.step, 'givenOn', s.given_on, 'productName', t.name,
              'lotCode', coalesce(l.code, d.lot_text), 'place', coalesce(nullif(d.place, ''), i.name, ''))
              ORDER BY s.given_on, s.day_rank)
            FROM dose_standing s JOIN dose d ON d.id = s.dose_id ${correctedDose}
            WHERE s.person_id = p.id AND s.step IS NOT NULL), '[]') AS doses`

type CardRow = BriefRow &
  Pick<
    PersonCard,
    | 'address'
    | 'workplace'
    | 'householdNumber'
    | 'householdRelation'
    | 'ethnicity'
    | 'collaborators'
    | 'doses'
    | 'platformByName'
    | 'version'
  > & {
    guardianId: string | null
    guardianName: string
    guardianRelation: string
    platformAt: Date | null
  }

/** The whole card, numbers masked; null outside the scope. A merged person is found under either id. */
export async function findCard(tx: Tx, id: string, today: LocalDate): Promise<PersonCard | null> {
  const { rows } = await tx.$client.query<CardRow>(
    `SELECT ${briefColumns}, ${columns} FROM person p
     WHERE p.id = ${canonicalOf('$1')} AND p.living <> 'withdrawn'`,
    [id, today],
  )
  const row = rows[0]
  if (row === undefined) return null
  const { address, workplace, collaborators, doses, version, platformAt, platformByName } = row
  const { guardianId, guardianName, guardianRelation, householdNumber, householdRelation, ethnicity } = row
  return {
    ...toBrief(row),
    address,
    workplace,
    householdNumber,
    householdRelation,
    ethnicity,
    collaborators,
    doses,
    version,
    guardian: guardianName === '' ? null : { id: guardianId, name: guardianName, relation: guardianRelation },
    platformAt: platformAt?.toISOString() ?? null,
    platformByName,
    registrations: await selectRegistrations(tx, row.id),
  }
}

type Registration = PersonCard['registrations'][number]

const registrations = `
  SELECT r.id, r.campaign_id AS "campaignId", r.list_id AS "listId", l.name AS "listName", r.priority_code AS "priorityCode",
         r.state, r.created_at AS "createdAt"
  FROM registration r JOIN person s ON s.id = r.person_id LEFT JOIN list l ON l.id = r.list_id
  WHERE s.canonical_id = $1 ORDER BY r.created_at, r.id`

async function selectRegistrations(tx: Tx, personId: string): Promise<Registration[]> {
  const { rows } = await tx.$client.query<Omit<Registration, 'createdAt'> & { createdAt: Date }>(
    registrations,
    [personId],
  )
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}
