/** Whom the rows of a list may mean. Each question is asked once for the whole file. */
import { addDays } from '#domain/dates.ts'
import { foldPersonName } from '#domain/identity/names.ts'
import type { KnownPerson, ListedPerson, PersonKey } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import type { ParsedRow } from './staged-person.ts'

type Asked = readonly (ListedPerson | null)[]

type PersonRow = Omit<ListedPerson, 'identifiers'> & { personId: string; identifiers: PersonKey[] }

const wardPeople = `
  SELECT p.id AS "personId", p.ward_id AS "wardId", p.group_id AS "groupId", p.full_name AS "fullName",
         p.born_on::text AS "bornOn", p.born_precision AS "bornPrecision", p.sex, p.priority_code AS "priorityCode",
         p.phone, p.address, p.workplace,
         coalesce((SELECT json_agg(json_build_object('kind', n.kind, 'key', encode(n.lookup, 'hex')))
                   FROM person_identifier n WHERE n.person_id = p.id), '[]') AS identifiers
  FROM person p
  WHERE p.ward_id = $1 AND p.canonical_id = p.id AND p.id IN (
    SELECT a.canonical_id FROM person_identifier n JOIN person a ON a.id = n.person_id
      WHERE n.lookup IN (SELECT decode(k, 'hex') FROM unnest($2::text[]) AS k)
    UNION SELECT b.id FROM unnest($3::text[], $4::date[]) AS k (name, born)
      JOIN person b ON b.born_on = k.born AND b.full_name_folded = k.name
    UNION SELECT g.id FROM unnest($5::uuid[], $6::date[], $7::date[]) AS k (group_id, first, last)
      JOIN person g ON g.ward_id = $1 AND g.group_id = k.group_id AND g.born_on BETWEEN k.first AND k.last
    UNION SELECT unnest($8::uuid[]))
  ORDER BY p.id`

/** People of the ward who share a number, a name and birth, or a group and birth year with one of the rows. */
async function selectWardPeople(
  tx: Tx,
  wardId: string,
  asked: Asked,
  ids: readonly string[],
): Promise<PersonRow[]> {
  const people = asked.filter((person) => person !== null)
  const keys = [...new Set(people.flatMap(({ identifiers }) => identifiers.map(({ key }) => key)))]
  const groups = new Map(
    people.flatMap(({ groupId, bornOn }) =>
      groupId === null
        ? []
        : [[`${groupId} ${bornOn.slice(0, 4)}`, { groupId, year: bornOn.slice(0, 4) }] as const],
    ),
  )
  const { rows } = await tx.$client.query<PersonRow>(wardPeople, [
    wardId,
    keys,
    people.map(({ fullName }) => foldPersonName(fullName)),
    people.map(({ bornOn }) => bornOn),
    [...groups.values()].map(({ groupId }) => groupId),
    [...groups.values()].map(({ year }) => `${year}-01-01`),
    [...groups.values()].map(({ year }) => addDays(`${Number(year) + 1}-01-01`, -1)),
    ids,
  ])
  return rows
}

const sentBefore = `
  SELECT DISTINCT ON (1) coalesce(p.canonical_id, r.person_id) AS "personId", r.content_key AS "contentKey",
         r.parsed->'person' AS person
  FROM upload u JOIN upload_row r ON r.upload_id = u.id LEFT JOIN person p ON p.id = r.person_id
  WHERE u.list_id = $1 AND r.committed_at IS NOT NULL AND r.person_id IS NOT NULL AND r.parsed IS NOT NULL
  ORDER BY 1, r.committed_at DESC, r.row_number`

type SentRow = { personId: string; contentKey: string; person: ParsedRow['person'] }

/** Everybody whom these rows may mean: people of the ward, and what this list has sent before, of whatever ward. */
export async function selectKnownPeople(
  tx: Tx,
  { listId, wardId }: { listId: string | null; wardId: string },
  asked: Asked,
): Promise<KnownPerson[]> {
  const sent = listId === null ? [] : (await tx.$client.query<SentRow>(sentBefore, [listId])).rows
  const sentIds = sent.map(({ personId }) => personId)
  const people = new Map<string, KnownPerson>()
  for (const { personId, ...now } of await selectWardPeople(tx, wardId, asked, sentIds)) {
    people.set(personId, { personId, now, sent: null, contentKey: null })
  }
  for (const { personId, contentKey, person } of sent) {
    people.set(personId, { personId, now: people.get(personId)?.now ?? null, sent: person, contentKey })
  }
  return [...people.values()]
}

const anywhere = `
  SELECT i.ordinal::integer AS ordinal, i.canonical_id AS "personId", i.full_name AS "fullName"
  FROM identify(ARRAY[]::bytea[], (SELECT array_agg(decode(k, 'hex') ORDER BY o) FROM unnest($1::text[]) WITH ORDINALITY AS x (k, o)), $2::date[]) AS i
  WHERE i.ward_id <> $3
  ORDER BY i.ordinal, i.canonical_id`

/** Rows found in other wards by a number and the birth date: only ids leave, and whether the name is the same. */
export async function selectElsewhere(
  tx: Tx,
  wardId: string,
  asked: readonly { rowNumber: number; person: ListedPerson | null }[],
): Promise<Map<number, { personId: string; sameName: boolean }>> {
  const pairs = asked.flatMap(({ rowNumber, person }) =>
    (person?.identifiers ?? []).map(({ key }) => ({ rowNumber, key, person: person! })),
  )
  const found = new Map<number, { personId: string; sameName: boolean }>()
  if (pairs.length === 0) return found
  const { rows } = await tx.$client.query<{ ordinal: number; personId: string; fullName: string }>(anywhere, [
    pairs.map(({ key }) => key),
    pairs.map(({ person }) => person.bornOn),
    wardId,
  ])
  for (const { ordinal, personId, fullName } of rows) {
    const { rowNumber, person } = pairs[ordinal - 1]!
    const sameName = foldPersonName(fullName) === foldPersonName(person.fullName)
    if (found.get(rowNumber)?.sameName !== true) found.set(rowNumber, { personId, sameName })
  }
  return found
}
