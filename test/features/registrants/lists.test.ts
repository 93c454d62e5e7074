import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import { addList, nextPage } from './support.ts'

let ground: TestApp
let ward: TestAccount
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
})
afterAll(() => ground.close())

test('a list says what was declared against what came, and whether in time', async () => {
  const listId = await addList(ground, ward, { dueAt: '2021-10-17T09:00:00Z' })
  expect((await ground.as(ward, 'GET', `/v1/lists/${listId}`)).body).toMatchObject({
    declaredTotal: null,
    declaredInTime: 'waiting',
    uploadedInTime: 'waiting',
  })
  ground.setNow('2021-10-17T10:00:00Z')
  try {
    const declare = () =>
      ground.as(
        ward,
        'PATCH',
        `/v1/lists/${listId}`,
        { declared: { 'code-9': 10, 'code-10': 5 } },
        { 'if-match': '"1"' },
      )
    const late = await declare()
    // Again, because the answer was lost.
    expect((await declare()).body).toEqual(late.body)
    expect(late.body).toMatchObject({
      declaredTotal: 15,
      declaredInTime: 'late',
      uploadedInTime: 'missing',
      version: 2,
    })
    expect(
      await ground.as(ward, 'PATCH', `/v1/lists/${listId}`, { name: 'Khác' }, { 'if-match': '"1"' }),
    ).toMatchObject({ status: 412 })
    expect(
      await ground.as(
        ward,
        'PATCH',
        `/v1/lists/${listId}`,
        { declared: { 'code-17': 1 } },
        { 'if-match': '"2"' },
      ),
    ).toMatchObject({ status: 400 })
  } finally {
    ground.setNow(NOW)
  }
})

test('the lists of a campaign come in pages without a gap', async () => {
  for (let at = 0; at < 3; at += 1) await addList(ground, ward, { kind: 'school' })
  const seen: unknown[] = []
  let cursor = ''
  do {
    const page = await ground.as(ward, 'GET', `/v1/lists?kind=school&limit=2${cursor}`)
    seen.push(...(page.body['items'] as { id: unknown }[]).map(({ id }) => id))
    cursor = nextPage(page)
  } while (cursor !== '')
  expect(new Set(seen).size).toBe(3)
})
