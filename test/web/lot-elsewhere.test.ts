import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserApp, type BrowserApp } from '../support/browser.ts'
import { look, signedInAgain } from '../support/look.ts'
import { NOW } from '../support/world.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
  const rules = { source: 'vietnam' }
  const imported = await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', rules)
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => app.close())

const pathOf = (tab: string) => `/site/sessions/${app.world.sessions.A}?tab=${tab}`

test('a lot that the city knows and that was not issued here is said to be so; what is in the arm is written down all the same', async () => {
  const { world, database } = app
  const personId = await world.addPerson({ name: 'Trịnh Văn Lô', bornOn: '1970-04-04' })
  await look(
    database,
    `INSERT INTO lot (id, product_id, code, code_folded, source, created_at) VALUES ($1, $2, 'KHO77', 'kho77', 'received', $3)`,
    [randomUUID(), world.productId, NOW],
  )
  const account = await signedInAgain(database, world.accounts.vaccinator)
  const { page, faults, screenshot, overflow } = await app.open(pathOf('dose'), 'phone', account)
  await page.getByRole('button', { name: 'Quét lô trên lọ' }).tap()
  await page.getByRole('dialog').getByRole('searchbox').fill('KHO77')
  await page.getByRole('dialog').getByRole('searchbox').press('Enter')
  await page.getByText('Kho thành phố có lô này nhưng chưa cấp cho buổi tiêm').waitFor()
  await screenshot('lot-elsewhere')
  await page.setViewportSize({ width: 320, height: 568 })
  await page.getByRole('button', { name: 'ລາວ' }).click()
  expect(await overflow()).toBe(0)
  await page.getByRole('button', { name: 'VI', exact: true }).click()
  await page.getByRole('button', { name: 'Đã tiêm lô này rồi' }).tap()
  await page.getByRole('searchbox').fill('trinh van lo')
  await page.getByRole('searchbox').press('Enter')
  await page.getByRole('heading', { name: 'Trịnh Văn Lô' }).waitFor()
  await expect.poll(() => page.getByLabel('Số lô in trên lọ').inputValue()).toBe('KHO77')
  await page.getByLabel('Giờ tiêm').fill('07:55')
  await screenshot('lot-late')
  await page.getByRole('button', { name: 'Ghi mũi tiêm' }).tap()
  await page.getByText('Đã nhập 1 mũi.').waitFor()
  await expect
    .poll(() =>
      look(database, 'SELECT l.code FROM dose d JOIN lot l ON l.id = d.lot_id WHERE d.person_id = $1', [
        personId,
      ]),
    )
    .toEqual([{ code: 'KHO77' }])
  expect(faults).toEqual([])
})
