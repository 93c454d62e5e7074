import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { countAudit, look } from '../support/look.ts'
import { giveDoses } from '../features/reports/counters.ts'
import { slowAndFast } from '../features/planner/two-wards.ts'
import { TODAY } from '../support/world.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp([], slowAndFast)
  await app.world.addPerson({ name: 'Trần Thị Còn Thiếu', phone: '0912000111' })
  await giveDoses(
    app,
    Array.from({ length: 6 }, () => ({ at: 'A' as const, givenOn: TODAY })),
  )
}, 240_000)
afterAll(() => app.close())

const wardRow = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const square = (west: number) => [
  [
    [west, 16.4],
    [west + 0.02, 16.4],
    [west + 0.02, 16.42],
    [west, 16.42],
    [west, 16.4],
  ],
]
const feature = (properties: Record<string, unknown>, west: number) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: square(west) },
})

describe('the board', () => {
  test('leads from the city to a ward, to its residential groups, to the people by name', async () => {
    const { page, faults, screenshot } = await app.open('/centre', 'desk', app.world.accounts.wardOfficial)
    await page.getByRole('link', { name: 'Phường Thuận Thử' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Phường Thuận Thử' }).waitFor()
    const group = wardRow(page, 'Tổ dân phố 1')
    await group.waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('board-ward')
    const before = await countAudit(app.database, 'listMissingPeople')
    await group.getByRole('link', { name: /Danh sách tên/ }).click()
    await page.getByRole('heading', { level: 1, name: /Danh sách vận động/ }).waitFor()
    const line = await wardRow(page, 'Trần Thị Còn Thiếu').innerText()
    expect(line).toContain('0912000111')
    expect(await countAudit(app.database, 'listMissingPeople')).toBe(before + 1)
    // The address holds places and a dose, never a name.
    expect(decodeURIComponent(page.url())).not.toContain('Thiếu')
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('board-missing')
    expect(faults).toEqual([])
  })

  test('offers no names to who may not visit people', async () => {
    const { page } = await app.open('/centre', 'desk', app.world.accounts.supervisor)
    await page.getByRole('link', { name: 'Phường Thuận Thử' }).first().click()
    await wardRow(page, 'Tổ dân phố 1').waitFor()
    await expect.poll(() => page.getByRole('link', { name: /Danh sách tên/ }).count()).toBe(0)
  })

  test('prints the figures of the screen on one sheet, without its switches', async () => {
    const { page } = await app.open('/centre', 'desk', app.world.accounts.cityCentre)
    await wardRow(page, 'Phường Tây Thử').waitFor()
    await page.getByRole('link', { name: /Thiếu số giấy tờ/ }).waitFor()
    const cells = () =>
      page
        .locator('.wards td, .figure dd')
        .evaluateAll((all) =>
          all.map((cell) => (cell.checkVisibility() ? (cell.textContent ?? '').trim() : 'hidden')),
        )
    const onScreen = await cells()
    await page.emulateMedia({ media: 'print' })
    const onPaper = await cells()
    expect(onPaper).toEqual(onScreen)
    expect(onPaper.length).toBeGreaterThan(30)
    expect(onPaper).not.toContain('hidden')
    for (const hidden of ['.board-tools', '.top', '.more-switches'])
      await expect.poll(() => page.locator(hidden).first().isVisible()).toBe(false)
    await page.getByText(/Số liệu giống trên màn hình/).waitFor()
    await page.getByText('Mũi 1 · Tính theo: Nơi ở · Nhóm đối tượng: Tất cả').waitFor()
  })

  test('shows other rows, another day and other units, all kept in the address', async () => {
    const { page, faults } = await app.open('/centre', 'desk', app.world.accounts.cityCentre)
    await wardRow(page, 'Phường Tây Thử').waitFor()
    await page.getByText('Ngày, địa giới và dòng khác').click()
    await page.getByLabel('Dòng theo').selectOption('site')
    await wardRow(page, 'Trạm Y tế A').waitFor()
    await expect.poll(() => wardRow(page, 'Trạm Y tế A').innerText()).toContain('198 mũi')
    await page.getByLabel('Dòng theo').selectOption('ward')
    const day = page.getByLabel('Tính đến hết ngày (đã nhập)')
    await day.fill('16/10/2021')
    await day.press('Enter')
    await page.getByText(/đã nhập đến hết ngày 16\/10\/2021/).waitFor()
    await wardRow(page, 'Phường Thuận Thử')
      .getByText(/^192 \//)
      .first()
      .waitFor()
    expect(new URL(page.url()).searchParams.get('asOf')).toBe('2021-10-16')
    expect(faults).toEqual([])
  })

  test('has each figure of the strip lead to its work list', async () => {
    const { page } = await app.open('/centre', 'desk', app.world.accounts.cityCentre)
    await page.getByRole('link', { name: /Thiếu số giấy tờ/ }).click()
    await page.getByRole('link', { name: 'Mở danh sách việc: Phường Thuận Thử' }).click()
    await page.getByRole('heading', { level: 1, name: 'Người dân' }).waitFor()
    await page.getByText('Trần Thị Còn Thiếu').waitFor()
  })
})

describe('the map of outlines', () => {
  test('is taken in from a GeoJSON file after a person has seen which ward each feature is', async () => {
    const { page, faults, screenshot } = await app.open('/centre/map', 'desk', app.world.accounts.cityCentre)
    const choose = (content: unknown) =>
      page.getByLabel(/Tệp GeoJSON/).setInputFiles({
        name: 'phuong-xa.geojson',
        mimeType: 'application/geo+json',
        buffer: Buffer.from(JSON.stringify(content)),
      })
    await choose({ type: 'Topology' })
    await page.getByText(/Không đọc được tệp bản đồ/).waitFor()
    await choose({
      type: 'FeatureCollection',
      features: [
        feature({ MA_XA: '19753' }, 107.5),
        feature({ ten: 'Tây Thử' }, 107.52),
        feature({ ten: 'Không đâu' }, 107.54),
      ],
    })
    const table = page.getByRole('table', { name: 'Đối tượng trong tệp' })
    await table.waitFor()
    await expect.poll(() => table.innerText()).toContain('Phường Thuận Thử (theo mã)')
    await expect.poll(() => table.innerText()).toContain('Phường Tây Thử (theo tên)')
    await expect.poll(() => table.innerText()).toContain('không khớp')
    await page.getByText('Chưa có trong tệp: Xã Xa Thử.').waitFor()
    expect(await look(app.database, 'SELECT id FROM outline_set')).toEqual([])
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Dùng tệp này' }).click()
    await page.getByText('Đã lưu bản đồ.').waitFor()
    expect(await look(app.database, 'SELECT place_id FROM place_outline')).toHaveLength(2)
    await screenshot('outline-upload')

    await page.getByRole('link', { name: 'Về bảng tiến độ' }).click()
    await page.getByRole('button', { name: 'Địa giới' }).click()
    const ward = page.getByRole('link', { name: 'Phường Tây Thử: 32 %' })
    await ward.waitFor()
    // The same figure as the table, printed on the map, and reached by the keyboard.
    await expect.poll(() => page.locator('.outlines').textContent()).toContain('32 %')
    await expect.poll(() => wardRow(page, 'Phường Tây Thử').innerText()).toContain('32 %')
    await page.getByText(/Không có trên bản đồ: Xã Xa Thử/).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('board-outlines')
    await ward.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Phường Tây Thử' }).waitFor()
    expect(faults).toEqual([])
  })
})

describe('reports', () => {
  test('the daily report stands in its legal layout with the figures of the service', async () => {
    const { page, faults, screenshot } = await app.open(
      '/centre/daily',
      'desk',
      app.world.accounts.cityCentre,
    )
    const table = page.getByRole('table')
    await table.waitFor()
    for (const head of ['Số chuyển bệnh viện tiêm', 'Số tiêm được', 'Vắc xin COVID-19 (liều)', 'Ghi chú'])
      await expect.poll(() => table.innerText()).toContain(head)
    const { body } = await app.as(
      app.world.accounts.cityCentre,
      'GET',
      `/v1/reports/daily?campaign=${app.world.campaignId}`,
    )
    const total = body['total'] as { primary1: number }
    expect(total.primary1).toBe(6)
    await expect.poll(() => wardRow(page, 'Tổng cộng').innerText()).toContain(`\t${total.primary1}\t`)
    expect(await seriousFindings(page)).toEqual([])
    // The whole form on a small laptop, in letters that can be read.
    const frame = page.getByRole('region', { name: 'Báo cáo ngày (5A)' })
    expect(await frame.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    const fontSizes = await frame
      .locator('th, td')
      .evaluateAll((cells) => cells.map((cell) => Number.parseFloat(getComputedStyle(cell).fontSize)))
    expect(Math.min(...fontSizes)).toBeGreaterThanOrEqual(12)
    await screenshot('daily-report')
    expect(faults).toEqual([])
  })

  test('charts are drawn, and say their figures in a table', async () => {
    // uPlot asks the browser for its language, and a browser without one has none that numbers can be written in.
    const context = await app.browser.newContext({
      viewport: { width: 390, height: 844 },
      baseURL: app.address,
      locale: 'vi-VN',
      extraHTTPHeaders: { authorization: `Bearer ${app.tokenFor(app.world.accounts.cityCentre)}` },
    })
    const page = await context.newPage()
    await page.goto('/centre/charts')
    await page.locator('.chart canvas').nth(2).waitFor()
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBe(0)
    await page.getByText('Bảng số').first().click()
    await page.getByRole('row').filter({ hasText: '17/10/2021' }).first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.screenshot({ path: 'test/screenshots/charts-phone.png', fullPage: true })
    await context.close()
  })
})

test('nothing of the map and the charts is fetched before it is asked for', async () => {
  const { context } = await app.open('/centre', 'desk', app.world.accounts.cityCentre)
  const page = await context.newPage()
  const fetched: string[] = []
  page.on('response', (response) => fetched.push(new URL(response.url()).pathname))
  await page.goto('/centre')
  await wardRow(page, 'Phường Tây Thử').waitFor()
  expect(fetched.filter((path) => /real-map|uPlot|chart-|\/v1\/outlines/.test(path))).toEqual([])
})
