import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { onTestFailed, TestRunner } from 'vitest'
import { ensureWebBuilt } from '../../scripts/build-web.ts'
import { createTestApp } from './app.ts'
import { launchBrowser } from './launch-browser.ts'
import type { TestAccount } from './world.ts'

export { launchBrowser }

export const screens = {
  phone: { width: 360, height: 640 },
  desk: { width: 1280, height: 800 },
} as const

const SCREENSHOTS = join(import.meta.dirname, '../screenshots')

/**
 * The real app on its own database, listening, and a real browser in front of it. `__Host-` cookies are kept by
 * Chromium on http://127.0.0.1, which counts as trustworthy.
 *
 * @param start lays down the city; the small one of `createWorld` when left out.
 */
export async function openBrowserApp(moreFlags: readonly string[] = [], start = createTestApp) {
  await ensureWebBuilt()
  await mkdir(SCREENSHOTS, { recursive: true })
  const testApp = await start()
  const address = await testApp.app.listen({ host: '127.0.0.1', port: 0 })
  answerLate(testApp.app.server, Number(process.env['ANSWER_DELAY_MS'] ?? 0))
  const browser = await launchBrowser(moreFlags)

  /** A browser of its own: no cookies, nothing kept. A page error or a CSP refusal fails the test that asks. */
  async function open(
    path: string,
    screen: keyof typeof screens = 'desk',
    /** Signed in already: its token goes with every request. Signing in itself has its own tests. */
    account?: TestAccount,
    /** Kept out of the way of tests that are not about it: it would answer for a page that a test has changed. */
    serviceWorkers: 'allow' | 'block' = 'block',
  ) {
    const context: BrowserContext = await browser.newContext({
      viewport: screens[screen],
      baseURL: address,
      serviceWorkers,
      timezoneId: testApp.deps.authority.timeZone,
      ...(screen === 'phone' ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
    })
    if (account !== undefined)
      await context.setExtraHTTPHeaders({ authorization: `Bearer ${testApp.tokenFor(account)}` })
    const page: Page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
        faults.push(message.text())
    })
    sayOnFailure(page)
    await page.goto(path)
    return {
      page,
      context,
      faults,
      screenshot: (name: string) =>
        page.screenshot({ path: join(SCREENSHOTS, `${name}-${screen}.png`), fullPage: true }),
      /** How many pixels the page is wider than the screen: 0, or it scrolls sideways. */
      overflow: () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    }
  }

  return {
    ...testApp,
    address,
    browser,
    open,
    async close() {
      await browser.close()
      await testApp.close()
    },
  }
}

export type BrowserApp = Awaited<ReturnType<typeof openBrowserApp>>

/**
 * Each answer comes up to so many ms late, one more, another less: a slow network, on which a test that looks too soon
 * fails today and not on another machine next week.
 */
function answerLate(server: Server, mostMs: number): void {
  if (!(mostMs > 0)) return
  const emit = server.emit.bind(server) as (...event: unknown[]) => boolean
  server.emit = (...event: unknown[]) => {
    if (event[0] !== 'request') return emit(...event)
    setTimeout(emit, Math.random() * mostMs, ...event)
    return true
  }
}

/** Where the page stood is in the test's output: a failure on another machine is seldom seen again. */
function sayOnFailure(page: Page): void {
  // A page opened for a whole file belongs to no test.
  if (TestRunner.getCurrentTest() === undefined) return
  onTestFailed(async ({ task }) => {
    const [error] = task.result?.errors ?? []
    const drawn = await page
      .locator('body')
      .ariaSnapshot({ timeout: 2000 })
      .catch(() => 'nothing')
    if (error !== undefined) error.message += `\n\nThe page at ${page.url()} then showed:\n${drawn}\n`
  })
}

/** What axe finds serious or critical on the page as it stands: nothing, or the test fails with the elements. */
export async function seriousFindings(page: Page) {
  // What is still read or fading in has not its words or its colour yet.
  await page.locator('.wait').first().waitFor({ state: 'detached' })
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(
          ({ playState, effect }) =>
            playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
        )
        .map(({ finished }) => finished),
    ),
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
