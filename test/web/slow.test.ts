import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, type BrowserApp } from '../support/browser.ts'
import { abort, routeUntil } from '../support/route-until.ts'
import { register } from '../features/registrants/people-ground.ts'
import { addList, look } from '../features/registrants/support.ts'

let app: BrowserApp
let listId: string
beforeAll(async () => {
  app = await openBrowserApp()
  listId = await addList(app, official(), { name: 'Người dân của phường' })
  await register(app, official(), listId, { fullName: 'Nguyễn Văn An', bornOn: '1991-03-05' })
})
afterAll(() => app.close())

const official = () => app.world.accounts.wardOfficial

const LOST = 'Không kết nối được máy chủ'

/** What the service answers to the first such request never arrives: what was asked for is done all the same. */
async function loseAnswer(page: Page, method: string, address: string): Promise<void> {
  let isLost = false
  await page.route(address, async (route) => {
    if (isLost || route.request().method() !== method) return route.fallback()
    isLost = true
    await route.fetch()
    await route.abort()
  })
}

/** Such requests are held back. @returns lets the first of them go on, as it was or as something else is said of it. */
async function hold(page: Page, method: string, address: string) {
  const held = Promise.withResolvers<Route>()
  await page.route(address, async (route) => {
    if (route.request().method() !== method) return route.fallback()
    held.resolve(route)
  })
  return async (goOn: (route: Route) => Promise<void>) => goOn(await held.promise)
}

const problem = (status: number, code: string, title: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', status, code, title }),
})

async function fillNewList(page: Page, name: string): Promise<void> {
  await page.getByLabel('Tên danh sách').fill(name)
}
const makeList = (page: Page) => page.getByRole('button', { name: 'Lập danh sách' })

