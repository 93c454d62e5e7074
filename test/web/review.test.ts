import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { abort, routeUntil } from '../support/route-until.ts'
import { NOW, type TestAccount } from '../support/world.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
  const rules = { source: 'vietnam' }
  const imported = await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', rules)
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => app.close())

const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString()

/** A dose as a phone of the site sends it. */
async function give(personId: string, by: TestAccount, changes: object = {}) {
  const id = randomUUID()
  const body = {
    kind: 'dose',
    personId,
    sessionId: app.world.sessions.A,
    productId: app.world.productId,
    lot: { lotId: app.world.lotId },
    givenAt: at(-5),
    capturedAt: at(-5),
    vaccinatorName: 'Điều dưỡng Thử',
    arm: 'left',
    reason: 'Phiếu giấy',
    ...changes,
  }
  const answer = await app.as(by, 'PUT', `/v1/entries/${id}`, body)
  expect(answer.status).toBeLessThan(300)
  return id
}

const open = (path: string, screen: 'desk' | 'phone' = 'desk', account = app.world.accounts.cityCentre) =>
  app.open(path, screen, account)

describe('the review list', () => {
  test('shows both sides of a doubled dose, and one answer with its reason decides which counts', async () => {
    const personId = await app.world.addPerson({ name: 'Nguyễn Thị Hai Máy' })
    const { dataEntry } = app.world.accounts
    await give(personId, dataEntry, { givenAt: at(-40), capturedAt: at(-40) })
    const late = await give(personId, dataEntry)
    const { page, screenshot, overflow, faults } = await open('/review?kind=two-phones')
    await page.getByRole('link', { name: /Điều hành.*đang chờ/ }).waitFor()
    await screenshot('review-list')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('link', { name: /^Xem/ }).first().click()
    await page.getByText('Nguyễn Thị Hai Máy').waitFor()
    await expect.poll(() => page.getByRole('heading', { name: /Bản ghi [12]/ }).count()).toBe(2)
    await screenshot('review-item')
    expect(await seriousFindings(page)).toEqual([])
    expect(await overflow()).toBe(0)
    const ownerGoesOn = await routeUntil(page, '**/v1/reviews/*/owner', abort)
    await page.getByRole('button', { name: 'Nhận xem' }).click()
    await page.getByText('Không kết nối được máy chủ').waitFor()
    ownerGoesOn()
    await page.getByRole('button', { name: 'Nhận xem' }).click()
    await page.getByText('đang xem').waitFor()
    await page.getByRole('button', { name: /Tính mũi này.*Bản ghi 2/ }).click()
    await page.getByLabel('Lý do').fill('Đối chiếu phiếu giấy')
    await page.getByRole('button', { name: 'Quyết định' }).click()
    await page.getByText('Đã ghi quyết định').waitFor()
    const standing = await look(
      app.database,
      'SELECT s.dose_id FROM dose_standing s JOIN dose d ON d.id = s.dose_id WHERE d.person_id = $1 AND s.day_rank = 0',
      [personId],
    )
    expect(standing).toEqual([{ dose_id: late }])
    expect(faults).toEqual([])
  })

  test('says why an entry is held and what to do, and lets it in', async () => {
    const personId = await app.world.addPerson({ name: 'Trần Văn Chờ Quyền' })
    const id = await give(personId, app.world.accounts.scanner)
    const { page, screenshot, overflow } = await open('/review?kind=quarantine', 'phone')
    await page.getByText('Người ghi không có quyền ở buổi tiêm này').waitFor()
    await screenshot('review-list')
    expect(await seriousFindings(page)).toEqual([])
    expect(await overflow()).toBe(0)
    await page.getByRole('link', { name: /^Xem/ }).first().click()
    await page.getByText('Trần Văn Chờ Quyền').waitFor()
    await page.getByText('FK0112').waitFor()
    await screenshot('review-held')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Cho vào sổ' }).click()
    await page.getByLabel('Lý do').fill('Có phân công, quên thêm vào kíp')
    await page.getByRole('button', { name: 'Quyết định' }).click()
    await page.getByText('Đã ghi quyết định').waitFor()
    expect(await look(app.database, 'SELECT 1 AS one FROM dose WHERE id = $1', [id])).toHaveLength(1)
  })

  test('a phone that was told lost is named as the reason, in words', async () => {
    const { body } = await app.as(app.world.accounts.cityCentre, 'GET', '/v1/reviews/counts')
    expect(body['open']).toBeGreaterThanOrEqual(0)
    const itemId = randomUUID()
    await look(
      app.database,
      `INSERT INTO review_item (id, kind, subject_key, session_id, facts, opened_at)
       VALUES ($1::uuid, 'quarantine', $1::text, $2, '{"doseIds":[],"seen":["device-ended"]}', $3)`,
      [itemId, app.world.sessions.A, NOW],
    )
    const { page } = await open('/review?kind=quarantine')
    await page.getByText('Máy gửi bản ghi này đã bị báo mất').waitFor()
    await look(app.database, 'DELETE FROM review_item WHERE id = $1', [itemId])
  })

  test('many of one harmless kind are kept at once with one reason', async () => {
    const { dataEntry } = app.world.accounts
    for (const code of ['LẠ-001', 'LẠ-002', 'LẠ-003'])
      await give(await app.world.addPerson(), dataEntry, { lot: { code, expiresOn: '2021-12-31' } })
    const { page, screenshot } = await open('/review?kind=unknown-lot')
    await page.getByRole('button', { name: 'Chọn cả trang' }).click()
    await screenshot('review-bulk')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByLabel('Lý do').fill('Đã gọi kho, lô nhập chiều nay')
    const goOn = await routeUntil(page, '**/v1/reviews/*/decisions', abort)
    await page.getByRole('button', { name: 'Giữ nguyên: 3 câu' }).click()
    // What could not be answered is still chosen, and its reason written.
    await page.getByText('Không kết nối được máy chủ').waitFor()
    goOn()
    await expect.poll(() => page.getByLabel('Lý do').inputValue()).toBe('Đã gọi kho, lô nhập chiều nay')
    await page.getByRole('button', { name: 'Giữ nguyên: 3 câu' }).click()
    await page.getByText('Đã trả lời 3 câu').waitFor()
    await page.getByText('Không còn gì chờ xem xét').waitFor()
    const decisions = await look<{ reason: string }>(
      app.database,
      `SELECT reason FROM review_decision WHERE decision = 'kept' ORDER BY id`,
    )
    expect(decisions.map(({ reason }) => reason)).toEqual(Array(3).fill('Đã gọi kho, lô nhập chiều nay'))
  })

  test('the lead of a session sees its questions and no button to answer them', async () => {
    const personId = await app.world.addPerson({ name: 'Lê Thị Trưởng Xem' })
    await give(personId, app.world.accounts.dataEntry, { givenAt: at(-30), capturedAt: at(-30) })
    await give(personId, app.world.accounts.dataEntry)
    const { page, overflow } = await open('/review?kind=two-phones', 'phone', app.world.accounts.siteLead)
    await page.getByRole('link', { name: /^Xem/ }).first().click()
    await page.getByText('Trung tâm Y tế quyết định').waitFor()
    await expect.poll(() => page.getByRole('button', { name: /Tính mũi này/ }).count()).toBe(0)
    expect(await overflow()).toBe(0)
  })

  test('silent phones stand with what they said they hold, the longest silent first', async () => {
    const { dataEntry } = app.world.accounts
    const phone = randomUUID()
    await look(
      app.database,
      `INSERT INTO device (id, account_id, site_id, public_key, first_seen_at, last_heartbeat_at, queue_length)
       VALUES ($1, $2, $3, '\\x00', $4, $4, 20)`,
      [phone, dataEntry.accountId, app.world.sites.A, at(-90)],
    )
    for (const screen of ['desk', 'phone'] as const) {
      const { page, screenshot, overflow } = await open('/review/phones', screen)
      const row = page.getByRole('row', { name: /Trạm Y tế A/ }).first()
      await row.getByText('20', { exact: true }).waitFor()
      await row.getByText('17/10/2021 06:30').waitFor()
      await screenshot('silent-phones')
      expect(await seriousFindings(page)).toEqual([])
      expect(await overflow()).toBe(0)
    }
  })
})
