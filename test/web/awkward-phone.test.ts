import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { fillQueue } from '../support/fill-queue.ts'
import { look } from '../support/look.ts'
import { ALL_SENT, inject, saysUnsent, siteTable, type Volunteer } from '../support/site-table.ts'
import { NOW } from '../support/world.ts'

const HOUR_MS = 60 * 60_000

let app: BrowserApp
let table: ReturnType<typeof siteTable>
let me: Volunteer
beforeAll(async () => {
  app = await openBrowserApp()
  table = siteTable(app)
  const { cityCentre } = app.world.accounts
  const imported = await app.as(cityCentre, 'POST', '/v1/rules/import', { source: 'vietnam' })
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => app.close())
beforeEach(async () => {
  app.setNow(NOW)
  me = await table.addVolunteer()
})

/** A phone that has kept the pages and has one dose that it could not send. */
async function openWithUnsent(fullName: string, shortName: string) {
  const personId = await table.addCleared(fullName)
  const opened = await table.openTable(me, 'dose', { isKept: true })
  await opened.page.getByRole('button', { name: shortName }).waitFor()
  await opened.context.setOffline(true)
  await inject(opened.page, shortName)
  await saysUnsent(opened.page, 1)
  return { ...opened, personId }
}

describe('flight mode before the next page is loaded', () => {
  test('reload, a tab that is killed, and three days later: the app opens, the queue is whole, the network back sends it once', async () => {
    const { page, context, personId } = await openWithUnsent('Lưu Thị Ngày', 'L. T. Ngày')
    await page.goto('/site')
    await saysUnsent(page, 1)
    await page.reload()
    await saysUnsent(page, 1)
    const session = await context.newCDPSession(page)
    await Promise.race([session.send('Page.crash').catch(() => undefined), page.waitForEvent('crash')])
    await page.close()

    // The access token and the one that renews it have ended long ago.
    const later = new Date(NOW.getTime() + 72 * HOUR_MS)
    app.setNow(later)
    const next = await context.newPage()
    await next.clock.install({ time: later })
    await next.goto('/site')
    await table.unlock(next)
    await saysUnsent(next, 1)
    expect(await table.dosesOf(personId)).toEqual([])

    await context.setOffline(false)
    await expect.poll(() => table.dosesOf(personId), { timeout: 25_000 }).toHaveLength(1)
    expect(await table.receiptsOf(me)).toMatchObject([{ kind: 'dose', seq: 1 }])
    expect(await table.dosesOf(personId)).toMatchObject([{ day: '2021-10-17' }])
  })

  test('the browser itself sends what is left once it finds a network, with no page open', async () => {
    const { page, context, personId } = await openWithUnsent('Lưu Thị Nền', 'L. T. Nền')
    const watcher = await context.newPage()
    const session = await context.newCDPSession(watcher)
    const registrationId = await registrationOf(session, app.address)
    await page.close({ runBeforeUnload: false })
    await context.setOffline(false)
    expect(await table.dosesOf(personId)).toEqual([])
    await session.send('ServiceWorker.dispatchSyncEvent', {
      origin: app.address,
      registrationId,
      tag: 'send',
      lastChance: false,
    })
    await expect.poll(() => table.dosesOf(personId), { timeout: 15_000 }).toHaveLength(1)
    expect(await table.receiptsOf(me)).toEqual([{ kind: 'dose', outcome: 'accepted', seq: 1 }])
  })
})

async function registrationOf(session: CDPSession, address: string): Promise<string> {
  const found = new Promise<string>((done) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(address) && !isDeleted)
      if (own !== undefined) done(own.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  return found
}

/** In the page: of the buttons of what is drawn next, how many a tap at that very moment would press. */
function watchButtons(selector: string) {
  const found = new Promise<{ drawn: number; pressed: number }>((done) => {
    const observer = new MutationObserver(() => {
      const buttons = [...document.querySelectorAll(`${selector} button`)]
      if (buttons.length === 0) return
      observer.disconnect()
      const pressed = buttons.filter((button) => {
        button.scrollIntoView({ block: 'center' })
        const { x, y, width, height } = button.getBoundingClientRect()
        return button.contains(document.elementFromPoint(x + width / 2, y + height / 2))
      })
      done({ drawn: buttons.length, pressed: pressed.length })
    })
    observer.observe(document.body, { childList: true, subtree: true })
  })
  return { found }
}

test('the second tap of an impatient hand presses nothing of what has taken the place of the first button', async () => {
  await table.addCleared('Lưu Thị Vội')
  const { page } = await table.openTable(me, 'dose')
  const person = page.getByRole('button', { name: 'L. T. Vội' })
  await person.waitFor()
  const card = await page.evaluateHandle(watchButtons, '.person-alone')
  await person.tap()
  expect(await card.evaluate(({ found }) => found)).toEqual({ drawn: expect.any(Number), pressed: 0 })
  await page.getByRole('button', { name: 'Tay trái' }).tap()
  const lists = await page.evaluateHandle(watchButtons, '.people-list')
  await page.getByRole('button', { name: 'Đã tiêm', exact: true }).tap()
  expect(await lists.evaluate(({ found }) => found)).toEqual({ drawn: expect.any(Number), pressed: 0 })
  // A moment later it is meant.
  await person.tap()
  await page.getByRole('heading', { name: 'Sửa' }).waitFor()
})

describe('a phone whose clock is wrong', () => {
  test.each([
    ['three hours fast', 3 * HOUR_MS],
    ['two days slow', -48 * HOUR_MS],
    ['a year fast', 365 * 24 * HOUR_MS],
  ])('%s: it says so, the dose is of the right day, flagged and not lost', async (_how, wrongMs) => {
    const personId = await table.addCleared(`Đào Thị Giờ ${Math.abs(wrongMs / HOUR_MS)}`)
    const shortName = `Đ. T. G. ${Math.abs(wrongMs / HOUR_MS)}`
    const { page, faults } = await table.openTable(me, 'dose', { clock: new Date(NOW.getTime() + wrongMs) })
    await page.getByText('Giờ máy sai').waitFor()
    await inject(page, shortName)
    await expect.poll(() => table.dosesOf(personId), { timeout: 15_000 }).toHaveLength(1)
    const [dose] = await table.dosesOf(personId)
    expect(dose).toMatchObject({ day: '2021-10-17' })
    const [kept] = await look<{ offset: number; asked: number }>(
      app.database,
      `SELECT clock_offset_ms::float8 AS offset,
         (SELECT count(*)::integer FROM review_item i WHERE i.kind = 'clock' AND starts_with(i.subject_key, r.device_id::text)) AS asked
       FROM receipt r WHERE id = $1`,
      [dose!.id],
    )
    expect(Math.abs(kept!.offset + wrongMs)).toBeLessThan(60_000)
    expect(kept!.asked).toBe(1)
    await page.getByText(ALL_SENT).waitFor()
    // The half hour is the server's as well, on the screen and in what is written down.
    await page.goto(table.addressOf('after'))
    await page.getByRole('button', { name: shortName }).click()
    await page.getByText(/^Còn (30:00|29:\d\d)$/).waitFor()
    await page.getByRole('button', { name: 'Về sớm, chưa đủ 30 phút' }).click()
    const observed = () =>
      look<{ startedMs: number; tookMs: number }>(
        app.database,
        `SELECT abs(extract(epoch FROM o.started_at - d.given_at))::float8 * 1000 AS "startedMs",
           abs(extract(epoch FROM o.ended_at - o.started_at))::float8 * 1000 AS "tookMs"
         FROM observation o JOIN dose d ON d.person_id = o.person_id WHERE o.person_id = $1`,
        [personId],
      )
    await expect.poll(observed, { timeout: 15_000 }).toHaveLength(1)
    const [written] = await observed()
    expect(Math.max(written!.startedMs, written!.tookMs)).toBeLessThan(60_000)
    expect(faults).toEqual([])
  })
})

describe('a network that comes for three seconds at a time', () => {
  test('500 entries: each arrives once, the count only falls, and “all sent” comes at the very end', async () => {
    const { page, context } = await table.openTable(me, 'dose')
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    const setNetwork = (offline: boolean) =>
      session.send('Network.emulateNetworkConditions', {
        offline,
        // As 3G gives it: a batch takes its time, and some are cut off half-way.
        latency: 250,
        uploadThroughput: 100_000,
        downloadThroughput: 100_000,
      })
    await setNetwork(true)
    const people = await Promise.all(Array.from({ length: 50 }, () => app.world.addPerson()))
    await fillQueue(context, {
      personIds: people,
      each: 10,
      sessionId: app.world.sessions.A,
      at: new Date(NOW.getTime() + 60_000),
    })
    await expect.poll(() => unsentOn(page), { timeout: 30_000 }).toBe(500)
    const counts: number[] = []
    for (let turn = 0; turn < 40 && counts.at(-1) !== 0; turn += 1) {
      await setNetwork(turn % 2 === 1)
      await page.waitForTimeout(3000)
      counts.push(await unsentOn(page))
    }
    expect(counts.at(-1)).toBe(0)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    // How much passes in three seconds is the machine's affair; that it was less than all is the network's.
    expect(counts.filter((count) => count > 0 && count < 500)).not.toEqual([])
    await page.getByText(ALL_SENT).waitFor()
    const [stored] = await look<{ all: number; ids: number; seqs: number }>(
      app.database,
      `SELECT count(*)::integer AS all, count(DISTINCT id)::integer AS ids, count(DISTINCT device_seq)::integer AS seqs
       FROM receipt WHERE author_id = $1 AND device_id IS NOT NULL`,
      [me.accountId],
    )
    expect(stored).toEqual({ all: 500, ids: 500, seqs: 500 })
  }, 240_000)
})

async function unsentOn(page: Page): Promise<number> {
  const text = (await page.locator('.queue-count').textContent()) ?? ''
  return text.includes(ALL_SENT) ? 0 : Number(/^\D*(\d+)/.exec(text)?.[1] ?? Number.NaN)
}

/** One byte of what is kept has changed on the disk. */
const spoilEntries = (page: Page) =>
  page.evaluate(async () => {
    const all = await indexedDB.databases()
    const name = all.find((one) => one.name?.startsWith('muitiem-queue-') === true)!.name!
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        request.addEventListener('success', () => done(request.result))
        request.addEventListener('error', () => fail(request.error!))
      })
    const db = await asked(indexedDB.open(name))
    const bodies = db.transaction('body', 'readwrite').objectStore('body')
    for (const body of await asked(bodies.getAll())) {
      new Uint8Array(body.sealed.data)[0]! ^= 1
      await asked(bodies.put(body))
    }
    db.close()
  })