describe('an answer that was lost', () => {
  test('is given again: a list is made once', async () => {
    const { page, faults } = await app.open('/ward/lists', 'phone', official())
    await fillNewList(page, 'Gửi hai lần')
    await loseAnswer(page, 'POST', '**/v1/lists')
    await makeList(page).click()
    await page.getByText(LOST).waitFor()
    await makeList(page).click()
    await page.waitForURL('**/ward/lists/*')
    expect(await look(app, `SELECT 1 FROM list WHERE name = 'Gửi hai lần'`)).toHaveLength(1)
    expect(faults).toEqual([])
  })

  test('is given again: an edit and a move of a person are done, not refused for being somebody else’s', async () => {
    const id = await register(app, official(), listId, { fullName: 'Lê Thị Đi', bornOn: '1970-01-01' })
    const { page, faults } = await app.open(`/ward/people/${id}`, 'desk', official())
    await page.getByRole('tab', { name: 'Sửa' }).click()
    await page.getByLabel('Địa chỉ').fill('7 Bạch Đằng')
    await page.getByLabel('Lý do').fill('Người dân báo')
    await loseAnswer(page, 'PATCH', `**/v1/people/${id}`)
    await page.getByRole('button', { name: 'Lưu' }).click()
    await page.getByText(LOST).waitFor()
    await page.getByRole('button', { name: 'Lưu' }).click()
    await page.getByText('7 Bạch Đằng').waitFor()

    await page.getByRole('tab', { name: 'Chuyển, mất' }).click()
    await page.getByLabel('Chuyển đến phường, xã khác trong thành phố').check()
    await page.getByLabel('Ngày xảy ra').fill('15/10/2021')
    await page.getByRole('combobox', { name: 'Đến phường, xã' }).selectOption({ label: 'Phường Tây Thử' })
    await page.getByLabel('Lý do').fill('Chuyển nhà')
    await loseAnswer(page, 'POST', `**/v1/people/${id}/events`)
    await page.getByRole('button', { name: 'Ghi lại' }).click()
    await page.getByText(LOST).waitFor()
    await page.getByRole('button', { name: 'Ghi lại' }).click()
    await page.getByText('Đã chuyển sang phường, xã khác.').waitFor()
    await page.waitForURL('**/ward/people')
    const events = await look<{ kind: string }>(
      app,
      `SELECT kind FROM person_event WHERE person_id = $1 AND kind <> 'registered'`,
      [id],
    )
    expect(events.map(({ kind }) => kind).toSorted()).toEqual(['corrected', 'moved-out'])
    expect(faults).toEqual([])
  })

  test('with the secret of an account in it: the way to a new one is shown', async () => {
    const { page, faults } = await app.open('/accounts/new', 'phone', app.world.accounts.admin)
    await page.getByLabel('Họ và tên').fill('Lê Thị Mất Thư')
    await page.getByLabel('Tên đăng nhập').fill('mat-thu')
    await page.getByLabel('Vai trò').selectOption({ label: 'Cán bộ phường' })
    await page.getByLabel('Nơi làm').selectOption({ label: 'Phường: Phường Tây Thử' })
    await loseAnswer(page, 'POST', '**/v1/accounts')
    const press = () => page.getByRole('button', { name: 'Tạo tài khoản' }).click()
    await press()
    await page.getByText(LOST).waitFor()
    await press()
    await page.getByText('Tên đăng nhập này đã có người dùng').waitFor()
    await page.getByRole('link', { name: 'Mở tài khoản này' }).click()
    await page.getByRole('heading', { level: 1, name: 'Lê Thị Mất Thư' }).waitFor()
    expect(faults).toEqual([])
  })

  test('and other content on the second press: the first stands and is said, nothing is stored in silence', async () => {
    const { page, faults } = await app.open('/stock/receive', 'phone', app.world.accounts.cityCentre)
    await page.getByLabel('Nhập vào kho').selectOption({ label: 'Kho trung tâm: Thành phố Thử' })
    await page.getByRole('combobox', { name: /^Vắc xin/ }).selectOption({ label: 'Comirnaty 30 µg' })
    await page.getByLabel('Số lô').fill('CHAM1')
    await page.getByLabel('Hạn dùng').fill('31/01/2022')
    await page.getByLabel('Số lọ').fill('50')
    await page.getByLabel('Số phiếu xuất kho').fill('PXK 1')
    await loseAnswer(page, 'POST', '**/v1/lots/receipts')
    const press = () => page.getByRole('button', { name: 'Nhập kho' }).click()
    await press()
    await page.getByText(LOST).waitFor()
    await page.getByLabel('Số lọ').fill('5')
    await press()
    await page.getByText('Lần gửi trước đã được ghi').waitFor()
    const received = () =>
      look(
        app,
        `SELECT doses FROM movement m JOIN lot l ON l.id = m.lot_id WHERE l.code = 'CHAM1' ORDER BY doses`,
      )
    expect(await received()).toEqual([{ doses: 300 }])
    // Whoever has looked and means it sends it anew.
    await press()
    await page.getByText('Đã nhập 30 liều lô CHAM1.').waitFor()
    expect(await received()).toEqual([{ doses: 30 }, { doses: 300 }])
    expect(faults).toEqual([])
  })

  test('or broke off in the middle, is a lost network and nothing else', async () => {
    const { page, faults } = await app.open('/', 'phone', official())
    const goOn = await routeUntil(page, '**/v1/lists?*', (route) =>
      route.fulfill({ status: 200, contentType: 'application/json', body: '{"items":[' }),
    )
    await page.goto('/ward/lists')
    await page.getByText(LOST).waitFor()
    goOn()
    await page.getByRole('button', { name: 'Thử lại' }).first().click()
    await page.getByRole('link', { name: 'Người dân của phường' }).waitFor()
    expect(faults).toEqual([])
  })
})

