import { sql, type SQL } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import { plannedSteps, type StepCode } from '#domain/vaccination/steps.ts'
import type { TargetRow } from '#features/campaigns/queries.ts'

/** A set of elementary cells (age cell × priority code), chosen at reading. */
export type Group = {
  id: string
  ageFrom: number
  /** Exclusive; null = no upper limit. */
  ageTo: number | null
  /** Null = all. */
  codes: readonly number[] | null
  goalPercent: number
}

/** First and last age cell of a group. Cell n holds the ages from the n-th boundary up to the next one. */
export function ageCellsOf(group: Pick<Group, 'ageFrom' | 'ageTo'>, cuts: readonly number[]) {
  const { ageFrom, ageTo } = group
  return {
    // Cell 0 is whose birth is not known: they belong to "everybody" alone.
    from: ageFrom === 0 ? 0 : cuts.filter((cut) => cut <= ageFrom).length,
    to: cuts.filter((cut) => ageTo === null || cut < ageTo).length,
  }
}

function contains(outer: Group, inner: Group): boolean {
  const ages =
    outer.ageFrom <= inner.ageFrom &&
    (outer.ageTo === null || (inner.ageTo !== null && inner.ageTo <= outer.ageTo))
  const codes =
    outer.codes === null || (inner.codes !== null && inner.codes.every((code) => outer.codes!.includes(code)))
  return ages && codes
}

/**
 * The groups that together are everybody whom the campaign aims at: one that lies within another is not counted
 * beside it ("12–17" and "12 and older").
 */
export function selectOutermost(groups: readonly Group[]): Group[] {
  return groups.filter(
    (group, at) =>
      !groups.some(
        (other, otherAt) =>
          other !== group && contains(other, group) && (!contains(group, other) || otherAt < at),
      ),
  )
}

/** The condition on `person p`. Ages of today: whoever comes of age tomorrow is asked tomorrow. */
export function belongsTo(groups: readonly Group[], today: LocalDate): SQL {
  if (groups.length === 0) return sql`true`
  const parts = groups.map(({ ageFrom, ageTo, codes }) => {
    const old = sql`p.born_on <= ${today}::date - make_interval(years => ${ageFrom})`
    const young =
      ageTo === null ? sql`true` : sql`p.born_on > ${today}::date - make_interval(years => ${ageTo})`
    const coded = codes === null ? sql`true` : sql`p.priority_code = ANY(${sql.param(codes)}::smallint[])`
    return sql`(${old} AND ${young} AND ${coded})`
  })
  return sql`(${sql.join(parts, sql` OR `)})`
}

/** The condition on a counter's cells; `codeColumn` null where the counter keeps no priority code. */
export function cellsCondition(
  groups: readonly Group[],
  cuts: readonly number[],
  ageColumn: SQL,
  codeColumn: SQL | null,
): SQL {
  if (groups.length === 0) return sql`true`
  const parts = groups.map((group) => {
    const { from, to } = ageCellsOf(group, cuts)
    const ages = sql`${ageColumn} BETWEEN ${from} AND ${to}`
    if (group.codes === null || codeColumn === null) return sql`(${ages})`
    return sql`(${ages} AND ${codeColumn} = ANY(${sql.param(group.codes)}::smallint[]))`
  })
  return sql`(${sql.join(parts, sql` OR `)})`
}

export type TargetFigure = {
  persons: number
  /** Null for a sum of figures that come from different sources. */
  source: TargetRow['source'] | null
  /** The oldest of the figures. */
  asOfOn: string
  documentNumber: string
}

/** The target of a place for one step: the sum over the groups; null when none of them has a figure. */
export function sumTargets(rows: readonly TargetFigure[]): TargetFigure | null {
  const [first] = rows
  if (first === undefined) return null
  const same = (key: 'source' | 'documentNumber') => rows.every((row) => row[key] === first[key])
  return {
    persons: rows.reduce((sum, row) => sum + row.persons, 0),
    source: same('source') ? first.source : null,
    asOfOn: rows.reduce((oldest, row) => (row.asOfOn < oldest ? row.asOfOn : oldest), first.asOfOn),
    documentNumber: same('documentNumber') ? first.documentNumber : '',
  }
}

/** By which dose people enter the campaign: the first of those that have a target. */
export function firstStepOf(targets: readonly Pick<TargetRow, 'step'>[]): StepCode {
  const [first] = plannedSteps
  return plannedSteps.find((step) => targets.some((row) => row.step === step)) ?? first
}
