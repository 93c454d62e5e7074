import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { boundKey, openSolver, type Bound } from './bound.ts'
import type { Instance } from './instance.ts'

/** Bounds of generated instances are committed beside this file; those of outside data stay on this machine. */
const committed = join(import.meta.dirname, 'bounds.json')
const kept = join(import.meta.dirname, '../../../node_modules/.cache/mui-tiem/planner-bounds.json')

/** Reads what is stored and solves only what is not; then it is stored. */
export async function readBounds(
  instances: readonly Instance[],
  isGenerated: boolean,
  say: (line: string) => void,
): Promise<Map<Instance, Bound>> {
  const file = isGenerated ? committed : kept
  const stored: Record<string, Bound> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const missing = instances.filter((instance) => stored[boundKey(instance)] === undefined)
  if (missing.length > 0) {
    say(`${missing.length} bounds are not stored yet: HiGHS solves them once.`)
    const solve = await openSolver()
    for (const instance of missing) stored[boundKey(instance)] = solve(instance)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(stored, null, 1)}\n`)
  }
  return new Map(instances.map((instance) => [instance, stored[boundKey(instance)]!]))
}
