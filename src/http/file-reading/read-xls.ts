/** Legacy .xls (BIFF8), which the national form is; read by SheetJS. */
import * as sheetJs from '@e965/xlsx'
import type { ListRow } from '#domain/person-list/headings.ts'
import { Problem } from '#domain/problem.ts'
import type { SheetRows } from './sheets.ts'
import { dateText, numberText } from './read-xlsx.ts'

const isDateFormat = sheetJs.SSF.is_date as (format: string) => boolean

function openXls(file: Buffer): sheetJs.WorkBook {
  try {
    return sheetJs.read(file, { type: 'buffer', dense: true, cellNF: true, cellHTML: false, cellText: false })
  } catch (error) {
    const locked = error instanceof Error && error.message.startsWith('File is password-protected')
    throw new Problem(locked ? 'list.file-locked' : 'list.file-damaged')
  }
}

type Cells = readonly (readonly (sheetJs.CellObject | undefined)[])[]

function cellsOf(sheet: sheetJs.WorkSheet | undefined): Cells {
  return (sheet as sheetJs.DenseWorkSheet | undefined)?.['!data'] ?? []
}

export function* readXls(file: Buffer): Generator<SheetRows> {
  const workbook = openXls(file)
  const epochShift = workbook.Workbook?.WBProps?.date1904 === true ? 1462 : 0
  for (const sheetName of workbook.SheetNames) {
    const cells = cellsOf(workbook.Sheets[sheetName])
    yield {
      sheetName,
      rows: rowsOf(cells, epochShift),
      isUnsolved(rowNumber, column) {
        const cell = cells[rowNumber - 1]?.[column]
        return cell?.f !== undefined && cell.v === undefined
      },
    }
  }
}

function* rowsOf(cells: Cells, epochShift: number): Generator<ListRow> {
  for (const [at, row] of cells.entries()) {
    // Holes in the sheet are holes in the arrays: Array.from makes them empty texts.
    yield { rowNumber: at + 1, cells: Array.from(row ?? [], (cell) => textOf(cell, epochShift)) }
  }
}

function textOf(cell: sheetJs.CellObject | undefined, epochShift: number): string {
  if (cell === undefined || cell.v === undefined || cell.t === 'z') return ''
  if (cell.t === 'e') return cell.w ?? '#N/A'
  if (typeof cell.v === 'number') {
    return typeof cell.z === 'string' && isDateFormat(cell.z)
      ? dateText(cell.v + epochShift)
      : numberText(cell.v)
  }
  return typeof cell.v === 'boolean' ? String(cell.v).toUpperCase() : String(cell.v)
}
