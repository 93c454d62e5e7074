import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount } from '#features/accounts/create-account.ts'
import { openBrowserApp, type BrowserApp } from '../support/browser.ts'
import { openTab, pagesKept } from '../support/site-table.ts'

const SECRET = '582046'
const NAME = 'gia-hoi.cai-may'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
  await createAccount(app.deps, null, {
    signInName: NAME,
    fullName: 'Trần Thị Thử Cài',
    secret: SECRET,
    grants: [{ role: 'data-entry', sessionId: app.world.sessions.A }],
  })
})
afterAll(() => app.close())

/** Signed in on a phone that has kept the pages. */
async function openKept(next: string) {
  const opened = await app.open(`/sign-in?next=${encodeURIComponent(next)}`, 'phone', undefined, 'allow')
  const { page } = opened
  await page.getByLabel('Tên đăng nhập').fill(NAME)
  await page.getByLabel('Mật khẩu hoặc mã PIN').fill(SECRET)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await pagesKept(page)
  return opened
}

test('what the pages promise a browser that would install them is there, and every picture is one', async () => {
  const { page } = await app.open('/sign-in')
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!
    const response = await fetch(link.href)
    return { type: response.headers.get('content-type'), body: await response.json() }
  })
  expect(manifest.type).toContain('application/manifest+json')
  expect(manifest.body).toMatchObject({ name: 'Mũi Tiêm', lang: 'vi', start_url: '/', display: 'standalone' })
  const drawn = await page.evaluate(
    (icons) =>
      Promise.all(
        icons.map(async ({ src }) => {
          const image = new Image()
          image.src = src
          await image.decode()
          return `${image.naturalWidth}x${image.naturalHeight}`
        }),
      ),
    manifest.body.icons as { src: string }[],
  )
  expect(drawn).toEqual(manifest.body.icons.map(({ sizes }: { sizes: string }) => sizes))
  const session = await page.context().newCDPSession(page)
  // What Chromium itself has against installing it: nothing but that no person has used it yet.
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual([])
})

test('the service worker is never taken from a cache, and may load nothing of others', async () => {
  const answer = await app.app.inject({ url: '/sw.js' })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-cache')
  expect(answer.headers['content-type']).toContain('javascript')
  const policy = answer.headers['content-security-policy']
  for (const rule of ["worker-src 'self'", "manifest-src 'self'", "connect-src 'self'"])
    expect(policy).toContain(rule)
})

describe('a phone that has kept the pages', () => {
  test('opens every page of the site without a network, for the same person, and keeps no answer of the service', async () => {
    const { page, context, faults } = await openKept('/site')
    await context.setOffline(true)
    await page.reload()
    await page.getByRole('heading', { name: 'Buổi tiêm hôm nay' }).waitFor()
    const second = await openTab(context, '/')
    await second.getByRole('heading', { name: 'Xin chào, Trần Thị Thử Cài' }).waitFor()
    await second.goto('/phone')
    await second.getByText('Không còn bản ghi nào chưa gửi.').waitFor()
    const kept = await second.evaluate(async () => {
      const names = await caches.keys()
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return all.flat().map(({ url }) => new URL(url).pathname)
    })
    expect(kept.filter((path) => !path.startsWith('/assets/'))).toEqual([])
    expect(kept.some((path) => path.endsWith('.wasm'))).toBe(true)
    expect(faults).toEqual([])
  })
})
