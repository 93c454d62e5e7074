/** What can be wrong with one row, and what was mended in it without asking. The sentences are in `words.ts`. */
import type { Facts } from '../problem.ts'
import { maskName } from '../identity/names.ts'
import { maskCell } from './cells.ts'
import { type Headings, type ListField, columnLetter } from './headings.ts'

/** Errors stop the row; warnings are shown and let it through. */
export const rowErrors = [
  'name-missing',
  'name-unreadable',
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
  'dose-date-missing',
  'dose-date-unreadable',
  'dose-date-in-future',
  'dose-before-birth',
  'dose-order',
  'dose-product-missing',
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
  'place-code-zeros',
  'character-form',
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

/** Gathers what one row has to say while its cells are read. */
export class RowFindings {
  readonly problems: RowProblem[] = []
  readonly repairs: RowRepair[] = []
  readonly rowNumber: number
  readonly #headings: Headings
  constructor(rowNumber: number, headings: Headings) {
    this.rowNumber = rowNumber
    this.#headings = headings
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

  repaired(field: ListField, kind: RepairKind, before: string, after: string): void {
    const column = this.#column(field)
    const masked = { before: maskField(field, before), after: maskField(field, after) }
    this.repairs.push({ rowNumber: this.rowNumber, column, field, kind, ...masked })
  }

  get hasErrors(): boolean {
    return this.problems.some((problem) => problem.severity === 'error')
  }

  #column(field: ListField): string | null {
    const column = this.#headings.columns.get(field)
    return column === undefined ? null : columnLetter(column)
  }
}

export function isRowError(code: RowProblemCode): code is RowErrorCode {
  return (rowErrors as readonly RowProblemCode[]).includes(code)
}

function maskField(field: ListField, cell: string): string {
  return field === 'fullName' ? maskName(cell.slice(0, 200)) : maskCell(cell)
}
