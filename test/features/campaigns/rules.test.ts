import { afterAll, beforeAll, expect, test } from 'vitest'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import type { RuleSet } from '#domain/vaccination/types.ts'
import { importRules } from '#features/campaigns/import-rules.ts'
import { loadRules } from '#features/campaigns/load-rules.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, look } from '../../support/look.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

/** What a rule says, without the id of its row. */
function said(rules: RuleSet): Record<string, string[]> {
  const texts = (rows: readonly object[]) =>
    rows
      .map((row) => JSON.stringify(Object.entries({ ...row, id: '' }).sort(([a], [b]) => (a < b ? -1 : 1))))
      .sort()
  const { courses, intervalRules, mixRules, ageRules } = rules
  return {
    courses: texts(courses),
    intervalRules: texts(intervalRules),
    mixRules: texts(mixRules),
    ageRules: texts(ageRules),
  }
}

test('the published rules go into the tables once and come back to the letter', async () => {
  expect(await ground.as(ground.world.accounts.scanner, 'GET', '/v1/rules')).toMatchObject({
    status: 409,
    body: { code: 'rules.missing' },
  })
  expect(
    await ground.as(ground.world.accounts.wardOfficial, 'POST', '/v1/rules/import', { source: 'vietnam' }),
  ).toMatchObject({ status: 403 })

  const first = await ground.as(ground.world.accounts.cityCentre, 'POST', '/v1/rules/import', {
    source: 'vietnam',
  })
  expect(first).toMatchObject({
    status: 200,
    body: { version: 1, added: true, products: vietnamProducts.length },
  })
  const again = await ground.as(ground.world.accounts.cityCentre, 'POST', '/v1/rules/import', {
    source: 'vietnam',
  })
  expect(again).toMatchObject({ status: 200, body: { added: false, hash: first.body['hash'] } })
  expect(await countAudit(ground.database, 'importRules')).toBe(1)

  const loaded = await loadRules(ground.deps.db)
  expect(loaded).not.toBeNull()
  expect(said(loaded!)).toEqual(said(vietnamRules))
  const products = await look<{ code: string }>(ground.database, 'SELECT code FROM product')
  // The small city had comirnaty-30 already: kept, not doubled.
  expect(new Set(products.map((row) => row.code))).toEqual(
    new Set(vietnamProducts.map((product) => product.code)),
  )

  const phone = await ground.as(ground.world.accounts.scanner, 'GET', '/v1/rules')
  expect(phone).toMatchObject({
    status: 200,
    headers: { etag: '"1"' },
    body: { version: 1, hash: first.body['hash'] },
  })
  expect(said(phone.body as unknown as RuleSet)).toEqual(said(vietnamRules))
  expect(phone.body['ageCuts']).toEqual([0, 5, 12, 18, 50, 65])
  expect(phone.body['steps']).toContainEqual({
    code: 'booster-1',
    words: expect.objectContaining({ vi: 'Mũi 3 (nhắc lại lần 1)' }),
  })
})

test('a day on which one rule follows another belongs to the later one only', async () => {
  const [row] = await look<{ valid_to: string }>(
    ground.database,
    "SELECT valid_to::text FROM interval_rule WHERE family_before = 'az' AND min_days = 56 AND from_step = 'primary-1'",
  )
  expect(row?.valid_to).toBe('2021-09-19')
})

test('other rules do not replace the stored ones', async () => {
  const other = {
    rules: { ...vietnamRules, courses: vietnamRules.courses.slice(1) },
    products: [],
    ageCuts: vietnamAgeCuts,
  }
  await expect(importRules(ground.deps, null, other)).rejects.toMatchObject({
    code: 'rules.differ',
    facts: { version: 1 },
  })
})
