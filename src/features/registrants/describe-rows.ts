/** Rows as an official reads them: sentences in the language asked for, numbers masked. */
import type { z } from 'zod'
import { maskNumber, maskPhone } from '#domain/identity/identifiers.ts'
import { describeResult, describeRowProblem, describeWith, repairWords } from '#domain/person-list/words.ts'
import type { Language } from '#domain/problem.ts'
import { finalOutcome, foundElsewhereWords, unconfirmedWords } from '#domain/upload.ts'
import type { ListedPerson, PersonChange, PersonFields } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import type * as contract from './contract.ts'
import { selectStatedRows, type UploadRowState } from './upload-rows.ts'

export type UploadRowView = z.infer<typeof contract.UploadRow>
type Stated = NonNullable<UploadRowView['stated']>

/** What the returned workbook says of a row. */
export function describeRow(row: UploadRowState, language: Language): string {
  const { decision, personId, match, problems, repeatsRow, isTaken } = row
  const where = match?.where ?? null
  const outcome = finalOutcome({
    outcome: row.outcome,
    decision,
    personId,
    where,
    isCommitted: isTaken,
  })
  // Nothing is accepted before it is confirmed, and a workbook kept from a preview must not say so.
  if (!isTaken && (outcome === 'new' || outcome === 'changed'))
    return describeWith(unconfirmedWords[outcome][language], outcome, problems, language)
  if (outcome !== 'duplicate' || where !== 'elsewhere')
    return describeResult(outcome, problems, language, repeatsRow)
  // On the list as sent; of the person themself nothing is changed and nothing told.
  return `${describeResult('same', problems, language)}; ${foundElsewhereWords[language]}`
}

/** `*` for all but the last four of a number that only its last four are kept readable of. */
export function maskLast4(kind: string, last4: string): string {
  const length = kind === 'cccd' ? 12 : kind === 'cmnd' ? 9 : 10
  return maskNumber(last4.padStart(length, '*'))
}

function toStated(
  person: Pick<PersonFields, 'fullName' | 'bornOn' | 'bornPrecision' | 'sex' | 'priorityCode' | 'phone'> & {
    identifiers: readonly { kind: Stated['numbers'][number]['kind']; last4: string }[]
  },
): Stated {
  const { fullName, bornOn, bornPrecision, sex, priorityCode, phone, identifiers } = person
  const numbers = identifiers.map(({ kind, last4 }) => ({ kind, masked: maskLast4(kind, last4) }))
  return { fullName, bornOn, bornPrecision, sex, priorityCode, phone: maskPhone(phone), numbers }
}

const peopleHere = `
  SELECT p.id AS "personId", p.full_name AS "fullName", p.born_on::text AS "bornOn", p.born_precision AS "bornPrecision",
         p.sex, p.priority_code AS "priorityCode", p.phone,
         coalesce((SELECT json_agg(json_build_object('kind', n.kind, 'last4', n.last4) ORDER BY n.kind)
                   FROM person a JOIN person_identifier n ON n.person_id = a.id WHERE a.canonical_id = p.id), '[]') AS identifiers
  FROM person p WHERE p.id = ANY ($1::uuid[]) AND p.ward_id = $2`

/** Of people in other wards nothing is read, also where the reader's own scope would allow it. */
async function selectFound(tx: Tx, wardId: string, rows: readonly UploadRowState[]) {
  const ids = rows.flatMap(({ match, personId }) =>
    match?.where === 'here' && personId !== null ? [personId] : [],
  )
  const { rows: people } = await tx.$client.query<Parameters<typeof toStated>[0] & { personId: string }>(
    peopleHere,
    [ids, wardId],
  )
  return new Map(
    people.map((person) => [person.personId, { personId: person.personId, ...toStated(person) }]),
  )
}

/** The row of the file that this one was held against. */
const earlierRow = ({ match, repeatsRow }: UploadRowState) =>
  match?.where === 'file' && repeatsRow !== null ? [repeatsRow] : []

