import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { target, targetGroup } from '#db/tables/campaigns.ts'
import { session } from '#db/tables/sessions.ts'
import { balance, holder, movement } from '#db/tables/stock.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, TODAY } from '../../support/world.ts'
import { asSuperuser, giveDoses, type GivenSketch, type WardLetter } from './counters.ts'

let ground: TestApp
let elders: string
let health: string
beforeAll(async () => {
  ground = await createTestApp()
  const { campaignId, targetGroupId, places } = ground.world
  elders = randomUUID()
  health = randomUUID()
  await asSuperuser(ground, async (db) => {
    await db.insert(targetGroup).values([
      { id: elders, campaignId, name: 'Từ 65 tuổi', ageFrom: 65, ageTo: null },
      { id: health, campaignId, name: 'Y tế', ageFrom: 18, ageTo: null, codes: [1] },
    ])
    const aim = (placeId: string, groupId: string, persons: number, recordedAt: string) => ({
      id: randomUUID(),
      campaignId,
      placeId,
      targetGroupId: groupId,
      step: 'primary-1',
      persons,
      source: 'assigned',
      asOfOn: '2021-09-30',
      documentNumber: '6616/UBND',
      recordedAt: new Date(recordedAt),
    })
    await db
      .insert(target)
      .values([
        aim(places.wardA, targetGroupId, 5, '2021-09-01T00:00:00Z'),
        aim(places.wardA, targetGroupId, 100, '2021-10-01T00:00:00Z'),
        aim(places.wardB, targetGroupId, 10, '2021-10-01T00:00:00Z'),
        aim(places.wardA, elders, 20, '2021-10-01T00:00:00Z'),
      ])
  })
  const many = (count: number, sketch: GivenSketch) => Array.from({ length: count }, () => sketch)
  await giveDoses(ground, [
    ...many(30, { at: 'A', givenOn: '2021-10-15', enteredOn: '2021-10-15' }),
    ...many(10, { at: 'A', givenOn: '2021-10-15', enteredOn: '2021-10-18', ageCell: 6 }),
    ...many(20, { at: 'A', givenOn: TODAY, enteredOn: TODAY, priorityCode: 1 }),
    ...many(7, { at: 'A', lives: 'B', givenOn: '2021-10-16' }),
    ...many(4, { at: 'B', givenOn: '2021-10-16', enteredOn: TODAY }),
    ...many(2, { at: 'A', givenOn: '2021-10-16', ageCell: 2 }),
    ...many(3, { at: 'A', givenOn: '2021-10-16', isTwin: true }),
  ])
})
afterAll(() => ground.close())

type Row = {
  place: { id: string }
  target: { persons: number; documentNumber: string } | null
  done: number
  percent: number | null
  remaining: number | null
  neededPerDay: number | null
  doneToday: number | null
  series: { on: string; doses: number }[] | null
  closedDoses: number
  notEntered: number
  supply: { received: number; sent: number; injected: number; ratio: number | null }
  entryLag: { doses: number; overOneDay: number | null }
  openSessions: number
  withoutCrew: { reason: string }[]
}

async function progress(query = '', account = ground.world.accounts.cityCentre) {
  const answer = await ground.as(account, 'GET', `/v1/progress?campaign=${ground.world.campaignId}${query}`)
  const body = answer.body as unknown as { items: Row[]; total: Row; code?: string }
  const rowOf = (ward: WardLetter) =>
    body.items?.find((row) => row.place.id === ground.world.places[`ward${ward}`])
  return { ...answer, body, rowOf }
}

test('a ward is measured by residence against its newest target, with what is still needed', async () => {
  const { status, rowOf, body } = await progress()
  expect(status).toBe(200)
  // 60 adults of A at its own site; children of A are no part of the campaign.
  expect(rowOf('A')).toMatchObject({
    target: { persons: 100, source: 'assigned', asOfOn: '2021-09-30', documentNumber: '6616/UBND' },
    done: 60,
    percent: 60,
    goalReached: false,
    remaining: 36,
    neededPerDay: 1,
    doneToday: 20,
    openSessions: 1,
  })
  expect(rowOf('A')!.series!.map((day) => day.doses)).toEqual([0, 0, 0, 0, 40, 0, 20])
  // 11 of 10: more than everybody is shown as it is.
  expect(rowOf('B')).toMatchObject({
    done: 11,
    percent: 110,
    goalReached: true,
    remaining: 0,
    neededPerDay: 0,
  })
  expect(rowOf('C')).toMatchObject({ target: null, done: 0, percent: null, remaining: null })
  expect(body.total).toMatchObject({ done: 71, target: { persons: 110 } })
})

