import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeList, packList } from '../../../scripts/make-list.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { addList, look, recipeOf, sendFile } from './support.ts'

// 36 files, each read in a process of its own, one after the other.
vi.setConfig({ testTimeout: 300_000 })

const WARDS = 36
const ROWS = 40
const LOOK_MS = 200

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

/** As many wards of the city as a deadline has. */
async function addWards(): Promise<{ id: string; code: string }[]> {
  const wards = Array.from({ length: WARDS }, (_, at) => ({ id: randomUUID(), code: String(21_000 + at) }))
  await look(
    ground,
    `WITH new AS MATERIALIZED (SELECT * FROM unnest($1::uuid[], $2::text[]) AS n (id, code)),
     places AS (INSERT INTO place (id, kind, parent_id, valid_from) SELECT id, 'ward', $3, $4::date FROM new),
     names AS (INSERT INTO place_name (place_id, kind, code, name, name_folded, valid_from)
       SELECT id, 'ward', code, 'Phường số ' || code, 'phuong so ' || code, $4::date FROM new)
     INSERT INTO place_within (place_id, ancestor_id, depth, valid_from)
       SELECT id, id, 0, $4::date FROM new UNION ALL SELECT id, $3, 1, $4::date FROM new`,
    [wards.map(({ id }) => id), wards.map(({ code }) => code), ground.world.places.city, '2021-01-01'],
  )
  return wards
}

test('36 wards send their lists at once: each knows its place, none is lost, each adds up, first come first read', async () => {
  const centre = ground.world.accounts.cityCentre
  const wards = await addWards()
  const files = await Promise.all(
    wards.map(async ({ id, code }, at) => {
      const recipe = { rows: ROWS, wardCode: code, wardName: `Phường số ${code}`, seed: at + 1 }
      const made = makeList(recipeOf({ ...recipe, dirty: 0.02, repeated: 0.02 }))
      return { listId: await addList(ground, centre, { wardId: id }), file: packList(made.rows, 'csv'), made }
    }),
  )
  const sent = await Promise.all(
    files.map(async ({ listId, file, made }) => {
      const answer = await sendFile(ground, centre, listId, file, { wait: 0 })
      expect(answer.status).toBe(201)
      return { id: String(answer.body['id']), made, places: [] as number[] }
    }),
  )
  const waiting = new Map(sent.map((upload) => [upload.id, upload]))
  const finished: string[] = []
  while (waiting.size > 0) {
    for (const { id, made, places } of waiting.values()) {
      const { body } = await ground.as(centre, 'GET', `/v1/uploads/${id}`)
      if (typeof body['position'] === 'number') places.push(body['position'])
      if (body['state'] === 'queued' || body['state'] === 'reading') continue
      expect(body['state']).toBe('preview')
      const { rowsRead, ...outcomes } = body['counts'] as Record<string, number>
      expect(rowsRead).toBe(ROWS)
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(ROWS)
      expect(outcomes['rejected']).toBe(made.counts.dirty)
      finished.push(id)
      waiting.delete(id)
    }
    await sleep(LOOK_MS)
  }
  for (const { places } of sent) {
    expect(places.every((place) => place >= 1 && place <= WARDS)).toBe(true)
    // Nobody is passed by one who came later.
    expect(places).toEqual(places.toSorted((a, b) => b - a))
  }
  expect(Math.max(...sent.flatMap(({ places }) => places))).toBeGreaterThan(WARDS / 2)
  const rows = await look<{ id: string }>(
    ground,
    'SELECT upload_id AS id, count(*) FROM upload_row GROUP BY upload_id HAVING count(*) = $1',
    [ROWS],
  )
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(finished))
})
