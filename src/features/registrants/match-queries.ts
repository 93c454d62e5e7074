/** Whom the rows of a list may mean. Each question is asked once for the whole file; who is meant, `domain` decides. */
import { foldPersonName } from '#domain/identity/names.ts'
import type { KnownPerson, ListedPerson } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import { listedPerson } from './stated-columns.ts'
import { takenRows } from './upload-rows.ts'

/** A relation with what is looked for: `row_number, born_on, group_id, lookups`. */
export type Asked = string

// Of each person the numbers of all who were merged into them, too.
const hereRow = `
  SELECT p.id AS person_id, json_build_object(
    'wardId', p.ward_id, 'groupId', p.group_id, 'fullName', p.full_name, 'bornOn', p.born_on, 'bornPrecision', p.born_precision,
    'sex', p.sex, 'priorityCode', p.priority_code, 'phone', p.phone, 'address', p.address, 'workplace', p.workplace,
    'householdNumber', p.household_number, 'householdRelation', p.household_relation, 'ethnicity', p.ethnicity,
    'identifiers', coalesce((
      SELECT json_agg(json_build_object('kind', n.kind, 'key', encode(n.lookup, 'hex'), 'last4', n.last4) ORDER BY n.kind, n.lookup)
      FROM person a JOIN person_identifier n ON n.person_id = a.id WHERE a.canonical_id = p.id), '[]'))::text AS now`

const swapped = `CASE WHEN extract(day FROM born_on) <= 12
  THEN make_date(extract(year FROM born_on)::integer, extract(day FROM born_on)::integer, extract(month FROM born_on)::integer) END`
const monthDay = (born: string) => `(extract(month FROM ${born}) * 100 + extract(day FROM ${born}))`

/**
 * The candidates of `upload-match.ts`: of the ward ($1) who bears a number, was born on a row's day in either order, or
 * belongs to a row's group and was born in its year or on its month and day; and everybody whom the list ($2, or null) has
 * sent before, of whatever ward, as it sent them last. What an upload said that was undone has not been said; whom it made
 * is nobody.
 */
export function knownPeople(asked: Asked): string {
  return `
  WITH asked AS MATERIALIZED (${asked}), sent AS MATERIALIZED (
    SELECT DISTINCT ON (1) coalesce(p.canonical_id, r.person_id) AS person_id, r.content_key, ${listedPerson} AS person
    FROM upload u JOIN ${takenRows} AS r ON r.upload_id = u.id LEFT JOIN person p ON p.id = r.person_id
    WHERE u.list_id = $2 AND u.state = 'committed' AND p.living IS DISTINCT FROM 'withdrawn'
    ORDER BY 1, r.taken_at DESC, r.row_number
  ), likely AS MATERIALIZED (
    SELECT a.canonical_id AS id FROM (SELECT DISTINCT unnest(lookups) AS lookup FROM asked) k
      JOIN person_identifier n ON n.lookup = k.lookup JOIN person a ON a.id = n.person_id
    UNION SELECT b.id FROM (SELECT born_on AS day FROM asked UNION SELECT ${swapped} FROM asked) k
      JOIN person b ON b.ward_id = $1 AND b.born_on = k.day
    UNION SELECT g.id FROM (SELECT DISTINCT group_id, extract(year FROM born_on) AS year FROM asked) k
      JOIN person g ON g.ward_id = $1 AND g.group_id = k.group_id AND extract(year FROM g.born_on) = k.year
    UNION SELECT g.id FROM (SELECT DISTINCT group_id, ${monthDay('born_on')} AS day FROM asked) k
      JOIN person g ON g.ward_id = $1 AND g.group_id = k.group_id AND ${monthDay('g.born_on')} = k.day
    UNION SELECT person_id FROM sent
  ), here AS (
    ${hereRow} FROM person p
    WHERE p.ward_id = $1 AND p.canonical_id = p.id AND p.living <> 'withdrawn' AND p.id IN (SELECT id FROM likely))
  SELECT person_id, here.now, sent.person::text AS sent, sent.content_key FROM here FULL JOIN sent USING (person_id)`
}

