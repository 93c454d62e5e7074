import { readFile } from 'node:fs/promises'
import * as sheetJs from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { giveDose, register } from '../features/registrants/people-ground.ts'
import { addList, look } from '../features/registrants/support.ts'

let app: BrowserApp
let ids: { an: string; me: string }
beforeAll(async () => {
  app = await openBrowserApp()
  const official = app.world.accounts.wardOfficial
  const listId = await addList(app, official, { name: 'Người dân trên 18 tuổi' })
  const an = await register(app, official, listId, {
    fullName: 'Nguyễn Văn An',
    bornOn: '1991-03-05',
    phone: '0912345538',
    address: '12 Lê Lợi',
    numbers: [{ kind: 'cccd', value: '046091000123' }],
  })
  const me = await register(app, official, listId, {
    fullName: 'Trần Thị Mẹ',
    bornOn: '1993-04-05',
    sex: 'female',
  })
  for (const name of ['Lê Văn Bình', 'Hồ Thị Chi', 'Đỗ Văn Dũng', 'Võ Thị Hà'])
    await register(app, official, listId, { fullName: name, bornOn: '1970-01-01' })
  await giveDose(app, an)
  ids = { an, me }
})
afterAll(() => app.close())

describe('the people of a ward', () => {
  test('found by name, marked in bulk, a day taken out in the national form', async () => {
    const official = app.world.accounts.wardOfficial
    const { page, faults, overflow, screenshot } = await app.open('/', 'desk', official)
    await page.getByRole('link', { name: 'Người dân', exact: true }).click()
    await page.getByRole('link', { name: 'Nguyễn Văn An' }).waitFor()
    await page.getByText('Lọc thêm').click()
    await page.getByLabel('Tổ dân phố', { exact: false }).first().waitFor()
    await screenshot('people')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])

    await page.getByLabel('Tên, hoặc các số cuối').fill('nguyeen vawn')
    await page.keyboard.press('Enter')
    await page.getByText('Đang xem 1 dòng').waitFor()
    expect(page.url()).not.toMatch(/nguy/)
    await page.getByLabel('Chọn Nguyễn Văn An').check()
    await page.getByRole('button', { name: 'Đánh dấu đã lên hệ thống' }).click()
    await page.getByText('Đã đổi 1 người; 0 người vốn đã vậy.').waitFor()

    await page.getByRole('tab', { name: 'Xuất mẫu quốc gia' }).click()
    const day = page.locator('section', { hasText: 'Xuất mũi tiêm trong ngày' })
    await day.getByLabel('Ngày tiêm').fill('17/10/2021')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      day.getByRole('button', { name: 'Tải Excel' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('mui-tiem-2021-10-17.xlsx')
    const book = sheetJs.read(await readFile(await file.path()))
    const rows = sheetJs.utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1 })
    expect(rows[8]!.slice(1, 8)).toEqual([
      'Nguyễn Văn An',
      '05/03/1991',
      '0',
      '9',
      undefined,
      '0912345538',
      '046091000123',
    ])
    expect(faults).toEqual([])
  })

  test('people without a residential group get the one that their address names, or the one chosen', async () => {
    const official = app.world.accounts.wardOfficial
    const listId = await addList(app, official, { name: 'Người chưa có tổ' })
    const homes = ['Tổ 01, 12 Chi Lăng', '1 Chi Lăng']
    for (const [at, address] of homes.entries())
      await register(app, official, listId, {
        fullName: `Mạc Thị Tổ ${'AB'[at]}`,
        bornOn: `198${at}-02-03`,
        groupId: null,
        address,
      })
    const { page, faults, overflow, screenshot } = await app.open(`/ward/lists/${listId}`, 'phone', official)
    await page.getByText('2 người trong danh sách này chưa có tổ dân phố').waitFor()
    await page.getByRole('link', { name: 'Xếp tổ dân phố' }).click()
    await page.getByText('Trong danh sách: Người chưa có tổ · Đã có tổ: Không').waitFor()
    await page.getByRole('button', { name: 'Xem trước' }).click()
    await page.getByRole('row', { name: 'Tổ dân phố 1 1' }).waitFor()
    await page.getByText('1 người: địa chỉ không cho biết tổ nào của phường.').waitFor()
    await screenshot('grouping')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Xếp 1 người' }).click()
    await page.getByText('Đã xếp tổ cho 1 người.').waitFor()

    // Whoever is left is ticked, and the group chosen; nothing is stored without a ground.
    await page.getByLabel('Chọn Mạc Thị Tổ B').check()
    await page.getByRole('button', { name: 'Xếp tổ dân phố' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Xếp vào').selectOption({ label: 'Tổ dân phố 1' })
    await dialog.getByRole('button', { name: 'Xem trước' }).click()
    await dialog.getByRole('button', { name: 'Xếp 1 người' }).click()
    await dialog.getByRole('link', { name: /Căn cứ: Hãy điền ô này/ }).waitFor()
    await dialog.getByLabel('Căn cứ').fill('Sổ hộ của tổ trưởng')
    await dialog.getByRole('button', { name: 'Xếp 1 người' }).click()
    await page.getByText('Không có ai như vậy trong phường, xã này.').waitFor()
    expect(faults).toEqual([])
  })

  test('one person is put right, moves, and has a child; the history says who and why', async () => {
    const official = app.world.accounts.wardOfficial
    const { page, faults, overflow, screenshot } = await app.open(`/ward/people/${ids.an}`, 'desk', official)
    await page.getByRole('heading', { level: 1, name: 'Nguyễn Văn An' }).waitFor()
    await page.getByText('Trạm Y tế A').waitFor()
    await screenshot('person')
    expect(await seriousFindings(page)).toEqual([])
    // By the keyboard alone: along the tabs, into the form.
    await page.getByRole('tab', { name: 'Thông tin' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByLabel('Đối chiếu dân cư').selectOption({ label: 'Đã xác minh C06' })
    await page.getByLabel('Số điện thoại mới').fill('12')
    await page.getByRole('button', { name: 'Lưu' }).click()
    await page.getByRole('alert').getByText('Lý do').waitFor()
    await page.getByLabel('Lý do').fill('Công an phường báo')
    await page.getByRole('button', { name: 'Lưu' }).click()
    await page.getByText('Số điện thoại không đúng.').waitFor()
    await screenshot('person-edit')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByLabel('Số điện thoại mới').fill('0987654321')
    await page.getByRole('button', { name: 'Lưu' }).click()
    await page.getByText('Đã xác minh C06').waitFor()
    await page.getByText('*******321').waitFor()

    await page.getByRole('tab', { name: 'Chuyển, mất' }).click()
    await page.getByLabel('Chuyển đi nơi khác').check()
    await page.getByLabel('Ngày xảy ra').fill('01/10/2021')
    await page.getByLabel('Đi đâu').fill('TP Hồ Chí Minh')
    await page.getByLabel('Lý do').fill('Đi làm xa')
    await screenshot('person-event')
    await page.getByRole('button', { name: 'Ghi lại' }).click()
    await page.getByText('Đã chuyển đi').waitFor()
    await page.getByRole('tab', { name: 'Lịch sử' }).click()
    await page.getByText('Đi làm xa').waitFor()
    await page.getByText('Công an phường báo').waitFor()
    await screenshot('person-history')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])

    await page.goto(`/ward/people/${ids.me}`)
    await page.getByRole('tab', { name: 'Sinh con' }).click()
    await page.getByLabel('Họ và tên trẻ').fill('Nguyễn Bé Thử')
    await page.getByLabel('Ngày sinh').fill('12/10/2021')
    await page.getByLabel('Nữ').check()
    await page.getByRole('button', { name: 'Ghi khai sinh vào danh sách' }).click()
    await page.getByRole('heading', { level: 1, name: 'Nguyễn Bé Thử' }).waitFor()
    await page.getByRole('link', { name: 'Trần Thị Mẹ' }).waitFor()
    expect(faults).toEqual([])
  })

  test('on a phone, in Lao and English, nothing runs over the edge', async () => {
    const official = app.world.accounts.wardOfficial
    const { page, faults, overflow, screenshot } = await app.open('/ward/people', 'phone', official)
    await page.getByRole('link', { name: 'Hồ Thị Chi' }).waitFor()
    await screenshot('people')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'ລາວ' }).click()
    await page.getByRole('heading', { level: 1, name: 'ປະຊາຊົນ' }).waitFor()
    await screenshot('people-lo')
    expect(await overflow()).toBe(0)
    await page.getByRole('button', { name: 'EN', exact: true }).click()
    await page.getByRole('link', { name: 'Hồ Thị Chi' }).click()
    await page.getByRole('tab', { name: 'Put right' }).click()
    await page.getByLabel('Reason').waitFor()
    await screenshot('person-edit')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    expect(faults).toEqual([])
  })

  test('help for the ward’s staff is two presses from the first page', async () => {
    const { page } = await app.open('/', 'desk', app.world.accounts.wardOfficial)
    await page.getByRole('link', { name: 'Tài khoản nhân viên' }).click()
    await page.getByRole('link', { name: 'Cán bộ scanner' }).click()
    await page.getByRole('button', { name: 'Mất điện thoại' }).first().waitFor()
  })
})

