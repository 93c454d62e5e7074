import { applyPages } from '#domain/site-pack/apply-pages.ts'
import { onPin } from '../phone/pin-check.ts'
import type { Phone } from '../phone/phone.ts'
import { openVaultStore, WrongPin, type Vault } from '../phone/vault.ts'
import { ApiProblem, signedOut } from '../shared/api.ts'
import { account } from '../shared/session.ts'
import { serverNow } from '../site/this-phone.ts'
import { fetchPages } from './fetch-pages.ts'
import { openPack } from './open-pack.ts'
import { erasePack, readCursor, readPack, readPacks, writePack } from './pack-drawers.ts'
import { openFor, packs, sessionIdOf, type SitePack } from './packs.ts'

type Store = Awaited<ReturnType<typeof openVaultStore>>
type Keeping = { accountId: string; pin: string; deviceId: string; store: Store; vault: Vault | null }

let keeping: Keeping | null = null
const LOOK_EVERY_MS = 30_000

/** From now on the packs of this phone are opened with the PIN, closed at signing out, and erased when they are over. */
export function keepPacks(phone: Phone): void {
  void eraseOver(phone)
  setInterval(() => void eraseOver(phone), LOOK_EVERY_MS)
  onPin((accountId, pin) => void openWith(phone, accountId, pin))
  let wasHere: string | null = null
  account.subscribe((now) => {
    if (now.state === 'nobody' && wasHere !== null) void close(phone, wasHere)
    if (isSomebodyElse(keeping?.accountId)) letGo()
    wasHere = now.state === 'here' ? now.account.id : null
  })
}

async function openWith(phone: Phone, accountId: string, pin: string): Promise<void> {
  if (keeping?.accountId === accountId && keeping.pin === pin) return
  letGo()
  const { key } = await phone.findLine(accountId)
  const store = await openVaultStore(key.deviceId)
  // Another PIN than the vault's: it was changed, and a new vault takes the place of the old one.
  const vault = await store.unlock(pin, serverNow().toISOString()).catch((error: unknown) => {
    if (error instanceof WrongPin) return null
    throw error
  })
  if (isSomebodyElse(accountId)) return store.close()
  keeping = { accountId, pin, deviceId: key.deviceId, store, vault }
  if (vault !== null) show(await readPacks(vault))
  openFor.value = accountId
}

/** Unlocking takes half a second: the phone may have changed hands meanwhile. */
function isSomebodyElse(accountId: string | undefined): boolean {
  const current = account.peek()
  return accountId !== undefined && current.state === 'here' && current.account.id !== accountId
}

function show(read: readonly SitePack[]): void {
  const timeZone = zone()
  packs.value = new Map(read.map((pack) => [sessionIdOf(pack), openPack(pack, timeZone)]))
}

function zone(): string {
  const current = account.peek()
  return current.state === 'here' ? current.account.authority.timeZone : 'UTC'
}

/** Whoever comes next sees nothing of it. What lies on the disk stays sealed. */
function letGo(): void {
  keeping?.store.close()
  keeping = null
  packs.value = new Map()
  openFor.value = null
}

/** Signed out by hand: the list goes. Ended by the service: it may be wanted again, and stays sealed to its end. */
async function close(phone: Phone, accountId: string): Promise<void> {
  const isByHand = !signedOut.peek()
  letGo()
  if (!isByHand) return
  const { key } = await phone.findLine(accountId)
  const store = await openVaultStore(key.deviceId)
  await store.erase()
  store.close()
}

/** Of every account that has worked with this phone. By the server's clock, as far as it is known. */
async function eraseOver(phone: Phone): Promise<void> {
  const at = serverNow().toISOString()
  for (const { key } of phone.lines) {
    const store = await openVaultStore(key.deviceId)
    await store.eraseIfOver(at)
    store.close()
  }
  for (const [sessionId, { until }] of packs.peek())
    if (Date.parse(at) > Date.parse(until)) await forget(sessionId)
}

async function forget(sessionId: string): Promise<void> {
  const rest = new Map(packs.peek())
  rest.delete(sessionId)
  packs.value = rest
  const vault = keeping?.vault ?? null
  if (vault !== null) await erasePack(vault, sessionId, serverNow().toISOString())
}

/**
 * Fetches what has changed, or the whole of it. Of several tabs one does so at a time, from what lies on the disk.
 *
 * @throws ApiProblem, StorageFull
 */
export async function refreshPack(sessionId: string): Promise<void> {
  const held = keeping
  if (held === null) return
  const work = async () => {
    try {
      if (keeping === held) await refresh(held, sessionId)
    } catch (error) {
      if (error instanceof ApiProblem && endings.has(error.code)) await forget(sessionId)
      throw error
    }
  }
  if ('locks' in navigator) await navigator.locks.request(`muitiem-pack-${held.deviceId}`, work)
  else await work()
}

/** Whoever is no longer of the crew, or comes after the session's time, carries its people no longer. */
const endings: ReadonlySet<string> = new Set(['forbidden', 'not-found', 'pack.not-now'])

async function refresh(held: Keeping, sessionId: string): Promise<void> {
  const before = await latest(held, sessionId)
  const pages = await fetchPages(sessionId, before)
  if (keeping !== held) return
  if (pages === null) return put({ ...before!, asOf: serverNow().toISOString() })
  const applied = applyPages(before, pages)
  const { until } = applied.pack.parts.session
  held.vault ??= await held.store.create(held.pin, until)
  await writePack(held.vault, applied)
  if (keeping === held) put(applied.pack)
}

async function latest({ vault }: Keeping, sessionId: string): Promise<SitePack | null> {
  const shown = packs.peek().get(sessionId)?.pack ?? null
  if (vault === null || (await readCursor(vault, sessionId)) === shown?.cursor) return shown
  return readPack(vault, sessionId)
}

function put(pack: SitePack): void {
  packs.value = new Map(packs.peek()).set(sessionIdOf(pack), openPack(pack, zone()))
}
