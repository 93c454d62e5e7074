import type { z } from 'zod'
import { maskPhone } from '#domain/identity/identifiers.ts'
import { foldPersonName, searchNames } from '#domain/identity/names.ts'
import { Problem } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'
import type * as contract from './contract.ts'
import { maskLast4 } from './describe-rows.ts'

export type PersonBrief = z.infer<typeof contract.PersonBrief>
export type PersonView = z.infer<typeof contract.Person>

/** C04: enough to recognise one's neighbour, too few to copy a town. */
export const SEARCH_HITS_MAX = 10

type Kind = PersonBrief['numbers'][number]['kind']
type Row = Omit<PersonView, 'numbers' | 'registrations'> & {
  numbers: { kind: Kind; last4: string }[]
  nameKey: string
}

const columns = `
  p.id, p.full_name AS "fullName", p.born_on::text AS "bornOn", p.born_precision AS "bornPrecision", p.sex,
  p.priority_code AS "priorityCode", p.ward_id AS "wardId", p.group_id AS "groupId", p.phone, p.living, p.address,
  p.workplace, p.police_match AS "policeMatch", p.version, p.name_key AS "nameKey",
  coalesce((SELECT n.name FROM place_name n WHERE n.place_id = p.ward_id ORDER BY n.valid_from DESC LIMIT 1), '') AS "wardName",
  coalesce((SELECT n.name FROM place_name n WHERE n.place_id = p.group_id ORDER BY n.valid_from DESC LIMIT 1), '') AS "groupName",
  coalesce((SELECT json_agg(json_build_object('kind', n.kind, 'last4', n.last4) ORDER BY n.kind, n.last4)
            FROM person_identifier n WHERE n.person_id = p.id), '[]') AS numbers`

function toBrief(row: Row): PersonBrief {
  const {
    id,
    fullName,
    bornOn,
    bornPrecision,
    sex,
    priorityCode,
    wardId,
    wardName,
    groupId,
    groupName,
    living,
  } = row
  return {
    id,
    fullName,
    bornOn,
    bornPrecision,
    sex,
    priorityCode,
    wardId,
    wardName,
    groupId,
    groupName,
    living,
    phone: maskPhone(row.phone),
    numbers: row.numbers.map(({ kind, last4 }) => ({ kind, masked: maskLast4(kind, last4) })),
  }
}

export type PeopleFilter = { wardId?: string; groupId?: string; listId?: string }

/** People in scope as Vietnamese lists sort them: by tên, then họ and đệm (the database sorts by Vietnamese rules). */
export async function selectPeople(
  tx: Tx,
  filter: PeopleFilter & { ids?: readonly string[] },
  page: { limit: number; after: { nameKey: string; id: string } | null },
): Promise<{ person: PersonBrief; nameKey: string }[]> {
  const { rows } = await tx.$client.query<Row>(
    `SELECT ${columns} FROM person p
     WHERE p.canonical_id = p.id
       AND ($1::uuid IS NULL OR p.ward_id = $1) AND ($2::uuid IS NULL OR p.group_id = $2)
       AND ($3::uuid IS NULL OR EXISTS (SELECT 1 FROM registration r JOIN person s ON s.id = r.person_id
                                        WHERE r.list_id = $3 AND s.canonical_id = p.id))
       AND ($4::uuid[] IS NULL OR p.id = ANY ($4))
       AND ($5::text IS NULL OR (p.name_key, p.id) > ($5, $6::uuid))
     ORDER BY p.name_key, p.id LIMIT $7`,
    [
      filter.wardId ?? null,
      filter.groupId ?? null,
      filter.listId ?? null,
      filter.ids ?? null,
      page.after?.nameKey ?? null,
      page.after?.id ?? null,
      page.limit + 1,
    ],
  )
  return rows.map((row) => ({ person: toBrief(row), nameKey: row.nameKey }))
}

/** Ids inside the caller's scope; a name may have been typed with Telex switched off. */
export async function searchPeople(tx: Tx, q: string, year: number | null): Promise<string[]> {
  const digits = /^[\d\s.-]{4,}$/.test(q) ? q.replace(/\D/g, '') : null
  if (digits !== null) return search(tx, [], null, digits, year)
  for (const name of searchNames(q)) {
    const words = name.split(' ')
    const longest = words.reduce((held, word) => (word.length > held.length ? word : held), '')
    const found = await search(
      tx,
      words.map((word) => `%${word}%`),
      `%${longest}%`,
      null,
      year,
    )
    if (found.length > 0) return found
  }
  if (foldPersonName(q) === '') throw new Problem('request.invalid', { where: '/querystring/q' })
  return []
}

async function search(
  tx: Tx,
  patterns: readonly string[],
  longest: string | null,
  digits: string | null,
  year: number | null,
): Promise<string[]> {
  const { rows } = await tx.$client.query<{ id: string }>(
    'SELECT person_id AS id FROM search_people($1, $2, $3, $4, $5)',
    [patterns, longest, digits, year, SEARCH_HITS_MAX],
  )
  return rows.map(({ id }) => id)
}

const registrations = `
  SELECT r.id, r.campaign_id AS "campaignId", r.list_id AS "listId", l.name AS "listName", r.priority_code AS "priorityCode",
         r.state, r.created_at AS "createdAt"
  FROM registration r JOIN person s ON s.id = r.person_id LEFT JOIN list l ON l.id = r.list_id
  WHERE s.canonical_id = $1 ORDER BY r.created_at, r.id`

/** The whole card, numbers masked; null outside the scope. A merged person is found under either id. */
export async function findPerson(tx: Tx, id: string): Promise<PersonView | null> {
  const { rows } = await tx.$client.query<Row>(
    `SELECT ${columns} FROM person p WHERE p.id = coalesce((SELECT a.canonical_id FROM person a WHERE a.id = $1), $1)`,
    [id],
  )
  const row = rows[0]
  if (row === undefined) return null
  const { address, workplace, policeMatch, version } = row
  return {
    ...toBrief(row),
    address,
    workplace,
    policeMatch,
    version,
    registrations: await selectRegistrations(tx, row.id),
  }
}

type Registration = PersonView['registrations'][number]

async function selectRegistrations(tx: Tx, personId: string): Promise<Registration[]> {
  const { rows } = await tx.$client.query<Omit<Registration, 'createdAt'> & { createdAt: Date }>(
    registrations,
    [personId],
  )
  return rows.map(({ createdAt, id, campaignId, listId, listName, priorityCode, state }) => ({
    id,
    campaignId,
    listId,
    listName,
    priorityCode,
    state,
    createdAt: createdAt.toISOString(),
  }))
}

/** Is the ward in force, and the group one of its own? @throws Problem `person.place-unknown`. */
export async function requireResidence(
  tx: Tx,
  { wardId, groupId, on }: { wardId: string; groupId: string | null; on: string },
): Promise<void> {
  const { rows } = await tx.$client.query<{ id: string }>(
    `SELECT id FROM place WHERE valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)
       AND ((id = $1 AND kind IN ('ward', 'village', 'health-centre')) OR (id = $2 AND parent_id = $1 AND kind IN ('group', 'village')))`,
    [wardId, groupId, on],
  )
  const found = new Set(rows.map(({ id }) => id))
  if (!found.has(wardId) || (groupId !== null && !found.has(groupId)))
    throw new Problem('person.place-unknown')
}
