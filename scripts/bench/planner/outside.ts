import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAYS, MAX_LAG, type Source } from './instance.ts'
import { draw, type Random } from './random.ts'

type Row = Record<string, string>

/** Comma-separated, comments by #; these files quote nothing. */
function readCsv(file: string): Row[] {
  const lines = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
  const names = lines[0]!.split(',')
  return lines.slice(1).map((line) => {
    const values = line.split(',')
    return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']))
  })
}

/** What one place used each day, and what was left there at the end of it; null where supply is not told. */
type Series = { used: Float64Array; left: Float64Array | null }

type Shape = {
  file: string
  area: string
  used: readonly string[]
  supplied: readonly string[]
  sent: readonly string[]
  /** First and last Monday on which a window may begin. */
  from: string
  to: string
  wards: number
}

const shapes: Record<string, Shape> = {
  cz: {
    file: 'cz_site_daily.csv',
    area: 'site',
    used: ['used'],
    supplied: ['received', 'transfer_in'],
    sent: ['sent', 'sent_other', 'wasted'],
    from: '2021-03-01',
    to: '2021-04-05',
    wards: 36,
  },
  it: {
    file: 'it_region_daily.csv',
    area: 'area',
    used: ['administered'],
    supplied: ['delivered'],
    sent: [],
    from: '2021-01-18',
    to: '2021-03-01',
    wards: 21,
  },
  de: {
    file: 'de_state_daily.csv',
    area: 'state_id',
    used: ['dose1', 'dose2', 'booster'],
    supplied: [],
    sent: [],
    from: '2021-03-01',
    to: '2021-05-31',
    wards: 16,
  },
  my: {
    file: 'my_state_daily.csv',
    area: 'state',
    used: ['total'],
    supplied: [],
    sent: [],
    from: '2021-06-07',
    to: '2021-07-26',
    wards: 16,
  },
}

/** Real series of sites and regions with the real delays of Czech site-days; null where the data are not there. */
export function outsideSources(folder: string): Source[] | null {
  const files = ['cz_revisions.csv', ...Object.values(shapes).map((shape) => shape.file)]
  if (!files.every((file) => existsSync(join(folder, file)))) return null
  const lags = readLags(readCsv(join(folder, 'cz_revisions.csv')))
  return Object.entries(shapes).map(([family, shape]) => {
    const rows = readCsv(join(folder, shape.file))
    return { family, lags, shapes: (random) => drawShapes(rows, shape, random) }
  })
}

function drawShapes(rows: readonly Row[], shape: Shape, random: Random): Float64Array[] {
  const weeks = (Date.parse(shape.to) - Date.parse(shape.from)) / (7 * 86_400_000)
  const begins = Date.parse(shape.from) + random.below(weeks + 1) * 7 * 86_400_000
  const series = [...readSeries(rows, shape, begins).values()].filter(({ used }) => isWorth(used))
  return draw(random, series, shape.wards).map(liftPotential)
}

function readSeries(rows: readonly Row[], shape: Shape, begins: number): Map<string, Series> {
  const found = new Map<string, Series & { before: number }>()
  const total = (row: Row, columns: readonly string[]) =>
    columns.reduce((doses, column) => doses + Number(row[column] ?? 0), 0)
  for (const row of rows) {
    const area = row[shape.area]!
    const one = found.get(area) ?? {
      used: new Float64Array(DAYS),
      left: shape.supplied.length > 0 ? new Float64Array(DAYS) : null,
      before: 0,
    }
    found.set(area, one)
    const day = (Date.parse(row['date']!) - begins) / 86_400_000
    const used = Math.max(0, total(row, shape.used))
    const change = total(row, shape.supplied) - total(row, shape.sent) - used
    if (day < 0) one.before += change
    if (day < 0 || day >= DAYS) continue
    one.used[day]! += used
    if (one.left !== null) one.left[day]! += change
  }
  for (const { left, before } of found.values()) {
    if (left !== null) left.reduce((stock, change, day) => (left[day] = stock + change), before)
  }
  return found
}

function isWorth(used: Float64Array): boolean {
  const total = used.reduce((sum, doses) => sum + doses, 0)
  return total >= 1500 && used.filter((doses) => doses > 0).length >= DAYS / 2
}

/** Days on which stock was the limit are lifted to the place's own 80th percentile of four weeks, by weekday. */
function liftPotential({ used, left }: Series): Float64Array {
  if (left === null) return used
  const mean = used.reduce((sum, doses) => sum + doses, 0) / DAYS
  const weekday = Float64Array.from({ length: 7 }, (_, at) => {
    const days = used.filter((_, day) => day % 7 === at)
    return Math.max(0.05, days.reduce((sum, doses) => sum + doses, 0) / days.length / mean)
  })
  const flat = used.map((doses, day) => doses / weekday[day % 7]!)
  return used.map((doses, day) => {
    const near = flat.slice(Math.max(0, day - 14), day + 15).sort()
    const usual = near[Math.floor(0.8 * near.length)]!
    return left[day]! < usual ? Math.max(doses, usual * weekday[day % 7]!) : doses
  })
}

/** Days after the first half of the dates; the planner is told nothing and learns the delay as it goes. */
function readLags(rows: readonly Row[]): Float64Array[] {
  const dates = [...new Set(rows.map((row) => row['date']!))].sort()
  const half = dates[Math.floor(dates.length / 2)]!
  return rows.filter((row) => row['date']! >= half && Number(row['final']) >= 20).map(readLag)
}

function readLag(row: Row): Float64Array {
  const final = Number(row['final'])
  let share = 0
  return Float64Array.from({ length: MAX_LAG + 1 }, (_, lag) => {
    const seen = row[`seen_lag${lag}`]
    if (seen !== undefined && seen !== '') share = Math.max(share, Math.min(1, Number(seen) / final))
    return lag === MAX_LAG ? 1 : share
  })
}
