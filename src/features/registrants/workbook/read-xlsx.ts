import { type CellValue, streamXlsxRows } from 'hucre/xlsx'
import { Problem } from '#domain/problem.ts'
import { RowCollector } from './collect-rows.ts'
import type { ListLimits } from './limits.ts'
import type { ListFile } from './list-file.ts'
import { listSheets } from './xlsx-parts.ts'
import { checkUnpacked, readZip } from './zip.ts'

/** The first sheet that has a list's headings. Formulas count by their stored values. */
export async function readXlsx(file: Buffer, limits: ListLimits): Promise<ListFile> {
  const entries = readZip(file)
  await checkUnpacked(entries, limits)
  for (const { name } of listSheets(entries)) {
    const collector = new RowCollector('xlsx', limits)
    for await (const row of streamXlsxRows(file, { sheet: name })) {
      if (!collector.add(row.index + 1, row.values.map(textOf))) break
    }
    const found = collector.finish()
    if (found !== null) return { kind: 'xlsx', sheetName: name, ...found }
  }
  throw new Problem('list.headings-missing')
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
