import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'

const LONG_MS = 120_000

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

test(
  'people of a group under another ward are previewed, and follow it when the centre confirms',
  { timeout: LONG_MS },
  async () => {
    const { cityCentre, wardOfficialB } = app.world.accounts
    const { groupA, wardB } = app.world.places
    const id = await app.world.addPerson({ name: 'Hồ Thị Theo Tổ', session: null })
    const moved = await app.as(
      cityCentre,
      'POST',
      `/v1/residential-groups/${groupA}/move`,
      { parentId: wardB, on: '2021-10-17', code: '77' },
      { 'if-match': '"1"' },
    )
    expect(moved.status).toBe(201)
    const { page, faults, overflow, screenshot } = await app.open('/setup/places', 'phone', cityCentre)
    page.setDefaultTimeout(30_000)
    await page.getByRole('heading', { name: 'Người dân theo địa bàn' }).waitFor()
    await page.getByRole('row', { name: /Tổ dân phố 1/ }).waitFor()
    await screenshot('place-following')
    expect(await seriousFindings(page)).toEqual([])
    expect(await overflow()).toBe(0)
    await page.getByRole('button', { name: /^Cập nhật nơi ở cho/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Cập nhật nơi ở' })
    await dialog.getByLabel('Lý do').fill('Nghị quyết sắp xếp tổ dân phố')
    await screenshot('place-following-confirm')
    await dialog.getByRole('button', { name: 'Cập nhật', exact: true }).click()
    await page.getByText('Mọi người đang ở đúng địa bàn hiện hành.').waitFor()
    expect((await app.as(wardOfficialB, 'GET', `/v1/people/${id}`)).status).toBe(200)
    expect(faults).toEqual([])
  },
)
