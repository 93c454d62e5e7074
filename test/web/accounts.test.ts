import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '#domain/dates.ts'
import { endOfDay } from '../../src/web/accounts/end-of-day.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'

const SECRET = 'con cò bay lả bay la'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

describe('staff', () => {
  test('an account is made, its secret shown once, and it signs in', async () => {
    const { page, faults, screenshot, overflow } = await app.open(
      '/accounts',
      'phone',
      app.world.accounts.admin,
    )
    await page.getByRole('link', { name: 'Tạo tài khoản' }).click()
    await page.getByLabel('Họ và tên').fill('Nguyễn Thị Mẫu')
    await page.getByLabel('Tên đăng nhập').fill('gia-hoi.phuong')
    await page.getByLabel('Đơn vị').fill('Trạm Y tế Thử')
    await page.getByLabel('Vai trò').selectOption({ label: 'Cán bộ phường' })
    await page.getByLabel('Nơi làm').selectOption({ label: 'Phường: Phường Tây Thử' })
    await page.getByLabel('Đến hết ngày').fill('31/12/2021')
    await screenshot('account-new')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Tạo tài khoản' }).click()
    await page.getByText('Chỉ hiện một lần', { exact: true }).waitFor()
    const secret = await page.locator('.secret-text').innerText()
    await screenshot('account-secret')
    await page.getByRole('link', { name: 'Mở tài khoản này' }).click()
    await page
      .getByRole('row', { name: /Cán bộ phường.*Phường Tây Thử/ })
      .getByText('01/01/2022 00:00')
      .waitFor()
    await expect.poll(() => page.getByText(secret, { exact: true }).count()).toBe(0)

    const own = await app.open('/account')
    await own.page.getByLabel('Tên đăng nhập').fill('gia-hoi.phuong')
    await own.page.getByLabel('Mật khẩu hoặc mã PIN').fill(secret)
    await own.page.getByRole('button', { name: 'Đăng nhập' }).click()
    await own.page.getByLabel('Mã mới', { exact: true }).fill(SECRET)
    await own.page.getByLabel('Nhập lại mã mới').fill(SECRET)
    await own.page.getByRole('button', { name: 'Lưu mã mới' }).click()
    await own.page.getByRole('row', { name: /Cán bộ phường Phường Tây Thử/ }).waitFor()
    expect([...faults, ...own.faults]).toEqual([])
  })

  test('a person is found without diacritics, helped, relieved of a post and closed out', async () => {
    const made = await app.as(app.world.accounts.admin, 'POST', '/v1/accounts', {
      signInName: 'tay-thu.nhap',
      fullName: 'Lê Thị Dự Bị',
      grants: [{ role: 'data-entry', siteId: app.world.sites.B }],
    })
    expect(made.status).toBe(201)
    const { page, faults, screenshot } = await app.open('/accounts', 'desk', app.world.accounts.cityCentre)
    await page.getByLabel('Tìm theo tên').fill('du bi')
    await page.getByRole('button', { name: 'Tìm', exact: true }).click()
    await page.getByRole('link', { name: 'Lê Thị Dự Bị' }).waitFor()
    await page.getByRole('rowheader').first().waitFor() // drawn once the answer is there
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(1)
    await screenshot('accounts')
    await page.getByRole('link', { name: 'Lê Thị Dự Bị' }).click()

    await page.getByRole('button', { name: 'Cấp mã mới' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cấp mã mới' }).click()
    await page.getByText('Mã PIN của tay-thu.nhap').waitFor()
    await expect.poll(() => page.locator('.secret-text').innerText()).toMatch(/^\d{6}$/)
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('account-one')

    await page.getByRole('button', { name: 'Mất điện thoại' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Mất điện thoại' }).click()
    await page.getByText(/Đã kết thúc 0 lần đăng nhập/).waitFor()

    await page.getByRole('button', { name: /^Đổi người: Nhập liệu/ }).click()
    const swap = page.getByRole('dialog', { name: 'Đổi người' })
    await swap.getByLabel('Tên người thay').fill('data-entry')
    await swap.getByRole('button', { name: 'Tìm', exact: true }).click()
    await swap.getByLabel('Người thay', { exact: true }).selectOption({ index: 1 })
    await swap.getByRole('button', { name: 'Đổi người' }).click()
    await page.getByText('Chưa được giao việc nào').waitFor()

    await page.getByRole('button', { name: 'Khóa tài khoản' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Khóa tài khoản' }).click()
    await page.getByText('Đã khóa').waitFor()
    await page.getByRole('button', { name: 'Mở lại tài khoản' }).waitFor()
    expect(faults).toEqual([])
  })
})

test('the last day of a grant counts whole, where the authority is', () => {
  const zones = ['Asia/Ho_Chi_Minh', 'Asia/Vientiane', 'Asia/Kathmandu', 'Pacific/Honolulu']
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3650 }), fc.constantFrom(...zones), (days, timeZone) => {
      const on = addDays('2021-01-01', days)
      const shown = new Date(endOfDay(on, timeZone)).toLocaleString('sv-SE', { timeZone })
      expect(shown).toBe(`${addDays(on, 1)} 00:00:00`)
    }),
  )
})
