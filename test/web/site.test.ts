import { randomUUID } from 'node:crypto'
import { assert, constantFrom, date, property } from 'fast-check'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatGs1 } from '#domain/identity/gs1.ts'
import { createAccount } from '#features/accounts/create-account.ts'
import { invitationTokenId, signInvitation, tokenHashOf } from '#features/registrants/invitation-token.ts'
import { formatInstant, parseDay } from '#src/web/shared/days.ts'
import { blockOf, currentLot } from '#src/web/site/table-choice.ts'
import { instantAt } from '#src/web/shared/local-time.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { createFakeCamera } from '../support/fake-camera.ts'
import { look } from '../support/look.ts'
import { NOW, type TestAccount } from '../support/world.ts'

let app: BrowserApp
let camera: Awaited<ReturnType<typeof createFakeCamera>>
const SECRET = '582046'
/** Of the vaccine of session A. */
const GTIN = '00359267100023'

beforeAll(async () => {
  camera = await createFakeCamera()
  app = await openBrowserApp(camera.flags)
  const centre = app.world.accounts.cityCentre
  const imported = await app.as(centre, 'POST', '/v1/rules/import', { source: 'vietnam' })
  expect(imported.status).toBeLessThan(300)
  await createAccount(app.deps, null, {
    signInName: 'gia-hoi.nhap1',
    fullName: 'Trần Thị Nhập',
    secret: SECRET,
    grants: [{ role: 'data-entry', sessionId: app.world.sessions.A }],
  })
})
afterAll(async () => {
  await app.close()
  await camera.close()
})

/** The paper of a person, as the ward prints it. */
async function inviteByPaper(personId: string): Promise<string> {
  const { wardOfficial } = app.world.accounts
  const { campaignId } = app.world
  const issued = await app.as(wardOfficial, 'POST', '/v1/invitations', {
    campaignId,
    to: { personIds: [personId] },
  })
  expect(issued.status).toBeLessThan(300)
  const [row] = await look<{
    issueNumber: number
    wardId: string
    validFrom: string
    validTo: string
    hash: string
  }>(
    app.database,
    `SELECT issue_number AS "issueNumber", ward_id AS "wardId", valid_from::text AS "validFrom",
       valid_to::text AS "validTo", encode(token_hash, 'hex') AS hash
     FROM invitation WHERE person_id = $1`,
    [personId],
  )
  const { hash, ...paper } = row!
  const invitation = { personId, campaignId, ...paper }
  expect(tokenHashOf(invitationTokenId(app.deps, invitation)).toString('hex')).toBe(hash)
  return signInvitation(app.deps, invitation)
}

/** Signed in at the session, on a phone whose clock is right. */
async function openSession(screen: 'phone' | 'desk', tab = '') {
  const opened = await app.open(`/sign-in?next=/site/sessions/${app.world.sessions.A}${tab}`, screen)
  const { page } = opened
  await page.clock.install({ time: NOW })
  await page.getByLabel('Tên đăng nhập').fill('gia-hoi.nhap1')
  await page.getByLabel('Mật khẩu hoặc mã PIN').fill(SECRET)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  return opened
}

/** A fact that another phone has sent. */
async function record(personId: string, by: TestAccount, fact: Record<string, unknown>): Promise<void> {
  const body = { personId, capturedAt: NOW.toISOString(), ...fact }
  const { status } = await app.as(by, 'PUT', `/v1/entries/${randomUUID()}`, body)
  expect(status).toBe(201)
}

const dosesOf = (personId: string) =>
  look<{ id: string; arm: string; step: string | null; voids: number }>(
    app.database,
    `SELECT d.id, d.arm, s.step, (SELECT count(*)::integer FROM dose_change c WHERE c.dose_id = d.id AND c.kind = 'void') AS voids
     FROM dose d LEFT JOIN dose_standing s ON s.dose_id = d.id WHERE d.person_id = $1`,
    [personId],
  )

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()

