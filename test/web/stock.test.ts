import { readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { parseTenths } from '../../src/web/stock/tenths.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { createFakeCamera } from '../support/fake-camera.ts'
import { NOW } from '../support/world.ts'

let app: BrowserApp
let camera: Awaited<ReturnType<typeof createFakeCamera>>
beforeAll(async () => {
  camera = await createFakeCamera()
  await camera.show(null)
  app = await openBrowserApp(camera.flags)
})
afterAll(async () => {
  await app.close()
  await camera.close()
})

/** As drawn on a pack: the browser reads FNC1 and the separator before the serial as the printed code says them. */
const packOf = (lot: string) => `(01)08936000000011(17)220228(10)${lot}(21)S0001`

/** The code as a phone sees it on the paper. */
async function readPrinted(picture: Buffer): Promise<string> {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } })
  const [found] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] })
  if (found === undefined) throw new Error('The printed code cannot be read')
  return found.text
}

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

    // The camera reads the pack; the product is taught once.
    await camera.showPack(packOf('FL2002'))
    await page.getByRole('button', { name: 'Quét bằng camera' }).click()
    await page.getByText('Hộp vừa quét').waitFor({ timeout: 30_000 })
    await page.getByText('Mã GTIN chưa gắn với vắc xin nào').waitFor()
    await expect.poll(() => page.getByLabel('Số lô').inputValue()).toBe('FL2002')
    await expect.poll(() => page.getByLabel('Hạn dùng').inputValue()).toBe('28/02/2022')
    await page.getByRole('combobox', { name: /^Vắc xin/ }).selectOption({ label: 'Comirnaty 30 µg' })
    await page.getByLabel('Số lọ').fill('10')
    await page.getByRole('button', { name: 'Nhập kho' }).click()
    await page.getByText('Đã nhập 60 liều lô FL2002.').waitFor()

    // A scanner that types, drops the separators and ends with Enter: the product is known now, and so is the lot.
    const wedge = page.getByLabel('Mã GS1 trên hộp')
    await wedge.pressSequentially(']d201089360000000111722022810FL2002')
    await wedge.press('Enter')
    await page.getByText('Lô đã có trong sổ').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('receive-scan')
    expect(await overflow()).toBe(0)

    // What is written must be what the code says.
    await page.getByLabel('Số lô').fill('FL9999')
    await page.getByLabel('Số lọ').fill('10')
    await page.getByRole('button', { name: 'Nhập kho' }).click()
    await page.getByRole('alert').waitFor()

    // Another expiry than the books have is said before anything is sent.
    await wedge.fill('(01)08936000000011(17)220331(10)FL2002')
    await page.getByRole('button', { name: 'Đọc mã' }).click()
    await page.getByText('Hạn dùng khác với sổ').waitFor()
    await wedge.fill('không phải mã')
    await wedge.press('Enter')
    await page.getByText('Không đọc được mã này').waitFor()

    await page.goto('/stock')
    const lines = page.getByRole('table', { name: 'Tồn kho' }).getByRole('row')
    await lines.filter({ hasText: 'FL2001' }).getByText('300').waitFor()
    await lines.filter({ hasText: 'FL2002' }).getByText('28/02/2022').waitFor()
    // Each lot once, wherever it lies; the filter is about its lines alone.
    const lots = page.getByRole('table', { name: /^Mỗi lô đang ở đâu/ }).getByRole('row')
    await expect.poll(() => lots.filter({ hasText: 'FL2001' }).getByText('300').count()).toBe(2)
    await page.getByRole('combobox', { name: 'Nơi giữ' }).selectOption({ label: 'Tủ điểm tiêm' })
    await lines.filter({ hasText: 'FL2001' }).waitFor({ state: 'detached' })
    await expect.poll(() => lots.filter({ hasText: 'FL2001' }).count()).toBe(1)
    await page.getByRole('combobox', { name: 'Nơi giữ' }).selectOption({ label: 'Tất cả' })
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('balances')
    expect(faults).toEqual([])
  })

  test('an office PC whose clock is years ahead says today’s day and nothing to be expired that is not', async () => {
    const { page } = await app.open('/account', 'desk', app.world.accounts.cityCentre)
    await page.clock.install({ time: '2031-05-06T07:08:09Z' })
    await page.goto('/stock')
    const lot = page.getByRole('table', { name: 'Tồn kho' }).getByRole('row').filter({ hasText: 'FK0112' })
    await lot.first().getByText('Dùng được').waitFor()
    expect(await page.getByText('Hết hạn').count()).toBe(0)
    await page.goto('/stock/books')
    await expect.poll(() => page.getByLabel('Đến ngày').inputValue()).toBe('17/10/2021')
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

    await page.getByRole('tab', { name: 'Hoàn trả' }).click()
    await page.getByLabel('Từ buổi tiêm').selectOption({ label: 'Trạm Y tế A, 17/10/2021' })
    await page.getByLabel('Lô').selectOption({ label: 'Comirnaty 30 µg, lô FK0112, sổ ghi 150 liều' })
    await page.getByLabel('Về kho').selectOption({ label: 'Tủ điểm tiêm: Trạm Y tế A' })
    await page.getByLabel('Số lọ').fill('2')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Hoàn trả', exact: true }).click()
    await page.getByText('Đã hoàn trả 2 lọ.').waitFor()
    expect(faults).toEqual([])
  })

  test('a shelf is counted before the books are shown, and what is thrown away has its reason', async () => {
    const { page, faults, overflow, screenshot } = await app.open(
      '/stock/shelf',
      'phone',
      app.world.accounts.wardOfficial,
    )
    await page.getByLabel('Nơi giữ').selectOption({ label: 'Kho phường: Phường Thuận Thử' })
    await page.getByLabel('Lô').selectOption({ label: 'Comirnaty 30 µg, FK0112' })
    await page.getByLabel('Số lọ chưa mở đếm được').fill('74')
    await page.getByRole('button', { name: 'Ghi số đếm được' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Lý do chênh lệch').fill('Thiếu một lọ, không rõ nguyên nhân')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Ghi số đếm được' }).click()
    await page.getByText('Đếm được 444, sổ ghi 450: thiếu 6 liều.').waitFor()
    await screenshot('shelf')

    await page.getByRole('tab', { name: 'Hủy' }).click()
    await page.getByLabel('Nơi giữ').selectOption({ label: 'Kho phường: Phường Thuận Thử' })
    await page.getByLabel('Lô').selectOption({ label: 'Comirnaty 30 µg, FK0112: sổ ghi 444 liều' })
    await page.getByLabel('Số lọ hủy').fill('1')
    await page.getByRole('combobox', { name: 'Lý do' }).selectOption({ label: 'Vỡ' })
    await page.getByLabel('Ghi rõ').fill('Rơi khi sắp tủ')
    expect(await overflow()).toBe(0)
    await page.getByRole('button', { name: 'Ghi hủy' }).click()
    await page.getByText('Đã ghi hủy 6 liều: Vỡ.').waitFor()

    await page.goto('/stock/books')
    await page.getByLabel('Từ ngày').fill('01/10/2021')
    await page.getByText(/Khớp ở cả \d+ dòng/).waitFor()
    await page.getByRole('cell', { name: '600', exact: true }).first().waitFor()
    const row = page
      .getByRole('row')
      .filter({ hasText: 'Kho phường' })
      .filter({ hasText: 'Phường Thuận Thử' })
    const cells = await row.first().getByRole('cell').allInnerTexts()
    // Opening none, received 600, issued 120 and 30, discarded 6, unaccounted −6, closing 438.
    expect(cells.slice(1)).toEqual(['–', '600', '150', '–', '6', '–', '-6', '438'])
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await row.first().getByRole('button').click()
    await page.getByText('Hủy lọ chưa mở').waitFor()
    await page.getByText('Vỡ; Rơi khi sắp tủ').waitFor()
    await screenshot('ledger')
    expect(faults).toEqual([])
  })

  test('books and wastage on a desk', async () => {
    const { page, faults, overflow, screenshot } = await app.open(
      '/stock/books',
      'desk',
      app.world.accounts.cityCentre,
    )
    await page.getByLabel('Từ ngày').fill('01/10/2021')
    await page.getByText(/Khớp ở cả \d+ dòng/).waitFor()
    await page.getByRole('cell', { name: '480', exact: true }).first().waitFor()
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('books')
    await page.getByRole('link', { name: 'Hao phí' }).click()
    await page.getByLabel('Từ ngày').fill('01/10/2021')
    await page.getByText(/6 liều hủy chưa mở/).waitFor()
    await page.getByRole('rowheader', { name: 'Vỡ' }).waitFor()
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await screenshot('wastage')
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
    const seen = donor.page.getByLabel('Số lô trên lọ')
    await seen.fill('FK9999')
    await donor.page.getByLabel('Nhiệt độ hộp lạnh').fill('4.5')
    await donor.page.getByLabel('Người giao').fill('Trần Thị Thử')
    await donor.page.getByLabel('Người vận chuyển').fill('Lê Văn Thử')
    await donor.page.getByRole('button', { name: 'Xác nhận đã giao' }).click()
    await donor.page.getByText('Không phải lô FK0112').first().waitFor()
    await donor.page.getByLabel('Quét hộp đang đóng gói').fill('(01)08936000000011(17)211231(10)FK0112')
    await donor.page.getByRole('button', { name: 'Đối chiếu' }).click()
    await donor.page.getByText('Đã quét, đúng lô FK0112').waitFor()
    await donor.page.getByLabel('Ghi chú').fill('Giao sau buổi chiều')
    await donor.screenshot('dispatch-scan')
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
    await expect.poll(() => line.innerText()).toMatch(/4 lọ \(24 liều\)[\s\S]*3 lọ \(18 liều\)[\s\S]*thiếu/)
    await receiver.page.emulateMedia({ media: 'print' })
    await receiver.page.getByText('Đại diện bên nhận').waitFor()
    await receiver.page.getByText('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM').waitFor()
    await receiver.page.getByText('Ghi chú: Giao sau buổi chiều').waitFor()
    const code = receiver.page.getByRole('img', { name: /^Mã của chuyến/ })
    await code.locator('path').waitFor()
    await receiver.screenshot('handover')
    const printed = await readPrinted(await code.screenshot())
    expect(printed).toBe(`${app.address}${address}`)
    await expect
      .poll(() => receiver.page.getByRole('row').filter({ hasText: 'FK0112' }).innerText())
      .toContain('đã quét')
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

    // The code on the paper finds the transfer again.
    await centre.page.getByText('Tìm chuyến bằng mã trên biên bản').click()
    await camera.show(printed)
    await centre.page.getByRole('button', { name: 'Quét bằng camera' }).click()
    await centre.page.waitForURL(`**${address}`, { timeout: 30_000 })
    await centre.page.getByText('Đã đóng').waitFor()
    expect([...centre.faults, ...donor.faults, ...receiver.faults]).toEqual([])
  })

  test('a lot is amended, recalled, and everyone who received it is found on one screen', async () => {
    const { accounts, sessions, productId, lotId, holders } = app.world
    const personId = await app.world.addPerson()
    const dose = await app.as(accounts.dataEntry, 'PUT', `/v1/entries/${randomUUID()}`, {
      kind: 'dose',
      deviceId: null,
      deviceSeq: null,
      capturedAt: NOW.toISOString(),
      clockOffsetMs: 0,
      personId,
      sessionId: sessions.A,
      productId,
      lot: { lotId },
      givenAt: NOW.toISOString(),
      statedStep: null,
      reason: 'Ghi lại từ phiếu',
    })
    expect(dose.status).toBe(201)

    const { page, faults, screenshot, overflow } = await app.open('/stock/lots', 'desk', accounts.cityCentre)
    await page.getByRole('link', { name: 'FK0112' }).click()
    const decide = async (kind: string, document: string) => {
      await page.getByLabel('Quyết định', { exact: true }).selectOption({ label: kind })
      await page.getByLabel('Số văn bản').fill(document)
    }
    await decide('Đổi hạn dùng', 'CV 10225/BYT-DP')
    await page.getByLabel('Hạn dùng mới').fill('31/03/2022')
    await page.getByRole('button', { name: 'Ghi quyết định' }).click()
    await page
      .getByRole('row')
      .filter({ hasText: 'CV 10225/BYT-DP' })
      .getByText('Hạn dùng 31/03/2022')
      .waitFor()
    await page.getByRole('row').filter({ hasText: 'Hạn dùng 31/12/2021' }).waitFor()
    await decide('Rã đông', '')
    await page.getByLabel('Ngày rã đông').fill('10/10/2021')
    await page.getByRole('button', { name: 'Ghi quyết định' }).click()
    await page.getByText('Rã đông ngày 10/10/2021, dùng đến hết 10/11/2021').waitFor()
    await decide('Bỏ một lần ghi nhầm', '')
    await page.getByLabel('Lần ghi nhầm').selectOption({ index: 1 })
    await page.getByLabel('Vì sao bỏ').fill('Ghi nhầm ngày')
    await page.getByRole('button', { name: 'Ghi quyết định' }).click()
    await page.getByText('Bỏ vì ghi nhầm: Rã đông ngày 10/10/2021, dùng đến hết 10/11/2021').waitFor()
    await page.getByText('Đã bỏ, không còn tính').waitFor()
    await decide('Rã đông', '')
    await page.getByLabel('Ngày rã đông').fill('12/10/2021')
    await page.getByRole('button', { name: 'Ghi quyết định' }).click()
    await page.getByText('Rã đông ngày 12/10/2021').waitFor()
    await decide('Vận chuyển ngoài kho lạnh', '')
    await page.getByLabel('Số phút trên đường').fill('95')
    await page.getByRole('button', { name: 'Ghi quyết định' }).click()
    await page.getByText('95 phút trên đường').waitFor()
    await decide('Thu hồi (không thể bỏ)', 'CV 77/QLD')
    await page.getByRole('button', { name: 'Thu hồi', exact: true }).click()
    await page.getByRole('link', { name: /^Tôi hiểu/ }).waitFor()
    await page.getByLabel(/^Tôi hiểu/).check()
    expect(await seriousFindings(page)).toEqual([])
    expect(await overflow()).toBe(0)
    await screenshot('lot')
    await page.getByRole('button', { name: 'Thu hồi', exact: true }).click()
    await page.getByText('Lô đã bị thu hồi').waitFor()

    await page.getByRole('link', { name: 'Ai đã tiêm lô này' }).click()
    await page.getByText('Thu hồi từ 17/10/2021, văn bản CV 77/QLD').waitFor()
    await page.getByRole('button', { name: 'Mở danh sách có tên' }).click()
    const names = page.getByRole('region', { name: 'Danh sách người' })
    await names.getByText('17/10/2021').waitFor()
    await expect.poll(() => names.getByRole('row').count()).toBe(2)
    await names.getByText('Phường Thuận Thử').first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(await overflow()).toBe(0)
    await screenshot('recall')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Tải danh sách việc (Excel)' }).click()
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/)

    // Whoever watches without names sees the numbers only; nobody gets the lot out of a store any more.
    const watcher = await app.open(`/stock/lots/${lotId}/people`, 'phone', accounts.supervisor)
    await watcher.page.getByText('Theo nơi ở').first().waitFor()
    await expect.poll(() => watcher.page.getByText('Danh sách người').count()).toBe(0)
    expect(await watcher.overflow()).toBe(0)
    expect(await seriousFindings(watcher.page)).toEqual([])
    await watcher.screenshot('recall')
    const issue = { id: randomUUID(), fromHolderId: holders.wardA, sessionId: sessions.A, lotId, vials: 1 }
    expect(await app.as(accounts.wardOfficial, 'POST', '/v1/stock/issues', issue)).toMatchObject({
      status: 409,
      body: { code: 'stock.lot-recalled' },
    })
    await page.goto('/stock/alarms')
    await page.getByText('Còn liều của lô thu hồi').first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(await overflow()).toBe(0)
    await screenshot('alarms')
    expect([...faults, ...watcher.faults]).toEqual([])
  }, 60_000)
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
