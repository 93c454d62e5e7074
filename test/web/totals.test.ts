import { readFile } from 'node:fs/promises'
import * as sheetJs from '@e965/xlsx'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { NOW, type TestAccount } from '../support/world.ts'

/** A day at a ward and at the centre takes many pages. */
const LONG_MS = 120_000

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

const at = async (instant: string | Date, page?: Page) => {
  app.setNow(instant)
  await page?.clock.setFixedTime(instant)
}
const centre = () => app.world.accounts.cityCentre

async function openPage(path: string, screen: 'desk' | 'phone', account?: TestAccount) {
  const opened = await app.open('/livez', screen, account)
  await opened.page.clock.setFixedTime(NOW)
  await opened.page.goto(path)
  return opened
}

describe('totals first, names later', () => {
  test(
    'the centre sets the deadline, a ward declares in time, another late, and the centre sees both',
    { timeout: LONG_MS },
    async () => {
      await at(NOW)
      const city = await openPage('/', 'desk', centre())
      await city.page.getByRole('link', { name: 'Tình hình nộp' }).click()
      await city.page.getByText('Chưa đặt hạn nào.').waitFor()
      await city.page.getByLabel('Hạn, ngày').fill('17/10/2021')
      await city.page.getByLabel('Số công văn').fill('6616/UBND')
      await city.page.getByRole('button', { name: 'Đặt hạn' }).click()
      await city.page.getByRole('row', { name: /Số liệu tổng.*17\/10\/2021 16:00.*6616\/UBND/ }).waitFor()

      const ward = await openPage('/', 'desk', app.world.accounts.wardOfficial)
      await ward.page.getByText('Còn 8 giờ 0 phút').waitFor()
      expect(await seriousFindings(ward.page)).toEqual([])
      await ward.screenshot('home-owed')
      await ward.page.getByRole('link', { name: 'Báo số', exact: true }).click()
      await ward.page.getByRole('heading', { level: 1, name: 'Báo số liệu tổng' }).waitFor()
      await ward.page.getByLabel('Nhóm 9 ', { exact: false }).first().fill('812')
      await ward.page.getByLabel('Nhóm 10').fill('4310')
      await ward.page.getByText('5.122 người').waitFor()
      expect(await seriousFindings(ward.page)).toEqual([])
      await ward.screenshot('declare')
      // By the keyboard alone.
      await ward.page.getByRole('button', { name: 'Gửi số liệu' }).focus()
      await ward.page.keyboard.press('Enter')
      await ward.page.getByRole('heading', { level: 1, name: 'Biên nhận số liệu' }).waitFor()
      await ward.page.getByText('Đúng hạn').waitFor()
      expect(await seriousFindings(ward.page)).toEqual([])
      await ward.screenshot('declare-receipt')
      await ward.page.getByRole('link', { name: 'Về trang báo số liệu' }).click()
      await ward.page.getByText('Đang có hiệu lực').waitFor()
      await expect.poll(() => ward.page.getByLabel('Nhóm 10').inputValue()).toBe('4310')

      await at('2021-10-17T09:30:00Z')
      const late = await openPage('/ward/totals', 'phone', app.world.accounts.wardOfficialB)
      await late.page.clock.setFixedTime('2021-10-17T09:30:00Z')
      await late.page.reload()
      await late.page.getByText('Quá hạn 30 phút').waitFor()
      await late.page.getByLabel('Nhóm 4 ', { exact: false }).first().fill('95')
      expect(await late.overflow()).toBe(0)
      expect(await seriousFindings(late.page)).toEqual([])
      await late.screenshot('declare')
      await late.page.getByRole('button', { name: 'Gửi số liệu' }).click()
      await late.page.getByText('Gửi muộn').waitFor()
      await late.screenshot('declare-receipt')
      await late.page.getByRole('button', { name: 'ລາວ' }).click()
      await late.page.getByText('ສົ່ງຊ້າ').waitFor()
      expect(await late.overflow()).toBe(0)

      const later = await openPage('/centre/lists', 'desk', centre())
      await later.page.getByRole('row', { name: /Thuận Thử.*Đúng hạn.*5\.122/ }).waitFor()
      await later.page.getByRole('row', { name: /Tây Thử.*Gửi muộn/ }).waitFor()
      await later.page.getByRole('row', { name: /Xa Thử.*Quá hạn, chưa gửi/ }).waitFor()
      await later.page.getByText('2/3', { exact: true }).waitFor()
      await expect
        .poll(() => later.page.getByLabel('Nội dung để chép').inputValue())
        .toMatch(/^Xã Xa Thử: còn nợ số liệu tổng/)
      expect(await later.overflow()).toBe(0)
      expect(await seriousFindings(later.page)).toEqual([])
      await later.screenshot('overview')
      await later.page.getByRole('button', { name: 'Quá hạn', exact: true }).click()
      await later.page.getByRole('row', { name: /Tây Thử/ }).waitFor({ state: 'detached' })

      const [download] = await Promise.all([
        later.page.waitForEvent('download'),
        later.page.getByRole('button', { name: 'Excel (.xlsx)' }).first().click(),
      ])
      expect(download.suggestedFilename()).toBe('tong-hop-2021-10-17.xlsx')
      const book = sheetJs.read(await readFile(await download.path()))
      const text = sheetJs.utils.sheet_to_csv(book.Sheets[book.SheetNames[0]!]!)
      expect(text).toContain('Phường Thuận Thử,Nhóm 10,4310,0,,Chưa gửi tên')

      // Moving a deadline asks for its reason.
      await later.page.getByLabel('Hạn, ngày').fill('18/10/2021')
      await later.page.getByRole('button', { name: 'Đặt hạn' }).click()
      await later.page.getByText('Hãy nêu lý do thay đổi hoặc gia hạn.').waitFor()
      await later.page.getByLabel('Lý do thay đổi').fill('Mưa lũ')
      await later.page.getByRole('button', { name: 'Đặt hạn' }).click()
      await later.page.getByText('đã thay bằng hạn mới').waitFor()
      await later.page.setViewportSize({ width: 360, height: 640 })
      expect(await later.overflow()).toBe(0)
      await later.page.getByRole('button', { name: 'EN', exact: true }).click()
      await later.page.getByText('Totals sent').waitFor()
      await later.screenshot('overview-narrow')
      for (const { faults } of [city, later, ward, late]) expect(faults).toEqual([])
      for (const { context } of [city, later, ward, late]) await context.close()
    },
  )
})

