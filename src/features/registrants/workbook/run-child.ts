/** Starts the reading process, a few at a time, and turns every way it can end into an answer. */
import { type ChildProcess, fork } from 'node:child_process'
import { open } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Problem } from '#domain/problem.ts'
import { compiledCode } from '#http/file-reading/compiled-code.ts'
import { memoryMbOf } from '#http/file-reading/memory.ts'
import { guessKind } from '#http/file-reading/file-kind.ts'
import type { ListLimits } from '#http/file-reading/limits.ts'
import type { ChildAnswer, ChildCredit, ChildJob } from './child.ts'
import { READING_PRIORITY } from './limits.ts'

const childPath = fileURLToPath(new URL('child.ts', import.meta.url))
/** Two at once: the rest wait in the order in which they came, and dose entry keeps a core. */
const AT_ONCE = 2
const ENDING_MS = 10_000
const WATCH_MS = 100
/** Of the memory that the process may hold: the rest is the file itself, and Node. */
const HEAP_SHARE = 0.5

/** Reading a list may take what nobody else needs: who enters a dose at that moment comes first. */
function giveWay(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, READING_PRIORITY)
  } catch {
    // It has ended already: `close` has the answer.
  }
}

let running = 0
const waiting: (() => void)[] = []

async function takeTurn(onWaiting: ((ahead: number) => void) | undefined): Promise<void> {
  if (running < AT_ONCE) {
    running += 1
    return
  }
  onWaiting?.(waiting.length + 1)
  await new Promise<void>((resolve) => waiting.push(resolve))
}

function endTurn(): void {
  const next = waiting.shift()
  if (next === undefined) running -= 1
  else next()
}

export type ChildOptions = {
  onWaiting?: ((ahead: number) => void) | undefined
  onProgress?: ((rows: number) => void) | undefined
}

/** A process at work. Its turn lasts until it has ended. */
export class ChildRun {
  readonly #child: ChildProcess
  readonly #timeoutMs: number
  readonly #watch: NodeJS.Timeout
  readonly #answers: ChildAnswer[] = []
  readonly #onProgress: ((rows: number) => void) | undefined
  #fault: Error | null = null
  #hasEnded = false
  #isDone = false
  #ending: NodeJS.Timeout | undefined
  #wake: (() => void) | null = null
  constructor(job: ChildJob, limits: { memoryMb: number; timeoutMs: number }, options: ChildOptions) {
    const heapMb = Math.floor(limits.memoryMb * HEAP_SHARE)
    this.#timeoutMs = limits.timeoutMs
    this.#onProgress = options.onProgress
    this.#child = fork(childPath, [], {
      // Rows are short-lived: a larger nursery would be most of the memory, a smaller one is emptied all the time.
      execArgv: [`--max-old-space-size=${heapMb}`, '--max-semi-space-size=16'],
      env: compiledCode(),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    giveWay(this.#child.pid)
    // The heap's cap does not bound buffers.
    this.#watch = setInterval(() => {
      if ((memoryMbOf(this.#child.pid ?? 0) ?? 0) > limits.memoryMb) this.#child.kill('SIGKILL')
    }, WATCH_MS)
    this.#child.on('message', (answer) => this.#hear(answer as ChildAnswer))
    this.#child.once('error', (error) => {
      this.#fault = error
      this.#end()
    })
    // `close` comes after the last message, `exit` may come before it.
    this.#child.once('close', () => this.#end())
    // A child that dies while the file is still being sent closes the pipe: `close` has the answer.
    this.#child.send(job, () => undefined)
  }

  /**
   * The next answer. The clock runs only while somebody waits: a child that waits for its rows to be taken is not slow.
   * @throws Problem of the child, or list.file-too-heavy when it was ended before it was done
   */
  async next(): Promise<ChildAnswer> {
    const clock = setTimeout(() => this.#child.kill('SIGKILL'), this.#timeoutMs)
    try {
      while (this.#answers.length === 0 && !this.#hasEnded) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      clearTimeout(clock)
    }
    const answer = this.#answers.shift()
    if (answer === undefined) throw this.#fault ?? new Problem('list.file-too-heavy')
    if (answer.answer === 'problem') throw new Problem(answer.code, answer.facts)
    if (answer.answer === 'bug') throw new Error(`Reading a list failed: ${answer.message}`)
    if (answer.answer === 'done' || answer.answer === 'file') this.#isDone = true
    if (answer.answer === 'readings') this.#child.send('taken' satisfies ChildCredit, () => undefined)
    return answer
  }

  /** One that has given its last answer ends by itself, and leaves behind what it has compiled; it has some seconds for it. */
  close(): void {
    if (this.#hasEnded) return
    if (this.#isDone) this.#ending ??= setTimeout(() => this.#child.kill('SIGKILL'), ENDING_MS)
    else this.#child.kill('SIGKILL')
  }

  #hear(answer: ChildAnswer): void {
    if (answer.answer === 'progress') this.#onProgress?.(answer.rows)
    else {
      this.#answers.push(answer)
      this.#wake?.()
    }
  }

  #end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    clearInterval(this.#watch)
    clearTimeout(this.#ending)
    endTurn()
    this.#wake?.()
  }
}

/** Waits for its turn, then starts. */
export async function startChild(
  job: ChildJob,
  limits: ListLimits,
  options: ChildOptions = {},
): Promise<ChildRun> {
  const kind = guessKind(await headOf(job.source))
  await takeTurn(options.onWaiting)
  try {
    return new ChildRun(job, { memoryMb: limits.memoryMb[kind], timeoutMs: limits.timeoutMs }, options)
  } catch (error) {
    endTurn()
    throw error
  }
}

async function headOf(source: ChildJob['source']): Promise<Buffer> {
  if (typeof source !== 'string') return Buffer.from(source.subarray(0, 8))
  const file = await open(source)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