function describeRepeated(row: UploadRowState, people: ReadonlyMap<number, ListedPerson>) {
  const [rowNumber] = earlierRow(row)
  const person = rowNumber === undefined ? undefined : people.get(rowNumber)
  return person === undefined ? null : { rowNumber: rowNumber!, ...toStated(person) }
}

/** Of the groups that rows take somebody out of, or put them into. */
async function selectGroupNames(tx: Tx, rows: readonly UploadRowState[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ change }) =>
    [change?.before.groupId, change?.after.groupId].filter((id) => typeof id === 'string'),
  )
  if (ids.length === 0) return new Map()
  const named = await tx.$client.query<{ id: string; name: string }>(
    `SELECT DISTINCT ON (place_id) place_id AS id, name FROM place_name WHERE place_id = ANY ($1::uuid[])
     ORDER BY place_id, valid_from DESC`,
    [ids],
  )
  return new Map(named.rows.map(({ id, name }) => [id, name]))
}

const changeable = [
  'fullName',
  'sex',
  'priorityCode',
  'phone',
  'address',
  'workplace',
  'householdNumber',
  'householdRelation',
  'ethnicity',
] as const

/** Field by field as it was and as the row has it; a birth only as far as it is known. */
function describeChange(
  { before, after, newKeys }: PersonChange,
  groupNames: ReadonlyMap<string, string>,
): UploadRowView['changes'] {
  const read = (field: (typeof changeable)[number], from: Partial<PersonFields>) =>
    field === 'phone' ? maskPhone(from.phone ?? '') : String(from[field] ?? '')
  const said = changeable.flatMap((field) =>
    after[field] === undefined ? [] : [{ field, before: read(field, before), after: read(field, after) }],
  )
  const birth =
    after.bornOn === undefined
      ? []
      : [{ field: 'bornOn', before: knownBirth(before), after: knownBirth(after) }]
  const nameOf = (groupId: string | null | undefined) => groupNames.get(groupId ?? '') ?? ''
  const group =
    after.groupId === undefined
      ? []
      : [{ field: 'groupId', before: nameOf(before.groupId), after: nameOf(after.groupId) }]
  const numbers = newKeys.map(({ kind, last4 }) => ({
    field: 'identifiers',
    before: '',
    after: `${kind.toUpperCase()} ${maskLast4(kind, last4)}`,
  }))
  return [...said, ...birth, ...group, ...numbers]
}

const knownLength = { year: 4, month: 7, day: 10 } as const

function knownBirth({ bornOn = '', bornPrecision = 'day' }: Partial<PersonFields>): string {
  return bornOn.slice(0, knownLength[bornPrecision])
}

export async function describeRows(
  tx: Tx,
  upload: { id: string; wardId: string },
  rows: readonly UploadRowState[],
  language: Language,
): Promise<UploadRowView[]> {
  const found = await selectFound(tx, upload.wardId, rows)
  const repeated = await selectStatedRows(tx, upload.id, rows.flatMap(earlierRow))
  const groupNames = await selectGroupNames(tx, rows)
  return rows.map((row) => ({
    rowNumber: row.rowNumber,
    outcome: row.outcome,
    says: describeRow(row, language),
    decision: row.decision,
    taken: row.isTaken,
    repeatsRow: row.repeatsRow,
    stated: row.person === null ? null : toStated(row.person),
    written: row.written,
    repeats: describeRepeated(row, repeated),
    where: row.match?.where ?? null,
    reason: row.match?.reason ?? null,
    differs: [...(row.match?.differs ?? [])],
    changes: row.change === null ? [] : describeChange(row.change, groupNames),
    found: row.personId === null ? null : (found.get(row.personId) ?? null),
    problems: row.problems.map((problem) => ({
      code: problem.code,
      severity: problem.severity,
      column: problem.column,
      value: problem.value,
      says: describeRowProblem(problem, language),
    })),
    repairs: row.repairs.map(({ kind, column, before, after }) => ({
      kind,
      column,
      before,
      after,
      says: repairWords[kind][language],
    })),
  }))
}
