import { parentPort, workerData } from 'node:worker_threads'
import type { Guards } from './memory-door.ts'
import { playStory } from './model.ts'

const { seeds, guards } = workerData as { seeds: number[]; guards: Guards }
// Thousands of requests fail in every story, and nobody reads where.
Error.stackTraceLimit = 0
const port = parentPort!
for (const seed of seeds) port.postMessage(await playStory(seed, guards), [])
