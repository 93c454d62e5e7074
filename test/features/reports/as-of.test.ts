import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { target } from '#db/tables/campaigns.ts'
import { dose, doseChange, doseStanding } from '#db/tables/doses.ts'
import { place, placeChange, placeName, placeWithin } from '#db/tables/geography.ts'
import { session } from '#db/tables/sessions.ts'
import { balance, holder, movement } from '#db/tables/stock.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, TODAY } from '../../support/world.ts'
import { asSuperuser, giveDoses, type GivenSketch } from './counters.ts'

let ground: TestApp
const voided = randomUUID()

beforeAll(async () => {
  ground = await createTestApp()
  const { campaignId, targetGroupId, places } = ground.world
  const aim = (placeId: string, persons: number, recordedAt: string) => ({
    id: randomUUID(),
    campaignId,
    placeId,
    targetGroupId,
    step: 'primary-1',
    persons,
    source: 'assigned',
    asOfOn: '2021-09-30',
    documentNumber: '6616/UBND',
    recordedAt: new Date(recordedAt),
  })
  await asSuperuser(ground, (db) =>
    db
      .insert(target)
      .values([
        aim(places.wardA, 50, '2021-10-01T00:00:00Z'),
        aim(places.wardA, 100, '2021-10-16T00:00:00Z'),
        aim(places.wardB, 40, '2021-10-01T00:00:00Z'),
      ]),
  )
  const many = (count: number, sketch: GivenSketch) => Array.from({ length: count }, () => sketch)
  await giveDoses(ground, [
    ...many(10, { at: 'A', givenOn: '2021-10-12' }),
    ...many(6, { at: 'A', givenOn: '2021-10-13', enteredOn: '2021-10-16' }),
    ...many(3, { at: 'A', lives: 'B', givenOn: '2021-10-14' }),
    ...many(2, { at: 'B', givenOn: '2021-10-14', enteredOn: TODAY }),
    ...many(5, { at: 'B', givenOn: TODAY }),
    ...many(4, { at: 'C', givenOn: '2021-10-14' }),
  ])
  await asSuperuser(ground, async (db) => {
    // Counted on the 12th, voided on the 15th.
    const person = await ground.world.addPerson()
    await db.insert(dose).values({
      id: voided,
      personId: person,
      sessionId: ground.world.sessions.A,
      wardId: places.wardA,
      siteId: ground.world.sites.A,
      residenceId: places.wardA,
      antigen: 'covid-19',
      productId: ground.world.productId,
      lotId: ground.world.lotId,
      statedStep: 'primary-1',
      givenAt: new Date('2021-10-12T03:00:00Z'),
      givenOn: '2021-10-12',
      capturedAt: new Date('2021-10-12T03:00:00Z'),
      recordedAt: new Date('2021-10-12T03:00:10Z'),
      enteredOn: '2021-10-12',
      authorId: ground.world.accounts.dataEntry.accountId,
      ageCell: 4,
      priorityCode: 10,
      origin: 'site',
      source: 'administered',
    })
    await db.insert(doseStanding).values({
      doseId: voided,
      personId: person,
      antigen: 'covid-19',
      givenOn: '2021-10-12',
      dayRank: null,
      step: null,
      ageCell: 4,
      rulesVersion: 1,
    })
    await db.insert(doseChange).values({
      id: randomUUID(),
      doseId: voided,
      kind: 'void',
      reason: 'Chọn nhầm người',
      byId: ground.world.accounts.dataEntry.accountId,
      at: new Date('2021-10-15T02:00:00Z'),
    })
  })
})
afterAll(() => ground.close())

type Row = {
  place: { id: string; name: string; notRestated: string | null }
  done: number
  target: { persons: number } | null
  series: { on: string; doses: number }[]
  standing: { state: string; facts: Record<string, number> } | null
  light: string | null
  closedDoses: number
  notEntered: number
  supply: { received: number }
}
type Answer = { items: Row[]; total: Row; asOf: string; on: string; unitsOn: string | null }

