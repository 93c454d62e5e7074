import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

describe('the board', () => {
  test('x', async () => {
    const { page, faults, screenshot } = await app.open('/centre', 'desk', app.world.accounts.cityCentre)
    await page.getByRole('table').waitFor()
    await screenshot('board')
    expect(await seriousFindings(page)).toEqual([])
    expect(faults).toEqual([])
  })
})