test('by place of injection the same doses count where they were given', async () => {
  const { rowOf } = await progress('&by=injection')
  expect(rowOf('A')).toMatchObject({ done: 69, doneToday: 20 })
  expect(rowOf('B')).toMatchObject({ done: 4 })
  expect(await progress(`&by=injection&group=${elders}`)).toMatchObject({
    status: 422,
    body: { code: 'report.group-by-residence' },
  })
})

test('a target group is a set of cells: by age, by code, and as of a past day', async () => {
  expect((await progress(`&group=${elders}`)).rowOf('A')).toMatchObject({ done: 10, target: { persons: 20 } })
  expect((await progress(`&group=${health}`)).rowOf('A')).toMatchObject({
    done: 20,
    series: null,
    doneToday: null,
  })
  expect((await progress('&on=2021-10-16')).rowOf('A')).toMatchObject({ done: 40 })
  expect(await progress(`&group=${health}&on=2021-10-16`)).toMatchObject({
    body: { code: 'report.codes-today-only' },
  })
  expect(await progress('&on=2021-10-18')).toMatchObject({ status: 422, body: { code: 'report.day-ahead' } })
  expect((await progress('&step=primary-2')).rowOf('A')).toMatchObject({ done: 0, target: null })
})

test('stock, supply and what is given but not entered stand beside it', async () => {
  const { rowOf } = await progress()
  expect(rowOf('A')).toMatchObject({
    closedDoses: 480,
    notEntered: 120,
    supply: { received: 600, sent: 0, injected: 59, ratio: 59 / 600 },
  })
  expect(rowOf('A')!.entryLag).toMatchObject({ doses: 59, medianDays: 0, overOneDay: 0 })
  // Three days later ten late entries are known.
  ground.setNow('2021-10-18T03:00:00Z')
  const later = await progress()
  ground.setNow(NOW)
  expect(later.rowOf('A')!.entryLag).toMatchObject({ doses: 69, overOneDay: 10 / 69 })
})

test('progress equals a GROUP BY over doses and their standings, for any doses', async () => {
  const sketch = fc.record({
    at: fc.constantFrom<WardLetter>('A', 'B', 'C'),
    lives: fc.constantFrom<WardLetter>('A', 'B', 'C'),
    givenOn: fc.constantFrom('2021-10-11', '2021-10-14', '2021-10-16', TODAY),
    ageCell: fc.integer({ min: 0, max: 6 }),
    priorityCode: fc.integer({ min: 0, max: 3 }),
    step: fc.constantFrom('primary-1' as const, 'primary-2' as const),
    isTwin: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(sketch, { maxLength: 40 }), async (sketches) => {
      await giveDoses(ground, sketches)
      for (const [step, group, cells] of [
        ['primary-1', null, sql`d.age_cell >= 4`],
        ['primary-2', elders, sql`d.age_cell >= 6`],
        ['primary-1', health, sql`d.age_cell >= 4 AND d.priority_code = 1`],
      ] as const) {
        const { rows } = await asSuperuser(ground, (db) =>
          db.execute<{ ward: string; doses: number }>(sql`
            SELECT d.residence_id AS ward, count(*)::integer AS doses
            FROM dose d JOIN dose_standing s ON s.dose_id = d.id
            WHERE s.step = ${step} AND ${cells} GROUP BY 1`),
        )
        const { body } = await progress(`&step=${step}${group === null ? '' : `&group=${group}`}`)
        expect(
          Object.fromEntries(body.items.filter((row) => row.done > 0).map((row) => [row.place.id, row.done])),
        ).toEqual(Object.fromEntries(rows.map((row) => [row.ward, row.doses])))
        expect(body.total.done).toBe(rows.reduce((sum, row) => sum + row.doses, 0))
      }
    }),
    { numRuns: 8, seed: 6616 },
  )
})

