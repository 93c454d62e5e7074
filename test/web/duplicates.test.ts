import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import type { TestAccount } from '../support/world.ts'
import { createDoseGround, type DoseGround } from '../features/doses/ground.ts'
import { register } from '../features/registrants/people-ground.ts'
import { addList } from '../features/registrants/support.ts'

let app: BrowserApp
let ground: DoseGround
let official: TestAccount
let listId: string
beforeAll(async () => {
  app = await openBrowserApp([], async () => (ground = await createDoseGround()))
  official = app.world.accounts.wardOfficial
  listId = await addList(app, official, { name: 'Người dân trên 18 tuổi' })
})
afterAll(() => app.close())

const address = '/ward/duplicates'
const pairOf = (page: Page, name: string) => page.getByRole('article').filter({ hasText: name })
const countOf = (page: Page, name: string) => pairOf(page, name).count()

/** A listed person, and the same one as a site made them: neither knows of the other, both say that the dose was given. */
async function walkedIn(
  fullName: string,
  bornOn: string,
  number: string,
): Promise<{ listed: string; walkIn: string }> {
  const listed = await register(app, official, listId, {
    fullName,
    bornOn,
    sex: 'female',
    phone: '0912345538',
    numbers: [{ kind: 'cccd', value: number }],
  })
  const walkIn = randomUUID()
  const { sessions, places } = app.world
  const made = await ground.put({
    ...ground.envelope(),
    kind: 'walk-in',
    personId: walkIn,
    sessionId: sessions.A,
    fullName,
    bornOn,
    sex: 'female',
    wardId: places.wardA,
  })
  expect(made.body).toMatchObject({ outcome: 'accepted' })
  return { listed, walkIn }
}

/** As the card of the person says it: how many of the doses count. */
async function countedDoses(personId: string): Promise<number> {
  const { body } = await app.as(official, 'GET', `/v1/people/${personId}`)
  return (body['doses'] as unknown[]).length
}

describe('a walk-in who is on the list already', () => {
  test('is shown, merged with a reason, counted once, and back again when undone', async () => {
    const { listed, walkIn } = await walkedIn('Nguyễn Thị Trùng Lặp', '1971-02-03', '046171000777')
    for (const personId of [listed, walkIn])
      expect((await ground.put(ground.doseBody(personId))).body).toMatchObject({ outcome: 'accepted' })
    expect([await countedDoses(listed), await countedDoses(walkIn)]).toEqual([1, 1])

    const { page, faults, overflow, screenshot } = await app.open('/ward/people', 'desk', official)
    await page.getByRole('main').getByRole('link', { name: 'Hồ sơ nghi trùng' }).click()
    const pair = pairOf(page, 'Nguyễn Thị Trùng Lặp')
    await pair.getByText('Cùng họ tên và cùng ngày sinh.').waitFor()
    await pair.getByText('Một bên thiếu').first().waitFor()
    await pair.getByText('Nên giữ').waitFor()
    await pair.getByRole('button', { name: 'Xem từng mũi' }).click()
    await pair.getByText('17/10/2021').nth(1).waitFor()
    await screenshot('duplicates')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])

    // The listed one is proposed; the other may be kept as well, and this one is in the end.
    const [proposed, other] = [pair.getByRole('radio').nth(0), pair.getByRole('radio').nth(1)]
    await ((await proposed.isChecked()) ? other : proposed).check()
    await pair.getByRole('button', { name: 'Cùng một người' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Gộp hai hồ sơ' }).click()
    await dialog.getByRole('alert').getByText('Vì sao bạn biết?').waitFor()
    await dialog.getByRole('button', { name: 'Đã xem giấy tờ' }).click()
    await screenshot('duplicates-merge')
    expect(await seriousFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Gộp hai hồ sơ' }).click()
    await page.getByText('Đã gộp hai hồ sơ').waitFor()
    expect(await countOf(page, 'Nguyễn Thị Trùng Lặp')).toBe(0)
    // Either id is the one person now.
    expect([await countedDoses(listed), await countedDoses(walkIn)]).toEqual([1, 1])
    const card = await app.as(official, 'GET', `/v1/people/${listed}`)
    expect(card.body['id']).toBe(walkIn)

    await page.getByRole('button', { name: 'Hoàn tác' }).click()
    await pair.waitFor()
    expect([await countedDoses(listed), await countedDoses(walkIn)]).toEqual([1, 1])
    expect((await app.as(official, 'GET', `/v1/people/${listed}`)).body['id']).toBe(listed)
    expect(faults).toEqual([])
  })

  test('by the keyboard alone; taken back in the history of the person it is two people', async () => {
    const { listed, walkIn } = await walkedIn('Lê Thị Bàn Phím', '1972-03-04', '046172000778')
    await ground.put(ground.doseBody(walkIn))
    const { page, faults, overflow, screenshot } = await app.open(address, 'desk', official)
    const pair = pairOf(page, 'Lê Thị Bàn Phím')
    await pair.focus()
    await page.keyboard.press('1')
    await page.getByLabel('Vì sao bạn biết?').fill('Đã gọi hỏi gia đình')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Gộp hai hồ sơ' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Đã gộp hai hồ sơ').waitFor()
    const standing = await ground.standings(walkIn)
    expect(standing).toMatchObject([{ step: 'primary-1' }])

    await page.goto(`/ward/people/${walkIn}`)
    await page.getByRole('tab', { name: 'Lịch sử' }).click()
    await page.getByText('Đã gọi hỏi gia đình').waitFor()
    await page.getByText('Gộp “Lê Thị Bàn Phím, 04/03/1972” vào “Lê Thị Bàn Phím, 04/03/1972”').waitFor()
    await screenshot('duplicates-history')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Tách lại hai hồ sơ' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Vì sao bạn biết?').fill('Hai chị em trùng tên')
    await dialog.getByRole('button', { name: 'Tách lại hai hồ sơ' }).click()
    await page.getByText('Đã tách lại: Hai chị em trùng tên', { exact: false }).waitFor()
    expect([await countedDoses(listed), await countedDoses(walkIn)]).toEqual([0, 1])
    await page.goto(`${address}?state=different`)
    await pair.waitFor()
    expect(await overflow()).toBe(0)
    expect(faults).toEqual([])
  })
})

