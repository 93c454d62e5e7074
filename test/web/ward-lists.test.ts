import { readFile } from 'node:fs/promises'
import * as sheetJs from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instantAt, parseTime } from '#src/web/shared/local-time.ts'
import { makeList, packList } from '../../scripts/make-list.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
  await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', { source: 'vietnam' })
})
afterAll(() => app.close())

const recipe = {
  wardCode: '19753',
  wardName: 'Phường Thuận Thử',
  dirty: 0.1,
  repeated: 0.05,
  on: '2021-10-17',
}
const HEADING_ROWS = 8
/** The file is read in a process of its own: on a busy machine that takes its time. */
const READ_MS = 60_000
/** Longer than one reading: a whole list, sent and confirmed. */
const LONG_MS = 120_000

/**
 * An invented list in which one person is, by name and birth, one who lives in the ward already, and another has had a
 * dose before.
 */
async function makeFile(seed: number) {
  const list = makeList({ ...recipe, rows: 60, seed })
  const vaccinated = list.rows
    .slice(HEADING_ROWS)
    .find(([, name, , sex]) => name !== '' && sex === '1')! as string[]
  vaccinated.splice(16, 4, 'Comirnaty 30 µg', '20/09/2021', 'FK0112', '46012')
  const like = list.rows
    .slice(HEADING_ROWS)
    .find(([, name, born, sex]) => name !== '' && sex === '0' && /^\d\d\/\d\d\/\d{4}$/.test(born ?? ''))!
  const [day, month, year] = like[2]!.split('/')
  await app.world.addPerson({ name: like[1]!, bornOn: `${year}-${month}-${day}`, session: null })
  const buffer = packList(list.rows, 'xlsx')
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return { list, file: { name: 'danh-sach.xlsx', mimeType, buffer } }
}

