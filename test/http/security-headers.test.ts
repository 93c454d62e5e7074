import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'

let ground: TestApp

beforeAll(async () => {
  ground = await createTestApp()
})

afterAll(async () => ground.close())

test.each([
  ['an answer', '/livez'],
  ['a page', '/'],
  ['what is not found', '/v1/nowhere'],
  ['a refusal', '/v1/people/not-an-id'],
])('%s carries every security header', async (_name, url) => {
  const { headers } = await ground.app.inject({ method: 'GET', url })
  expect(headers).toMatchObject({
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
  })
  const policy = String(headers['content-security-policy'])
  expect(policy.split(';')).toEqual(
    expect.arrayContaining(["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"]),
  )
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'/)
})
