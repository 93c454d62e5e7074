import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount } from '#features/accounts/create-account.ts'
import { invitationTokenId, signInvitation, tokenHashOf } from '#features/registrants/invitation-token.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { createFakeCamera } from '../support/fake-camera.ts'
import { look } from '../support/look.ts'
import { NOW } from '../support/world.ts'

let app: BrowserApp
let camera: Awaited<ReturnType<typeof createFakeCamera>>
const SECRET = '582046'

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

const dosesOf = (personId: string) =>
  look<{ id: string; arm: string; step: string | null; voids: number }>(
    app.database,
    `SELECT d.id, d.arm, s.step, (SELECT count(*)::integer FROM dose_change c WHERE c.dose_id = d.id AND c.kind = 'void') AS voids
     FROM dose d LEFT JOIN dose_standing s ON s.dose_id = d.id WHERE d.person_id = $1`,
    [personId],
  )

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()

describe('a person at the site', () => {
  test('signs in, scans the paper, consents, is screened and injected; the dose is on the server, and undone', async () => {
    const personId = await app.world.addPerson({ name: 'Hoàng Thị Thử', bornOn: '1984-02-03', session: null })
    await camera.show(await inviteByPaper(personId))
    const { page, faults, screenshot, overflow } = await openSession('phone')

    // The camera reads by itself; nobody presses anything.
    await page.getByRole('heading', { name: 'Hoàng Thị Thử' }).waitFor({ timeout: 20_000 })
    await page.getByText('Tiêm được: Mũi 1').waitFor()
    await screenshot('site-check-in')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).click()
    await page.getByText('Đã tiếp đón').waitFor()
    await screenshot('site-checked-in')

    await tab(page, 'Sàng lọc')
    await page.getByRole('button', { name: 'H. T. Thử' }).click()
    expect(await page.getByRole('button', { name: 'Đủ điều kiện tiêm chủng ngay' }).isDisabled()).toBe(true)
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
    await page.getByRole('button', { name: 'Đã tiêm', exact: true }).dblclick()
    await page.getByText('Đã ghi: H. T. Thử').waitFor()
    expect(await dosesOf(personId)).toMatchObject([{ arm: 'left', step: 'primary-1', voids: 0 }])
    await screenshot('site-given')

    await page.getByRole('button', { name: 'Hoàn tác' }).click()
    await page.getByText('Đã rút lại mũi vừa ghi.').waitFor()
    expect(await dosesOf(personId)).toMatchObject([{ step: null, voids: 1 }])
    expect(faults).toEqual([])
  })
})
