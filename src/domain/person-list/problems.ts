/** What can be wrong with one row, and what was mended in it without asking. The sentences are in `words.ts`. */
import type { Facts } from '../problem.ts'
import { maskName, maskNameChange } from '../identity/names.ts'
import { maskCell } from './cells.ts'
import { columnOf } from './cell-of.ts'
import type { Conventions } from './conventions.ts'
import type { ListField } from './fields.ts'
import { type Headings, columnLetter } from './headings.ts'

/** Errors stop the row; warnings are shown and let it through. */
export const rowErrors = [
  'name-missing',
  'name-unreadable',
  'name-font',
  'birth-missing',
  'birth-unreadable',
  'birth-in-future',
  'birth-implausible',
  'sex-missing',
  'sex-unreadable',
  'priority-missing',
  'priority-unknown',
  'ward-missing',
  'ward-unknown',
  'ward-name-unknown',
  'dose-date-missing',
  'dose-date-unreadable',
  'dose-date-in-future',
  'dose-before-birth',
  'dose-order',
  'dose-product-missing',
  'headcount-missing',
  'headcount-unreadable',
] as const
export const rowWarnings = [
  'phone-missing',
  'phone-unreadable',
  'id-unreadable',
  'id-disagrees',
  'bhyt-unreadable',
  'province-unknown',
  'district-unknown',
  'ward-name-differs',
  'ward-other',
  'ward-assumed',
  'dose-lot-missing',
  'dose-place-missing',
  'history-empty',
  'date-order-unsure',
  'priority-assumed',
  'age-group',
  'text-font',
  'text-odd',
] as const
export type RowErrorCode = (typeof rowErrors)[number]
export type RowWarningCode = (typeof rowWarnings)[number]
export type RowProblemCode = RowErrorCode | RowWarningCode

export type RowProblem = {
  /** As Excel shows it. */
  rowNumber: number
  /** Column letter as Excel shows it; null when the list has no such column. */
  column: string | null
  field: ListField
  code: RowProblemCode
  severity: 'error' | 'warning'
  /** The cell, masked: enough to find it again, too little to find the person. */
  value: string
  facts: Facts
}

export const repairKinds = [
  'date-from-number',
  'date-two-digit-year',
  'date-month-first',
  'letter-for-digit',
  'phone-zero',
  'id-zeros',
  'bhyt-zeros',
  'place-code-zeros',
  'place-code-year',
  'place-from-name',
  'sex-letter',
  'character-form',
  'legacy-font',
] as const
export type RepairKind = (typeof repairKinds)[number]

/** Listed before → after (both masked), by class, so that a class can be refused. */
export type RowRepair = {
  rowNumber: number
  column: string | null
  field: ListField
  kind: RepairKind
  before: string
  after: string
}

/** What holds for all rows of a list. */
export type ReadingRules = {
  headings: Headings
  /** Classes of repairs that the official does not want. */
  refusedRepairs?: ReadonlySet<RepairKind>
  /** What the whole columns told; without them each cell speaks for itself. */
  conventions?: Conventions
}

/** Gathers what one row has to say while its cells are read. */
export class RowFindings {
  readonly problems: RowProblem[] = []
  readonly repairs: RowRepair[] = []
  readonly rowNumber: number
  readonly #rules: ReadingRules
  constructor(rowNumber: number, rules: ReadingRules) {
    this.rowNumber = rowNumber
    this.#rules = rules
  }

  add(field: ListField, code: RowProblemCode, cell: string, facts: Facts = {}): void {
    const severity = isRowError(code) ? 'error' : 'warning'
    const value = maskField(field, cell)
    this.problems.push({
      rowNumber: this.rowNumber,
      column: this.#column(field),
      field,
      code,
      severity,
      value,
      facts,
    })
  }

  /** @returns false when the official refused such repairs: then the cell is to be judged as it stands. */
  repaired(field: ListField, kind: RepairKind, before: string, after: string): boolean {
    if (this.#rules.refusedRepairs?.has(kind) === true) return false
    const column = this.#column(field)
    const masked = maskRepair(field, before, after)
    this.repairs.push({ rowNumber: this.rowNumber, column, field, kind, ...masked })
    return true
  }

  get count(): number {
    return this.problems.length + this.repairs.length
  }

  get hasErrors(): boolean {
    return this.problems.some((problem) => problem.severity === 'error')
  }

  #column(field: ListField): string | null {
    const column = columnOf(this.#rules.headings, field)
    return column === undefined ? null : columnLetter(column)
  }
}

export function isRowError(code: RowProblemCode): code is RowErrorCode {
  return (rowErrors as readonly RowProblemCode[]).includes(code)
}

const isName = (field: ListField) => field === 'fullName' || field === 'contactName'
const NAME_MAX = 200

function maskField(field: ListField, cell: string): string {
  return isName(field) ? maskName(cell.slice(0, NAME_MAX)) : maskCell(cell)
}

function maskRepair(field: ListField, before: string, after: string): { before: string; after: string } {
  return isName(field)
    ? maskNameChange(before.slice(0, NAME_MAX), after.slice(0, NAME_MAX))
    : { before: maskCell(before), after: maskCell(after) }
}
