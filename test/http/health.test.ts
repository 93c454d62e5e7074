import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

test('alive and ready are answered to anyone, figures only to who may read reports', async () => {
  expect((await ground.as(null, 'GET', '/livez')).body).toEqual({ status: 'ok' })
  expect((await ground.as(null, 'GET', '/readyz')).body).toEqual({ status: 'ok' })
  expect(await ground.as(null, 'GET', '/metrics')).toMatchObject({
    status: 401,
    body: { code: 'sign-in.required' },
  })
  expect(await ground.as(ground.world.accounts.scanner, 'GET', '/metrics')).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  })
  const figures = await ground.as(ground.world.accounts.supervisor, 'GET', '/metrics')
  expect(figures.status).toBe(200)
  expect(figures.raw.body).toContain('http_request_duration_seconds')
})

test('an address that does not exist is a problem with a code and a Vietnamese sentence', async () => {
  const answer = await ground.as(null, 'GET', '/v1/nothing')
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.body).toMatchObject({ status: 404, code: 'not-found', title: 'Không tìm thấy.' })
  const english = await ground.as(null, 'GET', '/v1/nothing', undefined, { 'accept-language': 'en' })
  expect(english.body).toMatchObject({ title: 'Not found.' })
})

test('the address in a problem’s type says what it means in three languages', async () => {
  const { body } = await ground.as(null, 'GET', '/v1/nothing')
  const kind = await ground.as(null, 'GET', String(body['type']))
  expect(kind.body).toMatchObject({ code: 'not-found', status: 404, en: 'Not found.' })
  expect((await ground.as(null, 'GET', '/problems/no-such-code')).status).toBe(404)
})
