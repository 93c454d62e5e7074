import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { LoadResult, Prepared } from './load.ts'

const SCRIPT = fileURLToPath(new URL('doses.lua', import.meta.url))

/** Sends each prepared request once, through Debian's wrk. */
export async function loadByWrk(
  address: string,
  connections: number,
  prepared: readonly Prepared[],
): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'muitiem-wrk-'))
  const file = join(folder, 'requests')
  const { host } = new URL(address)
  writeFileSync(file, prepared.map((request) => asText(request, host)).join('\0'))
  try {
    return await runWrk(address, connections, file, prepared.length)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function runWrk(
  address: string,
  connections: number,
  file: string,
  amount: number,
): Promise<LoadResult> {
  const options = ['-t', '1', '-c', `${connections}`, '-d', '600s', '--timeout', '60s', '-s', SCRIPT]
  const wrk = spawn('wrk', [...options, address, '--', file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let startedMs = 0
  let endedMs = 0
  let counts: RegExpExecArray | null = null
  for await (const line of createInterface({ input: wrk.stdout })) {
    if (line === 'started') startedMs = performance.now()
    if (line === 'ended') {
      endedMs = performance.now()
      // Its main thread sleeps for the whole duration unless it is interrupted.
      wrk.kill('SIGINT')
    }
    counts = /^(\d+) (\d+) ([\d.]+)$/.exec(line) ?? counts
  }
  if (counts === null || endedMs === 0) throw new Error('wrk ended before every dose was answered')
  const [accepted, failed, p99Ms] = counts.slice(1).map(Number) as [number, number, number]
  const perSecond = accepted / ((endedMs - startedMs) / 1000)
  return { perSecond, p99Ms, accepted, errors: amount - accepted + failed }
}

function asText({ method, path, headers, body }: Prepared, host: string): string {
  const all = { host, ...headers, 'content-length': `${Buffer.byteLength(body)}` }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}
