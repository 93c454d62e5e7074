import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { NOW, type TestAccount } from '../support/world.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
  const rules = { source: 'vietnam' }
  const imported = await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', rules)
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => app.close())

const screens = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

async function open(path: string, screen: keyof typeof screens, account: TestAccount) {
  const opened = await app.open(path, screen, account)
  await opened.page.setViewportSize(screens[screen])
  // A colour on its way to another is neither: what is looked at stands still.
  await opened.page.emulateMedia({ reducedMotion: 'reduce' })
  return opened
}

async function put(by: TestAccount, fact: object) {
  const id = randomUUID()
  const answer = await app.as(by, 'PUT', `/v1/entries/${id}`, {
    sessionId: app.world.sessions.A,
    capturedAt: NOW.toISOString(),
    ...fact,
  })
  expect(answer.status).toBeLessThan(300)
  return id
}

const giveTo = (personId: string) =>
  put(app.world.accounts.dataEntry, {
    kind: 'dose',
    personId,
    productId: app.world.productId,
    lot: { lotId: app.world.lotId },
    givenAt: NOW.toISOString(),
    vaccinatorName: 'Điều dưỡng Thử',
    arm: 'left',
    reason: 'Phiếu giấy',
  })

const isClean = async (page: Page, overflow: () => Promise<number>) => {
  expect(await seriousFindings(page)).toEqual([])
  expect(await overflow()).toBe(0)
}

