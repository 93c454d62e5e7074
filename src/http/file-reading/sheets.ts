/** The one place where a list's file is opened, whatever its format: what it is, then its sheets row by row. */
import type { ListRow } from '#domain/person-list/headings.ts'
import type { TextEncoding } from './decode-text.ts'
import { decideKind } from './file-kind.ts'
import type { ListKind, FileLimits } from './limits.ts'

/** A sheet as its format gives it: `cells` as texts, rows numbered as Excel shows them. */
export type SheetRows = {
  sheetName: string
  rows: AsyncIterable<ListRow> | Iterable<ListRow>
  /** Whether a cell is a formula that was never worked out; rows from 1, columns from 0. */
  isUnsolved(rowNumber: number, column: number): boolean
}

export type OpenedFile = {
  kind: ListKind
  /** Of a text file. */
  encoding: TextEncoding | null
  sheets: AsyncIterable<SheetRows> | Iterable<SheetRows>
}

/**
 * To be called in a process of its own. The library of each format is only loaded where it is needed: they are most of
 * that process's memory.
 *
 * @throws Problem list.file-empty, -kind, -program, -archive, -web-page, -macro, -locked, -too-large, -damaged,
 * -encoding; while the sheets are taken list.file-unpacked, -nested, -entities
 */
export async function openSheets(file: Buffer, fileName: string, limits: FileLimits): Promise<OpenedFile> {
  const kind = decideKind(file, fileName, limits)
  if (kind === 'csv') {
    const { readText } = await import('./read-text.ts')
    const sheet = readText(file)
    return { kind, encoding: sheet.encoding, sheets: [sheet] }
  }
  const sheets =
    kind === 'xlsx'
      ? (await import('./read-xlsx.ts')).readXlsx(file, limits)
      : (await import('./read-xls.ts')).readXls(file)
  return { kind, encoding: null, sheets }
}
