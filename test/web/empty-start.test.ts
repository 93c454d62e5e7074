import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { makeSecrets } from '#src/config.ts'
import { ensureWebBuilt } from '../../scripts/build-web.ts'
import { launchBrowser, screens } from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const root = join(import.meta.dirname, '../..')
const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const PRODUCT = 'Pfizer (Comirnaty 30 µg)'
const READY_MS = 60_000
const PASSWORDS = {
  admin: 'con cò bay lả bay la',
  centre: 'thuyền về có nhớ bến chăng',
  ward: 'trầu này trầu quế trầu hồi',
}

let database: TestDatabase
let service: ChildProcess
let address: string
let browser: Browser
let firstPassword: string
const faults: string[] = []

beforeAll(async () => {
  await ensureWebBuilt()
  database = await createTestDatabase({ empty: true })
  const env = {
    ...process.env,
    ...makeSecrets(),
    DATABASE_URL: database.settings.url,
    DB_SCHEMA: database.schema,
    AUTHORITY_TIME_ZONE: TIME_ZONE,
    PORT: '0',
    LOG_LEVEL: 'silent',
  }
  service = spawn(process.execPath, ['src/main.ts'], { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] })
  address = await addressOf(service)
  firstPassword = await makeFirstAdmin(env)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  if (service !== undefined && service.exitCode === null && service.signalCode === null) {
    service.kill('SIGTERM')
    await once(service, 'exit')
  }
  await database?.drop()
})

/** What `npm start` says when it listens; its own words when it does not. */
async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = []
  const limit = setTimeout(() => child.kill('SIGKILL'), READY_MS)
  try {
    for await (const line of createInterface({ input: child.stderr! })) {
      said.push(line)
      const found = /is ready at (http:\S+)$/.exec(line)?.[1]
      if (found !== undefined) {
        child.stderr!.resume()
        return found
      }
    }
  } finally {
    clearTimeout(limit)
  }
  throw new Error(`The service did not start:\n${said.join('\n')}`)
}

