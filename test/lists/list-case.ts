/** One made file and what must come of it. */
import type { ListLimits } from '#http/file-reading/limits.ts'
import type { ListContext } from '#features/registrants/workbook/read-list.ts'

export type Expected =
  | { refused: string }
  | {
      /** Rows understood, and how many of them were stopped by an error. */
      readings: number
      stopped: number
      kind?: string
      layout?: string
      encoding?: string
      /** Cells mended, by kind; all kinds. */
      repairs?: Readonly<Record<string, number>>
      /** Errors and warnings, by code; only those named are compared. */
      problems?: Readonly<Record<string, number>>
      /** Rows that are nobody's, by reason; only those named. */
      ignored?: Readonly<Record<string, number>>
      unknown?: readonly string[]
      /** Full names in their order. */
      names?: readonly string[]
      /** Birth dates in their order. */
      births?: readonly string[]
    }

export type ListCase = {
  name: string
  /** The ending may lie. */
  fileName: string
  make(): Buffer | Promise<Buffer>
  expected: Expected
  context?: Partial<ListContext>
  limits?: Partial<ListLimits>
}

export type Row = readonly (string | number | Date | null)[]