async function progress(query: string, account = ground.world.accounts.cityCentre) {
  const answer = await ground.as(account, 'GET', `/v1/progress?campaign=${ground.world.campaignId}${query}`)
  const body = answer.body as unknown as Answer
  const done = (ward: 'A' | 'B' | 'C') =>
    body.items.find((row) => row.place.id === ground.world.places[`ward${ward}`])?.done
  return { ...answer, body, done }
}

test('as of a past day is what had been recorded by its end, with the target of that day', async () => {
  const then = await progress('&recordedBy=2021-10-14')
  // 10 of the 12th, and the one that was voided the day after; what was given on the 13th came later.
  expect([then.done('A'), then.done('B'), then.done('C')]).toEqual([11, 3, 4])
  expect(then.body.items.find((row) => row.done === 11)?.target?.persons).toBe(50)
  expect(then.body).toMatchObject({ on: '2021-10-14', asOf: '2021-10-14T17:00:00.000Z' })
  const dayAfter = await progress('&recordedBy=2021-10-15')
  expect(dayAfter.done('A')).toBe(10)
  const late = await progress('&recordedBy=2021-10-16')
  expect(late.done('A')).toBe(16)
  expect(late.body.items.find((row) => row.done === 16)?.target?.persons).toBe(100)
})

test('on a day is what was given by then as known now, and today both are one', async () => {
  expect((await progress('&on=2021-10-14')).done('A')).toBe(16)
  expect((await progress('&on=2021-10-14')).done('B')).toBe(5)
  const [asOf, plain] = [await progress(`&recordedBy=${TODAY}`), await progress('')]
  expect(asOf.body.items).toEqual(plain.body.items)
  expect(await progress('&recordedBy=2021-10-18')).toMatchObject({
    status: 422,
    body: { code: 'report.day-ahead' },
  })
})

test('what sessions still held on a past day is what had been recorded of it by its end', async () => {
  const { world } = ground
  const [sessionId, holderId] = [randomUUID(), randomUUID()]
  const on = '2021-10-14'
  const move = (kind: string, fromHolderId: string, toHolderId: string, doses: number, at: string) => ({
    id: randomUUID(),
    kind,
    fromHolderId,
    toHolderId,
    lotId: world.lotId,
    productId: world.productId,
    doses,
    occurredOn: on,
    recordedAt: new Date(at),
    causeKind: 'test',
  })
  await asSuperuser(ground, async (db) => {
    const where = { siteId: world.sites.A, wardId: world.places.wardA, campaignId: world.campaignId }
    await db.insert(session).values({ id: sessionId, ...where, sessionOn: on, capacity: 100, state: 'open' })
    const stand = { siteId: world.sites.A, placeId: world.places.wardA, createdAt: NOW }
    await db.insert(holder).values({ id: holderId, kind: 'session', sessionId, ...stand })
    await db
      .insert(movement)
      .values([
        move('issue', world.holders.wardA, holderId, 12, '2021-10-14T01:00:00Z'),
        move('use', holderId, world.holders.used, 5, '2021-10-14T09:00:00Z'),
        move('use', holderId, world.holders.used, 4, '2021-10-15T02:00:00Z'),
      ])
    await db.insert(balance).values({ holderId, holderKind: 'session', lotId: world.lotId, doses: 3 })
  })
  const heldBy = async (day: string) =>
    (await progress(`&recordedBy=${day}`)).body.items.find((row) => row.place.id === world.places.wardA)
      ?.notEntered
  expect([await heldBy('2021-10-13'), await heldBy(on), await heldBy('2021-10-15')]).toEqual([0, 7, 3])
  // Of today the session of today counts too.
  expect(await heldBy(TODAY)).toBe(123)
})

test('as of a past day by place of injection counts where it was given', async () => {
  const then = await progress('&recordedBy=2021-10-14&by=injection')
  expect([then.done('A'), then.done('B'), then.done('C')]).toEqual([14, 0, 4])
})

