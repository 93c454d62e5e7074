/**
 * The person whom a row of an upload states, in columns of their own: written once while the file is read, and taken over as
 * they are when it is confirmed. As JSON they were taken apart three times over, which cost more than all else that was done
 * with them.
 */
import { copyBytes, copyJson, copyTexts, type CopyValue } from './copy-text.ts'
import type { StagedPerson } from './staged-person.ts'

/** All null for a row with an error. */
export const statedColumns = [
  'lives_in_id',
  'group_id',
  'full_name',
  'born_on',
  'born_precision',
  'sex',
  'priority_code',
  'phone',
  'address',
  'workplace',
  'household_number',
  'household_relation',
  'ethnicity',
  'number_kinds',
  'numbers_sealed',
  'lookups',
  'numbers_last4',
  'earlier_doses',
] as const

const lists: ReadonlySet<string> = new Set(['number_kinds', 'numbers_sealed', 'lookups', 'numbers_last4'])
const nobody: readonly CopyValue[] = statedColumns.map((column) => (lists.has(column) ? '{}' : null))

/** In the order of `statedColumns`, for COPY. */
export function statedValues(person: StagedPerson | null): readonly CopyValue[] {
  if (person === null) return nobody
  const { identifiers, earlierDoses } = person
  return [
    person.wardId,
    person.groupId,
    person.fullName,
    person.bornOn,
    person.bornPrecision,
    person.sex,
    person.priorityCode,
    person.phone,
    person.address,
    person.workplace,
    person.householdNumber,
    person.householdRelation,
    person.ethnicity,
    copyTexts(identifiers.map(({ kind }) => kind)),
    copyBytes(identifiers.map(({ sealed }) => sealed)),
    copyBytes(identifiers.map(({ key }) => key)),
    copyTexts(identifiers.map(({ last4 }) => last4)),
    earlierDoses.length === 0 ? null : copyJson(earlierDoses),
  ]
}

/** A row `r` as `ListedPerson`, in SQL. */
export const listedPerson = `
  json_build_object('wardId', r.lives_in_id, 'groupId', r.group_id, 'fullName', r.full_name, 'bornOn', r.born_on,
    'bornPrecision', r.born_precision, 'sex', r.sex, 'priorityCode', r.priority_code, 'phone', r.phone, 'address', r.address,
    'workplace', r.workplace, 'householdNumber', r.household_number, 'householdRelation', r.household_relation,
    'ethnicity', r.ethnicity, 'identifiers', coalesce((
      SELECT json_agg(json_build_object('kind', n.kind, 'key', encode(n.lookup, 'hex'), 'last4', n.last4) ORDER BY n.at)
      FROM unnest(r.number_kinds, r.lookups, r.numbers_last4) WITH ORDINALITY AS n (kind, lookup, last4, at)), '[]'))`
