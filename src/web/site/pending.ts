import { signal } from '@preact/signals'
import type { Line, Phone } from '../phone/phone.ts'
import type { Prepared } from './entries.ts'
import { thisPhone } from './this-phone.ts'

/** What this phone has recorded and a card read from the server does not show yet. */
export type Pending = { fact: Prepared; isOnServer: boolean }

export const pending = signal<readonly Pending[]>([])

export function addPending(facts: readonly Prepared[], isOnServer: boolean): void {
  const ids = new Set(facts.map(({ id }) => id))
  const others = pending.value.filter(({ fact }) => !ids.has(fact.id))
  pending.value = [...others, ...facts.map((fact) => ({ fact, isOnServer }))]
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
  const { timelineId } = await line.store.readMemory()
  const waiting = await line.store.selectWaiting(timelineId)
  const kept = await line.store.read(waiting.map(({ id }) => id))
  addPending(
    kept.map(({ fact }) => fact),
    false,
  )
  return phone.listen(() => void takeArrivals(phone, line, onArrival))
}

async function takeArrivals(phone: Phone, line: Line, onArrival: (personIds: string[]) => void) {
  const waiting = pending.value.filter(({ isOnServer }) => !isOnServer).map(({ fact }) => fact)
  if (waiting.length === 0) return
  const arrivedIds = await phone.received(
    line,
    waiting.map(({ id }) => id),
  )
  if (arrivedIds.size === 0) return
  const arrived = waiting.filter(({ id }) => arrivedIds.has(id))
  addPending(arrived, true)
  onArrival([...new Set(arrived.map(({ personId }) => personId))])
}
