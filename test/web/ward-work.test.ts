import * as sheetJs from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveDose, register } from '../features/registrants/people-ground.ts'
import { addList } from '../features/registrants/support.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { takeFile } from '../support/take-file.ts'

const LONG_MS = 120_000
const EXPORTS_AN_HOUR = 30

let app: BrowserApp
let listId: string
beforeAll(async () => {
  app = await openBrowserApp()
  listId = await addList(app, official(), { name: 'Người dân trên 18 tuổi' })
})
afterAll(() => app.close())

const official = () => app.world.accounts.wardOfficial
/** Before the ward says that it has entered them. */
const recordedAt = '2021-10-17T00:30:00Z'
const resident = (fullName: string, more: Record<string, unknown> = {}) =>
  register(app, official(), listId, { fullName, bornOn: '1980-02-03', ...more })
/** The people of a file in the national form: name, and what stands in the columns behind the form. */
const namesIn = (content: Buffer) => {
  const book = sheetJs.read(content)
  const rows = sheetJs.utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1 })
  return rows.slice(8).map((row) => String(row[1]))
}

describe('nothing is typed twice', () => {
  test(
    'a day of the ward or of one site in one press, and the same people marked as entered',
    { timeout: LONG_MS },
    async () => {
      const an = await app.world.addPerson({ name: 'Đặng Thị Xuất An', session: 'A' })
      const binh = await resident('Đặng Văn Xuất Bình')
      const guest = await app.world.addPerson({ name: 'Hồ Thị Khách Phường', ward: 'B', session: 'A' })
      await resident('Đặng Thị Chưa Tiêm')
      await giveDose(app, an, { recordedAt })
      await giveDose(app, binh, { at: 'B', recordedAt })
      await giveDose(app, guest, { recordedAt })
      const { page, faults, overflow, screenshot } = await app.open('/livez', 'desk', official())
      await page.clock.setFixedTime('2021-10-17T08:00:00Z')
      await page.goto('/ward/people')
      await page.getByRole('link', { name: 'Đặng Thị Xuất An' }).waitFor()
      const today = await takeFile(page.getByRole('button', { name: 'Tải mũi tiêm hôm nay (Excel)' }))
      expect(today.name).toBe('mui-tiem-2021-10-17.xlsx')
      expect(namesIn(today.content).toSorted()).toEqual(['Đặng Thị Xuất An', 'Đặng Văn Xuất Bình'])

      await page.getByRole('tab', { name: 'Xuất mẫu quốc gia' }).click()
      await screenshot('people-export')
      expect(await overflow()).toBe(0)
      expect(await seriousFindings(page)).toEqual([])
      const day = page.locator('section', { hasText: 'Xuất mũi tiêm trong ngày' })
      await day.getByLabel('Của').selectOption({ label: 'Điểm tiêm Trạm Y tế A' })
      const site = await takeFile(day.getByRole('button', { name: 'Tải Excel' }))
      expect(namesIn(site.content)).toEqual(['Đặng Thị Xuất An'])
      const csv = await takeFile(day.getByRole('button', { name: 'Tải CSV' }))
      expect(csv.content.toString('utf8')).toContain('1 mũi của người ở phường, xã khác')

      await day.getByLabel('Của').selectOption({ label: 'Người ở Phường Thuận Thử' })
      await day.getByRole('button', { name: 'Cả ngày đã lên hệ thống' }).click()
      await page.getByText('Đã đổi 2 người; 0 người vốn đã vậy.').waitFor()
      await page.getByRole('tab', { name: 'Tìm và sửa' }).click()
      await page.getByRole('row', { name: /Đặng Văn Xuất Bình.*Đã lên hệ thống/ }).waitFor()
      await page.getByRole('row', { name: /Đặng Thị Chưa Tiêm.*Chưa lên/ }).waitFor()

      // One person alone, on and off.
      await page.getByRole('link', { name: 'Đặng Thị Chưa Tiêm' }).click()
      await page.getByRole('button', { name: 'Đánh dấu đã lên hệ thống' }).click()
      await page.getByText(/Đã lên hệ thống/).waitFor()
      await page.getByRole('button', { name: 'Bỏ đánh dấu' }).click()
      await page.getByText('Chưa lên', { exact: true }).waitFor()
      expect(faults).toEqual([])
    },
  )

  test(
    'the lead of a site takes the doses of the day from the session, an hour’s limit is said in words',
    { timeout: LONG_MS },
    async () => {
      const { siteLead } = app.world.accounts
      const { page } = await app.open(`/site/sessions/${app.world.sessions.A}?tab=lead`, 'phone', siteLead)
      const button = page.getByRole('button', { name: 'Tải mũi tiêm (Excel)' })
      const file = await takeFile(button)
      expect(namesIn(file.content).toSorted()).toEqual(['Hồ Thị Khách Phường', 'Đặng Thị Xuất An'])
      const { sites } = app.world
      const address = `/v1/exports/doses?givenOn=2021-10-17&siteId=${sites.A}&purpose=own-check`
      for (let files = 1; files < EXPORTS_AN_HOUR; files += 1)
        expect((await app.as(siteLead, 'GET', address)).status).toBe(200)
      await button.click()
      await page.getByText('Tài khoản này đã xuất 30 tệp trong một giờ.').waitFor()
      expect(page.url()).toContain('tab=lead')
    },
  )
})