describe('a person at the site', () => {
  test('is injected at a desk with a scanner gun and the keys alone; no key of the gun presses a button', async () => {
    const personId = await app.world.addPerson({ name: 'Lý Thị Phím', bornOn: '1984-02-03' })
    const by = app.world.accounts.dataEntry
    const at = { sessionId: app.world.sessions.A }
    await record(personId, by, { ...at, kind: 'check-in', how: 'search' })
    await record(personId, by, { ...at, kind: 'consent', agreed: 'agreed' })
    await record(personId, by, { ...at, kind: 'screening', outcome: 'eligible' })
    // Not by the account of the other tests: it has only so many phones.
    const path = `/site/sessions/${app.world.sessions.A}?tab=dose`
    const { page, context, faults } = await app.open(path, 'desk', by)
    await page.clock.install({ time: NOW })
    await page.getByRole('button', { name: 'L. T. Phím' }).waitFor()
    const session = await context.newCDPSession(page)
    // All keys at once: none waits for what the one before has done, however slow the machine is.
    const gun = (text: string) =>
      Promise.all(
        [...text.split(''), 'Enter'].flatMap((key) => {
          const typed = key === 'Enter' ? '\r' : key
          const down = { type: 'keyDown' as const, key, text: typed, unmodifiedText: typed }
          const up = { type: 'keyUp' as const, key }
          return [session.send('Input.dispatchKeyEvent', down), session.send('Input.dispatchKeyEvent', up)]
        }),
      )
    // As a card says it: a name with spaces in it, and the keys are on a button.
    await page.getByRole('button', { name: 'Nhập mũi từ sổ giấy' }).focus()
    await gun('046084999999||Nguyen Van La|03021984|Nam|Hue|01012021')
    await page.getByRole('alert').or(page.locator('.find .notice')).first().waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Nhập mũi từ sổ giấy' }).count()).toBe(1)
    await page.getByRole('button', { name: 'Nhập mũi từ sổ giấy' }).focus()
    await gun(await inviteByPaper(personId))
    await page.getByRole('heading', { name: 'Lý Thị Phím' }).waitFor()
    const press = async (name: string) => {
      for (let tabs = 0; tabs < 4; tabs += 1) {
        await page.keyboard.press('Tab')
        if (await page.evaluate((name) => document.activeElement?.textContent === name, name)) break
      }
      await page.keyboard.press('Enter')
    }
    await press('Tay trái')
    // The vial in the hand, while the card is open.
    await gun(formatGs1({ gtin: GTIN, expiresOn: '2021-12-31', lot: 'FK0112', serial: null }))
    await page.getByText('Bàn này dùng lô FK0112').waitFor()
    expect(await dosesOf(personId)).toEqual([])
    await page.getByRole('button', { name: 'Tay trái' }).focus()
    await press('Đã tiêm')
    await page.getByText('Đã ghi: L. T. Phím').waitFor()
    await expect.poll(() => dosesOf(personId)).toHaveLength(1)
    expect(faults).toEqual([])
  })

  test('signs in, scans the paper, consents, is screened and injected; the dose is on the server, and undone', async () => {
    const personId = await app.world.addPerson({ name: 'Hoàng Thị Thử', bornOn: '1984-02-03', session: null })
    await camera.show(await inviteByPaper(personId))
    const { page, faults, screenshot, overflow } = await openSession('phone')

    // The camera reads by itself; nobody presses anything.
    await page.getByRole('heading', { name: 'Hoàng Thị Thử' }).waitFor({ timeout: 20_000 })
    await page.getByText('Tiêm được: Mũi 1').waitFor()
    // Whom to ask for their name stands below the lines that stay, not under them.
    const nameTop = (await page.getByRole('heading', { name: 'Hoàng Thị Thử' }).boundingBox())!.y
    const lines = (await page.locator('.site-top').boundingBox())!
    expect(nameTop).toBeGreaterThanOrEqual(lines.y + lines.height)
    await screenshot('site-check-in')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).click()
    await page.getByText('Đã tiếp đón').waitFor()
    await screenshot('site-checked-in')

    await tab(page, 'Sàng lọc')
    await page.getByRole('button', { name: 'H. T. Thử' }).click()
    await expect
      .poll(() => page.getByRole('button', { name: 'Đủ điều kiện tiêm chủng ngay' }).isDisabled())
      .toBe(true)
    await page.getByRole('button', { name: 'Tự đồng ý' }).click()
    await screenshot('site-screening')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Đủ điều kiện tiêm chủng ngay' }).click()
    await page.getByRole('heading', { name: 'Đã khám' }).waitFor()

    await tab(page, 'Tiêm')
    await page.getByRole('button', { name: 'H. T. Thử' }).click()
    await page.getByRole('button', { name: 'Tay trái' }).click()
    await screenshot('site-dose')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    // Two taps, and the first answer is lost on its way: still one dose.
    let lost = 0
    await page.route('**/v1/devices/*/sync', async (route) => {
      lost += 1
      if (lost > 1) return route.continue()
      await route.fetch()
      return route.abort()
    })
    await page.getByRole('button', { name: 'Đã tiêm', exact: true }).dblclick()
    await page.getByText('Đã ghi: H. T. Thử').waitFor()
    await page.getByText('Mọi bản ghi đã lên máy chủ').waitFor()
    expect(lost).toBe(2)
    expect(await dosesOf(personId)).toMatchObject([{ arm: 'left', step: 'primary-1', voids: 0 }])
    await screenshot('site-given')

    await page.getByRole('button', { name: 'Hoàn tác' }).click()
    await page.getByText('Đã rút lại mũi vừa ghi.').waitFor()
    expect(await dosesOf(personId)).toMatchObject([{ step: null, voids: 1 }])
    expect(faults).toEqual([])
  })

  test('is found by name without diacritics; too early is refused with the first day, a reason lets in', async () => {
    const personId = await app.world.addPerson({ name: 'Đặng Ngọc Ánh', bornOn: '1990-05-06' })
    const { wardOfficial } = app.world.accounts
    await record(personId, wardOfficial, {
      kind: 'dose',
      sessionId: null,
      productId: app.world.productId,
      givenAt: '2021-10-10T03:00:00.000Z',
      givenOn: '2021-10-10',
      origin: 'history',
      source: 'reported',
      place: 'Nơi khác',
      reason: 'Giấy xác nhận',
    })
    await camera.show(null)
    const { page, faults, screenshot, overflow } = await openSession('phone')
    await page.getByLabel('Tên, 4 số cuối, hoặc dán mã').fill('dang ngoc anh')
    await page.getByRole('button', { name: 'Tìm' }).click()
    await page.getByRole('button', { name: 'Đặng Ngọc Ánh' }).click()
    await page.getByText('Chưa tiêm được hôm nay').waitFor()
    await page.getByText('Tiêm được từ ngày 31/10/2021').waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Đúng người, tiếp đón' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Vẫn tiếp đón…' }).click()
    await page.getByLabel('Lý do vẫn tiếp đón').fill('Có giấy mời của bệnh viện')
    await screenshot('site-refused')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).click()
    await page.getByText('Đã tiếp đón').waitFor()
    const rows = await look(app.database, 'SELECT how, reason FROM check_in WHERE person_id = $1', [personId])
    expect(rows).toEqual([{ how: 'search', reason: 'Có giấy mời của bệnh viện' }])
    expect(faults).toEqual([])
  })

  test('nobody called is shown whom they may be already, and is checked in once', async () => {
    await app.world.addPerson({ name: 'Lê Văn Trùng', bornOn: '1990-01-02' })
    await camera.show(null)
    const { page, faults, screenshot, overflow } = await openSession('phone')
    // Their own card finds nobody: what it says is in the form already.
    const card = '046090009999||Lê Văn Trùng|02011990|Nam|Tổ 5, Thuận Lộc|12082021'
    await page.getByLabel('Tên, 4 số cuối, hoặc dán mã').fill(card)
    await page.getByRole('button', { name: 'Tìm' }).click()
    await page.locator('.notice').first().waitFor()
    await page.getByRole('button', { name: 'Người chưa có trong danh sách' }).click()
    const fields = ['Họ và tên', 'Ngày sinh hoặc năm sinh', 'Giới tính', 'Số CCCD hoặc điện thoại']
    const said = await Promise.all(fields.map((label) => page.getByLabel(label).inputValue()))
    expect(said).toEqual(['Lê Văn Trùng', '02/01/1990', 'male', '046090009999'])
    await screenshot('site-walk-in')
    await page.getByRole('button', { name: 'Tiếp tục' }).click()
    await page.getByText('Có thể đã có trong hệ thống').waitFor()
    await screenshot('site-likely')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Không phải ai ở trên: ghi người mới' }).click()
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).click()
    await page.getByText('Đã tiếp đón').waitFor()
    const rows = await look(
      app.database,
      `SELECT c.how FROM check_in c JOIN person p ON p.id = c.person_id WHERE p.full_name = 'Lê Văn Trùng'`,
    )
    expect(rows).toEqual([{ how: 'walk-in' }])
    expect(faults).toEqual([])
  })

  test('whose paper is held there while the one before is still being let in comes up by themselves; a name typed then is looked for', async () => {
    const [first, second] = [
      await app.world.addPerson({ name: 'Phan Thị Trước', bornOn: '1962-01-02' }),
      await app.world.addPerson({ name: 'Phan Thị Sau', bornOn: '1963-01-02' }),
    ]
    const papers = [await inviteByPaper(first), await inviteByPaper(second)]
    await camera.show(papers[0]!)
    const { page, faults } = await openSession('phone')
    await page.getByRole('heading', { name: 'Phan Thị Trước' }).waitFor({ timeout: 20_000 })
    await camera.show(papers[1]!)
    // The answer that ends the check-in of the first is on its way until the camera has long read the second.
    let [isSent, held] = [false, 0]
    page.on('response', (response) => {
      if (response.url().endsWith('/sync')) isSent = true
    })
    await page.route(`**/people/${first}/card`, async (route) => {
      if (isSent) {
        held += 1
        await new Promise((done) => setTimeout(done, 4000))
      }
      await route.continue()
    })
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).tap()
    await page.getByText('Đã tiếp đón').waitFor()
    await page.getByRole('heading', { name: 'Phan Thị Sau' }).waitFor({ timeout: 20_000 })
    expect(held).toBeGreaterThan(0)
    await camera.show(null)
    // The phone asks the service again, which it took for away. The door asks for the card once; what is asked after it
    // belongs to the check-in that is ending.
    await page.clock.fastForward('00:11')
    let asked = 0
    await page.route(`**/people/${second}/card`, async (route) => {
      asked += 1
      if (asked > 1) await new Promise((done) => setTimeout(done, 2000))
      await route.continue()
    })
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).tap()
    const typed = page.getByLabel('Tên, 4 số cuối, hoặc dán mã')
    await typed.fill('phan thi truoc')
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(1)
    await typed.press('Enter')
    await page.getByRole('button', { name: 'Phan Thị Trước' }).waitFor()
    expect(faults).toEqual([])
  })

  test('stays half an hour; a reaction is recorded, then the slip is made; all of it read in English and Lao', async () => {
    const personId = await app.world.addPerson({ name: 'Vũ Thị Chờ', bornOn: '1979-09-08' })
    const { accounts, sessions, productId, lotId } = app.world
    const here = { sessionId: sessions.A }
    await record(personId, accounts.dataEntry, { kind: 'check-in', ...here, how: 'search' })
    await record(personId, accounts.dataEntry, { kind: 'consent', ...here, agreed: 'agreed' })
    await record(personId, accounts.dataEntry, { kind: 'screening', ...here, outcome: 'eligible' })
    await record(personId, accounts.dataEntry, {
      kind: 'dose',
      ...here,
      productId,
      lot: { lotId },
      givenAt: NOW.toISOString(),
    })
    await camera.show(null)
    const { page, faults, screenshot, overflow } = await openSession('phone', '?tab=after')
    const find = async () => {
      await page.getByRole('button', { name: 'Quét hoặc tìm người' }).click()
      await page.getByLabel('Tên, 4 số cuối, hoặc dán mã').fill('vu thi cho')
      await page.getByRole('button', { name: 'Tìm' }).click()
    }
    await find()
    await page.getByText('In giấy xác nhận được từ 08:30').waitFor()
    await screenshot('site-after')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Ghi phản ứng sau tiêm' }).click()
    await page.getByLabel('Sốt').check()
    await screenshot('site-reaction')
    await page.getByRole('button', { name: 'Ghi phản ứng', exact: true }).click()
    // Where it is by then depends on how quick the machine is.
    await page.getByText(/Đã ghi phản ứng\. Đã (lên máy chủ|lưu trên máy)/).waitFor()
    const reactions = () =>
      look(app.database, 'SELECT severity, symptoms FROM reaction WHERE person_id = $1', [personId])
    await expect.poll(reactions, { timeout: 15_000 }).toEqual([{ severity: 'common', symptoms: ['fever'] }])

    app.setNow(new Date(NOW.getTime() + 31 * 60_000))
    await page.clock.fastForward('31:00')
    // Nobody has touched the phone for half an hour.
    await page.getByLabel('Mã PIN 6 số', { exact: true }).fill(SECRET)
    await page.getByRole('button', { name: 'Mở khóa' }).click()
    await find()
    await page.getByRole('link', { name: 'Giấy xác nhận để in' }).click()
    await page.getByRole('button', { name: 'Lập giấy xác nhận' }).click()
    await page.getByText('46-474-20211017-').waitFor()
    await screenshot('site-slip')
    expect(await overflow()).toBe(0)
    expect(
      await look(app.database, 'SELECT copy FROM confirmation_slip WHERE person_id = $1', [personId]),
    ).toEqual([{ copy: 1 }])
    await page.goto(`/site/sessions/${sessions.A}/people/${personId}/form`)
    await page.getByText('Phản vệ độ 3 trở lên').waitFor()
    await screenshot('site-form')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    for (const name of ['EN', 'ລາວ', 'VI']) {
      await page.getByRole('button', { name, exact: true }).click()
      await screenshot(`site-form-${name}`)
      expect(await overflow()).toBe(0)
    }
    app.setNow(NOW)
    expect(faults).toEqual([])
  })

  test('is counted for the lead, who sees what was given and not entered, and opens a vial', async () => {
    const { accounts, sessions, productId, lotId } = app.world
    const personId = await app.world.addPerson({ name: 'Vũ Thị Đếm', bornOn: '1979-09-09' })
    await record(personId, accounts.dataEntry, {
      kind: 'dose',
      sessionId: sessions.A,
      productId,
      lot: { lotId },
      givenAt: NOW.toISOString(),
    })
    const path = `/site/sessions/${sessions.A}?tab=lead`
    const { page, faults, screenshot, overflow } = await app.open(path, 'desk', app.world.accounts.siteLead)
    await page.getByText('Tiêm mà chưa nhập').waitFor()
    await page.getByRole('button', { name: 'Mở một lọ' }).click()
    await page.getByRole('rowheader', { name: 'FK0112' }).waitFor()
    await screenshot('site-lead')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Đổi' }).click()
    await screenshot('site-line')
    await page.getByRole('button', { name: 'Giữ nguyên' }).click()
    // Each phone stands beside what the server has from it, so that the one that differs is found before it goes home.
    await page.getByRole('button', { name: 'Đóng buổi tiêm' }).click()
    const phones = page.getByRole('group', { name: 'Số mũi trên điện thoại' })
    const first = phones.getByRole('textbox').first()
    await phones
      .getByText(/máy chủ có \d+ mũi/)
      .first()
      .waitFor()
    await expect.poll(() => phones.getByText(/máy đếm/).count()).toBe(0)
    await first.fill('77')
    await phones.getByText(/máy đếm 77, máy chủ \d+/).waitFor()
    await screenshot('site-close')
    await page.setViewportSize({ width: 320, height: 568 })
    expect(await overflow()).toBe(0)
    expect(faults).toEqual([])
  })
})