describe('an entry that the phone can read no more', () => {
  test('stays in the count until its author says what became of it; then the centre has it', async () => {
    const personId = await table.addCleared('Giang Thị Hỏng')
    const { page, context, faults, overflow, screenshot } = await table.openTable(me, 'dose')
    await page.getByRole('button', { name: 'G. T. Hỏng' }).waitFor()
    await context.setOffline(true)
    await inject(page, 'G. T. Hỏng')
    await saysUnsent(page, 1)
    await spoilEntries(page)
    await context.setOffline(false)
    await page.getByRole('button', { name: '1 bản ghi chưa gửi' }).click()
    await page.getByText('Máy không đọc được bản ghi này nữa').waitFor()
    await page.getByRole('button', { name: 'Nói rõ bản ghi này ra sao' }).click()
    await page.getByRole('button', { name: 'Báo trung tâm' }).click()
    await page.getByRole('alert').getByText('Ghi rõ').waitFor()
    await page.getByLabel('Đã nhập lại từ sổ giấy').check()
    await page.getByLabel('Ghi rõ').fill('Sổ giấy trang 3 dòng 12')
    await screenshot('say-lost')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Báo trung tâm' }).click()
    await page.getByText('Máy không đọc được nữa; đã báo trung tâm').waitFor()
    await page.getByText('Không còn bản ghi nào chưa gửi.').waitFor()
    expect(await table.dosesOf(personId)).toEqual([])
    const asked = await look<{ kind: string; remedy: string }>(
      app.database,
      `SELECT i.kind, l.remedy FROM lost_entry l JOIN review_item i ON i.subject_key = l.entry_id::text
       WHERE l.author_id = $1`,
      [me.accountId],
    )
    expect(asked).toEqual([{ kind: 'lost-entry', remedy: 'entered-again' }])

    const centre = await app.open('/review?kind=lost-entry', 'phone', app.world.accounts.cityCentre)
    await centre.page.getByRole('link', { name: /Bản ghi hỏng trên máy,/ }).click()
    await centre.page.getByText('Sổ giấy trang 3 dòng 12').waitFor()
    await centre.screenshot('lost-entry')
    expect(await centre.overflow()).toBe(0)
    expect(await seriousFindings(centre.page)).toEqual([])
    expect([...faults, ...centre.faults]).toEqual([])
  })
})
