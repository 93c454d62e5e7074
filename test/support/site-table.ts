import { randomUUID } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { createAccount } from '#features/accounts/create-account.ts'
import type { BrowserApp } from './browser.ts'
import { look } from './look.ts'
import { NOW, type TestAccount } from './world.ts'

const SECRET = '582046'
export const ALL_SENT = 'Mọi bản ghi đã lên máy chủ'

export type Volunteer = { name: string; fullName: string; accountId: string }

/** A table of session A, with one volunteer and one phone: what the tests of phones do there again and again. */
export function siteTable(app: BrowserApp) {
  const sessionId = app.world.sessions.A
  const centre = app.world.accounts.cityCentre
  let count = 0
  const addressOf = (tab: string) => `/site/sessions/${sessionId}?tab=${tab}`

  /** Nobody's queue is another's. */
  async function addVolunteer(): Promise<Volunteer> {
    count += 1
    const name = `gia-hoi.ngoai-tuyen${count}`
    const fullName = `Trần Thị Thử ${count}`
    const { accountId } = await createAccount(app.deps, null, {
      signInName: name,
      fullName,
      secret: SECRET,
      grants: [{ role: 'data-entry', sessionId }],
    })
    return { name, fullName, accountId }
  }

  async function signIn(page: Page, name: string): Promise<void> {
    await page.getByLabel('Tên đăng nhập').fill(name)
    await page.getByLabel('Mật khẩu hoặc mã PIN').fill(SECRET)
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
  }

  /**
   * Signed in at a table, with an empty queue.
   *
   * @param how.clock what the phone believes that it is; right when left out.
   * @param how.isKept whether the phone has kept the pages, and opens them without a network.
   */
  async function openTable(
    who: Volunteer,
    tab: string,
    how: { quotaSize?: number; clock?: Date; isKept?: boolean } = {},
  ) {
    const worker = how.isKept === true ? 'allow' : 'block'
    const next = encodeURIComponent(addressOf(tab))
    const opened = await app.open(`/sign-in?next=${next}`, 'phone', undefined, worker)
    const { page, context } = opened
    await page.clock.install({ time: how.clock ?? NOW })
    // Chromium remembers for a while how much room there was: such a phone is small from the first.
    const session = await context.newCDPSession(page)
    const setQuota = (size?: number) =>
      session.send('Storage.overrideQuotaForOrigin', {
        origin: app.address,
        ...(size === undefined ? {} : { quotaSize: size }),
      })
    if (how.quotaSize !== undefined) await setQuota(how.quotaSize)
    await signIn(page, who.name)
    await page.getByText(ALL_SENT).waitFor()
    if (how.isKept === true) await pagesKept(page)
    return { ...opened, setQuota }
  }

  /** After ten idle minutes the phone asks who it is. */
  async function unlock(page: Page): Promise<void> {
    await page.getByLabel('Mã PIN 6 số', { exact: true }).fill(SECRET)
    await page.getByRole('button', { name: 'Mở khóa' }).click()
  }

  /** After a long pause: past the phone's lock, if that closed first, to the sign-in that has ended. */
  async function signInAgain(page: Page, name: string): Promise<void> {
    const lock = page.getByRole('button', { name: 'Mở khóa' })
    const start = page.getByRole('button', { name: 'Đăng nhập' })
    await lock.or(start).waitFor()
    if (await lock.isVisible()) {
      // The sign-in may take its place while the PIN is typed.
      const isEnded = start.waitFor()
      await Promise.race([unlock(page).catch(() => isEnded), isEnded])
    }
    await signIn(page, name)
  }

  async function record(personId: string, by: TestAccount, fact: Record<string, unknown>): Promise<void> {
    const body = { personId, sessionId, capturedAt: NOW.toISOString(), ...fact }
    expect((await app.as(by, 'PUT', `/v1/entries/${randomUUID()}`, body)).status).toBe(201)
  }

  return {
    addressOf,
    addVolunteer,
    signIn,
    openTable,
    unlock,
    signInAgain,

    /** Somebody who stands before the needle, as other phones have recorded. */
    async addCleared(fullName: string): Promise<string> {
      const personId = await app.world.addPerson({ name: fullName, bornOn: '1984-02-03' })
      const by = app.world.accounts.dataEntry
      await record(personId, by, { kind: 'check-in', how: 'search' })
      await record(personId, by, { kind: 'consent', agreed: 'agreed' })
      await record(personId, by, { kind: 'screening', outcome: 'eligible' })
      return personId
    },

    /** The health centre ends what this account may do, and closes it. */
    async leave({ accountId }: Volunteer): Promise<void> {
      const reason = { reason: 'left' }
      const grants = await look<{ id: string }>(
        app.database,
        'SELECT id FROM access_grant WHERE account_id = $1',
        [accountId],
      )
      for (const { id } of grants) {
        const ended = await app.as(centre, 'POST', `/v1/accounts/${accountId}/grants/${id}/end`, reason)
        expect(ended.status).toBe(204)
      }
      expect((await app.as(centre, 'POST', `/v1/accounts/${accountId}/disable`, reason)).status).toBe(204)
    },

    /** What has come in from the phones of this account. */
    receiptsOf: ({ accountId }: Volunteer) =>
      look<{ kind: string; outcome: string; seq: number }>(
        app.database,
        `SELECT kind, outcome, device_seq::integer AS seq FROM receipt
         WHERE author_id = $1 AND device_id IS NOT NULL ORDER BY device_seq`,
        [accountId],
      ),
    dosesOf: (personId: string) =>
      look<{ id: string; day: string; flags: string[] }>(
        app.database,
        `SELECT d.id, d.given_on::text AS day, s.flags FROM dose d JOIN dose_standing s ON s.dose_id = d.id
         WHERE d.person_id = $1`,
        [personId],
      ),
  }
}

/** The service worker has everything and answers for this page. */
export const pagesKept = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller === null)
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done))
  })

export const openTab = async (context: BrowserContext, path: string): Promise<Page> => {
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(path)
  return page
}

export const chooseTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()

export const saysUnsent = (page: Page, entries: number) =>
  page.getByRole('button', { name: `${entries} bản ghi chưa gửi` }).waitFor()

/** Person, arm, given: tapped twice, as an impatient hand does. */
export async function inject(page: Page, shortName: string): Promise<void> {
  await page.getByRole('button', { name: shortName }).first().click()
  await page.getByRole('button', { name: 'Tay trái' }).click()
  await page.getByRole('button', { name: 'Đã tiêm', exact: true }).dblclick()
  await page.getByText(`Đã ghi: ${shortName}`).waitFor()
}