/**
 * Rows found in wards other than $1 by a number and the birth date: only ids leave, and the name, to be compared. Asked in the
 * order of the numbers, so that their index is walked from one end.
 */
export function foundElsewhere(asked: Asked): string {
  return `
  WITH numbers AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY lookup) AS ordinal, row_number, lookup, born_on FROM (${asked}) AS a, unnest(a.lookups) AS lookup)
  SELECT n.row_number, i.canonical_id AS person_id, i.full_name
  FROM identify(ARRAY[]::bytea[], (SELECT array_agg(lookup ORDER BY ordinal) FROM numbers),
                (SELECT array_agg(born_on ORDER BY ordinal) FROM numbers)) AS i
  JOIN numbers n ON n.ordinal = i.ordinal
  WHERE i.ward_id <> $1`
}

// People of a form, and not of a file.
const typed = (at: number): Asked => `
  SELECT r.row_number, r.born_on, r.group_id, ARRAY(SELECT decode(k, 'hex') FROM jsonb_array_elements_text(r.keys) AS k) AS lookups
  FROM jsonb_to_recordset($${at}::jsonb) AS r (row_number integer, born_on date, group_id uuid, keys jsonb)`
const knownByForm = knownPeople(typed(3))
const elsewhereByForm = foundElsewhere(typed(2))

export type KnownRow = {
  person_id: string
  now: string | null
  sent: string | null
  content_key: string | null
}

export function toKnownPerson({ person_id, now, sent, content_key }: KnownRow): KnownPerson {
  return {
    personId: person_id,
    now: now === null ? null : (JSON.parse(now) as ListedPerson),
    sent: sent === null ? null : (JSON.parse(sent) as ListedPerson),
    contentKey: content_key,
  }
}

export type ElsewhereRow = { row_number: number; person_id: string; full_name: string }

/** Of several found by one row, one with the same name. */
export function toElsewhere(
  rows: readonly ElsewhereRow[],
  personOf: (rowNumber: number) => ListedPerson,
): Map<number, { personId: string; sameName: boolean }> {
  const found = new Map<number, { personId: string; sameName: boolean }>()
  for (const { row_number, person_id, full_name } of rows) {
    const sameName = foldPersonName(full_name) === foldPersonName(personOf(row_number).fullName)
    if (found.get(row_number)?.sameName !== true) found.set(row_number, { personId: person_id, sameName })
  }
  return found
}

type Stated = { rowNumber: number; person: ListedPerson | null }

function askedOf(rows: readonly Stated[]): string {
  return JSON.stringify(
    rows.flatMap(({ rowNumber, person }) => {
      if (person === null) return []
      const { bornOn, groupId, identifiers } = person
      const keys = identifiers.map(({ key }) => key)
      return [{ row_number: rowNumber, born_on: bornOn, group_id: groupId, keys }]
    }),
  )
}

/** Everybody whom people at the desk may be: people of the ward. */
export async function selectKnownPeople(
  tx: Tx,
  { listId, wardId }: { listId: string | null; wardId: string },
  people: readonly ListedPerson[],
): Promise<KnownPerson[]> {
  const asked = askedOf(people.map((person, rowNumber) => ({ rowNumber, person })))
  const { rows } = await tx.$client.query<KnownRow>(knownByForm, [wardId, listId, asked])
  return rows.map(toKnownPerson)
}

/** People at the desk who are known in another ward: only ids leave, and whether the name is the same. */
export async function selectElsewhere(
  tx: Tx,
  wardId: string,
  rows: readonly Stated[],
): Promise<Map<number, { personId: string; sameName: boolean }>> {
  const found = await tx.$client.query<ElsewhereRow>(elsewhereByForm, [wardId, askedOf(rows)])
  const stated = new Map(rows.map(({ rowNumber, person }) => [rowNumber, person]))
  return toElsewhere(found.rows, (rowNumber) => stated.get(rowNumber)!)
}
