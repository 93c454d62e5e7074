import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { abort, routeUntil } from '../support/route-until.ts'
import {
  ALL_SENT,
  chooseTab,
  inject,
  openTab,
  saysUnsent,
  siteTable,
  type Volunteer,
} from '../support/site-table.ts'
import { NOW } from '../support/world.ts'

let app: BrowserApp
let table: ReturnType<typeof siteTable>
/** A new one for each test. */
let me: Volunteer
beforeAll(async () => {
  app = await openBrowserApp()
  table = siteTable(app)
  const imported = await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', {
    source: 'vietnam',
  })
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => app.close())
beforeEach(async () => {
  app.setNow(NOW)
  me = await table.addVolunteer()
})

describe('a table of the site without a network', () => {
  test('lets in, screens and injects; all of it is ticked here, shown as unsent, and sent once when the tab is opened again', async () => {
    const personId = await app.world.addPerson({ name: 'Hoàng Thị Núi', bornOn: '1984-02-03' })
    const { page, context, faults, overflow, screenshot } = await table.openTable(me, 'check-in', {
      isKept: true,
    })
    await page.getByLabel('Tên, 4 số cuối, hoặc dán mã').fill('hoang thi nui')
    await page.getByRole('button', { name: 'Tìm' }).click()
    await page.getByRole('button', { name: 'Hoàng Thị Núi' }).click()
    await page.getByText('Tiêm được: Mũi 1').waitFor()

    await context.setOffline(true)
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).click()
    await page.getByText('Đã tiếp đón').waitFor()
    await page.getByText('Đã lưu trên máy').first().waitFor()
    await saysUnsent(page, 1)
    await chooseTab(page, 'Sàng lọc')
    await page.getByRole('button', { name: 'H. T. Núi' }).click()
    await page.getByRole('button', { name: 'Tự đồng ý' }).click()
    await page.getByRole('button', { name: 'Đủ điều kiện tiêm chủng ngay' }).click()
    await saysUnsent(page, 3)
    await chooseTab(page, 'Tiêm')
    await inject(page, 'H. T. Núi')
    await saysUnsent(page, 4)
    // No longer among those to inject, on the word of this phone alone.
    await page.getByRole('heading', { name: 'Chờ tiêm 0' }).waitFor()
    await screenshot('offline-dose')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    expect(await table.dosesOf(personId)).toEqual([])

    await unsentPage(page).click()
    await page.getByText('Chưa xong: còn 4 bản ghi chỉ có trên máy này.').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Mũi tiêm H. T. Núi' }).getByText('Chưa gửi').waitFor()
    await screenshot('offline-queue')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.close()

    await context.setOffline(false)
    const again = await openTab(context, table.addressOf('dose'))
    await again.getByText(ALL_SENT).waitFor()
    await again.getByText(ALL_SENT).click()
    await again.getByText('Không còn bản ghi nào chưa gửi.').waitFor()
    expect(await table.receiptsOf(me)).toEqual(
      ['check-in', 'consent', 'screening', 'dose'].map((kind, at) => ({
        kind,
        outcome: 'accepted',
        seq: at + 1,
      })),
    )
    expect(await table.dosesOf(personId)).toHaveLength(1)
    expect(faults).toEqual([])
  })

  test('the network comes and goes, and every second answer is lost: each tap is stored once, and the count ends at none', async () => {
    const names = ['Lê Thị Suối', 'Lê Văn Đèo', 'Lê Thị Thung']
    const people = []
    for (const fullName of names) people.push(await table.addCleared(fullName))
    const { page, context, faults } = await table.openTable(me, 'dose')
    await page.getByRole('button', { name: 'L. T. Thung' }).waitFor()
    let answers = 0
    await context.route('**/v1/devices/*/sync', async (route) => {
      answers += 1
      if (answers % 2 === 0) return route.continue()
      // It arrives; only the phone never hears of it.
      await route.fetch().catch(() => undefined)
      return route.abort()
    })
    const flaps = new AbortController()
    const flapping = (async () => {
      for (let isOff = true; !flaps.signal.aborted; isOff = !isOff) {
        await context.setOffline(isOff)
        await page.waitForTimeout(250)
      }
      await context.setOffline(false)
    })()
    for (const shortName of ['L. T. Suối', 'L. V. Đèo', 'L. T. Thung']) await inject(page, shortName)
    flaps.abort()
    await flapping
    await page.getByText(ALL_SENT).waitFor()
    for (const personId of people) expect(await table.dosesOf(personId)).toHaveLength(1)
    expect(await table.receiptsOf(me)).toMatchObject([1, 2, 3].map((seq) => ({ kind: 'dose', seq })))
    expect(answers).toBeGreaterThan(1)
    expect(faults).toEqual([])
  })

  test('a sign-in that ended an hour ago holds nothing up: the phone signs for its author', async () => {
    const personId = await table.addCleared('Phạm Thị Muộn')
    const { page, context } = await table.openTable(me, 'dose', { isKept: true })
    await page.getByRole('button', { name: 'P. T. Muộn' }).waitFor()
    await context.setOffline(true)
    await inject(page, 'P. T. Muộn')
    await saysUnsent(page, 1)
    app.setNow(new Date(NOW.getTime() + 61 * 60_000))
    await page.clock.fastForward('01:01:00')
    await context.clearCookies()
    await context.setOffline(false)
    // Locked, and nobody is signed in any more: yet it goes.
    await expect.poll(() => table.dosesOf(personId), { timeout: 20_000 }).toHaveLength(1)
    expect(await table.receiptsOf(me)).toEqual([{ kind: 'dose', outcome: 'accepted', seq: 1 }])
    await table.signInAgain(page, me.name)
    await page.getByText(ALL_SENT).waitFor()
  })

  test('rights ended and account closed meanwhile: the entry of after that is held for a person to look at, and the next one on this phone sees so', async () => {
    const personId = await table.addCleared('Vũ Thị Giữ')
    const { page, context, screenshot } = await table.openTable(me, 'dose')
    await page.getByRole('button', { name: 'V. T. Giữ' }).waitFor()
    await context.setOffline(true)
    await page.clock.fastForward('09:00')
    await inject(page, 'V. T. Giữ')
    await saysUnsent(page, 1)
    // By the service's clock, nine minutes before the dose; no question from before is still on its way by now.
    await table.leave(me)
    app.setNow(new Date(NOW.getTime() + 9 * 60_000))
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Đăng nhập' }).waitFor({ timeout: 20_000 })
    await expect
      .poll(() => table.receiptsOf(me), { timeout: 20_000 })
      .toEqual([{ kind: 'dose', outcome: 'quarantined', seq: 1 }])
    expect(await table.dosesOf(personId)).toEqual([])

    await table.signIn(page, (await table.addVolunteer()).name)
    await page.getByText('Đã gửi hết; 1 bản chờ xem xét').click()
    const row = page.getByRole('listitem').filter({ hasText: 'Người dùng máy trước' })
    await row.getByText('Đã lên máy chủ, chờ người phụ trách xem; chưa được tính').waitFor()
    await screenshot('offline-held')
    await expect.poll(() => row.textContent()).not.toContain('Giữ')
    expect(await seriousFindings(page)).toEqual([])
  })

  test('signing out with something unsent says so and keeps it; it goes out when somebody is there again', async () => {
    const personId = await table.addCleared('Đỗ Thị Về')
    const { page, context } = await table.openTable(me, 'dose')
    await page.getByRole('button', { name: 'Đ. T. Về' }).waitFor()
    // Everything gets through but what the phone sends.
    const goOn = await routeUntil(context, '**/v1/devices/*/sync', abort)
    await inject(page, 'Đ. T. Về')
    await saysUnsent(page, 1)
    await page.getByRole('link', { name: /Trần Thị Thử/ }).click()
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await page.getByText('Còn 1 bản ghi chưa gửi: vẫn được giữ trên máy này.').waitFor()
    expect(await table.dosesOf(personId)).toEqual([])
    goOn()
    await table.signIn(page, (await table.addVolunteer()).name)
    await expect.poll(() => table.dosesOf(personId), { timeout: 20_000 }).toHaveLength(1)
    expect(await table.receiptsOf(me)).toMatchObject([{ kind: 'dose', seq: 1 }])
  })

  test('no room on the phone is said before the person goes on, and nothing is shown as saved', async () => {
    const personId = await table.addCleared('Bùi Thị Đầy')
    const { page, screenshot, overflow, setQuota } = await table.openTable(me, 'dose', { quotaSize: 400_000 })
    await page.getByRole('button', { name: 'B. T. Đầy' }).click()
    await page.getByRole('button', { name: 'Tay trái' }).click()
    for (const bytes of [50_000, 5000, 500, 50]) await fillStorage(page, bytes)
    await page.getByRole('button', { name: 'Đã tiêm', exact: true }).click()
    await page.getByText('CHƯA LƯU ĐƯỢC: máy hết chỗ trống.').first().waitFor()
    await screenshot('offline-full')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await expect.poll(() => page.getByText('Đã ghi: B. T. Đầy').count()).toBe(0)
    expect(await table.dosesOf(personId)).toEqual([])
    await setQuota()
    await page.evaluate(() => indexedDB.deleteDatabase('filler'))
    await page.getByRole('button', { name: 'Đã tiêm', exact: true }).click()
    await page.getByText('Đã ghi: B. T. Đầy').waitFor()
    await page.getByText(ALL_SENT).waitFor()
    expect(await table.dosesOf(personId)).toHaveLength(1)
    await expect.poll(() => page.getByText('CHƯA LƯU ĐƯỢC').count()).toBe(0)
  })
})

/** Writes rows of this size until the browser refuses. */
const fillStorage = (page: Page, bytes: number) =>
  page.evaluate(
    (bytes) =>
      new Promise<void>((done) => {
        const opening = indexedDB.open('filler', 1)
        opening.onupgradeneeded = () => opening.result.createObjectStore('rows', { autoIncrement: true })
        opening.onsuccess = () => {
          const add = () => {
            const tx = opening.result.transaction('rows', 'readwrite')
            tx.objectStore('rows').add('x'.repeat(bytes))
            tx.addEventListener('complete', add)
            tx.addEventListener('abort', () => {
              opening.result.close()
              done()
            })
          }
          add()
        }
      }),
    bytes,
  )

const unsentPage = (page: Page) => page.getByRole('button', { name: 'bản ghi chưa gửi' })