test('each ward stands in the words of the planner: behind what the last day asks, or not', async () => {
  const { campaignId, places } = ground.world
  const endOn = (day: string) =>
    asSuperuser(ground, (db) => db.execute(sql`UPDATE campaign SET to_on = ${day} WHERE id = ${campaignId}`))
  const read = async () => {
    const { body } = await progress('')
    return (ward: 'A' | 'C') => body.items.find((row) => row.place.id === places[`ward${ward}`])!
  }
  const inTime = await read()
  expect(inTime('A')).toMatchObject({ light: 'amber', standing: { state: 'on-pace', facts: { stock: 480 } } })
  expect(inTime('C')).toMatchObject({ light: null, standing: null, target: null })
  await endOn(TODAY)
  const late = await read()
  await endOn('2021-12-31')
  // 80 doses in one day, with vaccine enough: hands are missing, not doses.
  expect(late('A')).toMatchObject({
    light: 'red',
    standing: { state: 'slow-stocked', facts: { needed: 80, stock: 480 } },
  })
})

test('restated on later units, whole merges carry everything and a divided ward keeps a row of its own', async () => {
  const { places } = ground.world
  const united = randomUUID()
  await asSuperuser(ground, async (db) => {
    await db
      .insert(place)
      .values({ id: united, kind: 'ward', parentId: places.city, validFrom: '2021-11-01' })
    await db.insert(placeName).values({
      placeId: united,
      kind: 'ward',
      code: '29999',
      name: 'Phường Gộp Thử',
      nameFolded: 'gop thu',
      validFrom: '2021-11-01',
    })
    await db.insert(placeWithin).values([
      { placeId: united, ancestorId: united, depth: 0, validFrom: '2021-11-01' },
      { placeId: united, ancestorId: places.city, depth: 1, validFrom: '2021-11-01' },
    ])
    await db.execute(
      sql`UPDATE place SET valid_to = '2021-10-31' WHERE id IN (${places.wardA}, ${places.wardB}, ${places.wardC})`,
    )
    await db.insert(placeChange).values([
      { fromId: places.wardA, toId: united, part: 'whole', on: '2021-11-01' },
      { fromId: places.wardB, toId: united, part: 'whole', on: '2021-11-01' },
      { fromId: places.wardC, toId: united, part: 'partial', on: '2021-11-01' },
    ])
  })
  const before = await progress('')
  const after = await progress('&unitsOn=2021-11-01')
  expect(after.body.unitsOn).toBe('2021-11-01')
  expect(after.body.items.map((row) => [row.place.name, row.place.notRestated, row.done])).toEqual([
    ['Phường Gộp Thử', null, before.done('A')! + before.done('B')!],
    ['Xã Xa Thử', 'partial', before.done('C')],
  ])
  const [whole] = after.body.items
  expect(whole).toMatchObject({ target: { persons: 140 }, closedDoses: 960, supply: { received: 1200 } })
  // Nothing is lost and nothing is counted twice.
  expect(after.body.total.done).toBe(before.body.total.done)
  const seriesSum = (rows: readonly Row[]) =>
    rows.flatMap(({ series }) => series).reduce((sum, day) => sum + day.doses, 0)
  expect(seriesSum(after.body.items)).toBe(seriesSum(before.body.items))
  // Rights are not inferred: who had ward A does not thereby have the united ward.
  const own = await progress('&unitsOn=2021-11-01', ground.world.accounts.wardOfficial)
  expect(own.body.items).toEqual([])
  ground.setNow('2021-11-05T03:00:00Z')
  const later = await progress('&unitsOn=2021-11-01')
  ground.setNow(NOW)
  expect(later.body.items.map((row) => [row.place.name, row.done])).toEqual([
    ['Phường Gộp Thử', before.done('A')! + before.done('B')!],
  ])
})
