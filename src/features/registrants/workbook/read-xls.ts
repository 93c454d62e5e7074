/** Legacy .xls (BIFF8), which the national form is; read by SheetJS. */
import * as sheetJs from '@e965/xlsx'
import { Problem } from '#domain/problem.ts'
import { RowCollector } from './collect-rows.ts'
import type { ListLimits } from './limits.ts'
import type { ListFile } from './list-file.ts'
import { dateText, numberText } from './read-xlsx.ts'

const isDateFormat = sheetJs.SSF.is_date as (format: string) => boolean

function openXls(file: Buffer): sheetJs.WorkBook {
  try {
    return sheetJs.read(file, {
      type: 'buffer',
      dense: true,
      cellNF: true,
      cellStyles: true,
      cellHTML: false,
    })
  } catch (error) {
    const locked = error instanceof Error && error.message.startsWith('File is password-protected')
    throw new Problem(locked ? 'list.file-locked' : 'list.file-damaged')
  }
}

function cellsOf(sheet: sheetJs.WorkSheet): (sheetJs.CellObject | undefined)[][] {
  return (sheet as sheetJs.DenseWorkSheet)['!data'] ?? []
}

export function readXls(file: Buffer, limits: ListLimits): ListFile {
  const workbook = openXls(file)
  const epochShift = workbook.Workbook?.WBProps?.date1904 === true ? 1462 : 0
  for (const sheetName of workbook.SheetNames) {
    const collector = new RowCollector('xls', limits)
    const sheet = workbook.Sheets[sheetName]
    for (const [at, cells] of (sheet === undefined ? [] : cellsOf(sheet)).entries()) {
      // Holes in the sheet are holes in the arrays: Array.from makes them empty texts.
      const texts = Array.from(cells ?? [], (cell) => textOf(cell, epochShift))
      if (!collector.add(at + 1, texts)) break
    }
    const found = collector.finish()
    if (found !== null) return { kind: 'xls', sheetName, ...found }
  }
  throw new Problem('list.headings-missing')
}

function textOf(cell: sheetJs.CellObject | undefined, epochShift: number): string {
  if (cell === undefined || cell.v === undefined || cell.t === 'z') return ''
  if (cell.t === 'e') return cell.w ?? ''
  if (typeof cell.v === 'number') {
    return typeof cell.z === 'string' && isDateFormat(cell.z)
      ? dateText(cell.v + epochShift)
      : numberText(cell.v)
  }
  return typeof cell.v === 'boolean' ? String(cell.v).toUpperCase() : String(cell.v)
}