describe('invitations on paper', () => {
  test('eight to an A4 page, none cut in two, the code large enough', async () => {
    const { campaignId, accounts } = app.world
    const personIds = []
    for (let at = 0; at < 20; at += 1)
      personIds.push(
        await app.world.addPerson({ name: `Phùng Thị Giấy ${'ABCDEGHIKLMNOPQRSTUV'[at]!}`, ward: 'B' }),
      )
    const wardB = accounts.wardOfficialB
    const listed = await addList(app, wardB, { wardId: app.world.places.wardB })
    await app.as(wardB, 'POST', '/v1/invitations', { campaignId, to: { personIds } })
    await registerAll(listed, personIds)
    const { page, faults } = await app.open(
      `/ward/invitations?campaignId=${campaignId}&listId=${listed}`,
      'desk',
      wardB,
    )
    await page.getByRole('img', { name: 'Mã QR của Phùng Thị Giấy V' }).waitFor()
    await page.emulateMedia({ media: 'print' })
    // 1 mm = 96/25.4 px; the quiet zone of four modules on each side is part of the picture.
    const { codeMm, cardMm } = await page.evaluate(() => {
      const size = (selector: string) => document.querySelector(selector)!.getBoundingClientRect()
      const mm = 25.4 / 96
      return { codeMm: size('.invitation img').width * mm, cardMm: size('.invitation').height * mm }
    })
    expect(codeMm * 0.75).toBeGreaterThanOrEqual(25)
    expect(cardMm).toBeLessThanOrEqual(64.5)
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(3)
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/)
    expect(await seriousFindings(page)).toEqual([])
    expect(faults).toEqual([])
  })
})

/** Laid down as rows: how people come onto a list has its own tests. */
async function registerAll(listId: string, personIds: readonly string[]): Promise<void> {
  await look(
    app,
    `INSERT INTO registration (id, person_id, campaign_id, list_id, ward_id, priority_code, created_at)
     SELECT gen_random_uuid(), p.id, $2, $3, p.ward_id, p.priority_code, now() FROM person p WHERE p.id = ANY ($1::uuid[])`,
    [personIds, app.world.campaignId, listId],
  )
}
