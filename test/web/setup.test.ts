import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

describe('set-up by clicking alone', () => {
  test('the published rules are loaded, with their vaccines', async () => {
    const { page, faults, screenshot } = await app.open('/setup/rules', 'desk', app.world.accounts.cityCentre)
    await page.getByText('Chưa nạp quy định nào').waitFor()
    await page.getByRole('button', { name: 'Nạp quy định của Việt Nam' }).click()
    await page.getByRole('table', { name: 'Khoảng cách giữa các mũi' }).waitFor()
    await screenshot('rules')
    expect(await seriousFindings(page)).toEqual([])
    expect(faults).toEqual([])
  })

  test('a campaign is planned, opened, changed and closed', async () => {
    const { page, faults, screenshot, overflow } = await app.open('/', 'desk', app.world.accounts.cityCentre)
    await page.getByRole('link', { name: 'Đợt tiêm', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Đợt tiêm' }).waitFor()
    await page.getByRole('button', { name: 'Lập đợt tiêm' }).click()
    await page.getByRole('link', { name: 'Từ ngày: Hãy điền ô này' }).waitFor()
    await page.getByLabel('Tên đợt tiêm').fill('Tiêm nhắc tháng 11')
    await page.getByLabel('Từ ngày').fill('1/11/2021')
    await page.getByLabel('Đến ngày').fill('30.11.2021')
    await page.getByLabel('Comirnaty 30 µg').check()
    await screenshot('campaigns')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Lập đợt tiêm' }).click()

    await page.getByRole('heading', { level: 1, name: 'Tiêm nhắc tháng 11' }).waitFor()
    await page.getByText('Đang chuẩn bị').waitFor()
    await expect.poll(() => page.getByLabel('Từ ngày').inputValue()).toBe('01/11/2021')
    await page.getByRole('button', { name: 'Mở đợt tiêm' }).click()
    await page.getByText('Đang mở').waitFor()
    await page.getByLabel('Số văn bản').fill('99/KH-YT')
    await page.getByRole('button', { name: 'Lưu' }).click()
    await page.getByRole('definition').filter({ hasText: '99/KH-YT' }).waitFor()
    await screenshot('campaign')
    await page.getByRole('button', { name: 'Đóng đợt tiêm' }).click()
    const dialog = page.getByRole('dialog', { name: 'Đóng đợt tiêm' })
    await screenshot('campaign-close')
    await dialog.getByRole('button', { name: 'Đóng đợt tiêm' }).click()
    await page.getByText('Đã đóng').waitFor()
    expect(await overflow()).toBe(0)
    expect(faults).toEqual([])
  })

  test('an edit of what another has changed meanwhile is refused with the reason', async () => {
    const centre = app.world.accounts.cityCentre
    const { page } = await app.open(`/setup/campaigns/${app.world.campaignId}`, 'phone', centre)
    await page.getByLabel('Số văn bản').fill('1/QĐ')
    const other = await app.as(
      centre,
      'PATCH',
      `/v1/campaigns/${app.world.campaignId}`,
      { documentNumber: '2/QĐ' },
      { 'if-match': '"1"' },
    )
    expect(other.status).toBe(200)
    await page.getByRole('button', { name: 'Lưu' }).click()
    await page.getByText('Có người đã sửa trước bạn').waitFor()
  })

  test('places are listed by their names of today, on a phone too', async () => {
    const { page, faults, overflow, screenshot } = await app.open(
      '/setup/places',
      'phone',
      app.world.accounts.cityCentre,
    )
    await page.getByRole('rowheader', { name: 'Phường Thuận Thử' }).waitFor()
    await page.getByRole('button', { name: 'Mục: Thiết lập' }).click()
    await page.getByRole('link', { name: 'Quy định tiêm' }).waitFor()
    await screenshot('places')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    expect(faults).toEqual([])
  })
})
