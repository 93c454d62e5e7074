/** A list as it stands in its file: texts, with Excel's own row numbers. Shared by the reading process and its parent. */
import type { Headings, ListRow } from '#domain/person-list/headings.ts'
import type { ListKind } from './limits.ts'

export type ListFile = {
  /** By content, not by name. */
  kind: ListKind
  /** `''` for text files. */
  sheetName: string
  headings: Headings
  /** Every row with anything in it, below the headings; signature blocks and the like included (`splitBody`). */
  rows: readonly ListRow[]
  /** Zero-based column of “Kết quả import”: the list's own, else the first free one. */
  resultColumn: number
}

/** Where the results go: all that is needed of a `ListFile` once its rows are stored. */
export type ResultTarget = {
  kind: ListKind
  sheetName: string
  resultColumn: number
  /** The row that gets the heading of a new column; null when the list has the column. */
  headingRow: number | null
}

export function resultTarget(list: ListFile): ResultTarget {
  const { kind, sheetName, resultColumn, headings } = list
  return {
    kind,
    sheetName,
    resultColumn,
    headingRow: headings.columns.has('result') ? null : headings.firstRow,
  }
}
