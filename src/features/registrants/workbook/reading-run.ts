/** The rows of a gathered list understood one after the other, in batches. */
import { BodyReader, type IgnoredRow } from '#domain/person-list/body.ts'
import { type EnterpriseReading, readEnterpriseRow } from '#domain/person-list/enterprise.ts'
import type { ListRow } from '#domain/person-list/headings.ts'
import { decideLayout } from '#domain/person-list/layouts.ts'
import { openPlaceBook } from '#domain/person-list/list-places.ts'
import { type RowContext, type RowReading, readRow } from '#domain/person-list/rows.ts'
import type { CollectedFile } from './collect-file.ts'
import type { ListContext } from './list-context.ts'
import type { ListHead, ListSummary } from './list-file.ts'

export class ReadingRun {
  readonly head: ListHead
  readonly totals: Omit<ListSummary, 'peakMb' | 'ignored'> & { ignored: IgnoredRow[] }
  readonly #list: CollectedFile
  readonly #context: RowContext
  readonly #body: BodyReader
  constructor(list: CollectedFile, context: ListContext) {
    const { kind, encoding, sheetName, headings, conventions, resultColumn, count } = list
    const layout = context.layout ?? decideLayout(headings.columns)
    this.head = { kind, encoding, layout, sheetName, headings, resultColumn, conventions, rows: count }
    this.totals = { readings: 0, stopped: 0, ignored: [] }
    this.#list = list
    this.#body = new BodyReader(headings, list.lastPersonRow)
    this.#context = {
      headings,
      conventions,
      layout,
      on: context.on,
      wardCode: context.wardCode,
      places: openPlaceBook(context.places),
      refusedRepairs: new Set(context.refusedRepairs),
    }
  }

  *batches(size: number): Generator<readonly RowReading[] | readonly EnterpriseReading[]> {
    yield* this.head.layout === 'enterprise'
      ? this.#inBatches(size, (row) => readEnterpriseRow(row, this.#context))
      : this.#inBatches(size, (row) => readRow(row, this.#context, this.#body.groupName))
  }

  *#inBatches<Reading extends RowReading | EnterpriseReading>(
    size: number,
    read: (row: ListRow) => Reading,
  ): Generator<readonly Reading[]> {
    let batch: Reading[] = []
    for (const row of this.#list.rows()) {
      const reason = this.#body.judge(row)
      if (reason !== null) {
        this.totals.ignored.push({ rowNumber: row.rowNumber, reason })
        continue
      }
      const reading = read(row)
      this.totals.readings += 1
      if (reading.problems.some(({ severity }) => severity === 'error')) this.totals.stopped += 1
      batch.push(reading)
      if (batch.length < size) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }
}
