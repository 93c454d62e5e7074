import { randomUUID } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAccount } from '#features/accounts/create-account.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { NOW, type TestAccount } from '../support/world.ts'

const SECRET = '582046'
const ALL_SENT = 'Mọi bản ghi đã lên máy chủ'

let app: BrowserApp
/** A new volunteer for each test: nobody's queue is another's. */
let name: string
let accountId: string
let count = 0
beforeAll(async () => {
  app = await openBrowserApp()
  const imported = await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', {
    source: 'vietnam',
  })
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => app.close())
beforeEach(async () => {
  app.setNow(NOW)
  const made = await addVolunteer()
  name = made.name
  accountId = made.accountId
})

async function addVolunteer() {
  count += 1
  const signInName = `gia-hoi.ngoai-tuyen${count}`
  const { accountId: id } = await createAccount(app.deps, null, {
    signInName,
    fullName: `Trần Thị Thử ${count}`,
    secret: SECRET,
    grants: [{ role: 'data-entry', sessionId: app.world.sessions.A }],
  })
  return { name: signInName, accountId: id }
}

async function signIn(page: Page, signInName: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(signInName)
  await page.getByLabel('Mật khẩu hoặc mã PIN').fill(SECRET)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
}

const addressOf = (tab: string) => `/site/sessions/${app.world.sessions.A}?tab=${tab}`

/** Signed in at a table, on a phone whose clock is right and whose queue is empty. */
async function openTable(tab: string, quotaSize?: number) {
  const opened = await app.open(`/sign-in?next=${encodeURIComponent(addressOf(tab))}`, 'phone')
  await opened.page.clock.install({ time: NOW })
  // Chromium remembers for a while how much room there was: such a phone is small from the first.
  const session = await opened.context.newCDPSession(opened.page)
  const setQuota = (size?: number) =>
    session.send('Storage.overrideQuotaForOrigin', {
      origin: app.address,
      ...(size === undefined ? {} : { quotaSize: size }),
    })
  if (quotaSize !== undefined) await setQuota(quotaSize)
  await signIn(opened.page, name)
  await opened.page.getByText(ALL_SENT).waitFor()
  return { ...opened, setQuota }
}

/** Somebody who stands before the needle, as other phones have recorded. */
async function addCleared(fullName: string): Promise<string> {
  const personId = await app.world.addPerson({ name: fullName, bornOn: '1984-02-03' })
  const by = app.world.accounts.dataEntry
  await record(personId, by, { kind: 'check-in', how: 'search' })
  await record(personId, by, { kind: 'consent', agreed: 'agreed' })
  await record(personId, by, { kind: 'screening', outcome: 'eligible' })
  return personId
}

async function record(personId: string, by: TestAccount, fact: Record<string, unknown>): Promise<void> {
  const sessionId = app.world.sessions.A
  const body = { personId, sessionId, capturedAt: NOW.toISOString(), ...fact }
  expect((await app.as(by, 'PUT', `/v1/entries/${randomUUID()}`, body)).status).toBe(201)
}

const tab = (page: Page, of: string) => page.getByRole('tab', { name: of, exact: true }).click()
const unsent = (page: Page, entries: number) =>
  page.getByRole('button', { name: `${entries} bản ghi chưa gửi` }).waitFor()

/** Person, arm, given: tapped twice, as an impatient hand does. */
async function inject(page: Page, shortName: string): Promise<void> {
  await page.getByRole('button', { name: shortName }).first().click()
  await page.getByRole('button', { name: 'Tay trái' }).click()
  await page.getByRole('button', { name: 'Đã tiêm', exact: true }).dblclick()
  await page.getByText(`Đã ghi: ${shortName}`).waitFor()
}

/** The health centre ends what this account may do, and closes it. */
async function leave(account: string): Promise<void> {
  const by = app.world.accounts.cityCentre
  const reason = { reason: 'left' }
  const grants = await look<{ id: string }>(
    app.database,
    'SELECT id FROM access_grant WHERE account_id = $1',
    [account],
  )
  for (const { id } of grants) {
    const ended = await app.as(by, 'POST', `/v1/accounts/${account}/grants/${id}/end`, reason)
    expect(ended.status).toBe(204)
  }
  expect((await app.as(by, 'POST', `/v1/accounts/${account}/disable`, reason)).status).toBe(204)
}

const receiptsOf = (account: string) =>
  look<{ kind: string; outcome: string; seq: number }>(
    app.database,
    `SELECT kind, outcome, device_seq::integer AS seq FROM receipt
     WHERE author_id = $1 AND device_id IS NOT NULL ORDER BY device_seq`,
    [account],
  )
const dosesOf = (personId: string) =>
  look<{ id: string }>(app.database, 'SELECT id FROM dose WHERE person_id = $1', [personId])

