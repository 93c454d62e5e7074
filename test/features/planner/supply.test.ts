import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '#domain/dates.ts'
import { wardStoreClass } from '#domain/transfer.ts'
import type { ProductList } from '#features/stock/contract.ts'
import type { PlanSupply } from '#features/planner/supply-contract.ts'
import type { TestApp } from '../../support/app.ts'
import { countAuditSaying } from '../../support/look.ts'
import { NOW, TODAY } from '../../support/world.ts'
import { propose, slowAndFast } from './two-wards.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await slowAndFast()
})
afterAll(() => ground.close())

const said = {
  minStockDays: 3,
  acceptsTransfers: true,
  rooms: [{ storageClass: '-70', capacityDoses: 30 }],
  roads: [{ fromWardId: null, minutes: 25 }],
  reason: 'Đo tủ lạnh ngày 15/10',
}

/** Each word comes a second after the one before it. */
let seconds = 0
const centre = (method: 'GET' | 'PUT', url: string, body?: object) => {
  seconds++
  ground.setNow(new Date(NOW.getTime() + 1000 * seconds))
  return ground.as(ground.world.accounts.cityCentre, method, url, body)
}

const putWard = (wardId: string, change: object) =>
  centre('PUT', `/v1/plan-supply/wards/${wardId}`, { ...said, ...change })

type Supply = z.output<typeof PlanSupply>

async function readWard(wardId: string) {
  const { body } = await centre('GET', '/v1/plan-supply')
  return (body as Supply).wards.find((ward) => ward.wardId === wardId)
}

test('a ward of which nothing was said accepts, keeps nothing back and has no limit of room', async () => {
  const ward = await readWard(ground.world.places.wardC)
  expect(ward).toMatchObject({ minStockDays: 0, acceptsTransfers: true, rooms: [], roads: [], setBy: null })
})

test('the last word on a ward counts, and a plan follows it: refusing, then with room for a part', async () => {
  const { wardA, wardB } = ground.world.places
  const { plan: free } = await propose(ground)
  expect(free.lines.map((line) => [line.fromWardId, line.toWardId])).toEqual([[wardA, wardB]])

  expect((await putWard(wardB, { acceptsTransfers: false, rooms: [] })).status).toBe(200)
  expect(await countAuditSaying(ground.database, said.reason)).toBe(0)
  const { plan: refused } = await propose(ground)
  expect(refused.lines).toEqual([])
  expect(refused.leftOut.find((row) => row.wardId === wardB)!.code).toBe('not-accepting')

  // 12 doses lie there already: of 30, room for three vials of six.
  const storageClass = await storageClassOf()
  expect((await putWard(wardB, { rooms: [{ storageClass, capacityDoses: 30 }] })).status).toBe(200)
  const { plan: part } = await propose(ground)
  expect(part.lines.map((line) => line.doses)).toEqual([18])
  expect(await readWard(wardB)).toMatchObject({ minStockDays: 3, reason: said.reason })

  // Between plan and approval the store turned out to be smaller.
  expect((await putWard(wardB, { rooms: [{ storageClass, capacityDoses: 20 }] })).status).toBe(200)
  const url = `/v1/plans/${part.id}/lines/${part.lines[0]!.id}/decision`
  const { body } = await ground.as(ground.world.accounts.cityCentre, 'POST', url, { verdict: 'approved' })
  expect(body.code).toBe('plan.line-receiver-room')
})

test('an announcement is moved by saying it again, and withdrawn by announcing nothing', async () => {
  const { productId } = ground.world
  const url = `/v1/plan-supply/arrivals/${randomUUID()}`
  const announced = { productId, arrivesOn: addDays(TODAY, 3), doses: 1200, documentNumber: '12/SYT' }
  expect((await centre('PUT', url, announced)).body.arrivals).toMatchObject([announced])
  const later = { ...announced, arrivesOn: addDays(TODAY, 5) }
  expect((await centre('PUT', url, later)).body.arrivals).toMatchObject([later])
  expect((await centre('PUT', url, { ...later, doses: 0 })).body.arrivals).toEqual([])
  const past = { ...announced, arrivesOn: addDays(TODAY, -1) }
  expect((await centre('PUT', url, past)).body.arrivals).toEqual([])
})

test('what is not there is refused: a ward, the far end of a road, a vaccine; and twice the same store', async () => {
  const { wardA, groupA } = ground.world.places
  expect((await putWard(groupA, {})).status).toBe(404)
  expect((await putWard(wardA, { roads: [{ fromWardId: randomUUID(), minutes: 9 }] })).status).toBe(404)
  expect((await putWard(wardA, { rooms: [...said.rooms, ...said.rooms] })).status).toBe(400)
  const unknown = { productId: randomUUID(), arrivesOn: TODAY, doses: 1, documentNumber: '' }
  expect((await centre('PUT', `/v1/plan-supply/arrivals/${randomUUID()}`, unknown)).status).toBe(400)
})

test('who may only read reads it, and sets nothing', async () => {
  const { supervisor } = ground.world.accounts
  expect((await ground.as(supervisor, 'GET', '/v1/plan-supply')).status).toBe(200)
  const url = `/v1/plan-supply/wards/${ground.world.places.wardA}`
  expect((await ground.as(supervisor, 'PUT', url, said)).status).toBe(403)
})

async function storageClassOf(): Promise<string> {
  const { body } = await centre('GET', '/v1/products')
  const { items } = body as z.output<typeof ProductList>
  return wardStoreClass(items.find(({ id }) => id === ground.world.productId)!)
}
