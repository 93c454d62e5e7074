import { sql } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { asSuperuser, giveDoses } from '../features/reports/counters.ts'
import { slowAndFast } from '../features/planner/two-wards.ts'
import { NOW, TODAY } from '../support/world.ts'

const WHY_SHORT = 'Hai người nhập liệu bị ốm'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp([], slowAndFast)
  await asSuperuser(app, async (db) => {
    for (const [ward, column] of [
      ['wardA', 1],
      ['wardB', 2],
    ] as const)
      await db.execute(
        sql`UPDATE place SET tile_column = ${column}, tile_row = 1 WHERE id = ${app.world.places[ward]}`,
      )
    await db.execute(
      sql`UPDATE session SET override_reason = ${WHY_SHORT} WHERE id = ${app.world.sessions.C}`,
    )
  })
})
afterAll(() => app.close())

const figure = (page: Page, label: string) =>
  page.locator('.figure').filter({ has: page.getByText(label, { exact: true }) })
const wardRow = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const tile = (page: Page, name: string) => page.locator('.tile').filter({ hasText: name })

describe('the board', () => {
  test('shows what the counters hold, for the city, on the map and by ward', async () => {
    const { page, faults, screenshot, overflow } = await app.open(
      '/centre',
      'desk',
      app.world.accounts.cityCentre,
    )
    // 24 days of 8 and of 40 doses, against 3 × 3,000 persons.
    await figure(page, 'Đã tiêm').getByText('1.152', { exact: true }).waitFor()
    await expect.poll(() => figure(page, 'Đã tiêm').innerText()).toContain('trên 9.000 người')
    await expect.poll(() => figure(page, 'Đã tiêm').innerText()).toContain('chỉ tiêu giao, 30/09/2021')
    await expect.poll(() => figure(page, 'Đạt').innerText()).toContain('12,8 %')
    await expect.poll(() => tile(page, 'Tây Thử').innerText()).toContain('32 %')
    await expect.poll(() => tile(page, 'Thuận Thử').innerText()).toContain('6,4 %')
    const fast = await wardRow(page, 'Phường Tây Thử').innerText()
    expect(fast).toContain('960 / 3.000')
    expect(fast).toContain('40/ngày')
    expect(fast).toContain('Sắp hết vắc xin')
    const short = wardRow(page, 'Xã Xa Thử')
    await expect.poll(() => short.innerText()).toContain(`Trạm Y tế C: ${WHY_SHORT}`)
    expect(
      await short
        .locator('.bad small')
        .first()
        .evaluate((it) => getComputedStyle(it).color),
    ).toBe('rgb(164, 22, 26)')
    expect(await seriousFindings(page)).toEqual([])
    expect(await overflow()).toBe(0)
    await screenshot('board')
    await page.setViewportSize({ width: 1440, height: 900 })
    await screenshot('board-wide')
    expect(faults).toEqual([])
  })

  test('changes by itself when the counters change', async () => {
    const { page, faults } = await app.open('/centre', 'desk', app.world.accounts.supervisor)
    const done = figure(page, 'Đã tiêm')
    await done.getByText('1.152', { exact: true }).waitFor()
    await giveDoses(
      app,
      Array.from({ length: 7 }, () => ({ at: 'A' as const, lives: 'B' as const, givenOn: TODAY })),
    )
    // As the service that wrote them says it to all replicas.
    const { schema } = app.deps.config.database
    await asSuperuser(app, (db) => db.execute(sql.raw(`NOTIFY "changes ${schema}"`)))
    await done.getByText('1.159', { exact: true }).waitFor()
    await expect.poll(() => done.innerText()).toContain('hôm nay 7')
    // Counted where they live, until the other view is asked for; the address keeps the choice.
    await wardRow(page, 'Phường Tây Thử').getByText('967 / 3.000').waitFor()
    await page.getByRole('button', { name: 'Nơi tiêm' }).click()
    await wardRow(page, 'Phường Thuận Thử').getByText('199 / 3.000').waitFor()
    await page.reload()
    await wardRow(page, 'Phường Thuận Thử').getByText('199 / 3.000').waitFor()
    await page.getByLabel('Mũi', { exact: true }).selectOption('primary-2')
    await done.getByText('0', { exact: true }).waitFor()
    expect(faults).toEqual([])
  })

  test('sorts its wards, and shows other figures on the same places of the map', async () => {
    const { page } = await app.open('/centre', 'desk', app.world.accounts.cityCentre)
    const wards = () => page.getByRole('rowheader').allInnerTexts()
    await page.getByRole('button', { name: 'Phường, xã' }).click()
    expect(await wards()).toEqual(['Phường Tây Thử', 'Phường Thuận Thử', 'Xã Xa Thử'])
    await page.getByRole('button', { name: 'Tiến độ' }).click()
    expect((await wards()).at(-1)).toBe('Phường Tây Thử')
    const before = await tile(page, 'Tây Thử').boundingBox()
    await page.getByRole('button', { name: 'Ngày tồn' }).click()
    await expect.poll(() => tile(page, 'Tây Thử').innerText()).toContain('0,3 ngày')
    expect((await tile(page, 'Tây Thử').boundingBox())?.x).toBe(before?.x)
  })

  test('is for a ward its own, and fits a phone in every language', async () => {
    const { page, faults, overflow, screenshot } = await app.open(
      '/centre',
      'phone',
      app.world.accounts.wardOfficial,
    )
    await wardRow(page, 'Phường Thuận Thử').waitFor()
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(1)
    for (const language of ['EN', 'ລາວ', 'VI']) {
      await page.getByRole('button', { name: language, exact: true }).click()
      expect(await overflow()).toBe(0)
      expect(await seriousFindings(page)).toEqual([])
      await screenshot(`board-${language === 'ລາວ' ? 'LO' : language}`)
    }
    expect(faults).toEqual([])
  })
})

