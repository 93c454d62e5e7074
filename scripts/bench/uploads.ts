import { randomUUID } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { localDateAt } from '#domain/dates.ts'
import { makeList, packList } from '../make-list.ts'
import { openBenchGround, type BenchGround } from './ground.ts'
import { benchId } from './people.ts'
import { addOfficial, asker } from './ward-official.ts'
import { watchMemory } from './watch-memory.ts'

const WARDS = 36
const LOOK_MS = 500
/** After so long without another preview, what is left is lost. */
const STALLED_MS = 300_000

export type UploadsReport = {
  uploads: number
  lost: number
  total_s: number
  /** Of how many places at most the order of the previews differs from that in which the files were taken. */
  places_moved_max: number
  position_max: number
  service_mb: number
  child_mb: number
}

type Sent = {
  ward: number
  id: string
  ask: ReturnType<typeof asker>
  positions: number[]
  doneMs: number | null
}

/**
 * Deadline day: every ward sends its list at once, csv and xlsx by turns. None may be lost, each knows its place, each adds
 * up, and they are read in the order in which they came.
 *
 * @param say takes a line of what was measured.
 */
export async function benchUploads(
  options: { rows: number },
  say: (line: string) => void,
): Promise<UploadsReport> {
  say(`${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)} before the start`)
  const ground = await openBenchGround({ sites: 4 })
  try {
    const files = await prepareFiles(ground, options.rows)
    const memory = watchMemory(ground.pid)
    const startedMs = performance.now()
    const sent: Sent[] = await Promise.all(
      files.map(async ({ ward, ask, listId, form }) => {
        const { id } = await ask('POST', `/lists/${listId}/uploads`, form, undefined, 0)
        return { ward, id, ask, positions: [], doneMs: null }
      }),
    )
    say(`${WARDS} files taken in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
    await followAll(sent, options.rows)
    const totalS = (performance.now() - startedMs) / 1000
    const { serverMb, childMb } = memory.stop()
    const taken = await orderTaken(ground)
    const finished = sent.filter(({ doneMs }) => doneMs !== null).sort((a, b) => a.doneMs! - b.doneMs!)
    const moved = finished.map(({ id }, place) => Math.abs(place - taken.indexOf(id)))
    const report: UploadsReport = {
      uploads: sent.length,
      lost: sent.length - finished.length,
      total_s: Math.round(totalS),
      places_moved_max: Math.max(...moved),
      position_max: Math.max(...sent.flatMap(({ positions }) => positions)),
      service_mb: Math.round(serverMb),
      child_mb: Math.round(childMb),
    }
    const last = finished.at(-1)!
    say(`places told to the last ward: ${last.positions.join(' ')}`)
    say(
      `first preview after ${secondsOf(finished[0]!, startedMs)} s, last after ${secondsOf(last, startedMs)} s`,
    )
    return report
  } finally {
    await ground.close()
  }
}

async function prepareFiles(ground: BenchGround, rows: number) {
  const on = localDateAt(new Date(), 'Asia/Ho_Chi_Minh')
  const { rows: names } = await ground.client.query<{ ward: string; code: string }>(
    'SELECT place_id AS ward, code FROM place_name',
  )
  const codes = new Map(names.map(({ ward, code }) => [ward, code]))
  const prepared = []
  for (let ward = 1; ward <= WARDS; ward++) {
    const wardId = benchId(1, ward)
    const ask = asker(ground.address, await addOfficial(ground, ward), ward)
    const list = await ask('POST', '/lists', {
      campaignId: benchId(12, 0),
      kind: 'ward',
      wardId,
      name: 'Danh sách hạn chót',
    })
    const recipe = { rows, wardCode: codes.get(wardId)!, wardName: 'Phường giả định', seed: ward, on }
    const kind = ward % 2 === 0 ? 'csv' : 'xlsx'
    const made = makeList({ ...recipe, dirty: 0.01, repeated: 0.01 })
    const form = new FormData()
    form.append('id', randomUUID())
    form.append('file', new Blob([new Uint8Array(packList(made.rows, kind))]), `danh-sach.${kind}`)
    prepared.push({ ward, ask, listId: list.id, form })
  }
  return prepared
}

/** Until each is a preview that adds up, or nothing moves any more. */
async function followAll(sent: readonly Sent[], rows: number): Promise<void> {
  let movedMs = performance.now()
  while (performance.now() - movedMs < STALLED_MS) {
    const waiting = sent.filter(({ doneMs }) => doneMs === null)
    if (waiting.length === 0) return
    for (const upload of waiting) {
      const { state, position, counts } = await upload.ask('GET', `/uploads/${upload.id}`)
      if (typeof position === 'number' && upload.positions.at(-1) !== position)
        upload.positions.push(position)
      if (state === 'queued' || state === 'reading') continue
      if (state !== 'preview') throw new Error(`The list of ward ${upload.ward} came to ${state}`)
      const { rowsRead, ...outcomes } = counts!
      const sum = Object.values(outcomes).reduce((all, one) => all + one, 0)
      if (rowsRead !== rows || sum !== rows)
        throw new Error(`The list of ward ${upload.ward} does not add up: ${JSON.stringify(counts)}`)
      movedMs = upload.doneMs = performance.now()
    }
    await sleep(LOOK_MS)
  }
}

/** Ids in the order in which the service took the files. */
async function orderTaken({ client }: BenchGround): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM upload ORDER BY queued_at, id')
  return rows.map(({ id }) => id)
}

const secondsOf = ({ doneMs }: Sent, startedMs: number) => ((doneMs! - startedMs) / 1000).toFixed(1)
