import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Fact } from '#domain/sync/queue.ts'
import { makeDeviceKey } from '../../src/web/phone/device-key.ts'
import { packRescue } from '../../src/web/phone/rescue.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { createDisk, createMemoryStore } from '../sync/memory-store.ts'
import { ALL_SENT, inject, openTab, saysUnsent, siteTable, type Volunteer } from '../support/site-table.ts'
import { NOW } from '../support/world.ts'

let app: BrowserApp
let table: ReturnType<typeof siteTable>
let me: Volunteer
beforeAll(async () => {
  app = await openBrowserApp()
  table = siteTable(app)
  const { cityCentre } = app.world.accounts
  const imported = await app.as(cityCentre, 'POST', '/v1/rules/import', { source: 'vietnam' })
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => app.close())
beforeEach(async () => {
  app.setNow(NOW)
  me = await table.addVolunteer()
})

/** What the phone puts among its downloads. */
async function exportFrom(page: Page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Xuất gói chưa gửi' }).click(),
  ])
  await page.getByText('Đã xuất 1 bản ghi vào tệp').waitFor()
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

const choose = (page: Page, name: string, text: string) =>
  page
    .getByLabel('Tệp của máy')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })

const figure = (page: Page, label: string) =>
  page.locator('.figure', { hasText: label }).locator('dd').textContent()

test('a phone without a network gives its entries to a file, an officer brings it in, and nothing is lost or doubled', async () => {
  const personId = await table.addCleared('Hồ Thị Cứu')
  const { page, context, faults, overflow, screenshot } = await table.openTable(me, 'dose', { isKept: true })
  await page.getByRole('button', { name: 'H. T. Cứu' }).waitFor()
  await context.setOffline(true)
  await inject(page, 'H. T. Cứu')
  await page.getByRole('button', { name: '1 bản ghi chưa gửi' }).click()
  const file = await exportFrom(page)
  await screenshot('rescue-export')
  expect(await overflow()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  expect(file.name).toMatch(/^muitiem-\d{12}-1\.json$/)
  expect(file.text).not.toContain(personId)

  const officer = await app.open('/site/rescue', 'desk', app.world.accounts.siteLead)
  const desk = officer.page
  await choose(desk, 'ảnh.json', '{"an":"image"}')
  await desk.getByText('Đây không phải tệp do Mũi Tiêm xuất').waitFor()
  await choose(desk, file.name, file.text.slice(0, -40))
  await desk.getByText('Đây không phải tệp do Mũi Tiêm xuất').waitFor()
  await choose(
    desk,
    file.name,
    file.text.replace(
      /"sealed":"(.)/,
      (whole, letter: string) => whole.slice(0, -1) + (letter === 'A' ? 'B' : 'A'),
    ),
  )
  await desk.getByText('Chưa nhập được hết: 0 trên 1 bản ghi').waitFor()
  await desk.getByText('Không mở được phần này của tệp').waitFor()
  expect(await table.dosesOf(personId)).toEqual([])
  await officer.screenshot('rescue-refused')

  await choose(desk, file.name, file.text)
  await desk.getByText('Đã nhập xong: 1 bản ghi đều đã có trên máy chủ.').waitFor()
  expect(await figure(desk, 'Mới nhận')).toBe('1')
  await officer.screenshot('rescue-import')
  expect(await seriousFindings(desk)).toEqual([])
  expect(await officer.overflow()).toBe(0)
  await choose(desk, file.name, file.text)
  await expect.poll(() => figure(desk, 'Đã có từ trước')).toBe('1')
  expect(await table.dosesOf(personId)).toHaveLength(1)
  expect(await table.receiptsOf(me)).toEqual([{ kind: 'dose', outcome: 'accepted', seq: 1 }])

  // The phone still has it, and its own sending later changes nothing.
  await page.keyboard.press('Escape')
  await saysUnsent(page, 1)
  await context.setOffline(false)
  await page.getByText(ALL_SENT).waitFor()
  expect(await table.dosesOf(personId)).toHaveLength(1)
  expect([...faults, ...officer.faults]).toEqual([])
})

test('whoever holds the phone can export, with nobody signed in; what an author captured without a right is held', async () => {
  const personId = await table.addCleared('Mạc Thị Rời')
  const { page, context, screenshot } = await table.openTable(me, 'dose')
  await page.getByRole('button', { name: 'M. T. Rời' }).waitFor()
  await context.setOffline(true)
  await page.clock.fastForward('09:00')
  await inject(page, 'M. T. Rời')
  await saysUnsent(page, 1)
  // By the service's clock, nine minutes before the dose; no question from before is still on its way by now.
  await table.leave(me)
  app.setNow(new Date(NOW.getTime() + 9 * 60_000))
  await page.close()
  await context.clearCookies()
  // The pages get through, and nothing that the phone sends.
  await context.route('**/v1/devices/**', (route) => route.abort())
  await context.setOffline(false)
  const other = await openTab(context, '/phone')
  await other.getByText('Chưa xong: còn 1 bản ghi chỉ có trên máy này.').waitFor()
  const shown = await other.getByRole('main').textContent()
  expect(shown).not.toContain('Rời')
  await other.getByText('Đang tải…').waitFor({ state: 'hidden' })
  await screenshot('phone-page').catch(() => undefined)
  expect(await seriousFindings(other)).toEqual([])
  const file = await exportFrom(other)

  const { page: desk } = await app.open('/site/rescue', 'desk', app.world.accounts.cityCentre)
  await choose(desk, file.name, file.text)
  await desk.getByText('Đã nhập xong').waitFor()
  expect(await figure(desk, 'Chờ người phụ trách xem')).toBe('1')
  expect(await table.receiptsOf(me)).toEqual([{ kind: 'dose', outcome: 'quarantined', seq: 1 }])
  expect(await table.dosesOf(personId)).toEqual([])
})

test('an entry that cannot be read is named by its place, and the others of its parcel come in', async () => {
  const { dataEntry, siteLead } = app.world.accounts
  const key = await makeDeviceKey(randomUUID())
  const enrolled = await app.as(dataEntry, 'PUT', `/v1/devices/${key.deviceId}`, {
    publicKey: key.publicKeySpki,
  })
  expect(enrolled.status).toBe(201)
  const store = createMemoryStore(createDisk(key.deviceId), () => Promise.resolve())
  const capturedAt = NOW.toISOString()
  for (const how of ['search', 'telepathy', 'search']) {
    const personId = await app.world.addPerson()
    const fact = {
      id: randomUUID(),
      kind: 'check-in',
      personId,
      sessionId: app.world.sessions.A,
      how,
      capturedAt,
    }
    await store.add([{ id: fact.id, fact: fact as Fact, measure: null }])
  }
  const { body } = await app.as(null, 'GET', '/v1/rescues/key')
  const file = await packRescue([{ key, store }], String(body['publicKey']))

  const { page, screenshot, overflow } = await app.open('/site/rescue', 'phone', siteLead)
  await choose(page, 'cuu.json', JSON.stringify(file))
  await page.getByText('Mọi bản ghi nhận được đã có trên máy chủ: 2 trên 3.').waitFor()
  await page.getByText('1 bản ghi không đọc được và chỉ còn trong tệp này').waitFor()
  await page.getByText('Phần 1, bản ghi thứ 2: sai ở /how').waitFor()
  await screenshot('rescue-unread')
  expect(await overflow()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
})
