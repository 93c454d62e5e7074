import * as sheetJs from '@e965/xlsx'
import { stringify } from 'csv-stringify/sync'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { guardFormula } from '#domain/person-list/cells.ts'

/** A table that leaves the house as a file: for Excel, or as text for everything else. */
export const tableFormats = ['xlsx', 'csv'] as const
export type TableFormat = (typeof tableFormats)[number]
export const tableFormatField = z.enum(tableFormats).default('xlsx')

export type TableRow = readonly (string | number | null)[]

/** Of the files that go out. */
export const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

export const binary = z.unknown().meta({ type: 'string', format: 'binary' })

/** For the `response` of a route that answers with a table. */
export const tableResponse = {
  description: 'The table as a file.',
  content: Object.fromEntries(Object.values(mediaTypes).map((type) => [type, { schema: binary }])),
}

const WIDTH_MIN = 8
const WIDTH_MAX = 40

/** Texts never run as formulas: in a workbook they are texts, in a .csv file an apostrophe stands before them. */
export function packTable(format: TableFormat, sheetName: string, rows: readonly TableRow[]): Buffer {
  if (format === 'csv') {
    const guarded = rows.map((row) =>
      row.map((cell) => (typeof cell === 'string' ? guardFormula(cell) : cell)),
    )
    return Buffer.from(stringify(guarded, { bom: true, record_delimiter: 'windows' }))
  }
  const sheet = sheetJs.utils.aoa_to_sheet(rows.map((row) => [...row]))
  const columns = Math.max(0, ...rows.map((row) => row.length))
  sheet['!cols'] = Array.from({ length: columns }, (_, column) => {
    // A title may be as long as it likes: it runs over its neighbours.
    const longest = Math.max(
      0,
      ...rows.filter((row) => row.length > 1).map((row) => String(row[column] ?? '').length),
    )
    return { wch: Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, longest + 2)) }
  })
  const workbook = sheetJs.utils.book_new()
  sheetJs.utils.book_append_sheet(workbook, sheet, sheetName.slice(0, 31))
  return sheetJs.write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}

/** @param name of our own making, without ending: what people typed may say anything. */
export function sendTable(reply: FastifyReply, format: TableFormat, name: string, content: Buffer) {
  return reply
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .type(mediaTypes[format])
    .send(content)
}
