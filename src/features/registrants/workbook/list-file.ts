/** A list as it stands in its file. Shared by the reading process and its parent. */
import type { IgnoredRow } from '#domain/person-list/body.ts'
import type { Conventions } from '#domain/person-list/conventions.ts'
import type { Headings } from '#domain/person-list/headings.ts'
import type { ListLayout } from '#domain/person-list/layouts.ts'
import type { ListKind } from '#http/file-reading/limits.ts'

export type ListHead = {
  /** By content, not by name. */
  kind: ListKind
  /** By its headings, unless the official said what it is. */
  layout: ListLayout
  /** `''` for text files. */
  sheetName: string
  /** Of a text file: `utf-8`, `utf-16le`, `windows-1258`…; null for workbooks. */
  encoding: string | null
  headings: Headings
  /** Zero-based column of “Kết quả import”: the list's own, else the first free one. */
  resultColumn: number
  /** What the columns as a whole told about dates, fonts and words. */
  conventions: Conventions
  /** Rows with anything in them below the headings, blank ones and signature blocks included. */
  rows: number
}

export type ListSummary = {
  /** Rows that were read, and how many of them have an error. */
  readings: number
  stopped: number
  /** Rows that are nobody's, each with its reason. */
  ignored: readonly IgnoredRow[]
  /** The most memory that the reading process held, in MB. */
  peakMb: number
}

/** Where the results go: all that is needed of a list once its rows are stored. */
export type ResultTarget = {
  kind: ListKind
  sheetName: string
  resultColumn: number
  /** The row that gets the heading of a new column; null when the list has the column. */
  headingRow: number | null
}

export function resultTarget(
  list: Pick<ListHead, 'kind' | 'sheetName' | 'resultColumn' | 'headings'>,
): ResultTarget {
  const { kind, sheetName, resultColumn, headings } = list
  return {
    kind,
    sheetName,
    resultColumn,
    headingRow: headings.columns.has('result') ? null : headings.firstRow,
  }
}
