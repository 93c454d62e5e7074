import { readFile } from 'node:fs/promises'
import * as sheetJs from '@e965/xlsx'
import type { Download, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeList, packList } from '../../scripts/make-list.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { look } from '../support/look.ts'

/** Every file is read in a process of its own: on a busy machine that takes its time. */
const LONG_MS = 180_000
const READ_MS = 60_000
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const HEADING_ROWS = 8
/** As `makeList` spoils a birth. */
const NO_DAY = '31/02/1980'
const [NAME, BORN, SEX, GROUP, PHONE, ID, WARD] = [1, 2, 3, 4, 6, 7, 14] as const

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

const official = () => app.world.accounts.wardOfficial

async function addList(name: string): Promise<string> {
  const made = await app.as(official(), 'POST', '/v1/lists', {
    campaignId: app.world.campaignId,
    kind: 'ward',
    wardId: app.world.places.wardA,
    name,
    dueAt: '2021-10-17T09:00:00.000Z',
  })
  expect(made.status).toBe(201)
  return String(made.body['id'])
}

async function registeredOn(listId: string): Promise<unknown> {
  return (await app.as(official(), 'GET', `/v1/lists/${listId}`)).body['registered']
}

/**
 * An invented list as wards send them: a heading that nobody knows, phones without their zero, years in two digits, rows
 * with errors, a row twice, and one person who lives in the ward already.
 */
async function makeDirtyFile(seed: number, heading: string) {
  const recipe = { wardCode: '19753', wardName: 'Phường Thuận Thử', on: '2021-10-17' }
  const list = makeList({ ...recipe, rows: 40, seed, dirty: 0.15, repeated: 0.08 })
  const rows = list.rows.map((row) => [...row])
  rows[HEADING_ROWS - 2]![PHONE] = heading
  const people = rows.slice(HEADING_ROWS)
  const sound = people.filter(
    (row) =>
      row[NAME] !== '' &&
      /^\d\d\/\d\d\/19\d\d$/.test(row[BORN]!) &&
      row[BORN] !== NO_DAY &&
      /^[01]$/.test(row[SEX]!) &&
      row[GROUP] !== '99' &&
      row[WARD] === recipe.wardCode &&
      people.filter((other) => other[NAME] === row[NAME] && other[BORN] === row[BORN]).length === 1,
  )
  for (const row of sound.slice(0, 5)) row[PHONE] = row[PHONE]!.slice(1)
  for (const row of sound.slice(5, 8)) row[BORN] = row[BORN]!.replace(/19(\d\d)$/, '$1')
  const known = sound.slice(8).find((row) => row[SEX] === '0')!
  const [day, month, year] = known[BORN]!.split('/')
  await app.world.addPerson({ name: known[NAME]!, bornOn: `${year}-${month}-${day}`, session: null })
  const file = { name: 'danh-sach.xlsx', mimeType: xlsx, buffer: packList(rows, 'xlsx') }
  return { counts: list.counts, known: known[NAME]!, file }
}

/** Every cell that was spoiled is put right, as an official does it in Excel. */
async function mend(download: Download, seed: number) {
  const workbook = sheetJs.read(await readFile(await download.path()))
  const sheet = workbook.Sheets[workbook.SheetNames[0]!]!
  const rows = sheetJs.utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '' })
  const bad = rows.slice(2)
  bad.forEach((row, at) => {
    if (row[NAME] === '') row[NAME] = `Trần Thị Sửa ${'ABCDEFGHIJ'[at]!.repeat(2)}`
    if (!/^(\d\d\/\d\d\/)?\d{4}$/.test(row[BORN]!) || row[BORN] === NO_DAY) row[BORN] = `1${at}/0${seed}/1980`
    if (!/^[01]$/.test(row[SEX]!)) row[SEX] = '1'
    if (row[GROUP] === '99') row[GROUP] = '10'
    row[WARD] = '19753'
    // A card that says another birth or sex is only a warning, and not the subject here.
    row[ID] = ''
  })
  const mended = sheetJs.utils.book_new()
  sheetJs.utils.book_append_sheet(mended, sheetJs.utils.aoa_to_sheet(rows), 'Dong chua nhan')
  const buffer = sheetJs.write(mended, { type: 'buffer', bookType: 'xlsx' }) as Buffer
  return { bad, file: { name: 'dong-da-sua.xlsx', mimeType: xlsx, buffer } }
}

