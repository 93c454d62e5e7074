import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '#features/accounts/create-account.ts'
import { openBrowserApp, type BrowserApp } from '../support/browser.ts'
import { signedInAgain } from '../support/look.ts'
import { NOW } from '../support/world.ts'

let app: BrowserApp
const PIN = '582046'
const given = 'Nguyễn Thị Tên Khá Dài Để Thử'

beforeAll(async () => {
  app = await openBrowserApp()
  const { accounts, sessions, productId, lotId, addPerson } = app.world
  const rules = await app.as(accounts.cityCentre, 'POST', '/v1/rules/import', { source: 'vietnam' })
  expect(rules.status).toBeLessThan(300)
  await createAccount(app.deps, null, {
    signInName: 'hep.may1',
    fullName: 'Phan Huỳnh Thị Tên Cũng Rất Dài',
    secret: PIN,
    grants: [{ role: 'data-entry', sessionId: sessions.A }],
  })
  const record = async (personId: string, fact: object) => {
    const body = { personId, sessionId: sessions.A, capturedAt: NOW.toISOString(), ...fact }
    const { status } = await app.as(accounts.dataEntry, 'PUT', `/v1/entries/${randomUUID()}`, body)
    expect(status).toBe(201)
  }
  const dose = { kind: 'dose', productId, lot: { lotId }, givenAt: NOW.toISOString() }
  for (const [name, facts] of [
    ['Lê Văn Đang Chờ Khám', [{ kind: 'check-in', how: 'search' }]],
    [
      'Trần Thị Đủ Điều Kiện',
      [
        { kind: 'check-in', how: 'search' },
        { kind: 'consent', agreed: 'agreed' },
        { kind: 'screening', outcome: 'eligible' },
      ],
    ],
    // Twice on one day: somebody has to decide.
    [given, [{ kind: 'check-in', how: 'search' }, dose, dose]],
  ] as const) {
    const personId = await addPerson({ name, bornOn: '1961-02-03' })
    for (const fact of facts) await record(personId, fact)
  }
})
afterAll(() => app.close())

/** Words that do not fit where they stand: pushed out of their box, or ended with dots. */
const cutTexts = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a, label, legend, h1, h2, th, td, p, strong, span')]
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect()
        const style = getComputedStyle(element)
        const isForReadersOnly = width <= 1 || height <= 1
        const isInline = style.display === 'inline'
        const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll'
        if (isForReadersOnly || isInline || scrolls || element.innerText.trim() === '') return false
        return element.scrollWidth > element.clientWidth + 1
      })
      .map((element) => `${element.tagName}: ${element.innerText.slice(0, 60)}`),
  )

const languages = { vi: 'VI', lo: 'ລາວ' } as const

/** At the narrowest phone, in both languages, nothing is cut and nothing scrolls sideways. */
async function expectWhole(page: Page, overflow: () => Promise<number>, what: string) {
  for (const [language, name] of Object.entries(languages)) {
    await page.getByRole('button', { name, exact: true }).click()
    await page.setViewportSize({ width: 320, height: 568 })
    expect.soft(await overflow(), `${what} ${language}`).toBe(0)
    expect.soft(await cutTexts(page), `${what} ${language}`).toEqual([])
    await page.setViewportSize({ width: 360, height: 640 })
  }
  await page.getByRole('button', { name: 'VI', exact: true }).click()
}

test('the tables of a site, the phone, the lock and the handover fit a screen of 320 pixels', async () => {
  const path = `/site/sessions/${app.world.sessions.A}?tab=check-in`
  const opened = await app.open(`/sign-in?next=${encodeURIComponent(path)}`, 'phone')
  const { page, overflow, screenshot, faults } = opened
  await page.clock.install({ time: NOW })
  await page.getByLabel('Tên đăng nhập').fill('hep.may1')
  await page.getByLabel('Mật khẩu hoặc mã PIN').fill(PIN)
  await page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await page.getByText('Mọi bản ghi đã lên máy chủ').waitFor()
  for (const [tab, seen] of [
    ['Tiếp đón', null],
    ['Sàng lọc', 'L. V. Đ. C. Khám'],
    ['Tiêm', 'T. T. Đ. Đ. Kiện'],
    ['Sau tiêm', 'N. T. T. K. D. Đ. Thử'],
  ] as const) {
    await page.getByRole('tab', { name: tab, exact: true }).tap()
    if (seen !== null) await page.getByText(seen).first().waitFor()
    await expectWhole(page, overflow, tab)
    await screenshot(`narrow-${tab}`)
  }
  await page.getByRole('tab', { name: 'Tiêm', exact: true }).tap()
  await page.getByRole('button', { name: 'T. T. Đ. Đ. Kiện' }).tap()
  await page.getByRole('button', { name: 'Tay trái' }).tap()
  await expectWhole(page, overflow, 'dose')
  await screenshot('narrow-dose')
  for (const alone of ['phone', 'join']) {
    await page.goto(`/${alone}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expectWhole(page, overflow, alone)
    await screenshot(`narrow-${alone}`)
  }
  await page.clock.fastForward('11:00')
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expectWhole(page, overflow, 'lock')
  await screenshot('narrow-lock')
  expect(faults).toEqual([])
}, 120_000)

test('the screens of the lead and the centre fit a screen of 320 pixels', async () => {
  const lead = await signedInAgain(app.database, app.world.accounts.siteLead)
  const path = `/site/sessions/${app.world.sessions.A}?tab=lead`
  const { page, overflow, screenshot, faults } = await app.open(path, 'phone', lead)
  await page.getByText('Tiêm mà chưa nhập').waitFor()
  await expectWhole(page, overflow, 'lead')
  await page.getByRole('button', { name: 'Tìm người để gọi' }).tap()
  await expectWhole(page, overflow, 'standby')
  await screenshot('narrow-lead')
  // A dialog lies over the choice of language, which is made before it.
  for (const [language, close, phones] of [
    ['ລາວ', 'ປິດຮອບສັກ', 'ຈຳນວນໃນໂທລະສັບ'],
    ['VI', 'Đóng buổi tiêm', 'Số mũi trên điện thoại'],
  ] as const) {
    await page.getByRole('button', { name: language, exact: true }).tap()
    await page.getByRole('button', { name: close, exact: true }).tap()
    const fields = page.getByRole('group', { name: phones })
    await fields.getByRole('textbox').first().fill('77')
    await page.setViewportSize({ width: 320, height: 568 })
    expect.soft(await overflow(), `closing ${language}`).toBe(0)
    expect.soft(await cutTexts(page), `closing ${language}`).toEqual([])
    await screenshot(`narrow-closing-${language}`)
    await page.setViewportSize({ width: 360, height: 640 })
    await page.keyboard.press('Escape')
  }
  for (const [which, address] of [
    ['review', '/review'],
    ['silent', '/review/phones'],
    ['join-paper', `/site/sessions/${app.world.sessions.A}/join`],
    ['papers', `/site/sessions/${app.world.sessions.A}/papers`],
    ['sessions', '/site'],
    ['rescue', '/site/rescue'],
  ] as const) {
    const seen = await app.open(
      address,
      'phone',
      await signedInAgain(app.database, app.world.accounts.siteLead),
    )
    await seen.page.getByRole('heading', { level: 1 }).waitFor()
    await seen.page.waitForLoadState('networkidle')
    await expectWhole(seen.page, seen.overflow, which)
    await seen.screenshot(`narrow-${which}`)
    expect(seen.faults).toEqual([])
    await seen.context.close()
  }
  expect(faults).toEqual([])
}, 120_000)
