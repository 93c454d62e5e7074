/**
 * The process in which files of strangers are opened: no secrets in its environment, a capped heap, and it is
 * killed when it takes too much. One job, then it ends; it also ends when its parent does.
 */
import { readFile } from 'node:fs/promises'
import type { EnterpriseReading } from '#domain/person-list/enterprise.ts'
import type { RowReading } from '#domain/person-list/rows.ts'
import type { Problem } from '#domain/problem.ts'
import { problemOfFile } from '#http/file-reading/file-error.ts'
import { peakMemoryMb } from '#http/file-reading/memory.ts'
import type { ListLimits } from '#http/file-reading/limits.ts'
import { collectFile } from './collect-file.ts'
import type { ListContext, ListSource } from './list-context.ts'
import type { ListHead, ListSummary, ResultTarget } from './list-file.ts'
import { ReadingRun } from './reading-run.ts'

type Source = { source: ListSource | Uint8Array; fileName: string; limits: ListLimits }
export type ChildJob =
  | ({ job: 'read'; context: ListContext; batchRows: number } & Source)
  | ({ job: 'write'; target: ResultTarget; results: ReadonlyMap<number, string> } & Source)
  | ({ job: 'write-bad-rows'; context: ListContext; reasons: ReadonlyMap<number, string> } & Source)

export type ChildAnswer =
  | { answer: 'progress'; rows: number }
  | { answer: 'head'; head: ListHead }
  | { answer: 'readings'; readings: readonly RowReading[] | readonly EnterpriseReading[] }
  | { answer: 'done'; summary: ListSummary }
  | { answer: 'file'; file: Uint8Array }
  | { answer: 'problem'; code: Problem['code']; facts: Problem['facts'] }
  | { answer: 'bug'; message: string }

/** From the parent: one more batch was taken. */
export type ChildCredit = 'taken'
/** Batches under way: enough to keep both sides busy, few enough that neither holds many. */
const AHEAD = 4

/** Room for batches: each that the parent takes makes some. */
class Credit {
  #room = AHEAD
  #wake: (() => void) | null = null

  give(): void {
    this.#room += 1
    this.#wake?.()
  }

  async take(): Promise<void> {
    while (this.#room === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#room -= 1
  }
}

const credit = new Credit()

async function sendBatch(answer: ChildAnswer): Promise<void> {
  await credit.take()
  await send(answer)
}

async function read(job: Extract<ChildJob, { job: 'read' }>, file: Buffer): Promise<void> {
  const { fileName, limits, context, batchRows } = job
  const onProgress = (rows: number) => void send({ answer: 'progress', rows }).catch(() => undefined)
  const run = new ReadingRun(await collectFile(file, { fileName, limits, context, onProgress }), context)
  await send({ answer: 'head', head: run.head })
  for (const readings of run.batches(batchRows)) await sendBatch({ answer: 'readings', readings })
  await send({ answer: 'done', summary: { ...run.totals, peakMb: peakMemoryMb() } })
}

async function work(job: ChildJob): Promise<void> {
  const { source } = job
  const file =
    typeof source === 'string'
      ? await readFile(source)
      : Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  if (job.job === 'read') return read(job, file)
  if (job.job === 'write') {
    const { fillResults } = await import('./write-results.ts')
    return send({ answer: 'file', file: fillResults(file, job.target, job.results) })
  }
  const { writeBadRowsNow } = await import('./write-bad-rows.ts')
  const list = await collectFile(file, { ...job, onProgress: () => undefined })
  return send({ answer: 'file', file: await writeBadRowsNow(list, job.reasons) })
}

function send(answer: ChildAnswer): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(answer, undefined, undefined, (error: Error | null) =>
      error === null ? resolve() : reject(error),
    )
  })
}

function answerOf(error: unknown): ChildAnswer {
  const problem = problemOfFile(error)
  if (problem !== null) return { answer: 'problem', code: problem.code, facts: problem.facts }
  return {
    answer: 'bug',
    message: error instanceof Error ? `${error.name} ${error.stack?.split('\n')[1] ?? ''}` : '',
  }
}

process.on('disconnect', () => process.exit(0))
process.once('message', (job: ChildJob) => {
  process.on('message', () => credit.give())
  void work(job)
    .catch((error: unknown) => send(answerOf(error)))
    .finally(() => process.disconnect())
})
