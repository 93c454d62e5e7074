import { randomUUID } from 'node:crypto'
import { formatGs1 } from '#domain/identity/gs1.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { look, signedInAgain } from '../support/look.ts'
import { routeUntil } from '../support/route-until.ts'
import { NOW } from '../support/world.ts'

const GTIN = '00359267100023'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
  const rules = { source: 'vietnam' }
  const imported = await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', rules)
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => app.close())

const pathOf = (tab: string) => `/site/sessions/${app.world.sessions.A}?tab=${tab}`

describe('the lot, before the needle', () => {
  test('a scanner gun types it anywhere on the page; an expired or unknown one is refused in words', async () => {
    const { page, screenshot, overflow, faults } = await app.open(
      pathOf('dose'),
      'desk',
      app.world.accounts.vaccinator,
    )
    await page.getByRole('button', { name: 'Quét lô trên lọ' }).waitFor()
    await page.getByText('Comirnaty 30 µg · lô FK0112').waitFor()
    await page.getByRole('heading', { level: 1 }).focus()
    /** A gun is a keyboard that is quicker than any hand: all its keys come within a few milliseconds. */
    const gun = (expiresOn: string, lot: string) =>
      page.evaluate(
        (text) => {
          for (const key of [...text.split(''), 'Enter'])
            document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
        },
        formatGs1({ gtin: GTIN, expiresOn, lot, serial: null }),
      )
    await gun('2021-12-31', 'FK0112')
    await page.getByText('Bàn này dùng lô FK0112').waitFor()
    await gun('2021-10-16', 'FK0112')
    await page.getByText('KHÔNG TIÊM lô FK0112: trên nhãn ghi hạn dùng 16/10/2021').waitFor()
    await screenshot('lot-expired')
    expect(await seriousFindings(page)).toEqual([])
    await gun('2021-12-31', 'LA999')
    await page.getByText('KHOAN TIÊM: lô LA999 không có trong sổ của buổi tiêm này.').waitFor()
    await page.getByText('Chưa kho nào nhập lô này').waitFor()
    await screenshot('lot-unknown')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    // Typed by hand in the dialog, and a hand that types slowly on the page is no gun.
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.type('FK0112', { delay: 120 })
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByText('lô LA999 không có trong sổ').count()).toBe(1)
    await page.getByRole('button', { name: 'Quét lô trên lọ' }).click()
    await page.getByRole('dialog').getByRole('searchbox').fill('fk0112')
    await page.getByRole('dialog').getByRole('searchbox').press('Enter')
    await page.getByText('Bàn này dùng lô FK0112').waitFor()
    expect(faults).toEqual([])
  })
})

describe('the lead of a session', () => {
  test('finishes a vial: sees who may come, with a phone number, and puts them on the session', async () => {
    const { siteLead } = app.world.accounts
    const listed = await app.world.addPerson({
      name: 'Lê Văn Tiêm Nốt',
      bornOn: '1960-05-05',
      session: null,
      phone: '0912000222',
    })
    await look(
      app.database,
      `INSERT INTO registration (id, person_id, campaign_id, ward_id, priority_code, created_at)
       VALUES ($1, $2, $3, $4, 10, $5)`,
      [randomUUID(), listed, app.world.campaignId, app.world.places.wardA, NOW],
    )
    const vial = { id: randomUUID(), sessionId: app.world.sessions.A, lotId: app.world.lotId }
    expect((await app.as(siteLead, 'POST', '/v1/open-vials', vial)).status).toBeLessThan(300)
    for (const screen of ['desk', 'phone'] as const) {
      const account = await signedInAgain(app.database, siteLead)
      const { page, screenshot, overflow, faults } = await app.open(pathOf('lead'), screen, account)
      await page.getByRole('button', { name: 'Tìm người để gọi' }).click()
      await page.getByText('Còn 6 liều trong lọ đang mở').waitFor()
      await page.getByRole('link', { name: '0912000222' }).waitFor()
      if (screen === 'desk') {
        await page.getByRole('button', { name: 'Sẽ đến: Lê Văn Tiêm Nốt' }).click()
        await page.getByText('Đã gọi, chưa đến').waitFor()
      }
      await screenshot('lead')
      expect(await seriousFindings(page)).toEqual([])
      expect(await overflow()).toBe(0)
      expect(faults).toEqual([])
    }
    const rows = await look(app.database, 'SELECT how FROM session_person WHERE person_id = $1', [listed])
    expect(rows).toEqual([{ how: 'called' }])
  })

  test('a vial whose answer was lost is opened once, whatever the lead taps next', async () => {
    const account = await signedInAgain(app.database, app.world.accounts.siteLead)
    const { page } = await app.open(pathOf('lead'), 'phone', account)
    const vials = page.getByRole('region', { name: 'Lọ đang mở' })
    await vials.getByText('FK0112').waitFor()
    // The service has opened it; its answer does not reach the phone.
    const goOn = await routeUntil(page, '**/v1/open-vials', async (route) => {
      goOn()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.getByRole('button', { name: 'Mở một lọ' }).tap()
    await page.getByText('Không kết nối được').first().waitFor()
    await page.getByRole('button', { name: 'Mở một lọ' }).tap()
    await expect.poll(() => vials.getByText('FK0112').count()).toBe(2)
    // The next tap after an answer is the next vial.
    await page.getByRole('button', { name: 'Mở một lọ' }).tap()
    await expect.poll(() => vials.getByText('FK0112').count()).toBe(3)
    const opened = await look(app.database, 'SELECT count(*)::integer AS vials FROM open_vial')
    expect(opened).toEqual([{ vials: 3 }])
    await look(app.database, 'UPDATE open_vial SET discard_by = opened_at')
    await page.reload()
    await vials
      .getByText(/đã quá giờ, bỏ phần còn lại/)
      .first()
      .waitFor()
  })

  test('closes with three counts that agree, the rest of the vials given back and written off', async () => {
    const account = await signedInAgain(app.database, app.world.accounts.siteLead)
    const { page, screenshot } = await app.open(pathOf('lead'), 'phone', account)
    await page.getByRole('button', { name: 'Đóng buổi tiêm' }).tap()
    await page
      .getByLabel(/sổ giấy|phiếu giấy|Trên giấy/i)
      .first()
      .fill('0')
    await page.getByLabel('Số mũi trên điện thoại').fill('0')
    await page.getByLabel(/FK0112/).fill('19')
    await screenshot('lead-close')
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng buổi tiêm' }).tap()
    await expect
      .poll(() => look(app.database, 'SELECT state FROM session WHERE id = $1', [app.world.sessions.A]))
      .toEqual([{ state: 'closed' }])
    const books = await look(
      app.database,
      `SELECT kind, sum(doses)::integer AS doses FROM movement WHERE from_holder_id = $1 GROUP BY kind ORDER BY kind`,
      [app.world.sessionHolders.A],
    )
    // 19 closed vials of 6 go back; the six doses of the opened one are written off.
    expect(books).toEqual([
      { kind: 'return', doses: 114 },
      { kind: 'waste-open', doses: 6 },
    ])
  })
})