async function send(page: Page, file: { name: string; mimeType: string; buffer: Buffer }) {
  await page.getByLabel('Tệp danh sách').setInputFiles(file)
  await page.getByRole('button', { name: 'Đọc và xem trước' }).click()
}

/** By the keyboard, as whoever has no mouse: once the button can be pressed. */
async function pressEnter(button: Locator): Promise<void> {
  await button.click({ trial: true })
  await button.press('Enter')
}

/** What had the focus was drawn anew: its part has it, or the title of the page. */
const untilFocusIsKept = (page: Page) => page.locator('section:focus, h1:focus').waitFor()

const untilRead = (page: Page, rows: number) =>
  page.getByRole('heading', { name: `Đọc được ${rows} dòng` }).waitFor({ timeout: READ_MS })

/** The numbers of the receipt: each outcome, and the sum that is printed under them. */
async function receiptOf(page: Page) {
  const sums = page.getByRole('table', { name: 'Kết quả từng dòng' })
  await sums.waitFor()
  const numbers = async (rows: string) =>
    (await sums.locator(`${rows} td`).allTextContents()).map((text) => Number(text.replace(/\D/g, '')))
  const [outcomes, [sum, taken]] = [await numbers('tbody'), await numbers('tfoot')]
  const [added, changed, same, duplicate, suspected, rejected] = outcomes
  return { outcomes, sum, taken, added, changed, same, duplicate, suspected, rejected }
}

const download = async (page: Page, name: RegExp) => {
  const [kept] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).first().click(),
  ])
  return kept
}

/** A class of repairs is refused, and taken again. */
async function refuseAndTakeYears(page: Page, dirty: number): Promise<void> {
  const years = page.getByLabel(/^Sửa: Năm ghi hai chữ số/)
  await years.press('Space')
  await pressEnter(page.getByRole('button', { name: 'Đọc lại theo lựa chọn này' }))
  await page.getByText('Sửa: Năm ghi hai chữ số · không sửa').waitFor({ timeout: READ_MS })
  await untilFocusIsKept(page)
  await page.getByRole('tab', { name: `Không nhận (${dirty + 3})` }).click()
  await page.getByText('Không đọc được ngày sinh.').first().waitFor()
  await years.check()
  await page.getByRole('button', { name: 'Đọc lại theo lựa chọn này' }).click()
  await page.getByText('Sửa: Năm ghi hai chữ số · 3 ô').waitFor({ timeout: READ_MS })
}

