/**
 * The process in which files of strangers are opened: no secrets in its environment, a capped heap, and it is
 * killed when it takes too long. One job, then it ends; it also ends when its parent does.
 */
import { Problem } from '#domain/problem.ts'
import type { ListRow } from '#domain/person-list/headings.ts'
import { decideKind } from './file-kind.ts'
import type { ListLimits } from './limits.ts'
import type { ListFile, ResultTarget } from './list-file.ts'
import { readText } from './read-text.ts'
import { readXls } from './read-xls.ts'
import { readXlsx } from './read-xlsx.ts'
import { fillResults } from './write-results.ts'

export type ChildJob =
  | { job: 'read'; file: Uint8Array; fileName: string; limits: ListLimits }
  | { job: 'write'; file: Uint8Array; target: ResultTarget; results: ReadonlyMap<number, string> }

export type ChildAnswer =
  | { answer: 'rows'; rows: readonly ListRow[] }
  | { answer: 'list'; list: Omit<ListFile, 'rows'> }
  | { answer: 'file'; file: Uint8Array }
  | { answer: 'problem'; code: Problem['code']; facts: Problem['facts'] }
  | { answer: 'bug'; message: string }

/** Rows travel in slices: one message of 50,000 rows would be copied whole on both sides. */
const SLICE = 1000

async function readFile(file: Buffer, fileName: string, limits: ListLimits): Promise<ListFile> {
  const kind = decideKind(file, fileName, limits)
  if (kind === 'xlsx') return readXlsx(file, limits)
  return kind === 'xls' ? readXls(file, limits) : readText(file, limits)
}

async function work(job: ChildJob): Promise<void> {
  const file = Buffer.from(job.file.buffer, job.file.byteOffset, job.file.byteLength)
  if (job.job === 'write') {
    await send({ answer: 'file', file: fillResults(file, job.target, job.results) })
    return
  }
  const { rows, ...list } = await readFile(file, job.fileName, job.limits)
  for (let at = 0; at < rows.length; at += SLICE)
    await send({ answer: 'rows', rows: rows.slice(at, at + SLICE) })
  await send({ answer: 'list', list })
}

function send(answer: ChildAnswer): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(answer, undefined, undefined, (error: Error | null) =>
      error === null ? resolve() : reject(error),
    )
  })
}

/** What libraries throw about a file is the file's fault; it may quote cells, so the message stays here. */
function answerOf(error: unknown): ChildAnswer {
  if (error instanceof Problem) return { answer: 'problem', code: error.code, facts: error.facts }
  if (isFileError(error)) return { answer: 'problem', code: 'list.file-damaged', facts: {} }
  return {
    answer: 'bug',
    message: error instanceof Error ? `${error.name} ${error.stack?.split('\n')[1] ?? ''}` : '',
  }
}

function isFileError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const thrownInLibrary = error.stack
    ?.split('\n')
    .find((line) => line.includes(' at '))
    ?.includes('node_modules')
  return (
    thrownInLibrary === true ||
    ['ParseError', 'ZipError', 'XmlError', 'EncryptedFileError'].includes(error.name)
  )
}

process.on('disconnect', () => process.exit(0))
process.once('message', (job: ChildJob) => {
  void work(job)
    .catch((error: unknown) => send(answerOf(error)))
    .finally(() => process.disconnect())
})
