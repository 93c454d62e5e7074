import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Problem } from '#domain/problem.ts'
import {
  findRosterColumns,
  readRosterRows,
  rescueRosterFonts,
  type RosterEntry,
  type SheetRow,
} from '#domain/roster-list.ts'
import { compiledCode } from '#http/file-reading/compiled-code.ts'
import type { FileLimits } from '#http/file-reading/limits.ts'
import { memoryMbOf } from '#http/file-reading/memory.ts'
import type { RosterFileAnswer, RosterFileJob } from './child.ts'

const childPath = fileURLToPath(new URL('child.ts', import.meta.url))
const MB = 1024 * 1024
export const ROSTER_FILE_MAX = 2 * MB
/** As many as one request may send. */
export const ROSTER_ROWS_MAX = 200
const limits: FileLimits = {
  bytes: { xlsx: ROSTER_FILE_MAX, xls: ROSTER_FILE_MAX, csv: ROSTER_FILE_MAX },
  unpackedBytes: 40 * MB,
  zipEntries: 200,
}
const HEAP_MB = 256
const TIMEOUT_MS = 20_000
const WATCH_MS = 100
/** One at a time: a staff list takes a moment, and dose entry keeps its cores. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * The people of a staff list in a file (.xlsx, .xls, text), from the first sheet with its headings.
 *
 * @throws Problem `list.file-…` of `openSheets`, `list.file-too-heavy`; `roster.file-headings`, `roster.file-nobody`,
 *   `roster.file-rows`.
 */
export async function readRosterFile(file: Buffer, fileName: string): Promise<RosterEntry[]> {
  const mine = turn.then(() => readSheets({ file, fileName, limits, rowsMax: ROSTER_ROWS_MAX }))
  turn = mine.catch(() => undefined)
  for (const rows of (await mine).map(rescueRosterFonts)) {
    const columns = findRosterColumns(rows)
    if (columns === null) continue
    const people = readRosterRows(rows, columns)
    if (people.length === 0) throw new Problem('roster.file-nobody')
    if (people.length > ROSTER_ROWS_MAX) throw new Problem('roster.file-rows', { limit: ROSTER_ROWS_MAX })
    return people
  }
  throw new Problem('roster.file-headings')
}

function readSheets(job: RosterFileJob): Promise<SheetRow[][]> {
  const child = fork(childPath, [], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    env: compiledCode(),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const clock = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS)
  // The heap's cap does not bound buffers.
  const watch = setInterval(() => {
    if ((memoryMbOf(child.pid ?? 0) ?? 0) > 2 * HEAP_MB) child.kill('SIGKILL')
  }, WATCH_MS)
  let answer: RosterFileAnswer | null = null
  return new Promise<SheetRow[][]>((resolve, reject) => {
    child.once('message', (given) => {
      answer = given as RosterFileAnswer
    })
    child.once('error', reject)
    // Killed, or out of memory: no answer came. `close` follows the last message.
    child.once('close', () => {
      if (answer === null) reject(new Problem('list.file-too-heavy'))
      else if (answer.answer === 'sheets') resolve(answer.sheets)
      else if (answer.answer === 'problem') reject(new Problem(answer.code, answer.facts))
      else reject(new Error('Reading a staff list failed'))
    })
    // A child that dies while the file is still being sent closes the pipe: `close` has the answer.
    child.send(job, () => undefined)
  }).finally(() => {
    clearTimeout(clock)
    clearInterval(watch)
  })
}
