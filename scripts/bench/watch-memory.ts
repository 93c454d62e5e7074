import { readdirSync, readFileSync } from 'node:fs'

const SAMPLE_MS = 50

/** The most that the service, and any process that it started, has held; zero where the system does not tell. */
export function watchMemory(pid: number): { stop(): { serverMb: number; childMb: number } } {
  const most = { serverMb: 0, childMb: 0 }
  const look = () => {
    most.serverMb = Math.max(most.serverMb, peakOf(pid))
    for (const child of childrenOf(pid)) most.childMb = Math.max(most.childMb, peakOf(child))
  }
  const timer = setInterval(look, SAMPLE_MS)
  return {
    stop() {
      look()
      clearInterval(timer)
      return most
    },
  }
}

function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
}

function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.flatMap((thread) =>
      textOf(`/proc/${pid}/task/${thread}/children`)
        .split(' ')
        .filter((text) => text !== '')
        .map(Number),
    )
  } catch {
    return []
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // It has ended since, or this is no Linux.
  }
}
