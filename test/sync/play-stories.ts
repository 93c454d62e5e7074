import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Guards } from './memory-door.ts'
import { guarded, type Outcome } from './model.ts'

/** Plays many stories, one thread per processor. */
export async function playStories(
  seeds: readonly number[],
  options: { guards?: Guards; onOutcome?: (outcome: Outcome) => void } = {},
): Promise<Outcome[]> {
  const { guards = guarded, onOutcome } = options
  const threads = Math.min(availableParallelism(), seeds.length)
  const outcomes: Outcome[] = []
  const shares = Array.from({ length: threads }, (_, thread) =>
    seeds.filter((_seed, at) => at % threads === thread),
  )
  await Promise.all(
    shares.map(
      (share) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(new URL('story-worker.ts', import.meta.url), {
            workerData: { seeds: share, guards },
            execArgv: [],
          })
          worker.on('message', (outcome: Outcome) => {
            outcomes.push(outcome)
            onOutcome?.(outcome)
          })
          worker.on('error', reject)
          worker.on('exit', () => resolve())
        }),
    ),
  )
  return outcomes.sort((a, b) => a.seed - b.seed)
}
