import { signal } from '@preact/signals'

/** A new build lies on this device and waits to be used. */
export const newVersion = signal(false)

/** A page that stays open for days asks by itself. */
const ASK_EVERY_MS = 60 * 60_000
/** The first pages and their data come before what is kept for later. */
const AFTER_LOAD_MS = 1000
const TAKE_OVER_MAX_MS = 5000
const FETCH_MAX_MS = 30_000

let renewing = false
/** The page is being loaded anew by us: everything is on the disk, and no question need be asked. */
export const isRenewing = (): boolean => renewing

/** Only a secure context has one; elsewhere, and where the browser forbids it, the pages work with a network. */
async function findRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined
  return navigator.serviceWorker.getRegistration().catch(() => undefined)
}

/**
 * A page that has just been opened has nothing in hand: a build that waits is used now.
 *
 * @returns true: the page is being loaded anew.
 */
export async function takeWaitingBuild(): Promise<boolean> {
  const waiting = (await findRegistration())?.waiting
  if (waiting == null || navigator.serviceWorker.controller === null) return false
  await reloadWith(waiting)
  return true
}

/** Keeps the pages of the site on this device, and hears of new builds. */
export function startWorker(): void {
  if (!('serviceWorker' in navigator)) return
  const start = () =>
    setTimeout(() => {
      navigator.serviceWorker
        .register('/sw.js', { updateViaCache: 'none' })
        .then(watch)
        // No room, no network, or forbidden by the browser: tried again when a page is next opened.
        .catch(() => undefined)
    }, AFTER_LOAD_MS)
  if (document.readyState === 'complete') start()
  else addEventListener('load', start, { once: true })
}

/** The newest build there is, at a person's wish: fetched first when it is not here yet. */
export async function renewApp(): Promise<void> {
  const registration = await findRegistration()
  await registration?.update().catch(() => undefined)
  if (registration?.installing != null) await stateOf(registration.installing, FETCH_MAX_MS)
  if (registration?.waiting != null) await reloadWith(registration.waiting)
  else reload()
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    newVersion.value = registration.waiting !== null && navigator.serviceWorker.controller !== null
  }
  look()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look)
  })
  let askedAt = performance.now()
  const ask = () => {
    if (performance.now() - askedAt < ASK_EVERY_MS) return
    askedAt = performance.now()
    // Without a network the next time will do.
    registration.update().catch(() => undefined)
  }
  setInterval(ask, ASK_EVERY_MS)
  document.addEventListener('visibilitychange', ask)
}

async function reloadWith(waiting: ServiceWorker): Promise<void> {
  waiting.postMessage('take-over', { transfer: [] })
  await stateOf(waiting, TAKE_OVER_MAX_MS)
  reload()
}

/** Resolves at the worker's next state but one that still lies before it, or when the time is over. */
function stateOf(worker: ServiceWorker, withinMs: number): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, withinMs)
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activating') return
      clearTimeout(timer)
      done()
    })
  })
}

function reload(): void {
  renewing = true
  location.reload()
}
