import type { Page } from 'playwright-core'

/** Moments of one page, in milliseconds since it was loaded. */
export type Seen = {
  atMs: number
  /** When the camera last gave a picture. */
  streamMs: number
}

declare global {
  interface Window {
    stopwatch: {
      see: (selector: string, text: string) => Promise<Seen>
      taps: number[]
      kept: () => number
    }
  }
}

/**
 * Laid into a page before its own scripts, and with nothing from outside: it is sent as text. All times are taken in the
 * page, so that the way of the news to the driver is not in them.
 */
function install(): void {
  let streamMs = Number.NaN
  let keptMs = Number.NaN
  const taps: number[] = []
  if ('mediaDevices' in navigator) {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted)
      streamMs = performance.now()
      return stream
    }
  }
  // An entry is written with strict durability, then its body is read again: the first such reading after a writing.
  let isWritten = false
  const begin = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')!.value as (
    this: IDBDatabase,
    ...asked: Parameters<IDBDatabase['transaction']>
  ) => IDBTransaction
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = begin.call(this, stores, mode, options)
    if (![stores].flat().includes('body')) return transaction
    const isReadBack = mode !== 'readwrite' && isWritten
    if (isReadBack) isWritten = false
    transaction.addEventListener('complete', () => {
      if (mode === 'readwrite') isWritten = options?.durability === 'strict'
      else if (isReadBack) keptMs = performance.now()
    })
    return transaction
  }
  addEventListener(
    'pointerdown',
    ({ isTrusted, timeStamp }) => {
      if (isTrusted) taps.push(timeStamp)
    },
    { capture: true },
  )
  window.stopwatch = {
    taps,
    kept: () => keptMs,
    see: (selector, text) =>
      new Promise((done) => {
        const isThere = () =>
          [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text))
        const look = () => {
          if (!isThere()) return
          observer.disconnect()
          const givenMs = streamMs
          // After the next frame it is drawn.
          requestAnimationFrame(() =>
            setTimeout(() => done({ atMs: performance.now(), streamMs: givenMs }), 0),
          )
        }
        const observer = new MutationObserver(look)
        observer.observe(document, { subtree: true, childList: true, characterData: true })
        look()
      }),
  }
}

export const layStopwatch = (page: Page) => page.addInitScript(install)

/** Answers when this text is drawn in such an element; asked before what will make it appear. */
export const see = (page: Page, selector: string, text: string): Promise<Seen> =>
  page.evaluate(([selector, text]) => window.stopwatch.see(selector, text), [selector, text] as const)

/** When an entry of after this moment was on the disk and read back: the mark may be drawn before that reading ends. */
export async function keptAfter(page: Page, sinceMs: number): Promise<number> {
  await page.waitForFunction((since) => window.stopwatch.kept() > since, sinceMs)
  return page.evaluate(() => window.stopwatch.kept())
}

/** Every finger on the screen since the last question, as the page felt it. */
export const takeTaps = (page: Page): Promise<number[]> =>
  page.evaluate(() => window.stopwatch.taps.splice(0))
