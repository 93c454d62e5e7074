/**
 * How fast the service is beside the best that its database does, and how good the planner is beside perfect foresight.
 *   npm run -s bench -- doses            (tells what it measured)
 *   npm run -s bench -- upload           (a list from its file to the people, beside a plain COPY of the same rows)
 *   npm run -s bench -- planner          (the same for the planner)
 *   … --json                             (and ends with one line of JSON)
 * doses: --seconds of each measurement (4), --repetitions (3); exits with 1 on an error or a sum that is not exact.
 * upload: --rows of the file (50000); exits with 1 when a dose entered meanwhile was not taken.
 * planner: --data folder of outside series (PLANNER_DATA, else ../shared/data/realloc; without it instances are
 * generated), --instances (120); exits with 1 when planning by raw entries does not fail.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchDoses } from './bench/doses.ts'
import { benchPlanner } from './bench/planner.ts'
import { benchUpload } from './bench/upload.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '4' },
    repetitions: { type: 'string', default: '3' },
    data: {
      type: 'string',
      default: process.env['PLANNER_DATA'] ?? join(import.meta.dirname, '../../shared/data/realloc'),
    },
    instances: { type: 'string', default: '120' },
    rows: { type: 'string', default: '50000' },
  },
})
const say = (line: string) => console.log(line)
const [seconds, repetitions, instances, rows] = [
  values.seconds,
  values.repetitions,
  values.instances,
  values.rows,
].map(Number)
// pgbench counts whole seconds.
const isCount = (value: number | undefined): value is number => Number.isInteger(value) && value! >= 1
const what = positionals.join(' ')
if (what === 'doses' && isCount(seconds) && isCount(repetitions)) {
  const report = await benchDoses({ seconds, repetitions }, say)
  console.log(values.json ? JSON.stringify(report) : report)
  if (report.errors > 0 || !report.sums_exact) process.exitCode = 1
} else if (what === 'upload' && isCount(rows)) {
  const { report, errors } = await benchUpload({ rows }, say)
  console.log(values.json ? JSON.stringify(report) : report)
  if (errors > 0) process.exitCode = 1
} else if (what === 'planner' && isCount(instances)) {
  const report = await benchPlanner({ data: values.data, instances }, say)
  console.log(values.json ? JSON.stringify(report) : report)
  if (!report.raw_pace_fails) process.exitCode = 1
} else {
  console.error('Usage: npm run -s bench -- doses|upload|planner [--json] (see scripts/bench.ts)')
  process.exitCode = 2
}
