import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { createFakeCamera } from '../support/fake-camera.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { look, signedInAgain } from '../support/look.ts'
import { NOW } from '../support/world.ts'

const OWN_PIN = '582046'
/** As typed by somebody who does it for the first time: a thumb on a small screen. */
const KEY_MS = 150

let app: BrowserApp
let camera: Awaited<ReturnType<typeof createFakeCamera>>
beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const { buffer } = new Uint8Array(await readFile(wasm))
  await prepareZXingModule({ overrides: { wasmBinary: buffer }, fireImmediately: true })
  camera = await createFakeCamera()
  await camera.show(null)
  app = await openBrowserApp(camera.flags)
})
afterAll(async () => {
  await app.close()
  await camera.close()
})
beforeEach(() => app.setNow(NOW))

const leadPath = () => `/site/sessions/${app.world.sessions.A}?tab=lead`
const openLead = async (screen: 'phone' | 'desk' = 'desk') =>
  app.open(leadPath(), screen, await signedInAgain(app.database, app.world.accounts.siteLead))

/** What a phone's camera reads off the lead's screen: the picture itself is decoded. */
async function photograph(page: Page): Promise<string> {
  await page.getByRole('img', { name: 'Mã QR vào ca' }).locator('path').waitFor()
  const picture = await page.getByRole('img', { name: 'Mã QR vào ca' }).screenshot()
  const [found] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] })
  return found?.text ?? ''
}

/** The path and fragment; the tests' own port stands in no configuration. */
const localPart = (address: string) => new URL(address).pathname + new URL(address).hash

async function addVolunteer(fullName: string) {
  const lead = await signedInAgain(app.database, app.world.accounts.siteLead)
  const path = `/v1/sessions/${app.world.sessions.A}/crew/accounts`
  const signInName = `tinhnguyen${Math.random().toString(36).slice(2, 8)}`
  const made = await app.as(lead, 'POST', path, { signInName, fullName, duty: 'scanner' })
  expect(made.status).toBe(201)
  return {
    pin: made.body['secret'] as string,
    accountId: (made.body['post'] as { accountId: string }).accountId,
  }
}

const typeInto = (page: Page, label: string, text: string) =>
  page.getByLabel(label, { exact: true }).pressSequentially(text, { delay: KEY_MS })