test('each sees the own place: a ward its row, a site lead the row of the ward and the sessions of the site', async () => {
  const { accounts, places, campaignId, sessions } = ground.world
  const ward = await progress('', accounts.wardOfficial)
  expect(ward.body.items.map((row) => row.place.id)).toEqual([places.wardA])
  expect(ward.body.total.done).toBe(ward.body.items[0]!.done)
  expect(await progress(`&place=${places.wardB}`, accounts.wardOfficial)).toMatchObject({ status: 404 })
  expect(await progress(`&place=${places.city}`, accounts.wardOfficial)).toMatchObject({ status: 404 })
  expect((await progress(`&place=${places.city}`)).body.items).toHaveLength(2)
  expect(await progress(`&place=${randomUUID()}`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  expect(await progress('', accounts.scanner)).toMatchObject({ status: 403 })
  expect((await progress('', accounts.siteLead)).body.items.map((row) => row.place.id)).toEqual([
    places.wardA,
  ])
  const own = await ground.as(accounts.siteLead, 'GET', `/v1/progress/sessions?campaign=${campaignId}`)
  expect(own.body['items']).toMatchObject([
    { sessionId: sessions.A, issued: 120, notEntered: 120, counted: 0 },
  ])
  const lag = await ground.as(accounts.wardOfficialB, 'GET', `/v1/progress/entry-lag?campaign=${campaignId}`)
  expect(lag).toMatchObject({ status: 200, body: { items: [{ wardId: places.wardB }] } })
})

test('a session opened without crew shows its reason; sessions are paged without a gap', async () => {
  const { accounts, campaignId, sessions, sites, places } = ground.world
  const cancelled = randomUUID()
  await asSuperuser(ground, async (db) => {
    await db
      .update(session)
      .set({ overrideReason: 'Hai cán bộ nhập liệu đi cách ly' })
      .where(sql`id = ${sessions.B}`)
    await db.insert(session).values({
      id: cancelled,
      siteId: sites.B,
      wardId: places.wardB,
      campaignId,
      sessionOn: '2021-10-12',
      capacity: 100,
      state: 'closed',
    })
  })
  expect((await progress()).rowOf('B')!.withoutCrew).toMatchObject([
    { reason: 'Hai cán bộ nhập liệu đi cách ly' },
  ])
  const seen: string[] = []
  let cursor = ''
  for (let pages = 0; pages < 10; pages++) {
    const answer = await ground.as(
      accounts.cityCentre,
      'GET',
      `/v1/progress/sessions?campaign=${campaignId}&limit=1${cursor}`,
    )
    const page = answer.body as unknown as { items: { sessionId: string }[]; nextCursor: string | null }
    seen.push(...page.items.map((row) => row.sessionId))
    if (page.nextCursor === null) break
    cursor = `&cursor=${page.nextCursor}`
  }
  expect(seen.toSorted()).toEqual([sessions.A, sessions.B, sessions.C, cancelled].toSorted())
  expect(seen.at(-1)).toBe(cancelled)
})

test('what a ward sent away is no longer its supply, and what is under way is the receiver’s', async () => {
  const { holders, lotId, productId, places } = ground.world
  await asSuperuser(ground, async (db) => {
    const box = randomUUID()
    await db
      .insert(holder)
      .values({ id: box, kind: 'transit', placeId: places.wardB, transferId: randomUUID(), createdAt: NOW })
    await db.insert(movement).values({
      id: randomUUID(),
      kind: 'dispatch',
      fromHolderId: holders.wardA,
      toHolderId: box,
      lotId,
      productId,
      doses: 60,
      vials: 10,
      occurredOn: TODAY,
      recordedAt: NOW,
      causeKind: 'test',
    })
    await db
      .update(balance)
      .set({ doses: 420 })
      .where(sql`holder_id = ${holders.wardA}`)
    await db.insert(balance).values({ holderId: box, holderKind: 'transit', lotId, doses: 60 })
  })
  const { rowOf } = await progress()
  expect(rowOf('A')).toMatchObject({
    closedDoses: 420,
    supply: { received: 600, sent: 60 },
    inTransitDoses: 0,
  })
  expect(rowOf('B')).toMatchObject({ closedDoses: 480, inTransitDoses: 60 })
})