describe('what is not merged', () => {
  test('one by one and in bulk: two people, and later; each answer is found again and can be taken back', async () => {
    const { addPerson } = app.world
    for (const name of ['Trần Văn Một', 'Trần Văn Hai', 'Trần Văn Ba'])
      for (let twin = 0; twin < 2; twin++) await addPerson({ name, bornOn: '1980-05-05', ward: 'B' })
    const wardB = app.world.accounts.wardOfficialB
    const { page, faults } = await app.open(address, 'desk', wardB)
    await pairOf(page, 'Trần Văn Một').getByRole('button', { name: 'Để sau' }).click()
    await page.getByText('Để sau: 1 cặp.').waitFor()
    expect(await countOf(page, 'Trần Văn Một')).toBe(0)
    // Whoever goes on by the keyboard stands on the next pair.
    await page.locator('[data-pair]:focus', { hasText: 'Trần Văn Hai' }).waitFor()
    await page.keyboard.press('0')
    await page.locator('[data-pair]:focus', { hasText: 'Trần Văn Một' }).waitFor()
    await page.keyboard.press('3')
    await page.getByText('Đang xem 2 cặp').waitFor()

    await page.getByLabel('Chọn cả 2 cặp đang xem').check()
    await expect.poll(() => page.getByRole('button', { name: 'Cùng một người: 2' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Hai người khác nhau: 2 cặp' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Hai người khác nhau' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('Vì sao bạn biết?').fill('Tổ trưởng biết từng nhà')
    await dialog.getByRole('button', { name: 'Hai người khác nhau' }).click()
    await page.getByText('Không có hồ sơ nghi trùng nào cần xem.', { exact: false }).waitFor()

    await page.getByRole('tab', { name: 'Để sau' }).click()
    await pairOf(page, 'Trần Văn Một').waitFor()
    await page.getByRole('tab', { name: 'Hai người khác nhau' }).click()
    await pairOf(page, 'Trần Văn Hai').getByRole('button', { name: 'Hỏi lại' }).click()
    await page.getByText('Sẽ hỏi lại: 1 cặp.').waitFor()
    await page.getByRole('tab', { name: 'Cần xem' }).click()
    await pairOf(page, 'Trần Văn Hai').waitFor()
    const said = await ground.rows<{ reason: string }>(
      `SELECT DISTINCT reason FROM pair_decision WHERE verdict = 'different'`,
    )
    expect(said).toEqual([{ reason: 'Tổ trưởng biết từng nhà' }])
    expect(faults).toEqual([])
  })

  test('more than a page: what is answered makes room, and none is passed over', async () => {
    const { addPerson, accounts, places } = app.world
    for (let at = 0; at < 21; at++)
      for (let twin = 0; twin < 2; twin++)
        await addPerson({
          name: 'Ngô Văn Nhiều',
          bornOn: `1940-01-${String(at + 1).padStart(2, '0')}`,
          ward: 'C',
        })
    const { page, faults } = await app.open(`${address}?wardId=${places.wardC}`, 'desk', accounts.cityCentre)
    await page.getByLabel('Chọn cả 20 cặp đang xem').check()
    await page.getByRole('button', { name: 'Để sau: 20 cặp' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Đã gọi điện hỏi' }).click()
    await dialog.getByRole('button', { name: 'Để sau', exact: true }).click()
    await page.getByText('Đang xem 1 cặp').waitFor()
    await page.getByRole('tab', { name: 'Để sau' }).click()
    await page.getByText('Đang xem 20 cặp').waitFor()
    expect(faults).toEqual([])
  })

  test('of somebody in another ward only that there is one, and where; the centre compares both', async () => {
    const { addPerson, accounts, places } = app.world
    const here = await addPerson({ name: 'Hồ Thị Hai Nơi', bornOn: '1966-06-06' })
    const there = await addPerson({ name: 'Hồ Thị Ở Xa', bornOn: '1966-06-06', ward: 'C' })
    for (const personId of [here, there]) await addNumber(personId, '046166000111')
    const ward = await app.open(address, 'desk', official)
    const seen = pairOf(ward.page, 'Hồ Thị Hai Nơi')
    await seen.getByText('Một người ở Xã Xa Thử', { exact: true }).waitFor()
    await expect.poll(() => seen.getByRole('button').count()).toBe(0)
    await expect.poll(() => ward.page.getByText('Hồ Thị Ở Xa').count()).toBe(0)

    const centre = await app.open('/', 'desk', accounts.cityCentre)
    await centre.page.getByRole('link', { name: 'Hồ sơ nghi trùng' }).click()
    await centre.page.getByRole('combobox', { name: 'Phường, xã' }).selectOption(places.wardA)
    const pair = pairOf(centre.page, 'Hồ Thị Ở Xa')
    await pair.getByText('Cùng một số giấy tờ nhưng chi tiết khác nhau', { exact: false }).waitFor()
    await pair.getByText('Khác', { exact: true }).first().waitFor()
    expect(new URL(centre.page.url()).searchParams.get('wardId')).toBe(places.wardA)
    await centre.screenshot('duplicates-centre')
    expect(await centre.overflow()).toBe(0)
    expect(await seriousFindings(centre.page)).toEqual([])
    await pair.getByRole('button', { name: 'Hai người khác nhau' }).click()
    await centre.page.getByText('Hai người khác nhau: 1 cặp', { exact: false }).waitFor()
    await ward.page.reload()
    await ward.page.getByText('Đang xem').waitFor()
    expect(await countOf(ward.page, 'Hồ Thị Hai Nơi')).toBe(0)
    expect([...ward.faults, ...centre.faults]).toEqual([])
  })
})

test('on a phone too the two stand line beside line; in Lao and English nothing runs over the edge', async () => {
  const { addPerson } = app.world
  const here = await addPerson({ name: 'Phạm Thị Điện Thoại', bornOn: '1955-01-09' })
  await addNumber(here, '046155000222')
  await addNumber(await addPerson({ name: 'Phạm Thị Điện Thoai', bornOn: '1955-09-01' }), '046155000222')
  const { page, faults, overflow, screenshot } = await app.open(address, 'phone', official)
  const pair = pairOf(page, 'Phạm Thị Điện Thoại')
  await pair.getByText('Gần giống').first().waitFor()
  const born = pair.locator('.twin-line', { hasText: 'Ngày sinh' })
  const [first, second] = [await born.nth(0).boundingBox(), await born.nth(1).boundingBox()]
  expect([second!.y, second!.height]).toEqual([first!.y, first!.height])
  expect(second!.x).toBeGreaterThanOrEqual(first!.x + first!.width)
  /** Each record hides what runs over its own edge. */
  const cut = () =>
    pair.locator('.twin').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length)
  await screenshot('duplicates')
  expect([await overflow(), await cut()]).toEqual([0, 0])
  expect(await seriousFindings(page)).toEqual([])
  for (const language of ['ລາວ', 'EN']) {
    await page.getByRole('button', { name: language, exact: true }).click()
    await screenshot(`duplicates-${language}`)
    expect([await overflow(), await cut()]).toEqual([0, 0])
  }
  await pair.getByRole('button', { name: 'One person' }).click()
  await page.getByLabel('How do you know?').waitFor()
  await screenshot('duplicates-merge')
  expect(await overflow()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  expect(faults).toEqual([])
})

async function addNumber(personId: string, value: string): Promise<void> {
  const { sealer } = app.deps
  await ground.rows(
    `INSERT INTO person_identifier (person_id, kind, value, lookup, last4, source, seen_on)
     VALUES ($1, 'cccd', $2, $3, $4, 'test', '2021-10-01')`,
    [personId, sealer.seal(value), sealer.lookup('cccd', value), value.slice(-4)],
  )
}