describe('a staff list', () => {
  const headings = ['STT', 'Họ và tên', 'Đơn vị', 'Số CMND/CCCD', 'Số điện thoại', 'Nhiệm vụ thực hiện']
  const people = [
    ['1', 'Trần Thị Mẫu', 'UBND phường', '046191000124', '0912345671', 'Quét mã QR'],
    ['2', 'Lê Văn Thử', 'Đoàn phường', '046091000125', '0912345672', 'Nhập liệu'],
    ['3', 'Hồ Thị Ví Dụ', 'Trạm Y tế', '046191000126', '0912345673', 'Hậu cần'],
  ]
  function fileOf(rows: string[][]) {
    const book = sheetJs.utils.book_new()
    sheetJs.utils.book_append_sheet(
      book,
      sheetJs.utils.aoa_to_sheet([['DANH SÁCH'], headings, ...rows]),
      'DS',
    )
    return {
      name: 'can-bo.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: sheetJs.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer,
    }
  }

  test(
    'from a file to accounts: the task that nobody knows is asked for, and a new person signs in',
    { timeout: LONG_MS },
    async () => {
      await at(NOW)
      const ward = await openPage('/ward/staff', 'desk', app.world.accounts.wardOfficial)
      await ward.page.getByRole('link', { name: 'Gửi danh sách cán bộ' }).click()
      await ward.page.getByLabel('Tệp danh sách cán bộ').setInputFiles(fileOf(people))
      const name = ward.page.getByLabel('Họ và tên').first()
      await expect.poll(() => name.inputValue(), { timeout: 10_000 }).toBe('Trần Thị Mẫu')
      await ward.page.getByRole('button', { name: 'Kiểm tra' }).click()
      await ward.page.getByText('Chưa rõ nhiệm vụ này.').waitFor()
      await ward.page.getByText('Chưa đủ 3 cán bộ theo quy định').waitFor()
      await expect
        .poll(() => ward.page.getByRole('button', { name: 'Gửi và lập tài khoản' }).isDisabled())
        .toBe(true)
      expect(await ward.overflow()).toBe(0)
      expect(await seriousFindings(ward.page)).toEqual([])
      await ward.screenshot('roster-preview')
      await ward.page.getByLabel('Việc tại buổi tiêm').nth(2).selectOption('data-entry')
      await ward.page.getByText('Có thay đổi sau lần kiểm tra.').waitFor()
      await ward.page.getByRole('button', { name: 'Kiểm tra' }).click()
      await ward.page.getByText('Chưa rõ nhiệm vụ này.').waitFor({ state: 'detached' })
      await ward.page.getByText('Được phân vào các buổi tiêm: 17/10/2021.').waitFor()
      await ward.page.getByRole('button', { name: 'Gửi và lập tài khoản' }).click()
      await ward.page.getByRole('heading', { name: 'Phiếu đăng nhập' }).waitFor()
      expect(await seriousFindings(ward.page)).toEqual([])
      await ward.screenshot('roster-slips')
      const pin = await ward.page.locator('.slip .pin').first().textContent()
      expect(pin).toMatch(/^\d{6}$/)
      await ward.page.emulateMedia({ media: 'print' })
      await expect.poll(() => ward.page.getByRole('button', { name: 'In phiếu' }).isVisible()).toBe(false)
      await ward.screenshot('roster-slips-print')
      await ward.page.emulateMedia({ media: 'screen' })
      await ward.page.getByRole('link', { name: 'Trạm Y tế A' }).click()
      await ward.page.getByRole('row', { name: /Trần Thị Mẫu.*0124.*Quét mã.*mautt.*Chưa lần nào/ }).waitFor()
      expect(await seriousFindings(ward.page)).toEqual([])
      await ward.screenshot('roster')
      expect(ward.faults).toEqual([])

      const phone = await app.open('/', 'phone')
      await phone.page.getByLabel('Tên đăng nhập').fill('mautt')
      await phone.page.getByLabel('Mật khẩu hoặc mã PIN').fill(pin!)
      await phone.page.getByRole('button', { name: 'Đăng nhập' }).click()
      await phone.page.getByLabel('Mã mới', { exact: true }).waitFor()
      await phone.screenshot('roster-first-sign-in')
      expect(phone.faults).toEqual([])
      await ward.context.close()
      await phone.context.close()
    },
  )

  test('by form on a phone, in English, and in Lao', async () => {
    await at(NOW)
    const { page, faults, overflow, screenshot, context } = await openPage(
      '/ward/staff/new',
      'phone',
      app.world.accounts.wardOfficial,
    )
    await page.getByLabel('Họ và tên').first().fill('Đặng Thị Đào')
    await page.getByRole('button', { name: 'Bỏ dòng 3' }).click()
    await page.getByRole('button', { name: 'Kiểm tra' }).click()
    await page.getByText('Thiếu số CCCD hoặc CMND.').first().waitFor()
    // The second line is blank: nobody.
    await expect.poll(() => page.getByText('Thiếu họ và tên').count()).toBe(0)
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('roster-form')
    await page.getByRole('button', { name: 'EN', exact: true }).click()
    await page.getByText('The ID number is missing.').first().waitFor()
    await page.getByRole('button', { name: 'ລາວ' }).click()
    await page.getByText('ຂາດເລກບັດ.').first().waitFor()
    expect(await overflow()).toBe(0)
    await screenshot('roster-form-lo')
    expect(faults).toEqual([])
    await context.close()
  })
})
