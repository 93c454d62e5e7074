/** Rows as an official reads them: sentences in the language asked for, numbers masked. */
import type { z } from 'zod'
import { maskNumber, maskPhone } from '#domain/identity/identifiers.ts'
import { describeResult, describeRowProblem, repairWords } from '#domain/person-list/words.ts'
import type { Language } from '#domain/problem.ts'
import { finalOutcome, foundElsewhereWords } from '#domain/upload.ts'
import type { ListedPerson, PersonFields } from '#domain/upload-match.ts'
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

export async function describeRows(
  tx: Tx,
  upload: { id: string; wardId: string },
  rows: readonly UploadRowState[],
  language: Language,
): Promise<UploadRowView[]> {
  const found = await selectFound(tx, upload.wardId, rows)
  const repeated = await selectStatedRows(tx, upload.id, rows.flatMap(earlierRow))
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
    changes: [...(row.match?.changes ?? [])],
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
