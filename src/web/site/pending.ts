import { signal } from '@preact/signals'
import { isReceived } from '#domain/sync/queue.ts'
import type { Line, Phone } from '../phone/phone.ts'
import type { Prepared } from './entries.ts'
import { thisPhone } from './this-phone.ts'

/** What this phone has recorded and a card may not show yet. */
export type Pending = {
  fact: Prepared
  isOnServer: boolean
  /** By the server's clock, ISO: a list that is newer shows it by itself. Null: not there yet, or only just. */
  receivedAt: string | null
}

export const pending = signal<readonly Pending[]>([])

export function addPending(facts: readonly Prepared[], isOnServer: boolean): void {
  const ids = new Set(facts.map(({ id }) => id))
  const others = pending.value.filter(({ fact }) => !ids.has(fact.id))
  pending.value = [...others, ...facts.map((fact) => ({ fact, isOnServer, receivedAt: null }))]
}

/** What a card of these people, asked for now, will show. */
export function arrivedOf(personIds: readonly string[]): ReadonlySet<string> {
  const arrived = pending.value.filter(
    ({ fact, isOnServer }) => isOnServer && personIds.includes(fact.personId),
  )
  return new Set(arrived.map(({ fact }) => fact.id))
}

/** The cards show these by themselves now. */
export function dropPending(ids: ReadonlySet<string>): void {
  if (ids.size > 0) pending.value = pending.value.filter(({ fact }) => !ids.has(fact.id))
}

/** Those of this account from before the page was loaded, and from then on whatever arrives. */
export async function followPending(accountId: string, onArrival: (personIds: string[]) => void) {
  const phone = await thisPhone()
  const line = await phone.findLine(accountId)
  const known = await readKept(line)
  const ids = new Set(known.map(({ fact }) => fact.id))
  pending.value = [...known, ...pending.value.filter(({ fact }) => !ids.has(fact.id))]
  return phone.listen(() => takeArrivals(phone, line, onArrival))
}

/** As far back as a list may be old. */
const RECENT_MS = 24 * 60 * 60_000

/** What has not arrived, and what arrived so lately that the list on this phone may not have it. */
async function readKept(line: Line): Promise<Pending[]> {
  const { memory, heads } = line.seen
  const { timelineId, lastReceivedAt } = memory
  const since = Date.parse(lastReceivedAt ?? '') - RECENT_MS
  const arrivals = new Map<string, string | null>()
  for (const { id, mark } of heads) {
    const receipt = mark?.receipt ?? null
    if (!isReceived(receipt, timelineId)) arrivals.set(id, null)
    else if (receipt !== null && Date.parse(receipt.at) > since) arrivals.set(id, receipt.at)
  }
  const kept = await line.store.read([...arrivals.keys()])
  return kept.map(({ id, fact }) => {
    const receivedAt = arrivals.get(id) ?? null
    return { fact, isOnServer: receivedAt !== null, receivedAt }
  })
}

function takeArrivals(phone: Phone, line: Line, onArrival: (personIds: string[]) => void): void {
  const waiting = pending.value.filter(({ isOnServer }) => !isOnServer).map(({ fact }) => fact)
  if (waiting.length === 0) return
  const arrivedIds = phone.received(
    line,
    waiting.map(({ id }) => id),
  )
  if (arrivedIds.size === 0) return
  const arrived = waiting.filter(({ id }) => arrivedIds.has(id))
  addPending(arrived, true)
  onArrival([...new Set(arrived.map(({ personId }) => personId))])
}
