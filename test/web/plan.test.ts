import { afterAll, beforeAll, expect, test } from 'vitest'
import { slowAndFast } from '../features/planner/two-wards.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp([], slowAndFast)
})
afterAll(() => app.close())

test('what would be is shown beside what is, kept by nobody, and its settings carried into a plan to approve', async () => {
  const { page, faults, screenshot } = await app.open('/centre/plans', 'desk', app.world.accounts.cityCentre)
  await page.getByRole('link', { name: 'Thử trước' }).click()
  await page.getByRole('heading', { name: 'Thử trước khi quyết' }).waitFor()
  await page.getByRole('button', { name: 'Xem kết quả' }).click()
  await page.getByText('Hãy đổi ít nhất một điều.').first().waitFor()

  await page.getByLabel('Số ngày tồn đưa đến phường (D)').fill('12')
  await page.getByLabel('Đội tiêm thêm (liều/ngày)').fill('30')
  await page.getByRole('button', { name: 'Xem kết quả' }).click()
  await page.getByText('Cần điền đủ các ô của mục này.').first().waitFor()
  await page.getByLabel('Đội đến phường, xã').selectOption({ label: 'Phường Tây Thử' })
  await page.getByRole('button', { name: 'Xem kết quả' }).click()

  const effect = page.getByRole('table', { name: 'Hai phương án cạnh nhau' })
  const given = await effect.getByRole('row').filter({ hasText: 'Liều tiêm được' }).innerText()
  expect(given).toMatch(/\d/)
  await effect.getByRole('row').filter({ hasText: 'Tiêm xong 95 %' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await screenshot('plan-try')
  await page.getByRole('link', { name: 'Tất cả đề xuất' }).click()
  await page.getByText('Chưa có đề xuất nào.').waitFor()

  await page.goBack()
  await page.getByLabel('Số ngày tồn đưa đến phường (D)').fill('12')
  await page.getByRole('button', { name: 'Xem kết quả' }).click()
  await page.getByRole('button', { name: 'Tính đề xuất với cách chia này' }).click()
  await page.getByRole('button', { name: 'Duyệt dòng 1', exact: true }).click()
  await page.getByText('Đã duyệt').first().waitFor()
  const outcome = page.getByRole('table', { name: 'Sau đó ra sao' })
  await expect.poll(() => outcome.innerText()).toContain('Chưa nhận')
  expect(await seriousFindings(page)).toEqual([])
  await screenshot('plan-outcome')
  expect(faults).toEqual([])
})

test('what if fits a phone', async () => {
  const { page, overflow, screenshot } = await app.open(
    '/centre/plans/try',
    'phone',
    app.world.accounts.cityCentre,
  )
  await page.getByLabel('Phần tối thiểu mỗi phường được nhận (%)').fill('90')
  await page.getByRole('button', { name: 'Xem kết quả' }).click()
  await page.getByRole('table', { name: 'Hai phương án cạnh nhau' }).waitFor()
  expect(await overflow()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  await screenshot('plan-try-phone')
})

test('stores, roads and announced vaccine are told by the centre, one ward at a time', async () => {
  const { page, faults, screenshot } = await app.open('/centre/plans', 'desk', app.world.accounts.cityCentre)
  await page.getByRole('link', { name: 'Điều kiện nhận' }).click()
  await page.getByRole('button', { name: 'Sửa điều kiện của Phường Tây Thử' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sửa điều kiện của Phường Tây Thử' })
  await dialog.getByLabel('Tồn tối thiểu (ngày)').fill('2')
  await dialog.getByLabel('Từ trung tâm (phút)').fill('25')
  await dialog.getByLabel('Lý do').fill('Khảo sát đầu đợt')
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  const row = page.getByRole('row').filter({ hasText: 'Phường Tây Thử' })
  await row.getByText('Khảo sát đầu đợt').waitFor()
  await expect.poll(() => row.innerText()).toContain('25')

  await page.getByLabel('Vắc xin', { exact: false }).first().selectOption({ index: 1 })
  await page.getByLabel('Ngày về').fill('20/10/2021')
  await page.getByLabel('Số liều').fill('1200')
  await page.getByRole('button', { name: 'Thêm thông báo' }).click()
  const withdraw = page.getByRole('button', { name: /^Rút thông báo .* về ngày 20\/10\/2021$/ })
  await withdraw.waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await screenshot('plan-supply')
  await withdraw.click()
  await page.getByText('Chưa có thông báo nào.').waitFor()
  expect(faults).toEqual([])
})
