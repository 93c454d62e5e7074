import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'

const KEY = 'muitiem compiled code'

type CompiledCode = { NODE_COMPILE_CACHE?: string }

let env: CompiledCode | null = null

/**
 * The environment of a reading process, and of the thread that starts it. Each compiles the same code: what the first has
 * compiled, those after it take, which is four fifths of their start. The folder is this process's own, so that nobody
 * else's code is run, and goes with it; a thread takes the one that it was given, for its own would go with the thread.
 */
export function compiledCode(): CompiledCode {
  if (env !== null) return env
  env = isMainThread ? makeFolder() : ((getEnvironmentData(KEY) as CompiledCode | undefined) ?? {})
  setEnvironmentData(KEY, { ...env })
  return env
}

function makeFolder(): CompiledCode {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'muitiem-code-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    return { NODE_COMPILE_CACHE: folder }
  } catch {
    // Nowhere to write, as in a container that may not: each compiles for itself.
    return {}
  }
}
