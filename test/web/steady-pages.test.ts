import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, type BrowserApp } from '../support/browser.ts'
import { slowAndFast } from '../features/planner/two-wards.ts'
import { register } from '../features/registrants/people-ground.ts'
import { addList } from '../features/registrants/support.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp([], slowAndFast)
}, 240_000)
afterAll(() => app.close())

const LONG_MS = 120_000
const languages = ['VI', 'EN', 'ລາວ']
const widths = [360, 390]

/** Tables that are wider than the frame in which they scroll, by caption and pixels. */
const widerThanFrame = (page: Page) =>
  page.locator('.table-frame').evaluateAll((frames) =>
    frames.flatMap((frame) => {
      const pixels = frame.scrollWidth - frame.clientWidth
      return pixels > 0 ? [`${frame.ariaLabel}: ${pixels}`] : []
    }),
  )

describe('on a phone', () => {
  test(
    'the tables of set-up, stock and accounts are read without scrolling sideways',
    { timeout: LONG_MS },
    async () => {
      const { world } = app
      const centre = world.accounts.cityCentre
      const { page, faults } = await app.open('/setup/sites', 'phone', centre)
      for (const path of [
        '/setup/sites',
        '/setup/sessions',
        `/setup/sessions/${world.sessions.A}`,
        '/setup/campaigns',
        '/setup/places',
        '/stock',
        '/stock/lots',
        `/stock/lots/${world.lotId}`,
        '/accounts',
        `/accounts/${world.accounts.dataEntry.accountId}`,
        '/centre/entry',
        `/centre/wards/${world.places.wardA}`,
      ]) {
        await page.goto(path)
        if (path.includes(world.sessions.A)) await page.getByRole('tab').last().click()
        for (const name of languages) {
          await page.getByRole('button', { name, exact: true }).click()
          await page.locator('.table-frame').first().waitFor()
          await expect.poll(() => page.locator('.wait').count()).toBe(0)
          for (const width of widths) {
            await page.setViewportSize({ width, height: 640 })
            expect.soft(await widerThanFrame(page), `${path} ${name} ${width}`).toEqual([])
          }
        }
      }
      expect(faults).toEqual([])
    },
  )
})

describe('a page stands still while its answers come', () => {
  const SHIFT_MAX = 0.01
  const LATE_MS = 400

  test.for([
    ['/stock', /stock\/alarms\/counts/],
    ['/centre/charts', /assets\/chart/],
    ['/centre/entry', /progress\/sessions/],
    ['/centre', /v1\/campaigns/],
    ['/centre/daily', /reports\/daily/],
  ] as const)('%s', async ([path, late]) => {
    const { page, context } = await app.open('/account', 'desk', app.world.accounts.cityCentre)
    await page.setViewportSize({ width: 1440, height: 800 })
    // What stands first on the page is answered last.
    await context.route(late, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, LATE_MS))
      await route.continue()
    })
    const answered = page.waitForResponse(late)
    await page.goto(path)
    await answered
    await page.locator(':is(.table-frame, .figures, .chart, .empty)').first().waitFor()
    await expect.poll(() => page.locator('main .wait').count()).toBe(0)
    const moved = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
          }).observe({ type: 'layout-shift', buffered: true })
          // What was kept is told with the next pictures.
          requestAnimationFrame(() => setTimeout(() => resolve(sum), 200))
        }),
    )
    expect(moved).toBeLessThan(SHIFT_MAX)
    await context.close()
  })
})

describe('pairs of records that wait for the ward', () => {
  test('are a row under its lists that leads to them', async () => {
    const { accounts, places } = app.world
    const listId = await addList(app, accounts.wardOfficial, { name: 'Người dân trên 18 tuổi' })
    for (let times = 0; times < 2; times += 1)
      await register(app, accounts.wardOfficial, listId, {
        fullName: 'Trần Thị Hai Lần',
        bornOn: '1980-03-04',
        isOtherPerson: times > 0,
      })
    for (const screen of ['phone', 'desk'] as const) {
      const { page, faults, overflow, screenshot } = await app.open(
        '/ward/lists',
        screen,
        accounts.wardOfficial,
      )
      const row = page.getByRole('listitem').filter({ hasText: '1 cặp hồ sơ nghi trùng chưa ai xem' })
      await row.waitFor()
      expect(await overflow()).toBe(0)
      await screenshot('waiting-duplicates')
      await row.getByRole('link', { name: 'Xem' }).click()
      await page.getByRole('article').filter({ hasText: 'Trần Thị Hai Lần' }).waitFor()
      expect(new URL(page.url()).search).toBe(`?wardId=${places.wardA}`)
      expect(faults).toEqual([])
    }
  })
})
