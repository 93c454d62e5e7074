import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plan as planTable } from '#db/tables/planner.ts'
import type { TestApp } from '../../support/app.ts'
import { asSuperuser } from '../reports/counters.ts'
import { slowAndFast } from './two-wards.ts'

type Effect = { finishOn: string | null; givenDoses: number; unmetDoses: number; expiredDoses: number }
type View = {
  plan: { lines: { rule: string; fromWardId: string | null; toWardId: string; doses: number }[] }
  effect: Effect
  presentLines: number
  presentEffect: Effect
  code?: string
}

let ground: TestApp
beforeAll(async () => {
  ground = await slowAndFast()
})
afterAll(() => ground.close())

async function tryOut(more: object, account = ground.world.accounts.cityCentre) {
  const body = { campaignId: ground.world.campaignId, ...more }
  const answer = await ground.as(account, 'POST', '/v1/plans/what-if', body)
  return { status: answer.status, view: answer.body as unknown as View }
}

test('nothing changed: the plan and its effect are those of today, and nothing is kept', async () => {
  const { status, view } = await tryOut({})
  expect(status).toBe(200)
  expect(view.plan.lines).toHaveLength(view.presentLines)
  expect(view.effect).toEqual(view.presentEffect)
  const kept = await asSuperuser(ground, (db) => db.select({ count: sql`count(*)::integer` }).from(planTable))
  expect(kept).toEqual([{ count: 0 }])
})

test('a ward that is held neither gives nor receives', async () => {
  const { wardA } = ground.world.places
  const { view } = await tryOut({ holdWards: [wardA] })
  expect(view.presentLines).toBe(1)
  expect(view.plan.lines).toEqual([])
})

test('a team and an arrival bring more doses to people', async () => {
  const { places, productId } = ground.world
  const { view } = await tryOut({
    teams: [{ wardId: places.wardA, dosesPerDay: 40 }],
    arrivals: [{ productId, doses: 3000, dosesPerVial: 6, expiresOn: '2022-03-31' }],
  })
  expect(view.plan.lines.some((line) => line.fromWardId === null && line.toWardId === places.wardB)).toBe(
    true,
  )
  expect(view.effect.givenDoses).toBeGreaterThan(view.presentEffect.givenDoses)
  expect(view.effect.unmetDoses).toBeLessThan(view.presentEffect.unmetDoses)
})

test('what cannot be tried has its own answer', async () => {
  const { accounts, places, campaignId, productId } = ground.world
  expect((await tryOut({}, accounts.wardOfficial)).status).toBe(403)
  expect((await tryOut({ holdWards: [campaignId] })).status).toBe(404)
  expect((await tryOut({ campaignId: places.wardA })).status).toBe(404)
  const arrival = { doses: 10, dosesPerVial: 10, expiresOn: '2022-03-31' }
  expect((await tryOut({ arrivals: [{ ...arrival, productId: campaignId }] })).status).toBe(400)
  expect((await tryOut({ params: { floorShare: 2 } })).status).toBe(400)
  expect((await tryOut({ arrivals: [{ ...arrival, productId, doses: 0 }] })).status).toBe(400)
})
