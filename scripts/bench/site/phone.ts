import type { Page } from 'playwright-core'
import { launchBrowser } from '../../../test/support/launch-browser.ts'
import { createFakeCamera } from '../../../test/support/fake-camera.ts'
import { SESSION_ID, type SiteGround, type Volunteer } from './ground.ts'
import { layStopwatch } from './stopwatch.ts'

/** How much slower than this machine the phone is. */
export const CPU_SLOWED = 4
/** As a phone in 3G has it. */
const THREE_G = { latency: 150, uploadThroughput: 750_000 / 8, downloadThroughput: 1_600_000 / 8 }
export const ALL_SENT = 'Mọi bản ghi đã lên máy chủ'

export type BenchPhone = Awaited<ReturnType<typeof openPhone>>

/** A phone in a volunteer's hand: signed in at the session, everything sent, and from then on slow. */
export async function openPhone({ address, deps }: SiteGround, who: Volunteer) {
  const camera = await createFakeCamera()
  await camera.show(null)
  const browser = await launchBrowser(camera.flags)
  const close = async () => {
    await browser.close()
    await camera.close()
  }
  try {
    const context = await browser.newContext({
      viewport: { width: 360, height: 640 },
      baseURL: address,
      timezoneId: deps.authority.timeZone,
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
      // The network is taken from the page, and a worker would still have it.
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    await layStopwatch(page)
    await page.goto(`/sign-in?next=${encodeURIComponent(`/site/sessions/${SESSION_ID}?tab=check-in`)}`)
    await page.getByLabel('Tên đăng nhập').fill(who.signInName)
    await page.getByLabel('Mật khẩu hoặc mã PIN').fill(who.secret)
    await page.getByRole('button', { name: 'Đăng nhập' }).tap()
    await page.getByText(ALL_SENT).waitFor()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWED })
    return {
      page,
      context,
      camera,
      close,
      /** `null`: as fast as this machine reaches itself. */
      setNetwork: async (network: '3g' | 'away' | null): Promise<void> => {
        const speed =
          network === '3g' ? THREE_G : { latency: 0, uploadThroughput: -1, downloadThroughput: -1 }
        await session.send('Network.emulateNetworkConditions', { offline: network === 'away', ...speed })
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

export const chooseTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).tap()
