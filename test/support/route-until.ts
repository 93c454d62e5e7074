import type { BrowserContext, Page, Route } from 'playwright-core'

/**
 * Such requests are handled until `goOn` is called, and then go through. The interception itself stays: where it is
 * switched off, by `times` or `unroute`, the browser loses what is asked at that moment, and the page waits for ever.
 *
 * @returns goOn.
 */
export async function routeUntil(
  on: Page | BrowserContext,
  address: string,
  handle: (route: Route) => Promise<void>,
): Promise<() => void> {
  let isOver = false
  await on.route(address, (route) => (isOver ? route.fallback() : handle(route)))
  return () => {
    isOver = true
  }
}

export const abort = (route: Route) => route.abort()
