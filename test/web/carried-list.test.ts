import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { joinInvitation, signedText, splitInvitation } from '#domain/invitation.ts'
import { signInvitation } from '#features/registrants/invitation-token.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { createFakeCamera } from '../support/fake-camera.ts'
import { look } from '../support/look.ts'
import { ALL_SENT, chooseTab, inject, saysUnsent, siteTable, type Volunteer } from '../support/site-table.ts'
import { NOW, TODAY } from '../support/world.ts'

/** A whole visit at three tables, twice, on a machine that others use as well. */
vi.setConfig({ testTimeout: 90_000 })

const SECRET = '582046'
const SEARCH = 'Tên, 4 số cuối, hoặc dán mã'

let app: BrowserApp
let camera: Awaited<ReturnType<typeof createFakeCamera>>
let table: ReturnType<typeof siteTable>
let me: Volunteer
beforeAll(async () => {
  camera = await createFakeCamera()
  app = await openBrowserApp(camera.flags)
  table = siteTable(app)
  const imported = await app.as(app.world.accounts.cityCentre, 'POST', '/v1/rules/import', {
    source: 'vietnam',
  })
  expect(imported.status).toBeLessThan(300)
})
afterAll(async () => {
  await app.close()
  await camera.close()
})
beforeEach(async () => {
  app.setNow(NOW)
  await camera.show(null)
  me = await table.addVolunteer()
})

type Paper = Partial<Parameters<typeof signInvitation>[1]>

/** The paper of a person as the ward prints it, known to the service. */
async function issuePaper(personId: string): Promise<string> {
  const { campaignId, accounts } = app.world
  const to = { personIds: [personId] }
  const issued = await app.as(accounts.wardOfficial, 'POST', '/v1/invitations', { campaignId, to })
  expect(issued.status).toBeLessThan(300)
  return paperOf(personId)
}

function paperOf(personId: string, more: Paper = {}): string {
  const { campaignId, places } = app.world
  const paper = {
    personId,
    campaignId,
    wardId: places.wardA,
    issueNumber: 1,
    validFrom: TODAY,
    validTo: '2021-12-31',
  }
  return signInvitation(app.deps, { ...paper, ...more })
}

/** Signed in at a table, and the list is on the phone. */
async function openWithList(tab: string) {
  const opened = await table.openTable(me, tab, { isKept: true })
  await opened.page.getByText(/Danh sách trên máy: \d+ người/).waitFor()
  await keptPages(opened.page)
  return opened
}

async function find(page: Page, typed: string): Promise<void> {
  await page.getByLabel(SEARCH).fill(typed)
  await page.getByRole('button', { name: 'Tìm' }).click()
}

async function letIn(page: Page, unsent: number): Promise<void> {
  await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).click()
  await page.getByText('Đã tiếp đón').waitFor()
  await saysUnsent(page, unsent)
}

async function screen(page: Page, shortName: string): Promise<void> {
  await chooseTab(page, 'Sàng lọc')
  await page.getByRole('button', { name: shortName }).click()
  await page.getByRole('button', { name: 'Tự đồng ý' }).click()
  await page.getByRole('button', { name: 'Đủ điều kiện tiêm chủng ngay' }).click()
  await page.getByRole('heading', { name: 'Đã khám' }).waitFor()
}

const checkInsOf = (personId: string) =>
  look<{ how: string }>(app.database, 'SELECT how FROM check_in WHERE person_id = $1', [personId])

/** Every byte of the phone's databases that can be read as text. */
const readDisk = (page: Page) =>
  page.evaluate(async () => {
    const found: Record<string, { rows: number; text: string }> = {}
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done, fail) => {
        const opening = indexedDB.open(name!)
        opening.addEventListener('success', () => done(opening.result))
        opening.addEventListener('error', () => fail(opening.error))
      })
      let text = ''
      let rows = 0
      for (const store of db.objectStoreNames) {
        const all = await new Promise<unknown[]>((done, fail) => {
          const reading = db.transaction(store).objectStore(store).getAll()
          reading.addEventListener('success', () => done(reading.result))
          reading.addEventListener('error', () => fail(reading.error))
        })
        rows += all.length
        const decode = (_: string, value: unknown) =>
          value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value
        text += JSON.stringify(all, decode)
      }
      db.close()
      found[name!] = { rows, text }
    }
    return found
  })

