import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('the whole main job runs over HTTP and every identity holds', { timeout: 240_000 }, async () => {
  const run = promisify(execFile)(process.execPath, ['scripts/day.ts'], {
    cwd: root,
    maxBuffer: 16 * 1024 * 1024,
    timeout: 220_000,
  })
  // A day that stops says in its lines how far it came.
  const { stdout } = await run.catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`The day ended early:\n${error.stdout}\n${error.stderr}`, { cause: error })
  })
  const last = stdout.trim().split('\n').at(-1)!
  const match = /^day: OK registrants=(\d+) doses=(\d+) wards=3 moved=(\d+) received=(\d+)$/.exec(last)
  expect(match, stdout).not.toBeNull()
  const [registrants, doses, moved, received] = match!.slice(1).map(Number)
  expect(registrants).toBeGreaterThan(1_000)
  expect(doses).toBeGreaterThan(100)
  expect(received).toBe(moved)
  expect(stdout).not.toContain('FAILS')
  expect(stdout.match(/^ {2}holds {2}/gm)!.length).toBeGreaterThan(20)
})
