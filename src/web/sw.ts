/**
 * The service worker: what the site needs without a network lies in a cache of its own per build, and nothing else does.
 * Answers of the service (`/v1`) never pass through here.
 *
 * A new build is fetched whole beside the old one and waits until a page says that nobody has anything in hand
 * (`app-update.ts`): until then every page is of one build. The cache before the newest stays, for the tabs that are
 * still open on it.
 */
import { sendAll } from './phone/send-all.ts'

/** Filled in by the build: the shell is among the files, and every file is named by its content. */
declare const BUILD: { version: string; shell: string; files: readonly string[] }
const { version, shell, files } = BUILD

type Later = Event & { waitUntil: (work: Promise<unknown>) => void }
type Asked = Later & { request: Request; respondWith: (answer: Promise<Response>) => void }
/** TypeScript knows the world of a page or that of a worker, not both at once. */
declare const self: {
  addEventListener: {
    (type: 'install' | 'activate' | 'sync', listener: (event: Later) => void): void
    (type: 'fetch', listener: (event: Asked) => void): void
    (type: 'message', listener: (event: MessageEvent<unknown>) => void): void
  }
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
}

const OURS = 'muitiem-'
const NAME = OURS + version
/** The service's own addresses; every other one is a page, and all pages are the shell. */
const OWN = /^\/(v1|docs|assets|problems|livez|readyz|metrics)(\/|$)/

self.addEventListener('install', (event) => event.waitUntil(fetchAll()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting()
})
self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== location.origin) return
  if (mode === 'navigate' && !OWN.test(pathname)) event.respondWith(answer(shell, event.request))
  else if (pathname.startsWith('/assets/')) event.respondWith(answer(pathname, event.request))
})
/** The browser has found a network, maybe long after the last page was closed; it tries again when this fails. */
self.addEventListener('sync', (event) => event.waitUntil(sendAll()))

async function fetchAll(): Promise<void> {
  const cache = await caches.open(NAME)
  try {
    await Promise.all(files.map((path) => keep(cache, path)))
  } catch (error) {
    // No room or no network: half of a build is worth nothing, and the queue needs the room.
    await caches.delete(NAME)
    throw error
  }
}

/** What an earlier build has fetched is not fetched again. */
async function keep(cache: Cache, path: string): Promise<void> {
  const file = (await caches.match(path)) ?? (await fetch(path))
  if (!file.ok) throw new Error(`${path}: ${file.status}`)
  await cache.put(path, file)
}

async function takeOver(): Promise<void> {
  // In the order in which they were made.
  const others = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  await self.clients.claim()
}

async function answer(path: string, request: Request): Promise<Response> {
  return (await caches.match(path)) ?? fetch(request)
}