/** The one thing that is done on the machine itself: `npm run create-admin`. */
async function makeFirstAdmin(env: NodeJS.ProcessEnv): Promise<string> {
  const options = ['--name', 'quan.tri', '--full-name', 'Trần Thị Quản']
  const child = spawn(process.execPath, ['scripts/create-admin.ts', ...options], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let password: string | undefined
  for await (const line of createInterface({ input: child.stdout }))
    password ??= /^Password:\s+(\S+)$/.exec(line)?.[1]
  if (password === undefined) throw new Error('No first administrator was made')
  return password
}

/** A browser of a person's own. */
async function openPage(path = '/'): Promise<Page> {
  const context = await browser.newContext({
    viewport: screens.desk,
    baseURL: address,
    timezoneId: TIME_ZONE,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) faults.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${new URL(response.url()).pathname}`)
  })
  await page.goto(path)
  return page
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
/** From the area in the bar at the top to the page in the menu at the side. */
async function goTo(page: Page, area: string, entry: string, title = entry) {
  await page.getByRole('banner').getByRole('link', { name: area, exact: true }).click()
  await page.getByRole('navigation', { name: area }).getByRole('link', { name: entry, exact: true }).click()
  await heading(page, title)
}

/** Name and secret; an account of the whole authority then enrols its phone. */
async function signIn(page: Page, signInName: string, secret: string, enrols: boolean) {
  await page.getByLabel('Tên đăng nhập').fill(signInName)
  await page.getByLabel('Mật khẩu hoặc mã PIN').fill(secret)
  await press(page, 'Đăng nhập')
  if (!enrols) return
  await heading(page, 'Bảo vệ tài khoản bằng điện thoại')
  const key = await page.locator('.secret-text').innerText()
  const phone = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) })
  await page.getByLabel('Mã 6 chữ số').fill(phone.generate())
  await press(page, 'Tiếp tục')
}

async function chooseSecret(page: Page, own: string) {
  await page.getByLabel('Mã mới', { exact: true }).fill(own)
  await page.getByLabel('Nhập lại mã mới').fill(own)
  await press(page, 'Lưu mã mới')
}

/** With a secret that someone else gave: an own one is asked for before anything else. */
async function signInFirst(page: Page, signInName: string, given: string, own: string, enrols: boolean) {
  await signIn(page, signInName, given, enrols)
  await heading(page, 'Đặt mật khẩu mới')
  await chooseSecret(page, own)
  await heading(page, /^Xin chào/)
}

/** An account made on the page of accounts; the secret that it shows once. */
async function makeAccount(
  page: Page,
  account: { fullName: string; signInName: string; role: string; where: string },
): Promise<string> {
  await goTo(page, 'Nhân sự', 'Tạo tài khoản')
  await page.getByLabel('Họ và tên').fill(account.fullName)
  await page.getByLabel('Tên đăng nhập').fill(account.signInName)
  await page.getByLabel('Vai trò').selectOption({ label: account.role })
  await page.getByLabel('Nơi làm').selectOption({ label: account.where })
  await press(page, 'Tạo tài khoản')
  await page.getByText('Chỉ hiện một lần', { exact: true }).waitFor()
  return page.locator('.secret-text').innerText()
}

/** A day of the campaign as people write it, so many days from now. */
function dayIn(days: number): string {
  const at = new Date(Date.now() + days * 86_400_000)
  const [year, month, day] = at.toLocaleDateString('sv-SE', { timeZone: TIME_ZONE }).split('-')
  return `${day}/${month}/${year}`
}

test(
  'an empty service goes from its first administrator to a received transfer by clicking alone',
  {
    timeout: 150_000,
  },
  async () => {
    const pages: Page[] = []
    onTestFailed(async () => {
      for (const page of pages) console.error(page.url(), await page.locator('body').innerText())
      console.error(faults)
    })
    const admin = await openPage()
    pages.push(admin)
    await signIn(admin, 'quan.tri', firstPassword, true)
    await heading(admin, 'Xin chào, Trần Thị Quản')
    await admin.getByRole('link', { name: 'Trần Thị Quản' }).click()
    await admin.getByLabel('Mã hiện tại').fill(firstPassword)
    await chooseSecret(admin, PASSWORDS.admin)
    await admin.getByText('Đã đổi mã.').waitFor()
    const centreSecret = await makeAccount(admin, {
      fullName: 'Lê Văn Trung',
      signInName: 'trung-tam',
      role: 'Trung tâm y tế',
      where: 'Toàn hệ thống',
    })

    const centre = await openPage()
    pages.push(centre)
    await signInFirst(centre, 'trung-tam', centreSecret, PASSWORDS.centre, true)
    await goTo(centre, 'Thiết lập', 'Địa bàn')
    await centre.getByLabel('Thành phố Huế').check()
    await press(centre, 'Nạp danh mục')
    await centre.getByRole('rowheader', { name: 'Phường Thuận Hóa' }).waitFor()
    await goTo(centre, 'Thiết lập', 'Quy định tiêm')
    await press(centre, 'Nạp quy định của Việt Nam')
    await centre.getByRole('table', { name: 'Khoảng cách giữa các mũi' }).waitFor()

    await goTo(centre, 'Thiết lập', 'Đợt tiêm')
    await centre.getByLabel('Tên đợt tiêm').fill('Tiêm nhắc toàn thành phố')
    await centre.getByLabel('Từ ngày').fill(dayIn(0))
    await centre.getByLabel('Đến ngày').fill(dayIn(60))
    await centre.getByLabel(PRODUCT).check()
    await press(centre, 'Lập đợt tiêm')
    await heading(centre, 'Tiêm nhắc toàn thành phố')
    await goTo(centre, 'Thiết lập', 'Đối tượng và chỉ tiêu')
    await centre.getByLabel('Tên nhóm').fill('Từ 18 tuổi')
    await centre.getByLabel('Từ tuổi').selectOption('18')
    await press(centre, 'Thêm nhóm đối tượng')
    await centre.getByRole('row', { name: /Từ 18 tuổi.*từ 18 trở lên/ }).waitFor()
    await centre.getByLabel('Phường Thuận Hóa, Mũi 1').fill('1200')
    await centre.getByLabel('Phường Thuận Hóa, Mũi 2').fill('900')
    await press(centre, 'Lưu chỉ tiêu')
    await centre.getByText('Đã lưu 2 chỉ tiêu.').waitFor()
    await goTo(centre, 'Thiết lập', 'Đợt tiêm')
    await centre.getByRole('link', { name: 'Tiêm nhắc toàn thành phố' }).click()
    await press(centre, 'Mở đợt tiêm')
    await centre.getByText('Đang mở').waitFor()

    await goTo(centre, 'Kho vắc xin', 'Nhập lô', 'Nhập lô vắc xin')
    const centreStore = (await centre.getByRole('option', { name: /^Kho trung tâm/ }).innerText()).trim()
    await centre.getByLabel('Nhập vào kho').selectOption({ label: centreStore })
    await centre.getByRole('combobox', { name: /^Vắc xin/ }).selectOption({ label: PRODUCT })
    await centre.getByLabel('Số lô').fill('FL2001')
    await centre.getByLabel('Hạn dùng').fill(dayIn(120))
    await centre.getByLabel('Số lọ').fill('50')
    await centre.getByLabel('Số phiếu xuất kho').fill('PXK 1')
    await press(centre, 'Nhập kho')
    await centre.getByText('Đã nhập 300 liều lô FL2001.').waitFor()

    await goTo(centre, 'Thiết lập', 'Điểm tiêm')
    await centre.getByLabel('Tên điểm tiêm').fill('Trạm Y tế Thuận Hóa')
    await centre.getByLabel('Phường, xã').selectOption({ label: 'Phường Thuận Hóa' })
    await centre.getByLabel('Hoạt động từ ngày').fill(dayIn(0))
    await press(centre, 'Thêm điểm tiêm')
    await centre.getByRole('rowheader', { name: 'Trạm Y tế Thuận Hóa' }).waitFor()
    await goTo(centre, 'Thiết lập', 'Buổi tiêm')
    await centre.getByLabel('Ngày tiêm').fill(dayIn(1))
    await centre.getByLabel('Sức tiêm').fill('120')
    await centre.getByRole('combobox', { name: 'Vắc xin' }).selectOption({ label: PRODUCT })
    await press(centre, 'Lập buổi tiêm')
    await heading(centre, `Trạm Y tế Thuận Hóa, ${dayIn(1)}`)
    const crew = centre.locator('.card', { has: centre.getByRole('heading', { name: 'Tạo tài khoản mới' }) })
    await crew.getByLabel('Họ và tên').fill('Ngô Thị Nhập')
    await crew.getByLabel('Tên đăng nhập').fill('thuanhoa.nhaplieu1')
    await crew.getByRole('button', { name: 'Tạo và phân công' }).click()
    await crew.getByText('Đã tạo tài khoản cho Ngô Thị Nhập').waitFor()
    await centre.getByRole('row', { name: /Ngô Thị Nhập.*Nhập liệu/ }).waitFor()

    const wardSecret = await makeAccount(centre, {
      fullName: 'Phạm Thị Phường',
      signInName: 'thuan-hoa.phuong',
      role: 'Cán bộ phường',
      where: 'Phường: Phường Thuận Hóa',
    })
    await goTo(centre, 'Kho vắc xin', 'Giao nhận')
    await centre.getByRole('link', { name: 'Lập chuyến mới' }).click()
    await centre.getByLabel('Bên giao').selectOption({ label: centreStore })
    await centre.getByLabel('Lô').selectOption({ label: `${PRODUCT}, lô FL2001, 50 lọ` })
    await centre.getByLabel('Bên nhận').selectOption({ label: 'Kho phường: Phường Thuận Hóa' })
    await centre.getByLabel('Số lọ').fill('20')
    await centre.getByLabel('Lý do').fill('Buổi tiêm đầu tiên')
    await press(centre, 'Lập chuyến')
    await centre.getByText('Chờ gửi').waitFor()
    await centre.getByLabel('Số lọ đếm trên kệ').fill('50')
    await centre.getByLabel('Số lô trên lọ').fill('FL2001')
    await centre.getByLabel('Nhiệt độ hộp lạnh').fill('4,5')
    await centre.getByLabel('Người giao').fill('Lê Văn Trung')
    await centre.getByLabel('Người vận chuyển').fill('Đỗ Văn Chở')
    await press(centre, 'Xác nhận đã giao')
    await centre.getByText('Đang trên đường').waitFor()

    const ward = await openPage()
    pages.push(ward)
    await signInFirst(ward, 'thuan-hoa.phuong', wardSecret, PASSWORDS.ward, false)
    await goTo(ward, 'Kho vắc xin', 'Giao nhận')
    await ward.getByRole('row').filter({ hasText: 'Phường Thuận Hóa' }).getByRole('link').first().click()
    await ward.getByLabel('Số lọ đếm được').fill('20')
    await ward.getByLabel('Nhiệt độ hộp lạnh').fill('5')
    await ward.getByLabel('Người ký nhận').fill('Phạm Thị Phường')
    await press(ward, 'Ký nhận')
    await ward.getByText('Đã nhận đủ', { exact: true }).first().waitFor()
    await ward.getByText(/Ký nhận Phạm Thị Phường, 5/).waitFor()
    await goTo(ward, 'Kho vắc xin', 'Tồn kho')
    const held = ward.getByRole('row').filter({ hasText: 'FL2001' }).filter({ hasText: 'Phường Thuận Hóa' })
    await held.getByText('120', { exact: true }).waitFor()
    expect(faults).toEqual([])
  },
)