describe('moving doses', () => {
  test('says why a line no longer holds when its ground has gone', async () => {
    const { page, screenshot } = await app.open('/centre/plans', 'desk', app.world.accounts.cityCentre)
    const put = (doses: number) =>
      asSuperuser(app, (db) =>
        db.execute(sql`UPDATE balance SET doses = ${doses} WHERE holder_id = ${app.world.holders.wardA}`),
      )
    await page.getByRole('button', { name: 'Tính đề xuất mới' }).click()
    await page.getByRole('button', { name: 'Duyệt dòng 1', exact: true }).waitFor()
    await put(6)
    try {
      await page.getByRole('button', { name: 'Duyệt dòng 1', exact: true }).click()
      const verdict = page.getByRole('alert')
      await verdict.getByText('Không còn đúng').waitFor()
      await expect.poll(() => verdict.locator('p').nth(1).innerText()).toMatch(/\S/)
      await expect.poll(() => page.getByRole('link', { name: 'Phiếu giao nhận' }).count()).toBe(0)
      await screenshot('plan-ground-gone')
    } finally {
      await put(1080)
    }
  })

  test('is proposed, approved, dispatched and received, by clicking alone', async () => {
    const { accounts } = app.world
    app.setNow(new Date(NOW.getTime() + 5000))
    const centre = await app.open('/centre/plans', 'desk', accounts.cityCentre)
    await centre.page.getByRole('button', { name: 'Tính đề xuất mới' }).click()
    await centre.page.getByRole('heading', { name: /Đề xuất ngày 17\/10\/2021/ }).waitFor()
    const facts = centre.page.getByRole('table', { name: 'Số liệu hai đầu, dòng 1' })
    await expect.poll(() => facts.innerText()).toContain('Phường Thuận Thử (gửi)')
    await centre.page.getByRole('table', { name: 'Phường không có dòng nào, và vì sao' }).waitFor()
    expect(await seriousFindings(centre.page)).toEqual([])
    await centre.screenshot('plan')
    await centre.page.getByRole('button', { name: 'Đổi số lọ dòng 1' }).click()
    const dialog = centre.page.getByRole('dialog', { name: 'Đổi số lọ dòng 1' })
    // The ward was never counted, so no more than fifty doses may leave it.
    await dialog.getByLabel('Số lọ').fill('8')
    await dialog.getByRole('button', { name: 'Duyệt với số lọ này' }).click()
    await dialog.getByRole('link', { name: /Lý do/ }).waitFor()
    await dialog.getByLabel('Lý do').fill('Phường gửi giữ thêm cho buổi lưu động')
    await dialog.getByRole('button', { name: 'Duyệt với số lọ này' }).click()
    await centre.page.getByText('Đã duyệt với 8 lọ').waitFor()
    await centre.screenshot('plan-approved')
    const address = await centre.page.getByRole('link', { name: 'Phiếu giao nhận' }).getAttribute('href')

    const donor = await app.open(address!, 'phone', accounts.wardOfficial)
    await donor.page.getByRole('heading', { name: 'Giao vắc xin' }).waitFor()
    // 1,080 doses by the books: 180 vials.
    await donor.page.getByLabel('Số lọ đếm trên kệ').fill('180')
    await donor.page.getByLabel('Số lô trên lọ').fill('FK0112')
    await donor.page.getByLabel('Nhiệt độ hộp lạnh').fill('-65,5')
    await donor.page.getByLabel('Người giao').fill('Trần Thị Thử')
    await donor.page.getByLabel('Người vận chuyển').fill('Lê Văn Thử')
    expect(await donor.overflow()).toBe(0)
    expect(await seriousFindings(donor.page)).toEqual([])
    await donor.screenshot('dispatch')
    await donor.page.getByRole('button', { name: 'Xác nhận đã giao' }).click()
    await donor.page.getByText('Đang trên đường').waitFor()

    const receiver = await app.open(address!, 'phone', accounts.wardOfficialB)
    await receiver.page.getByLabel('Số lọ đếm được').fill('8')
    await receiver.page.getByLabel('Nhiệt độ hộp lạnh').fill('−62')
    await receiver.page.getByLabel('Người ký nhận').fill('Phạm Thị Thử')
    await receiver.screenshot('reception')
    await receiver.page.getByRole('button', { name: 'Ký nhận' }).click()
    await receiver.page.getByText('Đã nhận đủ').waitFor()
    await expect
      .poll(() => receiver.page.getByRole('definition').allInnerTexts())
      .toContainEqual(expect.stringContaining('Ký nhận Phạm Thị Thử, -62 °C'))
    const { rows } = await asSuperuser(app, (db) =>
      db.execute(sql`SELECT doses FROM balance WHERE holder_id = ${app.world.holders.wardB}`),
    )
    expect(rows).toEqual([{ doses: 12 + 8 * 6 }])
    // The page of the plan knows what became of its line.
    await centre.page.reload()
    await centre.page.getByRole('region', { name: 'Sau đó ra sao' }).getByText('Đã nhận đủ').waitFor()
    expect([...centre.faults, ...donor.faults, ...receiver.faults]).toEqual([])
  })

  test('is not offered to who may only read', async () => {
    const { page } = await app.open('/centre/plans', 'desk', app.world.accounts.supervisor)
    await page.getByRole('table', { name: 'Các đề xuất đã tính' }).getByRole('link').first().click()
    await page.getByText('Đã quyết').waitFor()
    await expect.poll(() => page.getByRole('button', { name: /Duyệt/ }).count()).toBe(0)
  })
})
