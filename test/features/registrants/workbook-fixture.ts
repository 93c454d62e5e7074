import * as sheetJs from '@e965/xlsx'
import { type ListPlace } from '#domain/person-list/list-places.ts'
import { type RowReading } from '#domain/person-list/rows.ts'
import { Problem } from '#domain/problem.ts'
import { type Substream, readSubstreams, writeSubstreams } from '#features/registrants/workbook/biff.ts'
import { collectFile } from '#features/registrants/workbook/collect-file.ts'
import { listLimits } from '#features/registrants/workbook/limits.ts'
import { type ListContext, openList } from '#features/registrants/workbook/read-list.ts'
import { makeList, packList } from '../../../scripts/make-list.ts'

/** The ministry's own form is not ours to keep: it is used where NATIONAL_FORM says it lies. */
export const formPath = process.env.NATIONAL_FORM ?? ''
export const containers = sheetJs.CFB as {
  read(file: Buffer, options: object): object
  find(container: object, path: string): { content: Buffer; size: number }
  write(container: object, options: object): Buffer
}
export const on = '2021-10-18'
export const kinds = ['xlsx', 'xls', 'csv'] as const
export const recipe = {
  rows: 120,
  wardCode: '19753',
  wardName: 'Thuận Lộc',
  seed: 7,
  dirty: 0.1,
  repeated: 0.05,
  on,
}
export const made = makeList(recipe)
export const headingRows = made.rows.length - recipe.rows

/** A file as its reader has it: texts by row, in this very process. */
export async function readList(file: Buffer, fileName: string) {
  const options = { fileName, limits: listLimits, context: { on }, onProgress: () => undefined }
  const list = await collectFile(file, options)
  return { ...list, rows: [...list.rows()] }
}
export type ReadList = Awaited<ReturnType<typeof readList>>

const place = (level: ListPlace['level'], code: string, name: string): ListPlace => {
  return { level, code, name, heir: { code, name } }
}
export const context: ListContext = {
  on,
  wardCode: '19753',
  places: [
    place('province', '46', 'Huế'),
    place('district', '474', 'Huế'),
    place('ward', '19753', 'Thuận Lộc'),
  ],
}

export async function readPeople(file: Buffer, fileName: string): Promise<RowReading[]> {
  const list = await openList(file, fileName, context)
  if (list.layout === 'enterprise') throw new Error('No list of people')
  const readings: RowReading[] = []
  for await (const batch of list.readings) readings.push(...batch)
  return readings
}

/** `read`, or the code of the refusal. */
export const refusal = (file: Buffer, name: string, limits = listLimits) =>
  openList(file, name, context, { limits }).then(
    (list) => {
      list.close()
      return 'read'
    },
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  )

/** Everything of a workbook but the result column, as an independent reader sees it. */
export function contents(file: Buffer, resultColumn: number) {
  const workbook = sheetJs.read(file, { type: 'buffer', cellStyles: true, cellNF: true })
  return workbook.SheetNames.map((name) => {
    const sheet = workbook.Sheets[name]!
    const cells = Object.keys(sheet)
      .filter((key) => !key.startsWith('!') && sheetJs.utils.decode_cell(key).c !== resultColumn)
      .map((key) => [
        key,
        (sheet[key] as sheetJs.CellObject).t,
        (sheet[key] as sheetJs.CellObject).v,
        (sheet[key] as sheetJs.CellObject).z,
      ])
    const widths = (sheet['!cols'] ?? []).map((column) => column?.width)
    return { name, cells, merges: sheet['!merges'], widths }
  })
}

export function textAt(file: Buffer, sheetName: string, rowNumber: number, column: number): unknown {
  const sheet = sheetJs.read(file, { type: 'buffer' }).Sheets[sheetName]!
  return (sheet[sheetJs.utils.encode_cell({ r: rowNumber - 1, c: column })] as sheetJs.CellObject | undefined)
    ?.v
}

/** The .xls of the made list, its record stream changed. */
export function withStream(change: (substreams: Substream[]) => void): Buffer {
  const container = containers.read(packList(made.rows, 'xls'), { type: 'buffer' })
  const entry = containers.find(container, '/Workbook')
  const substreams = readSubstreams(Buffer.from(entry.content))
  change(substreams)
  entry.content = writeSubstreams(substreams)
  entry.size = entry.content.length
  return containers.write(container, { type: 'buffer' })
}

/** A record after the start that says the rest is encrypted (FilePass). */
export function lockedXls(): Buffer {
  return withStream(([globals]) => globals!.records.splice(1, 0, { type: 0x002f, data: Buffer.alloc(6) }))
}

/** `packList` merges the headings of the national form; these lists have one heading row. */
export function withoutMerges(file: Buffer, kind: 'xlsx' | 'xls'): Buffer {
  const workbook = sheetJs.read(file, { type: 'buffer' })
  for (const sheet of Object.values(workbook.Sheets)) delete sheet['!merges']
  return sheetJs.write(workbook, { type: 'buffer', bookType: kind === 'xls' ? 'biff8' : 'xlsx' }) as Buffer
}
