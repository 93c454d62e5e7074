import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let env: { NODE_COMPILE_CACHE?: string } | null = null

/**
 * The environment of a reading process. Each compiles the same code: what the first has compiled, those after it take,
 * which is four fifths of their start. The folder is this process's own, so that nobody else's code is run, and goes
 * with it.
 */
export function compiledCode(): { NODE_COMPILE_CACHE?: string } {
  env ??= makeFolder()
  return env
}

function makeFolder(): { NODE_COMPILE_CACHE?: string } {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'muitiem-code-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    return { NODE_COMPILE_CACHE: folder }
  } catch {
    // Nowhere to write, as in a container that may not: each compiles for itself.
    return {}
  }
}
