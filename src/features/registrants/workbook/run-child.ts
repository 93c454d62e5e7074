/** Starts the reading process, one at a time per waiting place, and turns every way it can end into an answer. */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Problem } from '#domain/problem.ts'
import type { ChildAnswer, ChildJob } from './child.ts'
import type { ListLimits } from './limits.ts'

const childPath = fileURLToPath(new URL('child.ts', import.meta.url))
/** Two at once: the rest wait in the order in which they came, and dose entry keeps a core. */
const AT_ONCE = 2
const WATCH_MS = 250

let running = 0
const waiting: (() => void)[] = []

/** @returns all answers that were not refusals. @throws Problem of the child, or list.file-too-heavy. */
export async function runChild(
  job: ChildJob,
  limits: Pick<ListLimits, 'heapMb' | 'timeoutMs'>,
): Promise<ChildAnswer[]> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await runNow(job, limits)
  } finally {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}

function runNow(job: ChildJob, limits: Pick<ListLimits, 'heapMb' | 'timeoutMs'>): Promise<ChildAnswer[]> {
  const child = fork(childPath, [], {
    execArgv: [`--max-old-space-size=${limits.heapMb}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const answers: ChildAnswer[] = []
  const clock = setTimeout(() => child.kill('SIGKILL'), limits.timeoutMs)
  const watch = setInterval(() => killWhenHeavy(child, limits.heapMb * 2), WATCH_MS)
  return new Promise<ChildAnswer[]>((resolve, reject) => {
    child.on('message', (answer) => answers.push(answer as ChildAnswer))
    child.once('error', reject)
    // `close` comes after the last message, `exit` may come before it.
    child.once('close', () => {
      const last = answers.at(-1)
      if (last?.answer === 'problem') reject(new Problem(last.code, last.facts))
      else if (last?.answer === 'bug') reject(new Error(`Reading a list failed: ${last.message}`))
      else if (last === undefined || last.answer === 'rows') reject(new Problem('list.file-too-heavy'))
      else resolve(answers)
    })
    // A child that dies while the file is still being sent closes the pipe: `close` has the answer.
    child.send(job, () => undefined)
  }).finally(() => {
    clearTimeout(clock)
    clearInterval(watch)
  })
}

/** The heap's cap does not bound buffers; Linux tells the whole of it, in pages of 4 kB. */
function killWhenHeavy(child: ChildProcess, limitMb: number): void {
  if (process.platform !== 'linux' || child.pid === undefined) return
  try {
    const pages = Number(readFileSync(`/proc/${child.pid}/statm`, 'latin1').split(' ')[1])
    if (pages * 4096 > limitMb * 1024 * 1024) child.kill('SIGKILL')
  } catch {
    // It has ended since.
  }
}
