import { destination } from 'pino'

const PAGE_BYTES = 4096
const DELAY_MS = 250

/**
 * Standard output, written by the page: a write for each line cost a fifteenth of a dose. Lines wait a quarter of a
 * second at most; the end of the process lets none behind, except by kill -9.
 */
export function openLog(): { write(line: string): void } {
  const output = destination({ dest: 1, sync: true, minLength: PAGE_BYTES, periodicFlush: DELAY_MS })
  process.once('exit', () => output.flushSync())
  return output
}
