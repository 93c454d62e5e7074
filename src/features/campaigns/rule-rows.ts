import { addDays, type LocalDate } from '#domain/dates.ts'
import type { AgeRule, Course, Dated, IntervalRule, MixRule } from '#domain/vaccination/types.ts'
import type { ageRule, course, intervalRule, mixRule } from '#db/tables/campaigns.ts'

/**
 * Rule rows between the tables and the domain. Two things differ: the tables keep the last day of validity (as all their
 * days), the rules speak of the first day on which a row no longer holds; and a row's id is a uuid there.
 */
type Stored = { validFrom: LocalDate; validTo: LocalDate | null; documentNumber: string }

function toStored({ validFrom, validTo, documentNumber }: Dated): Stored {
  return { validFrom, validTo: validTo === null ? null : addDays(validTo, -1), documentNumber }
}

function toDated({ validFrom, validTo, documentNumber }: Stored): Dated {
  return { validFrom, validTo: validTo === null ? null : addDays(validTo, 1), documentNumber }
}

type NewRow<Table extends { $inferInsert: unknown }> = Table['$inferInsert']
type Row<Table extends { $inferSelect: unknown }> = Table['$inferSelect']

export function fromCourse(id: string, row: Course): NewRow<typeof course> {
  const { antigen, family, basicDoses } = row
  return { id, antigen, family, basicDoses, ...toStored(row) }
}

export function toCourse(row: Row<typeof course>): Course {
  const { antigen, family, basicDoses } = row
  return { antigen, family, basicDoses, ...toDated(row) }
}

export function fromIntervalRule(id: string, row: IntervalRule): NewRow<typeof intervalRule> {
  return { ...row, ...toStored(row), id }
}

export function toIntervalRule(row: Row<typeof intervalRule>): IntervalRule {
  return {
    ...row,
    fromStep: row.fromStep as IntervalRule['fromStep'],
    toStep: row.toStep as IntervalRule['toStep'],
    familyBefore: row.familyBefore ?? 'any',
    familyAfter: row.familyAfter ?? 'any',
    condition: row.condition as IntervalRule['condition'],
    verdict: row.verdict as IntervalRule['verdict'],
    ...toDated(row),
  }
}

export function fromMixRule(id: string, row: MixRule): NewRow<typeof mixRule> {
  return { ...row, ...toStored(row), id }
}

export function toMixRule(row: Row<typeof mixRule>): MixRule {
  return {
    ...row,
    step: row.step as MixRule['step'],
    minDays: row.minDays ?? 0,
    verdict: row.verdict as MixRule['verdict'],
    ...toDated(row),
  }
}

export function fromAgeRule(id: string, row: AgeRule): NewRow<typeof ageRule> {
  return { ...row, ...toStored(row), id }
}

export function toAgeRule({ id: _id, ...row }: Row<typeof ageRule>): AgeRule {
  return { ...row, step: row.step as AgeRule['step'], ...toDated(row) }
}
