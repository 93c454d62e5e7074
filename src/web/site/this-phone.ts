import { signal } from '@preact/signals'
import { clockIsWrong, correctedAt } from '#domain/entry.ts'
import { isRenewing } from '../app-update.ts'
import { askForBackgroundSending } from '../phone/background.ts'
import { openPhoneBook, type Booked } from '../phone/phone-book.ts'
import { Phone } from '../phone/phone.ts'
import { learnRescueKey } from '../phone/rescue-key.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { newId, now } from '../shared/clock.ts'
import { account } from '../shared/session.ts'
import { catalogue } from '../shared/words.ts'
import { toast } from '../shared/ui/toast.tsx'
import { queueWords } from './queue-words.ts'

/** Not all words of the site: this runs under every page. */
const t = catalogue(queueWords)

/** All queues of this phone together, whoever wrote them. */
export type Unsent = {
  unsent: number
  /** Of these, the ones that the server would not take. */
  troubled: number
  /** On the server, but not counted before a person has looked at them. */
  held: number
  stopped: 'sign-in' | 'unreachable' | null
  lastReceivedAt: string | null
  /** The phone's clock is off by more than may be passed over in silence; entries are corrected. */
  isClockWrong: boolean
}

/** Null until the phone's own store has been read. */
export const unsent = signal<Unsent | null>(null)

let opening: Promise<Phone> | null = null
/** Server minus this phone, as last measured. */
let offsetMs = 0

/** Now, by the server's clock as far as it is known. */
export const serverNow = (): Date => new Date(now().getTime() + offsetMs)

/** Server minus this phone, in milliseconds, as far as it is known. */
export const clockOffset = (): number => offsetMs

/** The server's instant as this phone's clock has it: what a phone states is corrected when it arrives. */
export const toPhoneClock = (at: string): string => correctedAt(at, -offsetMs)

/** Opened once a page load; after a failure the next call tries again. */
export function thisPhone(): Promise<Phone> {
  opening ??= open().catch((error: unknown) => {
    opening = null
    throw error
  })
  return opening
}

async function open(): Promise<Phone> {
  const clock = { now, ticks: () => performance.now() }
  const phone = new Phone(await openPhoneBook(newId), { clock, random: Math.random, newId }, enrol)
  await phone.openAll()
  phone.listen(() => look(phone))
  look(phone)
  addEventListener('online', () => phone.wake())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') phone.wake()
  })
  addEventListener('beforeunload', (event) => {
    if ((unsent.value?.unsent ?? 0) > 0 && !isRenewing()) event.preventDefault()
  })
  // A browser that is short of room asks nobody before it clears what is not marked so. It may say no.
  if ('storage' in navigator) void navigator.storage.persist()
  account.subscribe(sayWhatStays)
  void phone.run()
  void learnRescueKey()
  // The lists of people: opened with the PIN, and erased when they are over, whichever page is open.
  void import('../pack/keeper.ts').then(({ keepPacks }) => keepPacks(phone))
  return phone
}

function look({ lines }: Phone): void {
  const states = lines.map(({ state }) => state)
  const sum = (count: (state: (typeof states)[number]) => number) =>
    states.reduce((total, state) => total + count(state), 0)
  const waiting = states.filter((state) => state.unsent > 0)
  const received = states.flatMap(({ lastReceivedAt }) => lastReceivedAt ?? []).toSorted()
  const measures = lines.flatMap(({ measure }) => measure ?? [])
  const newest = measures.toSorted((a, b) => a.serverAt.localeCompare(b.serverAt)).at(-1)
  if (newest !== undefined) offsetMs = newest.offsetMs
  const next: Unsent = {
    unsent: sum((state) => state.unsent),
    troubled: sum((state) => state.troubled),
    held: lines.reduce((total, { held }) => total + held, 0),
    stopped: waiting.find(({ stopped }) => stopped !== null)?.stopped ?? null,
    lastReceivedAt: received.at(-1) ?? null,
    isClockWrong: newest !== undefined && clockIsWrong(newest.offsetMs),
  }
  if (next.unsent > 0 && (unsent.value?.unsent ?? 0) === 0) void askForBackgroundSending()
  if (JSON.stringify(next) !== JSON.stringify(unsent.value)) unsent.value = next
}

async function enrol({ key }: Booked, siteId: string): Promise<'known' | 'taken' | 'later'> {
  try {
    await api.put(`/v1/devices/${key.deviceId}`, { publicKey: key.publicKeySpki, siteId })
    return 'known'
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    // Until a place is free nothing of this phone goes out: whoever holds it has to know.
    if (error.code === 'device.too-many') toast(() => error.title)
    return error.code === 'device.taken' ? 'taken' : 'later'
  }
}

let wasHere = false

/** Signing out loses nothing, and says so. */
function sayWhatStays({ state }: typeof account.value): void {
  const count = unsent.peek()?.unsent ?? 0
  if (wasHere && state === 'nobody' && count > 0) toast(() => t('queue.stays', { count }))
  wasHere = state === 'here'
}