async function vaultRows(page: Page): Promise<number> {
  const disk = await readDisk(page)
  const vaults = Object.entries(disk).filter(([name]) => name.startsWith('muitiem-vault-'))
  return vaults.reduce((sum, [, { rows }]) => sum + rows, 0)
}

describe('in flight mode, with the list on the phone', () => {
  test('a paper is scanned, somebody else is searched, both are let in, screened and injected; all of it reaches the service once', async () => {
    const byPaper = await app.world.addPerson({ name: 'Hoàng Thị Rừng', bornOn: '1984-02-03' })
    const byName = await app.world.addPerson({
      name: 'Đỗ Văn Suối',
      bornOn: '1958-06-07',
      phone: '0912004321',
    })
    const paper = await issuePaper(byPaper)
    const { page, context, faults, screenshot, overflow } = await openWithList('check-in')
    await screenshot('list-open')
    await context.setOffline(true)
    await chooseTab(page, 'Sàng lọc')
    await camera.show(paper)
    await chooseTab(page, 'Tiếp đón')
    // The camera reads by itself, the phone answers by itself.
    await page.getByRole('heading', { name: 'Hoàng Thị Rừng' }).waitFor({ timeout: 20_000 })
    await page.getByText('Tiêm được: Mũi 1').waitFor()
    await page.getByText('Theo danh sách trên máy, tính đến 08:00').waitFor()
    await screenshot('list-scanned')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await letIn(page, 1)
    await page.getByText('Đã lưu trên máy').first().waitFor()
    await camera.show(null)

    for (const typed of ['suoi do', 'ddoox va', '4321', 'do 1958']) {
      await chooseTab(page, 'Sàng lọc')
      await chooseTab(page, 'Tiếp đón')
      await find(page, typed)
      await page.getByRole('button', { name: 'Đỗ Văn Suối' }).waitFor()
    }
    await screenshot('list-found')
    await page.getByRole('button', { name: 'Đỗ Văn Suối' }).click()
    await letIn(page, 2)

    await screen(page, 'H. T. Rừng')
    await screen(page, 'Đ. V. Suối')
    await saysUnsent(page, 6)
    await chooseTab(page, 'Tiêm')
    await inject(page, 'H. T. Rừng')
    await inject(page, 'Đ. V. Suối')
    await saysUnsent(page, 8)
    await page.getByRole('heading', { name: 'Chờ tiêm 0' }).waitFor()
    expect(await table.receiptsOf(me)).toEqual([])

    await context.setOffline(false)
    await page.getByText(ALL_SENT).waitFor({ timeout: 20_000 })
    for (const id of [byPaper, byName]) expect(await table.dosesOf(id)).toMatchObject([{ flags: [] }])
    expect(await checkInsOf(byPaper)).toEqual([{ how: 'invitation' }])
    expect(await checkInsOf(byName)).toEqual([{ how: 'search' }])
    const receipts = await table.receiptsOf(me)
    expect(receipts.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(receipts.every(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect(faults).toEqual([])
  })

  test('true, forged, foreign, too late and revoked papers are told apart, also of people who are not on the list', async () => {
    const [listed, lost, stranger] = [
      await app.world.addPerson({ name: 'Lê Thị Thật' }),
      await app.world.addPerson({ name: 'Lê Thị Mất' }),
      await app.world.addPerson({ name: 'Lê Thị Lạ', ward: 'B', session: null }),
    ]
    const [good, revoked] = [await issuePaper(listed), await issuePaper(lost)]
    const { accounts, campaignId } = app.world
    const papers = await app.as(
      accounts.wardOfficial,
      'GET',
      `/v1/invitations?personId=${lost}&campaignId=${campaignId}`,
    )
    const [{ id }] = papers.body['items'] as [{ id: string }]
    await app.as(accounts.wardOfficial, 'POST', `/v1/invitations/${id}/revoke`, { reason: 'Mất giấy' })
    const { payload } = splitInvitation(good)!
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const signedBy = (text: string) =>
      joinInvitation(text, sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }))
    const foreign = signedText({ ...payload, authorityTag: Uint8Array.of(9, 9, 9, 9) })

    const { page, context, faults, screenshot, overflow } = await openWithList('check-in')
    await context.setOffline(true)
    const cases: [string, string][] = [
      [signedBy(signedText(payload)), 'GIẤY MỜI GIẢ'],
      [signedBy(foreign), 'Giấy mời của nơi khác'],
      [paperOf(stranger, { validFrom: '2021-10-01', validTo: '2021-10-16' }), 'đã hết hạn ngày 16/10/2021'],
      [paperOf(stranger, { validFrom: '2021-10-18' }), 'chỉ dùng từ ngày 18/10/2021'],
      [revoked, 'đã bị huỷ'],
      [paperOf(stranger), 'Giấy mời THẬT của Phường Thuận Thử'],
      [`${good.slice(0, -2)}AA`, 'GIẤY MỜI GIẢ'],
    ]
    for (const [text, sentence] of cases) {
      await page.getByLabel(SEARCH).fill(text)
      await page.getByLabel(SEARCH).press('Enter')
      await page.getByText(sentence).waitFor()
      if (sentence.includes('THẬT')) await screenshot('list-not-listed')
      expect(await overflow()).toBe(0)
    }
    expect(await seriousFindings(page)).toEqual([])
    await page.getByLabel(SEARCH).fill(good)
    await page.getByLabel(SEARCH).press('Enter')
    await page.getByRole('heading', { name: 'Lê Thị Thật' }).waitFor()
    expect(faults).toEqual([])
  })

  test('a citizen’s card finds its holder by its end and birth date; too early is refused with its day; somebody new is written down and injected', async () => {
    const personId = await app.world.addPerson({ name: 'Bùi Thị Thẻ', bornOn: '1990-05-06' })
    const { accounts, productId } = app.world
    const register = await app.as(accounts.wardOfficial, 'GET', `/v1/people/${personId}`)
    const changed = await app.as(
      accounts.wardOfficial,
      'PATCH',
      `/v1/people/${personId}`,
      { reason: 'Bổ sung', addNumbers: [{ kind: 'cccd', value: '046190006543' }] },
      { 'if-match': String(register.headers['etag']) },
    )
    expect(changed.status).toBe(200)
    const history = {
      kind: 'dose',
      personId,
      capturedAt: NOW.toISOString(),
      sessionId: null,
      productId,
      givenAt: '2021-10-10T03:00:00.000Z',
      givenOn: '2021-10-10',
      origin: 'history',
      source: 'reported',
      place: 'Nơi khác',
      reason: 'Giấy xác nhận',
    }
    expect((await app.as(accounts.wardOfficial, 'PUT', `/v1/entries/${randomUUID()}`, history)).status).toBe(
      201,
    )
    const { page, context, faults, screenshot, overflow } = await openWithList('check-in')
    await context.setOffline(true)
    await page.getByLabel(SEARCH).fill('046190006543||Bùi Thị Thẻ|06051990|Nữ|Tổ 1, Thuận Thử|01012021')
    await page.getByLabel(SEARCH).press('Enter')
    await page.getByRole('heading', { name: 'Bùi Thị Thẻ' }).waitFor()
    await page.getByText('Tiêm được từ ngày 31/10/2021').waitFor()
    await page.getByText('tính đến 08:00').last().waitFor()
    await page.getByRole('button', { name: 'Người khác' }).click()
    await page.getByLabel(SEARCH).fill('046190006544||Bùi Thị Thẻ|06051990|Nữ|Tổ 1, Thuận Thử|01012021')
    await page.getByLabel(SEARCH).press('Enter')
    await page.getByText('Không có ai trong danh sách trên máy với số và ngày sinh này').waitFor()

    await page.getByRole('button', { name: 'Người chưa có trong danh sách' }).click()
    await page.getByLabel('Họ và tên').fill('Bùi Thị Thẻ')
    await page.getByLabel('Ngày sinh hoặc năm sinh').fill('06/05/1990')
    await page.getByLabel('Giới tính').selectOption({ label: 'Nam' })
    await page.getByRole('button', { name: 'Tiếp tục' }).click()
    await page.getByText('Có thể đã có trong hệ thống').waitFor()
    await page.getByRole('button', { name: 'Quay lại' }).click()
    await page.getByLabel('Họ và tên').fill('Tôn Nữ Vãng Lai')
    await page.getByLabel('Ngày sinh hoặc năm sinh').fill('1971')
    await page.getByRole('button', { name: 'Tiếp tục' }).click()
    await page.getByRole('heading', { name: 'Tôn Nữ Vãng Lai' }).waitFor()
    await page.getByText('Chưa tra được tiền sử tiêm').waitFor()
    await screenshot('list-walk-in')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await letIn(page, 2)
    await screen(page, 'T. N. V. Lai')
    await chooseTab(page, 'Tiêm')
    await inject(page, 'T. N. V. Lai')
    await context.setOffline(false)
    await page.getByText(ALL_SENT).waitFor({ timeout: 20_000 })
    const rows = await look<{ id: string; doses: number }>(
      app.database,
      `SELECT p.id, (SELECT count(*)::integer FROM dose d WHERE d.person_id = p.id) AS doses FROM person p WHERE full_name = 'Tôn Nữ Vãng Lai'`,
    )
    expect(rows).toMatchObject([{ doses: 1 }])
    expect(faults).toEqual([])
  })

  test('forms are drawn from the list, with what it lacks left for the pen; the slip says why it has to wait', async () => {
    const personId = await app.world.addPerson({ name: 'Lương Thị Phiếu', bornOn: '1966-03-04' })
    const { page, context, faults, screenshot, overflow } = await openWithList('check-in')
    await context.setOffline(true)
    /** As a link of the app does it: the page stays, and with it the open list. */
    const go = (path: string) =>
      page.evaluate((to) => {
        history.pushState(null, '', to)
        dispatchEvent(new PopStateEvent('popstate'))
      }, `/site/sessions/${app.world.sessions.A}${path}`)
    await go(`/people/${personId}/form`)
    await page.getByText('Lập từ danh sách trên máy này, tính đến 08:00').waitFor()
    await page.locator('.paper', { hasText: 'Lương Thị Phiếu' }).getByText('QĐ 4355/QĐ-BYT').waitFor()
    await screenshot('form-here')
    expect(await seriousFindings(page)).toEqual([])
    await go('/papers')
    await page.getByRole('rowheader', { name: 'Lương Thị Phiếu' }).waitFor()
    await screenshot('papers-here')
    await go(`/people/${personId}/slip`)
    await page.getByRole('button', { name: 'Lập giấy xác nhận' }).click()
    await page.getByText('Giấy xác nhận mang số do máy chủ cấp nên chỉ lập được khi có mạng').waitFor()
    await screenshot('slip-offline')
    await page.setViewportSize({ width: 320, height: 568 })
    expect(await overflow()).toBe(0)
    expect(faults).toEqual([])
  })
})

describe('the list', () => {
  test('of the next morning opens with the PIN, without a network, after the tab was killed; what was recorded is folded into it', async () => {
    const [early, late] = [
      await app.world.addPerson({ name: 'Phan Thị Sớm', bornOn: '1984-02-03' }),
      await app.world.addPerson({ name: 'Phan Thị Muộn', bornOn: '1984-02-03' }),
    ]
    const first = await openWithList('check-in')
    await first.context.setOffline(true)
    await find(first.page, 'phan thi som')
    await first.page.getByRole('button', { name: 'Phan Thị Sớm' }).click()
    await letIn(first.page, 1)
    await first.page.close()

    const morning = new Date('2021-10-18T00:30:00Z')
    app.setNow(morning)
    const page = await first.context.newPage()
    page.setDefaultTimeout(20_000)
    await page.clock.install({ time: morning })
    await page.goto(table.addressOf('check-in'))
    await unlock(page)
    await page.getByText(/Danh sách trên máy: \d+ người · tính đến 08:00 17\/10\/2021/).waitFor()
    await page.getByText('Trạm Y tế A').first().waitFor()
    await saysUnsent(page, 1)
    await find(page, 'phan thi muon')
    await page.getByRole('button', { name: 'Phan Thị Muộn' }).click()
    await page.getByText('Theo danh sách trên máy, tính đến 08:00 17/10/2021').waitFor()
    await letIn(page, 2)
    await chooseTab(page, 'Sàng lọc')
    for (const name of ['P. T. Sớm', 'P. T. Muộn']) await page.getByRole('button', { name }).waitFor()

    await first.context.setOffline(false)
    await table.signInAgain(page, me.name).catch(() => undefined)
    await page.getByText(ALL_SENT).waitFor({ timeout: 20_000 })
    for (const id of [early, late]) expect(await checkInsOf(id)).toHaveLength(1)
  })

  test('is sealed on the disk, and at the end of its window nothing of it is left', async () => {
    await app.world.addPerson({ name: 'Nguyễn Bí Mật', phone: '0912987654' })
    const { page, context, faults } = await openWithList('check-in')
    const disk = await readDisk(page)
    const vaults = Object.keys(disk).filter((name) => name.startsWith('muitiem-vault-'))
    expect(vaults).toHaveLength(1)
    expect(disk[vaults[0]!]!.rows).toBeGreaterThan(2)
    for (const { text } of Object.values(disk)) {
      for (const secret of ['Bí Mật', '7654', 'Nguyễn']) expect(text).not.toContain(secret)
    }
    await context.setOffline(true)
    // Fixed site, session of the 17th: the list ends with the 18th.
    await page.clock.fastForward(41 * 60 * 60_000)
    await expect.poll(() => vaultRows(page), { timeout: 20_000 }).toBe(0)
    await expect.poll(() => page.getByText(/Danh sách trên máy: \d+ người/).count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('goes when its owner signs out, and the next one on this phone has another', async () => {
    await app.world.addPerson({ name: 'Trịnh Thị Của Ai' })
    const { page } = await openWithList('check-in')
    expect(await vaultRows(page)).toBeGreaterThan(2)
    await page.getByRole('link', { name: new RegExp(me.fullName) }).click()
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await page.getByRole('button', { name: 'Đăng nhập' }).waitFor()
    await expect.poll(() => vaultRows(page), { timeout: 10_000 }).toBe(0)
    const next = await table.addVolunteer()
    await table.signIn(page, next.name)
    await page.getByRole('heading', { name: `Xin chào, ${next.fullName}` }).waitFor()
    await page.goto(table.addressOf('check-in'))
    await unlock(page)
    await page.getByText(/Danh sách trên máy: \d+ người/).waitFor()
  })

  test('is read on from where it was: who was added since comes, who was called off goes', async () => {
    const gone = await app.world.addPerson({ name: 'Mai Thị Rút' })
    const { page, context, screenshot } = await openWithList('check-in')
    const { sessions, accounts } = app.world
    const removed = await app.as(accounts.wardOfficial, 'DELETE', `/v1/sessions/${sessions.A}/people/${gone}`)
    expect(removed.status).toBeLessThan(300)
    await app.world.addPerson({ name: 'Mai Thị Thêm' })
    const asked = page.waitForResponse((response) => response.url().includes('/pack?cursor='))
    await page.clock.fastForward('01:05')
    await (await asked).finished()
    await context.setOffline(true)
    await find(page, 'mai thi')
    await page.getByRole('button', { name: 'Mai Thị Thêm' }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Mai Thị Rút' }).count()).toBe(0)
    await screenshot('list-hits')
  })

  test('is looked at on a wide screen too', async () => {
    await app.world.addPerson({ name: 'Vương Thị Rộng' })
    const { page, screenshot, overflow } = await app.open(
      `/sign-in?next=${encodeURIComponent(table.addressOf('check-in'))}`,
    )
    await page.clock.install({ time: NOW })
    await table.signIn(page, me.name)
    await page.getByText(/Danh sách trên máy: \d+ người/).waitFor()
    await page.reload()
    await page.getByText('Danh sách trên máy đang khóa').waitFor()
    await screenshot('list-locked')
    expect(await overflow()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Mở bằng mã PIN' }).click()
    await page.getByLabel('Mã PIN', { exact: true }).fill('000000')
    await page.getByRole('button', { name: 'Mở danh sách' }).click()
    await page.getByText('Mã PIN không đúng.').waitFor()
    await screenshot('list-pin')
    await page.getByLabel('Mã PIN', { exact: true }).fill(SECRET)
    await page.getByRole('button', { name: 'Mở danh sách' }).click()
    await page.getByText(/Danh sách trên máy: \d+ người/).waitFor()
    await find(page, 'vuong thi rong')
    await page.getByRole('button', { name: 'Vương Thị Rộng' }).click()
    await page.getByText('Tính đến 08:00', { exact: true }).waitFor()
    await screenshot('list-card')
    for (const name of ['English', 'ລາວ', 'Tiếng Việt']) {
      await page.getByRole('button', { name, exact: true }).click()
      expect(await overflow()).toBe(0)
    }
  })
})

/** Past the screen's own lock, if it closed, or with the PIN of the list. */
async function unlock(page: Page): Promise<void> {
  const ofScreen = page.getByRole('button', { name: 'Mở khóa' })
  const ofList = page.getByRole('button', { name: 'Mở bằng mã PIN' })
  await ofScreen.or(ofList).first().waitFor()
  if (await ofScreen.isVisible()) return table.unlock(page)
  await ofList.click()
  await page.getByLabel('Mã PIN', { exact: true }).fill(SECRET)
  await page.getByRole('button', { name: 'Mở danh sách' }).click()
}

const keptPages = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller === null)
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done))
  })
