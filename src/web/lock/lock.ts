import { signal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import { judgeWatch, touchWatch, type Watch } from '#domain/idle.ts'
import { now } from '../shared/clock.ts'
import type { AccountState } from '../shared/session.ts'

const KEPT = 'muitiem-watch'
const LOOK_EVERY_MS = 15_000
const touches = ['pointerdown', 'keydown'] as const

/** The account before whose work the screen is closed; null: open. */
export const lockedFor = signal<string | null>(null)

function readWatch(): Watch | null {
  const text = localStorage.getItem(KEPT)
  return text === null ? null : (JSON.parse(text) as Watch)
}

function readOwn(accountId: string): Watch | null {
  const watch = readWatch()
  return watch?.accountId === accountId ? watch : null
}

/** Whose idle minutes are counted here: known at once, where the kept PIN has to be looked up. */
export const isWatched = (accountId: string): boolean => readOwn(accountId) !== null

function put(watch: Watch): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(watch))
  } catch {
    // No room: it is watched as long as the page is open.
  }
  show(watch)
}

function show({ isLocked, accountId }: Watch): void {
  lockedFor.value = isLocked ? accountId : null
}

/** By hand, before the phone is put down or given away. */
export function lockNow(accountId: string): void {
  put({ accountId, activeAtMs: now().getTime(), isLocked: true })
}

export function unlockFor(accountId: string): void {
  put({ accountId, activeAtMs: now().getTime(), isLocked: false })
}

/** The service has just taken this PIN: the phone is open, and knows the PIN from now on. */
export async function provePin(accountId: string, pin: string): Promise<void> {
  unlockFor(accountId)
  const { keepPin } = await import('../phone/pin-check.ts')
  await keepPin(accountId, pin).catch((error: unknown) => {
    // A browser that keeps nothing cannot be locked and opened again without the service; it still works.
    if (!(error instanceof DOMException)) throw error
  })
}

/**
 * Watches a phone that people with a PIN work with. Where its PIN is not known the phone cannot be opened again without
 * the service, and is not locked.
 */
export function useLock(state: AccountState): void {
  const accountId =
    state.state === 'here' && state.account.secretKind === 'pin' && !state.account.mustChangeSecret
      ? state.account.id
      : null
  // Before the first picture: after a reload it would still have shown what was locked.
  useLayoutEffect(() => {
    if (accountId === null) {
      lockedFor.value = null
      return undefined
    }
    let stop: () => void = () => undefined
    let isOver = false
    if (readOwn(accountId)?.isLocked === true) lockedFor.value = accountId
    void import('../phone/pin-check.ts')
      .then(({ knowsPin }) => knowsPin(accountId))
      .then((known) => {
        if (isOver) return
        if (known) stop = watchTouches(accountId)
        else lockedFor.value = null
      })
    return () => {
      isOver = true
      stop()
    }
  }, [accountId])
}

function watchTouches(accountId: string): () => void {
  // A watch over somebody else is of another tab, where the phone was handed over: writing to it would open their lock.
  const own = (): Watch | null => {
    const watch = readWatch() ?? judgeWatch(null, accountId, now().getTime())
    return watch.accountId === accountId ? watch : null
  }
  // Written only to lock: another tab may be locking at this moment, and what this one has read is then already old.
  const look = () => {
    const watch = own()
    if (watch === null) return
    const judged = judgeWatch(watch, accountId, now().getTime())
    if (judged.isLocked === watch.isLocked) show(watch)
    else put(judged)
  }
  const touch = () => {
    const watch = own()
    if (watch !== null) put(touchWatch(watch, now().getTime()))
  }
  if (own() === null) unlockFor(accountId)
  else look()
  const timer = setInterval(look, LOOK_EVERY_MS)
  for (const kind of touches) addEventListener(kind, touch, { capture: true, passive: true })
  document.addEventListener('visibilitychange', look)
  // Another tab was locked or opened.
  addEventListener('storage', look)
  return () => {
    clearInterval(timer)
    for (const kind of touches) removeEventListener(kind, touch, { capture: true })
    document.removeEventListener('visibilitychange', look)
    removeEventListener('storage', look)
  }
}
