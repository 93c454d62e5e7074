/**
 * The door to files of registrants: whatever opens one runs in a process of its own, with capped memory and time.
 *
 * `openList` is the way in. By the time it answers, the whole file has been unpacked, held against every limit and
 * surveyed, so every refusal of a file comes from it; the rows are then read, repaired and judged over there and
 * arrive in batches, no faster than they are taken.
 */
import type { EnterpriseReading } from '#domain/person-list/enterprise.ts'
import type { ListLayout } from '#domain/person-list/layouts.ts'
import type { RowReading } from '#domain/person-list/rows.ts'
import type { ListLimits } from '#http/file-reading/limits.ts'
import type { ChildJob } from './child.ts'
import { listLimits } from './limits.ts'
import type { ListContext, ListSource } from './list-context.ts'
import type { ListHead, ListSummary, ResultTarget } from './list-file.ts'
import { type ChildRun, startChild } from './run-child.ts'

export type { ListContext, ListSource } from './list-context.ts'

export type OpenListOptions = {
  limits?: ListLimits
  /** Rows per batch. */
  batchRows?: number
  /** Called while the file waits for its turn: how many are before it. */
  onWaiting?: (ahead: number) => void
  /** Called now and then while the file is surveyed: rows unpacked so far. */
  onProgress?: (rows: number) => void
}

/** `layout` says which readings there are. */
export type OpenedList = ListHead & {
  /** Fulfilled when the last batch is taken; rejected with what the readings threw, or when they were left early. */
  finished: Promise<ListSummary>
  /** Ends the process; taking all batches or breaking out of the loop does it too. */
  close(): void
} & (
    | { layout: Exclude<ListLayout, 'enterprise'>; readings: AsyncIterable<readonly RowReading[]> }
    | { layout: 'enterprise'; readings: AsyncIterable<readonly EnterpriseReading[]> }
  )

const BATCH_ROWS = 500

/**
 * The first sheet with a list's headings. The readings may be taken once.
 * @throws Problem list.file-empty, -kind, -program, -archive, -web-page, -macro, -locked, -too-large, -unpacked,
 * -nested, -entities, -damaged, -encoding, -too-heavy; list.headings-missing, list.heading-reserved,
 * list.sheets-several, list.rows-too-many, list.columns-too-many, list.cell-too-long, list.formula-unsolved
 */
export async function openList(
  source: ListSource,
  fileName: string,
  context: ListContext,
  options: OpenListOptions = {},
): Promise<OpenedList> {
  const { limits = listLimits, batchRows = BATCH_ROWS, onWaiting, onProgress } = options
  const job: ChildJob = { job: 'read', source, fileName, context, limits, batchRows }
  const run = await startChild(job, limits, { onWaiting, onProgress })
  const first = await run.next()
  if (first.answer !== 'head') throw new Error('The reading process began without a head')
  const { promise, resolve, reject } = Promise.withResolvers<ListSummary>()
  // Whoever takes the readings is told there; nobody need listen here too.
  promise.catch(() => undefined)
  // The child reads by the layout of the head, so its readings are of that kind.
  const readings = takeReadings(run, resolve, reject)
  return { ...first.head, readings, finished: promise, close: () => run.close() } as OpenedList
}

async function* takeReadings(
  run: ChildRun,
  resolve: (summary: ListSummary) => void,
  reject: (error: unknown) => void,
): AsyncGenerator<readonly RowReading[] | readonly EnterpriseReading[]> {
  try {
    for (;;) {
      const next = await run.next()
      if (next.answer === 'done') return resolve(next.summary)
      if (next.answer === 'readings') yield next.readings
    }
  } catch (error) {
    reject(error)
    throw error
  } finally {
    reject(new Error('The list was left before its end'))
    run.close()
  }
}

/** The same file with the result column filled. @throws Problem list.file-damaged, list.file-too-heavy */
export function writeResults(
  source: ListSource,
  target: ResultTarget,
  results: ReadonlyMap<number, string>,
  limits: ListLimits = listLimits,
): Promise<Buffer> {
  return runForFile({ job: 'write', source, fileName: `list.${target.kind}`, limits, target, results })
}

/**
 * A new .xlsx with the list's own headings, only the rows that have a reason, and the reason in a column of its own,
 * which is not read when the mended file comes back.
 * @param reasons by row number as Excel shows it
 * @throws Problem as `openList`
 */
export function writeBadRows(
  source: ListSource,
  fileName: string,
  context: ListContext,
  reasons: ReadonlyMap<number, string>,
  limits: ListLimits = listLimits,
): Promise<Buffer> {
  return runForFile({ job: 'write-bad-rows', source, fileName, limits, context, reasons })
}

async function runForFile(job: ChildJob): Promise<Buffer> {
  const run = await startChild(job, job.limits)
  const answer = await run.next()
  run.close()
  if (answer.answer === 'file') return Buffer.from(answer.file)
  throw new Error('The writing process ended without a file')
}
