/** How long to wait, and how much to send at once. Chance comes from the caller, 0 ≤ chance < 1. */

import { BATCH_MAX } from './queue.ts'

const FIRST_MS = 1000
const WAIT_MAX_MS = 60_000
const TROUBLE_FIRST_MS = 30_000
const CUT_MIN = 10
const TROUBLE_MAX_MS = 60 * 60_000

/** Doubles with each failure in a row, half of it by chance, so that forty phones do not come back at one moment. */
export function waitAfter(failures: number, chance: number): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), WAIT_MAX_MS)
  return Math.round(whole / 2 + (whole / 2) * chance)
}

/** Until one entry that the server would not take is tried again. */
export function waitInTrouble(tries: number, chance: number): number {
  const whole = Math.min(TROUBLE_FIRST_MS * 4 ** Math.min(tries - 1, 10), TROUBLE_MAX_MS)
  return Math.round(whole / 2 + (whole / 2) * chance)
}

/** After a batch that was refused as a whole: half of it, down to one. */
export const smaller = (sent: number): number => Math.max(1, Math.floor(sent / 2))
/** After one that was cut off: a network that comes for seconds takes less at a time, and a dead one makes no crumbs. */
export const afterCut = (sent: number): number => Math.max(CUT_MIN, smaller(sent))
/** After one that went through. */
export const larger = (size: number): number => Math.min(BATCH_MAX, size * 2)

/** What an answer without receipts means. */
export type Refusal =
  | 'later' // nothing is wrong with what was sent
  | 'sign-in' // who sends is not known
  | 'content' // one of the entries cannot be taken, or all together are too many

/** By the HTTP status of the answer. */
export function readRefusal(status: number): Refusal {
  if (status === 401 || status === 403) return 'sign-in'
  return [400, 413, 415, 422, 500].includes(status) ? 'content' : 'later'
}
