import { signBody, type DeviceKey } from './device-key.ts'
import {
  Unreachable,
  type PhoneNetwork,
  type ServerSign,
  type SyncAnswer,
  type SyncReceipt,
} from './ports.ts'

/** Longer than the server takes for a full batch, shorter than a person waits. */
const GIVE_UP_MS = 30_000

/**
 * The server as a phone reaches it: every body signed by the phone's own key, no sign-in. An answer that is not ours (the
 * page of a hotel's network, a proxy's) is no answer.
 */
export function createHttpNetwork(key: DeviceKey): PhoneNetwork {
  return {
    sync: async (entries) => answerOf(await send(key, 'sync', { entries })),
    tellLost: async (entry) => answerOf(await send(key, 'lost-entry', entry)),
    async hello({ unsent, troubled, lastSeq }, beat) {
      const content = { queueLength: unsent, troubled, lastSeq, beat, phoneTime: new Date().toISOString() }
      const response = await send(key, 'heartbeat', content)
      const body: unknown = response.ok ? await json(response) : null
      if (!isSign(body)) throw new Unreachable()
      return body
    },
  }
}

const paths = { sync: 'sync', heartbeat: 'heartbeats', 'lost-entry': 'lost-entries' } as const

async function send(key: DeviceKey, purpose: keyof typeof paths, content: object): Promise<Response> {
  const payload = JSON.stringify(content)
  const signature = await signBody(key, purpose, payload)
  try {
    return await fetch(`/v1/devices/${key.deviceId}/${paths[purpose]}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, application/problem+json' },
      // Signed: who is signed in on this phone now has nothing to do with it.
      credentials: 'omit',
      redirect: 'error',
      body: JSON.stringify({ payload, signature }),
      signal: AbortSignal.timeout(GIVE_UP_MS),
    })
  } catch {
    throw new Unreachable()
  }
}

async function answerOf(response: Response): Promise<SyncAnswer> {
  if (!response.ok) return refusalOf(response)
  const body: unknown = await json(response)
  if (!isSign(body) || !('receipts' in body) || !Array.isArray(body.receipts)) throw new Unreachable()
  return { kind: 'receipts', ...body, receipts: body.receipts.filter(isReceipt) }
}

async function refusalOf(response: Response): Promise<SyncAnswer> {
  const isOurs = response.headers.get('content-type')?.includes('problem+json') === true
  // A front may find the whole too large; any other refusal that is not ours says nothing of what was sent.
  if (!isOurs && response.status !== 413) throw new Unreachable()
  const body: unknown = isOurs ? await json(response) : null
  const hasCode = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
  const afterS = Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    kind: 'refused',
    status: response.status,
    code: hasCode ? String(body.code) : `http-${response.status}`,
    retryAfterMs: Number.isFinite(afterS) ? afterS * 1000 : null,
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    throw new Unreachable()
  }
}

function isSign(body: unknown): body is ServerSign {
  if (typeof body !== 'object' || body === null) return false
  const { serverTime, timelineId } = body as Partial<Record<keyof ServerSign, unknown>>
  return (
    typeof serverTime === 'string' && !Number.isNaN(Date.parse(serverTime)) && typeof timelineId === 'string'
  )
}

const outcomes: ReadonlySet<unknown> = new Set([
  'accepted',
  'needs_review',
  'duplicate',
  'conflict',
  'quarantined',
  'lost',
])

function isReceipt(row: unknown): row is SyncReceipt {
  if (typeof row !== 'object' || row === null) return false
  const { id, outcome, stored, flags } = row as Partial<Record<keyof SyncReceipt, unknown>>
  return typeof id === 'string' && outcomes.has(outcome) && stored !== undefined && Array.isArray(flags)
}
