import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '#features/accounts/create-account.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { NOW } from '../support/world.ts'

let app: BrowserApp
const SECRET = '582046'

beforeAll(async () => {
  app = await openBrowserApp()
  await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', { source: 'vietnam' })
  await createAccount(app.deps, null, {
    signInName: 'gia-hoi.nhap1',
    fullName: 'Trần Thị Nhập',
    secret: SECRET,
    grants: [{ role: 'data-entry', sessionId: app.world.sessions.A }],
  })
})
afterAll(() => app.close())

test('the evening before: the list of who is called and a form for each are printed, blank ones too', async () => {
  const names = ['Lê Thị Giấy', 'Võ Văn Tối']
  for (const name of names) await app.world.addPerson({ name, bornOn: '1980-05-06' })
  const path = `/site/sessions/${app.world.sessions.A}/papers`
  const { page, faults, screenshot } = await app.open(path, 'desk', app.world.accounts.wardOfficial)
  await page.getByRole('rowheader', { name: names[0]! }).first().waitFor()
  await expect.poll(() => page.locator('.called-list tbody tr').count()).toBe(2)
  await expect.poll(() => page.locator('.papers article').count()).toBe(1 + 2 + 5)
  await page.getByLabel('phiếu trống').fill('1')
  await page.getByLabel('phiếu trống').blur()
  await expect.poll(() => page.locator('.papers article').count()).toBe(1 + 2 + 1)
  expect(await seriousFindings(page)).toEqual([])
  await screenshot('papers')
  // One sheet each, as they come out of the printer.
  const pdf = (await page.pdf({ format: 'A4', margin: { top: '12mm', bottom: '12mm' } })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(4)
  expect(faults).toEqual([])
})

test('a pile of papers is entered one after the other; what they share is typed once', async () => {
  const people = [
    { name: 'Đặng Thị Một', at: '08:30' },
    { name: 'Đặng Thị Hai', at: '08:36' },
  ]
  const ids = await Promise.all(people.map(({ name }) => app.world.addPerson({ name, bornOn: '1975-01-01' })))
  const path = `/sign-in?next=/site/sessions/${app.world.sessions.A}`
  const { page, faults, screenshot, overflow } = await app.open(path, 'desk')
  await page.clock.install({ time: NOW })
  await page.getByLabel('Tên đăng nhập').fill('gia-hoi.nhap1')
  await page.getByLabel('Mật khẩu hoặc mã PIN').fill(SECRET)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.getByRole('tab', { name: 'Tiêm', exact: true }).click()
  await page.getByRole('button', { name: 'Nhập mũi từ sổ giấy' }).click()
  for (const [index, { name, at }] of people.entries()) {
    // The field has the keys already.
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'search')
    await page.keyboard.type(name.toLowerCase())
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name }).waitFor()
    await page.getByLabel('Giờ tiêm').fill(at)
    await expect.poll(() => page.getByLabel('Vì sao nhập muộn').inputValue()).toBe('Nhập theo giấy')
    if (index === 0) await page.getByLabel('Người tiêm').fill('Bác sĩ Giấy')
    await expect.poll(() => page.getByLabel('Người tiêm').inputValue()).toBe('Bác sĩ Giấy')
    if (index === 0) await screenshot('paper-entry')
    await page.getByRole('button', { name: 'Ghi mũi tiêm' }).click()
    await page.getByText(`Đã nhập ${index + 1} mũi.`).waitFor()
  }
  expect(await overflow()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  await page.getByText('Mọi bản ghi đã lên máy chủ').waitFor()
  const doses = await look<{ origin: string; givenAt: string; vaccinator: string }>(
    app.database,
    `SELECT origin, to_char(given_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI') AS "givenAt", vaccinator_name AS vaccinator
     FROM dose WHERE person_id = ANY ($1::uuid[]) ORDER BY given_at`,
    [ids],
  )
  expect(doses).toEqual(people.map(({ at }) => ({ origin: 'paper', givenAt: at, vaccinator: 'Bác sĩ Giấy' })))
  expect(faults).toEqual([])
})
