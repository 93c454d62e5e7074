/** A text file as the one sheet of a list. */
import type { ListRow } from '#domain/person-list/headings.ts'
import type { TextEncoding } from './decode-text.ts'
import { openTextFile } from './text-file.ts'
import type { SheetRows } from './sheets.ts'

export function readText(file: Buffer): SheetRows & { encoding: TextEncoding } {
  const { rows, encoding } = openTextFile(file)
  return { sheetName: '', encoding, rows: numbered(rows), isUnsolved: () => false }
}

function* numbered(rows: Iterable<string[]>): Generator<ListRow> {
  let rowNumber = 0
  for (const cells of rows) {
    rowNumber += 1
    yield { rowNumber, cells }
  }
}

export function parseText(file: Buffer): { rows: string[][]; delimiter: string } {
  const { rows, delimiter } = openTextFile(file)
  return { rows: [...rows], delimiter }
}
