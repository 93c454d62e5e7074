import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importPlaces } from '#features/geography/import-places.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { oudomxayGeography } from '#features/geography/seed/oudomxay.ts'
import { createTestApp, startTestApp, type TestApp } from '../../support/app.ts'
import { createTestDatabase } from '../../support/database.ts'
import { countAudit, look, readPages, signedInAgain } from '../../support/look.ts'

type Item = {
  id: string
  code: string
  name: string
  shortName: string
  kind: string
  centreId: string | null
}
const items = (body: Record<string, unknown>) => body['items'] as Item[]
const codeOfPlace = (name: string) => hueGeography.names.find((row) => row.name === name)

describe('an empty city', () => {
  let empty: Awaited<ReturnType<typeof startTestApp>>
  beforeAll(async () => {
    empty = await startTestApp(await createTestDatabase())
  })
  afterAll(() => empty.close())

  test('gets its places once, whatever is asked twice, with one audit row', async () => {
    const first = await importPlaces(empty.deps, null, hueGeography)
    expect(first).toMatchObject({ placesAdded: hueGeography.places.length, placesTotal: first.placesAdded })
    const again = await importPlaces(empty.deps, null, hueGeography)
    expect(again).toMatchObject({ placesAdded: 0, namesAdded: 0 })
    expect(await countAudit(empty.database, 'importPlaces')).toBe(1)
    const [stored] = await look<{ paths: number }>(
      empty.database,
      'SELECT count(*)::integer AS paths FROM place_within',
    )
    expect(stored).toEqual({ paths: hueGeography.within.length })
  })

  test('refuses the places of another country', async () => {
    await expect(importPlaces(empty.deps, null, oudomxayGeography)).rejects.toMatchObject({
      code: 'place.other-country',
    })
  })

  test('a district of Laos keeps its villages, zones and health centres', async () => {
    const lao = await startTestApp(await createTestDatabase())
    try {
      const deps = { ...lao.deps, authority: { ...lao.deps.authority, country: 'LA' as const } }
      const { placesAdded } = await importPlaces(deps, null, oudomxayGeography)
      expect(placesAdded).toBe(oudomxayGeography.places.length)
      const served = await look(lao.database, 'SELECT centre_id FROM catchment_village')
      expect(served.length).toBe(oudomxayGeography.catchmentVillages.length)
    } finally {
      await lao.close()
    }
  })
})

describe('places over HTTP', () => {
  let ground: TestApp
  const get = (url: string) => ground.as(ground.world.accounts.scanner, 'GET', url)
  beforeAll(async () => {
    ground = await createTestApp()
  })
  afterAll(() => ground.close())

  test('are for whoever is signed in', async () => {
    expect(await ground.as(null, 'GET', '/v1/places')).toMatchObject({
      status: 401,
      body: { code: 'sign-in.required' },
    })
    expect((await get('/v1/places')).status).toBe(200)
  })

  test('are filtered by kind, by what they lie in, by name without diacritics and by code', async () => {
    const { city } = ground.world.places
    const wards = await get(`/v1/places?kind=ward&within=${city}`)
    expect(items(wards.body).map((place) => place.code)).toEqual(['19750', '19753'])
    expect(items((await get('/v1/places?q=thuan thu')).body).map((place) => place.shortName)).toEqual([
      'Thuận Thử',
    ])
    expect(items((await get('/v1/places?q=1975')).body)).toHaveLength(2)
    expect(items((await get('/v1/places?q=%25')).body)).toHaveLength(0)
  })

  test('are paged without losing or repeating one', async () => {
    const all = await readPages((cursor) => get(`/v1/places?limit=2${cursor}`))
    const seen = all.items.map((place) => place['id'])
    expect(seen.length).toBe(7)
    expect(new Set(seen).size).toBe(7)
    const forged = Buffer.from(JSON.stringify(['1', 'not-an-id'])).toString('base64url')
    expect(await get(`/v1/places?cursor=${forged}`)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    })
  })

  test('did not exist before their first day', async () => {
    expect(items((await get('/v1/places?on=2020-12-31')).body)).toHaveLength(0)
    expect(await get('/v1/places?on=2021-02-30')).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    })
  })

  test('one place has its names, changes and successor; an unknown one is not found', async () => {
    const { wardA } = ground.world.places
    const found = await get(`/v1/places/${wardA}`)
    expect(found.headers.etag).toBe('"1"')
    expect(found.body).toMatchObject({
      code: '19753',
      names: [{ code: '19753' }],
      changes: [],
      successor: { placeId: wardA, stoppedBy: null },
    })
    expect(await get(`/v1/places/${randomUUID()}`)).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    })
  })

  test('the import needs the right, and a code in use by another place refuses it whole', async () => {
    const body = { source: 'hue' }
    expect(
      await ground.as(ground.world.accounts.wardOfficial, 'POST', '/v1/places/import', body),
    ).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
    const clash = await ground.as(ground.world.accounts.cityCentre, 'POST', '/v1/places/import', body)
    expect(clash).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(items((await get('/v1/places')).body)).toHaveLength(7)
  })
})

describe('the shipped history of Huế over HTTP', () => {
  let ground: TestApp
  beforeAll(async () => {
    ground = await createTestApp()
    // Only the two codes that the small city shares with Huế stand in the way.
    await look(ground.database, 'UPDATE place_name SET code = code || $1', ['-x'])
  })
  afterAll(() => ground.close())

  test('a code means the place of its day, and a merged ward leads to its heir', async () => {
    const centre = ground.world.accounts.cityCentre
    const done = await ground.as(centre, 'POST', '/v1/places/import', { source: 'hue' })
    expect(done).toMatchObject({ status: 200, body: { placesAdded: hueGeography.places.length } })
    expect(done.body['authorityPlaceId']).toBe(hueGeography.authorityPlaceId)
    const again = await ground.as(centre, 'POST', '/v1/places/import', { source: 'hue' })
    expect(again).toMatchObject({ status: 200, body: { placesAdded: 0 } })

    const reader = await signedInAgain(ground.database, ground.world.accounts.scanner)
    const on = async (day: string) =>
      items((await ground.as(reader, 'GET', `/v1/places?kind=ward&q=19756&on=${day}`)).body)[0]
    expect((await on('2021-06-30'))?.name).toContain('Phú Hiệp')
    const ward = await on('2021-10-17')
    expect(ward?.name).toContain('Gia Hội')
    expect(codeOfPlace(ward!.name)?.code).toBe('19756')

    const city = await ground.as(
      reader,
      'GET',
      `/v1/places?kind=ward&within=${hueGeography.authorityPlaceId}&on=2021-10-17`,
    )
    expect(items(city.body)).toHaveLength(36)
    const today = await ground.as(reader, 'GET', `/v1/places/${ward!.id}?on=2025-08-01`)
    const { placeId, stoppedBy } = today.body['successor'] as { placeId: string; stoppedBy: string | null }
    expect(stoppedBy).toBeNull()
    expect(placeId).not.toBe(ward!.id)
    expect(today.body['changes']).not.toEqual([])
  })
})
