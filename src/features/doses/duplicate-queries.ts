/** Residents of a ward and whom they may be: candidates by set, the verdict by `domain`. */
import { judgeMatch, type Match, type MatchSubject } from '#domain/identity/match.ts'
import { foldPersonName, matchName } from '#domain/identity/names.ts'
import { pairKey } from '#domain/identity/pairs.ts'
import type { ListedPerson } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'

/** Residents looked at in one statement. */
const WINDOW = 2000

export type Resident = { id: string; nameKey: string }

/** The residents in order whose turn it is, from the position on, itself included. */
export async function selectResidents(
  tx: Tx,
  wardId: string,
  from: { nameKey: string; personId: string } | null,
): Promise<Resident[]> {
  const { rows } = await tx.$client.query<Resident>(
    `SELECT p.id, p.name_key AS "nameKey" FROM person p
     WHERE p.ward_id = $1 AND p.canonical_id = p.id AND p.living <> 'withdrawn'
       AND ($2::text IS NULL OR (p.name_key, p.id) >= ($2, $3::uuid))
     ORDER BY p.name_key, p.id LIMIT ${WINDOW}`,
    [wardId, from?.nameKey ?? null, from?.personId ?? null],
  )
  return rows
}

export const isLastWindow = (residents: readonly Resident[]) => residents.length < WINDOW

// The candidates of `identity/match-keys.ts`. Within the ward each pair once, at whom comes first; the scope of the
// transaction says who else there is.
const candidates = `
  WITH ward AS MATERIALIZED (
    SELECT id, name_key, group_id, full_name_folded AS folded, born_on, born_precision = 'day' AS has_day
    FROM person WHERE ward_id = $1 AND canonical_id = id AND living <> 'withdrawn'
  ), own AS MATERIALIZED (
    SELECT *, CASE WHEN has_day AND extract(day FROM born_on) <= 12 THEN make_date(extract(year FROM born_on)::integer,
      extract(day FROM born_on)::integer, extract(month FROM born_on)::integer) END AS swapped
    FROM ward WHERE id = ANY ($2::uuid[])
  ), pair AS (
    SELECT o.id AS a, b.canonical_id AS b
    FROM own o JOIN person r ON r.canonical_id = o.id JOIN person_identifier m ON m.person_id = r.id
    JOIN person_identifier n ON n.lookup = m.lookup AND n.kind = m.kind JOIN person b ON b.id = n.person_id
    UNION SELECT o.id, b.id FROM own o JOIN person b ON b.born_on = o.born_on AND b.full_name_folded = o.folded
      WHERE o.has_day AND b.canonical_id = b.id
    UNION SELECT o.id, b.id FROM own o JOIN ward b ON b.born_on = o.born_on WHERE o.has_day AND b.has_day
    UNION SELECT o.id, b.id FROM own o JOIN ward b ON b.born_on = o.swapped WHERE b.has_day
    UNION SELECT o.id, b.id FROM own o JOIN ward b ON b.group_id = o.group_id AND b.folded = o.folded
    UNION SELECT o.id, b.id FROM own o JOIN ward b ON b.group_id = o.group_id
      AND extract(year FROM b.born_on) = extract(year FROM o.born_on) WHERE NOT (o.has_day AND b.has_day)
  )
  SELECT pair.a, pair.b FROM pair JOIN own ON own.id = pair.a JOIN person p ON p.id = pair.b
  WHERE p.living <> 'withdrawn' AND pair.a <> pair.b
    AND (p.ward_id <> $1 OR (p.name_key, p.id) > (own.name_key, own.id))`

const subjects = `
  SELECT p.id, p.ward_id AS "wardId", p.group_id AS "groupId", p.full_name AS "fullName", p.born_on::text AS "bornOn",
    p.born_precision AS "bornPrecision", p.sex, p.police_match = 'match' AS "isPoliceMatch", p.created_at AS "createdAt",
    (SELECT count(*)::integer FROM dose_standing s WHERE s.person_id = p.id AND s.step IS NOT NULL) AS doses,
    coalesce((SELECT json_agg(json_build_object('kind', n.kind, 'key', encode(n.lookup, 'hex'), 'last4', n.last4))
      FROM person r JOIN person_identifier n ON n.person_id = r.id WHERE r.canonical_id = p.id), '[]') AS identifiers
  FROM person p WHERE p.id = ANY ($1::uuid[])`

export type Compared = Pick<
  ListedPerson,
  'wardId' | 'groupId' | 'fullName' | 'bornOn' | 'bornPrecision' | 'sex' | 'identifiers'
> & { id: string; isPoliceMatch: boolean; createdAt: Date; doses: number }

