/** What is kept of how a file was read: its columns, and what was mended or warned of, with examples. */
import { columnLetter, type Headings } from '#domain/person-list/headings.ts'
import type { RepairKind, RowRepair } from '#domain/person-list/problems.ts'
import type { RowReading } from '#domain/person-list/rows.ts'

type Column = { column: string; text: string; key: string }
export type RepairExample = Pick<RowRepair, 'rowNumber' | 'column' | 'before' | 'after'>
export type NotedRepair = { kind: RepairKind; cells: number; examples: RepairExample[] }

/** Columns by their letters. */
export type ReadColumns = {
  columns: { field: string; column: string }[]
  unknownColumns: (Column & { samples: string[] })[]
  mappedColumns: (Column & { field: string })[]
}
export type ReadRows = { repairs: NotedRepair[]; rowsWithWarnings: number }

const EXAMPLES_MAX = 3

export function describeColumns({ columns, unknown, mapped }: Headings): ReadColumns {
  return {
    columns: [...columns].map(([field, column]) => ({ field, column: columnLetter(column) })),
    unknownColumns: unknown.map(({ column, samples, ...heading }) => ({
      ...heading,
      column: columnLetter(column),
      samples: [...samples],
    })),
    mappedColumns: mapped.map(({ column, ...heading }) => ({ ...heading, column: columnLetter(column) })),
  }
}

/** Gathers over the rows of a file what the official is told of them together. */
export class NotedRows {
  readonly #repairs = new Map<RepairKind, NotedRepair>()
  #rowsWithWarnings = 0

  add({ problems, repairs }: RowReading): void {
    if (problems.some(({ severity }) => severity === 'warning')) this.#rowsWithWarnings += 1
    for (const { kind, rowNumber, column, before, after } of repairs) {
      const noted = this.#repairs.get(kind) ?? { kind, cells: 0, examples: [] }
      noted.cells += 1
      if (noted.examples.length < EXAMPLES_MAX) noted.examples.push({ rowNumber, column, before, after })
      this.#repairs.set(kind, noted)
    }
  }

  summary(): ReadRows {
    return { repairs: [...this.#repairs.values()], rowsWithWarnings: this.#rowsWithWarnings }
  }
}
