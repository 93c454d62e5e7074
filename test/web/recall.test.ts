import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { slowAndFast } from '../features/planner/two-wards.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { NOW, type TestAccount } from '../support/world.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp([], slowAndFast)
})
afterAll(() => app.close())

async function put(by: TestAccount, fact: object) {
  const answer = await app.as(by, 'PUT', `/v1/entries/${randomUUID()}`, {
    sessionId: app.world.sessions.A,
    capturedAt: NOW.toISOString(),
    ...fact,
  })
  expect(answer.status).toBeLessThan(300)
}

/** Checked in, agreed, examined: stands before the needle. */
async function bringToTable(name: string) {
  const { accounts } = app.world
  const personId = await app.world.addPerson({ name })
  await put(accounts.scanner, { kind: 'check-in', personId, how: 'search', reason: '' })
  await put(accounts.screening, { kind: 'consent', personId, agreed: 'agreed' })
  await put(accounts.screening, { kind: 'screening', personId, outcome: 'eligible', findings: [] })
  return personId
}

test('a lot is held at the centre: no needle, no move; recalled: everyone who received it, on one screen and in a file', async () => {
  const { accounts, sessions, lotId, productId } = app.world
  const given = await bringToTable('Nguyễn Thị Đã Tiêm')
  await put(accounts.dataEntry, {
    kind: 'dose',
    personId: given,
    productId,
    lot: { lotId },
    givenAt: NOW.toISOString(),
  })
  await bringToTable('Trần Văn Sắp Tiêm')

  // The vaccinator’s page is open since the morning, the arm is chosen.
  const desk = await app.open(`/site/sessions/${sessions.A}?tab=dose`, 'phone', accounts.vaccinator)
  await desk.page.clock.install({ time: NOW })
  await desk.page.reload()
  await desk.page.getByRole('button', { name: 'T. V. S. Tiêm' }).click()
  await desk.page.getByRole('button', { name: 'Tay trái' }).click()
  const give = desk.page.getByRole('button', { name: 'Đã tiêm', exact: true })
  await give.waitFor()

  const centre = await app.open('/centre/plans', 'desk', accounts.cityCentre)
  const propose = async () => {
    await centre.page.goto('/centre/plans')
    await centre.page.getByRole('button', { name: 'Tính đề xuất mới' }).click()
    await centre.page.waitForURL(/\/centre\/plans\/[0-9a-f-]{36}$/)
  }
  await propose()
  await centre.page.getByText('lô FK0112').first().waitFor()

  const decide = async (kind: string, document: string) => {
    await centre.page.goto('/stock/lots')
    await centre.page.getByRole('link', { name: 'FK0112' }).click()
    await centre.page.getByLabel('Quyết định', { exact: true }).selectOption({ label: kind })
    await centre.page.getByLabel('Số văn bản').fill(document)
  }
  await decide('Biệt trữ', 'CV 76/QLD')
  await centre.page.getByRole('button', { name: 'Ghi quyết định' }).click()
  await centre.page.getByRole('row').filter({ hasText: 'CV 76/QLD' }).waitFor()

  // Nobody touched the phone: within half a minute it says so, and the needle waits.
  await desk.page.clock.fastForward(31_000)
  await desk.page.getByText('Lô này đang bị tạm giữ: không được tiêm.').first().waitFor()
  await expect.poll(() => give.isEnabled()).toBe(false)
  expect(await seriousFindings(desk.page)).toEqual([])
  await desk.screenshot('recall-desk')

  await propose()
  await centre.page.getByText('Không có chuyến nào đáng đi lúc này').waitFor()
  await expect.poll(() => centre.page.getByText('lô FK0112').count()).toBe(0)

  await decide('Thu hồi (không thể bỏ)', 'CV 77/QLD')
  await centre.page.getByLabel(/^Tôi hiểu/).check()
  await centre.page.getByRole('button', { name: 'Thu hồi', exact: true }).click()
  await centre.page.getByText('Lô đã bị thu hồi').waitFor()
  await desk.page.clock.fastForward(31_000)
  await desk.page.getByText('Lô này đã bị thu hồi: không được tiêm.').first().waitFor()

  await centre.page.getByRole('link', { name: 'Ai đã tiêm lô này' }).click()
  await centre.page.getByRole('button', { name: 'Mở danh sách có tên' }).click()
  const names = centre.page.getByRole('region', { name: 'Danh sách người' })
  await names.getByText('Nguyễn Thị Đã Tiêm').waitFor()
  await expect.poll(() => names.getByText('Trần Văn Sắp Tiêm').count()).toBe(0)
  expect(await seriousFindings(centre.page)).toEqual([])
  await centre.screenshot('recall-people')
  const download = centre.page.waitForEvent('download')
  await centre.page.getByRole('button', { name: 'Tải danh sách việc (Excel)' }).click()
  const file = await readFile(await (await download).path())
  // A workbook is a zip.
  expect(file.subarray(0, 2).toString()).toBe('PK')
  expect([...desk.faults, ...centre.faults]).toEqual([])
}, 120_000)