describe('a dirty file is mended to a clean receipt', () => {
  test.each([
    { screen: 'desk', seed: 5, heading: 'Liên lạc khi cần' },
    { screen: 'phone', seed: 6, heading: 'Gọi số nào' },
  ] as const)('at the size of a $screen', { timeout: LONG_MS }, async ({ screen, seed, heading }) => {
    const { counts, known, file } = await makeDirtyFile(seed, heading)
    const listId = await addList(`Danh sách ${screen}`)
    const opened = await app.open(`/ward/lists/${listId}`, screen, official())
    const { page, faults, overflow, screenshot } = opened
    page.setDefaultTimeout(20_000)
    const fits = async (name: string) => {
      await screenshot(`upload-${name}`)
      expect(await overflow()).toBe(0)
      expect(await seriousFindings(page)).toEqual([])
    }
    await page.getByRole('link', { name: 'Tải tệp mẫu' }).waitFor()
    await send(page, file)
    await untilRead(page, 40)
    await fits('preview')

    // A heading that nobody knows is said once.
    await page.getByLabel(`Cột G: “${heading}”`).selectOption({ label: 'Số điện thoại' })
    await pressEnter(page.getByRole('button', { name: 'Lưu và đọc lại tệp' }))
    await page.getByText('Mọi cột đều đã rõ.').waitFor({ timeout: READ_MS })
    await untilFocusIsKept(page)
    await page.getByText('Sửa: Điện thoại mất số 0 đầu · 5 ô').waitFor()
    expect(
      await page.locator('.repairs li', { hasText: 'Điện thoại mất số 0 đầu' }).locator('ins').count(),
    ).toBe(3)

    // Each choice is another reading of the file: what comes of them does not hang on the screen.
    if (screen === 'desk') await refuseAndTakeYears(page, counts.dirty)

    // What is wrong, where, and how to mend it.
    await page.getByRole('tab', { name: `Không nhận (${counts.dirty})` }).click()
    await page.getByText('Thiếu họ và tên. Hãy nhập họ tên đầy đủ.').first().waitFor()
    await page.getByText('Cột B:').first().waitFor()
    await expect.poll(() => page.getByRole('tabpanel').locator('tbody tr').count()).toBe(counts.dirty)
    await fits('rejected')

    // Both sides of a doubtful pair, decided, put off again, and decided with all that is open.
    await page.getByRole('tab', { name: 'Nghi trùng (1)' }).click()
    const pair = page.getByRole('listitem').filter({ hasText: known })
    await pair.getByRole('table', { name: 'Hai bên' }).getByText('Đã có trong phường').waitFor()
    await pressEnter(pair.getByRole('button', { name: 'Để sau' }))
    await pair.locator('[aria-pressed=true]:focus', { hasText: 'Để sau' }).waitFor()
    await page.getByText('Với 1 dòng chưa quyết định:').waitFor()
    await fits('suspected')
    await pressEnter(page.getByRole('button', { name: 'Cùng một người (1)' }))
    await pressEnter(page.getByRole('dialog').getByRole('button', { name: 'Cùng một người' }))
    await pair.locator('[aria-pressed=true]', { hasText: 'Cùng một người' }).waitFor()
    // Nothing is left to be decided at once: the buttons are gone, their place is not.
    await page.locator('.decide-many:focus').waitFor()

    const kept = await download(page, /^Tải các dòng chưa nhận/)
    expect(kept.suggestedFilename()).toBe('dong-chua-nhan-2021-10-17.xlsx')
    const { bad, file: mended } = await mend(kept, seed)
    expect(bad).toHaveLength(counts.dirty)
    expect(bad.every((row) => String(row.at(-1)).length > 10)).toBe(true)

    expect(await registeredOn(listId)).toBe(0)
    await pressEnter(page.getByRole('button', { name: 'Xác nhận' }))
    await page.getByRole('heading', { name: 'Biên nhận', exact: true }).waitFor({ timeout: READ_MS })
    await page.locator('h1:focus').waitFor()
    await page.getByText(/trước hạn 8 giờ 0 phút/).waitFor()
    await page.getByText('1 cùng người, 0 người khác, 0 chưa quyết định').waitFor()
    const first = await receiptOf(page)
    expect(first).toMatchObject({ sum: 40, rejected: counts.dirty, duplicate: counts.repeated, suspected: 1 })
    expect(first.outcomes.reduce((sum, count) => sum + count, 0)).toBe(40)
    expect(await registeredOn(listId)).toBe(first.added! + 1)
    await fits('receipt')
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => page.getByRole('button', { name: 'In biên nhận' }).isVisible()).toBe(false)
    await page.getByText('(ký, ghi rõ họ tên)').first().waitFor()
    await screenshot('upload-receipt-print')
    await page.emulateMedia({ media: 'screen' })

    // The mended rows go to the same list; the heading is remembered.
    await page.getByRole('link', { name: 'Gửi tệp đã sửa' }).click()
    await send(page, mended)
    await untilRead(page, counts.dirty)
    await page.getByText('Mọi cột đều đã rõ.').waitFor()
    await page.getByRole('tab', { name: 'Không nhận (0)' }).waitFor()
    await page.getByRole('button', { name: 'Xác nhận' }).click()
    await page.getByRole('heading', { name: 'Biên nhận', exact: true }).waitFor({ timeout: READ_MS })
    expect(await receiptOf(page)).toMatchObject({
      sum: counts.dirty,
      added: counts.dirty,
      taken: counts.dirty,
      rejected: 0,
    })
    expect(await registeredOn(listId)).toBe(first.added! + 1 + counts.dirty)

    // Taken back, with a reason that the history keeps.
    await page.getByRole('button', { name: 'Rút lại cả tệp' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Rút lại cả tệp' }).click()
    await dialog.getByText('Hãy điền ô này').first().waitFor()
    await dialog.getByLabel('Lý do').fill('Nhầm danh sách của phường khác')
    await fits('undo')
    await pressEnter(dialog.getByRole('button', { name: 'Rút lại cả tệp' }))
    await page.getByText('Tệp này đã được rút lại').waitFor()
    await page.locator('h1:focus').waitFor()
    await page.getByText('Nhầm danh sách của phường khác').waitFor()
    expect(await registeredOn(listId)).toBe(first.added! + 1)
    await fits('undone')
    await page.getByRole('link', { name: 'Về danh sách' }).click()
    await page
      .getByRole('row', { name: /dong-da-sua\.xlsx.*Nhầm danh sách của phường khác.*Đã rút lại/ })
      .waitFor()
    await page.getByRole('row', { name: /danh-sach\.xlsx.*40 dòng.*Đã xác nhận/ }).waitFor()
    await page.getByRole('tab', { name: 'Mọi danh sách của Phường Thuận Thử' }).click()
    await page
      .getByRole('row', { name: /dong-da-sua\.xlsx/ })
      .first()
      .waitFor()
    await fits('history')
    expect(faults).toEqual([])
  })
})

describe('a file on its way', () => {
  test(
    'the steps are shown while it is read, and dropping it then leaves nothing',
    { timeout: LONG_MS },
    async () => {
      const { rows } = makeList({
        rows: 6000,
        seed: 7,
        wardCode: '19753',
        wardName: 'Phường Thuận Thử',
        dirty: 0,
        repeated: 0,
        on: '2021-10-17',
      })
      const listId = await addList('Danh sách dài')
      const { page, faults, overflow, screenshot } = await app.open(
        `/ward/lists/${listId}`,
        'phone',
        official(),
      )
      page.setDefaultTimeout(20_000)
      await send(page, { name: 'dai.xlsx', mimeType: xlsx, buffer: packList(rows, 'xlsx') })
      await page.getByRole('heading', { name: 'Đang đọc tệp' }).waitFor()
      await screenshot('upload-reading')
      expect(await overflow()).toBe(0)
      await page.getByRole('button', { name: 'Bỏ tệp này' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Bỏ tệp này' }).click()
      await page.getByText('(tệp đã xóa)').waitFor()
      const left = await look(
        app.database,
        `SELECT 1 FROM upload u LEFT JOIN upload_row r ON r.upload_id = u.id LEFT JOIN upload_file f ON f.upload_id = u.id
       WHERE u.list_id = $1 AND (r.upload_id IS NOT NULL OR f.upload_id IS NOT NULL OR u.state <> 'cancelled')`,
        [listId],
      )
      expect(left).toEqual([])
      expect(faults).toEqual([])
    },
  )

  test('where no events come through, the page asks by itself', { timeout: LONG_MS }, async () => {
    const { rows } = makeList({
      rows: 30,
      seed: 8,
      wardCode: '19753',
      wardName: 'Phường Thuận Thử',
      dirty: 0,
      repeated: 0,
      on: '2021-10-17',
    })
    const { page } = await app.open(`/ward/lists/${await addList('Danh sách hỏi lại')}`, 'desk', official())
    await page.route('**/v1/uploads/*/events', (route) => route.abort())
    await send(page, { name: 'hoi-lai.csv', mimeType: 'text/csv', buffer: packList(rows, 'csv') })
    await untilRead(page, 30)
  })

  test('a file that is no list says why, and how to mend it', { timeout: LONG_MS }, async () => {
    const { page, overflow, screenshot } = await app.open(
      `/ward/lists/${await addList('Danh sách sai tệp')}`,
      'phone',
      official(),
    )
    const buffer = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2000)])
    await send(page, { name: 'danh-sach.xlsx', mimeType: xlsx, buffer })
    await page.getByText('Không nhận tệp này').waitFor({ timeout: READ_MS })
    await page.getByText(/Tệp này là chương trình, không phải danh sách/).waitFor()
    await screenshot('upload-refused')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('link', { name: 'Gửi tệp khác' }).click()
    await page
      .getByRole('row', { name: /danh-sach\.xlsx.*Tệp này là chương trình.*Không nhận tệp/ })
      .waitFor()
  })
})
