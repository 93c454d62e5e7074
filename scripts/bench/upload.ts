import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { makeList, packList } from '../make-list.ts'
import { copyAgain } from './copy-reference.ts'
import { startDoses } from './dose-stream.ts'
import { openBenchGround, type BenchGround } from './ground.ts'
import { benchId, People } from './people.ts'

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
      const doses = startDoses(ground, people, DOSES_PER_SECOND)
      runs[kind] = await measure(ground, { kind, rows: options.rows, ward: at + 1 })
      const entered = await doses.stop()
      latenciesMs.push(...entered.latenciesMs)
      errors += entered.errors
      say(`${kind.padEnd(4)} ${describe(runs[kind])}, ${entered.latenciesMs.length} doses`)
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

async function measure(
  ground: BenchGround,
  { kind, rows, ward }: { kind: Kind; rows: number; ward: number },
): Promise<Run> {
  const { client } = ground
  const official = await addOfficial(ground, ward)
  const { rows: names } = await client.query<{ code: string }>(
    'SELECT code FROM place_name WHERE place_id = $1',
    [benchId(1, ward)],
  )
  const on = localDateAt(new Date(), 'Asia/Ho_Chi_Minh')
  const made = makeList({
    rows,
    wardCode: names[0]!.code,
    wardName: 'Phường giả định',
    seed: ward,
    dirty: 0.01,
    repeated: 0.01,
    on,
  })
  const file = packList(made.rows, kind)
  const ask = asker(ground.address, official)
  const list = await ask('POST', '/lists', {
    campaignId: benchId(12, 0),
    kind: 'ward',
    wardId: benchId(1, ward),
    name: `Danh sách ${kind}`,
  })
  const memory = watchMemory(ground.pid)
  const startedMs = performance.now()
  const form = new FormData()
  form.append('id', randomUUID())
  form.append('file', new Blob([new Uint8Array(file)]), `danh-sach.${kind}`)
  let upload = await ask('POST', `/lists/${list.id}/uploads`, form)
  while (upload.state === 'queued' || upload.state === 'reading') {
    await sleep(SAMPLE_MS)
    upload = await ask('GET', `/uploads/${upload.id}`)
  }
  if (upload.state !== 'preview') throw new Error(`The list came to ${upload.state}`)
  const readMs = performance.now()
  upload = await ask('POST', `/uploads/${upload.id}/commit`, undefined, upload.version)
  const doneMs = performance.now()
  const peaks = memory.stop()
  const { counts, taken } = upload
  if (counts === undefined || counts['rowsRead'] !== rows || taken !== counts['new'])
    throw new Error(`The list does not add up: ${JSON.stringify({ counts, taken })}`)
  const copyS = await copyAgain(client, upload.id)
  const previewS = (readMs - startedMs) / 1000
  const commitS = (doneMs - readMs) / 1000
  return { previewS, commitS, copyS, ratio: copyS / (previewS + commitS), ...peaks }
}

/** The official of a ward, signed in. */
async function addOfficial({ client, signIn }: BenchGround, ward: number): Promise<string> {
  const name = `phuong-${ward}`
  await client.query(
    `INSERT INTO account (id, sign_in_name, full_name, secret_hash, secret_kind, created_at)
     SELECT bench.id(20, $1), $2, 'Cán bộ phường', secret_hash, secret_kind, created_at FROM account WHERE id = bench.id(6, 0)`,
    [ward, name],
  )
  await client.query(
    `INSERT INTO access_grant (id, account_id, role, place_id, valid_from)
     SELECT bench.id(21, $1), bench.id(20, $1), 'ward-official', bench.id(1, $1), valid_from FROM access_grant WHERE id = bench.id(7, 0)`,
    [ward],
  )
  return signIn(name)
}

const Answer = z.object({
  id: z.string(),
  state: z.string().optional(),
  version: z.int(),
  counts: z.record(z.string(), z.int()).optional(),
  taken: z.int().optional(),
})

function asker(address: string, token: string) {
  return async (method: string, path: string, body?: object, version?: number) => {
    const isForm = body instanceof FormData
    const answer = await fetch(`${address}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-forwarded-for': '10.1.0.1',
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        prefer: 'wait=30',
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`)
    return Answer.parse(JSON.parse(text))
  }
}

/** The most that the service, and any process that it started, has held; zero where the system does not tell. */
function watchMemory(pid: number): { stop(): { serverMb: number; childMb: number } } {
  const most = { serverMb: 0, childMb: 0 }
  const look = () => {
    most.serverMb = Math.max(most.serverMb, peakOf(pid))
    for (const child of childrenOf(pid)) most.childMb = Math.max(most.childMb, peakOf(child))
  }
  const timer = setInterval(look, SAMPLE_MS)
  return {
    stop() {
      look()
      clearInterval(timer)
      return most
    },
  }
}

function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
}

function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.flatMap((thread) =>
      textOf(`/proc/${pid}/task/${thread}/children`)
        .split(' ')
        .filter((text) => text !== '')
        .map(Number),
    )
  } catch {
    return []
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // It has ended since, or this is no Linux.
  }
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function describe({ previewS, commitS, copyS, ratio, childMb, serverMb }: Run): string {
  const seconds = [previewS, commitS, copyS].map((value) => value.toFixed(1))
  return `preview ${seconds[0]} s, commit ${seconds[1]} s, plain COPY ${seconds[2]} s, ratio ${ratio.toFixed(2)}; reading process ${Math.round(childMb)} MB, service ${Math.round(serverMb)} MB`
}

const rounded = (value: number) => Number(value.toFixed(2))
