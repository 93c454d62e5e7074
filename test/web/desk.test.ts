import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOW } from '../support/world.ts'
import { openBrowserApp } from '../support/browser.ts'

let ground: Awaited<ReturnType<typeof openBrowserApp>>
beforeAll(async () => {
  ground = await openBrowserApp()
})
afterAll(() => ground.close())

test('who is checked in on one phone stands at the next table on another, without being looked for', async () => {
  const { sessions, accounts, addPerson } = ground.world
  const personId = await addPerson({ name: 'Trần Thị Bàn Thử', bornOn: '1979-05-01' })
  const { page, faults } = await ground.open(
    `/site/sessions/${sessions.A}?tab=screening`,
    'phone',
    accounts.screening,
  )
  await page.getByRole('tab', { selected: true }).waitFor()
  await expect.poll(() => page.getByText('T. T. B. Thử').count()).toBe(0)
  const checkIn = { kind: 'check-in', personId, sessionId: sessions.A, how: 'search', reason: '' }
  const sent = await ground.as(accounts.scanner, 'PUT', `/v1/entries/${randomUUID()}`, {
    ...checkIn,
    capturedAt: NOW.toISOString(),
  })
  expect(sent.status).toBe(201)
  await page.getByRole('button', { name: 'T. T. B. Thử' }).waitFor({ timeout: 20_000 })
  expect(faults).toEqual([])
}, 60_000)
