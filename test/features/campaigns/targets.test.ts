import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, look } from '../../support/look.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

const url = () => `/v1/campaigns/${ground.world.campaignId}/targets`
const row = (fields: Record<string, unknown> = {}) => ({
  placeId: ground.world.places.wardA,
  targetGroupId: ground.world.targetGroupId,
  step: 'primary-1',
  persons: 1000,
  source: 'assigned',
  asOfOn: '2021-10-15',
  documentNumber: '6616/UBND',
  ...fields,
})
const put = (...rows: Record<string, unknown>[]) =>
  ground.as(ground.world.accounts.cityCentre, 'PUT', url(), { rows })
const read = async (query = '') =>
  (await ground.as(ground.world.accounts.supervisor, 'GET', `${url()}${query}`)).body['items'] as Record<
    string,
    unknown
  >[]
const refused = (status: number, code: string, facts?: object) => ({
  status,
  body: { code, ...(facts === undefined ? {} : { facts }) },
})

describe('targets', () => {
  test('the newest figure holds, older ones stay, and a repeated request stores nothing', async () => {
    expect(await put(row(), row({ step: 'primary-2', persons: 900 }))).toMatchObject({
      status: 200,
      body: { stored: 2, unchanged: 0, warnings: [] },
    })
    expect(await put(row(), row({ step: 'primary-2', persons: 900 }))).toMatchObject({
      status: 200,
      body: { stored: 0, unchanged: 2 },
    })
    expect(await countAudit(ground.database, 'putTargets')).toBe(1)
    // Within the same millisecond of the fixed clock.
    expect(await put(row({ persons: 1200, acceptedBy: 'Chủ tịch UBND phường' }))).toMatchObject({
      body: { stored: 1 },
    })
    expect(await read('?limit=50')).toMatchObject([
      { step: 'primary-1', persons: 1200, acceptedBy: 'Chủ tịch UBND phường' },
      { step: 'primary-2', persons: 900 },
    ])
    const kept = await look(
      ground.database,
      "SELECT persons FROM target WHERE step = 'primary-1' ORDER BY recorded_at",
    )
    expect(kept).toEqual([{ persons: 1000 }, { persons: 1200 }])
  })

  test('parts of a ward are checked against the whole and named, not refused', async () => {
    const { groupA, wardA } = ground.world.places
    const { body } = await put(row({ placeId: groupA, persons: 1300, source: 'population' }))
    expect(body).toMatchObject({
      stored: 1,
      warnings: [
        {
          placeId: wardA,
          step: 'primary-1',
          whole: 1200,
          parts: 1300,
          partsSet: 1,
          partsTotal: 1,
          verdict: 'over',
        },
      ],
    })
    expect((await put(row({ placeId: groupA, persons: 1100 }))).body).toMatchObject({
      warnings: [{ verdict: 'under' }],
    })
    expect((await put(row({ placeId: groupA, persons: 1200 }))).body).toMatchObject({ warnings: [] })
    expect(await read(`?placeId=${groupA}`)).toMatchObject([{ persons: 1200 }])
    expect(await read(`?within=${wardA}`)).toHaveLength(3)
    expect(await read(`?within=${ground.world.places.wardB}`)).toHaveLength(0)
  })

  test('are paged by their key', async () => {
    const first = await ground.as(ground.world.accounts.supervisor, 'GET', `${url()}?limit=2`)
    const second = await ground.as(
      ground.world.accounts.supervisor,
      'GET',
      `${url()}?limit=2&cursor=${String(first.body['nextCursor'])}`,
    )
    const keys = [...(first.body['items'] as object[]), ...(second.body['items'] as object[])].map((item) =>
      JSON.stringify(item),
    )
    expect(new Set(keys).size).toBe(3)
    expect(second.body['nextCursor']).toBeNull()
  })

  test('a bad row refuses the whole request and says which', async () => {
    const before = await read()
    expect(await put(row({ persons: 5 }), row({ persons: 6 }))).toMatchObject(
      refused(422, 'target.row-twice', { row: 2 }),
    )
    expect(await put(row({ persons: 5 }), row({ placeId: randomUUID() }))).toMatchObject(
      refused(422, 'target.unknown-place', { row: 2 }),
    )
    expect(await put(row({ targetGroupId: randomUUID() }))).toMatchObject(
      refused(422, 'target.unknown-group', { row: 1 }),
    )
    expect(await put(row({ persons: -1 }))).toMatchObject(refused(400, 'request.invalid'))
    expect(await put(row({ step: 'booster-9' }))).toMatchObject(refused(400, 'request.invalid'))
    expect(await read()).toEqual(before)
  })

  test('are set by the centre, for its own places', async () => {
    const body = { rows: [row({ persons: 7 })] }
    expect(await ground.as(ground.world.accounts.wardOfficial, 'PUT', url(), body)).toMatchObject(
      refused(403, 'forbidden'),
    )
    const ofCity = await ground.world.addAccount('city-centre', { placeId: ground.world.places.city })
    expect(
      await ground.as(ofCity, 'PUT', url(), { rows: [row({ placeId: ground.world.places.wardC })] }),
    ).toMatchObject(refused(404, 'not-found'))
    expect(
      (await ground.as(ofCity, 'PUT', url(), { rows: [row({ placeId: ground.world.places.wardB })] })).status,
    ).toBe(200)
    expect(await ground.as(ofCity, 'PUT', `/v1/campaigns/${randomUUID()}/targets`, body)).toMatchObject(
      refused(404, 'not-found'),
    )
  })

  test('two at once leave one newest figure', async () => {
    const { wardC } = ground.world.places
    const answers = await Promise.all([1, 2, 3, 4].map((persons) => put(row({ placeId: wardC, persons }))))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    const [newest] = await read(`?placeId=${wardC}`)
    const stored = await look<{ recorded_at: Date; persons: number }>(
      ground.database,
      'SELECT recorded_at, persons FROM target WHERE place_id = $1 ORDER BY recorded_at DESC',
      [wardC],
    )
    expect(new Set(stored.map((each) => each.recorded_at.getTime())).size).toBe(4)
    expect(newest?.['persons']).toBe(stored[0]?.persons)
  })
})
