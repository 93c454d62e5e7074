/** Which people of the register are meant: each stated part becomes one condition, values apart from the text. */
import type { z } from 'zod'
import type { LocalDate } from '#domain/dates.ts'
import type { peopleFilter } from './person-contract.ts'

export type PeopleFilter = Partial<Omit<z.infer<typeof peopleFilter>, 'invited'>> & {
  /** Has a paper that holds on that day. */
  invited?: { is: 'yes' | 'no'; on: LocalDate } | undefined
  /** Found before, by number or by name: nobody else comes into question. */
  ids?: readonly string[] | undefined
  /** Parts of the folded name, as LIKE patterns; all must fit. Only within one ward, whose index bounds the reading. */
  patterns?: readonly string[] | undefined
}

/** The filter as it was asked for, on this day. */
export function filterOn<Asked extends { invited?: 'yes' | 'no' | undefined }>(
  { invited, ...plain }: Asked,
  on: LocalDate,
) {
  return { ...plain, ...(invited === undefined ? {} : { invited: { is: invited, on } }) }
}

type Put = (value: unknown) => string

const hasNumber = 'EXISTS (SELECT 1 FROM person_identifier n WHERE n.person_id = p.id)'
const hasStep = (step: string) =>
  `EXISTS (SELECT 1 FROM dose_standing s WHERE s.person_id = p.id AND s.step = ${step})`
const isInvited = (on: string) =>
  `EXISTS (SELECT 1 FROM invitation v WHERE v.person_id = p.id AND v.revoked_at IS NULL AND v.valid_to >= ${on})`

/** All that is in is in; a dose recorded later is not yet. */
export const platformState = `
  CASE WHEN p.platform_at IS NULL THEN 'none'
    WHEN EXISTS (SELECT 1 FROM dose_standing s JOIN dose d ON d.id = s.dose_id
                 WHERE s.person_id = p.id AND s.step IS NOT NULL AND d.recorded_at > p.platform_at) THEN 'outdated'
    ELSE 'entered' END`

type Condition = (put: Put, filter: PeopleFilter) => string | null

/** `no` is the opposite of `yes`; unsaid is either. */
const yesOrNo = (answer: 'yes' | 'no' | undefined, condition: string) =>
  answer === undefined ? null : answer === 'yes' ? condition : `NOT (${condition})`

const conditions: readonly Condition[] = [
  // Whom an upload made that was taken back is nobody.
  () => `p.canonical_id = p.id AND p.living <> 'withdrawn'`,
  (put, { wardId }) => (wardId === undefined ? null : `p.ward_id = ${put(wardId)}`),
  (put, { groupId }) => (groupId === undefined ? null : `p.group_id = ${put(groupId)}`),
  (_put, { grouped }) => yesOrNo(grouped, 'p.group_id IS NOT NULL'),
  (put, { listId }) =>
    listId === undefined
      ? null
      : `EXISTS (SELECT 1 FROM registration r JOIN person s ON s.id = r.person_id
                 WHERE r.list_id = ${put(listId)} AND r.state <> 'withdrawn' AND s.canonical_id = p.id)`,
  (put, { ids }) => (ids === undefined ? null : `p.id = ANY (${put(ids)}::uuid[])`),
  (put, { patterns }) =>
    patterns === undefined ? null : `p.full_name_folded LIKE ALL (${put(patterns)}::text[])`,
  (put, { year }) =>
    year === undefined
      ? null
      : `p.born_on BETWEEN ${put(`${year}-01-01`)}::date AND ${put(`${year}-12-31`)}::date`,
  (put, { priorityCode }) => (priorityCode === undefined ? null : `p.priority_code = ${put(priorityCode)}`),
  (put, { living }) => (living === undefined ? null : `p.living = ${put(living)}`),
  (put, { policeMatch }) => (policeMatch === undefined ? null : `p.police_match = ${put(policeMatch)}`),
  (_put, { phone }) => yesOrNo(phone, "p.phone <> ''"),
  (_put, { number }) => yesOrNo(number, hasNumber),
  (_put, { birth }) => (birth === undefined ? null : "p.born_precision <> 'day'"),
  (put, { withStep }) => (withStep === undefined ? null : hasStep(put(withStep))),
  (put, { withoutStep }) => (withoutStep === undefined ? null : `NOT ${hasStep(put(withoutStep))}`),
  (put, { invited }) => (invited === undefined ? null : yesOrNo(invited.is, isInvited(put(invited.on)))),
  (put, { platform }) => (platform === undefined ? null : `(${platformState}) = ${put(platform)}`),
]

/** The WHERE of a query over `person p`, and its parameters from `$1` on. */
export function peopleConditions(filter: PeopleFilter): { where: string; values: unknown[]; put: Put } {
  const values: unknown[] = []
  const put: Put = (value) => {
    values.push(value)
    return `$${values.length}`
  }
  const where = conditions
    .flatMap((condition) => condition(put, filter) ?? [])
    .map((condition) => `(${condition})`)
    .join(' AND ')
  return { where, values, put }
}