async function openTab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(path)
  return page
}

describe('a table of the site without a network', () => {
  test('lets in, screens and injects; all of it is ticked here, shown as unsent, and sent once when the tab is opened again', async () => {
    const personId = await app.world.addPerson({ name: 'Hoàng Thị Núi', bornOn: '1984-02-03' })
    const { page, context, faults, overflow, screenshot } = await openTable('check-in')
    await page.getByLabel('Tên, 4 số cuối, hoặc dán mã').fill('hoang thi nui')
    await page.getByRole('button', { name: 'Tìm' }).click()
    await page.getByRole('button', { name: 'Hoàng Thị Núi' }).click()
    await page.getByText('Tiêm được: Mũi 1').waitFor()

    await context.setOffline(true)
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).click()
    await page.getByText('Đã tiếp đón').waitFor()
    await page.getByText('Đã lưu trên máy').first().waitFor()
    await unsent(page, 1)
    await tab(page, 'Sàng lọc')
    await page.getByRole('button', { name: 'H. T. Núi' }).click()
    await page.getByRole('button', { name: 'Tự đồng ý' }).click()
    await page.getByRole('button', { name: 'Đủ điều kiện tiêm chủng ngay' }).click()
    await unsent(page, 3)
    await tab(page, 'Tiêm')
    await inject(page, 'H. T. Núi')
    await unsent(page, 4)
    // No longer among those to inject, on the word of this phone alone.
    await page.getByRole('heading', { name: 'Chờ tiêm 0' }).waitFor()
    await screenshot('offline-dose')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    expect(await dosesOf(personId)).toEqual([])

    await unsentPage(page).click()
    await page.getByText('Chưa xong: còn 4 bản ghi chỉ có trên máy này.').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Mũi tiêm H. T. Núi' }).getByText('Chưa gửi').waitFor()
    await screenshot('offline-queue')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.close()

    await context.setOffline(false)
    const again = await openTab(context, addressOf('dose'))
    await again.getByText(ALL_SENT).waitFor()
    await again.getByText(ALL_SENT).click()
    await again.getByText('Không còn bản ghi nào chưa gửi.').waitFor()
    expect(await receiptsOf(accountId)).toEqual(
      ['check-in', 'consent', 'screening', 'dose'].map((kind, at) => ({
        kind,
        outcome: 'accepted',
        seq: at + 1,
      })),
    )
    expect(await dosesOf(personId)).toHaveLength(1)
    expect(faults).toEqual([])
  })

  test('the network comes and goes, and every second answer is lost: each tap is stored once, and the count ends at none', async () => {
    const names = ['Lê Thị Suối', 'Lê Văn Đèo', 'Lê Thị Thung']
    const people = []
    for (const fullName of names) people.push(await addCleared(fullName))
    const { page, context, faults } = await openTable('dose')
    await page.getByRole('button', { name: 'L. T. Thung' }).waitFor()
    let answers = 0
    await context.route('**/v1/devices/*/sync', async (route) => {
      answers += 1
      if (answers % 2 === 0) return route.continue()
      // It arrives; only the phone never hears of it.
      await route.fetch().catch(() => undefined)
      return route.abort()
    })
    const flaps = new AbortController()
    const flapping = (async () => {
      for (let isOff = true; !flaps.signal.aborted; isOff = !isOff) {
        await context.setOffline(isOff)
        await page.waitForTimeout(250)
      }
      await context.setOffline(false)
    })()
    for (const shortName of ['L. T. Suối', 'L. V. Đèo', 'L. T. Thung']) await inject(page, shortName)
    flaps.abort()
    await flapping
    await page.getByText(ALL_SENT).waitFor()
    for (const personId of people) expect(await dosesOf(personId)).toHaveLength(1)
    expect(await receiptsOf(accountId)).toMatchObject([1, 2, 3].map((seq) => ({ kind: 'dose', seq })))
    expect(answers).toBeGreaterThan(1)
    expect(faults).toEqual([])
  })

  test('a sign-in that ended an hour ago holds nothing up: the phone signs for its author', async () => {
    const personId = await addCleared('Phạm Thị Muộn')
    const { page, context } = await openTable('dose')
    await page.getByRole('button', { name: 'P. T. Muộn' }).waitFor()
    await context.setOffline(true)
    await inject(page, 'P. T. Muộn')
    await unsent(page, 1)
    app.setNow(new Date(NOW.getTime() + 61 * 60_000))
    await page.clock.fastForward('01:01:00')
    await context.clearCookies()
    await context.setOffline(false)
    // Nobody is signed in any more, and yet it goes.
    await page.getByRole('button', { name: 'Đăng nhập' }).waitFor({ timeout: 20_000 })
    await expect.poll(() => dosesOf(personId), { timeout: 20_000 }).toHaveLength(1)
    expect(await receiptsOf(accountId)).toEqual([{ kind: 'dose', outcome: 'accepted', seq: 1 }])
    await signIn(page, name)
    await page.getByText(ALL_SENT).waitFor()
  })

  test('rights ended and account closed meanwhile: the entry of after that is held for a person to look at, and the next one on this phone sees so', async () => {
    const personId = await addCleared('Vũ Thị Giữ')
    const { page, context, screenshot } = await openTable('dose')
    await page.getByRole('button', { name: 'V. T. Giữ' }).waitFor()
    await context.setOffline(true)
    await leave(accountId)
    app.setNow(new Date(NOW.getTime() + 10 * 60_000))
    await page.clock.fastForward('10:00')
    await inject(page, 'V. T. Giữ')
    await unsent(page, 1)
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Đăng nhập' }).waitFor({ timeout: 20_000 })
    await expect
      .poll(() => receiptsOf(accountId), { timeout: 20_000 })
      .toEqual([{ kind: 'dose', outcome: 'quarantined', seq: 1 }])
    expect(await dosesOf(personId)).toEqual([])

    await signIn(page, (await addVolunteer()).name)
    await page.getByText('Đã gửi hết; 1 bản chờ xem xét').click()
    const row = page.getByRole('listitem').filter({ hasText: 'Người dùng máy trước' })
    await row.getByText('Đã lên máy chủ, chờ người phụ trách xem; chưa được tính').waitFor()
    await screenshot('offline-held')
    expect(await row.textContent()).not.toContain('Giữ')
    expect(await seriousFindings(page)).toEqual([])
  })

  test('signing out with something unsent says so and keeps it; it goes out when somebody is there again', async () => {
    const personId = await addCleared('Đỗ Thị Về')
    const { page, context } = await openTable('dose')
    await page.getByRole('button', { name: 'Đ. T. Về' }).waitFor()
    // Everything gets through but what the phone sends.
    await context.route('**/v1/devices/*/sync', (route) => route.abort())
    await inject(page, 'Đ. T. Về')
    await unsent(page, 1)
    await page.getByRole('link', { name: /Trần Thị Thử/ }).click()
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await page.getByText('Còn 1 bản ghi chưa gửi: vẫn được giữ trên máy này.').waitFor()
    expect(await dosesOf(personId)).toEqual([])
    await context.unroute('**/v1/devices/*/sync')
    await signIn(page, (await addVolunteer()).name)
    await expect.poll(() => dosesOf(personId), { timeout: 20_000 }).toHaveLength(1)
    expect(await receiptsOf(accountId)).toMatchObject([{ kind: 'dose', seq: 1 }])
  })

  test('no room on the phone is said before the person goes on, and nothing is shown as saved', async () => {
    const personId = await addCleared('Bùi Thị Đầy')
    const { page, screenshot, overflow, setQuota } = await openTable('dose', 400_000)
    await page.getByRole('button', { name: 'B. T. Đầy' }).click()
    await page.getByRole('button', { name: 'Tay trái' }).click()
    for (const bytes of [50_000, 5000, 500, 50]) await fillStorage(page, bytes)
    await page.getByRole('button', { name: 'Đã tiêm', exact: true }).click()
    await page.getByText('CHƯA LƯU ĐƯỢC: máy hết chỗ trống.').first().waitFor()
    await screenshot('offline-full')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.getByText('Đã ghi: B. T. Đầy').count()).toBe(0)
    expect(await dosesOf(personId)).toEqual([])
    await setQuota()
    await page.evaluate(() => indexedDB.deleteDatabase('filler'))
    await page.getByRole('button', { name: 'Đã tiêm', exact: true }).click()
    await page.getByText('Đã ghi: B. T. Đầy').waitFor()
    await page.getByText(ALL_SENT).waitFor()
    expect(await dosesOf(personId)).toHaveLength(1)
    expect(await page.getByText('CHƯA LƯU ĐƯỢC').count()).toBe(0)
  })
})

/** Writes rows of this size until the browser refuses. */
const fillStorage = (page: Page, bytes: number) =>
  page.evaluate(
    (bytes) =>
      new Promise<void>((done) => {
        const opening = indexedDB.open('filler', 1)
        opening.onupgradeneeded = () => opening.result.createObjectStore('rows', { autoIncrement: true })
        opening.onsuccess = () => {
          const add = () => {
            const tx = opening.result.transaction('rows', 'readwrite')
            tx.objectStore('rows').add('x'.repeat(bytes))
            tx.addEventListener('complete', add)
            tx.addEventListener('abort', () => {
              opening.result.close()
              done()
            })
          }
          add()
        }
      }),
    bytes,
  )

const unsentPage = (page: Page) => page.getByRole('button', { name: 'bản ghi chưa gửi' })
