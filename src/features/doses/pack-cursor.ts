import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Sealer } from '#db/seal.ts'

/** Where a phone has got to with its pack. */
export type PackCursor = {
  timelineId: string
  /** Transactions before this one are all in what the phone had when it began to read; null while it had nothing. */
  since: string | null
  /** The same for what it is reading now. */
  snapshot: string
  /** The last person of the page before; null when all were read. */
  afterId: string | null
  /** Of the parts that it has. */
  tags: Record<string, string>
}

const shape = z.tuple([
  z.guid(),
  z.string().regex(/^\d+$/).nullable(),
  z.string().regex(/^\d+$/),
  z.guid().nullable(),
  z.record(z.string(), z.string()),
])
const SEAL_BYTES = 12

/**
 * Sealed for one account and session: it says what the phone has already, and with another's or an invented one a whole
 * pack could be read as if it were a few changes, which nobody writes down.
 */
export function sealCursor(sealer: Sealer, owner: string, cursor: PackCursor): string {
  const { timelineId, since, snapshot, afterId, tags } = cursor
  const text = JSON.stringify([timelineId, since, snapshot, afterId, tags])
  return Buffer.concat([sealOf(sealer, owner, text), Buffer.from(text)]).toString('base64url')
}

/** Null for what is not ours, not theirs, or of a format that we no longer write: the pack begins anew. */
export function openCursor(sealer: Sealer, owner: string, cursor: string | undefined): PackCursor | null {
  const bytes = Buffer.from(cursor ?? '', 'base64url')
  const text = bytes.subarray(SEAL_BYTES).toString()
  if (!sealOf(sealer, owner, text).equals(bytes.subarray(0, SEAL_BYTES))) return null
  const parsed = shape.safeParse(JSON.parse(text))
  if (!parsed.success) return null
  const [timelineId, since, snapshot, afterId, tags] = parsed.data
  return { timelineId, since, snapshot, afterId, tags }
}

function sealOf(sealer: Sealer, owner: string, text: string): Buffer {
  return sealer.lookup('pack-cursor', `${owner}\n${text}`).subarray(0, SEAL_BYTES)
}

/** Short enough for a cursor, long enough that no two parts of one session share it. */
export function tagOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 12)
}
