import type { Page } from 'playwright-core'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#domain/access.ts'
import { createAccount } from '#features/accounts/create-account.ts'
import { NOW } from '../support/world.ts'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

const SECRET = 'con cò bay lả bay la'

/** An invented ward official, or an account of the whole authority. */
function makeAccount(signInName: string, role: Role) {
  const where = role === 'ward-official' ? { placeId: app.world.places.wardA } : {}
  return createAccount(app.deps, null, {
    signInName,
    fullName: 'Trần Thị Thử',
    secret: SECRET,
    grants: [{ role, ...where }],
  })
}

async function signIn(page: Page, name: string, secret: string) {
  await page.getByLabel('Tên đăng nhập').fill(name)
  await page.getByLabel('Mật khẩu hoặc mã PIN').fill(secret)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

describe('signing in', () => {
  test('leads to the page that was asked for, and out again', async () => {
    await makeAccount('phuong.a', 'ward-official')
    const { page, faults } = await app.open('/account')
    await heading(page, 'Đăng nhập')
    await signIn(page, 'Phuong.A ', SECRET)
    await heading(page, 'Tài khoản của bạn')
    await page.getByRole('row', { name: /Cán bộ phường Phường Thuận Thử/ }).waitFor()
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await heading(page, 'Đăng nhập')
    await page.reload()
    await heading(page, 'Đăng nhập')
    expect(faults).toEqual([])
  })

  test('with a wrong secret says why, in the language of the page, and keeps the name', async () => {
    await makeAccount('phuong.b', 'ward-official')
    const { page } = await app.open('/')
    await signIn(page, 'phuong.b', 'sai mật khẩu')
    await page.getByText('Tên đăng nhập hoặc mật khẩu (mã PIN) không đúng').waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await heading(page, 'Sign in')
    await expect.poll(() => page.getByLabel('Sign-in name').inputValue()).toBe('phuong.b')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText('The sign-in name or the password').waitFor()
    await page.reload()
    await heading(page, 'Sign in')
  })

  test('with nothing typed names each field, in whatever language comes next', async () => {
    const { page } = await app.open('/')
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
    await page.getByRole('link', { name: 'Tên đăng nhập: Hãy điền ô này' }).waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('link', { name: 'Sign-in name: Fill in this field' }).click()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('signInName')
  })

  test('with a secret that someone else gave asks for an own one first', async () => {
    const made = await app.as(app.world.accounts.admin, 'POST', '/v1/accounts', {
      signInName: 'phuong.c',
      fullName: 'Trần Thị Thử',
      grants: [{ role: 'ward-official', placeId: app.world.places.wardA }],
    })
    expect(made.status).toBe(201)
    const { secret } = made.body as { secret?: string }
    const { page } = await app.open('/account')
    await signIn(page, 'phuong.c', secret ?? '')
    await heading(page, 'Đặt mật khẩu mới')
    await page.getByLabel('Mã mới', { exact: true }).fill(SECRET)
    await page.getByLabel('Nhập lại mã mới').fill(`${SECRET}!`)
    await page.getByRole('button', { name: 'Lưu mã mới' }).click()
    await page.getByRole('link', { name: /Hai lần nhập không giống nhau/ }).waitFor()
    await page.getByLabel('Nhập lại mã mới').fill(SECRET)
    await page.getByRole('button', { name: 'Lưu mã mới' }).click()
    await heading(page, 'Tài khoản của bạn')
  })

  test('to the whole authority enrols a phone once, then asks for its code', async () => {
    await makeAccount('quan.tri', 'admin')
    const { page, faults, screenshot } = await app.open('/account', 'phone')
    await signIn(page, 'quan.tri', SECRET)
    await heading(page, 'Bảo vệ tài khoản bằng điện thoại')
    await page.locator('.qr path').waitFor()
    await screenshot('enrol')
    const key = await page.locator('.secret-text').innerText()
    const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) })
    await page.getByLabel('Mã 6 chữ số').fill(totp.generate({ timestamp: NOW.getTime() }))
    await page.getByRole('button', { name: 'Tiếp tục' }).click()
    await heading(page, 'Tài khoản của bạn')
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await heading(page, 'Đăng nhập')
    await signIn(page, 'quan.tri', SECRET)
    await heading(page, 'Mã xác thực')
    await page.getByLabel('Mã 6 chữ số').fill(totp.generate({ timestamp: NOW.getTime() + 30_000 }))
    await page.getByRole('button', { name: 'Tiếp tục' }).click()
    await heading(page, 'Xin chào, Trần Thị Thử')
    expect(faults).toEqual([])
  })

  test('lasts longer than an access token: it is renewed without a word', async () => {
    await makeAccount('phuong.d', 'ward-official')
    const { page } = await app.open('/account')
    await signIn(page, 'phuong.d', SECRET)
    await heading(page, 'Tài khoản của bạn')
    app.setNow(new Date(NOW.getTime() + 20 * 60_000))
    try {
      const renewals: string[] = []
      page.on('request', (request) => {
        if (request.url().endsWith('/refresh')) renewals.push(request.url())
      })
      await page.reload()
      await heading(page, 'Tài khoản của bạn')
      expect(renewals).toHaveLength(1)
    } finally {
      app.setNow(NOW)
    }
  })
})

describe('the pages', () => {
  test.for(['phone', 'desk'] as const)(
    'fit a %s in every language, without serious findings',
    async (screen) => {
      const name = `phuong.${screen}`
      await makeAccount(name, 'ward-official')
      const { page, faults, overflow, screenshot } = await app.open('/account', screen)
      const eachLanguage = async (what: string) => {
        for (const [code, language] of [
          ['en', /^(English|EN)$/],
          ['lo', 'ລາວ'],
          ['vi', /^(Tiếng Việt|VI)$/],
        ] as const) {
          await page.getByRole('button', { name: language }).first().click()
          expect(await overflow()).toBe(0)
          expect(await seriousFindings(page)).toEqual([])
          await screenshot(`${what}-${code}`)
        }
      }
      await heading(page, 'Đăng nhập')
      await eachLanguage('sign-in')
      await signIn(page, name, SECRET)
      await heading(page, 'Tài khoản của bạn')
      await eachLanguage('account')
      await page.getByRole('checkbox', { name: 'Tương phản cao' }).check()
      expect(await seriousFindings(page)).toEqual([])
      await screenshot('account-contrast')
      await page.goto('/khong-co')
      await heading(page, 'Không có trang này')
      expect(faults).toEqual([])
    },
  )

  test('are not given for an address of the service itself', async () => {
    const { status, body } = await app.as(null, 'GET', '/v1/khong-co', undefined, { accept: 'text/html' })
    expect([status, body.code]).toEqual([404, 'not-found'])
  })

  test('begin at the bare address, for whoever has no wish of their own too', async () => {
    const statusOf = async (url: string) =>
      (await app.as(null, 'GET', url, undefined, { accept: '*/*' })).status
    expect([await statusOf('/'), await statusOf('/khong-co')]).toEqual([200, 404])
  })
})
