/**
 * How fast the service is, beside the best that its database does for the same rows.
 *   npm run -s bench -- doses            (tells what it measured)
 *   npm run -s bench -- doses --json     (and ends with one line of JSON)
 * Options: --seconds of each measurement (4), --repetitions (3). Exits with 1 on an error or a sum that is not exact.
 */
import { parseArgs } from 'node:util'
import { benchDoses } from './bench/doses.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '4' },
    repetitions: { type: 'string', default: '3' },
  },
})
const seconds = Number(values.seconds)
const repetitions = Number(values.repetitions)
// pgbench counts whole seconds.
const areCounts = [seconds, repetitions].every((count) => Number.isInteger(count) && count >= 1)
if (positionals.join(' ') !== 'doses' || !areCounts) {
  console.error('Usage: npm run -s bench -- doses [--json] [--seconds 4] [--repetitions 3]')
  process.exit(2)
}

const report = await benchDoses({ seconds, repetitions }, (line) => console.log(line))
console.log(values.json ? JSON.stringify(report) : report)
if (report.errors > 0 || !report.sums_exact) process.exitCode = 1