describe('the correction desk', () => {
  test('asked at the dose desk, taken and put right by the ward, and whoever asked sees the outcome', async () => {
    const { accounts } = app.world
    const personId = await app.world.addPerson({ name: 'Nguyễn Thị Sai Tên' })
    await put(accounts.scanner, { kind: 'check-in', personId, how: 'search', reason: '' })
    await put(accounts.screening, { kind: 'consent', personId, agreed: 'agreed' })
    await put(accounts.screening, { kind: 'screening', personId, outcome: 'eligible', findings: [] })

    const desk = await open(`/site/sessions/${app.world.sessions.A}?tab=dose`, 'phone', accounts.vaccinator)
    await desk.page.getByRole('button', { name: /N\. T\. S\. Tên/ }).click()
    await desk.page.getByRole('button', { name: 'Báo hồ sơ ghi sai' }).click()
    const form = desk.page.getByRole('dialog')
    await form.getByRole('button', { name: 'Gửi yêu cầu' }).click()
    await form.getByText('Chỗ sai').first().waitFor()
    await isClean(desk.page, desk.overflow)
    await desk.screenshot('correction-ask')
    await form.getByLabel('Chỗ sai').selectOption({ label: 'Họ tên' })
    await form.getByLabel('Sai thế nào').fill('Chữ lót ghi nhầm')
    await form.getByLabel('Đúng ra là').fill('Nguyễn Thị Đúng Tên')
    await form.getByLabel('Căn cứ').fill('Căn cước đưa xem tại bàn')
    // Any picture will do: this one is far larger than what travels.
    const picture = { name: 'giay.png', mimeType: 'image/png', buffer: await desk.page.screenshot() }
    await form.getByLabel(/^Ảnh chụp giấy/).setInputFiles(picture)
    await form.getByRole('img', { name: 'Ảnh chụp giấy' }).waitFor()
    await form.getByRole('button', { name: 'Gửi yêu cầu' }).click()
    await desk.page.getByText('Đã gửi. Nơi trả lời: Phường, xã nơi cư trú. Hạn 19/10/2021.').waitFor()

    const ward = await open('/corrections', 'desk', accounts.wardOfficial)
    await ward.page.getByRole('link', { name: 'Yêu cầu sửa hồ sơ', exact: true }).waitFor()
    await ward.page.getByRole('link', { name: /^Xem.*Nguyễn Thị Sai Tên/ }).waitFor()
    await expect
      .poll(() => ward.page.getByRole('listitem').filter({ hasText: 'Chưa ai nhận' }).count())
      .toBe(1)
    await isClean(ward.page, ward.overflow)
    await ward.screenshot('correction-list')
    await ward.page.getByRole('link', { name: /^Xem.*Nguyễn Thị Sai Tên/ }).click()
    await ward.page.getByText('Nguyễn Thị Đúng Tên').waitFor()
    const shown = ward.page.getByRole('img', { name: 'Ảnh chụp giấy' })
    expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300)
    await ward.page.getByRole('button', { name: 'Nhận xử lý' }).click()
    await ward.page.getByRole('button', { name: 'Báo đã sửa' }).click()
    await ward.page.getByText('Chưa có thay đổi nào trong hồ sơ').waitFor()
    await ward.page.keyboard.press('Escape')
    await ward.page.getByText('Chưa có mũi nào').waitFor()
    await isClean(ward.page, ward.overflow)
    await ward.screenshot('correction-item')

    await ward.page.getByRole('link', { name: 'Mở hồ sơ để sửa' }).click()
    await ward.page.getByRole('tab', { name: 'Sửa' }).click()
    await ward.page.getByLabel('Họ và tên', { exact: true }).fill('Nguyễn Thị Đúng Tên')
    await ward.page.getByLabel('Lý do').fill('Theo căn cước')
    await ward.page.getByRole('button', { name: 'Lưu' }).click()
    await ward.page.getByRole('heading', { name: 'Nguyễn Thị Đúng Tên' }).waitFor()
    await ward.page.goBack()
    await ward.page.getByRole('button', { name: 'Báo đã sửa' }).click()
    const dialog = ward.page.getByRole('dialog')
    await dialog.getByText('Sửa thông tin người').waitFor()
    await isClean(ward.page, ward.overflow)
    await ward.screenshot('correction-done')
    await dialog.getByRole('button', { name: 'Báo đã sửa' }).click()
    await ward.page.getByText('Đã làm gì').waitFor()
    await ward.page.getByText('Đã sửa', { exact: true }).first().waitFor()
    await expect.poll(() => ward.page.getByRole('button', { name: 'Nhận xử lý' }).count()).toBe(0)

    const asker = await open(`/site/sessions/${app.world.sessions.A}?tab=dose`, 'phone', accounts.vaccinator)
    await asker.page.getByRole('button', { name: /N\. T\. Đ\. Tên/ }).click()
    await asker.page.getByRole('button', { name: 'Báo hồ sơ ghi sai' }).click()
    await asker.page.getByText('Đã yêu cầu về người này').waitFor()
    await asker.page.getByRole('dialog').getByRole('link', { name: 'Họ tên' }).click()
    await asker.page.getByText('Sửa thông tin người').waitFor()
    await isClean(asker.page, asker.overflow)
    await asker.screenshot('correction-answered')
    for (const { faults } of [desk, ward, asker]) expect(faults).toEqual([])
  }, 90_000)

  test('a dose that was never given is asked by the ward, taken back by the centre, and counted no more', async () => {
    const { accounts } = app.world
    const personId = await app.world.addPerson({ name: 'Trần Văn Không Tiêm' })
    const doseId = await giveTo(personId)
    const ward = await open(`/ward/people/${personId}`, 'desk', accounts.wardOfficial)
    await ward.page.getByRole('button', { name: 'Báo hồ sơ ghi sai' }).click()
    const form = ward.page.getByRole('dialog')
    await form.getByLabel('Chỗ sai').selectOption({ label: 'Có một mũi không hề tiêm' })
    // Who a person is, the ward puts right itself.
    await expect.poll(() => form.getByLabel('Chỗ sai').getByText('Họ tên').count()).toBe(0)
    await form.getByRole('radio', { name: /17\/10\/2021/ }).check()
    await form.getByLabel('Sai thế nào').fill('Hôm đó ở viện, không đến tiêm')
    await isClean(ward.page, ward.overflow)
    await ward.screenshot('correction-ask')
    await form.getByRole('button', { name: 'Gửi yêu cầu' }).click()
    await ward.page.getByText('Nơi trả lời: Trung tâm Y tế').waitFor()

    const centre = await open('/corrections?owner=centre', 'phone', accounts.cityCentre)
    await centre.page.getByRole('link', { name: /^Xem.*Trần Văn Không Tiêm/ }).waitFor()
    await isClean(centre.page, centre.overflow)
    await centre.screenshot('correction-list')
    await centre.page.getByRole('link', { name: /^Xem.*Trần Văn Không Tiêm/ }).click()
    await centre.page.getByRole('button', { name: 'Nhận xử lý' }).click()
    await centre.page.getByRole('button', { name: 'Trả lại danh sách' }).waitFor()
    await centre.page.getByRole('cell', { name: 'FK0112' }).waitFor()
    await isClean(centre.page, centre.overflow)
    await centre.screenshot('correction-item')
    await centre.page.getByRole('button', { name: 'Huỷ mũi này' }).click()
    const amend = centre.page.getByRole('dialog')
    await amend.getByLabel('Lý do').fill('Bệnh viện xác nhận')
    await isClean(centre.page, centre.overflow)
    await amend.getByRole('button', { name: 'Huỷ mũi này' }).click()
    await centre.page.getByText('Giờ hãy báo đã sửa').waitFor()
    await centre.page.getByRole('button', { name: 'Báo đã sửa' }).click()
    await centre.page.getByRole('dialog').getByText('Huỷ mũi tiêm').waitFor()
    await centre.page.getByRole('dialog').getByRole('button', { name: 'Báo đã sửa' }).click()
    await centre.page.getByText('Đã làm gì').waitFor()
    const standing = await look(app.database, 'SELECT day_rank FROM dose_standing WHERE dose_id = $1', [
      doseId,
    ])
    expect(standing).toEqual([{ day_rank: null }])
    for (const { faults } of [ward, centre]) expect(faults).toEqual([])
  }, 90_000)

  test('a request past its two working days is an alarm, and the overdue alone can be chosen', async () => {
    const { accounts } = app.world
    const personId = await app.world.addPerson({ name: 'Lê Thị Chờ Lâu' })
    const asked = await app.as(accounts.vaccinator, 'POST', `/v1/people/${personId}/corrections`, {
      id: randomUUID(),
      subject: 'phone',
      wrong: 'Số cũ',
      voice: 'guardian',
    })
    expect(asked.status).toBe(201)
    await look(
      app.database,
      `INSERT INTO correction_request (id, person_id, subject, said, voice, asked_at, asked_by)
       SELECT $1, person_id, 'address', said, voice, '2021-10-11T02:00:00Z', asked_by FROM correction_request WHERE id = $2`,
      [randomUUID(), asked.body['id']],
    )
    const { page } = await open('/corrections', 'desk', accounts.wardOfficial)
    await page.getByText('Quá hạn (hạn 13/10/2021)').waitFor()
    await page.getByText('đã 6 ngày').waitFor()
    await page.getByLabel('Chỉ yêu cầu quá hạn').check()
    await page.getByText('Số điện thoại', { exact: true }).waitFor({ state: 'detached' })
    await page.getByText('Địa chỉ', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('overdue')).toBe('true')
  })
})