describe('what is typed or chosen while something is under way', () => {
  test('is not sent under a choice that it does not belong to', async () => {
    const { page, faults } = await app.open('/stock/issue', 'phone', app.world.accounts.cityCentre)
    await page.getByLabel('Từ kho').selectOption({ label: 'Kho phường: Phường Thuận Thử' })
    await page.getByLabel('Cho buổi tiêm').selectOption({ label: 'Trạm Y tế A, 17/10/2021' })
    await page.getByLabel('Lô').selectOption({ label: 'Comirnaty 30 µg, lô FK0112, 80 lọ' })
    await page.getByLabel('Số lọ').fill('5')
    const release = await hold(page, 'GET', '**/v1/stock?*')
    let issued = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/stock/issues')) issued += 1
    })
    await page.getByLabel('Từ kho').selectOption({ label: 'Kho trung tâm: Thành phố Thử' })
    await page.getByRole('button', { name: 'Xuất', exact: true }).click()
    await page.getByRole('link', { name: /Hãy điền ô này/ }).waitFor()
    await release((route) => route.continue())
    await expect.poll(() => page.getByLabel('Lô').inputValue()).toBe('')
    expect(issued).toBe(0)
    expect(faults).toEqual([])
  })

  test('stays when the form is emptied for the next one', async () => {
    const { page, faults } = await app.open('/stock/receive', 'phone', app.world.accounts.cityCentre)
    await page.getByLabel('Nhập vào kho').selectOption({ label: 'Kho trung tâm: Thành phố Thử' })
    await page.getByRole('combobox', { name: /^Vắc xin/ }).selectOption({ label: 'Comirnaty 30 µg' })
    await page.getByLabel('Số lô').fill('CHAM2')
    await page.getByLabel('Hạn dùng').fill('31/01/2022')
    await page.getByLabel('Số lọ').fill('50')
    await page.getByLabel('Số phiếu xuất kho').fill('PXK 2')
    const release = await hold(page, 'POST', '**/v1/lots/receipts')
    await page.getByRole('button', { name: 'Nhập kho' }).click()
    await page.getByLabel('Số lô').fill('CHAM3')
    await release((route) => route.continue())
    await page.getByText('Đã nhập 300 liều lô CHAM2.').waitFor()
    await expect.poll(() => page.getByLabel('Số lọ').inputValue()).toBe('')
    expect(await page.getByLabel('Số lô').inputValue()).toBe('CHAM3')
    expect(await page.getByLabel('Số phiếu xuất kho').inputValue()).toBe('PXK 2')
    expect(faults).toEqual([])
  })

  test('stays in a grid that is being saved', async () => {
    const { page, faults } = await app.open('/setup/targets', 'desk', app.world.accounts.cityCentre)
    const cells = page.locator('table.grid input')
    await cells.first().fill('120')
    const release = await hold(page, 'PUT', '**/targets')
    await page.getByRole('button', { name: 'Lưu chỉ tiêu' }).click()
    await cells.nth(1).fill('80')
    await release((route) => route.continue())
    await page.getByText('Đã lưu 1 chỉ tiêu.').waitFor()
    await expect.poll(() => cells.first().inputValue()).toBe('120')
    expect(await cells.nth(1).inputValue()).toBe('80')
    expect(faults).toEqual([])
  })
})

