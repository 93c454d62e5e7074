import type { z } from 'zod'
import { maskPhone } from '#domain/identity/identifiers.ts'
import { foldPersonName } from '#domain/identity/names.ts'
import { searchNames } from '#domain/person-search/typed-name.ts'
import { Problem } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'
import type * as contract from './contract.ts'
import { maskLast4 } from './describe-rows.ts'
import { peopleConditions, platformState, type PeopleFilter } from './person-filter.ts'

export type PersonBrief = z.infer<typeof contract.PersonBrief>
export type PersonCard = z.infer<typeof contract.Person>

/** C04: enough to recognise one's neighbour, too few to copy a town. */
export const SEARCH_HITS_MAX = 10
/** Within one ward of the caller's own: more than share the last four digits of a number. */
const WARD_HITS_MAX = 500

type Kind = PersonBrief['numbers'][number]['kind']
export type BriefRow = Omit<PersonBrief, 'numbers'> & {
  numbers: { kind: Kind; last4: string }[]
  nameKey: string
}

const nameOf = (column: string) =>
  `coalesce((SELECT n.name FROM place_name n WHERE n.place_id = ${column} ORDER BY n.valid_from DESC LIMIT 1), '')`

// Numbers of everybody who was merged into the person, too.
export const briefColumns = `
  p.id, p.full_name AS "fullName", p.born_on::text AS "bornOn", p.born_precision AS "bornPrecision", p.sex,
  p.priority_code AS "priorityCode", p.ward_id AS "wardId", p.group_id AS "groupId", p.phone, p.living,
  p.police_match AS "policeMatch", p.name_key AS "nameKey", ${platformState} AS platform,
  ${nameOf('p.ward_id')} AS "wardName", ${nameOf('p.group_id')} AS "groupName",
  (SELECT s.step FROM dose_standing s WHERE s.person_id = p.id AND s.step IS NOT NULL
   ORDER BY s.given_on DESC, s.day_rank DESC LIMIT 1) AS "lastStep",
  coalesce((SELECT json_agg(DISTINCT jsonb_build_object('kind', n.kind, 'last4', n.last4))
            FROM person a JOIN person_identifier n ON n.person_id = a.id WHERE a.canonical_id = p.id), '[]') AS numbers`

export function toBrief(row: BriefRow): PersonBrief {
  const { id, fullName, bornOn, bornPrecision, sex, priorityCode, wardId, wardName, groupId, groupName } = row
  const { living, policeMatch, platform, lastStep, numbers, phone } = row
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
    policeMatch,
    platform,
    lastStep,
    phone: maskPhone(phone),
    numbers: numbers.map(({ kind, last4 }) => ({ kind, masked: maskLast4(kind, last4) })),
  }
}

/** People in scope as Vietnamese lists sort them: by tên, then họ and đệm (the database sorts by Vietnamese rules). */
export async function selectPeople(
  tx: Tx,
  filter: PeopleFilter,
  page: { limit: number; after: { nameKey: string; id: string } | null },
): Promise<{ person: PersonBrief; nameKey: string }[]> {
  const { where, values, put } = peopleConditions(filter)
  const { after, limit } = page
  const beyond =
    after === null ? '' : `AND (p.name_key, p.id) > (${put(after.nameKey)}, ${put(after.id)}::uuid)`
  const { rows } = await tx.$client.query<BriefRow>(
    `SELECT ${briefColumns} FROM person p WHERE ${where} ${beyond} ORDER BY p.name_key, p.id LIMIT ${put(limit + 1)}`,
    values,
  )
  return rows.map((row) => ({ person: toBrief(row), nameKey: row.nameKey }))
}

export async function countPeople(tx: Tx, filter: PeopleFilter): Promise<number> {
  const { where, values } = peopleConditions(filter)
  const { rows } = await tx.$client.query<{ people: number }>(
    `SELECT count(*)::integer AS people FROM person p WHERE ${where}`,
    values,
  )
  return rows[0]!.people
}

/** What was typed into the search box, as parts of a filter. */
type Sought = Pick<PeopleFilter, 'ids' | 'patterns'>

/**
 * Within a ward of the caller's own, whose scope is that ward alone: names are met while its people are read in order,
 * so the hits can be paged and filtered. A name may hold the keys of Telex or VNI.
 */
export async function seekInWard(tx: Tx, q: string, wardId: string): Promise<Sought> {
  const digits = digitsIn(q)
  if (digits !== null) return { ids: await search(tx, [], null, digits, null, WARD_HITS_MAX) }
  const names = searchNames(q)
  if (names.length === 0) throw new Problem('request.invalid', { where: '/body/q' })
  for (const name of names) {
    const patterns = patternsOf(name)
    const [hit] = await selectPeople(tx, { wardId, patterns }, { limit: 0, after: null })
    if (hit !== undefined) return { patterns }
  }
  return { ids: [] }
}

const digitsIn = (q: string) => (/^[\d\s.-]{4,}$/.test(q) ? q.replace(/\D/g, '') : null)
const patternsOf = (name: string) => name.split(' ').map((word) => `%${word}%`)

/** Ids inside the caller's scope: who is named as typed, then who is meant where the keys of Telex or VNI were typed. */
export async function searchPeople(tx: Tx, q: string, year: number | null): Promise<string[]> {
  const digits = digitsIn(q)
  if (digits !== null) return search(tx, [], null, digits, year)
  if (foldPersonName(q) === '') throw new Problem('request.invalid', { where: '/body/q' })
  const found = new Set<string>()
  for (const name of searchNames(q)) {
    const longest = name.split(' ').reduce((held, word) => (word.length > held.length ? word : held), '')
    for (const id of await search(tx, patternsOf(name), `%${longest}%`, null, year)) found.add(id)
    if (found.size >= SEARCH_HITS_MAX) break
  }
  return [...found].slice(0, SEARCH_HITS_MAX)
}

async function search(
  tx: Tx,
  patterns: readonly string[],
  longest: string | null,
  digits: string | null,
  year: number | null,
  hitsMax = SEARCH_HITS_MAX,
): Promise<string[]> {
  const { rows } = await tx.$client.query<{ id: string }>(
    'SELECT person_id AS id FROM search_people($1, $2, $3, $4, $5)',
    [patterns, longest, digits, year, hitsMax],
  )
  return rows.map(({ id }) => id)
}

/** What other features write onto papers; the whole card is `findCard`. */
export type PersonView = PersonBrief & Pick<PersonCard, 'address' | 'workplace' | 'version'>

/** A merged person is found under either id; null outside the scope. */
export async function findPerson(tx: Tx, id: string): Promise<PersonView | null> {
  const { rows } = await tx.$client.query<BriefRow & Pick<PersonView, 'address' | 'workplace' | 'version'>>(
    `SELECT ${briefColumns}, p.address, p.workplace, p.version FROM person p
     WHERE p.id = ${canonicalOf('$1')} AND p.living <> 'withdrawn'`,
    [id],
  )
  const row = rows[0]
  if (row === undefined) return null
  const { address, workplace, version } = row
  return { ...toBrief(row), address, workplace, version }
}

/** The person that is kept, for an id that may be of one merged into it. */
export const canonicalOf = (id: string) =>
  `coalesce((SELECT a.canonical_id FROM person a WHERE a.id = ${id}), ${id})`

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