function subjectOf(person: Compared): MatchSubject {
  const { bornOn, bornPrecision, sex, identifiers, wardId, groupId, fullName } = person
  const fullNameFolded = matchName(foldPersonName(fullName))
  return { fullNameFolded, bornOn, bornPrecision, sex, identifiers, wardKey: wardId, groupKey: groupId }
}

export type FoundPair = { person: Compared; other: Compared; match: Match }

/** Pairs whom the scope lets see whole. */
export async function selectPairs(
  tx: Tx,
  wardId: string,
  residentIds: readonly string[],
): Promise<FoundPair[]> {
  const { rows: pairs } = await tx.$client.query<{ a: string; b: string }>(candidates, [wardId, residentIds])
  const wanted = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
  const { rows } = await tx.$client.query<Compared>(subjects, [wanted])
  const people = new Map(rows.map((row) => [row.id, { row, subject: subjectOf(row) }]))
  return pairs.flatMap(({ a, b }) => {
    const [first, second] = [people.get(a), people.get(b)]
    if (first === undefined || second === undefined) return []
    const match = judgeMatch(first.subject, second.subject)
    return match === null ? [] : [{ person: first.row, other: second.row, match }]
  })
}

export type FoundElsewhere = {
  personId: string
  otherId: string
  wardId: string
  wardName: string
  isSameName: boolean
}

// A number and a birth, as everywhere beyond one's own scope.
const elsewhere = `
  WITH numbers AS MATERIALIZED (
    SELECT row_number() OVER () AS ordinal, p.id, p.full_name, p.born_on, n.lookup
    FROM person p JOIN person r ON r.canonical_id = p.id JOIN person_identifier n ON n.person_id = r.id
    WHERE p.id = ANY ($2::uuid[]))
  SELECT DISTINCT n.id AS "personId", i.canonical_id AS "otherId", i.ward_id AS "wardId", n.full_name AS name, i.full_name AS "otherName",
    coalesce((SELECT w.name FROM place_name w WHERE w.place_id = i.ward_id ORDER BY w.valid_from DESC LIMIT 1), '') AS "wardName"
  FROM identify(ARRAY[]::bytea[], (SELECT array_agg(lookup ORDER BY ordinal) FROM numbers),
                (SELECT array_agg(born_on ORDER BY ordinal) FROM numbers)) AS i
  JOIN numbers n ON n.ordinal = i.ordinal
  WHERE i.ward_id <> $1 AND NOT EXISTS (SELECT 1 FROM person seen WHERE seen.id = i.canonical_id)`

/** Residents who are known in a ward outside the scope: only that, and where. The other's id never leaves the service. */
export async function selectElsewhere(
  tx: Tx,
  wardId: string,
  residentIds: readonly string[],
): Promise<FoundElsewhere[]> {
  const { rows } = await tx.$client.query<
    Omit<FoundElsewhere, 'isSameName'> & { name: string; otherName: string }
  >(elsewhere, [wardId, residentIds])
  return rows.map(({ name, otherName, ...found }) => ({
    ...found,
    isSameName: foldPersonName(name) === foldPersonName(otherName),
  }))
}

// A merge that was taken back says "not the same" as well. Answers follow the people into later merges.
const answers = `
  WITH said AS (
    SELECT coalesce(a.canonical_id, d.person_id) AS a, coalesce(b.canonical_id, d.other_id) AS b, d.verdict, d.decided_at, d.id
    FROM pair_decision d LEFT JOIN person a ON a.id = d.person_id LEFT JOIN person b ON b.id = d.other_id
    WHERE d.person_id IN (SELECT id FROM person WHERE canonical_id = ANY ($1::uuid[]))
       OR d.other_id IN (SELECT id FROM person WHERE canonical_id = ANY ($1::uuid[]))
    UNION ALL
    SELECT a.canonical_id, b.canonical_id, 'different', u.decided_at, u.id
    FROM merge u JOIN merge m ON m.id = u.undoes_id JOIN person a ON a.id = m.absorbed_id JOIN person b ON b.id = m.kept_id
    WHERE m.absorbed_id = ANY ($1::uuid[]) OR m.kept_id = ANY ($1::uuid[]))
  SELECT DISTINCT ON (least(a, b), greatest(a, b)) a, b, verdict FROM said
  ORDER BY least(a, b), greatest(a, b), decided_at DESC, id DESC`

/** The newest answer of each pair with one of these people, by `pairKey`. */
export async function selectAnswers(
  tx: Tx,
  personIds: readonly string[],
): Promise<Map<string, 'different' | 'later' | 'open'>> {
  const { rows } = await tx.$client.query<{ a: string; b: string; verdict: 'different' | 'later' | 'open' }>(
    answers,
    [personIds],
  )
  return new Map(rows.map(({ a, b, verdict }) => [pairKey(a, b), verdict]))
}