describe('a ward sends its list by clicking alone', () => {
  test('list, file, preview, decision, receipt, workbook', { timeout: LONG_MS }, async () => {
    const { list, file } = await makeFile(3)
    const official = app.world.accounts.wardOfficial
    const { page, faults, overflow, screenshot } = await app.open('/', 'desk', official)
    await page.getByRole('link', { name: 'Danh sách', exact: true }).click()
    await page.getByLabel('Tên danh sách').fill('Người dân trên 18 tuổi')
    await page.getByLabel('Hạn gửi, ngày').fill('18/10/2021')
    await page.getByLabel('Tổng số người đã báo').fill('60')
    await screenshot('lists')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Lập danh sách' }).click()

    await page.getByRole('heading', { level: 1, name: 'Người dân trên 18 tuổi' }).waitFor()
    await page.getByText('18/10/2021 16:00').waitFor()
    await page.getByRole('button', { name: 'Đọc và xem trước' }).click()
    await page.getByText('Hãy chọn tệp trước.').waitFor()
    await page.getByLabel('Tệp danh sách').setInputFiles(file)
    await screenshot('list')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Đọc và xem trước' }).click()

    await page.getByRole('heading', { name: 'Đọc được 60 dòng' }).waitFor({ timeout: READ_MS })
    await page.getByRole('heading', { name: 'Chưa có gì được lưu' }).waitFor()
    await page.getByRole('tab', { name: `Không nhận (${list.counts.dirty})` }).click()
    await page.getByText('Cột B:').first().waitFor()
    await screenshot('upload-rejected')
    await page.getByRole('tab', { name: 'Nghi trùng (1)' }).click()
    await page.getByText('Đã có trong phường').waitFor()
    await page.getByRole('button', { name: 'Người khác', exact: true }).click()
    await page.locator('[aria-pressed=true]', { hasText: 'Người khác' }).waitFor()
    await screenshot('upload-preview')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])

    await page.getByRole('button', { name: 'Xác nhận' }).click()
    await page.getByRole('heading', { name: 'Biên nhận' }).waitFor()
    await page.getByText('Đúng hạn').waitFor()
    await page.getByText('0 cùng người, 1 người khác, 0 chưa quyết định').waitFor()
    await screenshot('upload-receipt')
    expect(await seriousFindings(page)).toEqual([])

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Tải tệp có kết quả' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('ket-qua-import-2021-10-17.xlsx')
    const workbook = sheetJs.read(await readFile(await download.path()))
    const sheet = workbook.Sheets[workbook.SheetNames[0]!]!
    const results = sheetJs.utils.sheet_to_json<string[]>(sheet, { header: 1 }).slice(HEADING_ROWS)
    expect(results).toHaveLength(60)
    expect(results.filter((row) => /Đã nhận/.test(row[25] ?? ''))).toHaveLength(list.counts.sound)

    await page.getByText('Tệp ghi 1 mũi đã tiêm trước đây').waitFor()
    await page.getByRole('button', { name: 'Gửi các mũi đã tiêm' }).click()
    await page.getByText('Đã ghi nhận 1 mũi; 0 mũi chờ xem xét; 0 mũi bị giữ lại.').waitFor()
    await page.getByText('Không còn mũi nào trong tệp chưa được ghi nhận.').waitFor()

    await page.getByRole('link', { name: 'Về danh sách' }).click()
    await page.getByRole('row', { name: /danh-sach\.xlsx.*60.*Đã xác nhận/ }).waitFor()
    expect(faults).toEqual([])
  })

  test('a dropped preview leaves nothing, also on a phone in English', { timeout: LONG_MS }, async () => {
    const { file } = await makeFile(4)
    const official = app.world.accounts.wardOfficial
    const made = await app.as(official, 'POST', '/v1/lists', {
      campaignId: app.world.campaignId,
      kind: 'ward',
      wardId: app.world.places.wardA,
      name: 'Danh sách bỏ',
    })
    const address = `/ward/lists/${String(made.body['id'])}`
    const { page, faults, overflow, screenshot } = await app.open(address, 'phone', official)
    await page.getByLabel('Tệp danh sách').setInputFiles(file)
    await page.getByRole('button', { name: 'Đọc và xem trước' }).click()
    await page.getByRole('heading', { name: 'Đọc được 60 dòng' }).waitFor({ timeout: READ_MS })
    await page.getByRole('tab', { name: /Không nhận/ }).click()
    await page.getByText('Cột B:').first().waitFor()
    await screenshot('upload-preview')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'ລາວ' }).click()
    await page.getByText('ຖັນ B:').first().waitFor()
    await screenshot('upload-preview-lo')
    expect(await overflow()).toBe(0)
    await page.getByRole('button', { name: 'EN', exact: true }).click()
    await page.getByText('Column B:').first().waitFor()
    await page.getByRole('button', { name: 'Drop this file' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Drop this file' }).click()
    await page.getByText('(file erased)').waitFor()
    await screenshot('list')
    expect(await overflow()).toBe(0)
    expect(faults).toEqual([])
  })

  test('invitations are made and laid out for printing', async () => {
    await app.world.addPerson({ name: 'Lê Thị Mời' })
    const official = app.world.accounts.wardOfficial
    const { page, faults, overflow, screenshot } = await app.open('/ward/invitations', 'desk', official)
    await page.getByLabel('Mời ai').selectOption({ label: 'Tổ: Tổ dân phố 1' })
    await page.getByRole('button', { name: 'Lập giấy mời' }).click()
    await page.getByRole('img', { name: 'Mã QR của Lê Thị Mời' }).waitFor()
    await page.getByText('Trạm Y tế A').first().waitFor()
    await screenshot('invitations')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => page.getByRole('button', { name: 'In', exact: true }).isVisible()).toBe(false)
    await screenshot('invitations-print')
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 360, height: 640 })
    expect(await overflow()).toBe(0)
    expect(faults).toEqual([])
  })
})

describe('a deadline as people write it', () => {
  test('a time of day is read in the ways it is written', () => {
    expect(['16:00', '7.30', '16h', '8', '8:5', '0830', '8H30'].map(parseTime)).toEqual([
      '16:00',
      '07:30',
      '16:00',
      '08:00',
      '08:05',
      '08:30',
      '08:30',
    ])
    expect(['25:00', '7:61', '24:00', 'trưa'].map(parseTime)).toEqual([null, null, null, null])
  })

  test('it is the instant on the clocks of the authority, also across a change of the clocks', () => {
    expect(instantAt('2021-10-18', '16:00', 'Asia/Ho_Chi_Minh')).toBe('2021-10-18T09:00:00.000Z')
    expect(instantAt('2021-03-28', '03:30', 'Europe/Berlin')).toBe('2021-03-28T01:30:00.000Z')
    expect(instantAt('2021-10-31', '00:30', 'Europe/Berlin')).toBe('2021-10-30T22:30:00.000Z')
  })
})
