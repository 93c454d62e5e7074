/** What a scanner at the door has read. The order is that of check-in; nothing here looks anybody up. */
import type { LocalDate } from '../dates.ts'
import { type BhytCard, parseBhytQr } from './bhyt-qr.ts'
import { type CccdCard, parseCccdQr } from './cccd-qr.ts'
import { type Gs1Code, parseGs1 } from './gs1.ts'

export type Scan =
  | { kind: 'invitation'; token: string }
  | { kind: 'cccd'; card: CccdCard }
  | { kind: 'bhyt'; card: BhytCard }
  | { kind: 'certificate'; text: string }
  | { kind: 'gs1'; code: Gs1Code }
  /** Show “mã không đọc được, tìm bằng tên/số” and search. */
  | { kind: 'unknown' }

/** First version of our signed invitation token; whoever verifies it also knows its fields. */
export const INVITATION_PREFIX = 'MT1.'
const MAX_SCAN = 4000
const invitation = /(?:^|[/#?=])(MT1\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)$/

/** Never throws, whatever the text. @param on the day of reading, for two-digit years on vaccine packs. */
export function classifyScan(text: string, on: LocalDate): Scan {
  if (text.length > MAX_SCAN) return { kind: 'unknown' }
  const trimmed = text.trim()
  // Some scanners put the kind of symbol (`]Q1`) in front of every code.
  const body = trimmed.replace(/^\][A-Za-z]\d/, '')
  const token = invitation.exec(body)?.[1]
  if (token !== undefined) return { kind: 'invitation', token }
  const cccd = parseCccdQr(body)
  if (cccd !== null) return { kind: 'cccd', card: cccd }
  const bhyt = parseBhytQr(body)
  if (bhyt !== null) return { kind: 'bhyt', card: bhyt }
  if (body.startsWith('HC1:')) return { kind: 'certificate', text: body }
  const code = parseGs1(trimmed, on)
  return code === null ? { kind: 'unknown' } : { kind: 'gs1', code }
}
