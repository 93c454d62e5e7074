import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDoseGround, type DoseGround } from '../features/doses/ground.ts'
import { launchBrowser } from '../support/browser.ts'
import { bundlePhone } from './bundle-phone.ts'

let ground: DoseGround
let browser: Browser
let address: string
let script: string
let context: BrowserContext
beforeAll(async () => {
  ground = await createDoseGround()
  address = await ground.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await launchBrowser()
  script = await bundlePhone()
})
afterAll(async () => {
  await browser.close()
  await ground.close()
})
beforeEach(async () => {
  context = await browser.newContext()
  await context.route('**/phone.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  )
  await context.route('**/phone', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/phone.js"></script>' }),
  )
})
afterEach(() => context.close())

async function openPage(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${address}/phone`)
  await page.waitForFunction(() => 'phone' in window)
  return page
}

/** Sends until nothing waits, as the app does by itself. */
const drain = (page: Page) =>
  page.evaluate(async () => {
    const { queue } = window.held
    for (let step = 0; step < 20; step++) {
      queue.wake()
      if ((await queue.attempt()) === null) break
    }
    return queue.state()
  })

test('captured without a network on a phone whose clock is years off, sent with nobody signed in: all there, on the right day', async () => {
  const { dataEntry } = ground.world.accounts
  const deviceId = randomUUID()
  const people = await Promise.all(Array.from({ length: 60 }, () => ground.world.addPerson()))
  const page = await openPage()
  const publicKey = await page.evaluate(async (id) => {
    const key = await window.phone.makeDeviceKey(id)
    window.held = { key, ...(await window.phone.openQueue(id, key)) }
    return key.publicKeySpki
  }, deviceId)
  const enrolled = await ground.as(dataEntry, 'PUT', `/v1/devices/${deviceId}`, { publicKey, siteId: null })
  expect(enrolled.status).toBe(201)

  await context.setOffline(true)
  const { sessions, productId, lotId } = ground.world
  await page.evaluate(
    async ([people, sessionId, productId, lotId]) => {
      const { queue } = window.held
      for (const personId of people) {
        const checkIn = queue.prepare({ kind: 'check-in', personId, sessionId, how: 'search', reason: '' })
        const dose = queue.prepare({
          kind: 'dose',
          personId,
          sessionId,
          productId,
          lot: { lotId },
          statedStep: null,
          givenAt: new Date().toISOString(),
          givenOn: null,
          origin: 'site',
          source: 'administered',
          place: '',
          vaccinatorName: '',
          volumeMl: null,
          arm: 'left',
          reason: '',
        })
        await queue.save([checkIn, dose])
      }
    },
    [people, sessions.A, productId, lotId] as const,
  )
  expect(await drain(page)).toMatchObject({ unsent: 120, kept: 120, troubled: 0, stopped: 'unreachable' })

  await context.setOffline(false)
  expect(await drain(page)).toMatchObject({ unsent: 0, kept: 120, lastSeq: 120, troubled: 0, stopped: null })
  const rows = await ground.rows<{ count: number }>(
    `SELECT count(*)::integer AS count FROM receipt r JOIN dose d ON d.id = r.id
     WHERE r.device_id = $1 AND r.author_id = $2 AND d.given_on = '2021-10-17'`,
    [deviceId, dataEntry.accountId],
  )
  expect(rows).toEqual([{ count: 60 }])
  const numbers = await ground.rows<{ least: number; most: number; all: number }>(
    `SELECT min(device_seq)::integer AS least, max(device_seq)::integer AS most, count(DISTINCT device_seq)::integer AS all
     FROM receipt WHERE device_id = $1`,
    [deviceId],
  )
  expect(numbers).toEqual([{ least: 1, most: 120, all: 120 }])
})
