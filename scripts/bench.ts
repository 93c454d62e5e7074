/**
 * How fast the service is beside the best that its database does, and how good the planner is beside perfect foresight.
 *   npm run -s bench -- doses            (tells what it measured)
 *   npm run -s bench -- upload           (a list from its file to the people, beside a plain COPY of the same rows)
 *   npm run -s bench -- uploads          (36 wards send their lists at once)
 *   npm run -s bench -- rebuild          (rebuild --check of a city, its doses and counters laid by SQL)
 *   npm run -s bench -- planner          (the same for the planner)
 *   npm run -s bench -- site             (the pages of a site on a slowed phone: card, check-in, dose, save, drain)
 *   … --json                             (and ends with one line of JSON)
 * doses: --seconds of each measurement (4), --repetitions (3); exits with 1 on an error or a sum that is not exact.
 * upload: --rows of the file (50000); exits with 1 when a dose entered meanwhile was not taken.
 * uploads: --rows of each file (20000); exits with 1 when one was lost.
 * rebuild: --doses (1000000); exits with 1 when anything differs.
 * site: --people of each series (20); exits with 1 when an entry was lost or doubled.
 * planner: --data folder of outside series (PLANNER_DATA, else ../shared/data/realloc; without it instances are
 * generated), --instances: at least so many, each setting as often (120); exits with 1 when planning by raw entries does
 * not fail.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchDoses } from './bench/doses.ts'
import { benchPlanner } from './bench/planner.ts'
import { benchRebuild } from './bench/rebuild.ts'
import { benchSite } from './bench/site.ts'
import { benchUpload } from './bench/upload.ts'
import { benchUploads } from './bench/uploads.ts'

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
    rows: { type: 'string' },
    doses: { type: 'string', default: '1000000' },
    people: { type: 'string', default: '20' },
  },
})
const say = (line: string) => console.log(line)
const [seconds, repetitions, instances, rows, doses, people] = [
  values.seconds,
  values.repetitions,
  values.instances,
  values.rows ?? (positionals[0] === 'uploads' ? '20000' : '50000'),
  values.doses,
  values.people,
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
} else if (what === 'uploads' && isCount(rows)) {
  const report = await benchUploads({ rows }, say)
  console.log(values.json ? JSON.stringify(report) : report)
  if (report.lost > 0) process.exitCode = 1
} else if (what === 'rebuild' && isCount(doses)) {
  const report = await benchRebuild({ doses }, say)
  console.log(values.json ? JSON.stringify(report) : report)
  if (report.different > 0) process.exitCode = 1
} else if (what === 'site' && isCount(people)) {
  const { report, lost } = await benchSite({ people }, say)
  console.log(values.json ? JSON.stringify(report) : report)
  if (lost > 0) process.exitCode = 1
} else if (what === 'planner' && isCount(instances)) {
  const report = await benchPlanner({ data: values.data, instances }, say)
  console.log(values.json ? JSON.stringify(report) : report)
  if (!report.raw_pace_fails) process.exitCode = 1
} else {
  console.error(
    'Usage: npm run -s bench -- doses|upload|uploads|rebuild|site|planner [--json] (see scripts/bench.ts)',
  )
  process.exitCode = 2
}