describe('joining a shift', () => {
  test('from the lead’s screen to working, with taps and a PIN slip, in under a minute', async () => {
    const { pin, accountId } = await addVolunteer('Trần Thị Thử Sáu')
    const lead = await openLead()
    await lead.page.getByRole('button', { name: 'Hiện mã vào ca' }).click()
    await lead.page.getByText('Dùng được đến 08:15').waitFor()
    const address = await photograph(lead.page)
    expect(address).toMatch(/^https?:\/\/[^?]+\/join#MTJ1\.[\w.-]+$/)
    await lead.screenshot('join-code')
    expect(await seriousFindings(lead.page)).toEqual([])

    const startedAt = performance.now()
    const phone = await app.open(localPart(address), 'phone')
    const { page } = phone
    await page.getByText('Trạm Y tế A').waitFor()
    // Out of the address at once: in no history, and sent to nobody.
    expect(new URL(page.url()).hash).toBe('')
    await typeInto(page, 'Họ tên, số điện thoại hoặc số CCCD', 'tran thi thu sau')
    await typeInto(page, 'Mã PIN 6 số', pin)
    expect(await phone.overflow()).toBe(0)
    await page.getByRole('button', { name: 'Vào ca', exact: true }).tap()
    await typeInto(page, 'Mã mới', OWN_PIN)
    await typeInto(page, 'Nhập lại mã mới', OWN_PIN)
    await page.getByRole('button', { name: 'Lưu mã mới' }).tap()
    await page.getByRole('heading', { level: 1, name: 'Trạm Y tế A' }).waitFor()
    await page.getByText('Mọi bản ghi đã lên máy chủ').waitFor()
    const seconds = (performance.now() - startedAt) / 1000
    console.info(`joined in ${seconds.toFixed(1)} s, of which typing ${((16 + 6 + 6 + 6) * KEY_MS) / 1000} s`)
    expect(seconds).toBeLessThan(60)
    await expect
      .poll(() =>
        look(app.database, 'SELECT site_id FROM device WHERE account_id = $1 AND public_key IS NOT NULL', [
          accountId,
        ]),
      )
      .toEqual([{ site_id: app.world.sites.A }])
    const grants = await look<{ session_id: string; valid_to: Date }>(
      app.database,
      'SELECT session_id, valid_to FROM access_grant WHERE account_id = $1',
      [accountId],
    )
    expect(grants).toEqual([{ session_id: app.world.sessions.A, valid_to: new Date('2021-10-18T17:00:00Z') }])
    expect([...lead.faults, ...phone.faults]).toEqual([])
  })

  test('somebody on no list asks, the lead taps once, and the phone goes on by itself', async () => {
    const lead = await openLead('phone')
    await lead.page.getByText('Không có ai đang xin vào ca').waitFor()
    await lead.page.getByRole('button', { name: 'Hiện mã vào ca' }).tap()
    const address = await photograph(lead.page)
    await lead.page.getByRole('button', { name: 'Đóng cửa sổ này' }).tap()

    const startedAt = performance.now()
    const phone = await app.open(localPart(address), 'phone')
    const { page } = phone
    await page.getByRole('button', { name: 'Tôi không có trong danh sách' }).waitFor()
    await phone.screenshot('join-who')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Tôi không có trong danh sách' }).tap()
    await typeInto(page, 'Họ và tên', 'Võ Văn Mới')
    await typeInto(page, 'Số điện thoại', '0905111222')
    await typeInto(page, 'Tự chọn mã PIN 6 số', OWN_PIN)
    await typeInto(page, 'Nhập lại mã PIN', OWN_PIN)
    await phone.screenshot('join-ask')
    expect(await seriousFindings(page)).toEqual([])
    expect(await phone.overflow()).toBe(0)
    await page.getByRole('button', { name: 'Gửi lời xin vào ca' }).tap()
    await page.getByRole('heading', { name: 'Đang chờ trưởng điểm tiêm' }).waitFor()
    await phone.screenshot('join-wait')
    await lead.page.getByRole('button', { name: 'Cho vào ca: Võ Văn Mới' }).waitFor()
    await lead.screenshot('join-requests')
    expect(await seriousFindings(lead.page)).toEqual([])
    await lead.page.getByRole('button', { name: 'Cho vào ca: Võ Văn Mới' }).tap()
    await page.getByRole('heading', { level: 1, name: 'Trạm Y tế A' }).waitFor()
    const seconds = (performance.now() - startedAt) / 1000
    console.info(`asked, let in and joined in ${seconds.toFixed(1)} s`)
    expect(seconds).toBeLessThan(60)
    // A scanner: the door and nothing behind it.
    await expect.poll(() => page.getByRole('tab').allInnerTexts()).toEqual(['Tiếp đón'])
    expect([...lead.faults, ...phone.faults]).toEqual([])
  })

  test('a wrong PIN and an old code say what to do next', async () => {
    await addVolunteer('Lê Thị Nhầm')
    const lead = await openLead()
    await lead.page.getByRole('button', { name: 'Hiện mã vào ca' }).click()
    const address = localPart(await photograph(lead.page))
    const { page } = await app.open(address, 'phone')
    await typeInto(page, 'Họ tên, số điện thoại hoặc số CCCD', 'Lê Thị Nhầm')
    await typeInto(page, 'Mã PIN 6 số', '918273')
    await page.getByRole('button', { name: 'Vào ca', exact: true }).tap()
    await page.getByRole('alert').getByText('phiếu PIN').waitFor()
    app.setNow(new Date(NOW.getTime() + 16 * 60_000))
    const late = await app.open(address, 'phone')
    await late.page.getByText('Mã vào ca đã hết hạn').waitFor()
  })

  test('inside the app the camera reads the same code', async () => {
    const lead = await openLead()
    await lead.page.getByRole('button', { name: 'Hiện mã vào ca' }).click()
    await camera.show(await photograph(lead.page))
    const { page, screenshot } = await app.open('/sign-in', 'phone')
    await page.getByRole('link', { name: 'Quét mã vào ca' }).tap()
    await page.getByText('Trạm Y tế A').waitFor()
    await camera.show('https://example.vn/khong-phai-ma')
    await page.getByRole('button', { name: 'Quét mã khác' }).tap()
    await page.getByText('Đây không phải mã vào ca').waitFor()
    await screenshot('join-scan')
  })

  test('the sheet for the wall says how long it is good', async () => {
    for (const screen of ['desk', 'phone'] as const) {
      const lead = await app.open(
        `/site/sessions/${app.world.sessions.A}/join`,
        screen,
        await signedInAgain(app.database, app.world.accounts.siteLead),
      )
      await lead.page.getByText('Dùng được đến hết ngày 17/10/2021').waitFor()
      await lead.page.getByRole('img', { name: 'Mã QR vào ca' }).locator('path').waitFor()
      await lead.screenshot('join-paper')
      expect(await seriousFindings(lead.page)).toEqual([])
      expect(await lead.overflow()).toBe(0)
    }
  })
})