describe('somebody who is on no list', () => {
  test('is written down by form; whoever is known already is shown first', { timeout: LONG_MS }, async () => {
    await resident('Phạm Thị Có Rồi', { bornOn: '1975-06-07', sex: 'female' })
    const { page, faults, overflow, screenshot } = await app.open('/ward/people', 'phone', official())
    await page.getByRole('link', { name: 'Ghi thêm một người' }).click()
    await page.getByLabel('Họ và tên').fill('Phạm Thị Có Rồi')
    await page.getByLabel('Ngày sinh', { exact: true }).fill('07/06/1975')
    await page.getByLabel('Giới tính').selectOption({ label: 'Nữ' })
    await page.getByLabel('Nhóm ưu tiên').selectOption('9')
    await page.getByLabel('Tổ dân phố').selectOption({ label: 'Tổ dân phố 1' })
    await page.getByRole('button', { name: 'Ghi vào danh sách' }).click()
    await page.getByRole('link', { name: 'Phạm Thị Có Rồi, 07/06/1975' }).waitFor()
    await screenshot('person-new-likely')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByLabel('Họ và tên').fill('Trương Quốc Mới Đến')
    // Another name is another question.
    await page.getByRole('button', { name: 'Ghi vào danh sách' }).click()
    await page.getByRole('heading', { level: 1, name: 'Trương Quốc Mới Đến' }).waitFor()
    await page.getByRole('link', { name: 'Người dân trên 18 tuổi' }).waitFor()
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto('/ward/people/new')
    await page.getByRole('button', { name: 'ລາວ' }).click()
    await page.getByRole('heading', { level: 1, name: 'ເພີ່ມໜຶ່ງຄົນ' }).waitFor()
    expect(await overflow()).toBe(0)
    expect(faults).toEqual([])
  })

  test(
    'moved away and came back, dead by mistake and put right: each is on the card',
    { timeout: LONG_MS },
    async () => {
      const id = await resident('Võ Văn Đi Về', { bornOn: '1966-01-02' })
      const { page } = await app.open(`/ward/people/${id}`, 'desk', official())
      const record = async (kind: string, fields: Record<string, string>) => {
        await page.getByRole('tab', { name: 'Chuyển, mất' }).click()
        await page.getByLabel(kind).check()
        for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text)
        await page.getByLabel('Lý do').fill('Tổ trưởng báo')
        await page.getByRole('button', { name: 'Ghi lại' }).click()
      }
      const living = (word: string) => page.locator('.mark', { hasText: word }).first().waitFor()
      await record('Chuyển đi nơi khác', { 'Ngày xảy ra': '01/10/2021', 'Đi đâu': 'Đà Nẵng' })
      await living('Đã chuyển đi')
      await record('Đã chuyển về lại', { 'Ngày xảy ra': '10/10/2021' })
      await living('Đang ở đây')
      await record('Đã mất', { 'Ngày xảy ra': '12/10/2021' })
      await living('Đã mất')
      await record('Ghi nhầm người', {})
      await living('Đang ở đây')
    },
  )
})

test(
  'the ward helps its own staff: a new PIN, a lost phone, another person in their place',
  { timeout: LONG_MS },
  async () => {
    const { sites } = app.world
    const made = await app.as(app.world.accounts.admin, 'POST', '/v1/accounts', {
      signInName: 'thuan-thu.nhap',
      fullName: 'Lê Thị Giúp Đỡ',
      grants: [{ role: 'data-entry', siteId: sites.A }],
    })
    expect(made.status).toBe(201)
    const spare = await app.as(app.world.accounts.admin, 'POST', '/v1/accounts', {
      signInName: 'thuan-thu.thay',
      fullName: 'Lê Văn Vào Thay',
      grants: [{ role: 'scanner', siteId: sites.A }],
    })
    expect(spare.status).toBe(201)
    const { page, faults } = await app.open('/accounts', 'phone', official())
    await page.getByRole('link', { name: 'Lê Thị Giúp Đỡ' }).click()
    await page.getByRole('button', { name: 'Cấp mã mới' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cấp mã mới' }).click()
    const pin = await page.locator('.secret-text').innerText()
    expect(pin).toMatch(/^\d{6}$/)

    const phone = await app.open('/', 'phone')
    await phone.page.getByLabel('Tên đăng nhập').fill('thuan-thu.nhap')
    await phone.page.getByLabel('Mật khẩu hoặc mã PIN').fill(pin)
    await phone.page.getByRole('button', { name: 'Đăng nhập' }).click()
    await phone.page.getByLabel('Mã mới', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Mất điện thoại' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Mất điện thoại' }).click()
    await page.getByText(/Đã kết thúc 1 lần đăng nhập/).waitFor()
    await phone.page.goto('/')
    await phone.page.getByLabel('Tên đăng nhập').waitFor()

    await page.getByRole('button', { name: /^Đổi người: Nhập liệu/ }).click()
    const swap = page.getByRole('dialog', { name: 'Đổi người' })
    await swap.getByLabel('Tên người thay').fill('vao thay')
    await swap.getByRole('button', { name: 'Tìm', exact: true }).click()
    await swap.getByLabel('Người thay', { exact: true }).selectOption({ index: 1 })
    await swap.getByRole('button', { name: 'Đổi người' }).click()
    await page.getByText('Chưa được giao việc nào').waitFor()
    await page.goto('/accounts')
    await page.getByRole('link', { name: 'Lê Văn Vào Thay' }).click()
    await page
      .getByText(/Nhập liệu/)
      .first()
      .waitFor()
    expect(faults).toEqual([])
  },
)
