import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readInvitationToken } from '#features/registrants/invitation-token.ts'
import { addList, commit, fileOf, sendFile } from '../features/registrants/support.ts'
import { openBrowserApp, type BrowserApp } from '../support/browser.ts'
import { readPdf } from '../support/read-pdf.ts'
import { takeFile } from '../support/take-file.ts'

const LONG_MS = 120_000

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

const official = () => app.world.accounts.wardOfficial

/** The paper behind a button, read back. Lao marks and ligatures are set apart, so spaces say nothing. */
async function paperOf(page: Page, word: string | RegExp) {
  const { name, content } = await takeFile(page.getByRole('button', { name: word }))
  expect(content.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  return {
    name,
    pages: readPdf(content).map(({ text, codes }) => ({ text: text.replaceAll(' ', ''), codes })),
  }
}
const said = (words: string) => words.replaceAll(' ', '')

test(
  'the invitations of a group are one press: everybody on them, each with a code of their own',
  { timeout: LONG_MS },
  async () => {
    const names = Array.from({ length: 9 }, (_, at) => `Lê Thị Mời ${'ABCDEGHIK'[at]!}`)
    for (const name of names) await app.world.addPerson({ name })
    const { page, faults } = await app.open(`/ward/groups`, 'desk', official())
    await page.getByRole('link', { name: 'Tổ dân phố 1', exact: true }).click()
    await page.getByRole('link', { name: 'Giấy mời của tổ' }).click()
    await expect
      .poll(() => page.getByLabel('Mời ai').inputValue(), { timeout: 10_000 })
      .toBe(`groupId=${app.world.places.groupA}`)
    await page.getByRole('button', { name: 'Lập giấy mời' }).click()
    await page.getByRole('heading', { name: '9 giấy mời' }).waitFor()
    const { name, pages } = await paperOf(page, 'Tải PDF (8 giấy một trang)')
    expect(name).toBe('giay-moi.pdf')
    expect(pages.map(({ text }) => text.split(said('GIẤY MỜI TIÊM VẮC XIN')).length - 1)).toEqual([8, 1])
    const all = pages.map(({ text }) => text).join('')
    for (const each of names) expect(all).toContain(said(each))
    const codes = await pages[0]!.codes()
    expect(codes).toHaveLength(8)
    for (const code of codes)
      expect(readInvitationToken(app.deps, code)).toMatchObject({ campaignId: app.world.campaignId })

    const whole = await paperOf(page, /PDF mọi giấy đã lập của phường/)
    expect(whole.pages).toHaveLength(2)
    expect(whole.pages[0]!.text).toContain(said('Tổ dân phố 1: 9 giấy mời'))
    await page.getByRole('button', { name: 'ລາວ' }).click()
    const lao = await paperOf(page, /PDF \(8/)
    expect(lao.pages[0]!.text).toContain('ໃບເຊີນສັກວັກຊີນ')
    expect(faults).toEqual([])
  },
)

test('the receipt of a list, and the workbook with its results', { timeout: LONG_MS }, async () => {
  const listId = await addList(app, official(), { name: 'Danh sách biên nhận' })
  const rows = [
    { name: 'Trần Thị Biên Nhận', born: '05/03/1991', sex: '1' },
    { name: 'Trần Văn Thiếu', born: '', sex: '0' },
  ]
  const done = await commit(app, official(), await sendFile(app, official(), listId, fileOf(rows)))
  const { page } = await app.open(`/ward/lists/uploads/${String(done.body['id'])}`, 'phone', official())
  const { pages } = await paperOf(page, 'Tải biên nhận (PDF)')
  expect(pages).toHaveLength(1)
  for (const words of ['BIÊN NHẬN DANH SÁCH', 'Phường Thuận Thử', 'Tổng số dòng đọc được 2'])
    expect(pages[0]!.text).toContain(said(words))
  const workbook = await takeFile(page.getByRole('button', { name: 'Tải tệp có kết quả' }))
  expect(workbook.content.toString('utf8')).toContain('Trần Thị Biên Nhận')
})

test('the receipt of declared totals', { timeout: LONG_MS }, async () => {
  const { page } = await app.open('/ward/totals', 'desk', official())
  await page.getByLabel('Nhóm 10').fill('4310')
  await page.getByRole('button', { name: 'Gửi số liệu' }).click()
  await page.getByRole('heading', { level: 1, name: 'Biên nhận số liệu' }).waitFor()
  const { pages } = await paperOf(page, /PDF/)
  expect(pages).toHaveLength(1)
  for (const words of ['BIÊN NHẬN SỐ LIỆU TỔNG', '4310', 'Phường Thuận Thử'])
    expect(pages[0]!.text).toContain(said(words))
})

test('the slips of a staff list carry the PINs that were shown this once', { timeout: LONG_MS }, async () => {
  const { page } = await app.open('/ward/staff/new', 'desk', official())
  for (const at of [3, 2]) await page.getByRole('button', { name: `Bỏ dòng ${at}` }).click()
  await page.getByLabel('Họ và tên').fill('Hồ Thị Phiếu')
  await page.getByLabel('Đơn vị').fill('Đoàn phường')
  await page.getByLabel('Số CCCD/CMND').fill('046191000555')
  await page.getByLabel('Số điện thoại').fill('0912345699')
  await page.getByLabel('Nhiệm vụ').fill('Nhập liệu')
  await page.getByLabel('Từ ngày').fill('17/10/2021')
  await page.getByLabel('Đến hết ngày').fill('17/10/2021')
  await page.getByRole('button', { name: 'Kiểm tra' }).click()
  await page.getByRole('button', { name: 'Gửi và lập tài khoản' }).click()
  await page.getByRole('heading', { name: 'Phiếu đăng nhập' }).waitFor()
  const pin = (await page.locator('.slip .pin').textContent())!
  expect(pin).toMatch(/^\d{6}$/)
  const { pages } = await paperOf(page, 'Tải phiếu (PDF)')
  expect(pages).toHaveLength(1)
  for (const words of ['Hồ Thị Phiếu', pin, 'Trạm Y tế A']) expect(pages[0]!.text).toContain(said(words))
})
