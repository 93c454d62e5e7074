import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenths } from '../../src/web/stock/tenths.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

describe('stock', () => {
  test('a lot is received by its fields, by its barcode, and not when the two disagree', async () => {
    const { page, faults, screenshot, overflow } = await app.open(
      '/stock/receive',
      'phone',
      app.world.accounts.cityCentre,
    )
    await page.getByRole('button', { name: 'Nhập kho' }).click()
    await page.getByRole('link', { name: 'Số lô: Hãy điền ô này' }).waitFor()
    await page.getByLabel('Nhập vào kho').selectOption({ label: 'Kho trung tâm: Thành phố Thử' })
    await page.getByRole('combobox', { name: /^Vắc xin/ }).selectOption({ label: 'Comirnaty 30 µg' })
    await page.getByLabel('Số lô').fill('FL2001')
    await page.getByLabel('Hạn dùng').fill('31/01/2022')
    await page.getByLabel('Số lọ').fill('50')
    await page.getByLabel('Số phiếu xuất kho').fill('PXK 211/2021')
    await screenshot('receive')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Nhập kho' }).click()
    await page.getByText('Đã nhập 300 liều lô FL2001.').waitFor()

    await page.getByLabel('Mã GS1 trên hộp').fill('(01)08936000000011(17)220228(10)FL2002')
    await page.getByRole('combobox', { name: /^Vắc xin/ }).selectOption({ label: 'Comirnaty 30 µg' })
    await page.getByLabel('Số lọ').fill('10')
    await page.getByRole('button', { name: 'Nhập kho' }).click()
    await page.getByText('Đã nhập 60 liều lô FL2002.').waitFor()

    await page.getByLabel('Mã GS1 trên hộp').fill('(01)08936000000011(17)220228(10)FL2003')
    await page.getByRole('combobox', { name: /^Vắc xin/ }).selectOption({ label: 'Comirnaty 30 µg' })
    await page.getByLabel('Số lô').fill('FL9999')
    await page.getByLabel('Số lọ').fill('10')
    await page.getByRole('button', { name: 'Nhập kho' }).click()
    await page.getByRole('alert').waitFor()

    await page.goto('/stock')
    await page.getByRole('row').filter({ hasText: 'FL2001' }).getByText('300').waitFor()
    await page.getByRole('row').filter({ hasText: 'FL2002' }).getByText('28/02/2022').waitFor()
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('balances')
    expect(faults).toEqual([])
  })

  test('vials are issued to a session', async () => {
    const { page, faults } = await app.open('/stock/issue', 'desk', app.world.accounts.wardOfficial)
    await page.getByLabel('Từ kho').selectOption({ label: 'Kho phường: Phường Thuận Thử' })
    await page.getByLabel('Cho buổi tiêm').selectOption({ label: 'Trạm Y tế A, 17/10/2021' })
    await page.getByLabel('Lô').selectOption({ label: 'Comirnaty 30 µg, lô FK0112, 80 lọ' })
    await page.getByLabel('Số lọ').fill('5')
    await page.getByRole('button', { name: 'Xuất', exact: true }).click()
    await page.getByText('Đã xuất 5 lọ lô FK0112.').waitFor()
    const { body } = await app.as(
      app.world.accounts.wardOfficial,
      'GET',
      `/v1/stock?holderId=${app.world.sessionHolders.A}`,
    )
    expect(body['items']).toMatchObject([{ doses: 120 + 30 }])
    expect(faults).toEqual([])
  })

  test('a transfer that arrives short shows both counts, and is closed by a decision', async () => {
    const { accounts } = app.world
    const centre = await app.open('/stock/transfers', 'desk', accounts.cityCentre)
    await centre.page.getByRole('link', { name: 'Lập chuyến mới' }).click()
    await centre.page.getByLabel('Bên giao').selectOption({ label: 'Kho phường: Phường Tây Thử' })
    await centre.page.getByLabel('Lô').selectOption({ index: 1 })
    await centre.page.getByLabel('Bên nhận').selectOption({ label: 'Kho phường: Phường Thuận Thử' })
    await centre.page.getByLabel('Số lọ').fill('4')
    await centre.page.getByLabel('Lý do').fill('Phường nhận còn hai ngày tồn')
    await centre.page.getByRole('button', { name: 'Lập chuyến' }).click()
    await centre.page.getByText('Chờ gửi').waitFor()
    const address = new URL(centre.page.url()).pathname

    const donor = await app.open(address, 'desk', accounts.wardOfficialB)
    await donor.page.getByLabel('Số lọ đếm trên kệ').fill('80')
    await donor.page.getByLabel('Nhiệt độ hộp lạnh').fill('4.5')
    await donor.page.getByLabel('Người giao').fill('Trần Thị Thử')
    await donor.page.getByLabel('Người vận chuyển').fill('Lê Văn Thử')
    await donor.page.getByRole('button', { name: 'Xác nhận đã giao' }).click()
    await donor.page.getByText('Đang trên đường').waitFor()

    const receiver = await app.open(address, 'desk', accounts.wardOfficial)
    await receiver.page.getByLabel('Số lọ đếm được').fill('3')
    await receiver.page.getByLabel('Nhiệt độ hộp lạnh').fill('5')
    await receiver.page.getByLabel('Người ký nhận').fill('Phạm Thị Thử')
    await receiver.page.getByRole('button', { name: 'Ký nhận' }).click()
    await receiver.page
      .getByText(/lý do|ghi chú/i)
      .last()
      .waitFor()
    await receiver.page.getByLabel('Ghi chú').fill('Hộp chỉ có 3 lọ')
    await receiver.page.getByRole('button', { name: 'Ký nhận' }).click()
    await receiver.page.getByText('Số nhận khác số gửi').waitFor()
    const line = receiver.page.getByRole('row').filter({ hasText: 'FK0112' })
    expect(await line.innerText()).toMatch(/4 lọ \(24 liều\)[\s\S]*3 lọ \(18 liều\)[\s\S]*thiếu/)
    await receiver.page.emulateMedia({ media: 'print' })
    await receiver.page.getByText('Đại diện bên nhận').waitFor()
    await receiver.screenshot('handover')
    await receiver.page.emulateMedia({ media: 'screen' })

    await centre.page.reload()
    await centre.page.getByLabel('Mất').fill('1')
    await centre.page.getByLabel('Quyết định').fill('Hai bên lập biên bản: thất lạc một lọ')
    await centre.screenshot('transfer-close')
    expect(await seriousFindings(centre.page)).toEqual([])
    await centre.page.getByRole('button', { name: 'Đóng chuyến' }).click()
    await centre.page.getByText('Đã đóng').waitFor()
    await centre.page.getByRole('link', { name: 'Tất cả chuyến' }).click()
    await centre.page.getByRole('row').filter({ hasText: 'Đã đóng' }).waitFor()
    await centre.screenshot('transfers')
    expect([...centre.faults, ...donor.faults, ...receiver.faults]).toEqual([])
  })
})

test('a temperature is read as people write it, to the tenth', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -999, max: 999 }),
      fc.constantFrom('.', ','),
      fc.constantFrom('-', '−'),
      (tenths, point, minus) => {
        const size = Math.abs(tenths)
        const text = `${tenths < 0 ? minus : ''}${Math.floor(size / 10)}${point}${size % 10}`
        expect(parseTenths(text)).toBe(tenths)
      },
    ),
  )
  for (const text of ['', '4,55', 'nóng', '4 5', '--4']) expect(parseTenths(text)).toBeNull()
})
