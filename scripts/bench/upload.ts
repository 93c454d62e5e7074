import { randomUUID } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { localDateAt } from '#domain/dates.ts'
import { makeList, packList } from '../make-list.ts'
import { copyAgain } from './copy-reference.ts'
import { startDoses } from './dose-stream.ts'
import { openBenchGround, type BenchGround } from './ground.ts'
import { benchId, People } from './people.ts'
import { addOfficial, asker } from './ward-official.ts'
import { watchMemory } from './watch-memory.ts'

const DOSES_PER_SECOND = 50
const SITES = 40
const SAMPLE_MS = 50
const BARS = { preview_s: 15, commit_s: 10, csv_ratio: 0.75, xlsx_ratio: 0.5, peak_mb: 300, dose_p95_ms: 200 }

export type UploadReport = Record<keyof typeof BARS, number>

const kinds = ['csv', 'xlsx'] as const
type Kind = (typeof kinds)[number]
type Run = {
  previewS: number
  commitS: number
  copyS: number
  /** Rows of the reference, by table: those that the upload has stored. */
  stored: Record<string, number>
  ratio: number
  childMb: number
  serverMb: number
}

/**
 * A list from its file to the people of a ward over HTTP, and a plain COPY of the same rows into the same tables with the
 * same indexes, one after the other, each while 50 doses a second are entered.
 *
 * @param say takes a line of what was measured.
 */
export async function benchUpload(
  options: { rows: number },
  say: (line: string) => void,
): Promise<{ report: UploadReport; errors: number }> {
  say(`${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)} before the start`)
  const ground = await openBenchGround({ sites: SITES })
  try {
    const people = new People(ground.client, 'spread')
    // Four in five are passed over: only some sites have somebody signed in.
    await people.ensure(150_000)
    await ground.client.query('VACUUM ANALYZE')
    const runs = {} as Record<Kind, Run>
    const latenciesMs: number[] = []
    let errors = 0
    for (const [at, kind] of kinds.entries()) {
      // Before the doses begin: to make it takes this process, which is to enter them, some seconds.
      const sending = await prepare(ground, { kind, rows: options.rows, ward: at + 1 })
      const doses = startDoses(ground, people, DOSES_PER_SECOND)
      runs[kind] = await measure(ground, sending, () => latenciesMs.push(...doses.latenciesMs))
      const entered = await doses.stop()
      errors += entered.errors
      say(`${kind.padEnd(4)} ${describe(runs[kind])}, ${entered.latenciesMs.length} doses`)
      say(`     rows on both sides: ${describeRows(runs[kind].stored)}`)
    }
    const all = Object.values(runs)
    const report: UploadReport = {
      preview_s: rounded(Math.max(...all.map(({ previewS }) => previewS))),
      commit_s: rounded(Math.max(...all.map(({ commitS }) => commitS))),
      csv_ratio: rounded(runs.csv.ratio),
      xlsx_ratio: rounded(runs.xlsx.ratio),
      peak_mb: Math.round(Math.max(...all.map(({ childMb }) => childMb))),
      dose_p95_ms: Math.round(percentile(latenciesMs, 0.95)),
    }
    for (const [name, bar] of Object.entries(BARS)) {
      const got = report[name as keyof UploadReport]
      const met = name.endsWith('ratio') ? got >= bar : got <= bar
      say(`bar: ${name} ${got} (${name.endsWith('ratio') ? '≥' : '≤'} ${bar}): ${met ? 'met' : 'NOT met'}`)
    }
    return { report, errors }
  } finally {
    await ground.close()
  }
}

type Sending = { rows: number; ask: ReturnType<typeof asker>; listId: string; form: FormData }

async function prepare(
  ground: BenchGround,
  { kind, rows, ward }: { kind: Kind; rows: number; ward: number },
): Promise<Sending> {
  const official = await addOfficial(ground, ward)
  const { rows: names } = await ground.client.query<{ code: string }>(
    'SELECT code FROM place_name WHERE place_id = $1',
    [benchId(1, ward)],
  )
  const on = localDateAt(new Date(), 'Asia/Ho_Chi_Minh')
  const recipe = { rows, wardCode: names[0]!.code, wardName: 'Phường giả định', seed: ward, on }
  const file = packList(makeList({ ...recipe, dirty: 0.01, repeated: 0.01 }).rows, kind)
  const ask = asker(ground.address, official)
  const list = await ask('POST', '/lists', {
    campaignId: benchId(12, 0),
    kind: 'ward',
    wardId: benchId(1, ward),
    name: `Danh sách ${kind}`,
  })
  const form = new FormData()
  form.append('id', randomUUID())
  form.append('file', new Blob([new Uint8Array(file)]), `danh-sach.${kind}`)
  return { rows, ask, listId: list.id, form }
}

/** @param onStored called when the list is stored and nothing but the reference follows. */
async function measure(
  ground: BenchGround,
  { rows, ask, listId, form }: Sending,
  onStored: () => void,
): Promise<Run> {
  const memory = watchMemory(ground.pid)
  const startedMs = performance.now()
  let upload = await ask('POST', `/lists/${listId}/uploads`, form)
  while (upload.state === 'queued' || upload.state === 'reading') {
    await sleep(SAMPLE_MS)
    upload = await ask('GET', `/uploads/${upload.id}`)
  }
  if (upload.state !== 'preview') throw new Error(`The list came to ${upload.state}`)
  const readMs = performance.now()
  upload = await ask('POST', `/uploads/${upload.id}/commit`, undefined, upload.version)
  const doneMs = performance.now()
  onStored()
  const peaks = memory.stop()
  const { counts, taken } = upload
  if (counts === undefined || counts['rowsRead'] !== rows || taken !== counts['new'])
    throw new Error(`The list does not add up: ${JSON.stringify({ counts, taken })}`)
  const { seconds: copyS, rows: stored } = await copyAgain(ground.client, upload.id)
  const previewS = (readMs - startedMs) / 1000
  const commitS = (doneMs - readMs) / 1000
  return { previewS, commitS, copyS, stored, ratio: copyS / (previewS + commitS), ...peaks }
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function describe({ previewS, commitS, copyS, ratio, childMb, serverMb }: Run): string {
  const seconds = [previewS, commitS, copyS].map((value) => value.toFixed(1))
  return `preview ${seconds[0]} s, commit ${seconds[1]} s, plain COPY ${seconds[2]} s, ratio ${ratio.toFixed(2)}; reading process ${Math.round(childMb)} MB, service ${Math.round(serverMb)} MB`
}

function describeRows(stored: Record<string, number>): string {
  return Object.entries(stored)
    .map(([table, rows]) => `${table} ${rows}`)
    .join(', ')
}

const rounded = (value: number) => Number(value.toFixed(2))