describe('a network that is lost for a moment', () => {
  test('ends no sign-in: what was typed stands, and is sent when it is back', async () => {
    const { page, faults } = await app.open('/ward/lists', 'phone', official())
    await fillNewList(page, 'Gửi khi có mạng')
    const goOn = await routeUntil(page, '**/v1/lists', (route) =>
      route.fulfill(problem(401, 'sign-in.required', 'Phiên làm việc đã hết.')),
    )
    const refreshGoesOn = await routeUntil(page, '**/v1/sign-in/refresh', abort)
    await makeList(page).click()
    await page.getByText(LOST).waitFor()
    goOn()
    refreshGoesOn()
    expect(await page.getByLabel('Tên danh sách').inputValue()).toBe('Gửi khi có mạng')
    await makeList(page).click()
    await page.getByRole('heading', { level: 1, name: 'Gửi khi có mạng' }).waitFor()
    expect(faults).toEqual([])
  })

  test('takes nothing off a page that is read again: what is older is said, and read when it is asked for', async () => {
    const { page, faults } = await app.open('/ward/groups', 'phone', official())
    const add = page.locator('section', { has: page.getByRole('heading', { name: 'Thêm tổ dân phố' }) })
    await add.getByLabel('Tên tổ').fill('Tổ Mạng Chậm')
    await add.getByLabel('Mã tổ').fill('77')
    const goOn = await routeUntil(page, '**/v1/residential-groups?*', abort)
    await add.getByRole('button').click()
    await page.getByText('trang đang hiện nội dung cũ hơn').waitFor()
    // The list that was read stands, and the form under it.
    await page.getByRole('link', { name: 'Tổ dân phố 1' }).waitFor()
    expect(await add.count()).toBe(1)
    expect(await page.getByRole('link', { name: 'Tổ Mạng Chậm' }).count()).toBe(0)
    goOn()
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await page.getByRole('link', { name: 'Tổ Mạng Chậm' }).waitFor()
    await expect.poll(() => page.getByText('trang đang hiện nội dung cũ hơn').count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('is said by a button that stands alone, and its row stays', async () => {
    const { page, faults } = await app.open('/centre/plans/supply', 'desk', app.world.accounts.cityCentre)
    await page.getByRole('combobox', { name: /^Vắc xin/ }).selectOption({ label: 'Comirnaty 30 µg' })
    await page.getByLabel('Ngày về').fill('20/10/2021')
    await page.getByLabel('Số liều').fill('600')
    await page.getByRole('button', { name: 'Thêm thông báo' }).click()
    const withdraw = page.getByRole('button', { name: /^Rút/ })
    await withdraw.waitFor()
    const goOn = await routeUntil(page, '**/v1/plan-supply/arrivals/*', abort)
    await withdraw.click()
    await page.getByText(LOST).waitFor()
    expect(await withdraw.count()).toBe(1)
    goOn()
    await withdraw.click()
    await expect.poll(() => withdraw.count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('unticks nobody who was to be marked', async () => {
    const { page, faults } = await app.open('/ward/people', 'desk', official())
    await page.getByLabel('Chọn Nguyễn Văn An').check()
    await page.route('**/v1/people/platform-marks', (route) => route.abort())
    await page.getByRole('button', { name: 'Đánh dấu đã lên hệ thống' }).click()
    await page.getByText(LOST).waitFor()
    expect(await page.getByLabel('Chọn Nguyễn Văn An').isChecked()).toBe(true)
    expect(faults).toEqual([])
  })
})

describe('an answer that comes late', () => {
  test('fetches nobody back who has gone elsewhere', async () => {
    const { page, faults } = await app.open('/ward/lists', 'desk', official())
    await fillNewList(page, 'Trả lời chậm')
    const release = await hold(page, 'POST', '**/v1/lists')
    await makeList(page).click()
    await page.getByRole('link', { name: 'Người dân', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Người dân' }).waitFor()
    const answered = page.waitForResponse('**/v1/lists')
    await release((route) => route.continue())
    await (await answered).finished()
    // Time for whatever the answer leads to.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    expect(new URL(page.url()).pathname).toBe('/ward/people')
    expect(faults).toEqual([])
  })

  test('and refuses is said to whoever has gone elsewhere', async () => {
    const { page, faults } = await app.open('/ward/lists', 'desk', official())
    await fillNewList(page, 'Bị từ chối')
    const release = await hold(page, 'POST', '**/v1/lists')
    await makeList(page).click()
    await page.getByRole('link', { name: 'Người dân', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Người dân' }).waitFor()
    await release((route) => route.fulfill(problem(409, 'list.campaign-closed', 'Chiến dịch đã khép.')))
    await page.getByText('Việc bạn vừa gửi chưa làm được. Chiến dịch đã khép.').waitFor()
    expect(faults).toEqual([])
  })

  test('is put under no other list than the one that it continues; a page that does not come is said', async () => {
    const { page, faults } = await app.open('/', 'desk', app.world.accounts.admin)
    await page.route('**/v1/accounts*', (route) => {
      const address = new URL(route.request().url())
      address.searchParams.set('limit', '1')
      return route.continue({ url: address.href })
    })
    await page.goto('/accounts')
    const more = page.getByRole('button', { name: 'Xem thêm' })
    await more.waitFor()
    const release = await hold(page, 'GET', '**/v1/accounts?*cursor*')
    await more.click()
    await page.getByLabel('Tìm theo tên, tên đăng nhập').fill('không ai tên thế này')
    await page.getByRole('button', { name: 'Tìm', exact: true }).click()
    await page.getByText('Không tìm thấy').waitFor()
    const answered = page.waitForResponse('**/v1/accounts?*cursor*')
    await release((route) => route.continue())
    await (await answered).finished()
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    expect(await page.getByText('Không tìm thấy').count()).toBe(1)

    await page.getByLabel('Tìm theo tên, tên đăng nhập').fill('')
    await page.getByRole('button', { name: 'Tìm', exact: true }).click()
    await more.waitFor()
    await page.route('**/v1/accounts?*cursor*', (route) => route.abort())
    await more.click()
    await page.getByText(LOST).waitFor()
    expect(faults).toEqual([])
  })

  test('is seen to be under way: a file is asked for once, however often its button is pressed', async () => {
    const { page, faults } = await app.open('/ward/people', 'desk', official())
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('/v1/exports/doses')) asked += 1
    })
    const release = await hold(page, 'GET', '**/v1/exports/doses?*')
    const button = page.getByRole('button', { name: 'Tải mũi tiêm hôm nay (Excel)' })
    await button.click()
    await expect.poll(() => button.getAttribute('aria-busy')).toBe('true')
    await button.dispatchEvent('click')
    const file = page.waitForEvent('download')
    await release((route) => route.continue())
    await file
    await expect.poll(() => button.getAttribute('aria-busy')).toBe('false')
    expect(asked).toBe(1)
    expect(faults).toEqual([])
  })
})
