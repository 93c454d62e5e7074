/** What a list comes to by itself, without anybody to hold it against. */
import { findFileDuplicates } from '#domain/person-list/duplicates.ts'
import { columnLetter } from '#domain/person-list/headings.ts'
import type { RepairKind, RowProblem, RowRepair } from '#domain/person-list/problems.ts'
import type { RowReading } from '#domain/person-list/rows.ts'
import { describeRowProblem, repairWords } from '#domain/person-list/words.ts'
import { Problem, type Facts } from '#domain/problem.ts'
import type { ListSummary } from '#features/registrants/workbook/list-file.ts'
import { openList, type ListContext, type OpenedList } from '#features/registrants/workbook/read-list.ts'

/** As many repairs, errors and warnings as are printed one by one; the counts are always whole. */
const SHOWN = 1000

type Told = { row: number; column: string | null; code: string; value: string; says: string }
type Repaired = { row: number; column: string | null; kind: RepairKind; before: string; after: string }

/** Values are masked as in the preview: the output may be kept in a log. */
export type ImportAnswer = {
  refused: { code: string; facts: Facts; vi: string; en: string; lo: string } | null
  file?: {
    kind: string
    layout: string
    sheet: string
    encoding: string | null
    rows: number
    peakMb: number
    seconds: number
  }
  columns?: { field: string; column: string }[]
  unknown?: { column: string; text: string; key: string; samples: readonly string[] }[]
  ignored?: { row: number; reason: string }[]
  /** Only of a list that was stored. */
  upload?: { id: string; state: string; listId: string }
  counts?: Record<string, number>
  repairsByKind?: { kind: RepairKind; cells: number; says: string }[]
  repairs?: Repaired[]
  errors?: Told[]
  warnings?: Told[]
}

/** @throws Problem as `openList`, and list.nobody */
export async function dryRun(path: string, fileName: string, context: ListContext): Promise<ImportAnswer> {
  const began = performance.now()
  const list = await openList(path, fileName, context)
  const gathered = new Gathered()
  const people: Pick<RowReading, 'rowNumber' | 'registrant'>[] = []
  if (list.layout === 'enterprise') for await (const batch of list.readings) gathered.add(batch)
  else {
    for await (const batch of list.readings) {
      gathered.add(batch)
      for (const { rowNumber, registrant } of batch) people.push({ rowNumber, registrant })
    }
  }
  const summary = await list.finished
  if (summary.readings === 0) throw new Problem('list.nobody')
  const seconds = Math.round((performance.now() - began) / 10) / 100
  return { ...describeList(list, summary, seconds), ...gathered.told(), counts: countRows(summary, people) }
}

/** `read` = `new` + `duplicate` + `suspected` + `rejected`: against the list in the database there may be more kinds. */
function countRows(
  { readings, stopped }: ListSummary,
  people: readonly Pick<RowReading, 'rowNumber' | 'registrant'>[],
): Record<string, number> {
  const matches = [...findFileDuplicates(people).values()]
  const duplicate = matches.filter(({ kind }) => kind === 'duplicate').length
  const suspected = matches.length - duplicate
  return { read: readings, new: readings - stopped - matches.length, duplicate, suspected, rejected: stopped }
}

function describeList(list: OpenedList, summary: ListSummary, seconds: number): ImportAnswer {
  const { kind, layout, sheetName: sheet, encoding, rows, headings } = list
  return {
    refused: null,
    file: { kind, layout, sheet, encoding, rows, peakMb: summary.peakMb, seconds },
    columns: [...headings.columns].map(([field, column]) => ({ field, column: columnLetter(column) })),
    unknown: headings.unknown.map((each) => ({ ...each, column: columnLetter(each.column) })),
    ignored: summary.ignored
      .filter(({ reason }) => reason !== 'blank')
      .map(({ rowNumber, reason }) => ({ row: rowNumber, reason })),
  }
}

class Gathered {
  readonly #errors: Told[] = []
  readonly #warnings: Told[] = []
  readonly #repairs: Repaired[] = []
  readonly #kinds = new Map<RepairKind, number>()

  add(readings: readonly { problems: readonly RowProblem[]; repairs: readonly RowRepair[] }[]): void {
    for (const { problems, repairs } of readings) {
      for (const problem of problems) {
        const told = problem.severity === 'error' ? this.#errors : this.#warnings
        const { rowNumber: row, column, code, value } = problem
        if (told.length < SHOWN)
          told.push({ row, column, code, value, says: describeRowProblem(problem, 'vi') })
      }
      for (const { rowNumber: row, column, kind, before, after } of repairs) {
        this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1)
        if (this.#repairs.length < SHOWN) this.#repairs.push({ row, column, kind, before, after })
      }
    }
  }

  told(): Pick<ImportAnswer, 'repairsByKind' | 'repairs' | 'errors' | 'warnings'> {
    const repairsByKind = [...this.#kinds].map(([kind, cells]) => ({
      kind,
      cells,
      says: repairWords[kind].vi,
    }))
    return { repairsByKind, repairs: this.#repairs, errors: this.#errors, warnings: this.#warnings }
  }
}