describe('what a table works out by itself', () => {
  const zones = ['Asia/Ho_Chi_Minh', 'Asia/Vientiane', 'Europe/London'] as const

  test('a day and time written on paper is the instant that the clocks of the zone show', () => {
    assert(
      property(
        // No clock is put forward or back in these months.
        date({
          min: new Date('2021-11-02T00:00Z'),
          max: new Date('2022-03-20T00:00Z'),
          noInvalidDate: true,
        }),
        constantFrom(...zones),
        (at, zone) => {
          const shown = formatInstant(at.toISOString(), zone)
          const instant = instantAt(parseDay(shown.slice(0, 10))!, shown.slice(11), zone)
          expect(formatInstant(instant, zone)).toBe(shown)
          expect(Math.abs(Date.parse(instant) - at.getTime())).toBeLessThan(60_000)
        },
      ),
    )
  })

  test('a lot is blocked after its last day, and in quarantine or recalled on any', () => {
    expect(blockOf({ status: 'ok', useByOn: '2021-10-17' }, '2021-10-17')).toBeNull()
    expect(blockOf({ status: 'ok', useByOn: '2021-10-16' }, '2021-10-17')).toBe('expired')
    expect(blockOf({ status: 'quarantine', useByOn: '2022-01-01' }, '2021-10-17')).toBe('quarantine')
    expect(blockOf({ status: 'recalled', useByOn: null }, '2021-10-17')).toBe('recalled')
  })

  test('a table begins with the usable lot that expires first, and keeps what was chosen', () => {
    const lot = (lotId: string, useByOn: string, blocked: 'expired' | null = null) => ({
      productId: 'p',
      productName: 'Comirnaty',
      lotId,
      lotCode: lotId,
      useByOn,
      blocked,
    })
    const lots = [lot('late', '2022-02-01'), lot('soon', '2021-11-01'), lot('gone', '2021-10-01', 'expired')]
    expect(currentLot({ lotId: null, vaccinatorName: null }, lots)?.lotId).toBe('soon')
    expect(currentLot({ lotId: 'late', vaccinatorName: null }, lots)?.lotId).toBe('late')
    expect(currentLot({ lotId: null, vaccinatorName: null }, [lots[2]!])?.blocked).toBe('expired')
    expect(currentLot({ lotId: null, vaccinatorName: null }, [])).toBeNull()
  })
})
