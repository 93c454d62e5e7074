import { type CellValue, streamXlsxRows } from 'hucre/xlsx'
import type { ListRow } from '#domain/person-list/headings.ts'
import type { SheetRows } from './sheets.ts'
import { checkParts } from './check-parts.ts'
import type { FileLimits } from './limits.ts'
import { SHEET_COLUMNS, listSheets } from './xlsx-parts.ts'
import { readZip } from './zip.ts'

/** Sheet by sheet, row by row. Formulas count by their stored values and are never worked out. */
export async function* readXlsx(file: Buffer, limits: FileLimits): AsyncGenerator<SheetRows> {
  const entries = readZip(file)
  const unsolved = await checkParts(entries, limits)
  for (const { name, part } of listSheets(entries)) {
    const cells = unsolved.get(part)
    yield {
      sheetName: name,
      rows: rowsOf(file, name),
      isUnsolved: (rowNumber, column) => cells?.has(rowNumber * SHEET_COLUMNS + column) === true,
    }
  }
}

async function* rowsOf(file: Buffer, sheet: string): AsyncGenerator<ListRow> {
  for await (const row of streamXlsxRows(file, { sheet })) {
    yield { rowNumber: row.index + 1, cells: row.values.map(textOf) }
  }
}

function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (value instanceof Date) return dateText(value.getTime() / 86_400_000 + 25_569)
  return typeof value === 'number' ? numberText(value) : String(value).toUpperCase()
}

export function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(0) : String(value)
}

/**
 * A cell in date format, by Excel's day number: the day as ISO. A birth year typed into such a cell (1950) would
 * show as a day of 1905, so numbers that read as years stay numbers.
 */
export function dateText(serial: number): string {
  const day = Math.floor(serial)
  if (day >= 1850 && day <= 2100) return String(day)
  const date = new Date((day - 25_569) * 86_400_000)
  return Number.isNaN(date.getTime()) ? numberText(serial) : date.toISOString().slice(0, 10)
}
