import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PluginOption } from 'vite'
import type { App } from '#http/types.ts'
import { buildApp } from '#src/app.ts'
import { buildInto } from '../../scripts/build-web.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { abort, routeUntil } from '../support/route-until.ts'
import { ALL_SENT, inject, openTab, saysUnsent, siteTable, type Volunteer } from '../support/site-table.ts'
import { NOW } from '../support/world.ts'

/** The next version of the app, whose queue keeps one thing more. */
const nextVersion: PluginOption = {
  name: 'next-version',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('phone/idb-store.ts')) return undefined
    const changed = code.replace(
      'const VERSION = steps.length',
      "const VERSION = steps.push((db) => db.createObjectStore('later' as never))",
    )
    if (changed === code) throw new Error('The store has no version any more')
    return changed
  },
}

let app: BrowserApp
let table: ReturnType<typeof siteTable>
let me: Volunteer
let folder: string
let nextApp: App
/** Which of the two services stands behind the one address. */
let isNext = false
const sockets = new Set<Socket>()
const front = createServer((socket) => {
  const { port } = (isNext ? nextApp : app.app).server.address() as AddressInfo
  const behind = connect(port, '127.0.0.1')
  sockets.add(socket)
  for (const side of [socket, behind]) side.on('error', () => side.destroy())
  socket.pipe(behind).pipe(socket)
})

beforeAll(async () => {
  app = await openBrowserApp()
  folder = await mkdtemp(join(tmpdir(), 'muitiem-next-'))
  await buildInto(folder, [nextVersion])
  nextApp = await buildApp({ ...app.deps, log: false, pages: folder })
  await nextApp.listen({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done))
  const address = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  table = siteTable({
    ...app,
    address,
    open: (path, ...rest) => app.open(address + path, ...rest),
  })
  const { cityCentre } = app.world.accounts
  const imported = await app.as(cityCentre, 'POST', '/v1/rules/import', { source: 'vietnam' })
  expect(imported.status).toBeLessThan(300)
})
afterAll(async () => {
  front.close()
  for (const socket of sockets) socket.destroy()
  await nextApp.close()
  await app.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  app.setNow(NOW)
  release(false)
  me = await table.addVolunteer()
})

/** Puts one or the other behind the address; who is connected connects anew. */
function release(next: boolean): void {
  isNext = next
  for (const socket of sockets) socket.destroy()
  sockets.clear()
}

/** An unsent dose on a phone that has kept the pages of the first version. */
async function openWithQueue(fullName: string, shortName: string) {
  const personId = await table.addCleared(fullName)
  const opened = await table.openTable(me, 'dose', { isKept: true })
  const { page, context } = opened
  await page.getByRole('button', { name: shortName }).waitFor()
  // Everything gets through but what the phone sends; what the browser would send by itself passes no route.
  const withoutSync = () => {
    Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { get: () => undefined })
  }
  await context.addInitScript(withoutSync)
  await page.evaluate(withoutSync)
  const goOn = await routeUntil(context, '**/v1/devices/**', abort)
  await inject(page, shortName)
  await saysUnsent(page, 1)
  return { ...opened, personId, goOn }
}

/** The browser hears of the new build, as it does by itself on its next look. */
const hear = (page: Page) =>
  page.evaluate(async () => {
    const registration = (await navigator.serviceWorker.getRegistration())!
    await registration.update()
    const worker = registration.installing ?? registration.waiting!
    if (worker.state !== 'installed')
      await new Promise<void>((done) =>
        worker.addEventListener('statechange', () => worker.state === 'installed' && done()),
      )
  })

const storeVersion = (page: Page) =>
  page.evaluate(async () => {
    const all = await indexedDB.databases()
    return all.find(({ name }) => name?.startsWith('muitiem-queue-') === true)?.version
  })

const mark = (page: Page) => page.evaluate(() => document.body.setAttribute('data-mark', 'old'))
const isMarked = (page: Page) => page.evaluate(() => document.body.hasAttribute('data-mark'))

describe('a new version of the app, with a queue of the old one on the phone', () => {
  test('is offered and never forced; taken, it reads the old queue and sends it once', async () => {
    const { page, personId, goOn, screenshot, overflow, faults } = await openWithQueue(
      'Chu Thị Mới',
      'C. T. Mới',
    )
    await expect.poll(() => storeVersion(page)).toBe(1)
    await mark(page)
    release(true)
    await hear(page)
    await page.waitForTimeout(500)
    expect(await isMarked(page)).toBe(true)
    // Nothing moves at the table; another page is a quiet moment.
    await expect.poll(() => page.getByText('Đã có bản mới').count()).toBe(0)
    await page.getByRole('link', { name: 'Mũi Tiêm' }).click()
    await page.getByText('Đã có bản mới').waitFor()
    await page.getByText('1 bản ghi trên máy này chưa gửi').waitFor()
    expect(await isMarked(page)).toBe(true)
    await screenshot('new-version')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])

    await page.getByRole('button', { name: 'Dùng bản mới ngay' }).click()
    await page.waitForFunction(() => !document.body.hasAttribute('data-mark'))
    await page.getByText('1 bản ghi trên máy này chưa gửi').waitFor()
    await expect.poll(() => storeVersion(page)).toBe(2)
    await expect.poll(() => page.getByText('Đã có bản mới').count()).toBe(0)
    // Before the network is back: it then goes out by itself, and this would be gone before it is pressed.
    await page.getByRole('link', { name: 'Xem và gửi' }).click()
    await page.getByText('Chưa xong: còn 1 bản ghi').waitFor()
    goOn()
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.getByText('Không còn bản ghi nào chưa gửi.').waitFor()
    expect(await table.receiptsOf(me)).toEqual([{ kind: 'dose', outcome: 'accepted', seq: 1 }])
    expect(await table.dosesOf(personId)).toHaveLength(1)
    expect(faults).toEqual([])
  })

  test('left alone, it is used when the app is next opened, without a network too; a tab that is still open goes on', async () => {
    const { page, context, personId, goOn } = await openWithQueue('Chu Thị Sau', 'C. T. Sau')
    await mark(page)
    release(true)
    await hear(page)
    await context.setOffline(true)
    const other = await openTab(context, new URL('/site', page.url()).href)
    await other.getByText('1 bản ghi chưa gửi').waitFor()
    await expect.poll(() => storeVersion(other)).toBe(2)
    // The first tab was not touched, and still finds its own files.
    expect(await isMarked(page)).toBe(true)
    await page.getByRole('link', { name: /Trần Thị Thử/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Tài khoản' }).waitFor()
    expect(await isMarked(page)).toBe(true)
    await context.setOffline(false)
    goOn()
    await other.getByText(ALL_SENT).waitFor({ timeout: 25_000 })
    expect(await table.dosesOf(personId)).toHaveLength(1)
  })
})
